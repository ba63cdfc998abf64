"""Each campus's best by itself: what a district's plan begins with, and what none can fall below."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.progress import Progress
from drillplanner.solve.campus import uncertain_duties as doubts
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder, build_problems
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, SolveOutcome

#: Drills, breaches of required developmental limits, visits and points: as few as can be, in this order.
CostKey = tuple[int, int, int, int]


@dataclass(frozen=True)
class IndependentBounds:
    """The problem of each campus, and the best of each with every agency to itself.

    Where campuses of a building were brought together, the maker has their alarms; ``floor`` is what the
    buildings, and all other campuses, need whenever the alarms ring, None where that is not known; ``free`` are
    the problems in which they are still open, and ``apart`` those of buildings that cannot be brought together.
    """

    maker: ProblemBuilder
    problems: tuple[CampusProblem, ...]
    outcomes: tuple[SolveOutcome, ...]
    lower_bound: CostKey | None = None
    problems_with_open_alarms: tuple[CampusProblem, ...] = ()
    infeasible_buildings: tuple[tuple[CampusProblem, ...], ...] = ()

    @property
    def infeasible_campuses(self) -> tuple[CampusProblem, ...]:
        """The campuses for which there is no plan; empty where one may be."""
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
        """What no plan of the district falls below."""
        if self.lower_bound is not None:
            return self.lower_bound
        every = self.outcomes
        return (
            sum(one.drills for one in every),
            sum(one.breaches for one in every),
            sum(one.visits for one in every),
            sum(one.bound for one in every),
        )


def independent_bounds(
    maker: ProblemBuilder, effort: Effort, workers: int, progress: Progress
) -> IndependentBounds:
    """Each campus of the maker's district by itself."""
    problems = build_problems(maker.year, maker.alarms)
    outcomes = solve_alone(problems, effort, workers, progress)
    # Only for campuses without a plan is it asked whether duties in doubt are what stands in the way.
    unplanned = [place for place, outcome in enumerate(outcomes) if not outcome.plans]
    fewer = doubts.without_unmeetable_uncertain(tuple(problems[place] for place in unplanned), maker.problem_of)
    changed = {place: problem for place, problem in zip(unplanned, fewer, strict=True) if problem.set_aside}
    if changed:
        again = solve_alone(tuple(changed.values()), effort, workers, progress)
        better = dict(zip(changed, again, strict=True))
        problems = tuple(changed.get(place, problem) for place, problem in enumerate(problems))
        outcomes = tuple(better.get(place, outcome) for place, outcome in enumerate(outcomes))
    return IndependentBounds(maker, problems, outcomes)
