"""Record the drills of a table, as a principal sends it at the end of a month: all of them, or none.

On its own because a table needs the reader of schedules, and a single drill does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.phrases import clean
from drillplanner.files.sheet_names import split_sheet
from drillplanner.model import Drill, DrillRecord, DrillType, Schedule
from drillplanner.records import DrillLog, EntryStatus
from drillplanner.records.causes import cause_of
from drillplanner.records.fields.names import field_meant
from drillplanner.records.fields.record_field import RecordField
from drillplanner.workflow.in_words.planned_drill import DrillSought, PlannedDrillFinder
from drillplanner.workflow.in_words.record_request import RecordRequest
from drillplanner.workflow.in_words.resolve import FIELDS
from drillplanner.workflow.in_words.sentences import says_not_held
from drillplanner.workflow.kept_records.kept_log import writing_log
from drillplanner.workflow.kept_records.log_by_school import LogInMemory
from drillplanner.workflow.recording.checked_against import CheckedAgainst, checked_against
from drillplanner.workflow.recording.planned_drills import PlanDrills
from drillplanner.workflow.recording.record import Recorded, entries_for
from drillplanner.workflow.recording.told_fields import adds_nothing

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

    with checked_against(folder) as against:
        known = against.schools_and_days
        district = known.district
        names = SchoolNames(known.campuses, known.left_out, district.name)
        schedule = read_schedule(table, known.campuses, district.timezone, names, district.first_year)
        reading = _TableReading(PurePath(split_sheet(str(table))[0]).name, schedule, recorded_by, today)
        # A table with problems makes no folder and no lock.
        entries, recorded = reading.entries(against)
    if entries:
        with writing_log(folder, against.schools_and_days) as kept:
            latest = against.with_log(kept.log)
            if latest is not against:
                entries, recorded = reading.entries(latest)
            kept.append(entries, source="table")
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
            cells = schedule.other_cells.get(drill.drill_id, {})
            meant = {column: field_meant(column) for column in cells}
            remark = next(
                (cells[column] for column, field in meant.items() if _is_remark(field, cells[column])), ""
            )
            fields = {
                column: cells[column] for column, field in meant.items() if field and cells[column] != remark
            }
            if drill.date > self.today:
                ahead += 1
            elif drill.held is False and not remark:
                not_held += 1
            elif says_whether_held and drill.held is None and not remark:
                problems.append(Problem(self.file, drill.row, _UNSAID, None, "yes or no, or held or planned"))
            else:
                row = _TableRow(drill, remark, fields)
                try:
                    found = row.entries(self.recorded_by, schools, against.schools_and_days.district.first_year)
                except InputError as error:
                    problems += [replace(problem, file=self.file, line=drill.row) for problem in error.problems]
                    continue
                if found is None:
                    known += 1
                    continue
                new, one = found
                entries += new
                recorded.append(one)
                schools.add(one.entry)
        if problems:
            raise InputError(problems)
        return entries, RecordedTable(tuple(recorded), known, ahead, not_held, schedule.notes)


def _is_remark(field: RecordField | None, cell: str) -> bool:
    """Check whether a cell for people, or the comments for the record, say that the drill was not held."""
    return (field is None or field.kept_as == "note") and says_not_held(cell)


class _Schools:
    """The log and the plan by school: a row of a table is about one school, and the log of a district is long."""

    def __init__(self, against: CheckedAgainst, plan: PlanDrills | None) -> None:
        self._against, self._plan = against, plan
        self._known: dict[tuple[str, DrillType, date, bool], DrillRecord] = {}
        self._records: dict[str, list[DrillRecord]] = {}
        self._school_of_plan = {} if plan is None else plan.campus_of
        for record in against.records:
            self.add(record)

    def add(self, record: DrillRecord) -> None:
        """Add an entry: a second fire drill of a table is not mistaken for the one that the first was."""
        self._known[record.campus_id, record.drill_type, record.date, record.held] = record
        # An entry with the id of another school's drill contradicts a row about that drill.
        for school in {record.campus_id, self._school_of_plan.get(record.drill_id, record.campus_id)}:
            self._records.setdefault(school, []).append(record)

    def on_record(self, drill: Drill, *, was_held: bool) -> DrillRecord | None:
        """Return the entry of the log that says the same of such a drill; None if there is none."""
        return self._known.get((drill.campus_id, drill.drill_type, drill.date, was_held))

    def of(self, drill: Drill) -> tuple[CheckedAgainst, PlanDrills | None]:
        """Return what a row about this drill is checked against: the log of its school, and the plan."""
        records = tuple(self._records.get(drill.campus_id, ()))
        return replace(self._against, log=LogInMemory(DrillLog(records))), self._plan


@dataclass(frozen=True)
class _TableRow:
    """A row of a table: its drill, the ``remark`` that it was not held (empty if it was), and its fields."""

    drill: Drill
    remark: str
    fields: Mapping[str, str]

    def entries(
        self, recorded_by: str, schools: _Schools, first_year: int
    ) -> tuple[list[tuple[EntryStatus, DrillRecord]], Recorded] | None:
        """Return the entries for what the row reports; None if the log says all of it already.

        A row with fields that the log does not have completes its entry. Raises InputError as :func:`entries_for`.
        """
        request, (against, plan) = self._request(recorded_by), schools.of(self.drill)
        on_record = schools.on_record(self.drill, was_held=not self.remark)
        if on_record is not None:
            if not self.fields or adds_nothing(on_record, request, first_year):
                return None
            return entries_for(replace(request, drill_id=on_record.drill_id), against, plan, str)
        drill_id = self._planned_id(plan)
        if drill_id is not None:
            return entries_for(replace(request, drill_id=drill_id), against, plan, str)
        sought = DrillSought(
            campus_id=self.drill.campus_id,
            said=self.drill.drill_type.value,
            kinds=(self.drill.drill_type,),
            day=self.drill.date,
            start=request.start,
            instead_of=None,
            is_extra=False,
        )
        planned = () if plan is None else plan.at(self.drill.campus_id)
        names = dict(zip(FIELDS, FIELDS, strict=True))
        found = PlannedDrillFinder(sought, planned, against.records_at(self.drill.campus_id), names).find()
        return entries_for(
            replace(request, drill_id=found.drill_id, drill_type=found.drill_type), against, plan, str
        )

    def _planned_id(self, plan: PlanDrills | None) -> str | None:
        """Return the id that the row gives, if the plan has a drill of this school and kind under it."""
        planned = None if plan is None else plan.with_id(self.drill.drill_id.rpartition("/")[2])
        if planned is None:
            return None
        key = self.drill.campus_id, self.drill.drill_type
        return planned.drill_id if (planned.campus_id, planned.drill_type) == key else None

    def _request(self, recorded_by: str) -> RecordRequest:
        held = not self.remark
        return RecordRequest(
            held=held,
            recorded_by=recorded_by,
            campus_id=self.drill.campus_id,
            drill_type=self.drill.drill_type,
            date=self.drill.date,
            start=self.drill.start if held else None,
            cause=None if held else cause_of(self.remark),
            note=clean(self.remark),
            fields=self.fields,
        )
