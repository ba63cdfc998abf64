"""From years of campuses in one building, found as one, to the alarms on which they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from drillplanner.model import DrillType, Workspace
from drillplanner.solve.model.alarm_coupling import is_during_school, shared_drill_types
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Placement
from drillplanner.solve.problem.resources import Resource
from drillplanner.solve.problem.shared_alarms import (
    Alarm,
    BuildingAlarms,
    NeighborCampus,
    audible_scenarios_at,
    sessions_at,
)
from drillplanner.solve.problem.slots import Slot

#: What one alarm is known by before it has a minute; a building holds one drill of a kind on a day.
_Kind = tuple[date, DrillType]
#: A drill that is to be at the alarm, with the campus and where it was placed.
_There = tuple[CampusProblem, Placement, Slot]


def agreed_alarms(
    problems: Sequence[CampusProblem],
    plans: Sequence[CampusPlan],
    workspace: Workspace,
    standing: Mapping[_Kind, int] | None = None,
) -> dict[str, BuildingAlarms]:
    """The alarms of campuses of one building, by campus id, in these years of theirs.

    Those that stand, given in minutes since midnight, keep their minute where it suits all.
    """
    there: dict[_Kind, list[_There]] = defaultdict(list)
    for problem, plan in zip(problems, plans, strict=True):
        for placement in plan.placements:
            if placement.scenario in problem.open_alarm_scenarios and not _is_past(problem, placement.day):
                kind = problem.days[placement.day].date, problem.scenarios[placement.scenario].drill_type
                there[kind].append(
                    (problem, placement, problem.slot(placement.scenario, placement.day, placement.period))
                )
    rung: dict[str, list[Alarm]] = defaultdict(list)
    for (on, drill_type), some in sorted(there.items()):
        together = [one for one in some if _is_shared(one, some)]
        if together:
            start = _minute(together, (standing or {}).get((on, drill_type)))
            for problem, _, _ in together:
                rung[problem.campus.campus_id].append(Alarm(on, drill_type, start))
    sessions = {problem.campus.campus_id: sessions_at(problem.campus, workspace) for problem in problems}
    return {
        problem.campus.campus_id: BuildingAlarms(
            tuple(rung[problem.campus.campus_id]),
            tuple(
                NeighborCampus(shared_drill_types(other), sessions[other.campus.campus_id])
                for other in problems
                if other is not problem
            ),
            audible_scenarios_at(problem.campus, workspace),
        )
        for problem in problems
    }


def _is_past(problem: CampusProblem, day: int) -> bool:
    past = problem.past
    return past is not None and (day < past.first_open or day in past.closed_days)


def _is_shared(one: _There, some: Sequence[_There]) -> bool:
    """Whether another campus holds the drill with it: it has school then, or would miss it otherwise."""
    problem, placement, slot = one
    minutes = problem.scenarios[placement.scenario].minutes
    return any(
        is_during_school(slot, minutes, other.days[there.day])
        or is_during_school(other_slot, other.scenarios[there.scenario].minutes, problem.days[placement.day])
        for other, there, other_slot in some
        if other is not problem
    )


def _minute(together: Sequence[_There], standing: int | None) -> int:
    """When the alarm rings: as it stands, or at the usual minute of the latest, or as near as suits all."""
    first, last = max(slot.earliest for _, _, slot in together), min(slot.latest for _, _, slot in together)
    for problem, placement, _ in together:
        minutes = problem.scenarios[placement.scenario].minutes
        for resource in problem.resources:
            if resource.resource_id in placement.resource_ids:
                first, last = _within_hours(resource, first, last, minutes)
    if standing is not None and first <= standing <= last:
        return standing
    return max(first, min(max(slot.start for _, _, slot in together), last))


def _within_hours(resource: Resource, first: int, last: int, minutes: int) -> tuple[int, int]:
    """Return the starts at which the resource is open too; all of them if it never is."""
    left = max(first, resource.opens), min(last, resource.closes - minutes)
    return left if left[0] <= left[1] else (first, last)
