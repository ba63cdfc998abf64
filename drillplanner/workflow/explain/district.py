"""Whether a district can be planned and what stands in the way; how one duty is met, or why it cannot be."""

from __future__ import annotations

from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.model import CreditedDrill, DistrictExplanation, DutyExplanation, Plan, Schedule
from drillplanner.progress import Progress, silent
from drillplanner.workflow.accept import PLAN_FILE
from drillplanner.workflow.explain.current_plan import (
    duty_named,
    is_current,
    lost_in,
    maker_of,
    only_at,
    past_of,
    plan_there_is,
)
from drillplanner.workflow.prepare import Prepared

#: So many tight duties are told.
TIGHTEST = 8


def explain_district(prepared: Prepared, progress: Progress = silent) -> DistrictExplanation:
    """Whether there is a plan or can be one, where it is tight, and what stands in the way.

    A plan of today's files needs no proof that there is one; otherwise each campus, and all of them, are tried.
    """
    from drillplanner.solve.explain.conflicts.same_day import same_day_conflict
    from drillplanner.solve.explain.district import Feasibility, feasibility, problems_of, tightest_duties

    made = plan_there_is(prepared.folder)
    before, current = past_of(prepared, made), made is not None and is_current(prepared, made)
    maker = maker_of(prepared, before, made if current else None)
    problems = problems_of(maker, lost_in(made))
    few = tightest_duties(problems, TIGHTEST)
    if made is not None and is_current(prepared, made):
        return DistrictExplanation(
            status="planned",
            plan_status=made.status,
            objective=made.objective,
            bound=made.bound,
            gap=made.gap,
            costs=made.costs,
            tightest=few,
        )
    found = feasibility(problems, maker, progress)
    if found.status in {"possible", "countable"} and prepared.workspace.district.same_day and not before:
        lacking = same_day_conflict(maker)
        found = found if lacking is None else Feasibility("infeasible", (lacking,))
    return DistrictExplanation(
        status=found.status, is_stale=made is not None, tightest=few, conflicts=found.conflicts
    )


def explain_duty(prepared: Prepared, duty_id: str, progress: Progress = silent) -> DutyExplanation:
    """Which drills of the plan meet the duty; without a plan of today's files, whether it can be met, and why not.

    Raises InputError for an unknown id.
    """
    from drillplanner.solve.explain.candidates.case import ConflictCase
    from drillplanner.solve.explain.conflicts.campuses import explain_conflicts
    from drillplanner.solve.explain.conflicts.duty_choices import choices_sentence
    from drillplanner.solve.explain.district import feasibility, problems_of
    from drillplanner.solve.requirements import demanded_matches

    duty = duty_named(prepared, duty_id)
    made = plan_there_is(prepared.folder)
    before = past_of(prepared, made)
    maker = maker_of(prepared, before, made if made is not None and is_current(prepared, made) else None)
    known = DutyExplanation(
        duty=duty.duty_id,
        campus_id=duty.campus_id,
        words=duty.sentence,
        cite=duty.cite,
        url=duty.url,
        status="unknown",
        is_stale=made is not None and not is_current(prepared, made),
        asks_for_drills=bool(demanded_matches((duty,))),
        room=choices_sentence(duty, ConflictCase(maker, (duty.campus_id,), (duty,)), (duty,)),
    )
    if made is not None and is_current(prepared, made):
        return _by_plan(known, prepared, made)
    campuses = only_at(maker, duty.campus_id)
    problems = problems_of(campuses, lost_in(made))
    if any(one.duty_id == duty_id for one in problems[0].set_aside):
        reason = "it was given up when the plan was made anew, since it could no longer be met."
        if duty.doubt is not None:
            reason = f"it cannot be met beside the other duties, and whether it is owed depends on: {duty.doubt}."
        return known.model_copy(update={"status": "set_aside", "reason": reason})
    found = feasibility(problems, campuses, progress)
    if found.status == "possible" and len(prepared.workspace.campuses) > 1:
        found = feasibility(problems_of(maker, lost_in(made)), maker, progress)
    conflicts, status = found.conflicts, found.status
    inside = any(duty_id in member.duties for conflict in conflicts for member in conflict.members)
    if status == "infeasible" and not inside:
        # It may be at odds with an order that was already found to be at odds with another duty.
        alone = explain_conflicts(ConflictCase(maker, (duty.campus_id,), (duty,)))
        inside, status = bool(alone), "infeasible" if alone else "possible"
        conflicts = tuple(one.conflict for one in alone) or conflicts
    return known.model_copy(update={"status": status, "in_conflict": inside, "conflicts": conflicts})


def _by_plan(known: DutyExplanation, prepared: Prepared, made: Plan) -> DutyExplanation:
    report = _judged(prepared, made)
    verdict = next((verdict for verdict in report.verdicts if verdict.duty == known.duty), None)
    if verdict is None:
        return known
    by_id = {drill.drill_id: drill for drill in made.drills}
    drills = tuple(
        CreditedDrill(drill_id=one.drill_id, date=one.date, drill_type=one.drill_type)
        for drill_id in verdict.drills
        if (one := by_id.get(drill_id)) is not None
    )
    return known.model_copy(update={"status": verdict.status.value, "reason": verdict.reason, "drills": drills})


def _judged(prepared: Prepared, made: Plan) -> AuditReport:
    return judge_schedule(
        Schedule(source=PLAN_FILE.as_posix(), drills=made.drills),
        prepared.workspace,
        prepared.duties,
        prepared.screenings,
        made.tasks,
        prepared.stand_ins,
    )
