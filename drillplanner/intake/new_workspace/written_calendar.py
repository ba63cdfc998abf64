"""The calendar of a new workspace made from one that is written for people (PDF, Word, a web page).

The lines become ``calendar.csv``, which people can read and mend. Lines that may be about school days and have no
date that can be read are taken out and reported until somebody confirms them, and so are months drawn with colors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from drillplanner.files.counting import counted
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import listed
from drillplanner.intake.calendar.answers import CalendarAnswers
from drillplanner.intake.calendar.recurring.weekly_lines import spread_weekly_lines
from drillplanner.intake.calendar.unusable_lines import unusable_line_problems
from drillplanner.intake.calendar_files.table_events import read_calendar_table
from drillplanner.intake.calendar_files.written.reader import (
    PASTED_ENDINGS,
    WRITTEN_ENDINGS,
    WrittenCalendar,
    is_pasted_months,
    read_written_calendar,
)
from drillplanner.intake.new_workspace.parts import WorkspacePart

_NAME = "calendar.csv"
_LISTED = 12


@dataclass(frozen=True)
class WrittenPart:
    """The bytes of ``calendar.csv``, sentences on how it was read, and what somebody must confirm."""

    content: bytes
    understood: tuple[str, ...]
    guesses: dict[str, str] = field(default_factory=dict)

    def as_part(self) -> WorkspacePart:
        """Return the sentences and guesses as a part of the workspace without files."""
        return WorkspacePart(
            {}, understood=self.understood, assumed=tuple(self.guesses.values()), guesses=self.guesses
        )


def is_written(path: Path) -> bool:
    """Check whether a file is one that is written for people: by its ending, or a pasted table of months.

    Raises InputError: it is missing, or cannot be opened.
    """
    ending = path.suffix.lower()
    return ending in WRITTEN_ENDINGS or (ending in PASTED_ENDINGS and is_pasted_months(_bytes_of(path)))


def _bytes_of(path: Path) -> bytes:
    whole = path.resolve()
    return InputFolder(whole.parent).read(Link(whole.name, named_in=str(path)))


def written_part(path: Path, first_year: int | None) -> WrittenPart:
    """Return the calendar in a PDF, a Word document, a saved web page, or a table of months pasted from one.

    Raises InputError: it cannot be read, has no text, or has no list of dates.
    """
    raw = _bytes_of(path)
    calendar = read_written_calendar(raw, str(path), first_year)
    kept, unused, disordered = _usable(calendar)
    guesses = {}
    if disordered:
        guesses["calendar_order"] = (
            f"Dates in {path.name} do not follow each other; a column may have been read wrongly: "
            f"{listed(disordered, _LISTED)}. Compare these lines of {_NAME} with it."
        )
    if unused:
        guesses["calendar_lines"] = (
            f"{counted(len(unused), 'line')} of {path.name} may be about school days and could not be used: "
            f"{listed((repr(line) for line in unused), _LISTED)}. Write the days into {_NAME}, or confirm that "
            f"{'it says' if len(unused) == 1 else 'they say'} nothing more."
        )
    if calendar.grids:
        unread = (
            f" The days of {listed(calendar.unread_grids)} could not be read." if calendar.unread_grids else ""
        )
        guesses["calendar_colors"] = (
            f"{path.name} draws {counted(calendar.grids, 'month')}. What colors, shades, and marks say of a day "
            f"cannot be read, only words can.{unread} Compare the days off with the drawing, and write those that "
            f"lack into {_NAME}."
        )
    return WrittenPart(
        kept.as_table(path.name),
        (
            f"{path}: read as {counted(len(kept.lines), 'line')}, each in {_NAME} as it stands in the file; "
            "mend them there.",
        ),
        guesses,
    )


def _usable(calendar: WrittenCalendar) -> tuple[WrittenCalendar, tuple[str, ...], tuple[str, ...]]:
    """Return the calendar without lines that may be about school days and have no date to use, and those lines.

    The last value are lines whose date is before that of the line above them.
    """
    first_year = calendar.first_year or 2000
    answers = CalendarAnswers()
    file = read_calendar_table(calendar.as_table(_NAME), _NAME, first_year)
    window = (date(first_year, 7, 1), date(first_year + 1, 6, 30))
    weekly = spread_weekly_lines(_NAME, file.events, file.undated, window, answers)
    # Line 1 is the heading of the table.
    places = {
        problem.line - 2
        for problem in unusable_line_problems(_NAME, file, weekly.undated, answers)
        if problem.line is not None
    }
    kept = tuple(line for place, line in enumerate(calendar.lines) if place not in places)
    unused = (*calendar.unread, *(line for place, line in enumerate(calendar.lines) if place in places))
    disordered = tuple(
        f"{after.first:%b} {after.first.day} '{after.title}' below {before.first:%b} {before.first.day}"
        for before, after in pairwise(sorted(file.events, key=lambda event: event.line))
        if before.line < after.line <= before.line + 1 and after.first < before.first
    )
    kept_calendar = WrittenCalendar(kept, calendar.first_year, calendar.grids, calendar.unread_grids)
    return kept_calendar, unused, disordered
