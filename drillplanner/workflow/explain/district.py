"""Whether a district can be planned and what prevents it; how one duty is met, or why it cannot be."""

from __future__ import annotations

from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.model import CreditedDrill, DistrictExplanation, DutyExplanation, Plan, Schedule
from drillplanner.progress import Progress, silent
from drillplanner.workflow.explain.current_plan import (
    is_current,
    kept_past,
    lost_duties,
    only_campus,
    problem_builder_of,
    require_duty,
)
from drillplanner.workflow.plan_files import PLAN_FILE, read_plan_if_any
from drillplanner.workflow.prepared import Prepared

#: How many of the tightest duties an answer lists.
TIGHTEST = 8


def explain_district(prepared: Prepared, progress: Progress = silent) -> DistrictExplanation:
    """Explain whether there is a plan or can be one, where it is tight, and what prevents it.

    A plan made from today's files proves that one exists; otherwise each campus is tried, then all together.
    """
    from drillplanner.solve.explain.conflicts.same_day import same_day_conflict
    from drillplanner.solve.explain.district import Feasibility, feasibility, problems_of, tightest_duties

    plan = read_plan_if_any(prepared.folder)
    before, current = kept_past(prepared, plan), plan is not None and is_current(prepared, plan)
    builder = problem_builder_of(prepared, before, plan if current else None)
    problems = problems_of(builder, lost_duties(plan))
    tightest = tightest_duties(problems, TIGHTEST)
    if plan is not None and is_current(prepared, plan):
        return DistrictExplanation(
            status="planned",
            plan_status=plan.status,
            objective=plan.objective,
            bound=plan.bound,
            gap=plan.gap,
            costs=plan.costs,
            tightest=tightest,
        )
    found = feasibility(problems, builder, progress)
    if found.status in {"possible", "countable"} and prepared.workspace.district.same_day and not before:
        conflict = same_day_conflict(builder)
        found = found if conflict is None else Feasibility("infeasible", (conflict,))
    return DistrictExplanation(
        status=found.status, is_stale=plan is not None, tightest=tightest, conflicts=found.conflicts
    )


def explain_duty(prepared: Prepared, duty_id: str, progress: Progress = silent) -> DutyExplanation:
    """Explain which drills meet the duty; without a plan of today's files, whether it can be met, and why not.

    Raises InputError for an unknown id.
    """
    from drillplanner.solve.explain.candidates.case import ConflictCase
    from drillplanner.solve.explain.conflicts.campuses import explain_conflicts
    from drillplanner.solve.explain.conflicts.duty_choices import choices_sentence
    from drillplanner.solve.explain.district import feasibility, problems_of
    from drillplanner.solve.requirements import demanded_matches

    duty = require_duty(prepared, duty_id)
    plan = read_plan_if_any(prepared.folder)
    before = kept_past(prepared, plan)
    builder = problem_builder_of(
        prepared, before, plan if plan is not None and is_current(prepared, plan) else None
    )
    known = DutyExplanation(
        duty=duty.duty_id,
        campus_id=duty.campus_id,
        words=duty.sentence,
        cite=duty.cite,
        url=duty.url,
        status="unknown",
        is_stale=plan is not None and not is_current(prepared, plan),
        asks_for_drills=bool(demanded_matches((duty,))),
        room=choices_sentence(duty, ConflictCase(builder, (duty.campus_id,), (duty,)), (duty,)),
    )
    if plan is not None and is_current(prepared, plan):
        return _by_plan(known, prepared, plan)
    campuses = only_campus(builder, duty.campus_id)
    problems = problems_of(campuses, lost_duties(plan))
    if any(duty.duty_id == duty_id for duty in problems[0].set_aside):
        reason = "it was given up when the plan was made anew, since it could no longer be met."
        if duty.missing_fact is not None:
            reason = (
                f"no file says whether it is owed ({duty.missing_fact}), and it would take more drills than the "
                "other duties need. 'drillplanner check' says how to answer."
            )
        elif duty.doubt is not None:
            reason = (
                f"it cannot be met beside the rest of the plan, and whether it is owed depends on: {duty.doubt}."
            )
        return known.model_copy(update={"status": "set_aside", "reason": reason})
    found = feasibility(problems, campuses, progress)
    if found.status == "possible" and len(prepared.workspace.campuses) > 1:
        found = feasibility(problems_of(builder, lost_duties(plan)), builder, progress)
    conflicts, status = found.conflicts, found.status
    inside = any(duty_id in member.duties for conflict in conflicts for member in conflict.members)
    if status == "infeasible" and not inside:
        # The duty may conflict with an order that already appears in the conflict of another duty.
        of_this_duty = explain_conflicts(ConflictCase(builder, (duty.campus_id,), (duty,)))
        inside, status = bool(of_this_duty), "infeasible" if of_this_duty else "possible"
        conflicts = tuple(found_conflict.conflict for found_conflict in of_this_duty) or conflicts
    return known.model_copy(update={"status": status, "in_conflict": inside, "conflicts": conflicts})


def _by_plan(known: DutyExplanation, prepared: Prepared, plan: Plan) -> DutyExplanation:
    report = _judged(prepared, plan)
    verdict = next((verdict for verdict in report.verdicts if verdict.duty == known.duty), None)
    if verdict is None:
        return known
    by_id = {drill.drill_id: drill for drill in plan.drills}
    drills = tuple(
        CreditedDrill(drill_id=drill.drill_id, date=drill.date, drill_type=drill.drill_type)
        for drill_id in verdict.drills
        if (drill := by_id.get(drill_id)) is not None
    )
    return known.model_copy(update={"status": verdict.status.value, "reason": verdict.reason, "drills": drills})


def _judged(prepared: Prepared, plan: Plan) -> AuditReport:
    return judge_schedule(
        Schedule(source=PLAN_FILE.as_posix(), drills=plan.drills),
        prepared.workspace,
        prepared.duties,
        prepared.screenings,
        plan.tasks,
        prepared.stand_ins,
        spared=prepared.spared,
    )
