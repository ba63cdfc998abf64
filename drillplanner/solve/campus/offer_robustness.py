"""Check whether a plan holds on each date that it offers, by moving the drill and solving again."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.cp_sat import FEASIBLE, OPTIMAL, CpModel
from drillplanner.solve.campus.campus_model import build_campus
from drillplanner.solve.model.runs import solver_for
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, ModelOptions, Placement
from drillplanner.solve.problem.resource_use import ResourceUse

#: Drills and periods are given, so hardly anything is left to search.
_EFFORT = Effort(20.0, 0)


def holds_on_every_offered_date(problem: CampusProblem, plan: CampusPlan) -> bool:
    """Check whether all duties except offers are met with the drill on each offered date.

    No date may be offered for two drills, since both could be picked.
    """
    drills: dict[int, Placement] = {}
    for offered in plan.offers:
        (drill,) = [placement for placement in plan.placements if placement.day in offered.days]
        if any(drills.setdefault(day, drill) != drill for day in offered.days):
            return False
        others = [placement for placement in plan.placements if placement != drill]
        for day in offered.days:
            if day != drill.day and not _is_lawful(problem, [*others, replace(drill, day=day)]):
                return False
    return True


def _is_lawful(problem: CampusProblem, placements: list[Placement]) -> bool:
    # An offered date may be outside the days to which the choice was narrowed.
    wide = replace(problem, possible_days=problem.open_days)
    settled = wide.restricted(frozenset((placement.scenario, placement.day) for placement in placements))
    model = CpModel()
    variables = build_campus(model, settled, ResourceUse(), ModelOptions(periods=True, offering=False))
    for placement in placements:
        group_and_day = problem.group_of[placement.scenario], placement.day
        model.add(variables.held[placement.scenario, placement.day] == 1)
        model.add(variables.placed[(*group_and_day, placement.period)] == 1)
        for resource in problem.resources:
            visits = [
                visit
                for (resource_id, scenario_set, day), visit in variables.visit.items()
                if resource_id == resource.resource_id
                and day == placement.day
                and placement.scenario in scenario_set
            ]
            model.add(sum(visits) == int(resource.resource_id in placement.resource_ids))
    return solver_for(_EFFORT).solve(model) in (OPTIMAL, FEASIBLE)
