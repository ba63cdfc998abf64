"""Move as few drills as the law allows from a date on, and prove that number.

Only campuses where the plan no longer holds are solved; the others stay as they are, and their visits are in use.
A campus alone, with every resource to itself, needs at least its own fewest moves; their sum is a bound for the
district. If the broken campuses fit with that number beside the others, it is proven. Otherwise they are solved
together, then with the others; a district of up to twelve campuses is solved as one, which decides the number.

Mostly every drill that can stay does. Then the number needs no other proof, and little is left to choose
(``campus/fix_unmoved.py``, ``campus/unmet_demand.py``).

The points of agency days depend on all campuses together. At first it is only known how many single visits the
solved campuses can join at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from drillplanner.law import Duty, setting_of
from drillplanner.model import MOST_DRILLS_A_DAY, Campus, Drill, Task, Workspace
from drillplanner.progress import Progress
from drillplanner.solve.campus.crowding import limits_with_extra_drills
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.drills import credit_sharing_duty_ids, offer_tasks
from drillplanner.solve.campus.feasibility import is_surely_infeasible
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.campus.uncertain_duties import uncertain_duty_sentences, without_unmeetable_uncertain
from drillplanner.solve.district.independent_bounds import FOR_DOUBTS
from drillplanner.solve.district.sequential_heuristic import neighborhood_search, place_sequentially, solve_alone
from drillplanner.solve.district.visit_sharing import WHOLE_DISTRICT
from drillplanner.solve.explain.infeasibility import out_of_time, raise_if_infeasible, raise_if_sharing_infeasible
from drillplanner.solve.goals.agency_goals import agency_points_added
from drillplanner.solve.goals.broken_limits import broken_limit_sentences
from drillplanner.solve.model.kept_drills import unavoidable_moves
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.day_limits import DayLimits
from drillplanner.solve.problem.plans import CampusPlan, Effort, SolveOutcome, cost_key
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.shared_alarms import BuildingAlarms
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.repair.doubtful_duties import without_duties_that_move_drills
from drillplanner.solve.repair.drill_identity import drills_with_previous_ids
from drillplanner.solve.repair.fixed_rest import FixedRest
from drillplanner.solve.repair.relaxations import CampusRelaxation, DroppedDuties, relax_campus
from drillplanner.solve.solver import Solution, SolverSettings, crowded_days_of, plan_size


@dataclass(frozen=True)
class RepairedPlan:
    """The campuses that were solved again; all others stay as they are.

    ``solution`` has only the solved campuses, its ``tasks`` only new offers. ``moved`` is the number of drills
    that do not stay as they were; no lawful plan moves fewer than ``moved_at_least``. ``dropped_duties`` are ids
    of duties that no plan can meet any more, and ``void_pins`` campus ids and dates of pins that no longer bind.
    ``lost_orders`` are the phrases of drills on one day for which no day is left, so that they are left out.
    ``late_notices`` are ids of campuses that have no lawful plan unless a notice required by law is late.
    """

    solved: frozenset[str]
    solution: Solution
    moved: int
    moved_at_least: int
    dropped_duties: tuple[str, ...]
    late_notices: frozenset[str] = frozenset()
    void_pins: frozenset[tuple[str, date]] = frozenset()
    lost_orders: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _BrokenCampuses:
    """The broken campuses, the best plan of each alone, and the relaxations that were necessary."""

    problems: tuple[CampusProblem, ...]
    outcomes: tuple[SolveOutcome, ...]
    dropped_duties: tuple[str, ...] = ()
    late_notices: frozenset[str] = frozenset()
    void_pins: frozenset[tuple[str, date]] = frozenset()


@dataclass(frozen=True)
class _RepairedCampuses:
    """Plans of some campuses, and the bound on their points; None if none is known.

    ``shared`` are the points that they add to agency days.
    """

    problems: tuple[CampusProblem, ...]
    plans: tuple[CampusPlan, ...]
    bound: int | None
    shared: int

    @property
    def worth(self) -> tuple[int, int, int]:
        """What plans of these campuses are compared by: moves, breaches, points."""
        moves, breaches, points = cost_key(*self.plans)
        return moves, breaches, points + self.shared

    @property
    def moves(self) -> int:
        """The number of drills that do not stay as they were."""
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
    """Return the best of the lawful plans that move the fewest drills of the previous plan ``before``.

    ``before`` has every campus by id, ``alarms`` those that share a building. Raises InfeasibleError, with the
    explanation, if there is none, and OutOfTimeError if none was found without proof that none exists.
    """
    workspace = year.workspace
    effort = settings.effort(len(workspace.campuses))
    builder = ProblemBuilder(year, before, alarms, _limits_granted(workspace, before))
    fixed_rest = FixedRest(year, before)
    district = _DistrictRepair(builder, fixed_rest, effort, settings.workers, progress)
    broken = district.broken_campuses()
    builder = builder.with_day_limits(
        {problem.campus.campus_id: problem.day_limits for problem in broken.problems}
    )
    district = replace(district, builder=builder, fixed_rest=fixed_rest.with_schools_of(broken.problems))
    raise_if_infeasible(broken.problems, broken.outcomes, builder, effort)
    found, least = district.side_by_side(broken.problems, broken.outcomes)
    drills = {
        problem.campus.campus_id: drills_with_previous_ids(problem, plan, before[problem.campus.campus_id])
        for problem, plan in zip(found.problems, found.plans, strict=True)
    }
    moves, breaches, points = found.worth
    cost = points - found.shared + fixed_rest.points_with(drills)
    solution = Solution(
        status="optimal" if found.is_proven and moves == least else "feasible",
        drills=tuple(drill for drills_of_campus in drills.values() for drill in drills_of_campus),
        cost=cost,
        bound=0 if found.bound is None else found.bound + cost - points,
        ran_out_of_time=effort.is_out_of_time and not effort.interruption.is_requested,
        interrupted=effort.interruption.is_requested,
        breaches=breaches,
        tasks=tuple(_new_offers(workspace, found, drills)),
        shared_out=frozenset(
            duty_id for problem in found.problems for duty_id in credit_sharing_duty_ids(problem)
        ),
        set_aside=tuple(duty.duty_id for problem in found.problems for duty in problem.set_aside),
        warnings=(
            *uncertain_duty_sentences(found.problems),
            *broken_limit_sentences(found.problems, [plan.placements for plan in found.plans]),
        ),
        crowded_days=crowded_days_of(builder, found.problems, found.plans, drills.values()),
    )
    return RepairedPlan(
        frozenset(drills),
        solution,
        moves,
        least,
        broken.dropped_duties,
        broken.late_notices,
        broken.void_pins | {(campus_id, on) for campus_id, past in before.items() for on in past.void_pins},
    )


def _limits_granted(workspace: Workspace, before: Mapping[str, PreviousPlan]) -> dict[str, DayLimits]:
    """Return the limits of campuses with days on which several drills were planned, which may stay, by id."""
    usual = workspace.district.drills_a_day
    found = {}
    for campus_id, previous in before.items():
        number = {on: index for index, on in enumerate(workspace.calendar.dates_at(campus_id))}
        dates = Counter(drill.date for drill in previous.planned)
        granted = tuple((number[on], held, held) for on, held in sorted(dates.items()) if held > usual)
        if granted:
            found[campus_id] = DayLimits(usual, granted)
    return found


def _new_offers(
    workspace: Workspace, found: _RepairedCampuses, drills: Mapping[str, tuple[Drill, ...]]
) -> Iterable[Task]:
    """Yield the tasks of new offers; earlier offers stay as they were made."""
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
    """A replan of a district: all campuses with their previous plans."""

    builder: ProblemBuilder
    fixed_rest: FixedRest
    effort: Effort
    workers: int
    progress: Progress

    def broken_campuses(self) -> _BrokenCampuses:
        """Return the broken campuses, the best plan of each alone, and the necessary relaxations.

        Alone means with every resource to itself; but if all coming drills can stay, on the capacity that the
        other campuses leave. Relaxations are searched only if a campus alone has no plan.
        """
        problems = [
            self._problem(campus)
            for campus in self.builder.workspace.campuses
            if self.fixed_rest.before[campus.campus_id].is_broken
        ]
        unmoved = self.fixed_rest.solve_each(problems, self.effort, self.workers, self.progress)
        if unmoved is not None:
            return _BrokenCampuses(tuple(problems), unmoved)
        outcomes = list(solve_alone(tuple(problems), self.effort, self.workers, self.progress))
        dropped: list[str] = []
        late_notices = set()
        void_pins: set[tuple[str, date]] = set()
        for place, problem in enumerate(problems):
            relaxation = self._relaxed(problem, outcomes[place])
            dropped += relaxation.dropped_duties
            void_pins |= {(problem.campus.campus_id, on) for on in relaxation.void_pins}
            if relaxation.allows_late_notices:
                late_notices.add(problem.campus.campus_id)
            part = replace(self, effort=self.effort.part(FOR_DOUBTS))
            problems[place], outcomes[place] = without_duties_that_move_drills(
                relaxation.problem, relaxation.outcome, relaxation.builder, part._alone
            )
        return _BrokenCampuses(
            tuple(problems), tuple(outcomes), tuple(dropped), frozenset(late_notices), frozenset(void_pins)
        )

    def _relaxed(self, problem: CampusProblem, outcome: SolveOutcome) -> CampusRelaxation:
        """Return the campus without what leaves it no plan; as it is if it has one.

        Hopeless duties go first, then the limit of one drill a day; the rest is in ``relaxations.py``.
        """
        if outcome.status != "infeasible":
            return CampusRelaxation(problem, outcome, self.builder)
        lost = self._hopeless_duties(problem)
        if lost:
            problem = self._problem(problem.campus, lost)
            outcome = self._alone(problem)
        relaxation = CampusRelaxation(problem, outcome, self.builder)
        if outcome.status == "infeasible":
            relaxation = self._with_extra_drills(problem, lost) or self._with_fewest_lost(problem, outcome, lost)
        ids = tuple(duty.duty_id for duty in lost)
        return replace(relaxation, dropped_duties=(*ids, *relaxation.dropped_duties))

    def _hopeless_duties(self, problem: CampusProblem) -> tuple[Duty, ...]:
        """Return duties that no plan meets, whatever a day may hold, is ordered, or must be announced in time.

        Only those that the previous plan does not meet are tried. Without them, it is soon known whether the rest
        needs several drills on a day.
        """
        campus = problem.campus
        free = self.builder.with_late_notices(campus).with_day_limits(
            {campus.campus_id: DayLimits(MOST_DRILLS_A_DAY)}
        )
        unmet = self.builder.before[campus.campus_id].unmet
        return tuple(
            duty
            for duty in problem.duties
            if duty.duty_id in unmet and is_surely_infeasible(free.problem_of(campus, (duty,), with_orders=False))
        )

    def _with_fewest_lost(
        self, problem: CampusProblem, outcome: SolveOutcome, lost: tuple[Duty, ...]
    ) -> CampusRelaxation:
        """Return the campus without the duties that can no longer be met.

        A duty is not lost for want of a day of its own: days hold extra drills if fewer duties are lost then.
        """
        relaxation = relax_campus(problem, outcome, self.builder, self._alone)
        if not relaxation.dropped_duties:
            return relaxation
        campus = problem.campus
        late = self.builder.with_late_notices(campus)
        crowded = late.with_day_limits({campus.campus_id: DayLimits(MOST_DRILLS_A_DAY)})
        _, dropped = DroppedDuties(crowded).without(crowded.problem_of(campus, problem.duties, problem.set_aside))
        if len(dropped) >= len(relaxation.dropped_duties):
            return relaxation
        for builder in (self.builder, late):
            district = replace(self, builder=builder)
            without = (*lost, *dropped)
            fewer_lost = district._with_extra_drills(district._problem(campus, without), without)
            if fewer_lost is not None:
                ids = tuple(duty.duty_id for duty in dropped)
                return replace(fewer_lost, dropped_duties=ids, allows_late_notices=builder is late)
        return relaxation

    def _with_extra_drills(self, problem: CampusProblem, lost: tuple[Duty, ...]) -> CampusRelaxation | None:
        """Return the campus with the fewest extra drills on its days, and its plan; None if none helps."""
        limits = limits_with_extra_drills(self.builder, problem, self.effort)
        if limits is None:
            return None
        builder = self.builder.with_day_limits({problem.campus.campus_id: limits})
        crowded = replace(self, builder=builder)._problem(problem.campus, lost)
        outcome = self._alone(crowded)
        return None if outcome.status == "infeasible" else CampusRelaxation(crowded, outcome, builder)

    def _alone(self, problem: CampusProblem) -> SolveOutcome:
        (outcome,) = solve_alone((problem,), self.effort, 1, self.progress)
        return outcome

    def _problem(self, campus: Campus, lost: tuple[Duty, ...] = ()) -> CampusProblem:
        """Return a campus without ``lost`` duties, and without uncertain ones that cannot be met."""
        owed = tuple(duty for duty in self.builder.year.duties_at(campus.campus_id) if duty not in lost)
        (problem,) = without_unmeetable_uncertain(
            (self.builder.problem_of(campus, owed, lost),), self.builder.problem_of
        )
        return problem

    def side_by_side(
        self, problems: tuple[CampusProblem, ...], outcomes: tuple[SolveOutcome, ...]
    ) -> tuple[_RepairedCampuses, int]:
        """Return plans side by side with the fewest moves, and the proven least number of moves."""
        alone = tuple(outcome.plans[0] for outcome in outcomes)
        least = sum(outcome.fewest_moves for outcome in outcomes)
        in_use = self._in_use_without(problems)
        bound = sum(outcome.bound for outcome in outcomes) + in_use.least_points_added(plan_size(alone)[2])
        best = self._in_turn(problems, alone, bound)
        is_limited = bool(self.fixed_rest.schools.limits)
        together = len(problems) > 1 or is_limited or (best is not None and best.shared != 0)
        if together and len(problems) <= WHOLE_DISTRICT and not _is_best(best, least):
            outcome = solve_together(problems, in_use, self.effort)
            if outcome.plans:
                as_few = outcome.moves == unavoidable_moves(problems) and plan_size(outcome.plans) == plan_size(
                    alone
                )
                known = _bound_of(outcome.plans, alone, bound)
                bounds = [lower for lower in (outcome.bound if as_few else None, known) if lower is not None]
                found = _RepairedCampuses(
                    problems, outcome.plans, max(bounds, default=None), outcome.agency_day_points
                )
                best = found if best is None or found.worth <= best.worth else best
        if len(problems) > 1 and (best is None or (len(problems) > WHOLE_DISTRICT and not _is_best(best, least))):
            other = self._improved(problems, alone, bound)
            if other is not None and (best is None or other.worth < best.worth):
                best = other
        if best is None or best.moves > least:
            group = self._with_others(problems)
            rest = self.fixed_rest.with_schools_of(group)
            in_use = rest.use_without({problem.campus.campus_id for problem in group})
            outcome = solve_together(group, in_use, self.effort)
            if len(group) == len(self.builder.workspace.campuses):
                least = max(least, outcome.fewest_moves)
                if outcome.status == "infeasible":
                    raise_if_sharing_infeasible(group, self.builder, "", True, self.effort)
            if outcome.plans and (best is None or outcome.moves < best.moves):
                best = _RepairedCampuses(group, outcome.plans, None, outcome.agency_day_points)
        if best is None:
            raise out_of_time(self.effort)
        return best, least

    def _in_turn(
        self, problems: tuple[CampusProblem, ...], alone: tuple[CampusPlan, ...], bound: int
    ) -> _RepairedCampuses | None:
        """Place each campus on the capacity that the others leave as they are; None if one does not fit."""
        plans = self.fixed_rest.place_sequentially(problems, alone, self.effort, self.progress)
        return None if plans is None else self._found(problems, plans, _bound_of(plans, alone, bound))

    def _found(
        self, problems: tuple[CampusProblem, ...], plans: tuple[CampusPlan, ...], bound: int | None
    ) -> _RepairedCampuses:
        return _RepairedCampuses(
            problems, plans, bound, agency_points_added(problems, plans, self._in_use_without(problems))
        )

    def _improved(
        self, problems: tuple[CampusProblem, ...], alone: tuple[CampusPlan, ...], bound: int
    ) -> _RepairedCampuses | None:
        """Place each campus on the capacity left, then improve a few at a time; None if one does not fit."""
        in_use = self._in_use_without(problems)
        incumbents = place_sequentially(problems, alone, self.effort, self.progress, in_use)
        incumbents = neighborhood_search(problems, incumbents, self.effort, self.progress, in_use)
        plans = tuple(incumbent.plan for incumbent in incumbents if incumbent.plan is not None)
        complete = len(plans) == len(problems)
        return self._found(problems, plans, _bound_of(plans, alone, bound)) if complete else None

    def _with_others(self, problems: tuple[CampusProblem, ...]) -> tuple[CampusProblem, ...]:
        """Return the broken campuses with as many others as fit one model, those with most visits first."""
        hit = {problem.campus.campus_id: problem for problem in problems}
        others = sorted(
            (campus for campus in self.builder.workspace.campuses if campus.campus_id not in hit),
            key=lambda campus: (-self._visits_ahead(campus), campus.campus_id),
        )
        members = {campus.campus_id for campus in others[: max(0, WHOLE_DISTRICT - len(problems))]} | set(hit)
        return tuple(
            hit.get(campus.campus_id) or self._problem(campus)
            for campus in self.builder.workspace.campuses
            if campus.campus_id in members
        )

    def _visits_ahead(self, campus: Campus) -> int:
        return sum(len(drill.agencies or ()) for drill in self.fixed_rest.before[campus.campus_id].planned)

    def _in_use_without(self, problems: tuple[CampusProblem, ...]) -> ResourceUse:
        """Return the visits of all other campuses as they are."""
        return self.fixed_rest.use_without({problem.campus.campus_id for problem in problems})


def _is_best(found: _RepairedCampuses | None, least: int) -> bool:
    return found is not None and found.moves == least and found.is_proven


def _bound_of(plans: tuple[CampusPlan, ...], alone: tuple[CampusPlan, ...], bound: int) -> int | None:
    """Return the bound of the campuses alone if these plans have the same tiers before points, else None."""
    as_few = cost_key(*plans)[0] == cost_key(*alone)[0] and plan_size(plans) == plan_size(alone)
    return bound if as_few else None
