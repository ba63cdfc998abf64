"""A list of schools from a district or an open-data site, converted into campuses.

Headings are matched by ``headings.yaml``. Grades come from one column, from a lowest and a highest grade, or from
columns that count students by grade. A row that cannot be used is not lost: it is left out, with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePath

from drillplanner.files.counting import counted
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.file_names import LONGEST_ID, is_device_name, unfit_id
from drillplanner.files.phrases import clean
from drillplanner.files.read_result import NAMES_LISTED, listed
from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.intake.schools.campus_table import (
    counselor_days,
    grades_hint,
    is_identifier,
    unknown_counselor_days,
)
from drillplanner.intake.schools.list_columns import (
    SchoolColumns,
    column_use_sentences,
    list_headings,
    school_columns,
    unused_titles,
)
from drillplanner.intake.schools.nces_directory import directory_schools, is_directory
from drillplanner.intake.schools.special_columns import nicknames
from drillplanner.model import Campus, GradesRead, LeftOutSchool, format_grades, read_grades


@dataclass
class CampusImport:
    """The campuses of a list, and sentences on how it was read.

    ``understood``, ``assumed``, and ``not_placed`` are sentences; those on rows name the line. ``left_out`` are
    rows that are not planned; their reasons name file and line. ``district`` is the district's name if the list
    gives it.
    """

    campuses: list[Campus] = field(default_factory=list)
    understood: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    not_placed: list[str] = field(default_factory=list)
    left_out: list[LeftOutSchool] = field(default_factory=list)
    district: str = ""


def import_campuses(raw: bytes, name: str, district: str | None = None) -> CampusImport:
    """Return the campuses in a CSV table of any common shape; ``name`` is the file in messages.

    ``district`` is the name or number of the district whose schools are meant, for a directory that covers several
    (:mod:`drillplanner.intake.schools.nces_directory`).

    Raises InputError: the file is no table, no column gives names or grades, or no row can be used.
    """
    result = campuses_of(read_table(raw, name, "campus list", headings=list_headings()), district)
    if not result.campuses:
        reasons = listed((f"{school.name}: {school.reason}" for school in result.left_out), limit=5)
        raise InputError(
            Problem(name, None, f"not one row can be used: {reasons}", allowed="rows with a name and grades")
        )
    return result


def campuses_of(table: Table, district: str | None = None) -> CampusImport:
    """Return the campuses in a table, like :func:`import_campuses`; there may be none.

    Raises InputError: no column gives names or grades.
    """
    name = table.file
    result = CampusImport(assumed=list(table.assumptions))
    if is_directory(table):
        directory = directory_schools(table, district)
        table, result.district = directory.table, directory.district
        result.understood.extend(directory.understood)
        result.left_out.extend(directory.left_out)
        if not table.rows:
            return result
    columns = school_columns(table)
    file = PurePath(name).name
    result.left_out.extend(
        LeftOutSchool(name=problem.value or "?", reason=f"{problem.message} ({file}, line {problem.line})")
        for problem in table.problems
    )
    line_by_id: dict[str, tuple[int, Campus]] = {}
    made_ids: list[str] = []
    for row in table.rows:
        if _is_sum(row, columns):
            result.understood.append(
                f"{name}, line {row.line}: '{columns.cell(row, 'name')}' is a sum and no school."
            )
            continue
        campus = _campus(table, row, columns, result)
        if isinstance(campus, LeftOutSchool):
            result.left_out.append(campus)
            continue
        if campus.campus_id != columns.cell(row, "campus_id"):
            made_ids.append(f"{campus.campus_id} (line {row.line})")
        unique = _with_unique_id(table, row, campus, line_by_id, result)
        if unique is not None:
            line_by_id[unique.campus_id.lower()] = (row.line, unique)
            result.campuses.append(unique)
    if made_ids:
        result.assumed.append(
            f"{name} gives no usable id for {counted(len(made_ids), 'campus; it is', 'campuses; they are')} "
            f"called {listed(made_ids, NAMES_LISTED)}."
        )
    rows = len(table.rows) + len(table.problems)
    result.understood.append(
        f"{name}: {counted(len(result.campuses), 'campus', 'campuses')} from {counted(rows, 'row')}."
    )
    result.understood.append(column_use_sentences(table, columns))
    unused = unused_titles(table, columns)
    if unused:
        result.not_placed.append(f"{name}: columns that are not used: {', '.join(unused)}.")
    return result


def _campus(table: Table, row: TableRow, columns: SchoolColumns, result: CampusImport) -> Campus | LeftOutSchool:
    """Return the row's campus, or the school that is left out because the row cannot be used."""
    name = clean(columns.cell(row, "name"))
    where = f"{table.file}, line {row.line}" + (f" ('{name}')" if name else "")
    if columns.cell(row, "leave_out"):
        return _left_out(table, row, columns, columns.cell(row, "leave_out"), names_line=False)
    if not name:
        return _left_out(table, row, columns, "the row gives no name")
    text = _grades_text(row, columns)
    try:
        read = GradesRead(columns.by_grade.grades(row)) if columns.by_grade else read_grades(text)
    except ValueError as error:
        reason = f"{error}" if text else "the row gives no grades"
        hint = grades_hint(text)
        return _left_out(table, row, columns, reason + (f". {hint}" if hint else ""))
    if _is_closed(columns.cell(row, "status")):
        return _left_out(table, row, columns, f"the list calls it {columns.cell(row, 'status').lower()}")
    if not read.grades:
        return _left_out(table, row, columns, "no grade has students")
    given_id = columns.cell(row, "campus_id")
    # What the written grades will not say again when the workspace is read.
    kept = read_grades(format_grades(read.grades, read.names)).counted
    result.assumed.extend(f"{where}: {sentence}" for sentence in read.counted if sentence not in kept)
    return Campus(
        campus_id=given_id if is_identifier(given_id) and unfit_id(given_id) is None else slug(given_id or name),
        name=name,
        grades=read.grades,
        grade_names=read.names,
        also_called=nicknames(columns.cell(row, "also_called")),
        other_ids=tuple(dict.fromkeys(row.get(column) for column in columns.other_ids if row.get(column))),
        enrollment=_enrollment(where, row, columns, result),
        bell_schedule=columns.cell(row, "bell_schedule") or None,
        counselor_days=_counselor_days(where, row, columns, result),
        facts=_facts(where, table, row, columns, result),
    )


