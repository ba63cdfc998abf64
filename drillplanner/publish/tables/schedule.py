"""The drills as a table: ``schedule.csv``, whose header and meaning are part of the published interface.

RFC 4180 as written: lines end in CR LF, a cell with a comma, a quotation mark or a line end is quoted.
UTF-8 without a byte order mark. Lists in a cell are joined by ``;``.

A spreadsheet runs a cell that starts with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return as a
formula (OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection). Such a cell gets
an apostrophe in front, and so does one that has only apostrophes before such a character; a reader that
takes exactly one apostrophe away from ``'…=`` has the cell back as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from datetime import time

from drillplanner.files.errors import InconsistencyError
from drillplanner.model import Drill, Plan
from drillplanner.publish.core.drill_order import by_campus

LIST_SEPARATOR = ";"

_RUNS_AS_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def _clock(at: time | None) -> str:
    return "" if at is None else at.strftime("%H:%M")


def _list_cell(items: Iterable[str]) -> str:
    members = tuple(items)
    if torn := [item for item in members if LIST_SEPARATOR in item]:
        raise InconsistencyError(f"'{torn[0]}' holds the sign that separates a list in schedule.csv")
    return LIST_SEPARATOR.join(members)


#: Every column, in the order of the header, and what it says of a drill. Nothing known is an empty cell.
_COLUMNS: dict[str, Callable[[Drill], str]] = {
    "campus_id": lambda drill: drill.campus_id,
    "drill_id": lambda drill: drill.drill_id,
    "drill_type": lambda drill: drill.drill_type.value,
    "scenario": lambda drill: drill.scenario_id or "",
    "format": lambda drill: drill.format.value if drill.format else "",
    "audience": lambda drill: drill.audience.value if drill.audience else "",
    "grades": lambda drill: _list_cell(drill.grades or ()),
    "date": lambda drill: drill.date.isoformat(),
    "start": lambda drill: _clock(drill.start),
    "end": lambda drill: _clock(drill.end),
    "period": lambda drill: drill.period or "",
    "period_tags": lambda drill: _list_cell(tag.value for tag in drill.period_tags or ()),
    "route": lambda drill: drill.route.value if drill.route else "",
    "announced": lambda drill: {True: "yes", False: "no", None: ""}[drill.announced],
    "agencies": lambda drill: _list_cell(drill.agencies or ()),
    "credits": lambda drill: _list_cell(drill.credits),
}

HEADER = tuple(_COLUMNS)


#: Added at the end of the header where a drill of the plan is for some buildings, buses or cohorts only.
_UNITS: dict[str, Callable[[Drill], str]] = {"units": lambda drill: _list_cell(drill.units or ())}


def schedule_csv(plan: Plan) -> str:
    """The plan's drills as the text of ``schedule.csv``, by campus, date and start."""
    columns = _COLUMNS | (_UNITS if any(drill.units is not None for drill in plan.drills) else {})
    return table_text(columns, ([tell(drill) for tell in columns.values()] for drill in by_campus(plan.drills)))


def table_text(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Any table in the same dialect, every cell neutralised."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, dialect="excel", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([neutralize_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def neutralize_cell(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if _RUNS_AS_FORMULA.match(cell) else cell
