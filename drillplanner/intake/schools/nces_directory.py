"""The public school directory of the Common Core of Data (NCES) as a list of one district's schools.

The directory file ("ccd_sch_029", https://nces.ed.gov/ccd/files.asp, columns read November 2026) has a row for
each public school of the country: NCESSCH, SCH_NAME, LEAID, LEA_NAME, SY_STATUS and UPDATED_STATUS, GSLO and GSHI,
and G_PK_OFFERED to G_13_OFFERED with Yes or No. Schools of several districts in one file are never mixed: the
district must be named. Schools that are closed, inactive, or not yet open are left out, each with this reason, and
so are schools that teach online only (the column VIRTUAL of ccd_sch_129 and of EDGE's table of public schools).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.model import LeftOutSchool, parse_grade

_REQUIRED = ("ncessch", "sch_name")
_DISTRICT_ID, _DISTRICT_NAME = "leaid", "lea_name"
#: Whether a school is open; the more recent column comes first.
_STATUS = ("updated_status", "sy_status")
_STATUS_TEXT = ("updated_status_text", "sy_status_text")
#: Closed, inactive, future (file documentation of the directory).
_NOT_OPEN = ("2", "6", "7")
_OFFERED = {
    "g_pk_offered": "PK",
    "g_kg_offered": "K",
    **{f"g_{number}_offered": str(number) for number in range(1, 14)},
    "g_ug_offered": "UG",
    "g_ae_offered": "AE",
}
#: Codes and words of the column VIRTUAL for a school that has no building for students.
_ONLINE_ONLY = ("fullvirtual", "exclusively virtual")
_SCHOOL_COLUMNS = ("campus_id", "name", "grades")
_COLUMNS_IF_FILLED = ("enrollment", "charter_school")
_YES = "yes"


@dataclass(frozen=True)
class DirectorySchools:
    """The open schools of one district as a table of schools, the others, and sentences on how it was read."""

    table: Table
    understood: tuple[str, ...]
    left_out: tuple[LeftOutSchool, ...]
    district: str


def is_directory(table: Table) -> bool:
    """Check whether a table has the columns of the directory."""
    return set(_REQUIRED) <= set(table.columns) and ("gslo" in table.columns or "g_kg_offered" in table.columns)


def directory_schools(table: Table, district: str | None) -> DirectorySchools:
    """Return the open schools of the district; ``district`` is its name or LEAID, needed if the file has several.

    Raises InputError: the file has several districts and none is named, or the named one is not in it.
    """
    rows = _rows_of_district(table, district)
    open_rows = [row for row in rows if _why_not_planned(row) is None]
    name = rows[0].get(_DISTRICT_NAME) if rows else ""
    school_rows = tuple(replace(row, cells=_cells(row)) for row in open_rows)
    filled = (column for column in _COLUMNS_IF_FILLED if any(row.get(column) for row in school_rows))
    columns = (*_SCHOOL_COLUMNS, *filled)
    schools = replace(table, columns=columns, titles=dict(zip(columns, columns, strict=True)), rows=school_rows)
    suffix = f" of {name}" if name else ""
    return DirectorySchools(
        schools,
        (f"{table.file}: the NCES directory; {len(open_rows)} open schools{suffix}, called by their NCESSCH.",),
        tuple(_not_planned(table, row, reason) for row in rows if (reason := _why_not_planned(row)) is not None),
        name,
    )


def _why_not_planned(row: TableRow) -> str | None:
    if _status(row) in _NOT_OPEN:
        return f"{_status_text(row)} in the directory"
    if row.get("virtual").casefold() in _ONLINE_ONLY:
        return "online only in the directory: no building in which to hold a drill"
    return None


def _not_planned(table: Table, row: TableRow, reason: str) -> LeftOutSchool:
    return LeftOutSchool(
        name=row.get("sch_name"),
        reason=f"{reason} ({PurePath(table.file).name}, line {row.line})",
        campus_id=_cells(row)["campus_id"],
        grades=_grades(row),
        row=row.line,
    )


def _rows_of_district(table: Table, district: str | None) -> tuple[TableRow, ...]:
    districts = {(row.get(_DISTRICT_ID), row.get(_DISTRICT_NAME)) for row in table.rows}
    if district is None:
        if len(districts) > 1:
            raise InputError(_several(table, districts))
        return table.rows
    wanted = " ".join(district.casefold().split())
    rows = tuple(
        row
        for row in table.rows
        if wanted in (row.get(_DISTRICT_ID).casefold(), row.get(_DISTRICT_NAME).casefold())
    )
    if not rows:
        names = sorted({name for _, name in districts if name})
        raise InputError(
            Problem(
                table.file,
                table.header_line,
                "the directory has no such district",
                district,
                listed(names, limit=8) or "a LEAID of the file",
                maybe_meant(district, names),
            )
        )
    if len({row.get(_DISTRICT_ID) for row in rows}) > 1:
        raise InputError(_several(table, {(row.get(_DISTRICT_ID), row.get(_DISTRICT_NAME)) for row in rows}))
    return rows


def _several(table: Table, districts: Iterable[tuple[str, str]]) -> Problem:
    named = sorted(f"{name} ({number})" if name else number for number, name in districts)
    return Problem(
        table.file,
        table.header_line,
        "the directory holds the schools of several districts",
        listed(named, limit=8),
        "--district with the name or the LEAID of one of them",
    )


def _cells(row: TableRow) -> dict[str, str]:
    charter = {"yes": "yes", "no": "no"}.get(row.get("charter_text").casefold(), "")
    return {
        # A spreadsheet that took the number for a quantity has lost its last digits: "1.70993E+11".
        "campus_id": row.get("ncessch") if row.get("ncessch").isdigit() else "",
        "name": row.get("sch_name"),
        "grades": _grades(row),
        "enrollment": row.get("total") or row.get("member"),
        "charter_school": charter,
    }


def _grades(row: TableRow) -> str:
    """Return the grades offered, or the span from GSLO to GSHI if the file has no column for each grade."""
    offered = [grade for column, grade in _OFFERED.items() if row.get(column).casefold() == _YES]
    if offered:
        return ",".join(offered)
    ends = [row.get(column).upper() for column in ("gslo", "gshi")]
    try:
        return f"{parse_grade(ends[0])}-{parse_grade(ends[1])}"
    except ValueError:
        return "-".join(dict.fromkeys(end for end in ends if end))


def _status(row: TableRow) -> str:
    return next((row.get(column) for column in _STATUS if row.get(column)), "")


def _status_text(row: TableRow) -> str:
    words = {"2": "closed", "6": "inactive", "7": "not yet open"}
    return next((row.get(column).lower() for column in _STATUS_TEXT if row.get(column)), words[_status(row)])
