"""The judgement of a schedule: impossible entries first, then each duty over what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from drillplanner.audit.agency_visits import impossible_visits
from drillplanner.audit.entries import DISCOUNTED, impossible_entries, without_doubles
from drillplanner.audit.report import AuditReport
from drillplanner.mandates import Duty, Scene
from drillplanner.mandates.kinds import Chore
from drillplanner.model import (
    AgencyKind,
    Drill,
    DutyStatus,
    Schedule,
    Screening,
    Task,
    Verdict,
    Workspace,
)


def judge(
    schedule: Schedule,
    workspace: Workspace,
    duties: tuple[Duty, ...],
    screenings: Mapping[str, Screening],
    tasks: tuple[Task, ...] | None,
) -> AuditReport:
    """Every finding over a schedule, ours or anyone's.

    ``tasks`` is None for a schedule of a form that holds no chores (a table, a calendar); duties about chores
    are then listed as not judged.
    """
    drills, doubles = without_doubles(schedule.drills)
    entries = [
        *schedule.problems,
        *doubles,
        *impossible_entries(drills, workspace),
        *impossible_visits(drills, workspace.district.agencies),
    ]
    discounted = {entry.drill_id for entry in entries if entry.problem in DISCOUNTED}
    possible = [drill for drill in drills if drill.drill_id not in discounted]
    scenes = scenes_of(possible, workspace, screenings, tasks)
    as_entered = scenes_of(drills, workspace, screenings, tasks)

    verdicts, not_judged = [], []
    for duty in duties:
        if tasks is None and isinstance(duty.mandate.requirement, Chore):
            not_judged.append(f"{duty.duty_id}: {duty.sentence}")
        else:
            verdicts.append(_verdict(duty, scenes[duty.campus_id], as_entered[duty.campus_id], discounted))
    return AuditReport(
        schedule=schedule.source,
        verdicts=tuple(verdicts),
        entries=tuple(sorted(entries, key=lambda entry: (entry.row or 0, entry.problem, entry.message))),
        not_judged=tuple(not_judged),
        notes=schedule.notes,
    )


def scenes_of(
    drills: Iterable[Drill],
    workspace: Workspace,
    screenings: Mapping[str, Screening],
    tasks: tuple[Task, ...] | None,
) -> dict[str, Scene]:
    """What a plain check may look at, by campus."""
    by_campus: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        by_campus[drill.campus_id].append(drill)
    chores: dict[str, list[Task]] = defaultdict(list)
    for task in tasks or ():
        chores[task.campus_id].append(task)
    agency_kinds: dict[str, AgencyKind] = {agency.agency_id: agency.kind for agency in workspace.district.agencies}
    return {
        campus.campus_id: Scene(
            campus=campus,
            calendar=workspace.calendar,
            drills=tuple(sorted(by_campus[campus.campus_id], key=lambda drill: (drill.date, drill.drill_id))),
            agency_kinds=agency_kinds,
            screenings=screenings,
            tasks=None if tasks is None else tuple(chores[campus.campus_id]),
        )
        for campus in workspace.campuses
    }


def _verdict(duty: Duty, scene: Scene, as_entered: Scene, discounted: set[str | None]) -> Verdict:
    requirement = duty.mandate.requirement
    judgement = requirement.check(duty.window, scene)
    status, missing = judgement.status, judgement.missing_fact
    reason = judgement.reason
    because_of = None
    if status is DutyStatus.VIOLATED and duty.missing_fact is not None:
        # Whether the duty is owed at all hangs on a fact that nobody gave: not a violation, not a pass.
        status, missing = DutyStatus.CANNOT_TELL, duty.missing_fact
        reason = f"{reason}; whether this applies depends on '{duty.missing_fact}' of the campus"
    elif status is DutyStatus.VIOLATED:
        because_of = _culprit(requirement.check(duty.window, as_entered).status, duty, as_entered, discounted)
    return Verdict(
        campus_id=duty.campus_id,
        duty=duty.duty_id,
        mandate=duty.mandate.mandate_id,
        title=duty.mandate.title,
        status=status,
        drills=judgement.drills,
        reason=reason,
        missing_fact=missing,
        cite=duty.cite,
        url=duty.url,
        confidence=duty.mandate.confidence,
        because_of=because_of,
    )


def _culprit(
    as_entered_status: DutyStatus, duty: Duty, as_entered: Scene, discounted: set[str | None]
) -> str | None:
    """The impossible entry but for which the duty would be met, if there is one."""
    if as_entered_status is DutyStatus.VIOLATED:
        return None
    counted = duty.mandate.requirement.check(duty.window, as_entered).drills
    return next((drill_id for drill_id in counted if drill_id in discounted), None)
