"""The ``.bell`` format as text: day schedules, the default week, and special days, each with its line.

::

    * regular # Regular Schedule
    8:25 Passing to {Period 1}
    8:30 {Period 1}
    9:15 Free

    * Default Week
    Mon regular

    * Special Days
    10/26/2023 holiday # Fall Break
    12/18/2023-01/01/2024 holiday

A period lasts until the next line; the last line gives the end of the school day. A name in braces is a class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import maybe_meant
from drillplanner.files.reading.bounded import MAXIMUM_BYTES

#: Names of weekdays in the format, Monday first as in Python.
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_HEADING = re.compile(r"\*\s*(?P<name>[^#]*?)\s*(?:#\s*(?P<title>.*))?")
_BELL = re.compile(r"(?P<hours>\d{1,2}):(?P<minutes>\d{2})\s+(?P<words>.+)")
_FOLLOWED = re.compile(r"(?P<when>\S+)\s+(?P<schedule>[^\s#]+)\s*(?:#\s*(?P<note>.*))?")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SECTIONS = {"default week": "week", "special days": "dates"}


@dataclass(frozen=True)
class Bell:
    """A line of a day: what ``words`` name begins at ``start``."""

    start: time
    words: str
    line: int


@dataclass(frozen=True)
class BellDayPlan:
    """The bells of one kind of day in order; a plan without bells is a day without school."""

    name: str
    title: str
    file: str
    line: int
    bells: tuple[Bell, ...]

    @property
    def shown(self) -> str:
        """Return the plan's name and line, for a sentence."""
        return f"'{self.name}' (line {self.line})"


@dataclass(frozen=True)
class DayPlanRule:
    """A weekday (``weekday``, 0 is Monday) or dates on which a day plan is followed."""

    plan: str
    file: str
    line: int
    note: str = ""
    weekday: int | None = None
    first: date = date.min
    last: date = date.min

    def covers(self, on: date) -> bool:
        """Check whether the rule covers that date."""
        return on.weekday() == self.weekday if self.weekday is not None else self.first <= on <= self.last


@dataclass
class BellText:
    """The contents of one school's files. Of two entries about one day the later one counts."""

    plans: dict[str, BellDayPlan] = field(default_factory=dict)
    week: list[DayPlanRule] = field(default_factory=list)
    dates: list[DayPlanRule] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_bell_text(raw: bytes, file: str, into: BellText) -> None:
    """Add the contents of one file to ``into``, including the problems of its lines.

    Raises InputError: the file is too large or not text.
    """
    section, name, title, heading_line = "", "", "", 0
    bells: list[Bell] = []

    def close() -> None:
        if section == "day":
            into.plans.setdefault(name, BellDayPlan(name, title, file, heading_line, tuple(bells)))

    for number, text in enumerate(_lines(raw, file), start=1):
        if not text:
            continue
        if text.startswith("*"):
            close()
            section, name, title = _heading(text, file, number, into)
            heading_line, bells = number, []
        elif section == "day":
            _read_bell_line(text, file, number, bells, into)
        elif section == "week":
            _read_weekday_line(text, file, number, into)
        elif section == "dates":
            _read_dates_line(text, file, number, into)
        elif section != "unusable":
            into.problems.append(
                Problem(
                    file,
                    number,
                    "this line stands under no heading",
                    text,
                    "a heading such as '* regular' above it",
                )
            )
            section = "unusable"  # one mistake gives one problem
    close()


