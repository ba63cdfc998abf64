"""Whole bounds for shares of the drills, once it is known how many drills the year has.

A share such as "at most a quarter" has a fractional linear relaxation while the number that it is a share of is
open, which slows the search down. The number is mostly not open: a year holds as few drills as its duties need, so
what other duties need is no part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from drillplanner.cp_sat import LinearExpr
from drillplanner.solve.goals.practice_limits import drills_at
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.requirements import still_owed


def add_share_bounds(variables: CampusVariables, drills: int) -> None:
    """Bound what good practice allows at some times by a share of the most drills that there can be.

    For a model in which the campus holds this number of drills. Practice counts if rows keep it
    (``CampusVariables.kept``). No year is lost by it.
    """
    limits = variables.problem.limits.times
    shares = [limit for limit in limits if limit.practice in variables.kept and limit.most_percent]
    needed = _needed_apart(variables) if shares else ()
    for limit in shares:
        others = _most_needed(needed, outside=_with_ids(limit.scenarios, variables))
        # The share is rounded up, as where the drills are counted.
        most = -(-limit.most_percent * max(0, drills - others) // 100)
        if at_times := list(drills_at(limit, variables)):
            variables.model.add(LinearExpr.sum(at_times) <= most)


#: Scenarios by index, and how many drills of them every year holds at least.
_Needed = tuple[frozenset[int], int]


def _needed_apart(variables: CampusVariables) -> tuple[_Needed, ...]:
    """Return what each mandate and each practice needs, the highest numbers first."""
    by_source: dict[tuple[str, frozenset[int]], list[_Span]] = defaultdict(list)
    for source, scenarios, span in _spans(variables):
        by_source[source, scenarios].append(span)
    needed = [(scenarios, _sum_of_disjoint(spans)) for (_, scenarios), spans in by_source.items()]
    return tuple(sorted(needed, key=lambda each: (-each[1], sorted(each[0]))))


#: The last and the first date on which drills count, and how many are needed.
_Span = tuple[date, date, int]


def _spans(variables: CampusVariables) -> Iterator[tuple[str, frozenset[int], _Span]]:
    """Yield the mandate or practice, the scenarios, and the dates of each number of drills that is needed."""
    problem = variables.problem
    replaceable = {allowance.instead_of for allowance in problem.allowances}
    for duty in problem.duties:
        demand, mandate_id = duty.demand, duty.mandate.mandate_id
        if demand is None or mandate_id in replaceable or not problem.days_of(duty):
            continue
        sure, unsure = variables.matching_scenarios(demand.match)
        span = duty.window.last, duty.window.first, still_owed(duty, problem.events)
        yield mandate_id, frozenset((*sure, *unsure)), span
    for floor in problem.limits.floors:
        if floor.practice in variables.kept:
            yield floor.rule, _with_ids(floor.scenarios, variables), (floor.last, floor.first, floor.least)


def _sum_of_disjoint(spans: list[_Span]) -> int:
    """Return the sum over spans that do not overlap, the earliest to end first."""
    total, free_after = 0, date.min
    for last, first, number in sorted(spans):
        if first > free_after:
            total, free_after = total + number, last
    return total


def _most_needed(needed: tuple[_Needed, ...], outside: frozenset[int]) -> int:
    """Return how many drills are surely held of scenarios other than those in ``outside``."""
    total, counted = 0, set(outside)
    for scenarios, number in needed:
        if counted.isdisjoint(scenarios):
            total, counted = total + number, counted | scenarios
    return total


def _with_ids(ids: tuple[str, ...], variables: CampusVariables) -> frozenset[int]:
    return frozenset(
        index for index, scenario in enumerate(variables.problem.scenarios) if scenario.scenario_id in ids
    )
