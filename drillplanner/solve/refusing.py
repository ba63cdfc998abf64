"""Saying that no plan exists, with the explanation, or that none was found."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from drillplanner.errors import InfeasibleError, OutOfTimeError
from drillplanner.solve.conflicts import explain_campus
from drillplanner.solve.plans import Effort, Outcome
from drillplanner.solve.problem import CampusProblem, Likeness
from drillplanner.solve.problem_maker import ProblemMaker
from drillplanner.solve.trial import is_feasible


def refuse_impossible(
    problems: tuple[CampusProblem, ...], outcomes: tuple[Outcome, ...], maker: ProblemMaker, effort: Effort
) -> None:
    """Raises InfeasibleError, with the explanation, or OutOfTimeError where a campus alone has no plan."""
    alike: dict[Likeness, list[CampusProblem]] = defaultdict(list)
    for problem, outcome in zip(problems, outcomes, strict=True):
        if not outcome.plans:
            alike[problem.likeness].append(problem)
    if not alike:
        return
    if not any(outcome.status == "infeasible" for outcome in outcomes):
        raise _NO_DATES if any(outcome.status == "unoffered" for outcome in outcomes) else out_of_time(effort)
    reasons = []
    for some in alike.values():
        names = ", ".join(problem.campus.name for problem in some)
        sentences = orders_at_fault(some[0], maker)
        sentences = sentences or explain_campus(some[0], partial(maker.problem, some[0].campus))
        reasons += [f"{names}: {sentence}" for sentence in sentences]
    raise InfeasibleError("No lawful plan exists. These duties cannot be met (together):", tuple(reasons))


def orders_at_fault(problem: CampusProblem, maker: ProblemMaker) -> tuple[str, ...]:
    """The pins and forbidden days of the campus, where without them its duties could be met; else nothing."""
    district, campus_id = maker.workspace.district, problem.campus.campus_id
    orders = [f"pinned: {pin.words}" for pin in problem.pins]
    orders += [
        f"forbidden: {days.words}"
        for days in district.forbidden
        if not days.campuses or campus_id in days.campuses
    ]
    if not orders or not is_feasible(maker.problem(problem.campus, problem.duties, problem.set_aside, False)):
        return ()
    said = "the law leaves no room for these orders of district.yaml (together); without them a plan exists"
    return (said, *orders)


_NO_DATES = OutOfTimeError(
    "No dates were found to offer so that every duty holds whichever is picked, and none are proven impossible. "
    "Maybe loosen a rule of your own, or offer the dates by hand."
)


def out_of_time(effort: Effort) -> OutOfTimeError:
    """That nothing was found, and nothing proven impossible."""
    advice = "Maybe allow more time with --time-limit, or leave it out." if effort.deadline is not None else ""
    return OutOfTimeError(
        f"No plan was found in the effort allowed, and none is proven impossible. {advice}".rstrip()
    )
