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
from drillplanner.model import Drill, DrillRecord, DrillType, Schedule
from drillplanner.records import EntryStatus, append_entries, locked_log
from drillplanner.records.causes import cause_of
from drillplanner.workflow.in_words.planned_drill import DrillSought, PlannedDrillFinder
from drillplanner.workflow.in_words.record_request import RecordRequest
from drillplanner.workflow.in_words.resolve import FIELDS
from drillplanner.workflow.in_words.sentences import says_not_held
from drillplanner.workflow.recording.checked_against import CheckedAgainst, read_checked_against
from drillplanner.workflow.recording.planned_drills import PlannedDrills
from drillplanner.workflow.recording.record import Recorded, entries_for

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

    against = read_checked_against(folder)
    district, workspace = against.workspace.district, against.workspace
    names = SchoolNames(workspace.campuses, workspace.left_out, district.name)
    schedule = read_schedule(table, workspace.campuses, district.timezone, names, district.first_year)
    reading = _TableReading(PurePath(split_sheet(str(table))[0]).name, schedule, recorded_by, today)
    # A table with problems makes no folder and no lock.
    entries, recorded = reading.entries(against)
    if entries:
        with locked_log(folder):
            latest = against.with_latest_log()
            if latest is not against:
                entries, recorded = reading.entries(latest)
            append_entries(folder, entries)
    return recorded


@dataclass(frozen=True)
class _TableReading:
    """A table that was read, who records it, and the day."""

    file: str
    schedule: Schedule
    recorded_by: str
    today: date

    def entries(self, against: CheckedAgainst) -> tuple[list[tuple[EntryStatus, DrillRecord]], RecordedTable]:
        """Return the entries of the log for the table's rows. Raises InputError with every problem of the rows."""
        schedule = self.schedule
        problems = [Problem(self.file, problem.row, problem.message) for problem in schedule.problems]
        entries: list[tuple[EntryStatus, DrillRecord]] = []
        recorded: list[Recorded] = []
        says_whether_held = any(drill.held is not None for drill in schedule.drills)
        known = ahead = not_held = 0
        schools = _Schools(against, against.planned(has_date=True))
        for drill in schedule.drills:
            remark = next(filter(says_not_held, schedule.remarks.get(drill.drill_id, ())), "")
            if drill.date > self.today:
                ahead += 1
            elif drill.held is False and not remark:
                not_held += 1
            elif says_whether_held and drill.held is None and not remark:
                problems.append(Problem(self.file, drill.row, _UNSAID, None, "yes or no, or held or planned"))
            elif schools.have_on_record(drill, was_held=not remark):
                known += 1
            else:
                try:
                    new, one = _entries_of_row(drill, self.recorded_by, remark, *schools.of(drill))
                except InputError as error:
                    problems += [replace(problem, file=self.file, line=drill.row) for problem in error.problems]
                    continue
                entries += new
                recorded.append(one)
                schools.add(one.entry)
        if problems:
            raise InputError(problems)
        return entries, RecordedTable(tuple(recorded), known, ahead, not_held, schedule.notes)


class _Schools:
    """The log and the plan by school: a row of a table is about one school, and the log of a district is long."""

    def __init__(self, against: CheckedAgainst, plan: PlannedDrills | None) -> None:
        self._against, self._plan = against, plan
        self._known: set[tuple[str, DrillType, date, bool]] = set()
        self._records: dict[str, list[DrillRecord]] = {}
        self._school_of_plan = {} if plan is None else plan.campus_of
        for record in against.records:
            self.add(record)

    def add(self, record: DrillRecord) -> None:
        """Add an entry: a second fire drill of a table is not mistaken for the one that the first was."""
        self._known.add((record.campus_id, record.drill_type, record.date, record.held))
        # An entry with the id of another school's drill contradicts a row about that drill.
        for school in {record.campus_id, self._school_of_plan.get(record.drill_id, record.campus_id)}:
            self._records.setdefault(school, []).append(record)

    def have_on_record(self, drill: Drill, *, was_held: bool) -> bool:
        """Check whether the log says the same of such a drill."""
        return (drill.campus_id, drill.drill_type, drill.date, was_held) in self._known

    def of(self, drill: Drill) -> tuple[CheckedAgainst, PlannedDrills | None]:
        """Return what a row about this drill is checked against: the log of its school, and the plan."""
        records = tuple(self._records.get(drill.campus_id, ()))
        return replace(self._against, records=records, records_of_others=()), self._plan


def _entries_of_row(
    drill: Drill, recorded_by: str, remark: str, against: CheckedAgainst, plan: PlannedDrills | None
) -> tuple[list[tuple[EntryStatus, DrillRecord]], Recorded]:
    """Return the entries for what a row reports: the drill was held, unless a ``remark`` says that it was not.

    Raises InputError as :func:`entries_for`.
    """
    held = not remark
    request = RecordRequest(
        held=held,
        recorded_by=recorded_by,
        campus_id=drill.campus_id,
        drill_type=drill.drill_type,
        date=drill.date,
        start=drill.start if held else None,
        cause=None if held else cause_of(remark),
        note=clean(remark),
    )
    sought = DrillSought(
        campus_id=drill.campus_id,
        said=drill.drill_type.value,
        kinds=(drill.drill_type,),
        day=drill.date,
        start=request.start,
        instead_of=None,
        is_extra=False,
    )
    planned = () if plan is None else plan.at(drill.campus_id)
    found = PlannedDrillFinder(sought, planned, against.records, dict(zip(FIELDS, FIELDS, strict=True))).find()
    request = replace(request, drill_id=found.drill_id, drill_type=found.drill_type)
    return entries_for(request, against, plan, str)
