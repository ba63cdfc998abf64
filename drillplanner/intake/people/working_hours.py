"""When an adult of ``staff.csv`` is present and teaches: weekdays, hours, absences, free periods, grades."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from drillplanner.files.errors import Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.files.written.times import school_time
from drillplanner.files.written.weekdays import is_weekdays, weekdays
from drillplanner.model import (
    ALLOWED_GRADES,
    WEEKDAYS,
    Absence,
    Certification,
    StaffMember,
    Workspace,
    format_grades,
    parse_grades,
)

#: The columns that this module reads; all of them are optional.
TIME_COLUMNS = ("days", "hours", "absent", "free_periods", "grades")

_SPAN = re.compile(r"\s*(?:\.\.|–|\bto\b|\s-\s|\bthrough\b)\s*")
_HOURS = re.compile(r"\s*(?:-|–|\bto\b)\s*")
_ALLOWED_ABSENT = "dates such as 2025-10-07 or 2025-11-03 to 2025-11-14, joined by semicolons"
_ALLOWED_HOURS = "a time from and a time until, such as 08:00-12:30, or empty for the whole day"
_ALLOWED_CERTIFICATE = (
    "a course or certificate, with dates where you know them: 'ICS-300 from 2025-10-01', "
    "'first_aid until 2026-05-01'"
)

#: The meaning of grades that a campus does not teach, by whether the person has other grades too.
_UNTAUGHT_MEANING = {
    True: " Only the bells of the other grades that are named count.",
    False: " So the bells of all grades count: in class while any of them are.",
}


@dataclass(frozen=True)
class WorkingTime:
    """The values of these columns for one person."""

    days: tuple[int, ...] | None = None
    works_from: time | None = None
    works_until: time | None = None
    absent: tuple[Absence, ...] = ()
    free_periods: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


def working_time_problems(table: Table, row: TableRow) -> Iterator[Problem]:
    """Yield everything in these columns, and in ``certifications``, that cannot be read."""
    for word in cells.list_items(row.get("days")):
        if not is_weekdays(word):
            known = maybe_meant(word, WEEKDAYS)
            yield table.problem(row, "'days' names something that is no weekday", word, listed(WEEKDAYS), known)
    if row.get("hours"):
        try:
            _hours(row.get("hours"))
        except ValueError as error:
            yield table.problem(row, f"'hours' cannot be read: {error}", row.get("hours"), _ALLOWED_HOURS)
    if row.get("grades"):
        try:
            parse_grades(row.get("grades"))
        except ValueError as error:
            yield table.problem(row, f"'grades' cannot be read: {error}", row.get("grades"), ALLOWED_GRADES)
    for part in cells.list_items(row.get("absent")):
        try:
            _absence(part)
        except ValueError as error:
            yield table.problem(row, f"'absent' cannot be read: {error}", part, _ALLOWED_ABSENT)
    for entry in cells.list_items(row.get("certifications")):
        try:
            Certification.read(entry)
        except ValueError as error:
            yield table.problem(row, f"'certifications' cannot be read: {error}", entry, _ALLOWED_CERTIFICATE)


def working_time(row: TableRow) -> WorkingTime:
    """Return the values in a row without problems."""
    days = tuple(sorted({day for word in cells.list_items(row.get("days")) for day in weekdays(word)}))
    works_from, works_until = _hours(row.get("hours")) if row.get("hours") else (None, None)
    return WorkingTime(
        days=days or None,
        works_from=works_from,
        works_until=works_until,
        absent=tuple(_absence(part) for part in cells.list_items(row.get("absent"))),
        free_periods=cells.list_items(row.get("free_periods")),
        grades=parse_grades(row.get("grades")) if row.get("grades") else (),
    )


def _hours(cell: str) -> tuple[time, time]:
    ends = _HOURS.split(cell.strip())
    if len(ends) != 2:
        raise ValueError("these are not two times of day")
    first, last = (school_time(end)[0] for end in ends)
    if last <= first:
        raise ValueError("the time until is not after the time from")
    return first, last


def _absence(part: str) -> Absence:
    ends = _SPAN.split(part)
    if len(ends) > 2:
        raise ValueError("this is neither a date nor two")
    first, last = _day(ends[0]), _day(ends[-1])
    if last < first:
        raise ValueError("the last day is before the first")
    return Absence(first=first, last=last)


def _day(text: str) -> date:
    return cells.calendar_date(text.strip())


def untaught_grade_sentences(workspace: Workspace) -> tuple[str, ...]:
    """Return sentences on grades of a person that their campus does not teach, and what that means."""
    untaught: dict[tuple[str, str, str], list[StaffMember]] = {}
    for person in workspace.staff:
        campus = workspace.campus_by_id.get(person.campus_id)
        others = () if campus is None else tuple(grade for grade in person.grades if grade not in campus.grades)
        if campus is not None and others:
            bells = workspace.bells.get(campus.bell_schedule or "")
            means = (
                "" if bells is None or not bells.groups else _UNTAUGHT_MEANING[len(others) < len(person.grades)]
            )
            untaught.setdefault((campus.campus_id, format_grades(others), means), []).append(person)
    return tuple(
        f"'grades' of staff.csv names {grades}, which {campus_id} does not teach: "
        f"{listed(person.name for person in people)}.{means}"
        for (campus_id, grades, means), people in untaught.items()
    )


def unknown_free_period_sentences(workspace: Workspace) -> tuple[str, ...]:
    """Return sentences on free periods of a person that their campus does not have."""
    unknown: dict[tuple[str, str], list[StaffMember]] = {}
    for person in workspace.staff:
        campus = workspace.campus_by_id.get(person.campus_id)
        if not person.free_periods or campus is None or campus.bell_schedule is None:
            continue
        bells = workspace.bells[campus.bell_schedule]
        schedules = (bells, *(group.schedule for group in bells.groups))
        known = {period.name for schedule in schedules for periods in schedule.all_days for period in periods}
        for name in person.free_periods:
            if name not in known:
                unknown.setdefault((campus.campus_id, name), []).append(person)
    return tuple(
        f"'free_periods' of staff.csv names '{name}', and the bell schedule of {campus_id} has no such period: "
        f"{listed(person.name for person in people)}."
        for (campus_id, name), people in unknown.items()
    )
