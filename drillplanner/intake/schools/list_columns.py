"""The uses of a list's columns: which column gives names, grades, or enrollment (``headings.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drillplanner.files.errors import InputError
from drillplanner.files.tables.row_reader import FOR_PEOPLE
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.schools.campus_table import fact_columns
from drillplanner.intake.schools.grades import GradeColumns, grade_columns

#: Endings of a heading that give the sum of the columns by grade ("sy15_estenroll_total").
_TOTALS = ("total", "all", "sum")
#: A heading that counts students and says when: "Enrollment as of 10/1", "2025-26 Enrollment", "ADM".
_ENROLLMENT = re.compile(r"(?:^|_)enroll?ments?(?:_|$)|^adm$")


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    name = "headings.yaml"
    return parse_as(dict[str, tuple[str, ...]], read_document(Path(__file__).with_name(name), name))


def list_headings() -> frozenset[str]:
    """Return every heading by which a list of schools is known."""
    return frozenset(heading for headings in _headings().values() for heading in headings)


@dataclass(frozen=True)
class SchoolColumns:
    """The columns of the table by their use."""

    by_use: dict[str, str]
    by_grade: GradeColumns | None
    facts: tuple[str, ...]
    other_ids: tuple[str, ...] = ()
    """Columns of ids in addition to the one that is used: "School Code" next to "NCES ID"."""

    def cell(self, row: TableRow, use: str) -> str:
        """Return the row's cell for that use; empty if the table has no column for it."""
        return row.get(self.by_use[use]) if use in self.by_use else ""


def school_columns(table: Table) -> SchoolColumns:
    """Match the table's columns to the uses of a list of schools.

    Raises InputError: no column gives names, or none gives grades.
    """
    by_use = {
        use: next(heading for heading in headings if heading in table.columns)
        for use, headings in _headings().items()
        if any(heading in table.columns for heading in headings)
    }
    by_grade = None if _has_grades(by_use) else grade_columns(table)
    if by_grade is not None and "enrollment" not in by_use:
        total = next(
            (f"{by_grade.prefix}_{end}" for end in _TOTALS if f"{by_grade.prefix}_{end}" in table.columns), None
        )
        if total is not None:
            by_use["enrollment"] = total
    counts = [column for column in table.columns if _ENROLLMENT.search(column)]
    if "enrollment" not in by_use and len(counts) == 1:
        by_use["enrollment"] = counts[0]
    problems = []
    titles = ", ".join(table.titles.values())
    if "name" not in by_use:
        problems.append(table.heading_problem("no column gives the schools' names", titles, _accepted("name")))
    if not _has_grades(by_use) and by_grade is None:
        problems.append(
            table.heading_problem(
                "no column gives the schools' grades",
                titles,
                f"{_accepted('grades')}; or {_accepted('lowest_grade')} with {_accepted('highest_grade')}; "
                "or a column of students for each grade",
            )
        )
    if problems:
        raise InputError(problems)
    other_ids = tuple(
        heading
        for heading in _headings()["campus_id"]
        if heading in table.columns and heading not in by_use.values()
    )
    claimed = (*by_use.values(), *(by_grade.grade_by_column if by_grade else ()), *other_ids)
    return SchoolColumns(by_use, by_grade, fact_columns(table, claimed), other_ids)


def _has_grades(by_use: dict[str, str]) -> bool:
    return "grades" in by_use or {"lowest_grade", "highest_grade"} <= set(by_use)


def _accepted(use: str) -> str:
    return "one of " + ", ".join(_headings()[use])


def column_use_sentences(table: Table, columns: SchoolColumns) -> str:
    """Return a sentence on the use of each column that is read."""
    uses = [f"'{table.titles[column]}' as {use}" for use, column in columns.by_use.items()]
    if columns.by_grade:
        titles = [table.titles[column] for column in columns.by_grade.grade_by_column]
        uses.append(f"the students by grade ('{titles[0]}' to '{titles[-1]}') as grades")
    uses += [f"'{table.titles[column]}' as another id" for column in columns.other_ids]
    if columns.facts:
        uses.append(f"the yes/no columns {', '.join(table.titles[fact] for fact in columns.facts)} as facts")
    return f"{table.file}: taken {'; '.join(uses)}."


def unused_titles(table: Table, columns: SchoolColumns) -> list[str]:
    """Return the headings of columns that are not used, except columns for people."""
    by_grade = columns.by_grade.grade_by_column if columns.by_grade else {}
    used = {*columns.by_use.values(), *by_grade, *columns.facts, *columns.other_ids, *FOR_PEOPLE}
    return [table.titles[column] for column in table.columns if column not in used]
