"""Explain why no single date works for a drill at every campus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drillplanner.model import Conflict, ConflictMember, Relaxation, SameDay
from drillplanner.model.district.common_days import eligible_days
from drillplanner.solve.campus.domains.problem_builder import PREPARING, ProblemBuilder, build_problems
from drillplanner.solve.campus.feasibility import FOR_A_CHECK, is_feasible
from drillplanner.solve.campus.uncertain_duties import without_unmeetable_uncertain
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.problem.same_day_choices import DateChoice, choices_in_order, with_pins_on

#: The most days to name for each campus, and the most campuses to name.
_NAMED = 8
#: The most choices of dates to try before giving up.
_MOST_TRIED = 400


def same_day_conflict(builder: ProblemBuilder, effort: Effort = FOR_A_CHECK) -> Conflict | None:
    """Return the conflict of same-day orders for which no choice of dates suits each campus by itself.

    The campuses have a plan if each may take a date of its own. None if some choice suits all, or if there are too
    many choices to try.
    """
    orders = builder.workspace.district.same_day
    refused: dict[DateChoice, Sequence[CampusProblem]] = {}
    for choice in choices_in_order([eligible_days(order, builder.workspace) for order in orders]):
        builder_then = builder.in_workspace(with_pins_on(builder.workspace, orders, choice))
        answers: dict[SymmetryKey, bool | None] = {}
        problems = without_unmeetable_uncertain(
            build_problems(builder_then.year),
            builder_then.problem_of,
            lambda search, questions: [search(question, effort) for question in questions],
            builder_then.class_of,
        )
        effort.budget.take(PREPARING * len(problems))
        for problem in problems:
            if problem.symmetry_key not in answers:
                answers[problem.symmetry_key] = is_feasible(problem, effort=effort)
        refused[choice] = [problem for problem in problems if answers[problem.symmetry_key] is False]
        if not refused[choice] or len(refused) == _MOST_TRIED or effort.is_over:
            return None
    return conflict_of_dates(orders, refused, effort)


def conflict_of_dates(
    orders: Sequence[SameDay],
    refused: Mapping[DateChoice, Sequence[CampusProblem]],
    effort: Effort = FOR_A_CHECK,
) -> Conflict:
    """Return the orders as a conflict. ``refused`` holds every choice of dates with the campuses it excludes."""
    days: dict[str, list[str]] = {}
    problems: dict[str, CampusProblem] = {}
    alone: dict[str, list[str]] = {}
    for choice in sorted(refused):
        words = " and ".join(map(str, choice))
        for problem in refused[choice]:
            name = problem.campus.name
            problems[name] = problem
            days.setdefault(name, []).append(words)
        if len(refused[choice]) == 1:
            alone.setdefault(refused[choice][0].campus.name, []).append(words)
    reasons = "; ".join(
        f"{name} has no lawful year with it on {_short_list(dates)}" for name, dates in _first(days)
    )
    what = " and ".join(order.phrase for order in orders)
    relaxations = [
        Relaxation(
            kind="same_day", words=f"Leave {name} out of it: all others can hold it on {_short_list(dates)}"
        )
        for name, dates in _first(alone)
    ]
    relaxations.append(
        Relaxation(
            kind="same_day", words="Drop the order: each campus alone can hold the drill on a day of its own"
        )
    )
    return Conflict(
        campuses=tuple(problem.campus.campus_id for problem in problems.values()),
        names=tuple(problems),
        members=(ConflictMember(kind="same_day", words=f"{what}: {reasons}", where="district.yaml"),),
        confirmed=all(
            is_feasible(problems[0], presolve=False, effort=effort) is False for problems in refused.values()
        ),
        relaxations=tuple(relaxations),
    )


def _first(dates_by_name: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    return list(dates_by_name.items())[:_NAMED]


def _short_list(words: Sequence[str]) -> str:
    if len(words) <= _NAMED:
        return ", ".join(words)
    return f"{', '.join(words[:_NAMED])} and {len(words) - _NAMED} more"
