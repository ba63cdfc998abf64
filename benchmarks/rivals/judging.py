"""One judge for all contestants: the audit's verdicts, and the cost as the audit counts it."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.rivals.attempt import Attempt
from drillplanner.audit.schedule import judge_practice, judge_schedule, recount, recount_breaches
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import derive_tasks
from drillplanner.law.duties.tasks import tasks_by_due_date
from drillplanner.model import REQUIRED_WEIGHT, Schedule
from drillplanner.solve.problem.year_to_plan import YearToPlan


@dataclass(frozen=True)
class JudgedPlan:
    """The audit's figures for a plan.

    ``cost`` is in points of the soft goals. ``broken`` counts violated duties and impossible entries, ``breaches``
    the breaches of required developmental rules, ``practices_broken`` the practices that a campus does not keep.
    """

    drills: int
    visits: int
    cost: int
    broken: int
    breaches: int
    practices_broken: int = 0
    first_broken: str = ""


def judge_attempt(instance: YearToPlan, attempt: Attempt) -> JudgedPlan | None:
    """Return the audit's figures for the plan; None if there is no plan."""
    if attempt.drills is None:
        return None
    schedules = campus_schedules(attempt.drills, instance.workspace, instance.screenings, None)
    report = judge_schedule(
        Schedule(source="the plan", drills=attempt.drills),
        instance.workspace,
        instance.duties,
        instance.screenings,
        tasks_by_due_date((*derive_tasks(instance.duties, schedules), *attempt.offers)),
        instance.stand_ins,
    )
    costs = recount(attempt.drills, instance.duties, instance.workspace, instance.stand_ins, instance.limits)
    reasons = [f"{verdict.duty}: {verdict.reason}" for verdict in report.violated]
    reasons += [f"{entry.drill_id}: {entry.message}" for entry in report.entries]
    return JudgedPlan(
        drills=len(attempt.drills),
        visits=sum(len(drill.agencies or ()) for drill in attempt.drills),
        cost=sum(cost.points for cost in costs),
        broken=len(reasons),
        breaches=recount_breaches(attempt.drills, instance.workspace, instance.limits) // REQUIRED_WEIGHT,
        practices_broken=len(judge_practice(attempt.drills, instance.workspace, instance.limits).broken),
        first_broken=reasons[0] if reasons else "",
    )
