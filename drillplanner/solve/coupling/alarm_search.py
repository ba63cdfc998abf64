"""The best plan of a district in which campuses share buildings: one choice of alarms after another.

First the alarms that each building wants with every agency to itself. A small district that then has a gap is
solved as one model in which the alarms are open; in a larger one, buildings choose anew on what the others leave.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.progress import Progress
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.coupling.alarm_agreement import agreed_alarms
from drillplanner.solve.coupling.initial_alarms import with_alarms
from drillplanner.solve.district.independent_bounds import CostKey, IndependentBounds
from drillplanner.solve.district.visit_sharing import WHOLE_DISTRICT
from drillplanner.solve.explain.infeasibility import out_of_time, raise_if_sharing_infeasible
from drillplanner.solve.model.alarm_coupling import undecided_buildings
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, Solution, SolveOutcome
from drillplanner.solve.problem.previous_plan import hours_of
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import resource_ids_of
from drillplanner.solve.problem.shared_alarms import BuildingAlarms


def search_alarms(
    begun: IndependentBounds,
    finished: Callable[[IndependentBounds], Solution],
    effort: Effort,
    workers: int,
    progress: Progress,
) -> Solution:
    """The best of a few choices of alarms, with a bound for all. Raises like ``finished``."""
    found, refusal = _solution_or_error(begun, finished)
    floor, status = begun.lower_bound, "unknown"
    if not begun.infeasible_buildings and not effort.is_over and not _is_best(found, begun, floor):
        alarms: dict[str, BuildingAlarms] = {}
        if len(begun.problems) <= WHOLE_DISTRICT:
            whole = solve_together(
                begun.problems_with_open_alarms, ResourceUse(agency_days=_agency_days(begun)), effort
            )
            status = whole.status
            if floor is not None and _size(whole) == floor[:3] and whole.plans:
                floor = (*floor[:3], max(floor[3], whole.bound))
            alarms = _alarms_of(begun, whole) if whole.plans else {}
        elif found is not None:
            alarms = _alarms_beside_others(begun, found, effort)
        if alarms and not _is_best(found, begun, floor):
            again, _ = _solution_or_error(with_alarms(begun, alarms, effort, workers, progress), finished)
            if again is not None and (found is None or _worth(again, begun) < _worth(found, begun)):
                found = again
    if found is not None:
        return _with_proven_bound(found, begun, floor)
    if refusal is not None and not begun.infeasible_buildings:
        # What these alarms leave no room for, others may: only what holds for all of them is told.
        left_out = ", ".join(problem.campus.name for group in _buildings(begun) for problem in group)
        free = replace(begun.maker, alarms={})
        raise_if_sharing_infeasible(
            begun.problems_with_open_alarms, free, left_out, impossible=status == "infeasible"
        )
        raise out_of_time(effort) from refusal
    raise refusal or out_of_time(effort)


def _solution_or_error(
    begun: IndependentBounds, finished: Callable[[IndependentBounds], Solution]
) -> tuple[Solution | None, InfeasibleError | OutOfTimeError | None]:
    try:
        return finished(begun), None
    except (InfeasibleError, OutOfTimeError) as error:
        return None, error


def _with_proven_bound(found: Solution, begun: IndependentBounds, floor: CostKey | None) -> Solution:
    """The plan with what can be claimed of it whenever the alarms ring."""
    *first, points = _worth(found, begun)
    if floor is None or tuple(first) != floor[:3]:
        return replace(found, status="feasible", bound=0)
    bound = min(floor[3], points)
    return replace(found, status="optimal" if bound == points else "feasible", bound=bound)


def _buildings(begun: IndependentBounds) -> list[tuple[CampusProblem, ...]]:
    return undecided_buildings(begun.problems_with_open_alarms, begun.maker.workspace)


def _is_best(found: Solution | None, begun: IndependentBounds, floor: CostKey | None) -> bool:
    return found is not None and floor is not None and _worth(found, begun) <= floor


def _worth(solution: Solution, begun: IndependentBounds) -> CostKey:
    by_id = begun.maker.workspace.campus_by_id
    visits = sum(len(resource_ids_of(drill, by_id[drill.campus_id])) for drill in solution.drills)
    return len(solution.drills), solution.breaches, visits, solution.cost


def _size(outcome: SolveOutcome) -> tuple[int, int, int]:
    return outcome.drills, outcome.breaches, outcome.visits


def _agency_days(begun: IndependentBounds) -> AgencyDayCosts:
    workspace = begun.maker.workspace
    return AgencyDayCosts.of(workspace.district, len(workspace.campuses))


def _alarms_of(begun: IndependentBounds, outcome: SolveOutcome) -> dict[str, BuildingAlarms]:
    """The alarms of all buildings in a plan of the whole district."""
    plans = {plan.campus_id: plan for plan in outcome.plans}
    found: dict[str, BuildingAlarms] = {}
    for group in _buildings(begun):
        found |= agreed_alarms(group, [plans[one.campus.campus_id] for one in group], begun.maker.workspace)
    return found


def _alarms_beside_others(begun: IndependentBounds, found: Solution, effort: Effort) -> dict[str, BuildingAlarms]:
    """The alarms that each building chooses on what all other campuses leave of the agencies."""
    by_id = begun.maker.workspace.campus_by_id
    alarms: dict[str, BuildingAlarms] = {}
    for group in _buildings(begun):
        ids = {problem.campus.campus_id for problem in group}
        taken = ResourceUse(agency_days=_agency_days(begun)).with_visits(
            (resource_id, drill.date, hours_of(drill, by_id[drill.campus_id]))
            for drill in found.drills
            if drill.campus_id not in ids
            for resource_id in resource_ids_of(drill, by_id[drill.campus_id])
        )
        outcome = solve_together(group, taken, effort)
        if outcome.plans:
            alarms |= agreed_alarms(group, outcome.plans, begun.maker.workspace)
    return alarms
