"""Replan campuses that share a building: a drill that all of them hear moves at all of them.

The campuses of a broken building are solved as one, with the fewest moved drills, on the capacity left elsewhere.
The resulting alarms are then fixed, and the district is repaired like any other. Other buildings keep their
alarms.

No plan moves fewer drills than one in which every campus drills separately, and none moves fewer at a building
than its campuses need together with every resource to themselves. The greater number is the bound.

If a plan has the same tiers before points as its campuses alone, with all minutes of periods open, its points are
at least theirs, whatever the alarms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.model import Campus, Drill, DrillType, Workspace
from drillplanner.model.district.district import shared_buildings
from drillplanner.progress import Progress
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.campus.uncertain_duties import without_unmeetable_uncertain
from drillplanner.solve.coupling.alarm_agreement import agreed_alarms
from drillplanner.solve.district.parallel import search_in_order
from drillplanner.solve.explain.infeasibility import out_of_time, raise_if_buildings_infeasible
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, SolveOutcome
from drillplanner.solve.problem.previous_plan import PreviousPlan, start_of
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import resource_ids_of
from drillplanner.solve.problem.shared_alarms import BuildingAlarms, alarms_in, rings_whole_building
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.repair.fewest_moves import RepairedPlan, repair
from drillplanner.solve.repair.fixed_rest import FixedRest
from drillplanner.solve.solver import SolverSettings


def repair_in_buildings(
    year: YearToPlan, before: Mapping[str, PreviousPlan], settings: SolverSettings, progress: Progress
) -> RepairedPlan:
    """Replan like ``repair``, with the campuses of each building together. Raises like it."""
    workspace = year.workspace
    buildings = shared_buildings(workspace.campuses)
    broken = {
        building: campuses
        for building, campuses in buildings.items()
        if any(before[campus.campus_id].is_broken for campus in campuses)
    }
    together = {campus.campus_id for campuses in broken.values() for campus in campuses}
    previous = {
        campus_id: replace(plan, is_broken=plan.is_broken or campus_id in together)
        for campus_id, plan in before.items()
    }

    def repaired(workspace: Workspace, alarms: Mapping[str, BuildingAlarms]) -> RepairedPlan:
        return repair(replace(year, workspace=workspace), previous, settings, progress, alarms)

    standing = alarms_in(
        (drill for plan in before.values() for drill in plan.planned),
        (task for plan in before.values() for task in (*plan.offers, *plan.new_offers)),
        workspace,
        before,
    )
    if not broken:
        return repaired(workspace, standing)
    separate = repaired(_without_shared_buildings(workspace), {})
    effort = settings.effort(len(workspace.campuses))
    builder = ProblemBuilder(year, previous)
    for campus_id in sorted(separate.late_notices):
        builder = builder.with_late_notices(workspace.campus_by_id[campus_id])
    fixed_rest = FixedRest(year, previous)
    alarms, least = dict(standing), 0
    for campuses in broken.values():
        progress("Bringing the campuses of a building together", 0, len(broken))
        new = _solve_building(campuses, builder, frozenset(separate.dropped_duties), fixed_rest, effort)
        alarms |= new.alarms
        least += new.fewest_moves
    least += sum(
        len(plan.displaced) for campus_id, plan in previous.items() if plan.is_broken and campus_id not in together
    )
    found = _repaired_or_error(lambda: repaired(workspace, alarms), broken)
    at_least = min(found.moved, max(separate.moved_at_least, least))
    gives_way = separate.dropped_duties or separate.late_notices or found.dropped_duties or found.late_notices
    points = 0 if gives_way else _least_points(found, builder, fixed_rest, effort, settings.workers)
    bound = min(found.solution.cost, points)
    proven = bound == found.solution.cost and found.moved == at_least
    solution = replace(found.solution, status="optimal" if proven else "feasible", bound=bound)
    return replace(found, solution=solution, moved_at_least=at_least)


def _least_points(
    found: RepairedPlan, builder: ProblemBuilder, fixed_rest: FixedRest, effort: Effort, workers: int
) -> int:
    """Return the least points of a plan with as few moves, drills, breaches, and visits, whatever the alarms.

    Each campus needs at least as many of each as alone. If the plan has no more in all, each campus has exactly as
    many, and costs at least what it costs alone. Otherwise the bound is 0.
    """
    campuses = [campus for campus in builder.workspace.campuses if campus.campus_id in found.solved]
    problems = [_problem(campus, builder, frozenset()) for campus in campuses]
    if tuple(duty.duty_id for problem in problems for duty in problem.set_aside) != found.solution.set_aside:
        return 0
    alone = search_in_order(
        lambda problem, effort: solve_together((problem,), ResourceUse(), effort), problems, effort, workers
    )
    if not all(outcome.plans for outcome in alone) or _tiers_of(found, builder.workspace) != _sum(alone):
        return 0
    visits = sum(outcome.visits for outcome in alone)
    days = fixed_rest.points_with(dict.fromkeys(found.solved, ())) + fixed_rest.use_without(
        found.solved
    ).least_points_added(visits)
    return sum(outcome.bound for outcome in alone) + days


def _tiers_of(found: RepairedPlan, workspace: Workspace) -> tuple[int, int, int, int]:
    by_id = workspace.campus_by_id
    solution = found.solution
    visits = sum(len(resource_ids_of(drill, by_id[drill.campus_id])) for drill in solution.drills)
    return found.moved, solution.size, found.solution.breaches, visits


def _sum(outcomes: Sequence[SolveOutcome]) -> tuple[int, ...]:
    return tuple(sum(counts) for counts in zip(*(outcome.tiers for outcome in outcomes), strict=True))


@dataclass(frozen=True)
class _NewAlarms:
    """The alarms of a building by campus id, and the least number of moved drills there."""

    alarms: Mapping[str, BuildingAlarms]
    fewest_moves: int


def _solve_building(
    campuses: Sequence[Campus],
    builder: ProblemBuilder,
    dropped: frozenset[str],
    fixed_rest: FixedRest,
    effort: Effort,
) -> _NewAlarms:
    """Solve the building as one model. Raises InfeasibleError, with the explanation, or OutOfTimeError."""
    problems = tuple(_problem(campus, builder, dropped) for campus in campuses)
    outcome = solve_together(problems, fixed_rest.use_without({campus.campus_id for campus in campuses}), effort)
    free = outcome if _is_least(outcome, problems) else solve_together(problems, ResourceUse(), effort)
    if free.status == "infeasible":
        raise_if_buildings_infeasible((problems,), builder, effort)
    # If no capacity is left, the other campuses' visits may have to move as well.
    chosen = outcome if outcome.plans else free
    if not chosen.plans:
        raise out_of_time(effort)
    planned = (drill for campus in campuses for drill in builder.before[campus.campus_id].planned)
    return _NewAlarms(
        agreed_alarms(problems, chosen.plans, builder.workspace, _minutes(planned, builder.workspace)),
        free.fewest_moves if free.plans else 0,
    )


def _problem(campus: Campus, builder: ProblemBuilder, dropped: frozenset[str]) -> CampusProblem:
    duties = builder.year.duties_at(campus.campus_id)
    owed = tuple(duty for duty in duties if duty.duty_id not in dropped)
    plain = builder.problem_of(campus, owed, tuple(duty for duty in duties if duty.duty_id in dropped))
    return plain if dropped else without_unmeetable_uncertain((plain,), builder.problem_of)[0]


def _is_least(outcome: SolveOutcome, problems: Sequence[CampusProblem]) -> bool:
    """Whether nothing moves but what moves whatever is done."""
    displaced = sum(problem.past.displaced for problem in problems if problem.past is not None)
    return bool(outcome.plans) and outcome.moves == displaced


def _minutes(planned: Iterable[Drill], workspace: Workspace) -> dict[tuple[date, DrillType], int]:
    """When the drills that stand ring, in minutes since midnight."""
    return {
        (drill.date, drill.drill_type): start_of(drill)
        for drill in planned
        if rings_whole_building(drill, workspace.district)
    }


def _repaired_or_error(
    repaired: Callable[[], RepairedPlan], broken: Mapping[str, Sequence[Campus]]
) -> RepairedPlan:
    """Repair the district with these alarms; raise OutOfTimeError if they leave no plan, since others may."""
    try:
        return repaired()
    except InfeasibleError as error:
        names = "; ".join(" and ".join(campus.name for campus in campuses) for campuses in broken.values())
        raise OutOfTimeError(
            f"No plan was found in which the campuses of one building ({names}) go on holding together what all "
            "of it hears, and none is proven impossible. Maybe pin one of their drills in district.yaml, or leave "
            "'building' empty in campuses.csv and agree on the days by hand."
        ) from error


def _without_shared_buildings(workspace: Workspace) -> Workspace:
    """Return the workspace in which campuses of one building share visits, but hold no drills together."""
    district = workspace.district.model_copy(update={"whole_building": ()})
    return workspace.model_copy(update={"district": district})
