"""The solver's own view of a campus: only possible choices, as plain frozen values.

Impossible choices are left out: scenarios that do not fit the campus's grade bands, days on which a scenario fits
no period, and periods that a duty closes to it. Every later step works on the rest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from drillplanner.law import Duty, Match, SparedGrades
from drillplanner.model import (
    ADULT_EXERCISES,
    LOST_MINUTES,
    UPSETTING_DRILLS,
    Audience,
    Campus,
    DayKind,
    Delay,
    DevelopmentalLimits,
    DrillType,
    Event,
    FiledDrill,
    GoalWeights,
    Period,
    Pin,
    Scenario,
    StaffHours,
    bands_of,
    minutes_of,
)
from drillplanner.solve.problem.day_limits import DayLimits
from drillplanner.solve.problem.previous_plan import KeptDrills, offer_id
from drillplanner.solve.problem.resources import Interval, Resource, ResourceKind
from drillplanner.solve.problem.slots import PeriodGroup, Slot


@dataclass(frozen=True)
class SymmetryKey:
    """What two campuses must have in common to have the same best plan; its hash is computed once."""

    parts: tuple[Hashable, ...]

    @cached_property
    def _hash(self) -> int:
        return hash(self.parts)

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True)
class DayChoice:
    """A school day of the campus: its index in the campus's year, and all that duties and goals look at."""

    index: int
    date: date
    kind: DayKind
    is_break_eve: bool
    periods: tuple[Period, ...]
    staff_hours: StaffHours | None = None
    is_without_counselor: bool = False
    """Whether no counselor is known to be at the campus on the day or the next school day."""

    @property
    def bell_key(self) -> tuple[DayKind, int]:
        """A lookup key, equal for days of one campus with the same kind and the same periods.

        A bell schedule gives all such days the same tuple object, and ids compare faster than contents.
        """
        return self.kind, id(self.periods)

    @cached_property
    def first_bell(self) -> int:
        """The start of the first period in minutes since midnight; 0 without periods."""
        return min((minutes_of(period.start) for period in self.periods), default=0)

    @cached_property
    def last_bell(self) -> int:
        """The end of the last period in minutes since midnight; 0 without periods."""
        return max((minutes_of(period.end) for period in self.periods), default=0)


#: The slots of a scenario, day by day, each as a number in the campus's list of slot lists.
SlotRow = tuple[int, ...]
#: Each different list of slots with its number.
SlotListNumbers = dict[tuple[Slot, ...], int]


@dataclass(frozen=True)
class Allowance:
    """A stand-in that applies at the campus: drills that may be held instead of those of another mandate.

    ``days`` holds the indices of the days of each window; ``up_to`` is the most that count in one window.
    """

    match: Match
    instead_of: str
    days: tuple[tuple[int, ...], ...]
    up_to: int | None


class AgreedOffer(NamedTuple):
    """An offer whose days are agreed: the id of its task, and the indices of the days."""

    offer_id: str
    days: tuple[int, ...]


