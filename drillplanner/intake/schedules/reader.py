"""A schedule of drills from anyone, as a table or a calendar; the entry point of this package.

This room does not check dates or times against the law; the audit does. Entries that cannot be placed are listed
in the schedule with their line.
"""

from __future__ import annotations

from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import read_file
from drillplanner.files.sheet_names import TABLE_ENDINGS, file_ending, split_sheet
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import Campus, Schedule

#: The accepted files, for messages.
ALLOWED = "a table (.xlsx, .ods, .xls, .csv) or a calendar (.ics)"

_CALENDAR_ENDINGS = (".ics", ".ical", ".ifb")


def read_schedule(
    path: Path,
    workspace_campuses: tuple[Campus, ...],
    timezone: str,
    names: SchoolNames | None = None,
    first_year: int | None = None,
) -> Schedule:
    """Return the drills of a schedule, and the entries that could not be read as drills.

    ``timezone`` is the district's (IANA name), and ``names`` are its schools by all their names.
    ``first_year`` is the year in which the school year begins, for dates without a year.

    Raises InputError: the file cannot be read as a whole, is neither a table nor a calendar, or is a table without
    the required columns.
    """
    name = str(path)
    file, ending = Path(split_sheet(name)[0]), file_ending(name)
    if ending not in _CALENDAR_ENDINGS + TABLE_ENDINGS:
        raise InputError(Problem(name, None, "this is not a schedule that can be read", path.name, ALLOWED))
    raw = read_file(file, shown_as=name)
    if ending in _CALENDAR_ENDINGS:
        from drillplanner.intake.schedules.calendar_schedule import read_calendar_schedule

        return read_calendar_schedule(raw, name, workspace_campuses, timezone, names)
    from drillplanner.intake.schedules.table_schedule import read_table_schedule

    return read_table_schedule(raw, name, workspace_campuses, names, first_year)
