"""Relax a campus without a lawful plan: first late notices, then dropped duties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.law import Duty
from drillplanner.model import Campus
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import is_feasible, is_surely_infeasible
from drillplanner.solve.campus.uncertain_duties import jointly_feasible
from drillplanner.solve.explain.infeasibility import are_orders_at_fault
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import SolveOutcome


@dataclass(frozen=True)
class DroppedDuties:
    """Finds the duties to drop at a campus whose duties can no longer be met together."""

    builder: ProblemBuilder

    def without(self, problem: CampusProblem) -> tuple[CampusProblem, tuple[Duty, ...]]:
        """Return the problem without the duties that can no longer be met, and those duties.

        First come duties that cannot be met even without all others. Mostly the previous plan does not meet them
        either, so the others are checked only if these are not all. If the rest still cannot be met together, as
        few duties of running windows as necessary are dropped, those that end soonest first. A blocked day stays
        blocked, also if a duty is lost by it. If the alarms of a building stand in the way, nothing is dropped.
        """
        at_fault = are_orders_at_fault(problem, self.builder)
        if at_fault and problem.campus.campus_id in self.builder.alarms:
            return problem, ()
        unmet = self.builder.before[problem.campus.campus_id].unmet
        likely = [duty for duty in problem.duties if duty.duty_id in unmet]
        dropped: list[Duty] = []
        left = problem
        for duties in (likely, [duty for duty in problem.duties if duty not in likely]):
            dropped += [duty for duty in duties if self._is_unmeetable(problem.campus, duty, at_fault)]
            left = self._left(problem, dropped)
            if is_feasible(left) is not False:
                return left, tuple(dropped)
        dropped += self._dropped(left)
        return self._left(problem, dropped), tuple(dropped)

    def _left(self, problem: CampusProblem, dropped: Sequence[Duty]) -> CampusProblem:
        kept = tuple(duty for duty in problem.duties if duty not in dropped)
        return (
            self.builder.problem_of(problem.campus, kept, (*problem.set_aside, *dropped)) if dropped else problem
        )

    def _is_unmeetable(self, campus: Campus, duty: Duty, with_orders: bool) -> bool:
        alone = self.builder.problem_of(campus, (duty,), (), with_orders=with_orders)
        return is_surely_infeasible(alone)

    def _dropped(self, problem: CampusProblem) -> list[Duty]:
        """Return duties of begun windows that cannot all be met; none if the other duties alone cannot be."""
        changed = max([self._as_of, *(closure.on for closure in self.builder.workspace.calendar.closures)])
        places = range(len(problem.duties))
        running = [place for place in places if problem.duties[place].window.first <= changed]
        running.sort(key=lambda place: problem.duties[place].window.last, reverse=True)
        not_running = frozenset(places) - set(running)
        kept = jointly_feasible(problem, self.builder.problem_of, not_running, running)
        return [problem.duties[place] for place in running if place not in kept] if kept != not_running else []

    @property
    def _as_of(self) -> date:
        return next(iter(self.builder.before.values())).as_of


@dataclass(frozen=True)
class CampusRelaxation:
    """The relaxed campus and its best plan alone; the status is still infeasible if nothing helped.

    ``builder`` builds the relaxed problem. ``dropped_duties`` are ids of duties that can no longer be met, and
    ``void_pins`` dates of pins that gave way. If ``allows_late_notices``, a drill may be on a day for which a
    notice required by law comes too late.
    """

    problem: CampusProblem
    outcome: SolveOutcome
    builder: ProblemBuilder
    dropped_duties: tuple[str, ...] = ()
    allows_late_notices: bool = False
    void_pins: frozenset[date] = frozenset()


def relax_campus(
    problem: CampusProblem,
    outcome: SolveOutcome,
    builder: ProblemBuilder,
    solve: Callable[[CampusProblem], SolveOutcome],
) -> CampusRelaxation:
    """Return a relaxation for a campus whose ``outcome`` alone is infeasible.

    A late notice is preferred to a drill that is not held, since it still serves part of its purpose. If duties
    are dropped, the other drills use days with enough notice, if possible.
    """
    late_builder = builder.with_late_notices(problem.campus)
    late = late_builder.problem_of(problem.campus, problem.duties, problem.set_aside)
    if late.groups != problem.groups or late.possible_days != problem.possible_days:
        late_outcome = solve(late)
        if late_outcome.status != "infeasible":
            return CampusRelaxation(late, late_outcome, late_builder, allows_late_notices=True)
    if (relaxed := _without_pins_at_fault(problem, builder, solve)) is not None:
        return relaxed
    left, dropped = DroppedDuties(late_builder).without(late)
    if not dropped:
        return CampusRelaxation(problem, outcome, builder)
    dropped_ids = tuple(duty.duty_id for duty in dropped)
    timely = builder.problem_of(problem.campus, left.duties, left.set_aside)
    timely_outcome = solve(timely)
    if timely_outcome.status != "infeasible":
        return CampusRelaxation(timely, timely_outcome, builder, dropped_ids)
    return CampusRelaxation(left, solve(left), late_builder, dropped_ids, allows_late_notices=True)


def _without_pins_at_fault(
    problem: CampusProblem, builder: ProblemBuilder, solve: Callable[[CampusProblem], SolveOutcome]
) -> CampusRelaxation | None:
    """Return the campus without the pin that leaves no plan, or without all if no single one does; None otherwise.

    A pin was possible when it was written. What happened since, and what the law asks for then, comes before it.
    """
    dates = sorted({pin.date for pin in problem.pins})
    if not dates or not are_orders_at_fault(problem, builder):
        return None
    for void in (*({on} for on in dates), set(dates)):
        freed = builder.with_void_pins(problem.campus, void)
        without = freed.problem_of(problem.campus, problem.duties, problem.set_aside)
        outcome = solve(without)
        if outcome.status != "infeasible":
            return CampusRelaxation(without, outcome, freed, void_pins=frozenset(void))
    return None
