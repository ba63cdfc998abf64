"""Counts of each goal's breaches on a finished schedule, without the solver, to check the cost of a plan.

Each goal function counts the breaches at one campus of the goal of its own name (``model.GoalWeights``). The
drills given are those of the campus, in order of date, and complete: times and periods are filled in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from drillplanner.audit.schedule.bells import bells_at
from drillplanner.audit.schedule.developmental_goals import developmental_breaches, weight_of_breaches
from drillplanner.law import Duty, MatchContext
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.model import (
    ADULT_EXERCISES,
    CROWDED_SCHOOL_DAYS,
    DEVELOPMENTAL_GOALS,
    LEVEL_VISITS,
    LOST_MINUTES,
    MARGIN_SCHOOL_DAYS,
    REPETITION_STEPS,
    SHARES_OF_A_PERIOD,
    UPSETTING_DRILLS,
    Agency,
    Audience,
    Campus,
    DayKind,
    DevelopmentalLimits,
    District,
    Drill,
    DrillType,
    GoalCost,
    GradeMoment,
    PeriodTag,
    Workspace,
)


def _visits(agency: Agency, drills: Iterable[Drill]) -> list[int]:
    """Return the number of drills the agency attends on each date on which it attends any."""
    dates = [drill.date for drill in drills if agency.agency_id in (drill.agencies or ())]
    return list(Counter(dates).values())


def agency_load(district: District, campuses: int, drills: tuple[Drill, ...]) -> int:
    """Return the visits beyond half of what an agency can make on a date; the first two never count."""
    breaches = 0
    for agency in district.agencies:
        half = agency.visits_per_day // 2 + agency.visits_per_day % 2
        level = max(half, LEVEL_VISITS)
        breaches += sum(number - level for number in _visits(agency, drills) if number > level)
    return breaches


def lone_trip(district: District, campuses: int, drills: tuple[Drill, ...]) -> int:
    """Return the dates with a single visit of an agency that can make several, if there are several campuses."""
    if campuses < 2:
        return 0
    return sum(_visits(agency, drills).count(1) for agency in district.agencies if agency.visits_per_day >= 2)


#: The counter of each goal of the district, given the district, the number of its campuses, and all drills.
AGENCY_COUNTERS: Mapping[str, Callable[[District, int, tuple[Drill, ...]], int]] = {
    "agency_load": agency_load,
    "lone_trip": lone_trip,
}


def lost_lessons(drills: Iterable[Drill]) -> Iterator[tuple[Drill, Hashable]]:
    """Yield each lesson that a drill interrupts: one, or one for each group of grades with its own bells."""
    for drill in drills:
        if drill.by_grades:
            in_class = [moment for moment in drill.by_grades if _has_class(moment)]
            yield from ((drill, (moment.grades, moment.period)) for moment in in_class)
        elif PeriodTag.INSTRUCTION in (drill.period_tags or ()):
            yield drill, drill.period


def minutes_of_lessons(drill: Drill) -> Fraction:
    """Return the minutes that a drill takes from lessons, in proportion to the grades that are in class."""
    minutes = Fraction(drill.minutes or 0)
    if not drill.by_grades:
        return minutes if PeriodTag.INSTRUCTION in (drill.period_tags or ()) else Fraction(0)
    in_class = sum(len(moment.grades) for moment in drill.by_grades if _has_class(moment))
    return minutes * Fraction(in_class, sum(len(moment.grades) for moment in drill.by_grades))


def _has_class(moment: GradeMoment) -> bool:
    return PeriodTag.INSTRUCTION in moment.tags


@dataclass(frozen=True)
class FinishedYear:
    """One campus's finished year."""

    campus: Campus
    workspace: Workspace
    drills: tuple[Drill, ...]
    duties: tuple[Duty, ...]
    replaceable: frozenset[str] = frozenset()
    """Ids of mandates that other drills may meet as stand-ins."""
    limits: DevelopmentalLimits = field(default_factory=DevelopmentalLimits)

    @property
    def lesson_periods(self) -> int:
        """The number of instruction periods on full days."""
        schedule = self.campus.bell_schedule
        if schedule is None:
            return 0
        return len(self.workspace.bells[schedule].lesson_names)

    @property
    def bell_groups(self) -> int:
        """The number of groups of grades with their own bells; 1 if all grades have the same bells."""
        schedule = self.campus.bell_schedule
        return 1 if schedule is None else len(self.workspace.bells[schedule].groups) or 1

    def drills_on(self, *kinds: DayKind) -> int:
        """Return the number of drills on days of these kinds."""
        calendar = self.workspace.calendar
        return sum(1 for drill in self.drills if calendar.kind_at(drill.date, self.campus.campus_id) in kinds)


