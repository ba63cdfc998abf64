"""The solution of the master problem: a column for each campus, chosen among all that were generated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drillplanner.progress import Progress
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.district.capacity import Capacity
from drillplanner.solve.district.column_generation import ColumnGeneration
from drillplanner.solve.district.narrow_hours import NarrowHours
from drillplanner.solve.district.parallel import map_in_order
from drillplanner.solve.district.period_assignment import PeriodAssignment
from drillplanner.solve.district.pricing import Column, GivesWay, points_of_breaches
from drillplanner.solve.district.restricted_master import solve_integer
from drillplanner.solve.problem.plans import CampusPlan, Effort
from drillplanner.solve.problem.resource_use import ResourceUse

#: How often columns are chosen again because their periods made some more expensive.
MOST_REASSIGNMENTS = 12
#: The part of a user's time limit for column generation; periods still have to be assigned after it.
COLUMN_GENERATION_SHARE = 0.6


@dataclass(frozen=True)
class MasterSolution:
    """For each class the columns of its campuses, one entry for each campus, and a bound on the cost.

    ``bound`` is in points, those for breaches beyond the fewest included. It holds for plans with as few drills
    and visits as the campuses need alone, and with as few breaches of all that does not give way.
    ``assigned`` has fewer columns than the class has campuses if visits are short.
    ``columns`` are all columns of each class, the cheapest first.
    """

    assigned: tuple[tuple[Column, ...], ...]
    columns: tuple[tuple[Column, ...], ...]
    bound: int
    gives_way: GivesWay = GivesWay.NOTHING


def solve_master(
    classes: Sequence[CampusClass],
    capacity: Capacity,
    hours: NarrowHours,
    bound_alone: int,
    period_assignment: PeriodAssignment,
    effort: Effort,
    workers: int,
    progress: Progress,
) -> MasterSolution:
    """Share the visits among the classes at the lowest cost found.

    ``hours`` have a limit of their own. ``bound_alone`` is a bound on the points of all campuses if each has every
    resource to itself.
    """
    part = effort.with_share_of_time(COLUMN_GENERATION_SHARE)
    generation = ColumnGeneration(classes, capacity, hours, bound_alone, part, workers, progress)
    generation.run()
    progress_stage = ("Finding hours for each kind of campus", progress)
    columns, numbers = _chosen(
        classes,
        generation.columns,
        generation.capacity,
        period_assignment,
        effort.without_deadline,
        workers,
        progress_stage,
    )
    return MasterSolution(
        assigned=tuple(
            tuple(column for column, number in zip(class_columns, counts, strict=True) for _ in range(number))
            for class_columns, counts in zip(columns, numbers, strict=True)
        ),
        columns=tuple(tuple(sorted(class_columns, key=lambda column: column.cost)) for class_columns in columns),
        bound=generation.bound,
        gives_way=generation.gives_way,
    )


def _chosen(
    classes: Sequence[CampusClass],
    generated: Sequence[Sequence[Column]],
    capacity: Capacity,
    period_assignment: PeriodAssignment,
    effort: Effort,
    workers: int,
    progress_stage: tuple[str, Progress],
) -> tuple[list[list[Column]], tuple[tuple[int, ...], ...]]:
    """Return the columns of each class, and how many campuses take each.

    The true cost of a column is known only with periods. So chosen columns get periods, and if that makes them
    more expensive, the choice is made again.
    """
    columns = [list(class_columns) for class_columns in generated]
    with_periods: list[set[Column]] = [set() for _ in classes]
    numbers = solve_integer(classes, columns, capacity, effort)
    for _ in range(MOST_REASSIGNMENTS):
        new = [
            (place, column)
            for place, (class_columns, counts) in enumerate(zip(columns, numbers, strict=True))
            for column, number in zip(class_columns, counts, strict=True)
            if number and column not in with_periods[place]
        ]
        if not new:
            break
        plans = map_in_order(
            lambda item: period_assignment.of(classes[item[0]], item[1], ResourceUse()),
            new,
            workers,
            progress_stage,
        )
        for (place, column), plan in zip(new, plans, strict=True):
            columns[place].remove(column)
            if plan is not None:
                costed = replace(column, cost=_cost(plan, classes[place]))
                columns[place].append(costed)
                with_periods[place].add(costed)
        numbers = solve_integer(classes, columns, capacity, effort)
    return columns, numbers


def _cost(plan: CampusPlan, campus_class: CampusClass) -> int:
    return plan.cost + points_of_breaches(plan.breaches) - points_of_breaches(campus_class.alone.breaches)
