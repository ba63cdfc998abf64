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
from typing import TYPE_CHECKING, Protocol

from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.reading.bounded import PLAN, read_file_if_any
from drillplanner.model import Drill, SchoolsAndDays
from drillplanner.workflow.plan_files import PLAN_FILE, SCHEDULE_FILE, read_plan

if TYPE_CHECKING:
    from drillplanner.model import Plan

#: Where the drills begin and end in ``plan.json`` as ``write_plan`` writes it, and how each of them begins.
_BEGIN, _END = b'\n "drills": [', b"\n ],\n"
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
    """The drills as ``write_plan`` wrote them, in which only what is asked for is found.

    They are ``text`` from ``begin`` to ``end``: a copy of megabytes would take time.
    """

    folder: Path
    text: bytes
    begin: int
    end: int

    @cached_property
    def campus_of(self) -> Mapping[str, str]:
        """The campus of each drill, by drill id. Raises InputError: the file is no plan."""
        found = {drill_id.decode(): campus_id.decode() for drill_id, campus_id in self._heads()}
        # A drill that a person changed in the file may begin otherwise.
        is_each_found = len(found) == self.text.count(_DRILL, self.begin, self.end)
        return found if is_each_found else DrillsInMemory(read_plan(self.folder)).campus_of

    def _heads(self) -> list[tuple[bytes, bytes]]:
        return _HEAD.findall(self.text, self.begin, self.end)

    def campus_with(self, drill_id: str) -> str | None:
        """Return the campus of a drill; None if the plan has no such drill. Raises InputError: it is no plan."""
        head = _DRILL + _DRILL_ID + drill_id.encode() + _CAMPUS_ID
        place = self.text.find(head, self.begin, self.end)
        if place < 0:
            return self.campus_of.get(drill_id)
        start = place + len(head)
        return self.text[start : self.text.find(_NEXT, start)].decode()

    def at(self, campus_id: str) -> tuple[Drill, ...]:
        """Return the drills of a campus. Raises ValueError: what stands there is no drill."""
        mark = _CAMPUS_ID + campus_id.encode() + _NEXT
        return tuple(Drill.model_validate_json(b"{" + text) for text in self._texts(mark))

    def _texts(self, mark: bytes) -> Iterator[bytes]:
        place = self.text.find(mark, self.begin, self.end)
        while place >= 0:
            following = self.text.find(_DRILL, place, self.end)
            start = self.text.rfind(_DRILL, self.begin, place) + len(_DRILL)
            yield self.text[start : following if following >= 0 else self.end].rstrip().removesuffix(b",")
            place = self.text.find(mark, place + len(mark), self.end)


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
    schools_and_days: SchoolsAndDays
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
        header, *rows = schedule_of(drills, self.schools_and_days.campuses).encode().splitlines(keepends=True)
        return raw.startswith(header) and list(_lines_that_begin(raw, f"{campus_id},".encode())) == rows

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


def _lines_that_begin(text: bytes, start: bytes) -> Iterator[bytes]:
    """Yield the lines below the first that begin with ``start``: faster than to split a table of megabytes."""
    place = text.find(b"\n" + start)
    while place >= 0:
        end = text.find(b"\n", place + 1)
        yield text[place + 1 : end + 1 if end >= 0 else None]
        place = text.find(b"\n" + start, end) if end >= 0 else end


def planned_drills(
    folder: Path, schools_and_days: SchoolsAndDays, held: Callable[[], frozenset[str]], edits_must_be_clear: bool
) -> PlanDrills | None:
    """Return the drills of the plan that was written last; None if there is none yet.

    Raises InputError: the file cannot be read.
    """
    raw = read_file_if_any(folder / PLAN_FILE, PLAN, PLAN_FILE.as_posix())
    if raw is None:
        return None
    # Where it is not as we write it, the reader of plans says what is wrong, or reads what another program wrote.
    written = _as_we_wrote_them(folder, raw) or DrillsInMemory(read_plan(folder))
    return PlanDrills(folder, schools_and_days, held, edits_must_be_clear, written)


def _as_we_wrote_them(folder: Path, raw: bytes) -> DrillsAsText | None:
    """Return the drills of a ``plan.json``, none of them read; None if another program wrote it."""
    begin = raw.find(_BEGIN) + len(_BEGIN)
    end = raw.find(_END, begin)
    if begin < len(_BEGIN) or end < 0 or not _is_text(raw):
        return None
    return DrillsAsText(folder, raw, begin, end) if begin == end or _HEAD.match(raw, begin, end) else None


def _is_text(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
