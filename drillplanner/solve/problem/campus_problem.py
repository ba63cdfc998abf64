"""The solver's own view of a campus: only possible choices, as plain frozen values.

Nothing that cannot happen gets in: a scenario that is unfit for the campus's grade bands, a day on which it
fits no period, a period that a duty closes to it. Every later step works on what is left.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from drillplanner.law import Duty, Match
from drillplanner.model import (
    ADULT_EXERCISES,
    LOST_MINUTES,
    UPSETTING_DRILLS,
    AgencyKind,
    Audience,
    Campus,
    DayKind,
    DevelopmentalLimits,
    DrillType,
    Event,
    FiledDrill,
    GoalWeights,
    Period,
    Pin,
    Scenario,
    StaffHours,
    minutes_of,
)
from drillplanner.solve.problem.previous_plan import KeptDrills
from drillplanner.solve.problem.resources import Interval, Resource, ResourceKind
from drillplanner.solve.problem.slots import PeriodGroup, Slot


@dataclass(frozen=True)
class SymmetryKey:
    """What two campuses must have in common to have the same best plan; its hash is reckoned once."""

    parts: tuple[Hashable, ...]

    @cached_property
    def _hash(self) -> int:
        return hash(self.parts)

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True)
class DayChoice:
    """A school day of the campus: its place in the campus's year and what a duty or a goal may ask about it."""

    index: int
    date: date
    kind: DayKind
    is_break_eve: bool
    periods: tuple[Period, ...]
    staff_hours: StaffHours | None = None
    is_without_counselor: bool = False
    """Whether it is known that no counselor is there on the day or the next school day."""

    @property
    def bell_key(self) -> tuple[DayKind, int]:
        """Equal for days of one campus that are of one kind and have the same periods; to look things up by.

        A schedule gives all such days the very same tuple, which is quicker to tell apart than what is in it.
        """
        return self.kind, id(self.periods)

    @cached_property
    def first_bell(self) -> int:
        """When the first period begins, in minutes since midnight; 0 without periods."""
        return min((minutes_of(period.start) for period in self.periods), default=0)

    @cached_property
    def last_bell(self) -> int:
        """When the last period ends, in minutes since midnight; 0 without periods."""
        return max((minutes_of(period.end) for period in self.periods), default=0)


#: The slots of a scenario, day by day, each as a number in the campus's list of what a day can offer.
SlotRow = tuple[int, ...]
#: What a day can offer, with its number.
SlotListNumbers = dict[tuple[Slot, ...], int]


@dataclass(frozen=True)
class Allowance:
    """A stand-in that applies at the campus: which drills, for which mandate, when, and how often in each window.

    ``days`` holds the indices of the days of each window.
    """

    match: Match
    instead_of: str
    days: tuple[tuple[int, ...], ...]
    up_to: int | None


