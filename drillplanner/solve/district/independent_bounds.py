"""The best plan of each campus alone, and the bound that it gives for the district."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from drillplanner.progress import Progress
from drillplanner.solve.campus.crowding import limits_with_extra_drills
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder, build_problems
from drillplanner.solve.campus.uncertain_duties import has_missing_facts, without_unmeetable_uncertain
from drillplanner.solve.district.parallel import map_in_order
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.problem.day_limits import DayLimits
from drillplanner.solve.problem.plans import Effort, SolveOutcome

#: Drills, breaches of required developmental limits, visits, and points, minimized in this order.
CostKey = tuple[int, int, int, int]
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class IndependentBounds:
    """The problem of each campus, and its best plan with every resource to itself.

    If campuses of a building agreed on alarms, the builder has these. ``lower_bound`` is the least that buildings
    and all other campuses need whatever the alarms, None if unknown. ``problems_with_open_alarms`` are the
    problems before the agreement, ``infeasible_buildings`` those of buildings without a common plan.
    """

    builder: ProblemBuilder
    problems: tuple[CampusProblem, ...]
    outcomes: tuple[SolveOutcome, ...]
    lower_bound: CostKey | None = None
    problems_with_open_alarms: tuple[CampusProblem, ...] = ()
    infeasible_buildings: tuple[tuple[CampusProblem, ...], ...] = ()

    @property
    def infeasible_campuses(self) -> tuple[CampusProblem, ...]:
        """The campuses that are proven to have no plan."""
        return tuple(
            problem
            for problem, outcome in zip(self.problems, self.outcomes, strict=True)
            if outcome.status == "infeasible"
        )

    @property
    def has_all_plans(self) -> bool:
        """Whether each campus has a plan."""
        return all(outcome.plans for outcome in self.outcomes)

    @property
    def bound(self) -> CostKey:
        """The cost that no plan of the district can be below."""
        if self.lower_bound is not None:
            return self.lower_bound
        return (
            sum(outcome.drills for outcome in self.outcomes),
            sum(outcome.breaches for outcome in self.outcomes),
            sum(outcome.visits for outcome in self.outcomes),
            sum(outcome.bound for outcome in self.outcomes),
        )


def _limits_with_extra_drills(
    builder: ProblemBuilder, problems: Sequence[CampusProblem], outcomes: Sequence[SolveOutcome]
) -> dict[str, DayLimits]:
    """Return the limits of campuses that need more drills on a day than usual, by id."""
    known: dict[SymmetryKey, DayLimits | None] = {}
    for problem, outcome in zip(problems, outcomes, strict=True):
        if outcome.status == "infeasible" and problem.symmetry_key not in known:
            known[problem.symmetry_key] = limits_with_extra_drills(builder, problem)
    found = ((problem.campus.campus_id, known.get(problem.symmetry_key)) for problem in problems)
    return {campus_id: limits for campus_id, limits in found if limits is not None}


def independent_bounds(
    builder: ProblemBuilder, effort: Effort, workers: int, progress: Progress
) -> IndependentBounds:
    """Solve each campus of the builder's district by itself."""
    problems = _without_costly_doubts(build_problems(builder.year, builder.alarms), builder, workers, progress)
    outcomes = solve_alone(problems, effort, workers, progress)
    if limits := _limits_with_extra_drills(builder, problems, outcomes):
        builder = builder.with_day_limits(limits)
        rebuilt = build_problems(builder.year, builder.alarms, builder.day_limits)
        crowded = [place for place, problem in enumerate(problems) if problem.campus.campus_id in limits]
        limited = _without_costly_doubts(tuple(rebuilt[place] for place in crowded), builder, workers, progress)
        problems = _replaced(problems, crowded, limited)
        outcomes = _replaced(outcomes, crowded, solve_alone(limited, effort, workers, progress))
    # Only campuses without a plan are checked for vague duties that prevent one.
    unplanned = [place for place, outcome in enumerate(outcomes) if not outcome.plans]
    relaxed = without_unmeetable_uncertain(tuple(problems[place] for place in unplanned), builder.problem_of)
    changed = {
        place: problem
        for place, problem in zip(unplanned, relaxed, strict=True)
        if problem.set_aside != problems[place].set_aside
    }
    if changed:
        resolved = solve_alone(tuple(changed.values()), effort, workers, progress)
        problems = _replaced(problems, changed, tuple(changed.values()))
        outcomes = _replaced(outcomes, changed, resolved)
    return IndependentBounds(builder, problems, outcomes)


def _replaced(items: tuple[_Item, ...], places: Iterable[int], others: Iterable[_Item]) -> tuple[_Item, ...]:
    """Return the items with others at these places."""
    by_place = dict(zip(places, others, strict=True))
    return tuple(by_place.get(place, item) for place, item in enumerate(items))


def _without_costly_doubts(
    problems: tuple[CampusProblem, ...], builder: ProblemBuilder, workers: int, progress: Progress
) -> tuple[CampusProblem, ...]:
    """Return the problems without duties that hang on a missing fact and would add drills."""
    doubtful = [place for place, problem in enumerate(problems) if has_missing_facts(problem)]
    settled = without_unmeetable_uncertain(
        tuple(problems[place] for place in doubtful),
        builder.problem_of,
        lambda search, questions: map_in_order(
            search, questions, workers, ("Counting the drills of each kind of campus", progress)
        ),
    )
    return _replaced(problems, doubtful, settled)
