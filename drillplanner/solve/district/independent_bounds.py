"""The best plan of each campus alone, and the bound that it gives for the district."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.progress import Progress
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder, build_problems
from drillplanner.solve.campus.uncertain_duties import has_missing_facts, without_unmeetable_uncertain
from drillplanner.solve.district.parallel import map_in_order
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, SolveOutcome

#: Drills, breaches of required developmental limits, visits, and points, minimized in this order.
CostKey = tuple[int, int, int, int]


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


def independent_bounds(
    builder: ProblemBuilder, effort: Effort, workers: int, progress: Progress
) -> IndependentBounds:
    """Solve each campus of the builder's district by itself."""
    problems = _without_costly_doubts(build_problems(builder.year, builder.alarms), builder, workers, progress)
    outcomes = solve_alone(problems, effort, workers, progress)
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
        better = dict(zip(changed, resolved, strict=True))
        problems = tuple(changed.get(place, problem) for place, problem in enumerate(problems))
        outcomes = tuple(better.get(place, outcome) for place, outcome in enumerate(outcomes))
    return IndependentBounds(builder, problems, outcomes)


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
    changed = dict(zip(doubtful, settled, strict=True))
    return tuple(changed.get(place, problem) for place, problem in enumerate(problems))
