"""The plan made anew from a day on: as few drills moved as the law allows, and the proof of it.

Only campuses where the plan no longer holds are solved; the others stay as they are, which moves nothing, and
their visits are taken. A campus alone, with every agency to itself, needs at least its own fewest moves; the sum
of these is a bound for the district. Where the campuses that are hit find room beside the others at that number,
it is proven. Else they are solved together, then with the others: a district of up to twelve campuses is solved
as one, which settles the number.

Mostly every drill that can stay does stay: then nothing need be proven of the number, the other campuses are as
they stand, and what is left to choose is little (``staying.py``, ``lacking.py``).

What the agencies' days cost hangs on all campuses together: of what the solved ones add to it, no more is known at
first than how many single visits they can join at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from drillplanner.law import setting_of
from drillplanner.model import Campus, Drill, Task, Workspace
from drillplanner.progress import Progress
from drillplanner.solve.campus import uncertain_duties as doubts
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.drills import credit_sharing_duty_ids, offer_tasks
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.district.sequential_heuristic import neighborhood_search, place_sequentially, solve_alone
from drillplanner.solve.district.visit_sharing import WHOLE_DISTRICT
from drillplanner.solve.explain.infeasibility import out_of_time, raise_if_infeasible, raise_if_sharing_infeasible
from drillplanner.solve.goals import broken_limits as given_way
from drillplanner.solve.goals.agency_goals import agency_points_added
from drillplanner.solve.model.kept_drills import unavoidable_moves
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, SolveOutcome, cost_key
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.shared_alarms import BuildingAlarms
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.repair.drill_identity import drills_with_previous_ids
from drillplanner.solve.repair.fixed_rest import FixedRest
from drillplanner.solve.repair.relaxations import relax_campus
from drillplanner.solve.solver import Solution, SolverSettings, plan_size


@dataclass(frozen=True)
class RepairedPlan:
    """The campuses that were solved anew; all others stay as they are.

    ``solution`` speaks of the solved campuses alone, its ``tasks`` of new offers alone. ``moved`` drills do not
    stay as they were; no lawful plan moves fewer than ``moved_at_least``. ``lost`` are ids of duties that can no
    longer be met, whatever is planned. ``told_late`` are ids of campuses that have no lawful plan unless a notice
    of the law comes too late.
    """

    solved: frozenset[str]
    solution: Solution
    moved: int
    moved_at_least: int
    dropped_duties: tuple[str, ...]
    late_notices: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _BrokenCampuses:
    """The campuses that are hit, the best of each alone, and what had to give way there."""

    problems: tuple[CampusProblem, ...]
    outcomes: tuple[SolveOutcome, ...]
    lost: tuple[str, ...] = ()
    told_late: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _RepairedCampuses:
    """Plans of some campuses, and the bound on their points; None where none is claimed.

    ``shared`` are the points that they add to the agencies' days.
    """

    problems: tuple[CampusProblem, ...]
    plans: tuple[CampusPlan, ...]
    bound: int | None
    shared: int

    @property
    def worth(self) -> tuple[int, int, int]:
        """What plans of these campuses are compared by: moves, breaches, then points."""
        moves, breaches, points = cost_key(*self.plans)
        return moves, breaches, points + self.shared

    @property
    def moves(self) -> int:
        """How many drills do not stay as they were."""
        return self.worth[0]

    @property
    def is_proven(self) -> bool:
        """Whether no plan with as few moves, drills and visits has fewer points."""
        return self.worth[2] == self.bound


def repair(
    year: YearToPlan,
    before: Mapping[str, PreviousPlan],
    settings: SolverSettings,
    progress: Progress,
    alarms: Mapping[str, BuildingAlarms] = MappingProxyType({}),
) -> RepairedPlan:
    """The lawful plan that moves the fewest drills of the plan ``before``, and the best of those.

    ``before`` is by campus id, for every campus, ``alarms`` for those that share a building. Raises
    InfeasibleError, with the explanation, when there is none, and OutOfTimeError when none was found and none is
    proven impossible.
    """
    effort, workspace = settings.effort(), year.workspace
    maker = ProblemBuilder(year, before, alarms)
    around = FixedRest(
        workspace.campus_by_id, before, AgencyDayCosts.of(workspace.district, len(workspace.campuses))
    )
    district = _DistrictRepair(maker, around, effort, settings.workers, progress)
    hit = district.hit()
    raise_if_infeasible(hit.problems, hit.outcomes, maker, effort)
    found, least = district.shared(hit.problems, hit.outcomes)
    drills = {
        problem.campus.campus_id: drills_with_previous_ids(problem, plan, before[problem.campus.campus_id])
        for problem, plan in zip(found.problems, found.plans, strict=True)
    }
    moves, breaches, points = found.worth
    cost = points - found.shared + around.points_with(drills)
    solution = Solution(
        status="optimal" if found.is_proven and moves == least else "feasible",
        drills=tuple(drill for some in drills.values() for drill in some),
        cost=cost,
        bound=0 if found.bound is None else found.bound + cost - points,
        ran_out_of_time=effort.is_over and not effort.interruption.is_requested,
        interrupted=effort.interruption.is_requested,
        breaches=breaches,
        tasks=tuple(_new_offers(workspace, found, drills)),
        shared_out=frozenset(
            duty_id for problem in found.problems for duty_id in credit_sharing_duty_ids(problem)
        ),
        set_aside=tuple(duty.duty_id for problem in found.problems for duty in problem.set_aside),
        warnings=(
            *doubts.uncertain_duty_sentences(found.problems),
            *given_way.broken_limit_sentences(found.problems, [plan.placements for plan in found.plans]),
        ),
    )
    return RepairedPlan(frozenset(drills), solution, moves, least, hit.lost, hit.told_late)


def _new_offers(
    workspace: Workspace, found: _RepairedCampuses, drills: Mapping[str, tuple[Drill, ...]]
) -> Iterable[Task]:
    """The offers that were chosen anew; one that was made before stands as it was made."""
    for problem, plan in zip(found.problems, found.plans, strict=True):
        made = (
            frozenset(offer.duty_id for offer in problem.past.offers) if problem.past is not None else frozenset()
        )
        open_ones = tuple(offer for offer in plan.offers if problem.duties[offer.duty].duty_id not in made)
        setting = setting_of(problem.campus, workspace)
        campus_id = problem.campus.campus_id
        yield from offer_tasks(problem, open_ones, drills[campus_id], setting)


@dataclass(frozen=True)
class _DistrictRepair:
    """All campuses with their plan as it was."""

    maker: ProblemBuilder
    around: FixedRest
    effort: Effort
    workers: int
    progress: Progress

    def hit(self) -> _BrokenCampuses:
        """The campuses that are hit, the best of each alone, and what had to give way.

        Alone is with every agency to itself; but where all drills can stay that are still to come, with what those
        of the others leave. What gives way is looked for only where a campus alone has no plan.
        """
        problems = [
            self._problem(campus)
            for campus in self.maker.workspace.campuses
            if self.around.before[campus.campus_id].is_broken
        ]
        staying = self.around.solve_each(problems, self.effort, self.workers, self.progress)
        if staying is not None:
            return _BrokenCampuses(tuple(problems), staying)
        outcomes = list(solve_alone(tuple(problems), self.effort, self.workers, self.progress))
        lost: list[str] = []
        told_late = set()
        for place, problem in enumerate(problems):
            if outcomes[place].status == "infeasible":
                way = relax_campus(problem, outcomes[place], self.maker, self._alone)
                problems[place], outcomes[place] = way.problem, way.outcome
                lost += way.dropped_duties
                if way.allows_late_notices:
                    told_late.add(problem.campus.campus_id)
        return _BrokenCampuses(tuple(problems), tuple(outcomes), tuple(lost), frozenset(told_late))

    def _alone(self, problem: CampusProblem) -> SolveOutcome:
        (outcome,) = solve_alone((problem,), self.effort, 1, self.progress)
        return outcome

    def _problem(self, campus: Campus) -> CampusProblem:
        owed = self.maker.year.duties_at(campus.campus_id)
        (problem,) = doubts.without_unmeetable_uncertain(
            (self.maker.problem_of(campus, owed),), self.maker.problem_of
        )
        return problem

    def shared(
        self, problems: tuple[CampusProblem, ...], outcomes: tuple[SolveOutcome, ...]
    ) -> tuple[_RepairedCampuses, int]:
        """Plans that stand side by side, with the fewest moves; and the number that none can fall below."""
        alone = tuple(outcome.plans[0] for outcome in outcomes)
        least = sum(outcome.fewest_moves for outcome in outcomes)
        taken = self._taken_without(problems)
        bound = sum(outcome.bound for outcome in outcomes) + taken.least_points_added(plan_size(alone)[2])
        best = self._in_turn(problems, alone, bound)
        together = len(problems) > 1 or (best is not None and best.shared != 0)
        if together and len(problems) <= WHOLE_DISTRICT and not _is_best(best, least):
            outcome = solve_together(problems, taken, self.effort)
            if outcome.plans:
                as_few = outcome.moves == unavoidable_moves(problems) and plan_size(outcome.plans) == plan_size(
                    alone
                )
                known = _bound_of(outcome.plans, alone, bound)
                bounds = [one for one in (outcome.bound if as_few else None, known) if one is not None]
                found = _RepairedCampuses(
                    problems, outcome.plans, max(bounds, default=None), outcome.agency_day_points
                )
                best = found if best is None or found.worth <= best.worth else best
        if len(problems) > 1 and (best is None or (len(problems) > WHOLE_DISTRICT and not _is_best(best, least))):
            other = self._side_by_side(problems, alone, bound)
            if other is not None and (best is None or other.worth < best.worth):
                best = other
        if best is None or best.moves > least:
            group = self._with_others(problems)
            outcome = solve_together(group, self._taken_without(group), self.effort)
            if len(group) == len(self.maker.workspace.campuses):
                least = max(least, outcome.fewest_moves)
                if outcome.status == "infeasible":
                    raise_if_sharing_infeasible(group, self.maker, "", impossible=True)
            if outcome.plans and (best is None or outcome.moves < best.moves):
                best = _RepairedCampuses(group, outcome.plans, None, outcome.agency_day_points)
        if best is None:
            raise out_of_time(self.effort)
        return best, least

    def _in_turn(
        self, problems: tuple[CampusProblem, ...], alone: tuple[CampusPlan, ...], bound: int
    ) -> _RepairedCampuses | None:
        """Each campus on what the others leave as they stand; None where one finds no room."""
        plans = self.around.place_sequentially(problems, alone, self.effort, self.progress)
        return None if plans is None else self._found(problems, plans, _bound_of(plans, alone, bound))

    def _found(
        self, problems: tuple[CampusProblem, ...], plans: tuple[CampusPlan, ...], bound: int | None
    ) -> _RepairedCampuses:
        return _RepairedCampuses(
            problems, plans, bound, agency_points_added(problems, plans, self._taken_without(problems))
        )

    def _side_by_side(
        self, problems: tuple[CampusProblem, ...], alone: tuple[CampusPlan, ...], bound: int
    ) -> _RepairedCampuses | None:
        """Each campus on what is left of the agencies, then a few at a time; None where one finds no room."""
        taken = self._taken_without(problems)
        standings = place_sequentially(problems, alone, self.effort, self.progress, taken)
        standings = neighborhood_search(problems, standings, self.effort, self.progress, taken)
        plans = tuple(standing.plan for standing in standings if standing.plan is not None)
        complete = len(plans) == len(problems)
        return self._found(problems, plans, _bound_of(plans, alone, bound)) if complete else None

    def _with_others(self, problems: tuple[CampusProblem, ...]) -> tuple[CampusProblem, ...]:
        """The campuses that are hit, with as many others as go into one model: those with most visits first."""
        hit = {problem.campus.campus_id: problem for problem in problems}
        others = sorted(
            (campus for campus in self.maker.workspace.campuses if campus.campus_id not in hit),
            key=lambda campus: (-self._visits_ahead(campus), campus.campus_id),
        )
        members = {campus.campus_id for campus in others[: max(0, WHOLE_DISTRICT - len(problems))]} | set(hit)
        return tuple(
            hit.get(campus.campus_id) or self._problem(campus)
            for campus in self.maker.workspace.campuses
            if campus.campus_id in members
        )

    def _visits_ahead(self, campus: Campus) -> int:
        return sum(len(drill.agencies or ()) for drill in self.around.before[campus.campus_id].planned)

    def _taken_without(self, problems: tuple[CampusProblem, ...]) -> ResourceUse:
        """The visits of all campuses but these, as they stand."""
        return self.around.use_without({problem.campus.campus_id for problem in problems})


def _is_best(found: _RepairedCampuses | None, least: int) -> bool:
    return found is not None and found.moves == least and found.is_proven


def _bound_of(plans: tuple[CampusPlan, ...], alone: tuple[CampusPlan, ...], bound: int) -> int | None:
    """The bound of the campuses alone, where these plans take no more of anything that comes before the points."""
    as_few = cost_key(*plans)[0] == cost_key(*alone)[0] and plan_size(plans) == plan_size(alone)
    return bound if as_few else None
