"""The soft goals of a campus as linear terms, one function for each goal of ``model.GoalWeights``, by name.

Goals from developmental rules are limits of the campus's year (``developmental_limits.py``).

Each function returns terms whose sum is the number of breaches at one campus. ``audit/schedule/goals.py``
counts the same on the finished plan with none of this code. An overflow variable counts what exceeds a number:
the objective presses it down to exactly that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import (
    CROWDED_SCHOOL_DAYS,
    DEVELOPMENTAL_GOALS,
    MARGIN_SCHOOL_DAYS,
    REPETITION_STEPS,
    SHARES_OF_A_PERIOD,
    Audience,
    DayKind,
    DrillType,
)
from drillplanner.solve.goals.day_aggregates import is_used
from drillplanner.solve.goals.developmental_limits import breaches_of_goal
from drillplanner.solve.goals.weekly_periods import weekly_periods
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import (
    days_between,
    leaves_students_out,
    lost_stretches,
    needs_counselor,
)
from drillplanner.solve.problem.slots import Slot

Terms = list[IntVar]
#: A function that returns the terms of a goal, given the number of drills that the campus will hold.
Goal = Callable[[CampusVariables, int], Terms]


def without_students(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill for staff only of a type meant for students."""
    problem = variables.problem
    return [
        variables.held[index, day]
        for index, scenario in enumerate(problem.scenarios)
        if leaves_students_out(scenario)
        for day in problem.possible_days[index]
    ]


