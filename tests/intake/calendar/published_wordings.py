"""Lines of published calendars (``cases/*_wordings.yaml``), each read in a year of its own, and how well.

Each line is the only line of its kind in a table that gives the first and the last day and a winter break, so
that the days it changes are its own doing. The outcomes are those of :mod:`tests.intake.calendar.district_corpus`:
*wrong in silence* must not happen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.errors import InputError
from drillplanner.files.iso_date import IsoDate
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from drillplanner.model import AcademicCalendar, Campus, DayKind, District, Frozen, parse_grades
from tests.intake.calendar.district_corpus import Outcome

CASES = Path(__file__).parent / "cases"
CAMPUSES = tuple(
    Campus(campus_id=campus_id, name=name, grades=parse_grades(grades))
    for campus_id, name, grades in (
        ("es", "Elm Street Elementary School", "PK-5"),
        ("ms", "Oak Grove Middle School", "6-8"),
        ("hs", "Ridgeway High School", "9-12"),
    )
)
_KINDS = {
    "closed": DayKind.CLOSED,
    "early_release": DayKind.EARLY_RELEASE,
    "delayed_opening": DayKind.DELAYED_OPENING,
    "testing": DayKind.TESTING,
    "full": DayKind.FULL,
}


class PublishedLine(Frozen):
    """One line, and what a person reads in it; the keys are explained at the head of the cases."""

    source: str = Field(alias="from")
    year: str
    date: str
    title: str
    note: str = ""
    closed: tuple[IsoDate, ...] = ()
    early_release: tuple[IsoDate, ...] = ()
    delayed_opening: tuple[IsoDate, ...] = ()
    testing: tuple[IsoDate, ...] = ()
    full: tuple[IsoDate, ...] = ()
    first_day: IsoDate | None = None
    last_day: IsoDate | None = None
    at: tuple[str, ...] = ()
    ask: bool = False
    may_ask: bool = False

    @property
    def may_close(self) -> bool:
        return bool(self.closed) or self.ask

    def as_table(self) -> bytes:
        """Return a calendar as a table: this line, and what else a year needs."""
        first = int(self.year[:4])
        rows = [("Date", "Event", "Details"), (self.date, self.title, self.note)]
        if self.first_day is None:
            rows.append((f"{first}-08-01", "First Day of School", ""))
        if self.last_day is None:
            rows.append((f"{first + 1}-06-12", "Last Day of School", ""))
        rows.append((f"{first}-12-26 to {first}-12-30", "Winter Break", ""))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        return text.getvalue().encode()


@dataclass(frozen=True)
class LineReading:
    """The reading of a line: its outcome, and what was asked or refused."""

    line: PublishedLine
    outcome: Outcome
    said: str


def reading_of_line(line: PublishedLine) -> LineReading:
    """Read the line with the program, and compare the days that result with those a person reads."""
    district = District(name="Riverbend", state="NJ", timezone="America/New_York", year=line.year)
    try:
        calendar = academic_calendar_of(line.as_table(), "calendar.csv", district, CAMPUSES)
    except InputError as error:
        problem = error.problems[0]
        return LineReading(line, Outcome.ASKED if line.ask else Outcome.WRONG_ASKED, f"refused: {problem.message}")
    said = "; ".join(_asked(calendar, line))
    right = not list(_differences(calendar, line))
    if line.ask:
        outcome = Outcome.ASKED if said else Outcome.WRONG_IN_SILENCE
    elif right:
        outcome = Outcome.ASKED if said else Outcome.READ
    else:
        outcome = Outcome.WRONG_ASKED if said else Outcome.WRONG_IN_SILENCE
    return LineReading(line, outcome, said or "; ".join(_differences(calendar, line)))


def _asked(calendar: AcademicCalendar, line: PublishedLine) -> Iterator[str]:
    days = {*line.closed, *line.early_release, *line.delayed_opening, *line.testing}
    for question in calendar.questions:
        if question.line == 2 or question.title == " ".join(line.title.split()) or days & set(question.dates):
            yield f"{question.reason} ({question.taken_as})"


def _differences(calendar: AcademicCalendar, line: PublishedLine) -> Iterator[str]:
    if line.first_day not in (None, calendar.first_day):
        yield f"first day {calendar.first_day}"
    if line.last_day not in (None, calendar.last_day):
        yield f"last day {calendar.last_day}"
    for name, kind in _KINDS.items():
        days: tuple[date, ...] = getattr(line, name)
        for on in days:
            for campus in CAMPUSES:
                meant = kind if not line.at or campus.campus_id in line.at else DayKind.FULL
                if (found := calendar.kind_at(on, campus.campus_id)) is not meant:
                    yield f"{on} at {campus.campus_id}: {found.value}"


@cache
def published_lines(name: str) -> tuple[PublishedLine, ...]:
    """Return the lines of one file of the cases."""
    return parse_as(tuple[PublishedLine, ...], read_document(CASES / name, name))
