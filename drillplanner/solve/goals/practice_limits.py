"""The limits that only good practice sets, as linear terms: missing drills, dates to avoid, times of the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import AvoidedDates, Floor, TimeOfDay, TimeSpan, minutes_of
from drillplanner.solve.goals.weekly_periods import weekly_periods
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem, DayChoice
from drillplanner.solve.problem.slots import Slot


def held_by_day(scenarios: Iterable[str], variables: CampusVariables) -> dict[int, list[IntVar]]:
    """Return the variables of these scenarios by day, in order of days. At most one of an ordinal's is 1."""
    wanted = frozenset(scenarios)
    by_day: dict[int, list[IntVar]] = defaultdict(list)
    for index, scenario in enumerate(variables.problem.scenarios):
        if scenario.scenario_id in wanted:
            for day in variables.problem.possible_days[index]:
                by_day[day].append(variables.held[index, day])
    return dict(sorted(by_day.items()))


def without_avoided_dates(problem: CampusProblem) -> CampusProblem:
    """Return the problem without the drills that are limited on dates to avoid."""
    avoided = [
        (frozenset(limit.scenarios), frozenset(limit.dates))
        for limit in problem.limits.avoided
        if limit.practice is not None
    ]
    if not avoided:
        return problem
    return problem.restricted(
        frozenset(
            (index, day)
            for index, days in enumerate(problem.possible_days)
            for day in days
            if not any(
                problem.scenarios[index].scenario_id in scenarios and problem.days[day].date in dates
                for scenarios, dates in avoided
            )
        )
    )


def shortfall(limit: Floor, variables: CampusVariables) -> list[IntVar]:
    """Return one term: how many drills are missing between the limit's dates; made on first use."""
    if limit in variables.shortfalls:
        return [variables.shortfalls[limit]]
    days = variables.problem.days
    counted = [
        drill
        for day, drills in held_by_day(limit.scenarios, variables).items()
        if limit.first <= days[day].date <= limit.last
        for drill in drills
    ]
    missing = variables.shortfalls[limit] = variables.model.new_int_var(0, limit.least, "")
    variables.model.add(LinearExpr.sum([*counted, missing]) >= limit.least)
    return [missing]


def on_avoided_dates(limit: AvoidedDates, variables: CampusVariables) -> list[IntVar]:
    """Return each drill on one of the dates."""
    days, dates = variables.problem.days, frozenset(limit.dates)
    by_day = held_by_day(limit.scenarios, variables)
    return [drill for day, drills in by_day.items() if days[day].date in dates for drill in drills]


def outside_share(limit: TimeOfDay, variables: CampusVariables) -> list[IntVar]:
    """Return terms whose sum is the number of drills at these times beyond the share."""
    at_times = list(drills_at(limit, variables))
    if not limit.most_percent or not at_times:
        return at_times
    every = [drill for drills in held_by_day(limit.scenarios, variables).values() for drill in drills]
    beyond = variables.model.new_int_var(0, len(variables.problem.days), "")
    # The share, rounded up, is the largest whole number below the share and 1.
    variables.model.add(
        100 * LinearExpr.sum(at_times) - limit.most_percent * LinearExpr.sum(every) - 100 * beyond <= 99
    )
    return [beyond]


def drills_at(limit: TimeOfDay, variables: CampusVariables) -> Iterator[IntVar]:
    """Yield variables whose sum is the number of drills at the limit's times; fewer in a model without periods."""
    problem = variables.problem
    minutes = {
        number: problem.scenarios[group.scenarios[0]].minutes
        for number, group in enumerate(problem.groups)
        if problem.scenarios[group.scenarios[0]].scenario_id in limit.scenarios
    }
    if not variables.has_periods:
        for period in weekly_periods(variables):
            length = minutes.get(period.group)
            if length is not None and is_at_times(limit, period.slot, period.day, length):
                yield period.drills
        return
    for (number, day, name), placed in variables.placed.items():
        if number in minutes:
            slot = problem.slot(problem.groups[number].scenarios[0], day, name)
            if is_at_times(limit, slot, problem.days[day], minutes[number]):
                yield placed


def is_at_times(limit: TimeOfDay, slot: Slot, day: DayChoice, minutes: int) -> bool:
    """Check whether a drill of that length in the slot is at the times of which only a share may be."""
    return _is_within(limit.span, slot, day, minutes) is not limit.is_outside


def _is_within(span: TimeSpan, slot: Slot, day: DayChoice, minutes: int) -> bool:
    if span.moments:
        return not set(span.moments).isdisjoint(slot.tags)
    if span.minutes_from_bells is not None:
        after, before = day.first_bell + span.minutes_from_bells, day.last_bell - span.minutes_from_bells
        return slot.is_bell_period and (slot.start < after or slot.start + minutes > before)
    since = 0 if span.since is None else minutes_of(span.since)
    return slot.start >= since and (span.until is None or slot.start < minutes_of(span.until))


def missing_drills(problem: CampusProblem, held: Iterable[tuple[int, int]], limit: Floor) -> int:
    """Return how many drills of a limit are missing among these (scenario, day) pairs."""
    found = sum(
        problem.scenarios[scenario].scenario_id in limit.scenarios
        and limit.first <= problem.days[day].date <= limit.last
        for scenario, day in held
    )
    return max(0, limit.least - found)
