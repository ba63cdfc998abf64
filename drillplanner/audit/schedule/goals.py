"""The soft goals counted on a finished schedule, without the solver: the second reading of the cost.

Each function counts the breaches of the goal of its name (``model.GoalWeights``) at one campus. The drills given
are the campus's, in order of date, and complete (times and periods filled).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from drillplanner.audit.schedule.developmental_goals import developmental_breaches
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
    """How many drills the agency attends on each of the dates on which it comes."""
    dates = [drill.date for drill in drills if agency.agency_id in (drill.agencies or ())]
    return list(Counter(dates).values())


def agency_load(district: District, campuses: int, drills: tuple[Drill, ...]) -> int:
    """Visits beyond half of what the agency can make on the date, the first two left out of the question."""
    found = 0
    for agency in district.agencies:
        half = agency.visits_per_day // 2 + agency.visits_per_day % 2
        level = max(half, LEVEL_VISITS)
        found += sum(number - level for number in _visits(agency, drills) if number > level)
    return found


def lone_trip(district: District, campuses: int, drills: tuple[Drill, ...]) -> int:
    """Dates with one visit of an agency that can make several; a district of one campus has none to join it to."""
    if campuses < 2:
        return 0
    return sum(_visits(agency, drills).count(1) for agency in district.agencies if agency.visits_per_day >= 2)


#: Breaches by goal, given the district, the number of its campuses, and all their drills.
AGENCY_COUNTERS: Mapping[str, Callable[[District, int, tuple[Drill, ...]], int]] = {
    "agency_load": agency_load,
    "lone_trip": lone_trip,
}


def lost_lessons(drills: Iterable[Drill]) -> Iterator[tuple[Drill, Hashable]]:
    """Each lesson from which a drill takes time: one, or one of each of the grades with bells of their own."""
    for drill in drills:
        if drill.by_grades:
            yield from ((drill, (one.grades, one.period)) for one in drill.by_grades if _has_class(one))
        elif PeriodTag.INSTRUCTION in (drill.period_tags or ()):
            yield drill, drill.period


def minutes_of_lessons(drill: Drill) -> Fraction:
    """Minutes that it takes from lessons; where grades have bells of their own, by the share of them in class."""
    minutes = Fraction(drill.minutes or 0)
    if not drill.by_grades:
        return minutes if PeriodTag.INSTRUCTION in (drill.period_tags or ()) else Fraction(0)
    in_class = sum(len(one.grades) for one in drill.by_grades if _has_class(one))
    return minutes * Fraction(in_class, sum(len(one.grades) for one in drill.by_grades))


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
    """Ids of mandates whose drills others may stand in for."""
    limits: DevelopmentalLimits = field(default_factory=DevelopmentalLimits)

    @property
    def lesson_periods(self) -> int:
        """Instruction periods of full days."""
        schedule = self.campus.bell_schedule
        if schedule is None:
            return 0
        return len(self.workspace.bells[schedule].lesson_names)

    @property
    def bell_groups(self) -> int:
        """Groups of grades with bells of their own; 1 where all grades have the same."""
        schedule = self.campus.bell_schedule
        return 1 if schedule is None else len(self.workspace.bells[schedule].groups) or 1

    def on_kind(self, *kinds: DayKind) -> int:
        """Drills on days of these kinds."""
        calendar = self.workspace.calendar
        return sum(1 for drill in self.drills if calendar.kind_at(drill.date, self.campus.campus_id) in kinds)


def _excess(counts: Counter[object], free: int) -> int:
    return sum(max(0, number - free) for number in counts.values())


def _share(number: int, places: int) -> int:
    """An even share, rounded up."""
    return -(-number // max(1, places))


def crowding(year: FinishedYear) -> int:
    """Drills beyond the first, summed over every run of so many school days."""
    days = year.workspace.calendar.dates_at(year.campus.campus_id)
    drilled = {drill.date for drill in year.drills}
    runs = (days[first : first + CROWDED_SCHOOL_DAYS] for first in range(len(days) - CROWDED_SCHOOL_DAYS + 1))
    return sum(max(0, sum(day in drilled for day in run) - 1) for run in runs)


def weekday(year: FinishedYear) -> int:
    """Drills beyond an even share on one of the five weekdays."""
    return _excess(Counter(drill.date.weekday() for drill in year.drills), _share(len(year.drills), 5))


def period(year: FinishedYear) -> int:
    """Drills beyond an even share in one lesson period."""
    return _excess(
        Counter(lesson for _, lesson in lost_lessons(year.drills)),
        _share(len(year.drills) * year.bell_groups, year.lesson_periods),
    )


def lesson(year: FinishedYear) -> int:
    """Drills after the first that hit the same weekday and lesson period."""
    return _excess(Counter((drill.date.weekday(), lesson) for drill, lesson in lost_lessons(year.drills)), 1)


def instruction_minutes(year: FinishedYear) -> int:
    """Whole stretches of so many minutes that drills take from lessons."""
    return sum(minutes_of_lessons(drill) // LOST_MINUTES for drill in year.drills)


def margin(year: FinishedYear) -> int:
    """Minimums that are reached only in the last school days of their window."""
    known = MatchContext(
        agency_kinds={agency.agency_id: agency.kind for agency in year.workspace.district.agencies},
        subjects={scenario.scenario_id: scenario.subjects for scenario in year.workspace.scenarios},
    )
    return sum(1 for duty in year.duties if _is_late(duty, year, known))


def _is_late(duty: Duty, year: FinishedYear, known: MatchContext) -> bool:
    """Whether drills of the duty's own match reach its minimum only in its last days, or not at all.

    Drills that stand in for others, or that count elsewhere, are left out of the question.
    """
    days = [day for day in year.workspace.calendar.dates_at(year.campus.campus_id) if duty.window.covers(day)]
    demand = duty.demand
    if demand is None or duty.mandate.mandate_id in year.replaceable or len(days) <= MARGIN_SCHOOL_DAYS:
        return False
    counted = [
        drill
        for drill in year.drills
        if duty.window.first <= drill.date < days[-MARGIN_SCHOOL_DAYS] and demand.match.selects(drill, known)
    ]
    return len(counted) < demand.number


def testing_day(year: FinishedYear) -> int:
    """Drills on testing days."""
    return year.on_kind(DayKind.TESTING)


def short_day(year: FinishedYear) -> int:
    """Drills on early-release and delayed-opening days."""
    return year.on_kind(DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING)


def break_eve(year: FinishedYear) -> int:
    """Drills on the last school day before a break."""
    eves = year.workspace.calendar.break_eves(year.campus.campus_id)
    return sum(1 for drill in year.drills if drill.date in eves)


def first_day(year: FinishedYear) -> int:
    """Drills on the campus's first school day."""
    days = year.workspace.calendar.dates_at(year.campus.campus_id)
    return sum(1 for drill in year.drills if drill.date == days[0])


