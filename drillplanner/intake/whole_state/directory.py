"""The districts of one state with their schools, from NCES directory files read row by row.

Only the rows of the state are kept, and of them the columns that are used: a state of 10,000 schools takes some
10 MB, however long the files are. A row that is not taken is kept with its reason.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.files.counting import counted
from drillplanner.files.errors import InputError, Problem, shorten
from drillplanner.files.phrases import clean
from drillplanner.files.tables.streamed_rows import StreamedTable, streamed_table
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.intake.whole_state.directory_columns import (
    DirectoryColumns,
    DirectoryKind,
    directory_columns,
    known_headings,
)
from drillplanner.model import Frozen
from drillplanner.progress import Progress

_LEAID_LENGTH = 7
#: Closed, inactive, future: the codes of the directory of districts.
_NOT_OPEN = {
    "2": "closed in the directory",
    "6": "inactive in the directory",
    "7": "not yet open in the directory",
}
#: The type of an agency that the federal government operates.
_FEDERAL = "6"
_FEDERAL_REASON = "operated by the federal government (type 6), so state drill law may not apply to its schools"
#: The code of a school that teaches online only (ccd_sch_129).
_ONLINE_ONLY = "FULLVIRTUAL"
#: Rows after which progress is reported.
_STEP = 5_000


class NotTaken(Frozen):
    """A row or a file of which no school is planned, and the reason. ``file`` and ``line`` say where it is."""

    what: str
    leaid: str = ""
    name: str = ""
    reason: str
    file: str = ""
    line: int | None = None


@dataclass(frozen=True)
class SchoolRow:
    """A row of the directory of schools: its line, and its cells in the order of the columns that are used."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class StateDistrict:
    """A district that has schools in the directory; ``state_number`` is its number in its own state.

    Its rows are kept short; :meth:`schools` makes a table of them when it is needed.
    """

    leaid: str
    name: str
    state_number: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[SchoolRow, ...]
    online_only: Set[str]
    """The NCESSCH of all schools of the state that teach online only, by a file of characteristics."""

    def schools(self) -> Table:
        """Return the schools as a table with the lines of the directory, and the headings of the CCD files."""
        columns = (*self.columns, *(() if "virtual" in self.columns or not self.online_only else ("virtual",)))
        rows = tuple(TableRow(row.line, self._cells(row)) for row in self.rows)
        return Table(self.file, 1, columns, {column: column.upper() for column in columns}, rows)

    def _cells(self, row: SchoolRow) -> dict[str, str]:
        cells = dict(zip(self.columns, row.cells, strict=True))
        return cells | {"virtual": _ONLINE_ONLY} if cells["ncessch"] in self.online_only else cells


@dataclass(frozen=True)
class StateDirectory:
    """The districts of a state by LEAID, the rows that are not taken, and sentences on how the files were read."""

    districts: tuple[StateDistrict, ...]
    not_taken: tuple[NotTaken, ...]
    understood: tuple[str, ...]
    assumed: tuple[str, ...]


def read_state_directory(paths: Iterable[Path], state: str, progress: Progress) -> StateDirectory:
    """Read the directory files of schools, of districts, and of characteristics, in any order.

    ``state`` is a postal code.

    Raises InputError: a file is no such directory, two are of one kind, none has schools of the state, or
    districts have no names.
    """
    reading = _Reading(state, progress)
    for path in paths:
        with streamed_table(path, known_headings()) as table:
            reading.add(table, directory_columns(table))
    return reading.result()