def _excess(counts: Counter[object], free: int) -> int:
    return sum(max(0, number - free) for number in counts.values())


def _share(number: int, places: int) -> int:
    """Return an even share of a number over the places, rounded up."""
    return -(-number // max(1, places))


def crowding(year: FinishedYear) -> int:
    """Return the drills beyond the first, summed over every run of ``CROWDED_SCHOOL_DAYS`` school days."""
    days = year.workspace.calendar.dates_at(year.campus.campus_id)
    drilled = Counter(drill.date for drill in year.drills)
    runs = (days[first : first + CROWDED_SCHOOL_DAYS] for first in range(len(days) - CROWDED_SCHOOL_DAYS + 1))
    return sum(max(0, sum(drilled[day] for day in run) - 1) for run in runs)


def weekday(year: FinishedYear) -> int:
    """Return the drills beyond an even share on each weekday."""
    return _excess(Counter(drill.date.weekday() for drill in year.drills), _share(len(year.drills), 5))


def period(year: FinishedYear) -> int:
    """Return the drills beyond some even shares in each lesson period."""
    return _excess(
        Counter(lesson for _, lesson in lost_lessons(year.drills)),
        SHARES_OF_A_PERIOD * _share(len(year.drills) * year.bell_groups, year.lesson_periods),
    )


def lesson(year: FinishedYear) -> int:
    """Return the drills after the first in the same lesson period of the same weekday."""
    return _excess(Counter((drill.date.weekday(), lesson) for drill, lesson in lost_lessons(year.drills)), 1)


def instruction_minutes(year: FinishedYear) -> int:
    """Return the times that drills take ``LOST_MINUTES`` full minutes from lessons, drill by drill."""
    return sum(minutes_of_lessons(drill) // LOST_MINUTES for drill in year.drills)


def margin(year: FinishedYear) -> int:
    """Return the minimums that are reached only in the last school days of their window.

    What may not be owed, depending on a fact that no one gave, has no margin to keep.
    """
    context = MatchContext(
        agency_kinds={agency.agency_id: agency.kind for agency in year.workspace.district.agencies},
        subjects={scenario.scenario_id: scenario.subjects for scenario in year.workspace.scenarios},
    )
    return sum(1 for duty in year.duties if duty.missing_fact is None and _is_late(duty, year, context))


def _is_late(duty: Duty, year: FinishedYear, context: MatchContext) -> bool:
    """Check whether drills of the duty's own match reach its minimum only in its last days, or not at all.

    Stand-ins, and the assignment of drills to separate duties, are not considered.
    """
    demand = duty.demand
    if demand is None or duty.mandate.mandate_id in year.replaceable:
        return False
    school_days = year.workspace.calendar.dates_at(year.campus.campus_id)
    days = school_days[bisect_left(school_days, duty.window.first) : bisect_right(school_days, duty.window.last)]
    if len(days) <= MARGIN_SCHOOL_DAYS:
        return False
    counted = [
        drill
        for drill in year.drills
        if duty.window.first <= drill.date < days[-MARGIN_SCHOOL_DAYS] and demand.match.selects(drill, context)
    ]
    return len(counted) < demand.number


def testing_day(year: FinishedYear) -> int:
    """Return the drills on testing days."""
    return year.drills_on(DayKind.TESTING)


def short_day(year: FinishedYear) -> int:
    """Return the drills on early-release and delayed-opening days."""
    return year.drills_on(DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING)


def break_eve(year: FinishedYear) -> int:
    """Return the drills on the last school day before a break."""
    eves = year.workspace.calendar.break_eves(year.campus.campus_id)
    return sum(1 for drill in year.drills if drill.date in eves)


def first_day(year: FinishedYear) -> int:
    """Return the drills on the campus's first school day."""
    days = year.workspace.calendar.dates_at(year.campus.campus_id)
    return sum(1 for drill in year.drills if drill.date == days[0])


def without_students(year: FinishedYear) -> int:
    """Return the drills for staff only whose type is meant for students."""
    return sum(
        1 for drill in year.drills if drill.audience is Audience.STAFF and drill.drill_type not in ADULT_EXERCISES
    )


def beside_students(year: FinishedYear) -> int:
    """Return the drills for staff only during a bell period (staff hours have no tags)."""
    return sum(1 for drill in year.drills if drill.audience is Audience.STAFF and drill.period_tags)


def full_scale(year: FinishedYear) -> int:
    """Return the full-scale exercises."""
    return sum(1 for drill in year.drills if drill.drill_type is DrillType.FULL_SCALE)


def repetition(year: FinishedYear) -> int:
    """Return the uses of a scenario beyond each number of ``REPETITION_STEPS``."""
    uses: Counter[object] = Counter(drill.scenario_id for drill in year.drills)
    return sum(_excess(uses, step) for step in REPETITION_STEPS)


def counselor(year: FinishedYear) -> int:
    """Return the upsetting drills with students without a counselor there on that day or the next school day."""
    counselor_days = year.campus.counselor_days
    if counselor_days is None:
        return 0
    days = year.workspace.calendar.dates_at(year.campus.campus_id)
    upsetting = [
        drill.date
        for drill in year.drills
        if drill.drill_type in UPSETTING_DRILLS and drill.audience is not Audience.STAFF
    ]
    day_and_next = [(on, *[day for day in days if day > on][:1]) for on in upsetting]
    return sum(1 for pair in day_and_next if not any(day.weekday() in counselor_days for day in pair))


def developmental(goal: str | None, year: FinishedYear) -> int:
    """Return the breaches of the developmental limits of that goal, or of the required limits for None."""
    days = year.workspace.calendar.dates_at(year.campus.campus_id)
    return developmental_breaches(goal, year.limits, year.drills, days)


COUNTERS: Mapping[str, Callable[[FinishedYear], int]] = {
    counter.__name__: counter
    for counter in (
        crowding,
        weekday,
        period,
        lesson,
        instruction_minutes,
        margin,
        testing_day,
        short_day,
        break_eve,
        first_day,
        without_students,
        beside_students,
        full_scale,
        repetition,
        counselor,
    )
} | {goal: partial(developmental, goal) for goal in DEVELOPMENTAL_GOALS}


def recount(
    drills: tuple[Drill, ...],
    duties: tuple[Duty, ...],
    workspace: Workspace,
    stand_ins: Mapping[str, tuple[StandIn, ...]],
    limits: Mapping[str, DevelopmentalLimits],
    only: Collection[str] | None = None,
) -> tuple[GoalCost, ...]:
    """Return the breaches and penalty points of every goal over all campuses, in the order of the goals.

    ``stand_ins`` holds the drills that may count in place of others, and ``limits`` the developmental limits of
    the year, both by campus id. ``only`` restricts the goals of campuses to those campuses; the goals of the
    district (visits of agencies) always count all drills.
    """
    years = [
        year
        for year in _years(drills, duties, workspace, stand_ins, limits)
        if only is None or year.campus.campus_id in only
    ]
    breaches = {goal: sum(counter(year) for year in years) for goal, counter in COUNTERS.items()}
    district, campuses = workspace.district, len(workspace.campuses)
    breaches |= {goal: counter(district, campuses, drills) for goal, counter in AGENCY_COUNTERS.items()}
    return tuple(
        GoalCost(goal=goal, breaches=number, points=number * getattr(district.weights, goal))
        for goal, number in breaches.items()
    )


def recount_breaches(
    drills: tuple[Drill, ...], workspace: Workspace, limits: Mapping[str, DevelopmentalLimits]
) -> int:
    """Return what breaches of required developmental limits, and of good practice, weigh over all campuses."""
    return sum(
        weight_of_breaches(
            year.limits,
            year.drills,
            workspace.calendar.dates_at(year.campus.campus_id),
            bells_at(year.campus, workspace) if year.limits.times else {},
        )
        for year in _years(drills, (), workspace, {}, limits)
    )


def _years(
    drills: tuple[Drill, ...],
    duties: tuple[Duty, ...],
    workspace: Workspace,
    stand_ins: Mapping[str, tuple[StandIn, ...]],
    limits: Mapping[str, DevelopmentalLimits],
) -> list[FinishedYear]:
    drills_by_campus: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        drills_by_campus[drill.campus_id].append(drill)
    duties_by_campus: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        duties_by_campus[duty.campus_id].append(duty)
    return [
        FinishedYear(
            campus,
            workspace,
            tuple(drills_by_campus[campus.campus_id]),
            tuple(duties_by_campus[campus.campus_id]),
            frozenset(stand_in.instead_of for stand_in in stand_ins.get(campus.campus_id, ())),
            limits.get(campus.campus_id, DevelopmentalLimits()),
        )
        for campus in workspace.campuses
    ]
