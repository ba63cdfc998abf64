"""Plan a district's year, step by step: each campus alone, shared alarms and days, then shared resources."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.law import setting_of
from drillplanner.model import REQUIRED_WEIGHT, CrowdedDay, Drill, Workspace
from drillplanner.progress import Interruption, Progress
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.drills import credit_sharing_duty_ids, drills_of_plan, offer_tasks
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.campus.uncertain_duties import uncertain_duty_sentences
from drillplanner.solve.coupling.alarm_search import search_alarms
from drillplanner.solve.coupling.initial_alarms import with_initial_alarms
from drillplanner.solve.district.capacity import exceeds_every_day
from drillplanner.solve.district.independent_bounds import IndependentBounds, independent_bounds
from drillplanner.solve.district.sequential_heuristic import Incumbent
from drillplanner.solve.district.visit_sharing import WHOLE_DISTRICT, share_visits
from drillplanner.solve.explain.infeasibility import (
    out_of_time,
    raise_if_buildings_infeasible,
    raise_if_infeasible,
    raise_if_sharing_infeasible,
    raise_if_visits_are_short,
)
from drillplanner.solve.goals.agency_goals import agency_points_added, crowding_added
from drillplanner.solve.goals.broken_limits import broken_limit_sentences
from drillplanner.solve.presumed_mandates import with_fewer_presumed
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import (
    CampusPlan,
    Effort,
    Solution,
    cost_key,
    drills_and_visits,
    full_cost_key,
)
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import resource_ids_of
from drillplanner.solve.problem.schools_a_day import SchoolsADay
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.search_budget import district_budget

__all__ = ["Solution", "SolverSettings", "plan_size", "solve"]

#: CP-SAT's deterministic seconds for one solve of a campus; campuses of the example need a small part of it.
CAMPUS_EFFORT = 20.0
#: Parts of what is left of the budget: for each campus alone, for one choice of shared alarms, for sharing, and
#: for a year of one drill a day where the district allows more.
FOR_ALONE, FOR_ALARMS, FOR_SHARING, FOR_ONE_A_DAY = 0.6, 0.5, 0.6, 0.5
#: The part of the time that is left for each year with fewer presumed mandates.
FOR_FEWER_PRESUMED = 0.5
#: The part of it for a district in which each campus has its best plan, or one that limits of schools made dearer:
#: only a few points are then left to gain or to prove.
FOR_AGENCIES = 0.25
#: The same where its plan breaks more good practice than each campus alone: whether one breaks as little is mostly
#: known at once.
FOR_AS_FEW_BREACHES = 0.1

#: The plan's warning where good practice was left out of the search.
WITHOUT_PRACTICE = (
    "Good practice was not planned for: with it, the search found no lawful year in the effort allowed. What the "
    "plan keeps of it is counted all the same."
)


@dataclass(frozen=True)
class SolverSettings:
    """Settings of a solve. ``time_limit`` is in seconds of clock time; None is no limit.

    When the ``interruption`` is requested, the search ends with the best plan so far.
    """

    seed: int = 0
    workers: int = 2
    time_limit: float | None = None
    interruption: Interruption = field(default_factory=Interruption, compare=False)

    def effort(self, campuses: int) -> Effort:
        """Return the effort of a search that begins now, for a district of this many campuses."""
        deadline = None if self.time_limit is None else time.monotonic() + self.time_limit
        return Effort(CAMPUS_EFFORT, self.seed, deadline, self.interruption, district_budget(campuses))


def solve(year: YearToPlan, settings: SolverSettings, progress: Progress) -> Solution:
    """Return the best lawful year that the effort finds.

    Good practice never takes a plan away: if no year is found beside it, one is planned without it, and the
    solution says so. What a user's time limit or Ctrl-C cut short is not tried again. Where any day may hold
    several drills, the search begins with the best year of one a day: there are far more choices, and mostly the
    best is as good.

    Raises InfeasibleError, with the explanation, if there is none, and OutOfTimeError if none was found without
    proof that none exists.
    """
    try:
        return _with_presumed_if_possible(year, settings, progress)
    except OutOfTimeError:
        if not year.has_practice or _may_be_cut_short(settings):
            raise
    found = _with_presumed_if_possible(year.without_practice, settings, progress)
    return replace(found, status="feasible", practice_left_out=True, warnings=(WITHOUT_PRACTICE, *found.warnings))


def _with_presumed_if_possible(year: YearToPlan, settings: SolverSettings, progress: Progress) -> Solution:
    """Return the best lawful year that the effort finds. Raises like ``solve``.

    What is only presumed to bind never takes a plan away: if the campuses have none together with all of it, the
    year is planned with as much of it as fits. A time limit then holds for that search anew.
    """
    try:
        return _year(year, settings, progress)
    except (InfeasibleError, OutOfTimeError) as error:
        is_unclear = isinstance(error, OutOfTimeError)
        if not year.presumed_mandates or (is_unclear and _may_be_cut_short(settings)):
            raise
    effort = settings.effort(len(year.workspace.campuses))

    def plan_year(fewer: YearToPlan) -> Solution:
        left = effort.with_share_of_time(FOR_FEWER_PRESUMED).seconds_left
        return _year(fewer, replace(settings, time_limit=left), progress)

    return with_fewer_presumed(year, plan_year, lambda: effort.is_out_of_time)


def _may_be_cut_short(settings: SolverSettings) -> bool:
    """Check whether a search could have ended early, by Ctrl-C or a user's time limit."""
    return settings.interruption.is_requested or settings.time_limit is not None


