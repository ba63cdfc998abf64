"""Say which duties leave no other way than several drills on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from drillplanner.law import Duty
from drillplanner.model import QUIET_TYPES, CrowdedDay, Drill, DrillFormat
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import FOR_A_CHECK, is_feasible
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.problem.day_limits import DayLimits, interrupts_school_day
from drillplanner.solve.problem.plans import CampusPlan, Effort
from drillplanner.solve.search_budget import TO_EXPLAIN, SearchBudget

#: Numbers of held drills and of those that interrupt the school day, by day.
_Held = dict[int, tuple[int, int]]


def crowded_days(
    builder: ProblemBuilder,
    problems: Sequence[CampusProblem],
    plans: Sequence[CampusPlan],
    drills: Sequence[Drill],
) -> tuple[CrowdedDay, ...]:
    """Return the days that hold more than the usual number of drills, each with the duties that require it.

    Days on which drills were held are left out: their number is a fact.
    """
    by_day: dict[tuple[str, date], list[Drill]] = defaultdict(list)
    for drill in drills:
        by_day[drill.campus_id, drill.date].append(drill)
    effort = replace(FOR_A_CHECK, budget=SearchBudget(TO_EXPLAIN))
    known: dict[tuple[SymmetryKey, int, tuple[tuple[int, tuple[int, int]], ...]], tuple[int, ...]] = {}
    found = []
    for problem, plan in zip(problems, plans, strict=True):
        crowded = _crowded(problem, plan)
        for day in crowded:
            key = problem.symmetry_key, day, tuple(crowded.items())
            if key not in known:
                known[key] = _reasons(builder, problem, crowded, day, effort)
            duties = [problem.duties[place] for place in known[key]]
            held = by_day[problem.campus.campus_id, problem.days[day].date]
            in_order = sorted(held, key=lambda drill: (drill.start is not None, drill.start, drill.drill_id))
            found.append(_crowded_day(problem, in_order, duties))
    return tuple(found)


def _crowded(problem: CampusProblem, plan: CampusPlan) -> _Held:
    past = problem.past
    closed = frozenset[int]() if past is None else past.closed_days | frozenset(range(past.first_open))
    held: dict[int, list[bool]] = defaultdict(list)
    for placement in plan.placements:
        if placement.day in closed:
            continue
        held[placement.day].append(interrupts_school_day(problem.scenarios[placement.scenario]))
    usual = problem.day_limits.usual
    return {day: (len(of_day), sum(of_day)) for day, of_day in sorted(held.items()) if len(of_day) > usual}


def _reasons(
    builder: ProblemBuilder, problem: CampusProblem, crowded: _Held, day: int, effort: Effort
) -> tuple[int, ...]:
    """Return the indices of duties that together need as many drills on the day, and no one of them less.

    The other days keep what they have in the plan. Empty if no duties need it, as for drills that are pinned or
    were planned before.
    """
    less = {**crowded, day: (crowded[day][0] - 1, crowded[day][1])}
    granted = tuple((other, *numbers) for other, numbers in less.items())
    limits = DayLimits(problem.day_limits.usual, granted)
    campus_builder = builder.with_day_limits({problem.campus.campus_id: limits})

    def impossible(places: Sequence[int]) -> bool:
        owed = tuple(problem.duties[place] for place in places)
        left = campus_builder.problem_of(problem.campus, owed, problem.set_aside)
        return is_feasible(left, effort=effort) is False

    needed = _first_that_fail(problem, day, impossible)
    for place in reversed(needed):
        left = [other for other in needed if other != place]
        if impossible(left):
            needed = left
    return tuple(sorted(needed))


def _first_that_fail(problem: CampusProblem, day: int, impossible: Callable[[Sequence[int]], bool]) -> list[int]:
    """Return duties that are impossible together, those with the shortest windows about the day first."""
    windows = {place: problem.days_of(duty) for place, duty in enumerate(problem.duties) if duty.binds_firmly}
    in_order = sorted(windows, key=lambda place: (day not in windows[place], len(windows[place]), place))
    number = 1
    while number // 2 < len(in_order):
        if impossible(in_order[:number]):
            return in_order[:number]
        number *= 2
    return []


def _crowded_day(problem: CampusProblem, held: Sequence[Drill], duties: Sequence[Duty]) -> CrowdedDay:
    on = held[0].date
    drills = ", then ".join(_drill_phrase(drill) for drill in held)
    owed = "; ".join(f"{duty.sentence} ({duty.mandate.mandate_id})" for duty in duties)
    reason = f"No other day is left for {owed}." if owed else "Fixed dates or the plan before ask for it."
    return CrowdedDay(
        campus_id=problem.campus.campus_id,
        date=on,
        drills=tuple(drill.drill_id for drill in held),
        duties=tuple(duty.duty_id for duty in duties),
        text=f"{on:%A}, {on:%B} {on.day}, {on.year}: {drills}. {reason}",
    )


def _drill_phrase(drill: Drill) -> str:
    form = {DrillFormat.LESSON: "lesson", DrillFormat.TABLETOP: "talk"}.get(drill.format or DrillFormat.PHYSICAL)
    talk = f" ({form})" if form is not None and drill.drill_type not in QUIET_TYPES else ""
    return f"{drill.drill_type.phrase}{talk}"
