"""Drills whose dates were filed with an authority, after a replan moved them.

On its own because no other step of a replan writes a file that the district filed.
"""

from __future__ import annotations

from datetime import date

from drillplanner.files.reading.bounded import read_file
from drillplanner.model import Drill, EventKind
from drillplanner.workflow.prepared import Prepared


def filed_file_with_moves(prepared: Prepared, drills: tuple[Drill, ...]) -> dict[str, bytes]:
    """Return ``filed.csv``, by name, with the days to which filed drills moved; empty if none moved.

    A drill that was filed and must be made up takes the first later drill of its kind that no other filed row has.
    """
    from drillplanner.intake.workspace.filed_table import FILED_FILE, with_moves

    filed = prepared.workspace.filed
    to_make_up = [row for row in filed if row.needs_new_date]
    if not to_make_up:
        return {}
    taken = {(row.campus_id, row.drill_type, row.effective_date) for row in filed if row not in to_make_up}
    moves: dict[int, tuple[date, EventKind]] = {}
    for row in sorted(to_make_up, key=lambda row: (row.campus_id, row.drill_type, row.on)):
        dates = sorted(
            drill.date
            for drill in drills
            if (drill.campus_id, drill.drill_type) == (row.campus_id, row.drill_type)
            and drill.date > row.on
            and (drill.campus_id, drill.drill_type, drill.date) not in taken
        )
        if dates and row.row is not None and row.cause is not None:
            taken.add((row.campus_id, row.drill_type, dates[0]))
            moves[row.row] = dates[0], row.cause
    if not moves:
        return {}
    return {FILED_FILE: with_moves(read_file(prepared.folder / FILED_FILE, shown_as=FILED_FILE), moves)}