def without_students(year: FinishedYear) -> int:
    """Drills for staff alone of a type that is one for students."""
    return sum(
        1 for drill in year.drills if drill.audience is Audience.STAFF and drill.drill_type not in ADULT_EXERCISES
    )


def beside_students(year: FinishedYear) -> int:
    """Drills for staff alone in a bell period; only staff hours have no tags."""
    return sum(1 for drill in year.drills if drill.audience is Audience.STAFF and drill.period_tags)


def full_scale(year: FinishedYear) -> int:
    """Full-scale exercises."""
    return sum(1 for drill in year.drills if drill.drill_type is DrillType.FULL_SCALE)


def repetition(year: FinishedYear) -> int:
    """Uses of one scenario beyond each step."""
    uses: Counter[object] = Counter(drill.scenario_id for drill in year.drills)
    return sum(_excess(uses, step) for step in REPETITION_STEPS)


def counselor(year: FinishedYear) -> int:
    """Lockdowns and the like with students with no counselor there on the day or the next school day."""
    there = year.campus.counselor_days
    if there is None:
        return 0
    days = year.workspace.calendar.dates_at(year.campus.campus_id)
    upsetting = [
        drill.date
        for drill in year.drills
        if drill.drill_type in UPSETTING_DRILLS and drill.audience is not Audience.STAFF
    ]
    return sum(
        1 for on in upsetting if not any(day.weekday() in there for day in (on, *[d for d in days if d > on][:1]))
    )


def developmental(goal: str | None, year: FinishedYear) -> int:
    """Breaches of the developmental limits of that goal; of those that are required for None."""
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
    """Breaches and points of every goal over all campuses, in the goals' own order.

    ``stand_ins`` holds what may count in place of other drills, ``limits`` what the developmental rules ask of the
    year, both by campus id. Of campuses that are not among those of ``only`` just the visits of agencies count.
    """
    years = [
        year
        for year in _years(drills, duties, workspace, stand_ins, limits)
        if only is None or year.campus.campus_id in only
    ]
    found = {goal: sum(counter(year) for year in years) for goal, counter in COUNTERS.items()}
    district, campuses = workspace.district, len(workspace.campuses)
    found |= {goal: counter(district, campuses, drills) for goal, counter in AGENCY_COUNTERS.items()}
    return tuple(
        GoalCost(goal=goal, breaches=breached, points=breached * getattr(district.weights, goal))
        for goal, breached in found.items()
    )


def recount_required(
    drills: tuple[Drill, ...], workspace: Workspace, limits: Mapping[str, DevelopmentalLimits]
) -> int:
    """How often a required developmental limit gives way, over all campuses."""
    return sum(developmental(None, year) for year in _years(drills, (), workspace, {}, limits))


def _years(
    drills: tuple[Drill, ...],
    duties: tuple[Duty, ...],
    workspace: Workspace,
    stand_ins: Mapping[str, tuple[StandIn, ...]],
    limits: Mapping[str, DevelopmentalLimits],
) -> list[FinishedYear]:
    held: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        held[drill.campus_id].append(drill)
    owed: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        owed[duty.campus_id].append(duty)
    return [
        FinishedYear(
            campus,
            workspace,
            tuple(held[campus.campus_id]),
            tuple(owed[campus.campus_id]),
            frozenset(one.instead_of for one in stand_ins.get(campus.campus_id, ())),
            limits.get(campus.campus_id, DevelopmentalLimits()),
        )
        for campus in workspace.campuses
    ]