def _lines(raw: bytes, file: str) -> list[str]:
    if len(raw) > MAXIMUM_BYTES:
        raise InputError(
            Problem(file, None, f"the file is too large: {len(raw)} bytes", None, f"at most {MAXIMUM_BYTES} bytes")
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", raw[: error.start])) + 1
        raise InputError(
            Problem(file, line, "the file is not UTF-8 text", maybe="Maybe save it again as UTF-8.")
        ) from error
    if "\0" in text:
        line = len(re.findall(r"\r\n|\r|\n", text[: text.index("\0")])) + 1
        raise InputError(Problem(file, line, "the file holds a NUL byte, so it is no bell schedule"))
    return [line.strip() for line in re.split(r"\r\n|\r|\n", text)]


def _heading(text: str, file: str, number: int, into: BellText) -> tuple[str, str, str]:
    """Return the section that a heading opens, and the name and title of its day."""
    match = _HEADING.fullmatch(text)
    name, title = (match["name"], (match["title"] or "").strip()) if match else ("", "")
    if " ".join(name.lower().split()) in _SECTIONS:
        return _SECTIONS[" ".join(name.lower().split())], "", ""
    if not name or len(name.split()) > 1:
        into.problems.append(
            Problem(
                file,
                number,
                "this heading does not name a day schedule",
                text,
                "'* name # Title' with a name without spaces, '* Default Week' or '* Special Days'",
            )
        )
        return "unusable", "", ""
    if name in into.plans:
        first = into.plans[name]
        into.problems.append(
            Problem(
                file,
                number,
                f"two day schedules have one name (first in {first.file}, line {first.line})",
                name,
                "a different name for each day schedule",
            )
        )
        return "unusable", "", ""
    return "day", name, title or name


def _read_bell_line(text: str, file: str, number: int, bells: list[Bell], into: BellText) -> None:
    match = _BELL.fullmatch(text)
    if match is None or int(match["hours"]) > 23 or int(match["minutes"]) > 59:
        into.problems.append(
            Problem(
                file,
                number,
                "this line is not a bell",
                text,
                "a time from 0:00 to 23:59 and words: '8:30 {Period 1}'",
            )
        )
        return
    start = time(int(match["hours"]), int(match["minutes"]))
    if bells and start <= bells[-1].start:
        into.problems.append(
            Problem(
                file,
                number,
                "this bell is not later than the one above it",
                text,
                f"a time after {bells[-1].start:%H:%M}",
                "Maybe the afternoon is meant: 1:15 in the afternoon is 13:15." if start.hour < 8 else None,
            )
        )
        return
    bells.append(Bell(start, match["words"].strip(), number))


def _read_weekday_line(text: str, file: str, number: int, into: BellText) -> None:
    match = _FOLLOWED.fullmatch(text)
    day = match["when"][:3].title() if match else ""
    if match is None or day not in WEEKDAYS:
        into.problems.append(
            Problem(
                file,
                number,
                "this line is not a weekday and its day schedule",
                text,
                f"one of {', '.join(WEEKDAYS)} and the name of a day schedule: 'Mon regular'",
                maybe_meant(text.split(maxsplit=1)[0], WEEKDAYS),
            )
        )
        return
    into.week.append(DayPlanRule(match["schedule"], file, number, match["note"] or "", WEEKDAYS.index(day)))


def _read_dates_line(text: str, file: str, number: int, into: BellText) -> None:
    match = _FOLLOWED.fullmatch(text)
    ends = [_date(end) for end in match["when"].split("-")] if match else []
    first, last = (ends[0], ends[-1]) if len(ends) in {1, 2} else (None, None)
    if match is None or first is None or last is None:
        into.problems.append(
            Problem(
                file,
                number,
                "this line is not a date and its day schedule",
                text,
                "month/day/year and the name of a day schedule: '10/26/2023 holiday # Fall Break', "
                "or the first and last date: '12/18/2023-01/01/2024 holiday'",
            )
        )
    elif last < first:
        into.problems.append(
            Problem(
                file, number, "these dates end before they begin", match["when"], f"a last date from {ends[0]} on"
            )
        )
    else:
        into.dates.append(
            DayPlanRule(match["schedule"], file, number, (match["note"] or "").strip(), first=first, last=last)
        )


def _date(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[1]), int(match[2]))
    except ValueError:  # 02/30/2018
        return None
