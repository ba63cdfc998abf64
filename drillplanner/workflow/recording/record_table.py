"""Record the drills of a table, as a principal sends it at the end of a month: all of them, or none.

On its own because a table needs the reader of schedules, and a single drill does not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.phrases import clean
from drillplanner.files.sheet_names import split_sheet
from drillplanner.model import Drill, DrillRecord
from drillplanner.records import EntryStatus, append_entries
from drillplanner.records.causes import cause_of
from drillplanner.workflow.in_words.drill_in_words import DrillInWords
from drillplanner.workflow.in_words.record_request import RecordRequest
from drillplanner.workflow.in_words.sentences import says_not_held
from drillplanner.workflow.prepare import prepare
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.recording.record import Recorded, entries_for, plan_as_moved_by_hand

_UNSAID = "other rows say whether the drill was held, and this one does not"


@dataclass(frozen=True)
class RecordedTable:
    """The drills that a table recorded, and how many of its rows were not.

    ``known`` are in the log already, ``ahead`` are on a later day, and of ``not_held`` the table itself says that
    they were not held.
    """

    recorded: tuple[Recorded, ...]
    known: int
    ahead: int
    not_held: int
    notes: tuple[str, ...]


def record_table(folder: Path, table: Path, recorded_by: str, today: date) -> RecordedTable:
    """Write each drill of a table up to ``today`` into the log as held, and return what was written.

    A row whose remark says that the drill was not held ("did not hold, heat") is written as that.

    Drills of which the log says the same are passed over, so a table that grows can be given again. A drill that
    the table itself calls planned or not completed is not recorded.

    Raises InputError with every row that is not sure, that contradicts the log, or that is no drill of the
    district; nothing is written then.
    """
    from drillplanner.intake.schedules.reader import read_schedule
    from drillplanner.intake.schools.names.resolver import SchoolNames

    prepared = prepare(folder)
    district, workspace = prepared.workspace.district, prepared.workspace
    names = SchoolNames(workspace.campuses, workspace.left_out, district.name)
    schedule = read_schedule(table, workspace.campuses, district.timezone, names, district.first_year)
    plan = plan_as_moved_by_hand(prepared, has_date=True)
    file = PurePath(split_sheet(str(table))[0]).name
    problems = [Problem(file, problem.row, problem.message) for problem in schedule.problems]
    entries: list[tuple[EntryStatus, DrillRecord]] = []
    recorded: list[Recorded] = []
    says_whether_held = any(drill.held is not None for drill in schedule.drills)
    known = ahead = not_held = 0
    for drill in schedule.drills:
        remark = next(filter(says_not_held, schedule.remarks.get(drill.drill_id, ())), "")
        if drill.date > today:
            ahead += 1
        elif drill.held is False and not remark:
            not_held += 1
        elif says_whether_held and drill.held is None and not remark:
            problems.append(Problem(file, drill.row, _UNSAID, None, "yes or no, or held or planned"))
        elif _is_known(drill, prepared, was_held=not remark):
            known += 1
        else:
            try:
                new, one = entries_for(_request(drill, recorded_by, remark), prepared, plan, str)
            except InputError as error:
                problems += [replace(problem, file=file, line=drill.row) for problem in error.problems]
                continue
            entries += new
            recorded.append(one)
            # A second fire drill of the table is not taken for the one that the first was.
            prepared = replace(prepared, records=(*prepared.records, one.entry))
    if problems:
        raise InputError(problems)
    if entries:
        append_entries(folder, entries)
    return RecordedTable(tuple(recorded), known, ahead, not_held, schedule.notes)


def _is_known(drill: Drill, prepared: Prepared, *, was_held: bool) -> bool:
    key = (drill.campus_id, drill.drill_type, drill.date, was_held)
    return any(
        (record.campus_id, record.drill_type, record.date, record.held) == key for record in prepared.records
    )


def _request(drill: Drill, recorded_by: str, remark: str) -> RecordRequest:
    """Return what the row reports: that the drill was held, unless a ``remark`` says that it was not."""
    held = not remark
    start = "" if drill.start is None or not held else f"{drill.start:%H:%M}"
    cause = None if held else cause_of(remark)
    words = DrillInWords(
        school=drill.campus_id,
        kind=drill.drill_type.value,
        day=drill.date.isoformat(),
        start=start,
        cause="" if cause is None else cause.value,
    )
    return RecordRequest(held=held, recorded_by=recorded_by, words=words, note=clean(remark))
