"""The drills of a plan as a recorder needs them: those of one campus, with the days of ``schedule.csv``.

The plan of hundreds of schools is a file of many megabytes, most of it tasks. A report is about one school, so the
drills of the others are not made into values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.reading.bounded import PLAN, read_file_if_any
from drillplanner.model import Drill, Plan, Workspace
from drillplanner.workflow.plan_files import PLAN_FILE, SCHEDULE_FILE, read_plan

#: Where the drills begin and end in ``plan.json`` as ``write_plan`` writes it, and how each of them begins.
_BEGIN, _END = b'\n "drills": [', b"\n ]"
_DRILL, _DRILL_ID, _CAMPUS_ID, _NEXT = b"\n  {", b'\n   "drill_id": "', b'",\n   "campus_id": "', b'",\n'
#: The beginning of a drill as we write it. Another program may write other keys between those two.
_HEAD = re.compile(re.escape(_DRILL + _DRILL_ID) + rb"([\w.-]+)" + re.escape(_CAMPUS_ID) + rb"([\w.-]+)" + _NEXT)


class WrittenDrills(Protocol):
    """The drills of a plan, of which those of one campus are made into values."""

    @property
    def campus_of(self) -> Mapping[str, str]:
        """The campus of each drill, by drill id."""

    def campus_with(self, drill_id: str) -> str | None:
        """Return the campus of a drill; None if the plan has no such drill."""

    def at(self, campus_id: str) -> tuple[Drill, ...]:
        """Return the drills of a campus. Raises ValueError: what stands there is no drill."""


@dataclass(frozen=True)
class DrillsAsText:
    """The drills as ``write_plan`` wrote them: ``text`` is the list, in which only what is asked for is found."""

    folder: Path
    text: bytes

    @cached_property
    def campus_of(self) -> Mapping[str, str]:
        """The campus of each drill, by drill id. Raises InputError: the file is no plan."""
        found = {drill_id.decode(): campus_id.decode() for drill_id, campus_id in _HEAD.findall(self.text)}
        # A drill that a person changed in the file may begin otherwise.
        return found if len(found) == self.text.count(_DRILL) else DrillsInMemory(read_plan(self.folder)).campus_of

    def campus_with(self, drill_id: str) -> str | None:
        """Return the campus of a drill; None if the plan has no such drill. Raises InputError: it is no plan."""
        head = _DRILL + _DRILL_ID + drill_id.encode() + _CAMPUS_ID
        place = self.text.find(head)
        if place < 0:
            return self.campus_of.get(drill_id)
        start = place + len(head)
        return self.text[start : self.text.find(_NEXT, start)].decode()

    def at(self, campus_id: str) -> tuple[Drill, ...]:
        """Return the drills of a campus. Raises ValueError: what stands there is no drill."""
        mark = _CAMPUS_ID + campus_id.encode() + _NEXT
        return tuple(Drill.model_validate_json(b"{" + text) for text in self._texts(mark))

    def _texts(self, mark: bytes) -> Iterator[bytes]:
        place = self.text.find(mark)
        while place >= 0:
            end = self.text.find(_DRILL, place)
            begin = self.text.rfind(_DRILL, 0, place) + len(_DRILL)
            yield self.text[begin : end if end >= 0 else None].rstrip().removesuffix(b",")
            place = self.text.find(mark, place + len(mark))


@dataclass(frozen=True)
class DrillsInMemory:
    """The drills of a plan that was read whole: another program wrote it."""

    plan: Plan

    @cached_property
    def campus_of(self) -> Mapping[str, str]:
        """The campus of each drill, by drill id."""
        return {drill.drill_id: drill.campus_id for drill in self.plan.drills}

    def campus_with(self, drill_id: str) -> str | None:
        """Return the campus of a drill; None if the plan has no such drill."""
        return self.campus_of.get(drill_id)

    def at(self, campus_id: str) -> tuple[Drill, ...]:
        """Return the drills of a campus."""
        return tuple(drill for drill in self.plan.drills if drill.campus_id == campus_id)


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
    written: WrittenDrills
    _values: dict[str, tuple[Drill, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def campus_of(self) -> Mapping[str, str]:
        """The campus of each drill of the plan, by drill id."""
        return self.written.campus_of

    def with_id(self, drill_id: str) -> Drill | None:
        """Return the drill with the id, on the day for which ``schedule.csv`` has it; None if there is none."""
        campus_id = self.written.campus_with(drill_id)
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
            drills = self.written.at(campus_id)
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
    # Where it is not as we write it, the reader of plans says what is wrong, or reads what another program wrote.
    written = _as_we_wrote_them(folder, raw) or DrillsInMemory(read_plan(folder))
    return PlanDrills(folder, workspace, held, edits_must_be_clear, written)


def _as_we_wrote_them(folder: Path, raw: bytes) -> DrillsAsText | None:
    """Return the drills of a ``plan.json``, none of them read; None if another program wrote it."""
    begin = raw.find(_BEGIN) + len(_BEGIN)
    end = raw.find(_END, begin)
    if begin < len(_BEGIN) or end < 0 or not _is_text(raw):
        return None
    text = raw[begin:end]
    return DrillsAsText(folder, text) if not text or _HEAD.match(text) else None


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
