"""The plan made anew where campuses share a building: a drill that all of it hears moves with its twins.

The campuses of a building that is hit are solved as one, with as few moved drills as can be, on what stands
elsewhere; the alarms that come of it then bind each of them, and the district is repaired like any other. A
building that is not hit keeps its alarms.

No plan moves fewer drills than one in which every campus drills for itself, and none fewer at a building
than its campuses need together with every agency to themselves: the greater of the two is the bound.

The points of a plan that takes no more of anything before them than its campuses do when each is by itself, with
all minutes of its periods open, are never fewer than theirs: whenever the alarms ring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.model import Campus, Drill, DrillType, Workspace
from drillplanner.model.district.district import shared_buildings
from drillplanner.progress import Progress
from drillplanner.solve.campus import uncertain_duties as doubts
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.coupling.alarm_agreement import agreed_alarms
from drillplanner.solve.district.parallel import map_in_order
from drillplanner.solve.explain.infeasibility import out_of_time, raise_if_buildings_infeasible
from drillplanner.solve.problem.agency_days import AgencyDayCosts
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
    """Like ``repair``, with the campuses of each building together. Raises like it."""
    workspace = year.workspace
    buildings = shared_buildings(workspace.campuses)
    hit = {
        building: campuses
        for building, campuses in buildings.items()
        if any(before[campus.campus_id].is_broken for campus in campuses)
    }
    together = {one.campus_id for some in hit.values() for one in some}
    was = {one: replace(there, is_broken=there.is_broken or one in together) for one, there in before.items()}

    def repaired(there: Workspace, alarms: Mapping[str, BuildingAlarms]) -> RepairedPlan:
        return repair(replace(year, workspace=there), was, settings, progress, alarms)

    standing = alarms_in((drill for one in before.values() for drill in one.planned), workspace, before)
    if not hit:
        return repaired(workspace, standing)
    apart = repaired(_without_shared_buildings(workspace), {})
    effort = settings.effort()
    maker = ProblemBuilder(year, was)
    for campus_id in sorted(apart.late_notices):
        maker = maker.with_late_notices(workspace.campus_by_id[campus_id])
    around = FixedRest(workspace.campus_by_id, was, AgencyDayCosts.of(workspace.district, len(workspace.campuses)))
    alarms, least = dict(standing), 0
    for campuses in hit.values():
        progress("Bringing the campuses of a building together", 0, len(hit))
        anew = _solve_building(campuses, maker, frozenset(apart.dropped_duties), around, effort)
        alarms |= anew.alarms
        least += anew.fewest_moves
    least += sum(len(one.displaced) for one_id, one in was.items() if one.is_broken and one_id not in together)
    found = _repaired_or_error(lambda: repaired(workspace, alarms), hit)
    at_least = min(found.moved, max(apart.moved_at_least, least))
    gives_way = apart.dropped_duties or apart.late_notices or found.dropped_duties or found.late_notices
    points = 0 if gives_way else _least_points(found, maker, around, effort, settings.workers)
    bound = min(found.solution.cost, points)
    proven = bound == found.solution.cost and found.moved == at_least
    solution = replace(found.solution, status="optimal" if proven else "feasible", bound=bound)
    return replace(found, solution=solution, moved_at_least=at_least)


def _least_points(
    found: RepairedPlan, maker: ProblemBuilder, around: FixedRest, effort: Effort, workers: int
) -> int:
    """What a plan with as few moves, drills, breaches and visits costs at least, whenever the alarms ring.

    Each campus by itself needs at least as many of each as it does alone; where the plan has no more in all, each
    has just as many, and costs what it costs alone or more. Else nothing is claimed of points, which are never
    less than none.
    """
    campuses = [campus for campus in maker.workspace.campuses if campus.campus_id in found.solved]
    problems = [_problem(campus, maker, frozenset()) for campus in campuses]
    if tuple(duty.duty_id for problem in problems for duty in problem.set_aside) != found.solution.set_aside:
        return 0
    alone = map_in_order(lambda problem: solve_together((problem,), ResourceUse(), effort), problems, workers)
    if not all(one.plans for one in alone) or _tiers_of(found, maker.workspace) != _sum(alone):
        return 0
    visits = sum(one.visits for one in alone)
    days = around.points_with(dict.fromkeys(found.solved, ())) + around.use_without(
        found.solved
    ).least_points_added(visits)
    return sum(one.bound for one in alone) + days


def _tiers_of(found: RepairedPlan, workspace: Workspace) -> tuple[int, int, int, int]:
    by_id = workspace.campus_by_id
    drills = found.solution.drills
    visits = sum(len(resource_ids_of(drill, by_id[drill.campus_id])) for drill in drills)
    return found.moved, len(drills), found.solution.breaches, visits


def _sum(outcomes: Sequence[SolveOutcome]) -> tuple[int, ...]:
    return tuple(sum(counts) for counts in zip(*(outcome.tiers for outcome in outcomes), strict=True))


@dataclass(frozen=True)
class _NewAlarms:
    """The alarms of a building, by campus id, and how many drills are moved there whatever is done."""

    alarms: Mapping[str, BuildingAlarms]
    fewest_moves: int


def _solve_building(
    campuses: Sequence[Campus], maker: ProblemBuilder, lost: frozenset[str], around: FixedRest, effort: Effort
) -> _NewAlarms:
    """The building solved as one. Raises InfeasibleError, with why, or OutOfTimeError."""
    problems = tuple(_problem(campus, maker, lost) for campus in campuses)
    outcome = solve_together(problems, around.use_without({campus.campus_id for campus in campuses}), effort)
    free = outcome if _is_least(outcome, problems) else solve_together(problems, ResourceUse(), effort)
    if free.status == "infeasible":
        raise_if_buildings_infeasible((problems,), maker)
    # With nothing left beside the others' visits, these may have to move as well.
    chosen = outcome if outcome.plans else free
    if not chosen.plans:
        raise out_of_time(effort)
    planned = (drill for campus in campuses for drill in maker.before[campus.campus_id].planned)
    return _NewAlarms(
        agreed_alarms(problems, chosen.plans, maker.workspace, _minutes(planned, maker.workspace)),
        free.fewest_moves if free.plans else 0,
    )


def _problem(campus: Campus, maker: ProblemBuilder, lost: frozenset[str]) -> CampusProblem:
    own = maker.year.duties_at(campus.campus_id)
    owed = tuple(duty for duty in own if duty.duty_id not in lost)
    plain = maker.problem_of(campus, owed, tuple(duty for duty in own if duty.duty_id in lost))
    return plain if lost else doubts.without_unmeetable_uncertain((plain,), maker.problem_of)[0]


def _is_least(outcome: SolveOutcome, problems: Sequence[CampusProblem]) -> bool:
    """Whether nothing moves but what moves whatever is done."""
    displaced = sum(problem.past.displaced for problem in problems if problem.past is not None)
    return bool(outcome.plans) and outcome.moves == displaced


def _minutes(planned: Iterable[Drill], workspace: Workspace) -> dict[tuple[date, DrillType], int]:
    """When the drills that stand ring, in minutes since midnight."""
    return {
        (one.date, one.drill_type): start_of(one)
        for one in planned
        if rings_whole_building(one, workspace.district)
    }


def _repaired_or_error(repaired: Callable[[], RepairedPlan], hit: Mapping[str, Sequence[Campus]]) -> RepairedPlan:
    """The district repaired with these alarms; another choice of them may leave a plan where these leave none."""
    try:
        return repaired()
    except InfeasibleError as error:
        names = "; ".join(" and ".join(one.name for one in some) for some in hit.values())
        raise OutOfTimeError(
            f"No plan was found in which the campuses of one building ({names}) go on holding together what all "
            "of it hears, and none is proven impossible. Maybe pin one of their drills in district.yaml, or leave "
            "'building' empty in campuses.csv and agree on the days by hand."
        ) from error


def _without_shared_buildings(workspace: Workspace) -> Workspace:
    """The district where campuses of one building share its officers' visits, and hold nothing together."""
    district = workspace.district.model_copy(update={"whole_building": ()})
    return workspace.model_copy(update={"district": district})
