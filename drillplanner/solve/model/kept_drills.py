"""Constraints for fixed dates and previous drills, and the count of moved drills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.model import Pin, minutes_of
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem, days_between
from drillplanner.solve.problem.plans import Placement
from drillplanner.solve.problem.previous_plan import KeptDrill
from drillplanner.solve.problem.slots import Slot


def constrain_pins(variables: CampusVariables) -> None:
    """Hold a drill for each pin, and one of each required set of pairs."""
    problem = variables.problem
    for pin in problem.pins:
        if _is_on_crowded_day(pin, variables):
            continue
        held = [
            variables.held[index, day]
            for day in days_between(problem.days, pin.date, pin.date)
            for index, scenario in enumerate(problem.scenarios)
            if pin.asks_for(scenario) and (index, day) in variables.held
        ]
        variables.model.add(LinearExpr.sum(held) >= 1)
    _assign_pins([pin for pin in problem.pins if _is_on_crowded_day(pin, variables)], variables)
    for pairs in problem.required_pairs:
        held = [variables.held[pair] for pair in sorted(pairs) if pair in variables.held]
        variables.model.add(LinearExpr.sum(held) >= 1)


def _is_on_crowded_day(pin: Pin, variables: CampusVariables) -> bool:
    days = days_between(variables.problem.days, pin.date, pin.date)
    return any(day in variables.crowded_days for day in days)


def _assign_pins(pins: Sequence[Pin], variables: CampusVariables) -> None:
    """Hold a drill for each pin on a day that may hold several, at its time; one drill may fulfill two pins."""
    problem, model = variables.problem, variables.model
    for pin in pins:
        ways = []
        for (scenario, day), held in variables.held.items():
            if problem.days[day].date != pin.date or not pin.asks_for(problem.scenarios[scenario]):
                continue
            slots = [slot for slot in variables.slots(scenario, day) if _is_at_time_of(pin, slot)]
            if not slots:
                continue
            way = model.new_bool_var("")
            model.add_implication(way, held)
            if variables.has_periods:
                group = problem.group_of[scenario]
                model.add(way <= LinearExpr.sum([variables.placed[group, day, slot.period] for slot in slots]))
            ways.append(way)
        model.add(LinearExpr.sum(ways) >= 1)


def _is_at_time_of(pin: Pin, slot: Slot) -> bool:
    """Check whether a drill in the slot is at the pin's time."""
    if pin.start is not None:
        return slot.earliest <= minutes_of(pin.start) <= slot.latest
    return pin.period is None or pin.period in {slot.period, *(moment.period for moment in slot.by_grades)}


def constrain_settled(variables: CampusVariables) -> None:
    """Fix settled drills as they were held, with the resources they used; planned drills too if all stay."""
    past = variables.problem.past
    is_used: dict[tuple[str, frozenset[int], int], bool] = {}
    for drill in past.fixed if past is not None else ():
        # A problem restricted to the days of a plan has all of these drills anyway.
        if drill.day in variables.crowded_days - variables.recorded_days:
            if ways := _ways_to_stay(variables, drill):
                variables.model.add(LinearExpr.sum([way for way, _ in ways]) == 1)
            continue
        if (drill.scenario, drill.day) not in variables.held:
            continue
        variables.model.add(variables.held[drill.scenario, drill.day] == 1)
        for key in _visits(variables, drill, drill.scenario):
            is_used[key] = is_used.get(key, False) or key[0] in drill.resource_ids
    for key, used in is_used.items():
        variables.model.add(variables.visit[key] == int(used))


