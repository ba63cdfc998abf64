"""What gives way at a campus that has no lawful plan any more: first a notice comes late, then duties are lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.law import Duty
from drillplanner.model import Campus
from drillplanner.solve.campus import uncertain_duties as doubts
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import is_feasible
from drillplanner.solve.explain.infeasibility import are_orders_at_fault
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import SolveOutcome


@dataclass(frozen=True)
class DroppedDuties:
    """Looks for them at a campus whose duties cannot be met together any more."""

    maker: ProblemBuilder

    def without(self, problem: CampusProblem) -> tuple[CampusProblem, tuple[Duty, ...]]:
        """The problem without the duties that can no longer be met; and those.

        First come those that cannot be met even if nothing else were owed; mostly the plan as it was does not meet
        them either, so that the others are asked only where these are not all. Where what is left still cannot be
        met together, as few of the windows that are running as need be are given up, those that end soonest first.
        """
        if are_orders_at_fault(problem, self.maker):
            return problem, ()
        unmet = self.maker.before[problem.campus.campus_id].unmet
        likely = [duty for duty in problem.duties if duty.duty_id in unmet]
        gone: list[Duty] = []
        left = problem
        for asked in (likely, [duty for duty in problem.duties if duty not in likely]):
            gone += [duty for duty in asked if self._is_unmeetable(problem.campus, duty)]
            left = self._left(problem, gone)
            if is_feasible(left) is not False:
                return left, tuple(gone)
        gone += self._dropped(left)
        return self._left(problem, gone), tuple(gone)

    def _left(self, problem: CampusProblem, gone: Sequence[Duty]) -> CampusProblem:
        kept = tuple(duty for duty in problem.duties if duty not in gone)
        return self.maker.problem_of(problem.campus, kept, (*problem.set_aside, *gone)) if gone else problem

    def _is_unmeetable(self, campus: Campus, duty: Duty) -> bool:
        alone = self.maker.problem_of(campus, (duty,), (), with_orders=False)
        return is_feasible(alone) is False and is_feasible(alone, presolve=False) is False

    def _dropped(self, problem: CampusProblem) -> list[Duty]:
        """Duties of windows that have begun and cannot all be met; none where the others alone cannot be."""
        changed = max([self._as_of, *(closure.on for closure in self.maker.workspace.calendar.closures)])
        places = range(len(problem.duties))
        running = [place for place in places if problem.duties[place].window.first <= changed]
        running.sort(key=lambda place: problem.duties[place].window.last, reverse=True)
        sure = frozenset(places) - set(running)
        kept = doubts.jointly_feasible(problem, self.maker.problem_of, sure, running)
        return [problem.duties[place] for place in running if place not in kept] if kept != sure else []

    @property
    def _as_of(self) -> date:
        return next(iter(self.maker.before.values())).as_of


@dataclass(frozen=True)
class CampusRelaxation:
    """The campus with what gave way, and its best plan alone; the status still says so where nothing helped.

    ``lost`` are ids of duties that can no longer be met. Where it ``tells_late``, a drill may stand on a day for
    which a notice of the law comes too late.
    """

    problem: CampusProblem
    outcome: SolveOutcome
    dropped_duties: tuple[str, ...] = ()
    allows_late_notices: bool = False


def relax_campus(
    problem: CampusProblem,
    outcome: SolveOutcome,
    maker: ProblemBuilder,
    solve: Callable[[CampusProblem], SolveOutcome],
) -> CampusRelaxation:
    """The way out of a campus whose ``outcome`` alone is that there is no plan.

    A notice that comes late gives way before a drill that is not held: part of what it is for can still be had.
    Where duties are lost that no day meets, the other drills go to days for which there is time, if they can.
    """
    telling_late = maker.with_late_notices(problem.campus)
    late = telling_late.problem_of(problem.campus, problem.duties, problem.set_aside)
    if late.groups != problem.groups or late.possible_days != problem.possible_days:
        told_late = solve(late)
        if told_late.status != "infeasible":
            return CampusRelaxation(late, told_late, allows_late_notices=True)
    left, gone = DroppedDuties(telling_late).without(late)
    if not gone:
        return CampusRelaxation(problem, outcome)
    lost = tuple(duty.duty_id for duty in gone)
    in_time = maker.problem_of(problem.campus, left.duties, left.set_aside)
    told_in_time = solve(in_time)
    if told_in_time.status != "infeasible":
        return CampusRelaxation(in_time, told_in_time, lost)
    return CampusRelaxation(left, solve(left), lost, allows_late_notices=True)