def _year(year: YearToPlan, settings: SolverSettings, progress: Progress) -> Solution:
    """Return the best lawful year that the effort finds, without a fallback. Raises like ``solve``."""
    effort = settings.effort(len(year.workspace.campuses))
    one_a_day: Solution | None = None
    starts: dict[str, CampusPlan] = {}
    if year.workspace.district.drills_a_day > 1:
        part = effort.part(FOR_ONE_A_DAY).with_share_of_time(FOR_ONE_A_DAY)
        one_a_day, starts = _year_of_one_a_day(year, settings, part, progress)
    try:
        found = _solve(year, settings, effort, progress, starts)
    except OutOfTimeError:
        if one_a_day is None:
            raise
        # Nothing is known of a year that holds several drills on some day.
        found = replace(one_a_day, status="feasible", bound=0, fewest_drills=0)
    else:
        if one_a_day is not None:
            found = _better(found, one_a_day, year.workspace)
    return replace(
        found,
        warnings=(*_unproven_size(found), *found.warnings),
        ran_out_of_time=effort.is_out_of_time and not effort.interruption.is_requested,
        interrupted=effort.interruption.is_requested,
    )


def _year_of_one_a_day(
    year: YearToPlan, settings: SolverSettings, effort: Effort, progress: Progress
) -> tuple[Solution | None, dict[str, CampusPlan]]:
    """Return the best year with one drill a day and the best plan of each campus alone.

    The year is None if none is found, or if the law leaves no other way than several drills on some day: such days
    count as extra there, and not where any day may hold several.
    """
    district = year.workspace.district
    one = year.workspace.model_copy(update={"district": district.model_copy(update={"drills_a_day": 1})})
    builder = ProblemBuilder(replace(year, workspace=one))
    bounds = independent_bounds(builder, effort.part(FOR_ALONE), settings.workers, progress)
    starts = {plan.campus_id: plan for outcome in bounds.outcomes for plan in outcome.plans}
    if len(starts) < len(one.campuses) or any(problem.day_limits.most > 1 for problem in bounds.problems):
        return None, starts
    try:
        return _solve(builder.year, settings, effort, progress, alone=bounds), starts
    except (InfeasibleError, OutOfTimeError):
        return None, starts


def _better(found: Solution, one_a_day: Solution, workspace: Workspace) -> Solution:
    """Return the better of two years under the same duties; what is proven of the first holds for both."""
    if found.set_aside != one_a_day.set_aside or _rank(found, workspace) <= _rank(one_a_day, workspace):
        return found
    same_size = _rank(found, workspace)[:-1] == _rank(one_a_day, workspace)[:-1]
    bound = found.bound if same_size else 0
    status = "optimal" if same_size and 0 < bound == one_a_day.cost else "feasible"
    return replace(one_a_day, status=status, bound=bound, fewest_drills=found.fewest_drills)


def _rank(solution: Solution, workspace: Workspace) -> tuple[int, int, int, int]:
    """Return what years are compared by: drills, breaches, visits with those to a site, and points."""
    visits = sum(len(resource_ids_of(drill, workspace.campus_by_id[drill.campus_id])) for drill in solution.drills)
    return solution.size, solution.breaches, visits, solution.cost


