"""A calendar file of either format, chosen by the file's ending: a table (.csv, .xlsx), otherwise iCalendar.

The entry point of this package.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from drillplanner.files.sheet_names import WORKBOOK_ENDINGS, file_ending
from drillplanner.intake.calendar_files.contents import CalendarFile
from drillplanner.intake.calendar_files.icalendar_events import read_calendar_events
from drillplanner.intake.calendar_files.table_events import CSV_ENDING, read_calendar_table

__all__ = ["CSV_ENDING", "read_calendar_file"]


def read_calendar_file(
    raw: bytes, shown_as: str, zone: ZoneInfo, window: tuple[date, date] | None, first_year: int | None
) -> CalendarFile:
    """Return the contents of a calendar file.

    ``first_year`` is the year in which the school year begins, for dates without a year.

    Raises InputError: as :func:`.read_calendar_events` and :func:`.read_calendar_table`.
    """
    if file_ending(shown_as) in (CSV_ENDING, *WORKBOOK_ENDINGS):
        return read_calendar_table(raw, shown_as, first_year)
    return read_calendar_events(raw, shown_as, zone, window)
