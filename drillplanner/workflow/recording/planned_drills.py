"""The drills of a plan as a recorder needs them: those of one campus, with the days of ``schedule.csv``.

The plan of hundreds of schools is a file of many megabytes, most of it tasks. A report is about one school, so the
drills of the others are not made into values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from drillplanner.files.errors import InputError
from drillplanner.model import Drill, Workspace
from drillplanner.workflow.plan_files import PLAN_FILE, SCHEDULE_FILE, read_plan
from drillplanner.workflow.replan.hand_edits import hand_edits

#: Where the drills begin and end in ``plan.json`` as ``write_plan`` writes it.
_BEGIN, _END = b'\n "drills": [', b"\n ]"
_KEYS = {"drill_id", "campus_id"}


@dataclass(frozen=True)
class PlanDrills:
    """The drills of the plan by campus, as ``plan.json`` has them.

    ``held`` are ids of drills that the log says were held. If ``edits_must_be_clear``, a row of ``schedule.csv``
    that cannot be taken over is an error; else the plan counts as it was written.
    """

    folder: Path
    workspace: Workspace
    held: frozenset[str]
    edits_must_be_clear: bool
    written: Mapping[str, Sequence[Mapping[str, Any]]]
    _values: dict[str, tuple[Drill, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def campus_of(self) -> Mapping[str, str]:
        """The campus of each drill of the plan, by drill id."""
        return {drill["drill_id"]: campus_id for campus_id, drills in self.written.items() for drill in drills}

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
        drills = tuple(Drill.model_validate_json(json.dumps(drill)) for drill in self.written.get(campus_id, ()))
        if self._table_is_as_written(campus_id, drills):
            return drills
        return tuple(drill for drill in self._moved_by_hand if drill.campus_id == campus_id)

    def _table_is_as_written(self, campus_id: str, drills: tuple[Drill, ...]) -> bool:
        """Check whether the table has the rows of the campus as they were written."""
        from drillplanner.publish.tables.schedule import schedule_of

        path = self.folder / SCHEDULE_FILE
        if not path.is_file():
            return True
        header, *rows = schedule_of(drills, self.workspace.campuses).encode().splitlines(keepends=True)
        lines = path.read_bytes().splitlines(keepends=True)
        start = f"{campus_id},".encode()
        return lines[:1] == [header] and [line for line in lines if line.startswith(start)] == rows

    @cached_property
    def _moved_by_hand(self) -> tuple[Drill, ...]:
        plan = read_plan(self.folder)
        try:
            edits = hand_edits(self.folder, plan, self.workspace, self.held)
        except InputError:
            if self.edits_must_be_clear:
                raise
            return plan.drills
        return (*edits.drills, *edits.removed)


def planned_drills(
    folder: Path, workspace: Workspace, held: frozenset[str], edits_must_be_clear: bool
) -> PlanDrills | None:
    """Return the drills of the plan that was written last; None if there is none yet.

    Raises InputError: the file cannot be read.
    """
    path = folder / PLAN_FILE
    if not path.is_file():
        return None
    written: dict[str, list[Mapping[str, Any]]] = {}
    for drill in _written_drills(folder, path.read_bytes()):
        written.setdefault(drill["campus_id"], []).append(drill)
    return PlanDrills(folder, workspace, held, edits_must_be_clear, written)


def _written_drills(folder: Path, raw: bytes) -> Sequence[Mapping[str, Any]]:
    begin = raw.find(_BEGIN)
    end = raw.find(_END, begin)
    if begin >= 0 and end >= 0:
        try:
            drills = from_json(raw[begin + len(_BEGIN) - 1 : end + len(_END)])
        except ValueError:
            drills = None
        if isinstance(drills, list) and all(isinstance(drill, dict) and drill.keys() >= _KEYS for drill in drills):
            return drills
    # Not as we wrote it: the reader of plans says what is wrong, or reads what another program wrote.
    return [drill.model_dump(mode="json") for drill in read_plan(folder).drills]