def _solve(
    year: YearToPlan,
    settings: SolverSettings,
    effort: Effort,
    progress: Progress,
    starts: Mapping[str, CampusPlan] = MappingProxyType({}),
    alone: IndependentBounds | None = None,
) -> Solution:
    """Return the best lawful year. Raises like ``solve``.

    The searches for the campuses begin with ``starts``. ``alone`` is what they found, if that is known.
    """
    builder = ProblemBuilder(year)

    def begin(workspace: Workspace, effort: Effort, like: IndependentBounds | None = None) -> IndependentBounds:
        bounds = independent_bounds(
            builder.in_workspace(workspace), effort.part(FOR_ALONE), settings.workers, progress, like, starts
        )
        return with_initial_alarms(bounds, effort, settings.workers, progress)

    def finish(bounds: IndependentBounds, effort: Effort) -> Solution:
        if not bounds.problems_with_open_alarms:
            return _solve_with_fixed_days(bounds, effort, settings.workers, progress)

        def solve_agreed(bounds: IndependentBounds) -> Solution:
            return _solve_with_fixed_days(bounds, effort.part(FOR_ALARMS), settings.workers, progress)

        return search_alarms(bounds, solve_agreed, effort, settings.workers, progress)

    if alone is None:
        first = begin(year.workspace, effort)
    else:
        first = with_initial_alarms(alone, effort, settings.workers, progress)
    if not year.workspace.district.same_day:
        return finish(first, effort)
    from drillplanner.solve.coupling.same_day import (
        solve_same_day,  # imported here, since most districts do not need it
    )

    return solve_same_day(first, begin, finish, effort)


def _solve_with_fixed_days(
    bounds: IndependentBounds, effort: Effort, workers: int, progress: Progress
) -> Solution:
    """Plan a district without open same-day orders. Raises like ``solve``."""
    builder, problems, outcomes = bounds.builder, bounds.problems, bounds.outcomes
    workspace = builder.workspace
    raise_if_buildings_infeasible(bounds.infeasible_buildings, builder, effort)
    raise_if_infeasible(problems, outcomes, builder, effort)
    if len(problems) > WHOLE_DISTRICT and exceeds_every_day(problems, [found.plans[0] for found in outcomes]):
        # A small district is searched as a whole; in a large one the search takes minutes, and proves nothing.
        raise_if_visits_are_short(problems, builder, effort)
    schools = SchoolsADay.of(workspace, problems)
    agency_days = AgencyDayCosts.of(workspace.district, len(workspace.campuses), schools)
    sharing = effort.part(FOR_SHARING)
    incumbents, bound = share_visits(problems, outcomes, agency_days, sharing, workers, progress)
    in_use = ResourceUse(agency_days=agency_days)
    plans, bound = _close_gap(problems, incumbents, bound, in_use, effort, builder)
    if not bounds.has_proven_tiers:
        bound = 0
    _, breaches, cost = cost_key(*plans)
    crowding = crowding_added(problems, plans, in_use)
    cost += agency_points_added(problems, plans, in_use) - crowding
    needed = sum(incumbent.alone.breaches for incumbent in incumbents)
    if crowding:
        # What is proven includes the points for schools beyond a limit. These are no goal's.
        bound = max(bound - crowding, sum(outcome.bound for outcome in outcomes) if breaches == needed else 0)
    drills = [drills_of_plan(problem, plan) for problem, plan in zip(problems, plans, strict=True)]
    return Solution(
        status="optimal" if cost == bound and breaches == needed and bounds.has_proven_tiers else "feasible",
        drills=tuple(drill for drills_of_campus in drills for drill in drills_of_campus),
        cost=cost,
        bound=bound,
        tasks=tuple(
            task
            for problem, plan, held in zip(problems, plans, drills, strict=True)
            for task in offer_tasks(problem, plan.offers, held, setting_of(problem.campus, workspace))
        ),
        shared_out=frozenset(duty_id for problem in problems for duty_id in credit_sharing_duty_ids(problem)),
        set_aside=tuple(duty.duty_id for problem in problems for duty in problem.set_aside),
        breaches=breaches,
        missing=sum(plan.missing for plan in plans),
        fewest_drills=None if bounds.has_proven_tiers else bounds.bound[0],
        warnings=(
            *uncertain_duty_sentences(problems, builder.year.set_aside),
            *broken_limit_sentences(problems, [plan.placements for plan in plans]),
        ),
        crowded_days=crowded_days_of(builder, problems, plans, drills),
    )


def crowded_days_of(
    builder: ProblemBuilder,
    problems: Sequence[CampusProblem],
    plans: Sequence[CampusPlan],
    drills: Iterable[Sequence[Drill]],
) -> tuple[CrowdedDay, ...]:
    """Return the days of these plans that hold more than usual, each with the duties that require it."""
    if all(problem.day_limits.most == problem.day_limits.usual for problem in problems):
        return ()
    from drillplanner.solve.explain.crowded_days import (
        crowded_days,  # imported here, since most districts do not need it
    )

    return crowded_days(builder, problems, plans, [drill for of_campus in drills for drill in of_campus])