@dataclass
class _Reading:
    """The rows of the state as they are read, file by file."""

    state: str
    progress: Progress
    file_by_kind: dict[DirectoryKind, str] = field(default_factory=dict)
    school_columns: tuple[str, ...] = ()
    schools: dict[str, list[SchoolRow]] = field(default_factory=dict)
    districts: dict[str, dict[str, str]] = field(default_factory=dict)
    district_lines: dict[str, int] = field(default_factory=dict)
    online_only: set[str] = field(default_factory=set)
    not_taken: list[NotTaken] = field(default_factory=list)
    understood: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)

    def add(self, table: StreamedTable, columns: DirectoryColumns) -> None:
        """Take the rows of one file. Raises InputError: it is the second of its kind."""
        if (other := self.file_by_kind.setdefault(columns.kind, table.file)) != table.file:
            raise InputError(
                Problem(table.file, None, f"two files are directories of {columns.kind.value}", other)
            )
        if columns.kind is DirectoryKind.SCHOOLS:
            self.school_columns = tuple(columns.place_by_column)
        add_row = {
            DirectoryKind.SCHOOLS: self._add_school,
            DirectoryKind.DISTRICTS: self._add_district,
            DirectoryKind.CHARACTERISTICS: self._add_characteristics,
        }[columns.kind]
        rows = others = 0
        for number, (line, row) in enumerate(table.rows):
            if number % _STEP == 0:
                self.progress(f"Reading {Path(table.file).name}: rows", number, number)
            if len([cell for cell in row if cell]) == 1:
                continue  # a note below the table
            if len(row) < columns.width or any(row[columns.width :]):
                reason = f"the row has {len(row)} cells, the header has {columns.width}"
                shown = shorten(",".join(row))
                self.not_taken.append(NotTaken(what="row", name=shown, reason=reason, file=table.file, line=line))
                continue
            cells = columns.cells(row)
            by_column = dict(zip(columns.place_by_column, cells, strict=True))
            if by_column.get("st", self.state).upper() != self.state:
                others += 1
                continue
            rows += 1
            add_row(table.file, line, cells, by_column)
        if columns.kind is not DirectoryKind.CHARACTERISTICS:
            self.understood.append(
                f"{table.file}: the NCES directory of {columns.kind.value}, with {counted(rows, 'row')} of "
                f"{self.state} and {counted(others, 'row')} of other states."
            )
        self.assumed.extend(table.notes)

    def _add_school(self, file: str, line: int, cells: tuple[str, ...], by_column: dict[str, str]) -> None:
        leaid = by_column["leaid"]
        if not _is_leaid(leaid):
            name = clean(by_column["sch_name"])
            self.not_taken.append(
                NotTaken(what="school", leaid=leaid, name=name, reason=_NO_LEAID, file=file, line=line)
            )
            return
        # Most cells are one of a few words; each is kept once.
        kept = tuple(map(sys.intern, cells))
        self.schools.setdefault(leaid, []).append(SchoolRow(line, kept))

    def _add_district(self, file: str, line: int, _: tuple[str, ...], by_column: dict[str, str]) -> None:
        leaid = by_column["leaid"]
        reason = None
        if not _is_leaid(leaid):
            reason = _NO_LEAID
        elif leaid in self.districts:
            reason = f"line {self.district_lines[leaid]} has the same LEAID"
        if reason is not None:
            name = clean(by_column["lea_name"])
            self.not_taken.append(
                NotTaken(what="district", leaid=leaid, name=name, reason=reason, file=file, line=line)
            )
            return
        self.districts[leaid], self.district_lines[leaid] = by_column, line

    def _add_characteristics(self, _: str, line: int, cells: tuple[str, ...], by_column: dict[str, str]) -> None:
        if by_column["virtual"] == _ONLINE_ONLY:
            self.online_only.add(sys.intern(by_column["ncessch"]))

    def result(self) -> StateDirectory:
        """Return the districts. Raises InputError: there are no schools of the state, or no names of districts."""
        school_file = self.file_by_kind.get(DirectoryKind.SCHOOLS)
        if school_file is None:
            given = "; ".join(f"{file}: {kind.value}" for kind, file in self.file_by_kind.items())
            allowed = "a file with ST, LEAID, NCESSCH, SCH_NAME, GSLO and GSHI: --nces-schools ccd_sch_029_….csv"
            raise InputError(Problem("--nces", None, "no directory of schools was given", given, allowed))
        if not self.schools:
            raise InputError(Problem(school_file, None, "the directory has no schools of the state", self.state))
        if "lea_name" not in self.school_columns and not self.districts:
            raise InputError(
                Problem(
                    school_file,
                    None,
                    "the districts have no names: the column LEA_NAME is missing",
                    allowed="a file with LEA_NAME (in ELSI: Agency Name); or the directory of districts as --nces",
                )
            )
        self._say_what_is_unknown(school_file)
        taken = tuple(self._taken(school_file))
        return StateDirectory(taken, tuple(self.not_taken), tuple(self.understood), tuple(self.assumed))

    def _say_what_is_unknown(self, school_file: str) -> None:
        columns = set(self.school_columns)
        if not columns & {"updated_status", "sy_status"}:
            self.assumed.append(
                f"{school_file} does not say which schools are open: ASSUMED to be all of them. Give a file with "
                "SY_STATUS or UPDATED_STATUS."
            )
        if "virtual" not in columns and DirectoryKind.CHARACTERISTICS not in self.file_by_kind:
            self.assumed.append(
                f"{school_file} does not say which schools teach online only: ASSUMED to be none. Give "
                "ccd_sch_129_….csv as a further --nces-schools, or fill 'leave_out' in a district's campuses.csv."
            )

    def _taken(self, school_file: str) -> Iterator[StateDistrict]:
        district_file = self.file_by_kind.get(DirectoryKind.DISTRICTS, "")
        for leaid in sorted(self.districts.keys() | self.schools.keys()):
            row, schools = self.districts.get(leaid, {}), self.schools.get(leaid, [])
            line = self.district_lines.get(leaid)
            district = StateDistrict(
                leaid,
                clean(row.get("lea_name", "")) or self._name_by_schools(schools) or f"District {leaid}",
                _state_number(row),
                school_file,
                self.school_columns,
                tuple(schools),
                self.online_only,
            )
            reason = _why_not(row, schools)
            if reason is None:
                yield district
                continue
            self.not_taken.append(
                NotTaken(
                    what="district", leaid=leaid, name=district.name, reason=reason, file=district_file, line=line
                )
            )
            self.not_taken.extend(
                NotTaken(
                    what="school",
                    leaid=leaid,
                    name=clean(school.get("sch_name")),
                    reason=f"its district: {reason}",
                    file=school_file,
                    line=school.line,
                )
                for school in district.schools().rows
            )

    def _name_by_schools(self, schools: list[SchoolRow]) -> str:
        if "lea_name" not in self.school_columns:
            return ""
        place = self.school_columns.index("lea_name")
        return next((name for school in schools if (name := clean(school.cells[place]))), "")


_NO_LEAID = "it has no LEAID of seven digits"


def _is_leaid(text: str) -> bool:
    return len(text) == _LEAID_LENGTH and text.isascii() and text.isdigit()


def _why_not(row: dict[str, str], schools: list[SchoolRow]) -> str | None:
    """Return why a district is not planned, or None if it is; ``row`` is that of the directory of districts."""
    status = row.get("updated_status") or row.get("sy_status") or ""
    if status in _NOT_OPEN:
        return _NOT_OPEN[status]
    if row.get("lea_type") == _FEDERAL:
        return _FEDERAL_REASON
    return None if schools else "no school in the directory"


def _state_number(row: dict[str, str]) -> str:
    """Return the number by which the state knows the district: that of "TX-109901" is 109901."""
    text = row.get("st_leaid", "")
    return text[3:] if text[2:3] == "-" else text
