"""Merging of the law's chores with those that scenarios promise, so that none is asked for twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from drillplanner.appropriateness.chores.commitments import HOURS_OF_A_DAY
from drillplanner.model import Drill, Task


def merge_chores(law: Iterable[Task], promised: Iterable[Task], drills: Iterable[Drill]) -> tuple[Task, ...]:
    """Return both kinds of chores for these drills without duplicates: of two equal ones, the law's stays.

    It is then due on the earlier of the two days, as far as the law allows, and includes what the rule adds. A
    promised notice is the same if the law's notice reaches everyone whom it reaches; of two promised notices to
    the same people, one remains a chore of its own. Other chores are the same if the pack says so (``covers``).
    """
    tasks = list(law)
    on = {drill.drill_id: drill.date for drill in drills}
    by_drill: dict[str, list[int]] = {}
    merged: set[tuple[int, tuple[str, ...]]] = set()
    for index, task in enumerate(tasks):
        if task.drill_id is not None:
            by_drill.setdefault(task.drill_id, []).append(index)
    for promise in promised:
        purpose = (*promise.tells, *promise.covers)
        candidates = (
            index
            for index in by_drill.get(promise.drill_id or "", ())
            if (index, purpose) not in merged and _is_the_same(tasks[index], promise)
        )
        same = next(candidates, None)
        if same is None:
            tasks.append(promise)
        else:
            merged.add((same, purpose))
            tasks[same] = _merged_chore(tasks[same], promise, on[promise.drill_id or ""])
    return tuple(tasks)


def _is_the_same(law: Task, promise: Task) -> bool:
    if promise.tells:
        return law.kind == promise.kind and set(promise.tells) <= set(law.tells)
    return bool(promise.covers) and set(promise.covers) <= set(law.covers)


def _merged_chore(law: Task, promise: Task, on: date) -> Task:
    """Return the law's chore with what the rule adds, due on the rule's day if that is earlier and lawful."""
    first = max((day for day in (law.not_before, promise.not_before) if day is not None), default=None)
    if first is not None and first > law.due:
        first = law.not_before
    due = min(law.due, promise.due if first is None else max(promise.due, first))
    is_kept = due <= promise.due or (
        promise.hours_before is not None and due + timedelta(-(-promise.hours_before // HOURS_OF_A_DAY)) <= on
    )
    basis = _due_basis(law, promise, due, is_kept)
    return law.model_copy(
        update={
            "due": due,
            "not_before": first,
            "due_words": f"{law.due_words}; {promise.mandate_id} asks for it {promise.due_words}, {basis}",
            "text": law.text if promise.text in law.text else f"{law.text} {promise.text}",
            "hours_before": max(law.hours_before or 0, promise.hours_before or 0) or None,
            "serves": (*law.serves, promise.mandate_id) if is_kept else law.serves,
        }
    )


def _due_basis(law: Task, promise: Task, due: date, is_kept: bool) -> str:
    if not is_kept:
        return f"but the law forbids it before {due}"
    if due > promise.due:
        return "so send it on this day, by the hour at which the drill begins"
    return "which is earlier and taken" if due < law.due else "which this day serves as well"