def beside_students(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill for staff only in a bell period. Without periods: if no staff hours are open to it."""
    problem = variables.problem
    terms: Terms = []
    if not variables.has_periods:
        terms += _visited_beside_students(variables)
    for number, group in enumerate(problem.groups):
        if problem.scenarios[group.scenarios[0]].audience is not Audience.STAFF:
            continue
        for day in variables.possible_days(range(len(problem.days))):
            slots = group.slots(day)
            if variables.has_periods:
                ways = (variables.placed.get((number, day, slot.period)) for slot in slots if slot.is_bell_period)
                terms += [way for way in ways if way is not None]
            elif _all_beside_students(slots):
                terms += [
                    variables.held[scenario, day]
                    for scenario in group.scenarios
                    if (scenario, day) in variables.held
                ]
    return terms


def _all_beside_students(slots: Iterable[Slot]) -> bool:
    return all(slot.is_bell_period for slot in slots)


def _visited_beside_students(variables: CampusVariables) -> Terms:
    """Return a term for each day whose staff hours suit a drill for staff but not the agency that attends."""
    problem = variables.problem
    by_day: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
    for (agency_id, visited_scenarios, day), visit in variables.visit.items():
        number = problem.group_of[min(visited_scenarios)]
        is_open = any(not slot.is_bell_period for slot in problem.groups[number].slots(day))
        visited = variables.visiting_slots[agency_id, visited_scenarios, day]
        if (
            problem.scenarios[min(visited_scenarios)].audience is Audience.STAFF
            and is_open
            and _all_beside_students(visited)
        ):
            by_day[number, day].append(visit)
    terms: Terms = []
    for visits in by_day.values():
        if len(visits) == 1:
            terms += visits
            continue
        beside = variables.model.new_bool_var("")
        for visit in visits:
            variables.model.add_implication(visit, beside)
        terms.append(beside)
    return terms


def lessons_taken(variables: CampusVariables) -> Iterator[tuple[int, str, IntVar]]:
    """Yield (day, lesson, variable) for every way in which a drill takes a lesson, if it has a period."""
    for (number, day, name), variable in variables.placed.items():
        slot = variables.problem.slot(variables.problem.groups[number].scenarios[0], day, name)
        yield from ((day, lesson, variable) for lesson in slot.lessons)


SCHOOL_WEEKDAYS = 5


def _overflow(variables: CampusVariables, counted: Sequence[IntVar], free: int, most: int | None = None) -> Terms:
    """Return one term: by how much the sum of the variables exceeds ``free``; none if it cannot.

    ``most`` is the largest possible sum; None if each variable is 0 or 1.
    """
    most = len(counted) if most is None else most
    if most <= free or not counted:
        return []
    overflow = variables.model.new_int_var(0, most - free, "")
    variables.model.add(LinearExpr.sum(list(counted)) - overflow <= free)
    return [overflow]


def crowding(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill beyond the first in any run of ``CROWDED_SCHOOL_DAYS`` school days."""
    days = len(variables.problem.days)
    terms: Terms = []
    for first in range(days - CROWDED_SCHOOL_DAYS + 1):
        run_days = range(first, first + CROWDED_SCHOOL_DAYS)
        # The limit of drills a day bounds the overflow more tightly than the number of variables does.
        most = variables.most_held(run_days)
        if most <= 1:
            continue
        run = [var for day in run_days for var in is_used(variables, day)]
        overflow = variables.model.new_int_var(0, most - 1, "")
        variables.model.add(LinearExpr.sum(run) - overflow <= 1)
        terms.append(overflow)
    return terms


def weekday(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill beyond an even share on one weekday."""
    by_weekday: dict[int, list[IntVar]] = defaultdict(list)
    for day in variables.problem.days:
        by_weekday[day.date.weekday()] += is_used(variables, day.index)
    share = -(-drills // SCHOOL_WEEKDAYS)
    return [term for key in sorted(by_weekday) for term in _overflow(variables, by_weekday[key], share)]


def period(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill beyond some even shares in one bell period with lessons."""
    by_name: dict[str, list[IntVar]] = defaultdict(list)
    for _, name, variable in _lessons(variables, drills):
        by_name[name].append(variable)
    problem = variables.problem
    share = SHARES_OF_A_PERIOD * -(-drills * problem.bell_groups // max(1, len(problem.lesson_periods)))
    return [term for name in sorted(by_name) for term in _overflow(variables, by_name[name], share, drills)]


def lesson(variables: CampusVariables, drills: int) -> Terms:
    """Count each repeated hit of the same weekday and lesson period."""
    by_lesson: dict[tuple[int, str], list[IntVar]] = defaultdict(list)
    for weekday_number, name, variable in _lessons(variables, drills):
        by_lesson[weekday_number, name].append(variable)
    return [term for key in sorted(by_lesson) for term in _overflow(variables, by_lesson[key], 1, drills)]


def _lessons(variables: CampusVariables, drills: int) -> Iterable[tuple[int, str, IntVar]]:
    """Return (weekday, lesson, variable) for the ways in which drills take lessons; see ``Slot.lessons``.

    Without periods only if there are enough drills to make a repeated hit likely, or, for a campus next to others,
    limits on times of the day: the choice of days must then take lessons into account.
    """
    if variables.has_periods:
        days = variables.problem.days
        return ((days[day].date.weekday(), name, variable) for day, name, variable in lessons_taken(variables))
    lessons_of_a_group = len(variables.problem.lesson_periods) // variables.problem.bell_groups
    has_limits = bool(variables.problem.limits.times) and not variables.is_alone
    if has_limits or drills > SCHOOL_WEEKDAYS * (lessons_of_a_group - 1):
        periods = weekly_periods(variables)
        return [(period.weekday, name, period.drills) for period in periods for name in period.slot.lessons]
    return ()


def instruction_minutes(variables: CampusVariables, drills: int) -> Terms:
    """Count each whole ``LOST_MINUTES`` that drills take from lessons: a drill's variable, once for each.

    Without periods only where every slot of a drill's day takes as much, or every slot that suits its visitor
    takes some; with limits on times of the day, by the periods of each weekday. If grades have their own bells,
    those in class count as their share of all.
    """
    problem = variables.problem
    if variables.has_periods:
        terms: Terms = []
    else:
        terms = _lost_in_the_week(variables) if problem.limits.times else _lost_by_visits(variables)
    for number, group in enumerate(problem.groups):
        for day in variables.possible_days(range(len(problem.days))):
            slots = group.slots(day)
            shares = group.shares_in_class(day)
            if len(shares) == 1:
                held = ((scenario, shares[0], variables.held.get((scenario, day))) for scenario in group.scenarios)
            elif variables.has_periods:
                # All scenarios of a group take the same time from a lesson if that depends on the slot.
                first = group.scenarios[0]
                held = (
                    (first, slot.share_in_class, variables.placed.get((number, day, slot.period)))
                    for slot in slots
                )
            else:
                continue
            for scenario_index, share, variable in held:
                if variable is not None:
                    terms += [variable] * lost_stretches(problem.scenarios[scenario_index], share)
    return terms


def _lost_in_the_week(variables: CampusVariables) -> Terms:
    """Return what drills take from lessons in the periods of each weekday, where days leave a choice."""
    problem = variables.problem
    terms: Terms = []
    for period in weekly_periods(variables):
        group = problem.groups[period.group]
        if len(group.shares_in_class(period.day.index)) > 1:
            # All scenarios of a group take the same time from a lesson if that depends on the slot.
            scenario = problem.scenarios[group.scenarios[0]]
            terms += [period.drills] * lost_stretches(scenario, period.slot.share_in_class)
    return terms


def _lost_by_visits(variables: CampusVariables) -> Terms:
    """Return what drills take from lessons only because of the agency that attends, day by day."""
    problem = variables.problem
    by_day: dict[tuple[int, int], list[tuple[int, IntVar]]] = defaultdict(list)
    for (agency_id, visited_scenarios, day), visit in variables.visit.items():
        number, scenario = problem.group_of[min(visited_scenarios)], problem.scenarios[min(visited_scenarios)]
        if len(problem.groups[number].shares_in_class(day)) > 1:
            suiting = variables.visiting_slots[agency_id, visited_scenarios, day]
            by_day[number, day].append(
                (min(lost_stretches(scenario, slot.share_in_class) for slot in suiting), visit)
            )
    terms: Terms = []
    for visits in by_day.values():
        least = min(lost for lost, _ in visits)
        if least and len(visits) == 1:
            terms += [visits[0][1]] * least
        elif least:
            # Several agencies may attend one drill, which takes time from a lesson once.
            visited = variables.model.new_bool_var("")
            for _, visit in visits:
                variables.model.add_implication(visit, visited)
            terms += [visited] * least
    return terms


def margin(variables: CampusVariables, drills: int) -> Terms:
    """Count each minimum that is reached only in the last school days of its window, by its own drills.

    A minimum that stand-ins may meet is left out, because its own drills then do not show how early it is met. So
    is one of which no file says whether it applies.
    """
    terms: Terms = []
    days = variables.problem.days
    replaceable = {allowance.instead_of for allowance in variables.problem.allowances}
    for duty in (*variables.problem.duties, *variables.problem.set_aside):
        demand = duty.demand
        if demand is None or duty.missing_fact is not None or duty.mandate.mandate_id in replaceable:
            continue
        inside = days_between(days, duty.window.first, duty.window.last)
        if len(inside) <= MARGIN_SCHOOL_DAYS:
            continue
        in_time = variables.possible_days(inside[:-MARGIN_SCHOOL_DAYS])
        early = [drill for day in in_time for drill in variables.toward_minimum(demand.match, day)]
        late = variables.model.new_bool_var("")
        variables.model.add(LinearExpr.sum(early) + demand.number * late >= demand.number)
        terms.append(late)
    return terms


def _on_days(variables: CampusVariables, days: list[int]) -> Terms:
    return [variable for day in days for variable in variables.held_on(day)]


def testing_day(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill on a testing day."""
    return _on_days(variables, [day.index for day in variables.problem.days if day.kind is DayKind.TESTING])


def short_day(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill on an early-release or delayed-opening day."""
    short = {DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING}
    return _on_days(variables, [day.index for day in variables.problem.days if day.kind in short])


def break_eve(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill on the last school day before a break."""
    return _on_days(variables, [day.index for day in variables.problem.days if day.is_break_eve])


def first_day(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill on the first school day of the year."""
    return _on_days(variables, [0])


def full_scale(variables: CampusVariables, drills: int) -> Terms:
    """Count each full-scale exercise."""
    return [
        variable
        for (index, _), variable in variables.held.items()
        if variables.problem.scenarios[index].drill_type is DrillType.FULL_SCALE
    ]


def repetition(variables: CampusVariables, drills: int) -> Terms:
    """Count each use of one scenario beyond the second, and again beyond the fourth, sixth, and so on.

    Interchangeable scenarios take turns, so that each is used equally often.
    """
    problem = variables.problem
    uses: dict[tuple[str, ...], list[IntVar]] = defaultdict(list)
    for scenario, days in enumerate(problem.possible_days):
        # A drill that was held longer than planned is a use of the same scenario.
        ids = tuple(member.scenario_id for member in problem.members[scenario])
        uses[ids] += [variables.held[scenario, day] for day in days]
    return [
        term
        for ids, variables_of_scenario in uses.items()
        for step in REPETITION_STEPS
        for term in _overflow(variables, variables_of_scenario, step * len(ids))
    ]


def counselor(variables: CampusVariables, drills: int) -> Terms:
    """Count each drill after which students may need a counselor, with none present that day or the next."""
    problem = variables.problem
    return [
        variables.held[index, day]
        for index, scenario in enumerate(problem.scenarios)
        if needs_counselor(scenario)
        for day in problem.possible_days[index]
        if problem.days[day].is_without_counselor
    ]


GOALS: Mapping[str, Goal] = {
    goal.__name__: goal
    for goal in (
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
} | {name: partial(breaches_of_goal, name) for name in DEVELOPMENTAL_GOALS}
#: A goal that the others nearly always achieve. It enters a model only if an answer without it breaks it.
SELDOM_BROKEN = "variety"
USUAL = tuple(name for name in GOALS if name != SELDOM_BROKEN)
