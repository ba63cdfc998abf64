"""What making a plan anew cost, in sentences: duties that are lost, and chores for which it is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from drillplanner.model import Plan
from drillplanner.preparation import Prepared

#: Chores that are of no use once their day is over.
_BEFOREHAND = frozenset({"notify", "prepare"})


def lost_in_words(made: Plan, prepared: Prepared) -> dict[str, str]:
    """Each duty that can no longer be met, in words, by the warning with which the plan says so."""
    if made.repair is None:
        return {}
    words = {duty.duty_id: f"{duty.sentence} [{duty.duty_id}]" for duty in prepared.duties}
    lost = (words.get(duty_id, duty_id) for duty_id in made.repair.lost)
    return {f"Can no longer be met: {one}.": one for one in lost}


def late_chores_in_words(made: Plan, as_of: date) -> Iterable[str]:
    """What should have been done before ``as_of`` for drills that moved: each chore once, the law's first."""
    if made.repair is None:
        return
    moved = {one.drill_id for one in made.repair.changes}
    coming = {drill.drill_id for drill in made.drills if drill.date >= as_of} & moved
    late: dict[tuple[bool, str, date, str], list[str]] = defaultdict(list)
    for task in made.tasks:
        due = task.was_due or task.due
        if task.drill_id in coming and due < as_of and task.kind in _BEFOREHAND:
            late[task.developmental, task.mandate_id, due, task.text].append(task.drill_id)
    for (_, mandate_id, due, text), drill_ids in sorted(late.items()):
        drills = "1 drill" if len(drill_ids) == 1 else f"{len(drill_ids)} drills"
        named = ", ".join(sorted(drill_ids))
        yield f"{text} ({mandate_id}), due {due}: for {drills} that moved: {named}. Do it at once."
