"""Invented calendars of differently worded districts (``corpus/``), and how well they are read.

Each entry gives its meaning (``is``) and its campuses; ``is: ask`` means that no reader can know the meaning, so
that a question is the only right outcome. Four outcomes are counted for each entry:

- **read**: as it is meant, without a question;
- **asked**: as it is meant, or not knowable, and the district is asked;
- **wrong, asked**: not as it is meant, but the district is asked;
- **wrong in silence**: not as it is meant, and the district is not asked; this must not happen.

To measure, new districts are written and read once, and their figures are recorded in ``docs/calendar-files.md``.
Then they join the others here, and the mistakes found are fixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from drillplanner.files.errors import InputError
from drillplanner.files.iso_date import IsoDate
from drillplanner.files.yaml_document import parse_as, parse_document, read_document
from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from drillplanner.intake.calendar.answers import CalendarAnswers
from drillplanner.intake.calendar.entries import CalendarEntry, CalendarEntryReader
from drillplanner.intake.calendar.wording import CLOSING_EFFECTS, Effect
from drillplanner.intake.calendar_files.event import CalendarEvent
from drillplanner.intake.calendar_files.icalendar_events import read_calendar_events
from drillplanner.model import AcademicCalendar, Campus, DayKind, District, Frozen, each_date, parse_grades

FOLDER = Path(__file__).parent / "corpus"


class Outcome(StrEnum):
    """The way in which an entry was read."""

    READ = "read"
    ASKED = "asked"
    WRONG_ASKED = "wrong, asked"
    WRONG_IN_SILENCE = "wrong in silence"


class _Campus(Frozen):
    campus_id: str
    name: str
    grades: str


class CorpusEvent(Frozen):
    """An entry and its meaning; without a title it is only the joint effect of other entries on these dates."""

    on: IsoDate
    to: IsoDate | None = None
    title: str = ""
    means: tuple[str, ...] | Literal["ask"] = Field(alias="is")
    at: tuple[str, ...] = ()
    category: str = ""
    note: str = ""
    may_ask: bool = Field(default=False, description="A question is no fault; for readers of the corpus.")
    loose: bool = Field(default=False, description="No effect, or other campuses, would be right as well.")
    by_days: bool = Field(default=False, description="Judged by the campus-days alone.")

    @property
    def last(self) -> date:
        return self.to or self.on


class CorpusDistrict(Frozen):
    """One district of the corpus."""

    district: str
    state: str
    year: str
    campuses: tuple[_Campus, ...]
    events: tuple[CorpusEvent, ...]

    def as_icalendar(self) -> bytes:
        """Return the calendar as a website would export it."""
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//invented//EN", f"X-WR-CALNAME:{self.district}"]
        for number, event in enumerate(self.events):
            if not event.title:
                continue
            lines += ["BEGIN:VEVENT", f"UID:{number}", f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"]
            lines += [f"DTEND;VALUE=DATE:{event.last + timedelta(1):%Y%m%d}", f"SUMMARY:{_escaped(event.title)}"]
            lines += [f"CATEGORIES:{event.category}"] if event.category else []
            lines += [f"DESCRIPTION:{_escaped(event.note)}"] if event.note else []
            lines += ["END:VEVENT"]
        return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()

    @property
    def as_district(self) -> District:
        return District(name=self.district, state=self.state, timezone="America/New_York", year=self.year)

    @property
    def as_campuses(self) -> tuple[Campus, ...]:
        return tuple(
            Campus(campus_id=campus.campus_id, name=campus.name, grades=parse_grades(campus.grades))
            for campus in self.campuses
        )


@dataclass(frozen=True)
class Reading:
    """The reading of one district's calendar: the outcome of each titled entry, and wrong days."""

    outcomes: tuple[tuple[CorpusEvent, CalendarEntry, Outcome], ...]
    campus_days: int
    wrong_days_asked: tuple[tuple[date, str], ...]
    wrong_days_in_silence: tuple[tuple[date, str], ...]
    questions: int

    @property
    def counted(self) -> Counter[Outcome]:
        return Counter(outcome for _, _, outcome in self.outcomes)


def districts(folder: Path = FOLDER) -> list[tuple[str, CorpusDistrict]]:
    """Return the districts of a folder, by the names of their files."""
    paths = sorted(folder.glob("*.yaml"))
    return [(path.stem, parse_as(CorpusDistrict, read_document(path, path.name))) for path in paths]


