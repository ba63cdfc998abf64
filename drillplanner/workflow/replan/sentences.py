"""What making a plan anew cost, in sentences: duties that are lost, and chores for which it is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from drillplanner.files.counting import counted
from drillplanner.model import Drill, Plan
from drillplanner.workflow.prepare import Prepared

#: Chores that are of no use once their day is over.
_BEFOREHAND = frozenset({"notify", "prepare"})


def lost_in_words(made: Plan, prepared: Prepared) -> dict[str, str]:
    """Each duty that can no longer be met, in words, by the warning with which the plan says so."""
    if made.repair is None:
        return {}
    words = {duty.duty_id: f"{duty.sentence} [{duty.duty_id}]" for duty in prepared.duties}
    lost = (words.get(duty_id, duty_id) for duty_id in made.repair.lost)
    return {f"Can no longer be met: {one}.": one for one in lost}


def unrecorded_in_words(settled: Iterable[Drill], prepared: Prepared) -> str | None:
    """What to do about drills whose campus is gone and which nobody recorded; None where there are none."""
    known = prepared.workspace.campus_by_id
    recorded = {record.drill_id for record in prepared.records_of_others}
    lost = [one for one in settled if one.campus_id not in known and one.drill_id not in recorded]
    if not lost:
        return None
    leaves, them = (
        ("leaves the plan and is", "the drill") if len(lost) == 1 else ("leave the plan and are", "the drills")
    )
    return (
        f"{counted(len(lost), 'drill')} before that day at {', '.join(sorted({one.campus_id for one in lost}))}, "
        f"which campuses.csv no longer has, {leaves} not in the drill log. Maybe put the row back, record {them} "
        "with 'drillplanner record', and then take it out again."
    )


def taken_as_held_in_words(number: int, as_of: date) -> str:
    """That so many drills before ``as_of`` count as held, since nobody wrote down otherwise."""
    verb, them = ("is", "it") if number == 1 else ("are", "them")
    return (
        f"{counted(number, 'drill')} before {as_of} {verb} not in the drill log and taken as held. Maybe record "
        f"{them} with 'drillplanner record'."
    )


def late_chores_in_words(made: Plan, as_of: date) -> Iterable[str]:
    """What should have been done before ``as_of`` for drills that moved: each chore once, the law's first."""
    if made.repair is None:
        return
    moved = {change.drill_id for change in made.repair.changes}
    coming = {drill.drill_id for drill in made.drills if drill.date >= as_of} & moved
    late: dict[tuple[bool, str, date, str], list[str]] = defaultdict(list)
    for task in made.tasks:
        due = task.was_due or task.due
        if task.drill_id in coming and due < as_of and task.kind in _BEFOREHAND:
            late[task.developmental, task.mandate_id, due, task.text].append(task.drill_id)
    for (_, mandate_id, due, text), drill_ids in sorted(late.items()):
        named = ", ".join(sorted(drill_ids))
        moved_ones = counted(len(drill_ids), "drill")
        yield f"{text} ({mandate_id}), due {due}: for {moved_ones} that moved: {named}. Do it at once."