def _unproven_size(found: Solution) -> tuple[str, ...]:
    """Return the sentence that fewer drills may be possible, if that is not ruled out."""
    drills, fewest = found.size, found.fewest_drills
    if fewest is None or fewest >= drills:
        return ()
    least = f", and no lawful plan has fewer than {fewest}" if fewest else ""
    return (
        f"Fewer drills may be possible: this plan has {drills}{least}. The search ended before it was known which "
        "is the least.",
    )


def _close_gap(
    problems: tuple[CampusProblem, ...],
    incumbents: list[Incumbent],
    bound: int,
    in_use: ResourceUse,
    effort: Effort,
    builder: ProblemBuilder,
) -> tuple[list[CampusPlan], int]:
    """Return the plans and their bound; a small district with a gap is solved as one model.

    ``in_use`` gives the points of agency days.
    """
    plans = [incumbent.plan for incumbent in incumbents if incumbent.plan is not None]
    alone = tuple(incumbent.alone for incumbent in incumbents)
    complete = len(plans) == len(incumbents)
    *before_points, points = full_cost_key(*plans)
    points += agency_points_added(problems, plans, in_use) if complete else 0
    if complete and (*before_points, points) == (*full_cost_key(*alone)[:-1], bound):
        return plans, bound
    impossible = False
    are_least = complete and full_cost_key(*plans)[:-1] == full_cost_key(*alone)[:-1]
    # A campus by itself was searched before; only points of its agencies' days would be new.
    is_searched = len(problems) == 1 and are_least and points == sum(plan.cost for plan in alone)
    breaks_more_practice = complete and not are_least and _but_for_practice(plans) == _but_for_practice(alone)
    if len(problems) <= WHOLE_DISTRICT and not is_searched:
        schools = in_use.agency_days is not None and bool(in_use.agency_days.schools.limits)
        only_agencies = are_least if schools else complete and full_cost_key(*plans) == full_cost_key(*alone)
        part = FOR_AGENCIES if only_agencies else 1.0
        if breaks_more_practice:
            # Of years that break more than each campus alone nothing is proven, and groups were searched before.
            part = FOR_AS_FEW_BREACHES
        outcome = solve_together(
            problems,
            in_use,
            effort.part(part).scaled(max(part, FOR_AGENCIES)) if part < 1.0 else effort,
            tuple(plans) if complete and not breaks_more_practice else (),
            alone if are_least or breaks_more_practice else (),
        )
        impossible = outcome.status == "infeasible"
        # With more drills, breaches or visits than the campuses need alone, the model had to choose who takes them
        # on, and its bound holds for that choice only: no proof is claimed.
        as_few = plan_size(outcome.plans) == plan_size(alone)
        better = (*full_cost_key(*outcome.plans)[:-1], outcome.cost) <= (*before_points, points)
        if outcome.plans and (not complete or better):
            return list(outcome.plans), max(outcome.bound, bound) if as_few else 0
        if as_few:
            bound = max(outcome.bound, bound)
    if complete:
        # Prices also count what some breaches take. A small district's bound may come from a model without them.
        is_like = drills_and_visits(*plans) == drills_and_visits(*alone)
        as_few = plan_size(plans) == plan_size(alone) or len(problems) > WHOLE_DISTRICT
        return plans, bound if is_like and as_few else 0
    if not impossible and effort.is_out_of_time:
        raise out_of_time(effort)
    left_out = ", ".join(p.campus.name for p, s in zip(problems, incumbents, strict=True) if s.plan is None)
    raise_if_sharing_infeasible(problems, builder, left_out, impossible, effort)
    raise out_of_time(effort, [p for p, s in zip(problems, incumbents, strict=True) if s.plan is None])


def _but_for_practice(plans: Iterable[CampusPlan]) -> tuple[int, ...]:
    """Return moves, size, breaches of required limits, and visits of these plans."""
    kept = list(plans)
    moves, size, _, visits, _ = full_cost_key(*kept)
    return moves, size, sum(plan.breaches // REQUIRED_WEIGHT for plan in kept), visits


def plan_size(plans: Iterable[CampusPlan]) -> tuple[int, int, int]:
    """Return the size of these plans, the weight of their breaches, and the number of their visits."""
    kept = list(plans)
    return sum(plan.size for plan in kept), cost_key(*kept)[1], sum(plan.visits for plan in kept)
