"""The law's chores and those that scenarios promise, put together so that none is asked for twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from drillplanner.appropriateness.chores.commitments import HOURS_OF_A_DAY
from drillplanner.model import Drill, Task


def merge_chores(law: Iterable[Task], promised: Iterable[Task], drills: Iterable[Drill]) -> tuple[Task, ...]:
    """Both sorts of chores for these drills, none doubled: where the law asks for the same, its chore stays.

    It is then due on the earlier of the two days, as far as the law allows, and says what the rule adds to it. A
    promised notice is the same where the law's reaches everyone whom it reaches; of two to the same people one
    stays a chore of its own. Other chores are the same where the pack says so (``covers``).
    """
    held = list(law)
    on = {drill.drill_id: drill.date for drill in drills}
    by_drill: dict[str, list[int]] = {}
    taken: set[tuple[int, tuple[str, ...]]] = set()
    for position, task in enumerate(held):
        if task.drill_id is not None:
            by_drill.setdefault(task.drill_id, []).append(position)
    for own in promised:
        to_whom = (*own.tells, *own.covers)
        alike = by_drill.get(own.drill_id or "", ())
        same = next((one for one in alike if (one, to_whom) not in taken and _is_the_same(held[one], own)), None)
        if same is None:
            held.append(own)
        else:
            taken.add((same, to_whom))
            held[same] = _merged_chore(held[same], own, on[own.drill_id or ""])
    return tuple(held)


def _is_the_same(law: Task, own: Task) -> bool:
    if own.tells:
        return law.kind == own.kind and set(own.tells) <= set(law.tells)
    return bool(own.covers) and set(own.covers) <= set(law.covers)


def _merged_chore(law: Task, own: Task, on: date) -> Task:
    """The law's chore with what the rule adds; due on the rule's day if that is earlier and the law allows it."""
    first = max((one for one in (law.not_before, own.not_before) if one is not None), default=None)
    if first is not None and first > law.due:
        first = law.not_before
    due = min(law.due, own.due if first is None else max(own.due, first))
    kept = due <= own.due or (
        own.hours_before is not None and due + timedelta(-(-own.hours_before // HOURS_OF_A_DAY)) <= on
    )
    said = f"{law.due_words}; {own.mandate_id} asks for it {own.due_words}, {_due_basis(law, own, due, kept)}"
    return law.model_copy(
        update={
            "due": due,
            "not_before": first,
            "due_words": said,
            "text": law.text if own.text in law.text else f"{law.text} {own.text}",
            "hours_before": max(law.hours_before or 0, own.hours_before or 0) or None,
            "serves": (*law.serves, own.mandate_id) if kept else law.serves,
        }
    )


def _due_basis(law: Task, own: Task, due: date, kept: bool) -> str:
    if not kept:
        return f"but the law forbids it before {due}"
    if due > own.due:
        return "so it leaves on this day by the hour at which the drill begins"
    return "which is earlier and taken" if due < law.due else "which this day serves as well"
