"""The best plan of each campus alone, and the bound that it gives for the district."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from drillplanner.progress import Progress
from drillplanner.solve.campus.crowding import limits_with_extra_drills
from drillplanner.solve.campus.domains.problem_builder import PREPARING, ProblemBuilder, build_problems
from drillplanner.solve.campus.uncertain_duties import has_missing_facts, without_unmeetable_uncertain
from drillplanner.solve.district.parallel import search_in_order
from drillplanner.solve.district.sequential_heuristic import solve_alone
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.problem.day_limits import DayLimits
from drillplanner.solve.problem.plans import CampusPlan, Effort, SolveOutcome

#: Drills (``CampusPlan.size``), breaches, visits, and points, minimized in this order.
CostKey = tuple[int, int, int, int]
_Item = TypeVar("_Item")


#: Parts of what is left of the budget: for duties in doubt, for all duties before any is set aside, and for days
#: that must hold more drills than usual.
FOR_DOUBTS, FOR_ALL_DUTIES, FOR_CROWDING = 0.3, 0.8, 0.4


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
    def outcome_by_campus(self) -> dict[str, SolveOutcome]:
        """The outcome of each campus, by its id."""
        ids = (problem.campus.campus_id for problem in self.problems)
        return dict(zip(ids, self.outcomes, strict=True))

    @property
    def has_all_plans(self) -> bool:
        """Whether each campus has a plan."""
        return all(outcome.plans for outcome in self.outcomes)

    @property
    def bound(self) -> CostKey:
        """The cost that no plan of the district can be below."""
        if self.lower_bound is not None:
            return self.lower_bound
        least = [least_of(outcome) for outcome in self.outcomes]
        return (
            sum(key[0] for key in least),
            sum(key[1] for key in least),
            sum(key[2] for key in least),
            sum(key[3] for key in least),
        )

    @property
    def has_proven_tiers(self) -> bool:
        """Whether each campus's plan has as few drills, breaches, and visits as it needs alone."""
        return all(outcome.has_proven_tiers for outcome in self.outcomes)


def least_of(outcome: SolveOutcome) -> CostKey:
    """Return what no plan of these campuses alone is below; of a tier that is not proven, only the drills."""
    if outcome.fewest_drills is not None:
        return outcome.fewest_drills, 0, 0, 0
    return outcome.size, outcome.breaches, outcome.visits, outcome.bound


def _limits_with_extra_drills(
    builder: ProblemBuilder,
    problems: Sequence[CampusProblem],
    outcomes: Sequence[SolveOutcome],
    effort: Effort,
) -> dict[str, DayLimits]:
    """Return the limits of campuses that need more drills on a day than usual, by id."""
    known: dict[SymmetryKey, DayLimits | None] = {}
    for problem, outcome in zip(problems, outcomes, strict=True):
        if outcome.status == "infeasible" and problem.symmetry_key not in known:
            known[problem.symmetry_key] = limits_with_extra_drills(builder, problem, effort)
    found = ((problem.campus.campus_id, known.get(problem.symmetry_key)) for problem in problems)
    return {campus_id: limits for campus_id, limits in found if limits is not None}


def independent_bounds(
    builder: ProblemBuilder,
    effort: Effort,
    workers: int,
    progress: Progress,
    like: IndependentBounds | None = None,
    starts: Mapping[str, CampusPlan] = MappingProxyType({}),
) -> IndependentBounds:
    """Solve each campus of the builder's district by itself.

    ``like`` are the bounds of the district with fewer orders. A campus that has the ordered drills there anyway
    keeps its plan, and the search for another one begins with it. ``starts`` are plans by campus id with which the
    search begins otherwise, where they are lawful.
    """
    effort.budget.take(PREPARING * len(builder.workspace.campuses))
    problems = _without_doubts(
        build_problems(builder.year, builder.alarms), builder, effort.part(FOR_DOUBTS), workers, progress
    )
    known = {} if like is None else like.outcome_by_campus
    outcomes = solve_alone(problems, effort.part(FOR_ALL_DUTIES), workers, progress, known, starts)
    if limits := _limits_with_extra_drills(builder, problems, outcomes, effort.part(FOR_CROWDING)):
        builder = builder.with_day_limits(limits)
        rebuilt = build_problems(builder.year, builder.alarms, builder.day_limits)
        crowded = [place for place, problem in enumerate(problems) if problem.campus.campus_id in limits]
        limited = _without_doubts(
            tuple(rebuilt[place] for place in crowded), builder, effort.part(FOR_DOUBTS), workers, progress
        )
        problems = _replaced(problems, crowded, limited)
        resolved = solve_alone(limited, effort.part(FOR_ALL_DUTIES), workers, progress, known)
        outcomes = _replaced(outcomes, crowded, resolved)
    # Only campuses without a plan are checked for uncertain duties that prevent one.
    unplanned = [place for place, outcome in enumerate(outcomes) if not outcome.plans]
    relaxed = _relaxed(
        tuple(problems[place] for place in unplanned), builder, effort.part(FOR_DOUBTS), workers, progress
    )
    changed = {
        place: problem
        for place, problem in zip(unplanned, relaxed, strict=True)
        if problem.set_aside != problems[place].set_aside
    }
    if changed:
        resolved = solve_alone(tuple(changed.values()), effort, workers, progress, known)
        problems = _replaced(problems, changed, tuple(changed.values()))
        outcomes = _replaced(outcomes, changed, resolved)
    return IndependentBounds(builder, problems, outcomes)


def _replaced(items: tuple[_Item, ...], places: Iterable[int], others: Iterable[_Item]) -> tuple[_Item, ...]:
    """Return the items with others at these places."""
    by_place = dict(zip(places, others, strict=True))
    return tuple(by_place.get(place, item) for place, item in enumerate(items))


def _without_doubts(
    problems: tuple[CampusProblem, ...], builder: ProblemBuilder, effort: Effort, workers: int, progress: Progress
) -> tuple[CampusProblem, ...]:
    """Return the problems without duties that hang on a missing fact and would add drills."""
    doubtful = [place for place, problem in enumerate(problems) if has_missing_facts(problem)]
    settled = _relaxed(tuple(problems[place] for place in doubtful), builder, effort, workers, progress)
    return _replaced(problems, doubtful, settled)


def _relaxed(
    problems: tuple[CampusProblem, ...], builder: ProblemBuilder, effort: Effort, workers: int, progress: Progress
) -> tuple[CampusProblem, ...]:
    """Return the problems without uncertain duties that cannot be met, or that would add drills."""
    stage = "Counting the drills of each kind of campus", progress
    return without_unmeetable_uncertain(
        problems,
        builder.problem_of,
        lambda search, questions: search_in_order(search, questions, effort, workers, stage),
        builder.class_of,
    )