_SUM = re.compile(
    r"(?:grand|sub|district)?[\s-]*totals?(?: (?:enrollment|students|schools))?:?|sum:?", re.IGNORECASE
)


def _is_sum(row: TableRow, columns: SchoolColumns) -> bool:
    """Check whether a row below the schools adds them up: it is called a total, and has no grades."""
    has_grades = columns.by_grade is None and bool(_grades_text(row, columns))
    return not has_grades and _SUM.fullmatch(clean(columns.cell(row, "name"))) is not None


#: What lists call a school that holds no drills this year.
_NOT_OPEN = ("closed", "merged", "inactive", "pending", "future", "not open", "proposed")


def _is_closed(status: str) -> bool:
    return status.casefold() in _NOT_OPEN


def _left_out(
    table: Table, row: TableRow, columns: SchoolColumns, reason: str, names_line: bool = True
) -> LeftOutSchool:
    """Return the row as a school that is left out."""
    name, given_id = clean(columns.cell(row, "name")), columns.cell(row, "campus_id")
    return LeftOutSchool(
        name=name or given_id or ", ".join(cell for cell in row.cells.values() if cell),
        reason=f"{reason} ({PurePath(table.file).name}, line {row.line})" if names_line else reason,
        campus_id=given_id if is_identifier(given_id) and unfit_id(given_id) is None else slug(given_id or name),
        grades="" if columns.by_grade else _grades_text(row, columns),
        row=row.line,
    )


def _grades_text(row: TableRow, columns: SchoolColumns) -> str:
    if "grades" in columns.by_use:
        return columns.cell(row, "grades")
    ends = (columns.cell(row, "lowest_grade"), columns.cell(row, "highest_grade"))
    return "-".join(end for end in ends if end)


def _enrollment(where: str, row: TableRow, columns: SchoolColumns, result: CampusImport) -> int | None:
    cell = columns.cell(row, "enrollment")
    if not cell:
        return columns.by_grade.students(row) if columns.by_grade else None
    try:
        return cells.whole_number(cell)
    except ValueError:
        result.not_placed.append(f"{where}: '{cell}' is no number of students; it is taken as not known.")
        return None


def _counselor_days(
    where: str, row: TableRow, columns: SchoolColumns, result: CampusImport
) -> tuple[int, ...] | None:
    cell = columns.cell(row, "counselor_days")
    if unknown_counselor_days(cell):
        result.not_placed.append(f"{where}: '{cell}' names no weekdays; taken as not known.")
        return None
    return counselor_days(cell)


def _facts(
    where: str, table: Table, row: TableRow, columns: SchoolColumns, result: CampusImport
) -> dict[str, bool]:
    facts = {}
    for fact in columns.facts:
        cell = row.get(fact)
        if cells.is_yes_or_no(cell):
            facts[fact] = cells.yes_or_no(cell)
        elif cell:
            title = table.titles[fact]
            result.not_placed.append(
                f"{where}: '{cell}' under '{title}' is neither yes nor no; taken as not known."
            )
    return facts


def _with_unique_id(
    table: Table, row: TableRow, campus: Campus, line_by_id: dict[str, tuple[int, Campus]], result: CampusImport
) -> Campus | None:
    """Return the campus with an id that no other has, or None if it repeats another campus."""
    earlier = line_by_id.get(campus.campus_id.lower())
    if earlier is None:
        return campus
    line, other = earlier
    where = f"{table.file}, line {row.line} ('{campus.name}')"
    if (other.name, other.grades) == (campus.name, campus.grades):
        reason = f"the same school as on line {line} ({PurePath(table.file).name}, line {row.line})"
        result.left_out.append(
            LeftOutSchool(
                name=campus.name,
                reason=reason,
                campus_id=campus.campus_id,
                grades=campus.grades_text(),
                row=row.line,
            )
        )
        return None
    number = 2
    while f"{campus.campus_id}-{number}".lower() in line_by_id:
        number += 1
    new_id = f"{campus.campus_id}-{number}"
    result.assumed.append(f"{where}: line {line} has the same id; this campus is called {new_id}.")
    return campus.model_copy(update={"campus_id": new_id})


def slug(text: str, longest: int = LONGEST_ID) -> str:
    """Return an id made from a name: "Amos W. Harrison" becomes "amos-w-harrison".

    A name of more than ``longest`` letters is cut between two words, since files are named after the id.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    whole = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "campus"
    cut = whole if len(whole) <= longest else whole[: longest + 1].rpartition("-")[0] or whole[:longest]
    return f"{cut}-school" if is_device_name(cut) else cut
