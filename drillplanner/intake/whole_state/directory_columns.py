"""The kinds of NCES directory files that ``fleet init`` reads, and their columns under one name each.

- **Schools**: ``ccd_sch_029``, ELSI's table of public schools, and EDGE's.
- **Districts**: ``ccd_lea_029``, and ELSI's table of districts: which districts are open, and what they are.
- **Characteristics**: ``ccd_sch_129``: which schools teach online only.

Any other file is refused with the columns that it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.tables.heading_row import normalized_heading
from drillplanner.files.tables.streamed_rows import StreamedTable
from drillplanner.files.yaml_document import parse_as, read_document

_FILE = "directory_headings.yaml"
#: Whether each grade is offered, with Yes or No.
GRADES_OFFERED = tuple(
    f"g_{grade}_offered" for grade in ("pk", "kg", *(str(number) for number in range(1, 14)), "ug", "ae")
)
#: A spreadsheet shows ="0100005" as 0100005; ELSI writes ids so, that they keep their zeros.
_AS_TEXT = re.compile(r'="?([^"]*)"?')
#: ELSI: not applicable, missing, and below the standards of quality. The others write M, N, and numbers below 0.
_NO_VALUE = frozenset({"†", "–", "‡", "-1", "-2", "-9", "M", "N"})
#: "2-Closed", "1-Regular public school district": a code and its meaning in one cell of ELSI.
_CODE_AND_TEXT = re.compile(r"(\d)-(\S.*)")
#: ELSI writes grades in words.
_GRADE_WORDS = {
    "prekindergarten": "PK",
    "kindergarten": "KG",
    "ungraded": "UG",
    "adult education": "AE",
    **{
        f"{number}{ending} grade": f"{number:02}" for number in range(1, 14) for ending in ("st", "nd", "rd", "th")
    },
}


class DirectoryKind(StrEnum):
    """A kind of directory file."""

    SCHOOLS = "schools"
    DISTRICTS = "districts"
    CHARACTERISTICS = "characteristics of schools"


#: The columns that a file of each kind must have; one of schools must give their grades too.
_REQUIRED = {
    DirectoryKind.SCHOOLS: ("st", "leaid", "ncessch", "sch_name"),
    DirectoryKind.DISTRICTS: ("st", "leaid", "lea_name"),
    DirectoryKind.CHARACTERISTICS: ("ncessch", "virtual"),
}


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    return parse_as(dict[str, tuple[str, ...]], read_document(Path(__file__).with_name(_FILE), _FILE))


def known_headings() -> frozenset[str]:
    """Return headings by which the heading row of a directory is known."""
    return frozenset(heading for headings in _headings().values() for heading in headings)


@dataclass(frozen=True)
class DirectoryColumns:
    """The kind of a directory file, and the place of each column that is used, by its name in the CCD files."""

    kind: DirectoryKind
    place_by_column: Mapping[str, int]
    width: int

    def cells(self, row: Sequence[str]) -> tuple[str, ...]:
        """Return the cells of the columns that are used, in their order, each as the CCD files write it."""
        return tuple(
            _as_in_ccd(column, row[place] if place < len(row) else "")
            for column, place in self.place_by_column.items()
        )


def directory_columns(table: StreamedTable) -> DirectoryColumns:
    """Return what kind of directory a table is, and its columns.

    Raises InputError: it is none; the Problem names the columns that are missing.
    """
    place_by_heading: dict[str, int] = {}
    for place, title in enumerate(table.header):
        place_by_heading.setdefault(normalized_heading(title.partition(" [")[0]), place)
    places = {
        column: place_by_heading[heading]
        for column, headings in _headings().items()
        if (heading := next((heading for heading in headings if heading in place_by_heading), None)) is not None
    }
    places |= {column: place_by_heading[column] for column in GRADES_OFFERED if column in place_by_heading}
    missing = {kind: _missing(kind, places) for kind in DirectoryKind}
    is_of_schools = "ncessch" in places or "sch_name" in places
    kinds = (DirectoryKind.SCHOOLS, DirectoryKind.CHARACTERISTICS) if is_of_schools else (DirectoryKind.DISTRICTS,)
    kind = next((kind for kind in kinds if not missing[kind]), None)
    if kind is None:
        raise InputError(_not_a_directory(table, kinds[0], missing[kinds[0]]))
    return DirectoryColumns(kind, places, len(table.header))


def _missing(kind: DirectoryKind, places: Mapping[str, int]) -> list[str]:
    missing = [column.upper() for column in _REQUIRED[kind] if column not in places]
    has_grades = {"gslo", "gshi"} <= set(places) or set(GRADES_OFFERED) & set(places)
    if kind is DirectoryKind.SCHOOLS and not has_grades:
        missing.append("GSLO with GSHI")
    return missing


def _not_a_directory(table: StreamedTable, kind: DirectoryKind, missing: list[str]) -> Problem:
    return Problem(
        table.file,
        table.header_line,
        f"this is not an NCES directory of {kind.value} that we can read; it lacks {', '.join(missing)}",
        ",".join(table.header),
        "the CCD files ccd_sch_029 and ccd_lea_029 since 2014-15 as CSV, ELSI's table of public schools or of "
        "districts, or EDGE's table of public schools",
        "In ELSI, choose the columns State Abbr, Agency ID, Agency Name, School ID (12-digit), Lowest and Highest "
        "Grade Offered, and Updated Status.",
    )


def _as_in_ccd(column: str, cell: str) -> str:
    """Return a cell without what ELSI adds: quotes around ids, signs for missing values, meanings of codes."""
    if cell.startswith("=") and (as_text := _AS_TEXT.fullmatch(cell)) is not None:
        cell = as_text[1].strip()
    if cell in _NO_VALUE:
        return ""
    coded = _CODE_AND_TEXT.fullmatch(cell)
    if coded is not None and column in ("updated_status", "sy_status", "lea_type"):
        return coded[1]
    if coded is not None and column == "charter_text":
        return coded[2]
    if column in ("gslo", "gshi"):
        return _GRADE_WORDS.get(cell.casefold(), cell)
    return _with_zeros(column, cell)


def _with_zeros(column: str, cell: str) -> str:
    """Return an id with the zero at its front that a spreadsheet has removed."""
    length = {"leaid": 7, "ncessch": 12}.get(column)
    return cell.zfill(length) if length is not None and cell.isdigit() and len(cell) == length - 1 else cell
