"""One campus's year on a wall calendar: drills are written in and stay, and plain checks say what they break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from drillplanner.law import CampusSchedule, Duty, Match, assign_credit
from drillplanner.law.kinds.count import Count
from drillplanner.law.kinds.cover import Cover
from drillplanner.law.kinds.every import Every
from drillplanner.law.kinds.minutes import Minutes
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.kinds.permissions_and_tasks.permission import Permission
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import AgencyKind, Audience, Drill, DutyStatus, clock_of
from drillplanner.solve.campus.drills import credit_sharing_duty_ids
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, OfferedDates, Placement
from drillplanner.solve.problem.resources import Interval, Resource
from drillplanner.solve.problem.slots import Slot

#: Kinds that a drill more cannot break; a ``count`` is one of them where it has no maximum.
_NEVER_BROKEN = (Chore, Cover, Minutes, Offer, Permission, StandIn)


@dataclass(frozen=True)
class Entry:
    """A drill on the calendar: its place in the campus's problem, and the drill as a plain check reads it."""

    day: int
    scenario: int
    slot: Slot
    agencies: tuple[Resource, ...]
    drill: Drill

    @property
    def interval(self) -> Interval:
        """From and to, in minutes since midnight."""
        return Interval(self.slot.start, self.slot.start + (self.drill.minutes or 0))

    @property
    def placement(self) -> Placement:
        """The same as a solver gives it."""
        return Placement(
            self.day, self.scenario, self.slot.period, tuple(agency.resource_id for agency in self.agencies)
        )


#: The drills of a year by the index of their day.
Entries = Mapping[int, Entry]


@dataclass
class WallCalendar:
    """``schedule`` is the campus without drills. ``offers`` holds the days of each offer, by the duty's place."""

    problem: CampusProblem
    schedule: CampusSchedule
    stand_ins: tuple[StandIn, ...]
    entries: dict[int, Entry] = field(default_factory=dict)
    offers: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def plan(self) -> CampusPlan:
        """The year as every contestant gives it; the judge counts its cost."""
        places = tuple(sorted(entry.placement for entry in self.entries.values()))
        offers = tuple(sorted(OfferedDates(duty, days) for duty, days in self.offers.items()))
        return CampusPlan(self.problem.campus.campus_id, places, 0, offers)

    @cached_property
    def at_risk(self) -> tuple[Duty, ...]:
        """The duties that a drill more could break."""
        return tuple(duty for duty in self.problem.duties if _can_be_broken(duty))

    @cached_property
    def kinds_wanted(self) -> tuple[AgencyKind, ...]:
        """Kinds of agencies that duties want at every drill of some sort."""
        asked = (
            duty.mandate.requirement.has.agency
            for duty in self.problem.duties
            if isinstance(duty.mandate.requirement, Every)
        )
        return tuple(dict.fromkeys(kind for kind in asked if kind is not None))

    @cached_property
    def _shares_out(self) -> bool:
        return bool(credit_sharing_duty_ids(self.problem))

    def is_free(self, day: int) -> bool:
        """Whether nothing stands on the day and no offer keeps it free."""
        return day not in self.entries and not any(day in days for days in self.offers.values())

    def write(self, entry: Entry) -> None:
        """Write the drill in, over what stands on its day."""
        self.entries[entry.day] = entry

    def with_entry(self, entry: Entry, instead_of: Entry | None = None) -> Entries:
        """The year with that drill more, or with it in place of another."""
        kept = {day: one for day, one in self.entries.items() if one is not instead_of}
        return kept | {entry.day: entry}

    def violated(self, duties: Iterable[Duty], entries: Entries) -> frozenset[str]:
        """Ids of those duties that such a year violates, by their plain checks."""
        schedule = replace(self.schedule, drills=tuple(entries[day].drill for day in sorted(entries)))
        credit = assign_credit(self.problem.duties, self.stand_ins, schedule) if self._shares_out else {}
        found = set()
        for duty in duties:
            seen = replace(schedule.for_unit(duty.unit), credited=credit.get(duty.duty_id))
            if duty.mandate.requirement.check(duty.window, seen).status is DutyStatus.VIOLATED:
                found.add(duty.duty_id)
        return frozenset(found)

    def breaks_nothing(self, entries: Entries, duties: Iterable[Duty]) -> bool:
        """Whether such a year violates none of the duties that the present one does not violate."""
        kept = tuple(duties)
        return self.violated(kept, entries) <= self.violated(kept, self.entries)

    def possible(self, match: Match, day: int) -> Iterator[Entry]:
        """Drills of the match that are lawful on the day by themselves, the earliest first, without agencies."""
        without = match.model_copy(update={"agency": None})
        found = [
            (slot.start, scenario, slot)
            for scenario, days in enumerate(self.problem.possible_days)
            if self.problem.scenarios[scenario].drill_type in match.types and day in days
            for slot in self.problem.groups[self.problem.group_of[scenario]].slots(day)
        ]
        for _, scenario, slot in sorted(found):
            entry = self.entry(day, scenario, slot, ())
            if without.selects(entry.drill, self.schedule.match_context):
                yield entry

    def entry(self, day: int, scenario: int, slot: Slot, agencies: tuple[Resource, ...]) -> Entry:
        """A drill as it would stand there."""
        one = self.problem.scenarios[scenario]
        campus = self.problem.campus
        drill = Drill(
            drill_id=f"{campus.campus_id}-{day}",
            campus_id=campus.campus_id,
            drill_type=one.drill_type,
            date=self.problem.days[day].date,
            scenario_id=one.scenario_id,
            format=one.format,
            audience=one.audience,
            grades=() if one.audience is Audience.STAFF else campus.grades,
            start=clock_of(slot.start),
            end=clock_of(slot.start + one.minutes),
            period=slot.period,
            period_tags=slot.tags,
            route=one.route,
            announced=one.announced,
            agencies=tuple(agency.resource_id for agency in agencies),
        )
        return Entry(day, scenario, slot, agencies, drill)


def _can_be_broken(duty: Duty) -> bool:
    requirement = duty.mandate.requirement
    if isinstance(requirement, Count):
        return requirement.max is not None
    return not isinstance(requirement, _NEVER_BROKEN)