@dataclass(frozen=True)
class CampusProblem:
    """All choices of one campus, and its duties.

    ``scenarios[i]`` can be held on the days ``days[j]`` with ``j in possible_days[i]``. It represents all of
    ``members[i]``: scenarios that no duty and no developmental limit distinguishes. ``set_aside`` are uncertain
    duties that the campus does not plan for, and in an update those that are lost; the soft goals still look at
    them.

    If some days may hold several drills, there is a copy of each scenario for the first drill of a day, one for
    the second, and so on: all scenarios of one ordinal, then all of the next. So a day still has at most one drill
    of each ordinal. A later copy is possible only on days that may hold that many drills.
    """

    campus: Campus
    duties: tuple[Duty, ...]
    set_aside: tuple[Duty, ...]
    allowances: tuple[Allowance, ...]
    scenarios: tuple[Scenario, ...]
    members: tuple[tuple[Scenario, ...], ...]
    days: tuple[DayChoice, ...]
    possible_days: tuple[tuple[int, ...], ...]
    open_days: tuple[tuple[int, ...], ...]
    """Like ``possible_days``, but unchanged when ``restricted`` narrows the choice of days.

    Only here are also days to which the drill of an agreed alarm may move, because they are offered to an agency.
    """
    groups: tuple[PeriodGroup, ...]
    resources: tuple[Resource, ...]
    """All agencies of the district, and the campus's evacuation site if it has one."""
    events: tuple[Event, ...]
    filed: tuple[FiledDrill, ...]
    weights: GoalWeights
    limits: DevelopmentalLimits
    """The developmental rules' limits on the year, for scenarios that can be used."""
    harder_variants: frozenset[str]
    """Ids of scenarios that good practice holds only after an easier one of their type."""
    lesson_periods: tuple[str, ...]
    """Names of the instruction periods of a full day, which can lose time to drills."""
    bell_groups: int = 1
    """The number of groups of grades with their own bells; 1 if all have the same."""
    spared: tuple[SparedGrades, ...] = ()
    """The grades that the law spares some drills in the first days of the year."""
    pins: tuple[Pin, ...] = ()
    """Drills that the district fixed on a date."""
    past: KeptDrills | None = None
    """The drills of the previous plan; None if the year is planned from scratch."""
    required_pairs: tuple[frozenset[tuple[int, int]], ...] = ()
    """Sets of (scenario, day) pairs, one of each set to be held: drills ordered for one of several days."""

    open_alarm_scenarios: frozenset[int] = frozenset()
    """Scenarios that the whole building hears, if its campuses still have to agree on their times."""
    agreed_offers: tuple[AgreedOffer, ...] = ()
    """The dates to offer that the campuses of the building agreed on."""
    day_limits: DayLimits = DayLimits()  # noqa: RUF009 (frozen)
    """How many drills each day may hold."""
    mandate_order: tuple[str, ...] = ()
    """Ids of the mandates of the campus in the order of the law, in which the judge gives them their drills."""

    def offered_days(self, duty: Duty) -> tuple[int, ...] | None:
        """Return the days of the duty's offer, if it was made before or is agreed in the building; else None."""
        made = None if self.past is None else self.past.offer_of(duty)
        if made is not None:
            return made.days
        agreed = {offer.offer_id: offer.days for offer in self.agreed_offers}
        return agreed.get(offer_id(duty))

    @property
    def lost_duties(self) -> tuple[Duty, ...]:
        """Duties that are owed and can no longer be met. The drills that they have count for no later duty."""
        return () if self.past is None else tuple(duty for duty in self.set_aside if duty.binds_firmly)

    @cached_property
    def symmetry_key(self) -> SymmetryKey:
        """Equal for campuses that differ, to the solver, only in their names."""
        filed = tuple(
            (drill.drill_type, drill.on, drill.start, drill.moved_to, drill.cause) for drill in self.filed
        )
        return SymmetryKey(
            (
                tuple(self._duty_key(duty) for duty in self.duties),
                tuple(self._duty_key(duty) for duty in self.set_aside),
                self.allowances,
                tuple(tuple(scenario.scenario_id for scenario in members) for members in self.members),
                self.campus.bell_schedule,
                self.campus.evacuation_site,
                self.campus.building,
                self.open_alarm_scenarios,
                tuple((day.date, day.kind, day.is_break_eve, day.is_without_counselor) for day in self.days),
                self.possible_days,
                self.groups,
                tuple((event.kind, event.first, event.last, event.drill_type) for event in self.events),
                filed,
                self._limits_key,
                self.harder_variants,
                self.spared,
                tuple(pin.model_copy(update={"campus": None}) for pin in self.pins),
                self.required_pairs,
                tuple(offer.days for offer in self.agreed_offers),
                self.day_limits,
                # No two campuses have the same past.
                None if self.past is None else self.campus.campus_id,
            )
        )

    @property
    def _limits_key(self) -> Hashable:
        """What the search looks at in the limits: not their words, and not for which grades a day is too early.

        If the law spares some grades, or some drills were held, that depends on who takes part.
        """
        if self.spared or self.past is not None:
            return self.limits, self.campus.grades
        bands, others = bands_of(self.campus.grades), self.limits.all_limits
        return (
            tuple(limit.model_copy(update={"sentence": ""}) for limit in others if not isinstance(limit, Delay)),
            tuple(
                (limit.rule, limit.scenarios, limit.goal, limit.practice, limit.school_days_for(bands))
                for limit in self.limits.delays
            ),
        )

    def _duty_key(self, duty: Duty) -> Hashable:
        unit = duty.unit
        attendance = None if unit is None else (self.campus.units.index(unit), unit.weekdays)
        return duty.mandate.mandate_id, duty.window, duty.missing_fact, attendance

    @cached_property
    def _scenarios_of_one_ordinal(self) -> int:
        return len(self.scenarios) // self.day_limits.most

    def ordinal_of(self, scenario: int) -> int:
        """Return whether the scenario is for the first drill of a day (0), the second (1), and so on."""
        return scenario // self._scenarios_of_one_ordinal

    def first_copy_of(self, scenario: int) -> int:
        """Return the copy of the scenario for the first drill of a day; the same for all of its copies."""
        return scenario % self._scenarios_of_one_ordinal

    def copies_of(self, scenario: int) -> range:
        """Return the copies of the scenario, for the first drill of a day and later ones."""
        return range(self.first_copy_of(scenario), len(self.scenarios), self._scenarios_of_one_ordinal)

    def in_any_order(self, held: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        """Return these (scenario, day) pairs, on days of several drills with every copy of the scenario."""
        return frozenset(
            (copy, day)
            for scenario, day in held
            for copy in self.copies_of(scenario)
            if copy == scenario or self.day_limits.most_on(day) > self.ordinal_of(copy)
        )

    def restricted(self, held: frozenset[tuple[int, int]]) -> CampusProblem:
        """Return the problem with only these (scenario, day) pairs to choose from."""
        possible = tuple(
            tuple(day for day in days if (scenario, day) in held)
            for scenario, days in enumerate(self.possible_days)
        )
        return replace(self, possible_days=possible)

    @cached_property
    def resource_by_id(self) -> Mapping[str, Resource]:
        """The campus's resources by id."""
        return {resource.resource_id: resource for resource in self.resources}

    def agencies_for(self, match: Match) -> tuple[Resource, ...]:
        """Return the agencies that can be present at a drill of the match; none if it asks for no agency."""
        if match.agency is None:
            return ()
        return tuple(
            agency
            for agency in self.resources
            if agency.agency_kind == match.agency and match.agency_id in {None, agency.resource_id}
        )

    def agency_ids(self, resource_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the agencies among these resources."""
        return tuple(name for name in resource_ids if self.resource_by_id[name].kind is ResourceKind.AGENCY)

    @cached_property
    def group_of(self) -> tuple[int, ...]:
        """The index of each scenario's group."""
        places = {scenario: place for place, group in enumerate(self.groups) for scenario in group.scenarios}
        return tuple(places[scenario] for scenario in range(len(self.scenarios)))

    def slot(self, scenario: int, day: int, period: str) -> Slot:
        """Return the scenario's slot on that day in the period of that name."""
        return next(slot for slot in self.groups[self.group_of[scenario]].slots(day) if slot.period == period)

    def interval(self, scenario: int, slot: Slot) -> Interval:
        """Return the time of a drill of the scenario in the slot."""
        return Interval(slot.start, slot.start + self.scenarios[scenario].minutes, self.campus.building or "")

    def days_of(self, duty: Duty) -> tuple[int, ...]:
        """Return the indices of the days in the duty's window on which its unit attends."""
        return days_of(duty, self.days)


def with_day_limits(problem: CampusProblem, limits: DayLimits) -> CampusProblem:
    """Return a problem without limits of its own with these, and with the copies of scenarios that they need.

    Days of the past have no copies: their drills are facts.
    """
    size, ordinals, past = len(problem.scenarios), range(limits.most), problem.past

    def may_hold(day: int, ordinal: int) -> bool:
        is_open = past is None or (day >= past.first_open and day not in past.closed_days)
        return ordinal == 0 or (is_open and limits.most_on(day) > ordinal)

    def possible(days: tuple[int, ...], ordinal: int) -> tuple[int, ...]:
        return tuple(day for day in days if may_hold(day, ordinal)) if ordinal else days

    def copied(pairs: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        return frozenset(
            (scenario + ordinal * size, day)
            for scenario, day in pairs
            for ordinal in ordinals
            if may_hold(day, ordinal)
        )

    return replace(
        problem,
        scenarios=problem.scenarios * len(ordinals),
        members=problem.members * len(ordinals),
        possible_days=tuple(possible(days, ordinal) for ordinal in ordinals for days in problem.possible_days),
        open_days=tuple(possible(days, ordinal) for ordinal in ordinals for days in problem.open_days),
        # Each copy has a period and visits of its own.
        groups=tuple(
            replace(group, scenarios=tuple(scenario + ordinal * size for scenario in group.scenarios))
            for ordinal in ordinals
            for group in problem.groups
        ),
        required_pairs=tuple(copied(pairs) for pairs in problem.required_pairs),
        open_alarm_scenarios=frozenset(
            scenario + ordinal * size for scenario in problem.open_alarm_scenarios for ordinal in ordinals
        ),
        day_limits=limits,
    )


def days_of(duty: Duty, days: Sequence[DayChoice]) -> tuple[int, ...]:
    """Return the indices of the days in the duty's window on which its unit attends."""
    return _days_attended(duty, days, days_between(days, duty.window.first, duty.window.last))


def all_days_of(duty: Duty, days: Sequence[DayChoice]) -> tuple[int, ...]:
    """Return the indices of all days on which the duty's unit attends, for rules about every drill."""
    return _days_attended(duty, days, range(len(days)))


def _days_attended(duty: Duty, days: Sequence[DayChoice], inside: range) -> tuple[int, ...]:
    if duty.unit is None or duty.unit.weekdays is None:
        return tuple(inside)
    return tuple(day for day in inside if duty.unit.attends(days[day].date))


def days_between(days: Sequence[DayChoice], first: date, last: date) -> range:
    """Return the indices of the days from the first to the last date, both included."""
    begin = bisect_left(days, first, key=lambda day: day.date)
    return range(begin, bisect_right(days, last, lo=begin, key=lambda day: day.date) if first <= last else begin)


def fits(scenario: Scenario, period: Period) -> bool:
    """Check whether the scenario can be held in the period: an allowed moment, and long enough."""
    return (
        period.length >= scenario.minutes
        and not scenario.needs_students_away
        and scenario.can_be_held_in(period.tags, period.by_grades)
    )


def goal_key(scenario: Scenario) -> Hashable:
    """Return what the soft goals look at in a scenario, besides its length.

    ``campus/domains/equivalent_scenarios.py`` adds whether a counselor is needed, if one is away on some day.
    """
    return (
        leaves_students_out(scenario),
        scenario.audience is Audience.STAFF,
        scenario.drill_type is DrillType.FULL_SCALE,
    )


def needs_counselor(scenario: Scenario) -> bool:
    """Check whether a counselor should be available after drills of the scenario."""
    return scenario.drill_type in UPSETTING_DRILLS and scenario.audience is not Audience.STAFF


def lost_stretches(scenario: Scenario, share: tuple[int, int] = (1, 1)) -> int:
    """Return the whole ten-minute stretches of lessons a drill takes, if this share of the grades has class."""
    in_class, grades = share
    return scenario.minutes * in_class // (LOST_MINUTES * grades)


def leaves_students_out(scenario: Scenario) -> bool:
    """Check whether drills of the scenario are for staff only, although the type is one for students."""
    return scenario.audience is Audience.STAFF and scenario.drill_type not in ADULT_EXERCISES
