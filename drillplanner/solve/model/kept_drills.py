"""Orders and the past as constraints: what must stand, and how many drills do not stay as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drillplanner.cp_sat import IntVar, LinearExpr
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem, days_between
from drillplanner.solve.problem.plans import Placement
from drillplanner.solve.problem.previous_plan import KeptDrill


def constrain_pins(variables: CampusVariables) -> None:
    """A drill stands for each pin, and wherever one is asked for; on a pin's day there is nothing else."""
    problem = variables.problem
    for pin in problem.pins:
        held = [
            variables.held[scenario, day]
            for day in days_between(problem.days, pin.date, pin.date)
            for scenario, one in enumerate(problem.scenarios)
            if pin.asks_for(one) and (scenario, day) in variables.held
        ]
        variables.model.add(LinearExpr.sum(held) >= 1)
    for pairs in problem.required_pairs:
        there = [variables.held[pair] for pair in sorted(pairs) if pair in variables.held]
        variables.model.add(LinearExpr.sum(there) >= 1)


def constrain_settled(variables: CampusVariables) -> None:
    """Settled drills stand as they were held, with the agencies that came; planned ones too where all stay."""
    past = variables.problem.past
    came: dict[tuple[str, frozenset[int], int], bool] = {}
    for one in past.fixed if past is not None else ():
        # A problem may be cut down to the days of a plan, in which all of these are.
        if (one.scenario, one.day) not in variables.held:
            continue
        variables.model.add(variables.held[one.scenario, one.day] == 1)
        for key in _visits(variables, one):
            came[key] = came.get(key, False) or key[0] in one.resource_ids
    for key, is_so in came.items():
        variables.model.add(variables.visit[key] == int(is_so))


def unmoved_variables(variables: CampusVariables) -> list[IntVar]:
    """For each planned drill that can stay, a variable that is 1 only if it does.

    Day, scenario and agencies must be the same, and the period where there are periods: without them more may
    seem to stay, so that the number moved is a bound.
    """
    model, past = variables.model, variables.problem.past
    found = []
    for one in past.planned if past is not None and not past.all_stay else ():
        visits: dict[str, list[IntVar]] = {}
        for key in _visits(variables, one):
            visits.setdefault(key[0], []).append(variables.visit[key])
        held = variables.held.get((one.scenario, one.day))
        if held is None or any(resource_id not in visits for resource_id in one.resource_ids):
            continue
        kept = model.new_bool_var("")
        model.add_implication(kept, held)
        if variables.has_periods:
            group = variables.problem.group_of[one.scenario]
            model.add_implication(kept, variables.placed[group, one.day, one.period])
        for resource_id, coming in visits.items():
            if resource_id in one.resource_ids:
                model.add(kept <= LinearExpr.sum(coming))
            else:
                model.add(LinearExpr.sum(coming) + kept <= 1)
        found.append(kept)
    return found


def _visits(variables: CampusVariables, one: KeptDrill) -> list[tuple[str, frozenset[int], int]]:
    """The keys of the visits to that drill: agency, set of scenarios, day."""
    return [key for key in variables.visit if key[2] == one.day and one.scenario in key[1]]


def count_moved(problem: CampusProblem, placements: Iterable[Placement]) -> int:
    """How many drills of the plan as it was do not stay as they were; 0 where the year is planned anew."""
    past = problem.past
    if past is None:
        return 0
    there = {_key_of_placement(placement) for placement in placements}
    return past.displaced + sum(_key_of_kept(one) not in there for one in past.planned)


def fewest_moved_with(problem: CampusProblem, kept: int) -> int:
    """How many drills are moved where so many planned ones are counted to stay."""
    past = problem.past
    if past is None:
        return 0
    return past.displaced + (0 if past.all_stay else len(past.planned) - kept)


def unavoidable_moves(problems: Iterable[CampusProblem]) -> int:
    """How many drills are moved whatever is done."""
    return sum(problem.past.displaced for problem in problems if problem.past is not None)


def ids_of_kept(problem: CampusProblem, placements: Sequence[Placement]) -> dict[Placement, str]:
    """The ids of the drills of the plan as it was that stand as they stood, by placement."""
    past = problem.past
    if past is None:
        return {}
    by_place = {_key_of_kept(one): one.drill_id for one in past.planned}
    settled = {(one.scenario, one.day, one.period): one.drill_id for one in past.settled}
    found = {}
    for placement in placements:
        drill_id = settled.get((placement.scenario, placement.day, placement.period)) or by_place.get(
            _key_of_placement(placement)
        )
        if drill_id is not None:
            found[placement] = drill_id
    return found


def _key_of_kept(one: KeptDrill) -> tuple[int, int, str, frozenset[str]]:
    return one.scenario, one.day, one.period, frozenset(one.resource_ids)


def _key_of_placement(one: Placement) -> tuple[int, int, str, frozenset[str]]:
    return one.scenario, one.day, one.period, frozenset(one.resource_ids)
