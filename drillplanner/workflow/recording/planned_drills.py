"""The drills of a plan as a recorder needs them: those of one campus, with the days of ``schedule.csv``.

The plan of hundreds of schools is a file of many megabytes, most of it tasks. A report is about one school, so the
drills of the others are not made into values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.reading.bounded import PLAN, read_file_if_any
from drillplanner.model import Drill, Workspace
from drillplanner.workflow.plan_files import PLAN_FILE, SCHEDULE_FILE, read_plan

#: Where the drills begin and end in ``plan.json`` as ``write_plan`` writes it, and how each of them begins.
_BEGIN, _END = b'\n "drills": [', b"\n ]"
_DRILL, _DRILL_ID, _CAMPUS_ID, _NEXT = b"\n  {", b'\n   "drill_id": "', b'",\n   "campus_id": "', b'",\n'
#: An id as we write them. Another program may write other keys between those two.
_ID = re.compile(rb"[\w.-]+")


class WrittenDrill(NamedTuple):
    """A drill of the plan, and its JSON after the brace that opens it, a comma at the end included."""

    drill_id: str
    text: bytes

    def read(self) -> Drill:
        """Return the drill. Raises ValueError: it is none."""
        return Drill.model_validate_json(b"{" + self.text.rstrip().removesuffix(b","))


@dataclass(frozen=True)
class PlanDrills:
    """The drills of the plan by campus, as ``plan.json`` has them.

    ``held`` returns the ids of drills that the log says were held; only a table that was changed asks for them. If
    ``edits_must_be_clear``, a row of ``schedule.csv`` that cannot be taken over is an error; else the plan counts
    as it was written.
    """

    folder: Path
    workspace: Workspace
    held: Callable[[], frozenset[str]]
    edits_must_be_clear: bool
    written: Mapping[str, Sequence[WrittenDrill]]
    _values: dict[str, tuple[Drill, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def campus_of(self) -> Mapping[str, str]:
        """The campus of each drill of the plan, by drill id."""
        return {drill.drill_id: campus_id for campus_id, drills in self.written.items() for drill in drills}

    def with_id(self, drill_id: str) -> Drill | None:
        """Return the drill with the id, on the day for which ``schedule.csv`` has it; None if there is none."""
        campus_id = self.campus_of.get(drill_id)
        if campus_id is None:
            return None
        return next((drill for drill in self.at(campus_id) if drill.drill_id == drill_id), None)

    def at(self, campus_id: str) -> tuple[Drill, ...]:
        """Return the drills of a campus: one that was dragged to another day is due then.

        Raises InputError: a row of ``schedule.csv`` cannot be taken over.
        """
        if campus_id not in self._values:
            self._values[campus_id] = self._read(campus_id)
        return self._values[campus_id]

    def _read(self, campus_id: str) -> tuple[Drill, ...]:
        try:
            drills = tuple(drill.read() for drill in self.written.get(campus_id, ()))
        except ValueError:
            # The reader of plans says what is wrong.
            drills = tuple(drill for drill in read_plan(self.folder).drills if drill.campus_id == campus_id)
        if self._table_is_as_written(campus_id, drills):
            return drills
        return tuple(drill for drill in self._moved_by_hand if drill.campus_id == campus_id)

    def _table_is_as_written(self, campus_id: str, drills: tuple[Drill, ...]) -> bool:
        """Check whether the table has the rows of the campus as they were written."""
        from drillplanner.publish.tables.schedule import schedule_of

        raw = read_file_if_any(self.folder / SCHEDULE_FILE, PLAN, SCHEDULE_FILE.as_posix())
        if raw is None:
            return True
        header, *rows = schedule_of(drills, self.workspace.campuses).encode().splitlines(keepends=True)
        lines = raw.splitlines(keepends=True)
        start = f"{campus_id},".encode()
        return lines[:1] == [header] and [line for line in lines if line.startswith(start)] == rows

    @cached_property
    def _moved_by_hand(self) -> tuple[Drill, ...]:
        # Imported here: few tables are changed, and what reads them takes long to load.
        from drillplanner.intake.workspace.reader import read_for_recording
        from drillplanner.workflow.replan.hand_edits import hand_edits

        plan = read_plan(self.folder)
        with_bells = read_for_recording(InputFolder(self.folder))
        try:
            edits = hand_edits(self.folder, plan, with_bells, self.held())
        except InputError:
            if self.edits_must_be_clear:
                raise
            return plan.drills
        return (*edits.drills, *edits.removed)


def planned_drills(
    folder: Path, workspace: Workspace, held: Callable[[], frozenset[str]], edits_must_be_clear: bool
) -> PlanDrills | None:
    """Return the drills of the plan that was written last; None if there is none yet.

    Raises InputError: the file cannot be read.
    """
    raw = read_file_if_any(folder / PLAN_FILE, PLAN, PLAN_FILE.as_posix())
    if raw is None:
        return None
    written = _as_we_wrote_them(raw)
    if written is None:
        # The reader of plans says what is wrong, or reads what another program wrote.
        written = {}
        for drill in read_plan(folder).drills:
            text = drill.model_dump_json().encode().removeprefix(b"{")
            written.setdefault(drill.campus_id, []).append(WrittenDrill(drill.drill_id, text))
    return PlanDrills(folder, workspace, held, edits_must_be_clear, written)


def _as_we_wrote_them(raw: bytes) -> dict[str, list[WrittenDrill]] | None:
    """Return the drills of a ``plan.json`` by campus, none of them read; None if another program wrote it."""
    begin = raw.find(_BEGIN)
    end = raw.find(_END, begin)
    if begin < 0 or end < 0:
        return None
    first, *pieces = raw[begin + len(_BEGIN) : end].split(_DRILL)
    written: dict[str, list[WrittenDrill]] = {}
    for piece in pieces:
        middle = piece.find(_CAMPUS_ID)
        start = middle + len(_CAMPUS_ID)
        drill_id, campus_id = piece[len(_DRILL_ID) : middle], piece[start : piece.find(_NEXT, start)]
        are_ids = _ID.fullmatch(drill_id) and _ID.fullmatch(campus_id)
        if middle < 0 or not piece.startswith(_DRILL_ID) or not are_ids:
            return None
        written.setdefault(campus_id.decode(), []).append(WrittenDrill(drill_id.decode(), piece))
    return None if first else written
