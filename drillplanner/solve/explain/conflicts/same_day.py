"""That there is no one day on which all campuses can hold a drill: which campus stands in the way on which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drillplanner.model import Conflict, ConflictMember, Relaxation, SameDay
from drillplanner.model.district.common_days import eligible_days
from drillplanner.solve.campus import uncertain_duties as doubts
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder, build_problems
from drillplanner.solve.campus.feasibility import is_feasible
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.problem.same_day_choices import DateChoice, choices_in_order, with_pins_on

#: So many days are named of each campus, and so many campuses.
_NAMED = 8
#: After so many choices of days nothing is said of the rest.
_MOST_TRIED = 400


def same_day_conflict(maker: ProblemBuilder) -> Conflict | None:
    """That on no day each campus by itself can hold these drills; None where it can, or not every day was tried.

    The campuses have a plan where each takes a day of its own.
    """
    orders = maker.workspace.district.same_day
    refused: dict[DateChoice, Sequence[CampusProblem]] = {}
    for choice in choices_in_order([eligible_days(order, maker.workspace) for order in orders]):
        there = maker.in_workspace(with_pins_on(maker.workspace, orders, choice))
        answers: dict[SymmetryKey, bool | None] = {}
        problems = doubts.without_unmeetable_uncertain(build_problems(there.year), there.problem_of)
        for problem in problems:
            if problem.symmetry_key not in answers:
                answers[problem.symmetry_key] = is_feasible(problem)
        refused[choice] = [problem for problem in problems if answers[problem.symmetry_key] is False]
        if not refused[choice] or len(refused) == _MOST_TRIED:
            return None
    return conflict_of_dates(orders, refused)


def conflict_of_dates(
    orders: Sequence[SameDay], refused: Mapping[DateChoice, Sequence[CampusProblem]]
) -> Conflict:
    """The orders as a conflict. ``refused`` are all choices of days, with the campuses that have no plan then."""
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
    told = "; ".join(f"{name} has no lawful year with it on {_short_list(some)}" for name, some in _first(days))
    what = " and ".join(order.phrase for order in orders)
    relaxations = [
        Relaxation(kind="same_day", words=f"Leave {name} out of it: all others can hold it on {_short_list(some)}")
        for name, some in _first(alone)
    ]
    relaxations.append(
        Relaxation(
            kind="same_day", words="Drop the order: each campus alone can hold the drill on a day of its own"
        )
    )
    return Conflict(
        campuses=tuple(problem.campus.campus_id for problem in problems.values()),
        names=tuple(problems),
        members=(ConflictMember(kind="same_day", words=f"{what}: {told}", where="district.yaml"),),
        confirmed=all(is_feasible(some[0], presolve=False) is False for some in refused.values()),
        relaxations=tuple(relaxations),
    )


def _first(some: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    return list(some.items())[:_NAMED]


def _short_list(words: Sequence[str]) -> str:
    if len(words) <= _NAMED:
        return ", ".join(words)
    return f"{', '.join(words[:_NAMED])} and {len(words) - _NAMED} more"