def unmoved_variables(variables: CampusVariables) -> list[IntVar]:
    """Return a variable for each planned drill that can stay; it is 1 only if the drill stays.

    Day, scenario, and resources must be the same, and the period if the model has periods. Without periods more
    drills may seem to stay, so the number of moves is a bound.
    """
    model, past = variables.model, variables.problem.past
    found = []
    used: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
    for drill in past.planned if past is not None and not past.all_stay else ():
        ways = _ways_to_stay(variables, drill)
        for way, key in ways:
            used[key].append(way)
        if len(ways) == 1:
            found.append(ways[0][0])
        elif ways:
            # The drill is the first of the day, or the second, and so on.
            stays = model.new_bool_var("")
            model.add(LinearExpr.sum([way for way, _ in ways]) == stays)
            found.append(stays)
    for ways_of_copy in used.values():
        if len(ways_of_copy) > 1:
            model.add_at_most_one(ways_of_copy)
    return found


def _ways_to_stay(variables: CampusVariables, drill: KeptDrill) -> list[tuple[IntVar, tuple[int, int]]]:
    """Return a variable for each copy of its scenario as which the drill can stay, with (scenario, day)."""
    model = variables.model
    found = []
    for scenario in variables.problem.copies_of(drill.scenario):
        visits: dict[str, list[IntVar]] = {}
        for key in _visits(variables, drill, scenario):
            visits.setdefault(key[0], []).append(variables.visit[key])
        held = variables.held.get((scenario, drill.day))
        if held is None or any(resource_id not in visits for resource_id in drill.resource_ids):
            continue
        stays = model.new_bool_var("")
        model.add_implication(stays, held)
        if variables.has_periods:
            group = variables.problem.group_of[scenario]
            model.add_implication(stays, variables.placed[group, drill.day, drill.period])
        for resource_id, coming in visits.items():
            if resource_id in drill.resource_ids:
                model.add(stays <= LinearExpr.sum(coming))
            else:
                model.add(LinearExpr.sum(coming) + stays <= 1)
        found.append((stays, (scenario, drill.day)))
    return found


def _visits(variables: CampusVariables, drill: KeptDrill, scenario: int) -> list[tuple[str, frozenset[int], int]]:
    """Return the keys of the drill's visits if it is this copy of its scenario: resource, scenario set, day."""
    return [key for key in variables.visit if key[2] == drill.day and scenario in key[1]]


def count_moved(problem: CampusProblem, placements: Iterable[Placement]) -> int:
    """Return the number of previous drills that do not stay as they were; 0 without a previous plan."""
    past = problem.past
    if past is None:
        return 0
    placed = {_key_of_placement(problem, placement) for placement in placements}
    return past.displaced + sum(_key_of_kept(drill) not in placed for drill in past.planned)


def fewest_moved_with(problem: CampusProblem, kept: int) -> int:
    """Return the number of moved drills if ``kept`` planned drills stay."""
    past = problem.past
    if past is None:
        return 0
    return past.displaced + (0 if past.all_stay else len(past.planned) - kept)


def unavoidable_moves(problems: Iterable[CampusProblem]) -> int:
    """Return the number of drills that move in every plan."""
    return sum(problem.past.displaced for problem in problems if problem.past is not None)


def ids_of_kept(problem: CampusProblem, placements: Sequence[Placement]) -> dict[Placement, str]:
    """Return the ids of previous drills that stay as they were, by placement."""
    past = problem.past
    if past is None:
        return {}
    by_place = {_key_of_kept(drill): drill.drill_id for drill in past.planned}
    settled = {(drill.scenario, drill.day, drill.period): drill.drill_id for drill in past.settled}
    found = {}
    for placement in placements:
        scenario = problem.first_copy_of(placement.scenario)
        drill_id = settled.get((scenario, placement.day, placement.period)) or by_place.get(
            _key_of_placement(problem, placement)
        )
        if drill_id is not None:
            found[placement] = drill_id
    return found


def _key_of_kept(drill: KeptDrill) -> tuple[int, int, str, frozenset[str]]:
    return drill.scenario, drill.day, drill.period, frozenset(drill.resource_ids)


def _key_of_placement(problem: CampusProblem, drill: Placement) -> tuple[int, int, str, frozenset[str]]:
    scenario = problem.first_copy_of(drill.scenario)
    return scenario, drill.day, drill.period, frozenset(drill.resource_ids)
