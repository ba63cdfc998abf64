"""What the kinds of campus agree to: a bid for each campus, chosen among all that were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drillplanner.progress import Progress
from drillplanner.solve.district.capacity import Capacity
from drillplanner.solve.district.column_generation import ColumnGeneration
from drillplanner.solve.district.parallel import map_in_order
from drillplanner.solve.district.period_assignment import PeriodAssignment
from drillplanner.solve.district.pricing import BREACH, Column
from drillplanner.solve.district.restricted_master import solve_integer
from drillplanner.solve.problem.campus_classes import CampusClass
from drillplanner.solve.problem.plans import CampusPlan, Effort
from drillplanner.solve.problem.resource_use import ResourceUse

#: How often bids are chosen anew because hours made some of them dearer.
MOST_REASSIGNMENTS = 12
#: The part of a user's time limit that is for bargaining; campuses then still have to find hours.
COLUMN_GENERATION_SHARE = 0.6


@dataclass(frozen=True)
class MasterSolution:
    """For each kind the bids that its campuses take, each as often as it is there, and the bound on the cost.

    ``bound`` is in points; it holds for plans with as few drills, breaches and visits as the campuses need alone,
    and None says that nothing is proven. A kind has fewer bids than campuses where the agencies lack visits.
    ``made`` are all bids of each kind, the cheapest first.
    """

    assigned: tuple[tuple[Column, ...], ...]
    columns: tuple[tuple[Column, ...], ...]
    bound: int | None


def solve_master(
    kinds: Sequence[CampusClass],
    capacity: Capacity,
    hours: PeriodAssignment,
    effort: Effort,
    workers: int,
    progress: Progress,
) -> MasterSolution:
    """How the kinds of campus share the visits, as cheaply as can be."""
    bargain = ColumnGeneration(
        kinds, capacity, effort.with_share_of_time(COLUMN_GENERATION_SHARE), workers, progress
    )
    bargain.run()
    tell = ("Finding hours for each kind of campus", progress)
    bids, numbers = _chosen(kinds, bargain.columns, capacity, hours, effort.without_deadline, workers, tell)
    return MasterSolution(
        assigned=tuple(
            tuple(bid for bid, number in zip(some, many, strict=True) for _ in range(number))
            for some, many in zip(bids, numbers, strict=True)
        ),
        columns=tuple(tuple(sorted(some, key=lambda bid: bid.cost)) for some in bids),
        bound=bargain.bound,
    )


def _chosen(
    kinds: Sequence[CampusClass],
    made: Sequence[Sequence[Column]],
    capacity: Capacity,
    hours: PeriodAssignment,
    effort: Effort,
    workers: int,
    tell: tuple[str, Progress],
) -> tuple[list[list[Column]], tuple[tuple[int, ...], ...]]:
    """The bids, and how many campuses take each.

    What a bid costs is known when hours have been found for it. So those that are chosen get hours, and where that
    makes them dearer all are chosen again.
    """
    bids = [list(some) for some in made]
    timed: list[set[Column]] = [set() for _ in kinds]
    numbers = solve_integer(kinds, bids, capacity, effort)
    for _ in range(MOST_REASSIGNMENTS):
        new = [
            (place, bid)
            for place, (some, many) in enumerate(zip(bids, numbers, strict=True))
            for bid, number in zip(some, many, strict=True)
            if number and bid not in timed[place]
        ]
        if not new:
            break
        plans = map_in_order(lambda one: hours.of(kinds[one[0]], one[1], ResourceUse()), new, workers, tell)
        for (place, bid), plan in zip(new, plans, strict=True):
            bids[place].remove(bid)
            if plan is not None:
                true = replace(bid, cost=_cost(plan, kinds[place]))
                bids[place].append(true)
                timed[place].add(true)
        numbers = solve_integer(kinds, bids, capacity, effort)
    return bids, numbers


def _cost(plan: CampusPlan, kind: CampusClass) -> int:
    return plan.cost + BREACH * (plan.breaches - kind.alone.breaches)
