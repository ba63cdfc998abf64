"""The plan before a replan, sorted by what became of each drill: the input of the repair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import derive_tasks
from drillplanner.model import MINUTES_APART, DayKind, Drill, Plan, Schedule, Task, Workspace
from drillplanner.records.as_happened import AsHappened
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.replan.hand_edits import HandEdits
from drillplanner.workflow.spared_grades import as_happened_with_grades


@dataclass(frozen=True)
class RepairRequest:
    """What a replan starts from.

    ``edits`` is the plan ``previous_plan`` with what was changed by hand in its table, and ``happened`` these
    drills as the log tells it. ``settled`` drills were held: by the log, or
    because their day is over and no record says otherwise. ``planned`` drills are still to come, on days with
    school. ``report`` is the judge's on these two. ``campuses`` holds what each campus keeps, by campus id.
    ``onto_full_days`` are ids of drills that were moved by hand to a day without room for one more.
    """

    prepared: Prepared
    previous_plan: Plan
    as_of: date
    edits: HandEdits
    happened: AsHappened
    settled: tuple[Drill, ...]
    planned: tuple[Drill, ...]
    report: AuditReport
    campuses: Mapping[str, PreviousPlan]
    onto_full_days: frozenset[str] = frozenset()


def repair_request_of(prepared: Prepared, previous_plan: Plan, edits: HandEdits, as_of: date) -> RepairRequest:
    """Sort the drills of the plan, as they were changed by hand, by the log and the calendar.

    ``as_of`` may be any day. What the log says was held stays, also if its day is later; after the last day of
    school everything is past.
    """
    workspace = prepared.workspace
    happened = as_happened_with_grades(edits.drills, prepared)
    with_school = [drill for drill in happened.open if not is_on_closed_day(drill, workspace)]
    begun = _begun_crowded_days(previous_plan, happened)
    past = [drill for drill in with_school if drill.date < as_of or (drill.campus_id, drill.date) in begun]
    settled = (*happened.held, *past)
    open_drills = [drill for drill in with_school if drill not in past]
    usual = workspace.district.drills_a_day
    onto_full_days = frozenset(_moved_onto_full_days(edits, open_drills, settled, usual))
    planned = tuple(drill for drill in open_drills if drill.drill_id not in onto_full_days)
    displaced = (
        *(drill for drill, _ in happened.missed),
        *(drill for drill, _ in happened.taken_over),
        *(drill for drill in happened.open if is_on_closed_day(drill, workspace)),
        *(drill for drill in open_drills if drill.drill_id in onto_full_days),
    )
    offers = tuple(task for task in previous_plan.tasks if task.kind == "offer")
    report = _judged_if_nothing_changed((*settled, *planned), offers, prepared, as_of)
    held_otherwise = {drill.drill_id for drill, _ in happened.taken_over}
    # A missed drill is made up as long as the law or good practice asks for it, which only the search knows.
    missed_at = {drill.campus_id for drill in displaced if drill.drill_id not in held_otherwise}
    broken = _broken_campuses(report, as_of) | missed_at
    days_over = {(record.campus_id, record.date) for record in prepared.records if not record.held}
    # Nothing new can be held on these days, so what is pinned to them was held or was not.
    taken = days_over | {(drill.campus_id, drill.date) for drill in happened.held}
    campuses = {
        campus.campus_id: PreviousPlan(
            as_of=as_of,
            settled=_at(campus.campus_id, settled),
            planned=_at(campus.campus_id, planned),
            displaced=_at(campus.campus_id, displaced),
            offers=tuple(task for task in offers if task.due < as_of and task.campus_id == campus.campus_id),
            new_offers=tuple(task for task in offers if task.due >= as_of and task.campus_id == campus.campus_id),
            is_broken=campus.campus_id in broken,
            days_over=frozenset(on for campus_id, on in days_over if campus_id == campus.campus_id),
            void_pins=frozenset(on for campus_id, on in taken if campus_id == campus.campus_id),
            unmet=frozenset(verdict.duty for verdict in report.violated if verdict.campus_id == campus.campus_id),
        )
        for campus in workspace.campuses
    }
    return RepairRequest(
        prepared, previous_plan, as_of, edits, happened, settled, planned, report, campuses, onto_full_days
    )


def _moved_onto_full_days(
    edits: HandEdits, open_drills: Sequence[Drill], settled: Iterable[Drill], usual: int
) -> Iterator[str]:
    """Yield the ids of drills moved by hand to a day that has as many drills as usual, or one too close."""
    at: dict[tuple[str, date], list[Drill]] = defaultdict(list)
    for drill in (*settled, *open_drills):
        at[drill.campus_id, drill.date].append(drill)
    for drill in open_drills:
        others = [other for other in at[drill.campus_id, drill.date] if other is not drill]
        is_close = any(drill.overlaps(other, MINUTES_APART) for other in others)
        if drill.drill_id in edits.moved_ids and (len(others) >= usual or is_close):
            at[drill.campus_id, drill.date].remove(drill)
            yield drill.drill_id


def _begun_crowded_days(previous_plan: Plan, happened: AsHappened) -> frozenset[tuple[str, date]]:
    """Return the campuses and days with several drills of which one was held: the others stay on that day."""
    held = {(drill.campus_id, drill.date) for drill in happened.held}
    return frozenset((day.campus_id, day.date) for day in previous_plan.crowded_days) & held


def is_on_closed_day(drill: Drill, workspace: Workspace) -> bool:
    """Check whether the drill's campus has no school on the drill's day."""
    return workspace.calendar.kind_at(drill.date, drill.campus_id) is DayKind.CLOSED


def _judged_if_nothing_changed(
    drills: tuple[Drill, ...], offers: tuple[Task, ...], prepared: Prepared, as_of: date
) -> AuditReport:
    schedules = campus_schedules(drills, prepared.workspace, prepared.screenings, None)
    return judge_schedule(
        Schedule(source="the plan as it was", drills=drills),
        prepared.workspace,
        prepared.duties,
        prepared.screenings,
        (*derive_tasks(prepared.duties, schedules), *offers),
        prepared.stand_ins,
        settled_before=as_of,
        spared=prepared.spared,
    )


def _broken_campuses(report: AuditReport, as_of: date) -> set[str]:
    """Return the campuses where the plan no longer meets every duty, or breaks an order that is not past."""
    orders = {order.campus_id for order in report.broken_orders if order.on >= as_of}
    entries = {entry.campus_id for entry in report.entries if entry.campus_id is not None}
    return {verdict.campus_id for verdict in report.violated} | entries | orders


def _at(campus_id: str, drills: Iterable[Drill]) -> tuple[Drill, ...]:
    return tuple(drill for drill in drills if drill.campus_id == campus_id)
