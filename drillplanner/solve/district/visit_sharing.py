"""Share visits among campuses: by a heuristic, or by column generation if many compete."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from drillplanner.progress import Progress
from drillplanner.solve.district.campus_classes import CampusClass, campus_classes
from drillplanner.solve.district.capacity import Capacity, capacity_of
from drillplanner.solve.district.master_solution import MasterSolution, solve_master
from drillplanner.solve.district.narrow_hours import NarrowHours
from drillplanner.solve.district.period_assignment import PeriodAssignment
from drillplanner.solve.district.pricing import GivesWay
from drillplanner.solve.district.rounding import place_columns
from drillplanner.solve.district.sequential_heuristic import (
    Incumbent,
    is_good_enough,
    neighborhood_search,
    place_best_alone,
    place_sequentially,
    rank_together,
)
from drillplanner.solve.district.visit_lower_bound import lower_bound_by_hours, visit_lower_bound
from drillplanner.solve.goals.agency_goals import agency_points_added
from drillplanner.solve.problem.agency_days import AgencyDayCosts, visits_of
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, SolveOutcome, full_cost_key
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.schools_a_day import SchoolsADay

#: Districts of up to this many campuses are solved as one model if sharing left a gap.
WHOLE_DISTRICT = 12
#: In larger ones the search ends when the plan is this near to the bound, as a part of it: another day for one
#: campus of hundreds is not worth minutes of waiting.
GOOD_ENOUGH = 0.005
#: The part of what is left of the budget for column generation, and in a district that is solved as one model.
FOR_PRICES, FOR_PRICES_IN_SMALL = 0.6, 0.75
#: The same for re-solving one campus, which is quick.
NEAR = 0.001


def share_visits(
    problems: tuple[CampusProblem, ...],
    outcomes: tuple[SolveOutcome, ...],
    agency_days: AgencyDayCosts,
    effort: Effort,
    workers: int,
    progress: Progress,
) -> tuple[list[Incumbent], int]:
    """Return plans of all campuses side by side, some perhaps without one, and a bound on their points.

    The bound holds for plans with as few drills and visits as the campuses need alone, and with as many breaches
    as these plans. Agency days can only add to the cost alone, so it includes them.
    """
    alone = tuple(outcome.plans[0] for outcome in outcomes)
    classes = campus_classes(problems, alone, agency_days.schools)
    bound_alone = sum(outcome.bound for outcome in outcomes) + visit_lower_bound(classes, agency_days)
    in_use = ResourceUse(agency_days=agency_days)
    is_small = len(problems) <= WHOLE_DISTRICT
    incumbents = place_best_alone(problems, alone, effort, progress, in_use) if is_small else None
    capacity = capacity_of(classes, agency_days) if incumbents is None else {}
    if incumbents is None and _has_room(classes, capacity, agency_days.schools):
        incumbents = place_sequentially(problems, alone, effort, progress, in_use)
    master = None
    if incumbents is None:
        incumbents, master = _share_by_prices(
            problems, alone, classes, capacity, bound_alone, in_use, effort, workers, progress
        )
    else:
        good_enough = _good_enough(incumbents, bound_alone, is_small)
        incumbents = neighborhood_search(problems, incumbents, effort, progress, in_use, good_enough)
    bound = max(bound_alone, master.bound if master is not None else 0)
    if is_small and _costs_more_than(bound, problems, incumbents, in_use):
        bounds = [outcomes[campus_class.indices[0]].bound for campus_class in classes]
        added = lower_bound_by_hours(classes, bounds, agency_days, effort)
        bound_alone = max(bound_alone, sum(outcome.bound for outcome in outcomes) + added)
    return incumbents, _bound_of_points(incumbents, bound_alone, master)


def _share_by_prices(
    problems: tuple[CampusProblem, ...],
    alone: tuple[CampusPlan, ...],
    classes: tuple[CampusClass, ...],
    capacity: Capacity,
    bound_alone: int,
    in_use: ResourceUse,
    effort: Effort,
    workers: int,
    progress: Progress,
) -> tuple[list[Incumbent], MasterSolution]:
    """Return plans on dates that prices lead to, some campuses perhaps without one, and the choice of these dates.

    By the law alone, hours at which few visits fit have no limit at first: a campus that finds no hour mostly gets
    another in a moment. They have one in a second search if the plan is not near the bound, and at once with good
    practice, where other hours take seconds for each campus.
    """
    is_small = len(problems) <= WHOLE_DISTRICT
    period_assignment = PeriodAssignment(effort.without_deadline)
    narrow = NarrowHours.of(classes, capacity)
    is_needed = is_small or not narrow.limits or any(campus_class.has_practice for campus_class in classes)
    found: list[tuple[list[Incumbent], MasterSolution]] = []
    for hours in (narrow,) if is_needed else (NarrowHours(), narrow):
        part = effort.part(FOR_PRICES_IN_SMALL if is_small else FOR_PRICES)
        master = solve_master(classes, capacity, hours, bound_alone, period_assignment, part, workers, progress)
        incumbents = place_columns(problems, alone, classes, master, period_assignment, effort, progress, in_use)
        good_enough = _good_enough(incumbents, max(bound_alone, master.bound), is_small)
        incumbents = neighborhood_search(problems, incumbents, effort, progress, in_use, good_enough)
        found.append((incumbents, master))
        if effort.is_over or master.gives_way is not GivesWay.NOTHING:
            break  # if not even the dates have room, their hours are not the reason
        if is_good_enough(problems, incumbents, in_use, good_enough[0]):
            break
        bound_alone = max(bound_alone, master.bound)
    return min(found, key=lambda plans: (rank_together(problems, plans[0], in_use), -plans[1].bound))


def _good_enough(incumbents: Sequence[Incumbent], bound: int, is_small: bool) -> tuple[int, int]:
    """Return the points at which single campuses, and several together, are no longer solved again."""
    near, near_enough = (0.0, 0.0) if is_small else (NEAR, GOOD_ENOUGH)
    points = max(0, bound - sum(incumbent.breach_points for incumbent in incumbents))
    return bound + math.ceil(near * points), bound + math.ceil(near_enough * points)


def _costs_more_than(
    bound: int, problems: Sequence[CampusProblem], incumbents: Sequence[Incumbent], in_use: ResourceUse
) -> bool:
    """Check whether all campuses have a plan, as good as alone but for the points, and these exceed the bound."""
    plans = [incumbent.plan for incumbent in incumbents if incumbent.plan is not None]
    alone = [incumbent.alone for incumbent in incumbents]
    if len(plans) < len(alone) or full_cost_key(*plans)[:-1] != full_cost_key(*alone)[:-1]:
        return False
    return sum(plan.cost for plan in plans) + agency_points_added(problems, plans, in_use) > bound


def _bound_of_points(incumbents: Sequence[Incumbent], bound_alone: int, master: MasterSolution | None) -> int:
    """Return a bound on the points of plans with as many drills, breaches, and visits as the incumbents.

    With the breaches of the campuses alone, that is what they cost alone, or at prices. With more, prices must
    have counted them, and what is left for points is the bound less the points of breaches. Else nothing is known.
    """
    found = [(old.plan, old.alone) for old in incumbents if old.plan is not None]
    if all(plan.breaches == alone.breaches for plan, alone in found):
        return max(bound_alone, master.bound if master is not None else 0)
    has_all_drills = all(plan.missing == alone.missing for plan, alone in found)
    if master is None or not has_all_drills:
        return 0
    if not all(master.gives_way.allows(plan.breaches, alone.breaches) for plan, alone in found):
        return 0
    return max(0, master.bound - sum(incumbent.breach_points for incumbent in incumbents))


def _has_room(classes: Sequence[CampusClass], capacity: Capacity, schools: SchoolsADay) -> bool:
    """Check whether all visits that campuses want when alone fit on those dates without extra points."""
    wanted: Counter[tuple[str, object]] = Counter()
    for campus_class in classes:
        problem, alone = campus_class.problem, campus_class.alone
        for visit in (*visits_of(problem, alone), *schools.uses_of(problem, alone)):
            wanted[visit] += campus_class.campuses
    return all(wanted[visit] <= limit.free for visit, limit in capacity.items())