@dataclass(frozen=True)
class CampusProblem:
    """All that can be chosen at one campus, and what it owes.

    ``scenarios[i]`` can be held on the days ``days[j]`` with ``j in possible_days[i]``. It stands for all of
    ``members[i]``: scenarios between which no duty and no developmental limit can tell. ``set_aside`` are duties
    in doubt that the campus does not plan for; the soft goals look at them all the same.
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
    """Like ``possible_days``, and kept when the choice of days is narrowed down."""
    groups: tuple[PeriodGroup, ...]
    resources: tuple[Resource, ...]
    """All agencies of the district, and the campus's evacuation site if it has one."""
    events: tuple[Event, ...]
    filed: tuple[FiledDrill, ...]
    weights: GoalWeights
    limits: DevelopmentalLimits
    """What the developmental rules ask of the year, of scenarios that can be used."""
    lesson_periods: tuple[str, ...]
    """Names of the instruction periods of a full day: what a class can lose."""
    bell_groups: int = 1
    """How many groups of grades have bells of their own; 1 where all have the same."""
    pins: tuple[Pin, ...] = ()
    """Drills of the campus that must stand on a day, as the district orders."""
    past: KeptDrills | None = None
    """What is kept of the plan as it was; None where the year is planned anew."""
    required_pairs: tuple[frozenset[tuple[int, int]], ...] = ()
    """Sets of (scenario, day) pairs of which one must be held: a drill that is asked to be on one of some days."""

    open_alarm_scenarios: frozenset[int] = frozenset()
    """Scenarios that all of its building hears and whose times are still to be agreed with the other campuses."""

    @cached_property
    def symmetry_key(self) -> SymmetryKey:
        """Equal for campuses between which the solver cannot tell: all but their names."""
        filed = tuple((one.drill_type, one.on, one.start, one.moved_to, one.cause) for one in self.filed)
        return SymmetryKey(
            (
                tuple(self._duty_key(duty) for duty in self.duties),
                tuple(self._duty_key(duty) for duty in self.set_aside),
                self.allowances,
                tuple(tuple(scenario.scenario_id for scenario in some) for some in self.members),
                self.campus.bell_schedule,
                self.campus.evacuation_site,
                self.campus.building,
                self.open_alarm_scenarios,
                tuple((day.date, day.kind, day.is_break_eve, day.is_without_counselor) for day in self.days),
                self.possible_days,
                self.groups,
                tuple((event.kind, event.first, event.last, event.drill_type) for event in self.events),
                filed,
                self.limits,
                tuple(pin.model_copy(update={"campus": None}) for pin in self.pins),
                self.required_pairs,
                # No two campuses have the same past.
                None if self.past is None else self.campus.campus_id,
            )
        )

    def _duty_key(self, duty: Duty) -> Hashable:
        unit = duty.unit
        which = None if unit is None else (self.campus.units.index(unit), unit.weekdays)
        return duty.mandate.mandate_id, duty.window, duty.missing_fact, which

    def restricted(self, held: frozenset[tuple[int, int]]) -> CampusProblem:
        """The same campus with only these (scenario, day) pairs left to choose from."""
        possible = tuple(
            tuple(day for day in days if (scenario, day) in held)
            for scenario, days in enumerate(self.possible_days)
        )
        return replace(self, possible_days=possible)

    @cached_property
    def resource_by_id(self) -> Mapping[str, Resource]:
        """The campus's resources by id."""
        return {resource.resource_id: resource for resource in self.resources}

    def agencies_of_kind(self, kind: AgencyKind | None) -> tuple[Resource, ...]:
        """Return the agencies that serve for a duty that asks for this kind; none if it asks for no agency."""
        return () if kind is None else tuple(one for one in self.resources if one.agency_kind == kind)

    def agency_ids(self, resource_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the agencies among these resources."""
        return tuple(one for one in resource_ids if self.resource_by_id[one].kind is ResourceKind.AGENCY)

    @cached_property
    def group_of(self) -> tuple[int, ...]:
        """The index of each scenario's group."""
        places = {scenario: place for place, group in enumerate(self.groups) for scenario in group.scenarios}
        return tuple(places[scenario] for scenario in range(len(self.scenarios)))

    def slot(self, scenario: int, day: int, period: str) -> Slot:
        """Where and when the scenario is held in the period of that name on that day."""
        return next(slot for slot in self.groups[self.group_of[scenario]].slots(day) if slot.period == period)

    def interval(self, scenario: int, slot: Slot) -> Interval:
        """When a drill of the scenario takes place in the slot."""
        return Interval(slot.start, slot.start + self.scenarios[scenario].minutes, self.campus.building or "")

    def days_of(self, duty: Duty) -> tuple[int, ...]:
        """Indices of the days in the duty's window on which its unit attends."""
        return days_of(duty, self.days)


def days_of(duty: Duty, days: Sequence[DayChoice]) -> tuple[int, ...]:
    """Indices of the days in the duty's window on which its unit attends."""
    return _days_attended(duty, days, days_between(days, duty.window.first, duty.window.last))


def all_days_of(duty: Duty, days: Sequence[DayChoice]) -> tuple[int, ...]:
    """Indices of the days on which the duty's unit attends, for what holds whenever a drill is held."""
    return _days_attended(duty, days, range(len(days)))


def _days_attended(duty: Duty, days: Sequence[DayChoice], inside: range) -> tuple[int, ...]:
    if duty.unit is None or duty.unit.weekdays is None:
        return tuple(inside)
    return tuple(day for day in inside if duty.unit.attends(days[day].date))


def days_between(days: Sequence[DayChoice], first: date, last: date) -> range:
    """Indices of the days from the first to the last date, both included."""
    begin = bisect_left(days, first, key=lambda day: day.date)
    return range(begin, bisect_right(days, last, lo=begin, key=lambda day: day.date) if first <= last else begin)


def fits(scenario: Scenario, period: Period) -> bool:
    """Whether the scenario can be held in the period: one of its moments, and long enough."""
    return (
        period.length >= scenario.minutes
        and not scenario.needs_students_away
        and scenario.can_be_held_in(period.tags, period.by_grades)
    )


def selects(match: Match, scenario: Scenario) -> bool | None:
    """Whether drills of the scenario are among those the match speaks of, as far as the scenario decides it.

    The presence of agencies and the kind of period are left aside: they are chosen drill by drill. None where
    the match asks for a route and the scenario has none: a reader of the schedule could not tell.
    """
    if (
        scenario.drill_type not in match.types
        or (match.formats is not None and scenario.format not in match.formats)
        or (match.audiences is not None and scenario.audience not in match.audiences)
        or (match.announced is not None and scenario.announced is not match.announced)
        or (match.subjects is not None and not set(match.subjects) & set(scenario.subjects))
    ):
        return False
    if match.routes is None:
        return True
    return None if scenario.route is None else scenario.route in match.routes


def goal_key(scenario: Scenario) -> Hashable:
    """What the soft goals look at in a scenario, besides its length: equal where they cannot tell two apart.

    Who needs a counselor afterwards is told apart in ``expand.py``, where one is missing on some day.
    """
    return (
        leaves_students_out(scenario),
        scenario.audience is Audience.STAFF,
        scenario.drill_type is DrillType.FULL_SCALE,
    )


def needs_counselor(scenario: Scenario) -> bool:
    """Whether a counselor should be at hand after drills of the scenario."""
    return scenario.drill_type in UPSETTING_DRILLS and scenario.audience is not Audience.STAFF


def lost_stretches(scenario: Scenario, share: tuple[int, int] = (1, 1)) -> int:
    """How many whole stretches of ten minutes a drill takes from lessons, if so many of the grades have class."""
    in_class, grades = share
    return scenario.minutes * in_class // (LOST_MINUTES * grades)


def leaves_students_out(scenario: Scenario) -> bool:
    """Whether drills of the scenario are for staff alone though their type is one for students."""
    return scenario.audience is Audience.STAFF and scenario.drill_type not in ADULT_EXERCISES
