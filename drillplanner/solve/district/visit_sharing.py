"""How campuses come to share the agencies' visits: as they like, or by prices where too many meet."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from drillplanner.progress import Progress
from drillplanner.solve.district.capacity import Capacity, capacity_of
from drillplanner.solve.district.master_solution import solve_master
from drillplanner.solve.district.period_assignment import PeriodAssignment
from drillplanner.solve.district.rounding import place_columns
from drillplanner.solve.district.sequential_heuristic import (
    Incumbent,
    neighborhood_search,
    place_best_alone,
    place_sequentially,
)
from drillplanner.solve.district.visit_lower_bound import visit_lower_bound
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.campus_classes import CampusClass, campus_classes, visits_of
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, SolveOutcome
from drillplanner.solve.problem.resource_use import ResourceUse

#: Districts of up to so many campuses are solved as one model where sharing left a gap.
WHOLE_DISTRICT = 12
#: In larger ones a plan is not searched any further when it is this near to the bound, as a part of it: another
#: day for one campus of hundreds is not worth minutes of waiting.
GOOD_ENOUGH = 0.005
#: The same for a search by itself, which takes a moment.
NEAR = 0.001


def share_visits(
    problems: tuple[CampusProblem, ...],
    outcomes: tuple[SolveOutcome, ...],
    agency_days: AgencyDayCosts,
    effort: Effort,
    workers: int,
    progress: Progress,
) -> tuple[list[Incumbent], int]:
    """Campuses that stand side by side, some perhaps without a plan, and a bound on the points of all.

    The bound holds for plans with as few drills, breaches and visits as the campuses need alone. The days of the
    agencies can only add to what campuses need alone, so that it holds for what these cost too.
    """
    alone = tuple(outcome.plans[0] for outcome in outcomes)
    kinds = campus_classes(problems, alone)
    bound = sum(outcome.bound for outcome in outcomes) + visit_lower_bound(kinds, agency_days)
    taken = ResourceUse(agency_days=agency_days)
    is_small = len(problems) <= WHOLE_DISTRICT
    standings = place_best_alone(problems, alone, effort, progress, taken) if is_small else None
    capacity = capacity_of(kinds, agency_days) if standings is None else {}
    if standings is None and _has_room(kinds, capacity):
        standings = place_sequentially(problems, alone, effort, progress, taken)
    if standings is None:
        hours = PeriodAssignment(effort.without_deadline)
        agreement = solve_master(kinds, capacity, hours, effort, workers, progress)
        standings = place_columns(problems, alone, kinds, agreement, hours, effort, progress, taken)
        bound = max(bound, agreement.bound or 0)
    near, near_enough = (0.0, 0.0) if is_small else (NEAR, GOOD_ENOUGH)
    good_enough = math.ceil(bound * (1 + near)), math.ceil(bound * (1 + near_enough))
    return neighborhood_search(problems, standings, effort, progress, taken, good_enough), bound


def _has_room(kinds: Sequence[CampusClass], capacity: Capacity) -> bool:
    """Whether the agencies can make all visits on the dates on which the campuses want them when alone, free."""
    wanted: Counter[tuple[str, object]] = Counter()
    for kind in kinds:
        for visit in visits_of(kind.problem, kind.alone):
            wanted[visit] += kind.campuses
    return all(wanted[visit] <= limit.free for visit, limit in capacity.items())
