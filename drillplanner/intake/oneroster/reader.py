"""Campuses, staff, and terms from a OneRoster export (1EdTech, CSV, versions 1.1 and 1.2).

Students are counted by school and grade. Their names are never read, so they cannot reach a file, sentence, or
error message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed
from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.intake.oneroster.export_files import read_oneroster_tables, without_cells
from drillplanner.intake.oneroster.people import (
    Students,
    active_rows,
    campus_id_of,
    oneroster_words,
    read_people,
)
from drillplanner.intake.oneroster.terms import OneRosterTerms, school_terms
from drillplanner.intake.schools.school_list import CampusImport
from drillplanner.model import Campus, LeftOutSchool, StaffMember, parse_grade, sort_grades


@dataclass
class OneRoster:
    """The contents of an export: campuses with sentences about them, staff, terms, and the district's name."""

    campuses: CampusImport = field(default_factory=CampusImport)
    staff: list[StaffMember] = field(default_factory=list)
    terms: OneRosterTerms | None = None
    district: str | None = None


def import_oneroster(given: Path, first_year: int | None = None) -> OneRoster:
    """Return the contents of an export in a folder or ZIP archive, with the terms of the year from ``first_year``.

    Raises InputError: the export cannot be read (see ``read_oneroster_tables``), a column is missing, or no school
    has grades.
    """
    tables, sentences = read_oneroster_tables(given)
    _refuse_missing_columns(tables)
    result = OneRoster()
    campus_import = result.campuses
    campus_import.assumed.extend(sentences)
    for table in tables.values():
        campus_import.assumed.extend(table.assumptions)
        campus_import.not_placed.extend(
            f"{problem.file}, line {problem.line}: {problem.message}; left out." for problem in table.problems
        )
    schools, districts = _schools(tables["orgs.csv"], campus_import)
    result.district = districts[0] if len(districts) == 1 else None
    people = read_people(tables, schools, campus_import)
    students = people.students
    taught = _grades_of_classes(tables.get("classes.csv"), schools, campus_import)
    _add_campuses(tables["orgs.csv"], schools, students, taught, campus_import)
    known = {campus.campus_id for campus in campus_import.campuses}
    result.staff = [member for member in people.staff if member.campus_id in known]
    campus_import.understood.append(
        f"{given}: {len(campus_import.campuses)} schools, {len(result.staff)} adults; "
        f"{sum(student.number for student in students.values())} students were counted and no name of theirs "
        "was read."
    )
    sessions = tables.get("academicSessions.csv")
    if sessions is not None:
        result.terms = school_terms(active_rows(sessions, campus_import), sessions, first_year)
        campus_import.not_placed.extend(result.terms.not_placed)
    return result


_REQUIRED = {
    "orgs.csv": ("sourcedid", "name", "type"),
    "academicSessions.csv": ("sourcedid", "title", "type", "startdate", "enddate"),
    "users.csv": ("sourcedid", "givenname", "familyname"),
    "roles.csv": ("usersourcedid", "role", "orgsourcedid"),
    "classes.csv": ("schoolsourcedid",),
}


def _refuse_missing_columns(tables: Mapping[str, Table]) -> None:
    problems = [column for name, table in tables.items() for column in table.missing_columns(_REQUIRED[name])]
    users = tables.get("users.csv")
    if users is not None and "roles.csv" not in tables:
        problems.extend(users.missing_columns(("role", "orgsourcedids")))
    if problems:
        raise InputError(without_cells(problem) for problem in problems)


def _schools(orgs: Table, result: CampusImport) -> tuple[dict[str, TableRow], list[str]]:
    """Return the rows of schools by their ids, and the names of the districts."""
    rows = active_rows(orgs, result)
    ids = {row.get("sourcedid") for row in rows}
    schools: dict[str, TableRow] = {}
    districts = []
    for row in rows:
        kind, parent = row.get("type").lower(), row.get("parentsourcedid")
        if parent and parent not in ids:
            result.not_placed.append(
                f"{orgs.file}, line {row.line}: there is no parent '{parent}'; it is not needed."
            )
        if kind == "district":
            districts.append(row.get("name"))
        elif kind != "school":
            result.not_placed.append(
                f"{orgs.file}, line {row.line}: '{row.get('type')}' is no school; it is left out."
            )
        elif not row.get("name") or not row.get("sourcedid"):
            result.left_out.append(_left_out(orgs, row, "the school has no name or no id"))
        else:
            schools[row.get("sourcedid")] = row
    return schools, districts


def _grades_of_classes(
    classes: Table | None, schools: Mapping[str, TableRow], result: CampusImport
) -> dict[str, list[str]]:
    taught: dict[str, list[str]] = {}
    for row in active_rows(classes, result) if classes else ():
        school = row.get("schoolsourcedid")
        if school not in schools:
            result.not_placed.append(
                f"{classes.file if classes else ''}, line {row.line}: there is no school '{school}'."
            )
            continue
        taught.setdefault(school, []).extend(cells.list_items(row.get("grades").replace(",", ";")))
    return taught


def _add_campuses(
    orgs: Table,
    schools: Mapping[str, TableRow],
    students: Mapping[str, Students],
    taught: Mapping[str, list[str]],
    result: CampusImport,
) -> None:
    unknown_codes: set[str] = set()
    first_line: dict[str, int] = {}
    for source_id, row in schools.items():
        where = f"{orgs.file}, line {row.line} ('{row.get('name')}')"
        counted = students.get(source_id, Students())
        grades = _known_grades(counted.grades, unknown_codes)
        if not grades and (grades := _known_grades(taught.get(source_id, ()), unknown_codes)):
            result.assumed.append(f"{where}: no student has a grade; the grades are those of its classes.")
        campus_id = campus_id_of(row)
        if not grades:
            result.left_out.append(_left_out(orgs, row, "neither students nor classes tell its grades"))
        elif campus_id.lower() in first_line:
            line = first_line[campus_id.lower()]
            result.left_out.append(_left_out(orgs, row, f"its id is that of line {line}"))
        else:
            first_line[campus_id.lower()] = row.line
            enrollment = counted.number or None
            result.campuses.append(
                Campus(campus_id=campus_id, name=row.get("name"), grades=grades, enrollment=enrollment)
            )
    if unknown_codes:
        result.not_placed.append(f"Words that are no grade from PK to 12: {listed(sorted(unknown_codes))}.")
    if not result.campuses:
        reasons = listed((f"{school.name}: {school.reason}" for school in result.left_out), limit=5)
        raise InputError(
            Problem(orgs.file, None, f"no school can be used: {reasons}", allowed="schools with grades")
        )


def _left_out(orgs: Table, row: TableRow, reason: str) -> LeftOutSchool:
    source_id = row.get("sourcedid")
    return LeftOutSchool(
        name=row.get("name") or source_id or "?",
        reason=f"{reason} ({PurePath(orgs.file).name}, line {row.line})",
        campus_id=campus_id_of(row) if source_id else "",
        row=row.line,
    )


def _known_grades(codes: Iterable[str], unknown_codes: set[str]) -> tuple[str, ...]:
    grades = set()
    for code in codes:
        spelled = oneroster_words().grades.get(code.lower())
        try:
            grade = parse_grade(code.lstrip("0") or code) if spelled is None else spelled
        except ValueError:
            grade = ""
        if grade:
            grades.add(grade)
        else:
            unknown_codes.add(code)
    return sort_grades(grades)
