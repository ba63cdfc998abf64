"""The drills as a table: ``schedule.csv``, whose header and meaning are a published interface.

Lists in a cell are joined by ``;``. :mod:`drillplanner.files.tables.csv_text` says how the text is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from typing import TYPE_CHECKING

from drillplanner.files.errors import InconsistencyError
from drillplanner.files.tables.csv_text import table_text
from drillplanner.model import Campus, Drill
from drillplanner.publish.core.drill_order import by_campus

if TYPE_CHECKING:
    from drillplanner.model import Plan

LIST_SEPARATOR = ";"


def _clock(start: time | None) -> str:
    return "" if start is None else start.strftime("%H:%M")


def _list_cell(items: Iterable[str]) -> str:
    members = tuple(items)
    if torn := [item for item in members if LIST_SEPARATOR in item]:
        raise InconsistencyError(f"'{torn[0]}' holds the sign that separates a list in schedule.csv")
    return LIST_SEPARATOR.join(members)


#: Every column, in the order of the header, with its value for a drill. An unknown value is an empty cell.
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
#: The last column of every table.
NAME_COLUMN = "campus_name"


#: Added at the end of the header if a drill of the plan is for some buildings, buses or cohorts only.
_UNITS: dict[str, Callable[[Drill], str]] = {"units": lambda drill: _list_cell(drill.units or ())}
_BACK_UP: dict[str, Callable[[Drill], str]] = {
    "back_up": lambda drill: "" if drill.back_up is None else drill.back_up.isoformat()
}


def schedule_csv(plan: Plan, campuses: Iterable[Campus]) -> str:
    """Return the plan's drills as the text of ``schedule.csv``, by campus, date and start.

    The last column, ``campus_name``, is the name of the campus; the id of one that is not among ``campuses``.
    """
    return schedule_of(plan.drills, campuses)


def schedule_of(drills: Sequence[Drill], campuses: Iterable[Campus]) -> str:
    """Return drills as the text of ``schedule.csv``; its header depends on whether any of them has units."""
    names = {campus.campus_id: campus.name for campus in campuses}
    units = _UNITS if any(drill.units is not None for drill in drills) else {}
    columns = _COLUMNS | units | _BACK_UP
    return table_text(
        (*columns, NAME_COLUMN),
        (
            (*(value(drill) for value in columns.values()), names.get(drill.campus_id, drill.campus_id))
            for drill in by_campus(drills)
        ),
    )
