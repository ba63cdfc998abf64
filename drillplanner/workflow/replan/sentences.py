"""A replan in sentences: why drills changed, duties that are lost, and tasks for which it is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from datetime import date, timedelta

from drillplanner.files.counting import counted
from drillplanner.law import Duty
from drillplanner.model import Drill, Plan, Workspace, fulfills_pin, is_unmoved
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.replan.hand_edits import hand_edit_sentences
from drillplanner.workflow.replan.new_visits import comes_often_enough, is_asked_by_district
from drillplanner.workflow.replan.repair_request import RepairRequest, is_on_closed_day

#: Tasks that are of no use once the drill is over.
_BEFOREHAND = frozenset({"notify", "prepare"})


def lost_duty_sentences(plan: Plan, prepared: Prepared) -> dict[str, str]:
    """Return each duty that can no longer be met, in words, by the warning with which the plan reports it."""
    if plan.repair is None:
        return {}
    as_of = plan.repair.as_of
    sentences = {
        duty.duty_id: f"{duty.sentence} [{duty.duty_id}], since {_why_lost(duty, plan, as_of, prepared.workspace)}"
        for duty in prepared.duties
    }
    lost = (sentences.get(duty_id, duty_id) for duty_id in plan.repair.lost)
    return {f"Can no longer be met: {sentence}.": sentence for sentence in lost}


def _why_lost(duty: Duty, plan: Plan, as_of: date, workspace: Workspace) -> str:
    if duty.window.last < as_of:
        return f"its time ended on {duty.window.last}"
    if is_asked_by_district(duty):
        first = max(as_of, duty.window.first)
        if not comes_often_enough(duty, plan.drills, first, workspace):
            return (
                f"the agency cannot come to as many drills from {first} on as you ask for. Maybe change its days "
                "and hours (agencies in district.yaml), or ask for a smaller share (attend)"
            )
        return (
            f"drills before {as_of} were held without the agency. It comes to those from that day on. If that is "
            f"what you agreed, write 'from: {as_of}' into the entry (attend in district.yaml)"
        )
    if duty.demand is None:
        return "what was held, or was not, breaks it"
    first = max(as_of, duty.window.first)
    is_blocked = any(
        days.first <= duty.window.last
        and days.last >= first
        and (not days.campuses or duty.campus_id in days.campuses)
        for days in workspace.district.forbidden
    )
    blocked = ", beside those that district.yaml blocks" if is_blocked else ""
    return f"no day from {as_of} on is left that meets it{blocked}"


def unrecorded_drills_sentence(settled: Iterable[Drill], prepared: Prepared) -> str | None:
    """Return what to do about unrecorded drills of a campus that is gone; None if there are none."""
    known = prepared.workspace.campus_by_id
    recorded = {record.drill_id for record in prepared.records_of_others}
    lost = [drill for drill in settled if drill.campus_id not in known and drill.drill_id not in recorded]
    if not lost:
        return None
    leaves, them = (
        ("leaves the plan and is", "the drill") if len(lost) == 1 else ("leave the plan and are", "the drills")
    )
    campuses = ", ".join(sorted({drill.campus_id for drill in lost}))
    return (
        f"{counted(len(lost), 'drill')} before that day at {campuses}, "
        f"which campuses.csv no longer has, {leaves} not in the drill log. Maybe put the row back, record {them} "
        "with 'drillplanner record', and then take it out again."
    )


def taken_as_held_sentence(number: int, as_of: date) -> str:
    """Return a sentence on the drills before ``as_of`` that count as held because no record says otherwise."""
    verb, them = ("is", "it") if number == 1 else ("are", "them")
    return (
        f"{counted(number, 'drill')} before {as_of} {verb} not in the drill log and taken as held. Maybe record "
        f"{them} with 'drillplanner record'."
    )


def late_chore_sentences(plan: Plan, as_of: date) -> Iterable[str]:
    """Yield what was due before ``as_of`` for drills that moved: each task once, those of the law first."""
    if plan.repair is None:
        return
    moved = {change.drill_id for change in plan.repair.changes}
    coming = {drill.drill_id for drill in plan.drills if drill.date >= as_of} & moved
    late: dict[tuple[bool, str, date, str], list[str]] = defaultdict(list)
    for task in plan.tasks:
        due = task.was_due or task.due
        if task.drill_id in coming and due < as_of and task.kind in _BEFOREHAND:
            late[task.developmental, task.mandate_id, due, task.text].append(task.drill_id)
    for (_, mandate_id, due, text), drill_ids in sorted(late.items()):
        named = ", ".join(sorted(drill_ids))
        moved_ones = counted(len(drill_ids), "drill")
        yield f"{text} ({mandate_id}), due {due}: for {moved_ones} that moved: {named}. Do it at once."


def moved_pin_sentences(request: RepairRequest, plan: Plan) -> Iterable[str]:
    """Yield a sentence for each pin, and each of its campuses, whose day was closed: where its drill is now."""
    workspace, now = request.prepared.workspace, {drill.drill_id: drill for drill in plan.drills}
    for pin in workspace.district.pins:
        for drill in request.previous_plan.drills:
            closure = workspace.calendar.closed_since(drill.date, drill.campus_id)
            if closure is None or not fulfills_pin(pin, drill):
                continue
            place = "is no longer planned"
            if (moved := now.get(drill.drill_id)) is not None:
                place = f"{'was held' if moved.held else 'is now planned'} on {moved.date:%A} {moved.date}"
            title = f": {closure.note}" if closure.note else ""
            yield (
                f"The fixed date of the {pin.drill_phrase} at {drill.campus_id}, {pin.date} (pins in "
                f"district.yaml), no longer counts, since school was closed that day{title}. The drill {place}."
            )


def after_the_day_sentences(request: RepairRequest) -> Iterable[str]:
    """Yield what is unusual about the day of the update: it is after the year, or drills are recorded after it."""
    as_of, last_day = request.as_of, request.prepared.workspace.calendar.last_day
    if as_of > last_day:
        yield f"{as_of} is after the last day of school, {last_day}: no day is left to plan."
    later = [drill for drill in request.happened.held if drill.date >= as_of]
    if later:
        verb = "is" if len(later) == 1 else "are"
        last = max(drill.date for drill in later)
        yield (
            f"{counted(len(later), 'drill')} from {as_of} on {verb} in the drill log as held, the last on {last}. "
            f"What was held stays. To plan only the days after it, use --as-of {last + timedelta(1)}."
        )


def held_on_closed_day_sentences(request: RepairRequest) -> Iterable[str]:
    """Yield a sentence for each drill that the log has as held on a day that was closed since."""
    for drill in request.happened.held:
        if is_on_closed_day(drill, request.prepared.workspace):
            yield (
                f"{drill.drill_id} is in the drill log as held on {drill.date}, and closures.csv has its school "
                "closed that day. It counts for nothing until one of the two is corrected: record it again with "
                "--correct, or take the closure out."
            )


def replan_warnings(request: RepairRequest, plan: Plan) -> Iterable[str]:
    """Yield sentences on the day, moved pins, what was taken as held, what is lost, and late tasks."""
    known = request.prepared.workspace.campus_by_id
    yield from after_the_day_sentences(request)
    yield from held_on_closed_day_sentences(request)
    yield from moved_pin_sentences(request, plan)
    before = request.previous_plan.drills
    yield from hand_edit_sentences(request.edits, before, plan.drills, request.onto_full_days)
    unrecorded = [drill for drill in request.settled if not drill.held and drill.campus_id in known]
    if unrecorded:
        yield taken_as_held_sentence(len(unrecorded), request.as_of)
    if without_campus := unrecorded_drills_sentence(request.settled, request.prepared):
        yield without_campus
    yield from lost_duty_sentences(plan, request.prepared)
    yield from late_chore_sentences(plan, request.as_of)


def reasons_of_changes(
    request: RepairRequest, new_drills: tuple[Drill, ...], with_new_visits: Container[str]
) -> dict[str, str]:
    """Return why each drill is not as it was, by drill id; ``with_new_visits`` are asked for by ``attend``."""
    happened = request.happened
    new = {drill.drill_id: drill for drill in new_drills}
    reasons = {drill.drill_id: "held so, by the drill log" for drill in happened.held}
    reasons |= {drill.drill_id: "taken out by hand in schedule.csv" for drill in request.edits.removed}
    for drill, record in happened.missed:
        cause = record.note or (record.cause.phrase if record.cause else "")
        reasons[drill.drill_id] = f"not held on {drill.date}" + (f": {cause}" if cause else "")
    for drill, instead in happened.taken_over:
        reasons[drill.drill_id] = f"{instead.drill_id} was held at its time"
    for drill in happened.open:
        if drill.drill_id not in new or not is_unmoved(drill, new[drill.drill_id]):
            reasons[drill.drill_id] = (
                "you ask for the visit (attend in district.yaml)"
                if drill.drill_id in with_new_visits
                else _reason_to_move(drill, request)
            )
        elif drill.drill_id in request.edits.moved_ids:
            reasons[drill.drill_id] = "moved by hand in schedule.csv"
    previous = {drill.drill_id for drill in request.previous_plan.drills}
    for drill_id, drill in new.items():
        if drill_id not in previous and drill_id not in reasons:
            reasons[drill_id] = (
                f"for {', '.join(drill.credits)}" if drill.credits else "so that every duty has its drills"
            )
    return reasons


def _reason_to_move(drill: Drill, request: RepairRequest) -> str:
    workspace = request.prepared.workspace
    if drill.campus_id not in workspace.campus_by_id:
        return "its campus is no longer in campuses.csv"
    if is_on_closed_day(drill, workspace):
        day = workspace.calendar.day(drill.date)
        title = day.title_at(drill.campus_id) if day is not None else ""
        return f"no school on {drill.date}" + (f" ({title})" if title else "")
    for days in workspace.district.forbidden:
        if days.covers(drill.campus_id, drill.drill_type, drill.date):
            return "its day is forbidden in district.yaml" + (f" ({days.reason})" if days.reason else "")
    if drill.drill_id in request.onto_full_days:
        return f"moved by hand to {drill.date}, which has its drill already"
    entry = next((entry for entry in request.report.entries if entry.drill_id == drill.drill_id), None)
    if entry is not None and drill.drill_id in request.edits.moved_ids:
        return f"moved by hand to {drill.date}, where {entry.message}"
    return "made way, so that every duty has its drills"