def reading_of(district: CorpusDistrict) -> Reading:
    """Read a district's calendar with the program, and compare the result with its meaning.

    A calendar that is refused because no entry gives the first or last day is read again with an answer.
    """
    calendar, refused = calendar_of(district)
    window = (date(district.as_district.first_year, 7, 1), date(district.as_district.first_year + 1, 6, 30))
    events = read_calendar_events(
        district.as_icalendar(), "calendar.ics", ZoneInfo("America/New_York"), window
    ).events
    entries = CalendarEntryReader(district.as_campuses, district.district, CalendarAnswers()).entries(
        events, window
    )
    asked = {question.title for question in calendar.questions}
    outcomes = []
    for meant in (event for event in district.events if event.title):
        entry = _entry_of(meant, events, entries)
        if not meant.by_days:
            outcomes.append((meant, entry, _outcome(meant, entry, entry.title in asked, district)))
    wrong = list(_wrong_days(district, calendar))
    about = {on for question in calendar.questions for on in question.dates}
    return Reading(
        tuple(outcomes),
        len(calendar.school_dates) * len(district.campuses),
        tuple(day for day in wrong if day[0] in about),
        tuple(day for day in wrong if day[0] not in about),
        len(calendar.questions) + refused,
    )


def calendar_of(corpus_district: CorpusDistrict) -> tuple[AcademicCalendar, bool]:
    """Return a district's calendar, and whether its ends had to be answered."""
    raw, district, campuses = (
        corpus_district.as_icalendar(),
        corpus_district.as_district,
        corpus_district.as_campuses,
    )
    try:
        return academic_calendar_of(raw, "calendar.ics", district, campuses), False
    except InputError:
        first = min(event.on for event in corpus_district.events if "first_day" in event.means)
        last = max(event.on for event in corpus_district.events if "last_day" in event.means)
        answers = f"first_day: {first}\nlast_day: {last}\n"
        document = parse_document(answers.encode(), "calendar.yaml")
        return academic_calendar_of(raw, "calendar.ics", district, campuses, document), True


def _entry_of(
    meant: CorpusEvent, events: Iterable[CalendarEvent], entries: Iterable[CalendarEntry]
) -> CalendarEntry:
    event = next(
        event for event in events if event.title == " ".join(meant.title.split()) and event.first == meant.on
    )
    return next(entry for entry in entries if entry.line == event.line)


def _outcome(meant: CorpusEvent, entry: CalendarEntry, is_asked: bool, district: CorpusDistrict) -> Outcome:
    if meant.means == "ask":
        return Outcome.ASKED if is_asked else Outcome.WRONG_IN_SILENCE
    if _is_right(meant, entry, district):
        return Outcome.ASKED if is_asked else Outcome.READ
    return Outcome.WRONG_ASKED if is_asked else Outcome.WRONG_IN_SILENCE


def _is_right(meant: CorpusEvent, entry: CalendarEntry, district: CorpusDistrict) -> bool:
    means = set(meant.means)
    sentences = {"closed" if entry.kind in CLOSING_EFFECTS else entry.kind.value} if entry.kind else set()
    sentences -= {Effect.NO_EFFECT.value, Effect.OPEN.value}
    sentences |= {marker.value for marker in entry.markers & {Effect.FIRST_DAY, Effect.LAST_DAY}}
    if meant.loose and not sentences:
        return True
    everyone = {campus.campus_id for campus in district.campuses}
    campus_ids = everyone if entry.campus_ids is None else entry.campus_ids
    same_campuses = meant.loose or not means or campus_ids == (set(meant.at) or everyone)
    # A school day as usual changes nothing, unless something else closes the day.
    return (sentences == means or (sentences | means) == {"school_day"}) and same_campuses


def _wrong_days(district: CorpusDistrict, calendar: AcademicCalendar) -> Iterable[tuple[date, str]]:
    """Return campus-days of another kind than the entries mean, except for loose or unknowable entries."""
    for on in each_date(calendar.first_day, calendar.last_day):
        events = [event for event in district.events if event.on <= on <= event.last]
        if any(event.loose or event.means == "ask" for event in events):
            continue
        for campus in district.campuses:
            if calendar.kind_at(on, campus.campus_id) is not _meant_kind(on, campus.campus_id, events):
                yield on, campus.campus_id


def _meant_kind(on: date, campus_id: str, events: Iterable[CorpusEvent]) -> DayKind:
    means = {word for event in events if not event.at or campus_id in event.at for word in event.means}
    if on.weekday() >= 5:
        return DayKind.CLOSED
    if "closed" in means and "school_day" not in means:
        return DayKind.CLOSED
    for kind in (DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING, DayKind.TESTING):
        if kind.value in means:
            return kind
    return DayKind.FULL


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text


def table(folder: Path = FOLDER) -> str:
    """Return the outcomes as a Markdown table, one row per district."""
    rows = ["| wording of | entries | " + " | ".join(Outcome) + " | campus-days wrong in silence | questions |"]
    rows.append("| --- |" + " --- |" * (len(Outcome) + 3))
    totals: Counter[str] = Counter()
    for name, district in districts(folder):
        reading = reading_of(district)
        values = {"entries": len(reading.outcomes)}
        values |= {outcome.value: reading.counted[outcome] for outcome in Outcome}
        values |= {"days": len(reading.wrong_days_in_silence), "questions": reading.questions}
        totals.update(values)
        rows.append(f"| {name} | " + " | ".join(str(value) for value in values.values()) + " |")
    rows.append("| all | " + " | ".join(str(value) for value in totals.values()) + " |")
    return "\n".join(rows)
