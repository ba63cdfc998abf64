"""One campus's year as on a wall calendar: drills are added and stay; plain checks find what they break."""

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

#: Kinds that an additional drill cannot break. A ``count`` without a maximum is another.
_NEVER_BROKEN = (Chore, Cover, Minutes, Offer, Permission, StandIn)


@dataclass(frozen=True)
class Entry:
    """A drill on the calendar: its indices in the campus's problem, and the drill as a plain check reads it."""

    day: int
    scenario: int
    slot: Slot
    agencies: tuple[Resource, ...]
    drill: Drill

    @property
    def interval(self) -> Interval:
        """Its start and end, in minutes since midnight."""
        return Interval(self.slot.start, self.slot.start + (self.drill.minutes or 0))

    @property
    def placement(self) -> Placement:
        """The entry in the form that a solver returns."""
        return Placement(
            self.day, self.scenario, self.slot.period, tuple(agency.resource_id for agency in self.agencies)
        )


#: The drills of a year by the index of their day.
Entries = Mapping[int, Entry]


@dataclass
class WallCalendar:
    """A campus's year. ``schedule`` is the campus without drills; ``offers`` are days by the duty's index."""

    problem: CampusProblem
    schedule: CampusSchedule
    stand_ins: tuple[StandIn, ...]
    entries: dict[int, Entry] = field(default_factory=dict)
    offers: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def plan(self) -> CampusPlan:
        """The year in the form that every contestant returns; the judge counts its cost."""
        places = tuple(sorted(entry.placement for entry in self.entries.values()))
        offers = tuple(sorted(OfferedDates(duty, days) for duty, days in self.offers.items()))
        return CampusPlan(self.problem.campus.campus_id, places, 0, offers)

    @cached_property
    def at_risk(self) -> tuple[Duty, ...]:
        """The duties that an additional drill could break."""
        return tuple(duty for duty in self.problem.duties if _can_be_broken(duty))

    @cached_property
    def kinds_wanted(self) -> tuple[AgencyKind, ...]:
        """Kinds of agencies that duties require at every drill of some type."""
        required = (
            duty.mandate.requirement.has.agency
            for duty in self.problem.duties
            if isinstance(duty.mandate.requirement, Every)
        )
        return tuple(dict.fromkeys(kind for kind in required if kind is not None))

    @cached_property
    def _needs_credit(self) -> bool:
        return bool(credit_sharing_duty_ids(self.problem))

    def is_free(self, day: int) -> bool:
        """Whether the day has no drill and no offer keeps it free."""
        return day not in self.entries and not any(day in days for days in self.offers.values())

    def write(self, entry: Entry) -> None:
        """Add the drill; it replaces a drill on the same day."""
        self.entries[entry.day] = entry

    def with_entry(self, entry: Entry, instead_of: Entry | None = None) -> Entries:
        """Return the year with the additional drill, or with it in place of another."""
        others = {day: other for day, other in self.entries.items() if other is not instead_of}
        return others | {entry.day: entry}

    def violated(self, duties: Iterable[Duty], entries: Entries) -> frozenset[str]:
        """Return the ids of the duties that a year with these entries violates, by their plain checks."""
        schedule = replace(self.schedule, drills=tuple(entries[day].drill for day in sorted(entries)))
        credit = assign_credit(self.problem.duties, self.stand_ins, schedule) if self._needs_credit else {}
        violated = set()
        for duty in duties:
            credited_schedule = replace(schedule.for_unit(duty.unit), credited=credit.get(duty.duty_id))
            if duty.mandate.requirement.check(duty.window, credited_schedule).status is DutyStatus.VIOLATED:
                violated.add(duty.duty_id)
        return frozenset(violated)

    def breaks_nothing(self, entries: Entries, duties: Iterable[Duty]) -> bool:
        """Whether a year with these entries violates no duty that the present year does not violate."""
        checked = tuple(duties)
        return self.violated(checked, entries) <= self.violated(checked, self.entries)

    def possible(self, match: Match, day: int) -> Iterator[Entry]:
        """Yield matching drills that are lawful on the day by themselves, earliest first, without agencies."""
        without = match.model_copy(update={"agency": None})
        candidates = [
            (slot.start, scenario, slot)
            for scenario, days in enumerate(self.problem.possible_days)
            if self.problem.scenarios[scenario].drill_type in match.types and day in days
            for slot in self.problem.groups[self.problem.group_of[scenario]].slots(day)
        ]
        for _, scenario, slot in sorted(candidates):
            entry = self.entry(day, scenario, slot, ())
            if without.selects(entry.drill, self.schedule.match_context):
                yield entry

    def entry(self, day: int, scenario: int, slot: Slot, agencies: tuple[Resource, ...]) -> Entry:
        """Return the entry of a scenario in a slot of a day."""
        held = self.problem.scenarios[scenario]
        campus = self.problem.campus
        drill = Drill(
            drill_id=f"{campus.campus_id}-{day}",
            campus_id=campus.campus_id,
            drill_type=held.drill_type,
            date=self.problem.days[day].date,
            scenario_id=held.scenario_id,
            format=held.format,
            audience=held.audience,
            grades=() if held.audience is Audience.STAFF else campus.grades,
            start=clock_of(slot.start),
            end=clock_of(slot.start + held.minutes),
            period=slot.period,
            period_tags=slot.tags,
            route=held.route,
            announced=held.announced,
            agencies=tuple(agency.resource_id for agency in agencies),
        )
        return Entry(day, scenario, slot, agencies, drill)


def _can_be_broken(duty: Duty) -> bool:
    requirement = duty.mandate.requirement
    if isinstance(requirement, Count):
        return requirement.max is not None
    return not isinstance(requirement, _NEVER_BROKEN)
