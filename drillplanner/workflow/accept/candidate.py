"""The solver's plan before it is accepted, and what the independent judge finds in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from drillplanner.appropriateness.chores.merge_with_law import merge_chores
from drillplanner.audit.schedule import (
    AuditReport,
    DevelopmentalReport,
    judge_practice,
    judge_schedule,
    recount,
    recount_breaches,
)
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import derive_tasks
from drillplanner.law.duties.tasks import tasks_by_due_date, with_late_due_dates
from drillplanner.law.kinds.every import Every
from drillplanner.law.kinds.form import Form
from drillplanner.law.kinds.length import Length
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import DevelopmentalLimits, GoalCost, Plan, PracticeOutcome, Repair, Schedule, Task
from drillplanner.workflow.developmental_judgment import judge_by_development, promised_chores
from drillplanner.workflow.prepared import Prepared

if TYPE_CHECKING:
    from drillplanner.solve.solver import Solution

#: Kinds of requirement that say how each drill must be. What a past drill lacks, no other drill can add.
_OF_EACH_DRILL = (Every, Form, Length)


@dataclass(frozen=True)
class SettledFacts:
    """What a replan cannot change any more, and how it repaired the rest.

    ``settled`` holds the ids of drills that were held: an impossible entry or a broken rule of theirs is a fact,
    not a fault of the plan. ``previous_plan`` is the plan before. ``limits`` are those of the year, by campus id,
    with what making up missed drills in time asks for. ``void_pins`` are campus ids and dates of pins that no
    longer bind, and ``lost_orders`` phrases of drills on one day for which no day is left.
    ``late_notice_campuses`` holds the ids of campuses that have no plan unless a notice comes too late.
    """

    settled: frozenset[str]
    repair: Repair
    previous_plan: Plan
    limits: Mapping[str, DevelopmentalLimits]
    late_notice_campuses: frozenset[str] = frozenset()
    void_pins: frozenset[tuple[str, date]] = frozenset()
    lost_orders: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlanCandidate:
    """The solver's plan, with everything that the judge works out about it on its own.

    ``facts`` is None for a first plan, and given for a replan. Each property is worked out once, when it is first
    asked for, so that the checks before it can stop early.
    """

    prepared: Prepared
    solution: Solution
    facts: SettledFacts | None = None

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The dated tasks that the drills bring, by due date."""
        schedules = campus_schedules(self.solution.drills, self.prepared.workspace, self.prepared.screenings, None)
        from_law = (*derive_tasks(self.prepared.duties, schedules), *self.solution.tasks)
        promised = promised_chores(self.prepared, self.solution.drills)
        tasks = merge_chores(from_law, promised, self.solution.drills)
        if self.facts is not None:
            facts = self.facts
            from_update = derive_tasks(self.prepared.duties, schedules, facts.repair.as_of)
            tasks = with_late_due_dates(
                tasks, from_law, from_update, facts.repair, facts.previous_plan, facts.settled
            )
        return tasks_by_due_date(tasks)

    @cached_property
    def report(self) -> AuditReport:
        """The judge's report on every duty."""
        return judge_schedule(
            Schedule(source="the plan", drills=self.solution.drills),
            self.prepared.workspace,
            self.prepared.duties,
            self.prepared.screenings,
            self.tasks,
            self.prepared.stand_ins,
            settled_before=None if self.facts is None else self.facts.repair.as_of,
            spared=self.prepared.spared,
        )

    @cached_property
    def repair(self) -> Repair | None:
        """How a replan repaired the plan, with every duty that is lost; None for a first plan.

        To the duties that the solver gave up come rules that past drills break, offers whose dates went otherwise,
        and notices that are too late.
        A notice may be late only if it was late before, or at a campus that has no plan otherwise.
        """
        if self.facts is None:
            return None
        repair = self.facts.repair
        given_up = (
            *self._as_judged(repair.lost),
            *self._broken_by_past_drills(self.facts),
            *self._offers_broken_by_facts(self.facts),
        )
        lost = dict.fromkeys((*given_up, *self._late_notices(self.facts)))
        return repair.model_copy(update={"lost": tuple(lost)})

    def _as_judged(self, given_up: tuple[str, ...]) -> Iterator[str]:
        """Yield the duties that the solver gave up and the judge finds violated.

        If too few drills are shared out among several duties, the judge may leave other ones of them unmet than
        the solver gave up: then these are lost. A duty that cannot be judged, since the log does not say enough of
        a drill, is not lost.
        """
        violated = {verdict.duty: verdict.campus_id for verdict in self.report.violated}
        campus_of = {duty.duty_id: duty.campus_id for duty in self.prepared.duties}
        shared_out = self.solution.shared_out
        others = [duty for duty in violated if duty in shared_out and duty not in given_up]
        for duty in given_up:
            if duty in violated:
                yield duty
            if duty in shared_out:
                # Where drills are too few, the judge may leave another duty unmet, or one more.
                yield from (other for other in others if violated[other] == campus_of.get(duty))

    def _broken_by_past_drills(self, facts: SettledFacts) -> tuple[str, ...]:
        """Return rules that past drills break for themselves, and that the whole year does not mend.

        A fire drill of 12 minutes that is still to come makes room for a security drill that was held before.
        """
        duties = tuple(
            duty for duty in self.prepared.duties if isinstance(duty.mandate.requirement, _OF_EACH_DRILL)
        )
        report = judge_schedule(
            Schedule(
                source="what was held",
                drills=tuple(drill for drill in self.solution.drills if drill.drill_id in facts.settled),
            ),
            self.prepared.workspace,
            duties,
            self.prepared.screenings,
            None,
            self.prepared.stand_ins,
        )
        violated = {verdict.duty for verdict in self.report.violated}
        return tuple(verdict.duty for verdict in report.violated if verdict.duty in violated)

    def _offers_broken_by_facts(self, facts: SettledFacts) -> Iterator[str]:
        """Yield violated offers that facts alone break.

        All of their dates are over, what became of the offered drill is settled, or another drill was held on one
        of the dates.
        """
        violated = {verdict.duty for verdict in self.report.violated}
        held = {(drill.campus_id, drill.date) for drill in self.solution.drills if drill.drill_id in facts.settled}
        for duty in self.prepared.duties:
            if duty.duty_id not in violated or not isinstance(duty.mandate.requirement, Offer):
                continue
            for task in facts.previous_plan.tasks:
                is_of_duty = (task.kind, task.mandate_id, task.campus_id) == (
                    "offer",
                    duty.mandate.mandate_id,
                    duty.campus_id,
                ) and all(duty.window.covers(on) for on in task.dates)
                is_over = task.drill_id in facts.settled or max(task.dates, default=date.max) < facts.repair.as_of
                if is_of_duty and (is_over or any((duty.campus_id, on) in held for on in task.dates)):
                    yield duty.duty_id
                    break

    def _late_notices(self, facts: SettledFacts) -> tuple[str, ...]:
        chores = {duty.duty_id for duty in self.prepared.duties if isinstance(duty.mandate.requirement, Chore)}
        earlier = facts.previous_plan.repair
        lost_before = earlier.lost if earlier is not None else ()
        return tuple(
            verdict.duty
            for verdict in self.report.violated
            if verdict.duty in chores
            and (verdict.campus_id in facts.late_notice_campuses or verdict.duty in lost_before)
        )

    @cached_property
    def developmental(self) -> DevelopmentalReport:
        """The judge's report on the developmental rules."""
        return judge_by_development(self.prepared, self.solution.drills, self.tasks)

    @cached_property
    def costs(self) -> tuple[GoalCost, ...]:
        """The points of each soft goal, counted without the solver."""
        prepared = self.prepared
        return recount(
            self.solution.drills, prepared.duties, prepared.workspace, prepared.stand_ins, prepared.limits
        )

    @cached_property
    def objective(self) -> int:
        """The points of all soft goals together."""
        return sum(cost.points for cost in self.costs)

    @cached_property
    def breaches(self) -> int:
        """What the plan's breaches of required developmental rules and of good practice weigh, counted anew."""
        limits = self.prepared.limits if self.facts is None else self.facts.limits
        return recount_breaches(self.solution.drills, self.prepared.workspace, limits)

    @cached_property
    def practice(self) -> PracticeOutcome:
        """How far the plan keeps good practice."""
        return judge_practice(self.solution.drills, self.prepared.workspace, self.prepared.limits)

    @cached_property
    def counted_solution(self) -> Solution:
        """The solution with the cost that it can claim.

        What was held otherwise than planned (at another hour, for longer, in addition, two on a day) may have
        points that the solver does not foresee. Where they differ, the cost is the judge's and nothing is proven.
        """
        solution = self.solution
        agrees = (solution.cost, solution.breaches) == (self.objective, self.breaches)
        if self.facts is None or agrees or not self._was_held_otherwise(self.facts):
            return solution
        bound = min(solution.bound, self.objective)
        return replace(solution, status="feasible", cost=self.objective, bound=bound, breaches=self.breaches)

    def _was_held_otherwise(self, facts: SettledFacts) -> bool:
        """Check whether a drill was recorded as held, so that it may differ from every drill of a plan."""
        return any(drill.held and drill.drill_id in facts.settled for drill in self.solution.drills)
