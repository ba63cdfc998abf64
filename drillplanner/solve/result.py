"""From a campus's placements to drills of the model, with names, times and credits."""

from __future__ import annotations

from collections import Counter

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Count, Cover
from drillplanner.model import Audience, Drill, Scenario, clock_of
from drillplanner.solve.plans import CampusPlan, Placement
from drillplanner.solve.problem import CampusProblem, placed_at, selects


def drills_of(problem: CampusProblem, plan: CampusPlan) -> tuple[Drill, ...]:
    """The campus's drills in order of date. A drill is named by campus, type and its number in the year."""
    ordinals: Counter[str] = Counter()
    drills = []
    for placement in plan.placements:
        scenario = problem.scenarios[placement.scenario]
        ordinals[scenario.drill_type] += 1
        drills.append(_drill(problem, placement, scenario, ordinals[scenario.drill_type]))
    return tuple(drills)


def _drill(problem: CampusProblem, placement: Placement, scenario: Scenario, ordinal: int) -> Drill:
    bell = problem.period(placement.day, placement.period)
    start, end = placed_at(scenario.minutes, bell)
    campus = problem.campus
    return Drill(
        drill_id=f"{campus.campus_id}-{scenario.drill_type.replace('_', '-')}-{ordinal:02d}",
        campus_id=campus.campus_id,
        drill_type=scenario.drill_type,
        date=problem.days[placement.day].date,
        scenario_id=scenario.scenario_id,
        format=scenario.format,
        audience=scenario.audience,
        grades=() if scenario.audience is Audience.STAFF else campus.grades,
        start=clock_of(start),
        end=clock_of(end),
        period=bell.name,
        period_tags=bell.tags,
        route=scenario.route,
        announced=scenario.announced,
        agencies=placement.agencies,
        credits=tuple(duty.duty_id for duty in problem.duties if _counts_for(problem, placement, scenario, duty)),
    )


def _counts_for(problem: CampusProblem, placement: Placement, scenario: Scenario, duty: Duty) -> bool:
    on = problem.days[placement.day].date
    if not duty.window.first <= on <= duty.window.last:
        return False
    requirement = duty.mandate.requirement
    if isinstance(requirement, Cover):
        return scenario.drill_type == duty.window.key
    if not isinstance(requirement, Count) or requirement.min is None:
        return False
    match = requirement.match
    present = {agency.kind for agency in problem.agencies if agency.agency_id in placement.agencies}
    return selects(match, scenario) and (match.agency is None or match.agency in present)
