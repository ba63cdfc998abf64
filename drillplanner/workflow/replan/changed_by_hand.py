"""The caveat about drills that were changed by hand in ``schedule.csv`` and that the plan does not have yet.

On its own because only outputs of a plan on disk can lag behind its table: a new plan writes the table anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.files.counting import counted
from drillplanner.files.errors import InputError
from drillplanner.files.read_result import listed
from drillplanner.model import Caveat, CaveatKind, Plan
from drillplanner.workflow.plan_files import SCHEDULE_FILE
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.replan.hand_edits import hand_edits

_ANSWER = "To take the changes over: drillplanner replan DIR"


def is_changed_by_hand(prepared: Prepared, plan: Plan) -> bool:
    """Check whether a new plan would undo what people changed in ``schedule.csv``.

    Without a school of the plan, the table no longer says what people changed.
    """
    schools = prepared.workspace.campus_by_id
    return all(drill.campus_id in schools for drill in plan.drills) and any(changed_by_hand(prepared, plan))


def changed_by_hand(prepared: Prepared, plan: Plan) -> Iterator[Caveat]:
    """Yield a caveat if the table of the plan was changed by hand since the plan was made."""
    held = frozenset(record.drill_id for record in prepared.records if record.held)
    path = SCHEDULE_FILE.as_posix()
    try:
        edits = hand_edits(prepared.folder, plan, prepared.workspace, held)
    except InputError:
        text = (
            f"{path} was changed by hand in a way that cannot be taken over. What is published follows the plan."
        )
        yield Caveat(kind=CaveatKind.CHANGED_BY_HAND, text=text, answer=f"{_ANSWER} (it names the rows)")
        return
    changed = sorted(drill.drill_id for drill in (*edits.moved, *edits.removed))
    if changed:
        were = "was" if len(changed) == 1 else "were"
        text = (
            f"{counted(len(changed), 'drill')} in {path} {were} changed by hand, "
            f"and the plan does not have that yet: {listed(changed, 6)}. What is published follows the plan."
        )
        yield Caveat(kind=CaveatKind.CHANGED_BY_HAND, text=text, answer=_ANSWER)
