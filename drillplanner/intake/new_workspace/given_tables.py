"""What a table of a district's folder is, by its columns and cells: calendar, schools, staff, or another table."""

from __future__ import annotations

from contextlib import suppress

from drillplanner.files.errors import InputError
from drillplanner.files.tables.table import read_table
from drillplanner.intake.calendar import closures_table
from drillplanner.intake.calendar_files.table_events import is_calendar_table, tells_dates
from drillplanner.intake.people import staff_table
from drillplanner.intake.schools import units_table
from drillplanner.intake.schools.list_columns import school_columns
from drillplanner.intake.schools.nces_directory import is_directory
from drillplanner.intake.workspace import events_table, filed_table

CALENDAR, CAMPUSES, STAFF = "CALENDAR", "CAMPUSES", "STAFF"
#: Tables that a workspace has under one name only, with the columns that each must have.
WORKSPACE_TABLES = {
    events_table.EVENTS_FILE: events_table.REQUIRED,
    closures_table.CLOSURES_FILE: closures_table.REQUIRED,
    filed_table.FILED_FILE: filed_table.REQUIRED,
    units_table.UNITS_FILE: units_table.REQUIRED,
}
#: The tables of a OneRoster export (1EdTech OneRoster 1.1 and 1.2, CSV binding).
ROSTER_TABLES = (
    "manifest.csv",
    "orgs.csv",
    "users.csv",
    "roles.csv",
    "classes.csv",
    "academicSessions.csv",
    "courses.csv",
    "enrollments.csv",
    "demographics.csv",
    "userProfiles.csv",
    "userResources.csv",
    "classResources.csv",
    "courseResources.csv",
    "resources.csv",
    "categories.csv",
    "lineItems.csv",
    "results.csv",
    "scoreScales.csv",
)


def what_table_is(raw: bytes, name: str) -> str | None:
    """CALENDAR, CAMPUSES or STAFF, the name of a workspace's table, or None for another table.

    A table of a workspace is known by its name and columns. Raises InputError where no table can be made of it.
    """
    table = read_table(raw, name, "table", may_be_empty=True)
    if name in WORKSPACE_TABLES and set(WORKSPACE_TABLES[name]) <= set(table.columns):
        return name
    if set(staff_table.REQUIRED) <= set(table.columns):
        return STAFF
    if is_calendar_table(table) and tells_dates(table):
        return CALENDAR
    if is_directory(table):
        return CAMPUSES
    with suppress(InputError):
        school_columns(table)
        return CAMPUSES
    return None
