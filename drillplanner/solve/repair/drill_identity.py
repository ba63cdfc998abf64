"""Keep the ids of drills that stay or move in a replan.

Calendars identify a drill by its id, so an entry that moves is changed instead of removed and added again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from drillplanner.model import Drill, Scenario
from drillplanner.solve.campus.drills import credits_of, drill_of, in_learning_order, singly_credited_duties
from drillplanner.solve.model.kept_drills import ids_of_kept
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Placement
from drillplanner.solve.problem.previous_plan import PreviousPlan


def drills_with_previous_ids(problem: CampusProblem, plan: CampusPlan, before: PreviousPlan) -> tuple[Drill, ...]:
    """Return the campus's drills in order of date, with their ids of the previous plan."""
    known = {drill.drill_id: drill for drill in before.drills}
    kept = ids_of_kept(problem, plan.placements)
    owed = singly_credited_duties(problem)
    drills = [
        known[drill_id].model_copy(
            update={"credits": credits_of(problem, placement, _scenario(problem, placement), owed)}
        )
        for placement, drill_id in kept.items()
    ]
    scenarios = dict(in_learning_order(problem, plan))
    free = [placement for placement in plan.placements if placement not in kept]
    gone = [drill for drill in before.drills if drill.drill_id not in set(kept.values()) | before.settled_ids]
    named = _named(problem, free, gone)
    numbers = Counter(_numbers(before.drills))
    for placement in free:
        scenario = scenarios[placement]
        if placement not in named:
            numbers[scenario.drill_type] += 1
            name = scenario.drill_type.replace("_", "-")
            named[placement] = f"{problem.campus.campus_id}-{name}-{numbers[scenario.drill_type]:02d}"
        drills.append(drill_of(problem, placement, scenario, named[placement], owed))
    # Settled drills of a type without scenario, on a day without school, or recorded twice are still facts. The
    # search did not count them for any duty.
    uncounted = [drill for drill in before.settled if drill.drill_id not in set(kept.values())]
    drills += [drill.model_copy(update={"credits": ()}) for drill in uncounted]
    return tuple(sorted(drills, key=lambda drill: (drill.date, drill.drill_id)))


def _scenario(problem: CampusProblem, placement: Placement) -> Scenario:
    return problem.scenarios[placement.scenario]


def _named(problem: CampusProblem, free: Sequence[Placement], gone: Sequence[Drill]) -> dict[Placement, str]:
    """Give the id of each moved drill to the nearest new one of its type, same scenario and agencies first."""
    left = list(free)
    named = {}
    for drill in sorted(gone, key=lambda moved: (moved.date, moved.drill_id)):
        same = [placement for placement in left if _scenario(problem, placement).drill_type is drill.drill_type]
        if same:
            nearest = min(same, key=lambda placement: _distance(problem, placement, drill))
            left.remove(nearest)
            named[nearest] = drill.drill_id
    return named


def _distance(problem: CampusProblem, placement: Placement, drill: Drill) -> tuple[bool, bool, int, int]:
    return (
        _scenario(problem, placement).scenario_id != drill.scenario_id,
        set(problem.agency_ids(placement.resource_ids)) != set(drill.agencies or ()),
        abs((problem.days[placement.day].date - drill.date).days),
        placement.day,
    )


def _numbers(drills: Sequence[Drill]) -> dict[str, int]:
    """Return the highest number in use, by type of drill."""
    highest: dict[str, int] = {}
    for drill in drills:
        number = drill.drill_id.rpartition("-")[2]
        if number.isdigit():
            highest[drill.drill_type] = max(highest.get(drill.drill_type, 0), int(number))
    return highest
