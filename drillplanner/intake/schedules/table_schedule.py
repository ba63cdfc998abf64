"""A schedule in a table, ``schedule.csv``: one row for each drill.

Only ``campus_id``, ``drill_type``, and ``date`` must be filled; a row with these three becomes a drill. Another
heading may stand for one of these columns ("School", "Drill"; ``schedule_headings.yaml``). Any other
cell that cannot be read is listed, and the drill is kept without it. A row without the three is listed as
``unknown_campus``, ``unknown_type``, or ``unreadable``.

Two columns are read in addition to those that drillplanner writes: ``units`` (ids of units.csv, joined by ``;``)
and ``status`` (held, planned, canceled, yes, no; "Completed?" is such a column too). A unit that the campus does
not have is listed as ``unknown_unit`` and stays in the drill, where it counts for nothing: without it the drill
would count for the whole campus. A canceled drill is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import TypeVar

from drillplanner.files.errors import InputError, shorten
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.date_order import date_order, order_problem
from drillplanner.files.tables.table import TableRow, read_table
from drillplanner.files.written.dates import DateReader, WrongWeekdayError, month_head
from drillplanner.files.written.times import UnclearTimeError, school_time
from drillplanner.files.written.weekdays import is_weekdays, weekdays
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.schedules.table_shapes import shaped, with_known_headings
from drillplanner.intake.schools.names.resolver import SchoolMeant, SchoolNames
from drillplanner.intake.schools.units_table import listed_units
from drillplanner.model import (
    ALLOWED_GRADES,
    STAFF_HOURS,
    Audience,
    Campus,
    Drill,
    DrillFormat,
    DrillType,
    EntryProblem,
    PeriodTag,
    Route,
    Schedule,
    parse_grades,
)
from drillplanner.model.scenarios.drill_wording import audience_of, drill_types_in, format_of, route_of

REQUIRED = ("campus_id", "drill_type", "date")

# The apostrophe that was put before a cell which a spreadsheet would run as a formula.
_FORMULA_GUARD = re.compile(r"^'(?='*[=+\-@\t\r])")
#: Columns whose cells are words of a list, dates, or times.
_CODED_COLUMNS = (
    *REQUIRED,
    "format",
    "audience",
    "grades",
    "start",
    "end",
    "period_tags",
    "route",
    "announced",
    "units",
    "status",
    "back_up",
)
#: Every column that is read; what others say is a remark.
_READ = (
    *_CODED_COLUMNS,
    "drill_id",
    "campus_name",
    "scenario",
    "period",
    "agencies",
    "credits",
    "weekday",
    "month",
)
#: The words of the column ``status``, and whether they say that the drill was held; yes and no do too.
_STATUSES = {
    **dict.fromkeys(("held", "done", "completed", "complete", "conducted", "x", "\u2713", "\u2714"), True),
    **dict.fromkeys(("planned", "scheduled", "pending"), False),
}
#: A drill whose status begins like this is none, neither planned nor held: "Canceled - heat".
_CALLED_OFF = re.compile(
    r"(?:canceled|cancelled|postponed|rescheduled|missed|not (?:held|done|completed|conducted))\b", re.IGNORECASE
)
_ALLOWED_STATUSES = "held, planned, canceled, yes, no"

#: "9/14/2026 8:30 AM", "Sept 14 at 2:15".
_DATE_AND_TIME = re.compile(
    r"(.*\d)(?:\s*[@,]\s*|\s+at\s+|\s+)"
    r"(\d{1,2}(?::\d{2}(?::00)?\s*(?:[ap]\.?m?\.?)?|\s*[ap]\.?m\.?))",
    re.IGNORECASE,
)

_MONTH_AND_DAY = re.compile(r"(\d{1,2})/\d{1,2}")

Value = TypeVar("Value")


def read_table_schedule(
    raw: bytes,
    name: str,
    campuses: tuple[Campus, ...],
    names: SchoolNames | None = None,
    first_year: int | None = None,
) -> Schedule:
    """Return the schedule in the bytes of a table; ``name`` is the file in messages.

    ``names`` are the schools by all their names, those left out included (None: of ``campuses`` alone), and
    ``first_year`` is the year in which the school year begins, for dates without a year.

    Raises InputError: the file is not a table or lacks a required column.
    """
    names = names or SchoolNames(campuses)
    known = {*_CODED_COLUMNS, *(heading for headings in _headings().values() for heading in headings)}
    read = read_table(raw, name, "schedule", headings=known)
    headed = with_known_headings(read, _headings())
    shape = shaped(headed.table, lambda text: names.meant(text).school_id)
    table, notes = shape.table, (*read.assumptions, *headed.notes, *shape.notes)
    if missing := table.missing_columns(REQUIRED):
        raise InputError(missing)
    order = date_order((row.get("date"), row.line) for row in table.rows)
    if order.contradicts_itself:
        raise InputError(order_problem(table, order))
    if (sentence := order.sentence(table.file)) is not None and order.month_first is None:
        notes = (*notes, sentence)
    dates = DateReader(first_year, order.is_day_first)
    by_id = {campus.campus_id: campus for campus in campuses}
    drills: list[Drill] = []
    told: dict[str, None] = {}
    afternoons: dict[str, None] = {}
    other_cells: dict[str, dict[str, str]] = {}
    called_off: list[str] = []
    problems = [
        EntryProblem(row=problem.line, problem="unreadable", message=problem.message) for problem in table.problems
    ]
    for row in table.rows:
        reader = _ScheduleRowReader(row, names, by_id, dates)
        of_row = reader.drills()
        drills.extend(of_row)
        if others := {
            column: row.get(column) for column in table.columns if column not in _READ and row.get(column)
        }:
            other_cells |= {drill.drill_id: others for drill in of_row}
        problems.extend(reader.problems)
        told.update(dict.fromkeys(reader.told))
        afternoons.update(dict.fromkeys(reader.afternoons))
        called_off += [str(row.line)] if reader.is_called_off else []
    problems.sort(key=lambda problem: problem.row or 0)
    if told:
        notes = (*notes, f"Schools in {name}: {listed(told)}.")
    if called_off:
        notes = (
            *notes,
            f"Drills in {name} that were canceled or missed count for nothing: row {listed(called_off)}.",
        )
    if afternoons:
        notes = (
            *notes,
            f"Times in {name} without AM or PM are read as in the afternoon: {listed(afternoons, 4)}.",
        )
    of_campus = names.meant(shape.of_school).school_id if shape.of_school else None
    return Schedule(
        source=name,
        drills=tuple(drills),
        problems=tuple(problems),
        notes=notes,
        of_campus=of_campus if of_campus in by_id else None,
        remarks={drill_id: tuple(others.values()) for drill_id, others in other_cells.items()},
        other_cells=other_cells,
    )


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    name = "schedule_headings.yaml"
    return parse_as(dict[str, tuple[str, ...]], read_document(Path(__file__).with_name(name), name))


class _ScheduleRowReader:
    """A reader of one row that collects what is wrong with it."""

    def __init__(
        self, row: TableRow, names: SchoolNames, campus_by_id: Mapping[str, Campus], dates: DateReader
    ) -> None:
        self._row = row
        self._dates = dates
        self._names = names
        self._campus_by_id = campus_by_id
        self._drill_id = self._cell("drill_id") or f"row-{row.line}"
        if row.sheet is not None:
            self._drill_id = f"{row.sheet}/{self._drill_id}"
        self._campus_id: str | None = None
        self.problems: list[EntryProblem] = []
        #: How names of schools were read that are no id, full name, or nickname.
        self.told: list[str] = []
        #: Times without AM or PM that were read as in the afternoon.
        self.afternoons: list[str] = []
        #: The row has a drill that was canceled.
        self.is_called_off = False

    def drills(self) -> tuple[Drill, ...]:
        """Return the drill of the row, or one for each of its dates; none if it cannot be placed."""
        if self._is_remark():
            return ()
        if _CALLED_OFF.match(self._cell("status")):
            self.is_called_off = True
            return ()
        self._campus_id = self._campus()
        drill_type = self._drill_type()
        days = self._days()
        if self._campus_id is None or drill_type is None or not days:
            return ()
        first = self._drill(self._campus_id, drill_type, days[0])
        more = enumerate(days[1:], start=2)
        return (
            first,
            *(first.model_copy(update={"drill_id": f"{self._drill_id}/{at}", "date": on}) for at, on in more),
        )

    def _is_remark(self) -> bool:
        """Check whether the row is a footnote, which has neither a date nor a kind of drill."""
        return not any(self._cell(column) for column in ("drill_type", "date")) and not self._cell("drill_id")

    def _drill(self, campus_id: str, drill_type: DrillType, on: date) -> Drill:
        return Drill(
            drill_id=self._drill_id,
            campus_id=campus_id,
            drill_type=drill_type,
            date=on,
            scenario_id=self._cell("scenario") or None,
            format=self._optional("format", format_of, listed(DrillFormat)),
            audience=self._optional("audience", audience_of, listed(Audience)),
            grades=self._optional("grades", _grades, ALLOWED_GRADES),
            start=self._optional("start", self._time, cells.ALLOWED_TIME),
            end=self._optional("end", self._time, cells.ALLOWED_TIME),
            period=self._cell("period") or None,
            period_tags=self._period_tags(),
            route=self._optional("route", route_of, listed(Route)),
            announced=self._optional("announced", cells.yes_or_no, "yes, no"),
            agencies=cells.list_items(self._cell("agencies")) or None,
            units=self._units(self._campus_by_id[campus_id]),
            credits=cells.list_items(self._cell("credits")),
            held=self._optional("status", _was_held, _ALLOWED_STATUSES),
            back_up=self._optional("back_up", self._dates.day, cells.ALLOWED_DATE),
            row=self._row.line,
        )

    def _cell(self, column: str) -> str:
        cell = self._row.get(column)
        if column in _CODED_COLUMNS:
            return cell.lstrip("'").strip()  # a spreadsheet's mark for text; no value begins with it
        return _FORMULA_GUARD.sub("", cell, count=1).strip()

    def _problem(self, problem: str, message: str) -> None:
        self.problems.append(
            EntryProblem(
                row=self._row.line,
                problem=problem,
                message=message,
                campus_id=self._campus_id,
                drill_id=self._drill_id,
            )
        )

    def _campus(self) -> str | None:
        cell = self._cell("campus_id")
        if not cell:
            self._problem("unknown_campus", "campus_id is empty")
            return None
        meant = self._names.meant(cell)
        if meant.school_id in self._campus_by_id:
            self.told += filter(None, [self._names.reading_sentence(meant)])
            return meant.school_id
        self._problem("unknown_campus", self._unknown_campus(cell, meant))
        return None

    def _unknown_campus(self, cell: str, meant: SchoolMeant) -> str:
        if meant.school_id is not None:
            return f"'{shorten(cell)}' is a school that is left out of the plan"
        if meant.choices and not meant.is_alike:
            return f"'{shorten(cell)}' is not sure. {self._names.question(meant)}"
        hint = maybe_meant(cell, self._names.ids_and_names) or self._names.question(meant)
        return f"'{shorten(cell)}' is no campus of this district. {hint}"

    def _drill_type(self) -> DrillType | None:
        cell = self._cell("drill_type")
        if not cell:
            self._problem("unknown_type", "drill_type is empty")
            return None
        drill_types = drill_types_in(cell, is_drill=True)
        if len(drill_types) == 1:
            return drill_types[0]
        if drill_types:
            self._problem("unknown_type", f"'{shorten(cell)}' may mean {listed(drill_types)}")
        else:
            hint = maybe_meant(cell, DrillType) or f"Allowed: {listed(DrillType)}"
            self._problem("unknown_type", f"'{shorten(cell)}' is no kind of drill that we know. {hint}")
        return None

    def _days(self) -> tuple[date, ...]:
        """Return the dates of the row; a time beside a date becomes its start."""
        cell = self._cell("date")
        if (timed := _DATE_AND_TIME.fullmatch(cell)) is not None:
            self._row = replace(
                self._row, cells={**self._row.cells, "start": self._cell("start") or timed[2], "date": timed[1]}
            )
            cell = timed[1]
        head = month_head(self._cell("month"))
        numeric = _MONTH_AND_DAY.fullmatch(cell)
        if head is not None and numeric is not None and int(numeric[1]) == head.month:
            head = None  # "8/27" beside "August" is the 27th, and not two days
        try:
            days = self._dates.days(cell, head)
            self._refuse_other_weekday(days)
        except WrongWeekdayError as error:
            self._problem(
                "unreadable", f"'{shorten(cell)}' cannot be right: {error}; correct the date or the weekday"
            )
        except ValueError as error:
            no_year = "has no year" if "no year" in str(error) else "is not a date"
            reason = f"'{shorten(cell)}' {no_year}" if cell else "date is empty"
            self._problem("unreadable", f"{reason}; allowed: {cells.ALLOWED_DATE}")
        else:
            return days
        return ()

    def _refuse_other_weekday(self, days: tuple[date, ...]) -> None:
        """Raise WrongWeekdayError if a column of weekdays names another one."""
        written = self._cell("weekday")
        if not is_weekdays(written) or len(days) != 1:
            return
        if days[0].weekday() not in weekdays(written):
            raise WrongWeekdayError(f"the row says {written}, and {days[0].isoformat()} is a {days[0]:%A}")

    def _time(self, cell: str) -> time:
        found, is_assumed = school_time(cell)
        if is_assumed:
            self.afternoons.append(cell)
        return found

    def _period_tags(self) -> tuple[PeriodTag, ...] | None:
        """Return the tags; staff hours have none, while any other empty cell leaves them unknown."""
        if not self._cell("period_tags") and self._cell("period").casefold() == STAFF_HOURS.casefold():
            return ()
        return self._optional("period_tags", _period_tags, listed(PeriodTag))

    def _units(self, campus: Campus) -> tuple[str, ...] | None:
        """Return the units as spelled in units.csv, or None for an empty cell, which means all."""
        ids = {unit.unit_id.lower(): unit.unit_id for unit in campus.units}
        named = dict.fromkeys(ids.get(part.lower(), part) for part in cells.list_items(self._cell("units")))
        for part in named:
            if part not in ids.values():
                hint = maybe_meant(part, ids.values()) or f"Allowed: {listed_units(campus)}"
                self._problem("unknown_unit", f"'{shorten(part)}' is no unit of {campus.campus_id}. {hint}")
        return tuple(named) or None

    def _optional(self, column: str, read: Callable[[str], Value | None], allowed: str) -> Value | None:
        """Return the value of an optional cell; list a cell that cannot be read."""
        cell = self._cell(column)
        if not cell:
            return None
        try:
            value = read(cell)
        except UnclearTimeError as error:
            self._problem("unreadable", f"{column}: {error}; it was left out")
            return None
        except ValueError:
            value = None
        if value is None:
            self._problem(
                "unreadable", f"{column} '{shorten(cell)}' cannot be read and was left out; allowed: {allowed}"
            )
        return value


def _was_held(cell: str) -> bool | None:
    return cells.yes_or_no(cell) if cells.is_yes_or_no(cell) else _STATUSES.get(cell.lower())


def _grades(cell: str) -> tuple[str, ...]:
    return parse_grades(cell)


def _period_tags(cell: str) -> tuple[PeriodTag, ...]:
    return tuple(PeriodTag(part.lower()) for part in cells.list_items(cell))
