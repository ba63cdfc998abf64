"""Plan a district with shared buildings, trying one choice of alarms after another.

The first choice is best for each building with every resource to itself. If a gap remains, a small district is
solved as one model with open alarms; in a larger one, buildings choose again on the capacity that others leave.
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
    bounds: IndependentBounds,
    finish: Callable[[IndependentBounds], Solution],
    effort: Effort,
    workers: int,
    progress: Progress,
) -> Solution:
    """Return the best plan of a few choices of alarms, with a bound for all. Raises like ``finish``."""
    found, error = _solution_or_error(bounds, finish)
    lower_bound, status = bounds.lower_bound, "unknown"
    if not bounds.infeasible_buildings and not effort.is_over and not _is_best(found, bounds, lower_bound):
        alarms: dict[str, BuildingAlarms] = {}
        if len(bounds.problems) <= WHOLE_DISTRICT:
            whole = solve_together(
                bounds.problems_with_open_alarms, ResourceUse(agency_days=_agency_days(bounds)), effort
            )
            status = whole.status
            if lower_bound is not None and _size(whole) == lower_bound[:3] and whole.plans:
                lower_bound = (*lower_bound[:3], max(lower_bound[3], whole.bound))
            alarms = _alarms_of(bounds, whole) if whole.plans else {}
        elif found is not None:
            alarms = _alarms_on_capacity_left(bounds, found, effort)
        if alarms and not _is_best(found, bounds, lower_bound):
            retried, _ = _solution_or_error(with_alarms(bounds, alarms, effort, workers, progress), finish)
            if retried is not None and (found is None or _cost_key(retried, bounds) < _cost_key(found, bounds)):
                found = retried
    if found is not None:
        return _with_proven_bound(found, bounds, lower_bound)
    if error is not None and not bounds.infeasible_buildings:
        # Other alarms may leave room: only conflicts that hold for all alarms are explained.
        left_out = ", ".join(problem.campus.name for group in _buildings(bounds) for problem in group)
        free = replace(bounds.builder, alarms={})
        raise_if_sharing_infeasible(
            bounds.problems_with_open_alarms, free, left_out, impossible=status == "infeasible", effort=effort
        )
        raise out_of_time(effort, [problem for group in _buildings(bounds) for problem in group]) from error
    raise error or out_of_time(effort, bounds.problems)


def _solution_or_error(
    bounds: IndependentBounds, finish: Callable[[IndependentBounds], Solution]
) -> tuple[Solution | None, InfeasibleError | OutOfTimeError | None]:
    try:
        return finish(bounds), None
    except (InfeasibleError, OutOfTimeError) as error:
        return None, error


def _with_proven_bound(found: Solution, bounds: IndependentBounds, lower_bound: CostKey | None) -> Solution:
    """Return the plan with the status and bound that hold for all choices of alarms."""
    *first, points = _cost_key(found, bounds)
    if lower_bound is None or tuple(first) != lower_bound[:3]:
        return replace(found, status="feasible", bound=0)
    bound = min(lower_bound[3], points)
    return replace(found, status="optimal" if bound == points else "feasible", bound=bound)


def _buildings(bounds: IndependentBounds) -> list[tuple[CampusProblem, ...]]:
    return undecided_buildings(bounds.problems_with_open_alarms, bounds.builder.workspace)


def _is_best(found: Solution | None, bounds: IndependentBounds, lower_bound: CostKey | None) -> bool:
    return found is not None and lower_bound is not None and _cost_key(found, bounds) <= lower_bound


def _cost_key(solution: Solution, bounds: IndependentBounds) -> CostKey:
    by_id = bounds.builder.workspace.campus_by_id
    visits = sum(len(resource_ids_of(drill, by_id[drill.campus_id])) for drill in solution.drills)
    return solution.size, solution.breaches, visits, solution.cost


def _size(outcome: SolveOutcome) -> tuple[int, int, int]:
    return outcome.size, outcome.breaches, outcome.visits


def _agency_days(bounds: IndependentBounds) -> AgencyDayCosts:
    workspace = bounds.builder.workspace
    return AgencyDayCosts.of(workspace.district, len(workspace.campuses))


def _alarms_of(bounds: IndependentBounds, outcome: SolveOutcome) -> dict[str, BuildingAlarms]:
    """Return the alarms of all buildings in a plan of the whole district."""
    plans = {plan.campus_id: plan for plan in outcome.plans}
    found: dict[str, BuildingAlarms] = {}
    for group in _buildings(bounds):
        found |= agreed_alarms(
            group, [plans[problem.campus.campus_id] for problem in group], bounds.builder.workspace
        )
    return found


def _alarms_on_capacity_left(
    bounds: IndependentBounds, found: Solution, effort: Effort
) -> dict[str, BuildingAlarms]:
    """Return the alarms that each building chooses on the capacity that other campuses leave."""
    by_id = bounds.builder.workspace.campus_by_id
    alarms: dict[str, BuildingAlarms] = {}
    for group in _buildings(bounds):
        ids = {problem.campus.campus_id for problem in group}
        in_use = ResourceUse(agency_days=_agency_days(bounds)).with_visits(
            (resource_id, drill.date, hours_of(drill, by_id[drill.campus_id]))
            for drill in found.drills
            if drill.campus_id not in ids
            for resource_id in resource_ids_of(drill, by_id[drill.campus_id])
        )
        outcome = solve_together(group, in_use, effort)
        if outcome.plans:
            alarms |= agreed_alarms(group, outcome.plans, bounds.builder.workspace)
    return alarms
