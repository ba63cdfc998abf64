"""The way from campus problems to the district's plan, step by step."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from drillplanner.errors import InfeasibleError
from drillplanner.mandates import Duty
from drillplanner.model import Drill, Screening, Workspace
from drillplanner.solve.conflicts import explain_campus, explain_sharing
from drillplanner.solve.construct import Progress, Standing, improve, place_side_by_side, solve_alone
from drillplanner.solve.expand import expand
from drillplanner.solve.learning_order import in_learning_order
from drillplanner.solve.plans import CampusPlan, Effort, Outcome
from drillplanner.solve.problem import CampusProblem, Likeness
from drillplanner.solve.result import drills_of
from drillplanner.solve.search import solve_together
from drillplanner.solve.variables import Taken

#: CP-SAT's deterministic seconds for one campus; the example's campuses need a small part of it.
CAMPUS_EFFORT = 20.0
#: Districts of up to so many campuses are solved as one model where sharing left a gap.
WHOLE_DISTRICT = 12


@dataclass(frozen=True)
class Settings:
    """What the user may set. ``time_limit`` is in seconds of wall clock; None is no limit."""

    seed: int = 0
    workers: int = 2
    time_limit: float | None = None


@dataclass(frozen=True)
class Solution:
    """The drills, and how good they provably are. ``bound`` holds for plans with as few drills."""

    status: str
    drills: tuple[Drill, ...]
    cost: int
    bound: int
    ran_out_of_time: bool


def solve(
    workspace: Workspace,
    duties: tuple[Duty, ...],
    screenings: Mapping[str, Screening],
    settings: Settings,
    progress: Progress,
) -> Solution:
    """The best lawful year that the effort finds.

    Raises InfeasibleError, with the explanation, when there is none or none was found.
    """
    deadline = None if settings.time_limit is None else time.monotonic() + settings.time_limit
    effort = Effort(CAMPUS_EFFORT, settings.seed, deadline)
    problems = expand(workspace, duties, screenings)
    outcomes = solve_alone(problems, effort, settings.workers, progress)
    _refuse_impossible(problems, outcomes)
    standings = place_side_by_side(problems, tuple(outcome.plans[0] for outcome in outcomes), effort, progress)
    standings = improve(problems, standings, effort, progress)
    plans, bound = _finish(problems, standings, sum(outcome.bound for outcome in outcomes), effort)
    cost = sum(plan.cost for plan in plans)
    return Solution(
        status="optimal" if cost == bound else "feasible",
        drills=tuple(
            drill
            for problem, plan in zip(problems, plans, strict=True)
            for drill in drills_of(problem, in_learning_order(problem, plan))
        ),
        cost=cost,
        bound=bound,
        ran_out_of_time=deadline is not None and time.monotonic() >= deadline,
    )


def _refuse_impossible(problems: tuple[CampusProblem, ...], outcomes: tuple[Outcome, ...]) -> None:
    alike: dict[Likeness, list[CampusProblem]] = defaultdict(list)
    for problem, outcome in zip(problems, outcomes, strict=True):
        if not outcome.plans:
            alike[problem.likeness].append(problem)
    if not alike:
        return
    reasons = []
    for some in alike.values():
        names = ", ".join(problem.campus.name for problem in some)
        reasons += [f"{names}: {sentence}" for sentence in explain_campus(some[0])]
    if reasons:
        raise InfeasibleError("No lawful plan exists. These duties cannot be met (together):", tuple(reasons))
    raise InfeasibleError(
        "No plan was found in the time allowed, and none is proven impossible. "
        "Maybe allow more time with --time-limit."
    )


def _finish(
    problems: tuple[CampusProblem, ...], standings: list[Standing], bound: int, effort: Effort
) -> tuple[list[CampusPlan], int]:
    """The plans that stand; for a small district with a gap, the whole in one model."""
    plans = [standing.plan for standing in standings if standing.plan is not None]
    complete = len(plans) == len(standings)
    if complete and sum(plan.cost for plan in plans) == bound:
        return plans, bound
    if len(problems) <= WHOLE_DISTRICT:
        outcome = solve_together(problems, Taken(), effort)
        if outcome.plans:
            same_drills = outcome.drills == sum(len(standing.alone.placements) for standing in standings)
            if not complete or not same_drills or outcome.cost <= sum(plan.cost for plan in plans):
                return list(outcome.plans), max(outcome.bound, bound if same_drills else 0)
            return plans, max(outcome.bound, bound)
    if complete:
        return plans, bound
    reasons = explain_sharing(problems)
    left_out = [p.campus.name for p, s in zip(problems, standings, strict=True) if s.plan is None]
    raise InfeasibleError(
        f"No plan was found in which {', '.join(left_out)} can share the agencies' visits with the others.",
        reasons or ("It is not proven impossible. Maybe allow more visits a day in district.yaml.",),
    )
