"""``schedule.csv``: one row for each drill. Only ``campus_id``, ``drill_type`` and ``date`` must be filled.

A row that has these three becomes a drill. A cell beside them that cannot be read is listed, and the drill
is kept without it. A row without them is listed as ``unknown_campus``, ``unknown_type`` or ``unreadable``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import TypeVar

from drillplanner.errors import InputError, shorten
from drillplanner.intake import cells
from drillplanner.intake.campus_names import CampusNames
from drillplanner.intake.csv_table import Row, read_table
from drillplanner.intake.drill_wording import audience_of, drill_types_in, format_of, route_of
from drillplanner.intake.reading import listed, maybe_meant
from drillplanner.model import (
    ALLOWED_GRADES,
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

REQUIRED = ("campus_id", "drill_type", "date")

ALLOWED_DATE = "a date such as 2025-10-03 or 10/3/2025"
ALLOWED_TIME = "a time such as 09:05 or 1:30 PM"

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: 0{1,2}:00(?::00)?)?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)
# A spreadsheet runs a cell that begins so; an apostrophe before it was put there against that.
_NEUTRALISED = re.compile(r"'(?='*[=+\-@\t\r])")
#: Columns whose cells are words of a list, dates or times.
_CODED = (*REQUIRED, "format", "audience", "grades", "start", "end", "period_tags", "route", "announced")

Value = TypeVar("Value")


def schedule_of_table(raw: bytes, name: str, campuses: tuple[Campus, ...]) -> Schedule:
    """The schedule in the bytes of a CSV table; ``name`` is the file in messages.

    Raises InputError for a file that is no table or lacks a required column.
    """
    table = read_table(raw, name, "schedule")
    if missing := table.missing_columns(REQUIRED):
        raise InputError(missing)
    names = CampusNames(campuses)
    drills: list[Drill] = []
    problems = [
        EntryProblem(row=problem.line, problem="unreadable", message=problem.message) for problem in table.problems
    ]
    for row in table.rows:
        reader = _RowReader(row, names)
        drill = reader.drill()
        problems.extend(reader.problems)
        if drill is not None:
            drills.append(drill)
    problems.sort(key=lambda one: one.row or 0)
    return Schedule(source=name, drills=tuple(drills), problems=tuple(problems), notes=table.assumptions)


class _RowReader:
    """Reads one row, and collects what is wrong with it."""

    def __init__(self, row: Row, names: CampusNames) -> None:
        self._row = row
        self._names = names
        self._drill_id = self._cell("drill_id") or f"row-{row.line}"
        self._campus_id: str | None = None
        self.problems: list[EntryProblem] = []

    def drill(self) -> Drill | None:
        """The drill of the row; None where it cannot be placed."""
        self._campus_id = self._campus()
        drill_type = self._drill_type()
        on = self._date()
        if self._campus_id is None or drill_type is None or on is None:
            return None
        return Drill(
            drill_id=self._drill_id,
            campus_id=self._campus_id,
            drill_type=drill_type,
            date=on,
            scenario_id=self._cell("scenario") or None,
            format=self._optional("format", format_of, listed(DrillFormat)),
            audience=self._optional("audience", audience_of, listed(Audience)),
            grades=self._optional("grades", _grades, ALLOWED_GRADES),
            start=self._optional("start", _clock, ALLOWED_TIME),
            end=self._optional("end", _clock, ALLOWED_TIME),
            period=self._cell("period") or None,
            period_tags=self._optional("period_tags", _period_tags, listed(PeriodTag)),
            route=self._optional("route", route_of, listed(Route)),
            announced=self._optional("announced", cells.yes_or_no, "yes, no"),
            agencies=cells.parts(self._cell("agencies")) or None,
            credits=cells.parts(self._cell("credits")),
            row=self._row.line,
        )

    def _cell(self, column: str) -> str:
        cell = self._row.get(column)
        if column in _CODED:
            return cell.lstrip("'").strip()  # a spreadsheet's mark for text; no value begins so
        return _NEUTRALISED.sub("", cell, count=1).strip()

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
        if (campus_id := self._names.exactly(cell)) is None:
            hint = maybe_meant(cell, self._names.known) or f"Allowed: {listed(self._names.ids)}"
            self._problem("unknown_campus", f"'{shorten(cell)}' is no campus of this district. {hint}")
        return campus_id

    def _drill_type(self) -> DrillType | None:
        cell = self._cell("drill_type")
        if not cell:
            self._problem("unknown_type", "drill_type is empty")
            return None
        found = drill_types_in(cell, is_drill=True)
        if len(found) == 1:
            return found[0]
        if found:
            self._problem("unknown_type", f"'{shorten(cell)}' may mean {listed(found)}")
        else:
            hint = maybe_meant(cell, DrillType) or f"Allowed: {listed(DrillType)}"
            self._problem("unknown_type", f"'{shorten(cell)}' is no kind of drill that we know. {hint}")
        return None

    def _date(self) -> date | None:
        cell = self._cell("date")
        try:
            return _date_of(cell)
        except ValueError:
            said = f"'{shorten(cell)}' is not a date" if cell else "date is empty"
            self._problem("unreadable", f"{said}; allowed: {ALLOWED_DATE}")
            return None

    def _optional(self, column: str, read: Callable[[str], Value | None], allowed: str) -> Value | None:
        """The value of a cell that need not be filled; a cell that cannot be read is listed."""
        cell = self._cell(column)
        if not cell:
            return None
        try:
            value = read(cell)
        except ValueError:
            value = None
        if value is None:
            self._problem(
                "unreadable", f"{column} '{shorten(cell)}' cannot be read and was left out; allowed: {allowed}"
            )
        return value


def _date_of(cell: str) -> date:
    if (iso := _ISO.fullmatch(cell)) is not None:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if (american := _US.fullmatch(cell)) is not None:
        return date(int(american[3]), int(american[1]), int(american[2]))
    raise ValueError("no date")


def _clock(cell: str) -> time | None:
    match = _TIME.fullmatch(cell)
    if match is None:
        return None
    hour, half = int(match[1]), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(match[2]))


def _grades(cell: str) -> tuple[str, ...]:
    return parse_grades(cell)


def _period_tags(cell: str) -> tuple[PeriodTag, ...]:
    return tuple(PeriodTag(part.lower()) for part in cells.parts(cell))
