"""How campuses come to share the agencies' visits: as they like, or by prices where too many meet."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from drillplanner.progress import Progress
from drillplanner.solve.district.capacity import Capacity, capacity_of
from drillplanner.solve.district.master_solution import agree
from drillplanner.solve.district.period_assignment import Hours
from drillplanner.solve.district.rounding import place_agreed
from drillplanner.solve.district.sequential_heuristic import Standing, improve, place_side_by_side, placed_as_alone
from drillplanner.solve.district.visit_lower_bound import least_points
from drillplanner.solve.problem.agency_days import AgencyDays
from drillplanner.solve.problem.campus_classes import Kind, kinds_of, visits_of
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, Outcome
from drillplanner.solve.problem.resource_use import Taken

#: Districts of up to so many campuses are solved as one model where sharing left a gap.
WHOLE_DISTRICT = 12
#: In larger ones a plan is not searched any further when it is this near to the bound, as a part of it: another
#: day for one campus of hundreds is not worth minutes of waiting.
GOOD_ENOUGH = 0.005
#: The same for a search by itself, which takes a moment.
NEAR = 0.001


def share_visits(
    problems: tuple[CampusProblem, ...],
    outcomes: tuple[Outcome, ...],
    agency_days: AgencyDays,
    effort: Effort,
    workers: int,
    progress: Progress,
) -> tuple[list[Standing], int]:
    """Campuses that stand side by side, some perhaps without a plan, and a bound on the points of all.

    The bound holds for plans with as few drills, breaches and visits as the campuses need alone. The days of the
    agencies can only add to what campuses need alone, so that it holds for what these cost too.
    """
    alone = tuple(outcome.plans[0] for outcome in outcomes)
    kinds = kinds_of(problems, alone)
    bound = sum(outcome.bound for outcome in outcomes) + least_points(kinds, agency_days)
    taken = Taken(agency_days=agency_days)
    is_small = len(problems) <= WHOLE_DISTRICT
    standings = placed_as_alone(problems, alone, effort, progress, taken) if is_small else None
    capacity = capacity_of(kinds, agency_days) if standings is None else {}
    if standings is None and _has_room(kinds, capacity):
        standings = place_side_by_side(problems, alone, effort, progress, taken)
    if standings is None:
        hours = Hours(effort.to_the_end)
        agreement = agree(kinds, capacity, hours, effort, workers, progress)
        standings = place_agreed(problems, alone, kinds, agreement, hours, effort, progress, taken)
        bound = max(bound, agreement.bound or 0)
    near, near_enough = (0.0, 0.0) if is_small else (NEAR, GOOD_ENOUGH)
    good_enough = math.ceil(bound * (1 + near)), math.ceil(bound * (1 + near_enough))
    return improve(problems, standings, effort, progress, taken, good_enough), bound


def _has_room(kinds: Sequence[Kind], capacity: Capacity) -> bool:
    """Whether the agencies can make all visits on the dates on which the campuses want them when alone, free."""
    wanted: Counter[tuple[str, object]] = Counter()
    for kind in kinds:
        for visit in visits_of(kind.problem, kind.alone):
            wanted[visit] += kind.campuses
    return all(wanted[visit] <= limit.free for visit, limit in capacity.items())
