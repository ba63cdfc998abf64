"""The hours of the school day as a page for families gives them: start and end for each level, and no periods.

Such a page may also say when schools let out early ("Early dismissal: Elementary 1:30 p.m., High 12:20 p.m.").
That is used for the schools that it surely names, if it is between the hours of their regular day.

On its own because such a page is no bell schedule: nothing on it says when classes change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from drillplanner.files.errors import InputError, shorten
from drillplanner.files.phrases import clean, comparable
from drillplanner.files.read_result import listed
from drillplanner.files.tables.text_rows import decoded
from drillplanner.files.written.times import school_time
from drillplanner.intake.bells.bell_lists import TIME, ListedPeriod, listed_periods
from drillplanner.intake.bells.bell_wording import day_kind
from drillplanner.intake.schools.named_schools import NamedSchoolReader
from drillplanner.model import Campus, DayKind

#: No period of a bell schedule is as long; a shorter line of a page is one of half-day kindergarten.
_SHORTEST_DAY = timedelta(hours=5)
_SHORTEST_EARLY_DAY = timedelta(hours=2)
_FEWEST_DAYS = 2
_JOINS = re.compile(r"\s*(?:-|\u2013|\u2014|to|until)\s*", re.IGNORECASE)
_EDGES = " \t.,;:\u2013\u2014-()"


@dataclass(frozen=True)
class DayHours:
    """The start and the end of a regular school day; ``early_end`` is the end of an early dismissal, if said."""

    start: time
    end: time
    early_end: time | None = None


_NO_HOURS = DayHours(time(), time())


@dataclass(frozen=True)
class SchoolHours:
    """The hours of a regular day by campus id, and sentences on lines that give hours and are not used."""

    by_campus: Mapping[str, DayHours]
    not_used: tuple[str, ...]


def is_hours_page(raw: bytes, name: str) -> bool:
    """Check whether a pasted page gives whole school days, and hardly anything shorter."""
    with suppress(InputError):
        rows = [row for row in listed_periods(raw, name) if len(row.times) == 2]
        days = [row for row in rows if _hours(row) is not None]
        return len(days) >= _FEWEST_DAYS and 2 * len(days) >= len(rows)
    return False


def read_school_hours(raw: bytes, name: str, campuses: tuple[Campus, ...], district_name: str) -> SchoolHours:
    """Return the hours of each school that a page names, by its name or its level.

    Of two lines about a school the one for fewer schools counts; where that is half a day, there are no hours.

    Raises InputError: the page is no text.
    """
    reader = NamedSchoolReader(campuses, district_name)
    early: dict[str, set[time]] = {}
    lines: list[tuple[frozenset[str], DayHours | None]] = []
    not_used: list[str] = []
    rows = listed_periods(raw, name)
    written = decoded(raw, name)[0].splitlines() if any(row.line for row in rows) else []
    for row in rows:
        line = row.name if row.line is None else written[row.line - 1].strip()
        if day_kind(row.name, row.day) is DayKind.EARLY_RELEASE:
            ends = _early_ends(row, line, reader)
            for campus_id, end in ends.items():
                early.setdefault(campus_id, set()).add(end)
            not_used += [] if ends else [f"'{shorten(line)}' (line {row.line})"]
            continue
        hours, named = _hours(row), reader.named_in(row.name, comparable(row.name))
        is_sure = bool(named.campus_ids) and not (named.partial or named.uncertain or named.unmatched)
        if hours is None or not is_sure:
            not_used.append(f"'{shorten(line)}' (line {row.line})")
        if is_sure and _is_regular(row):
            lines.append((frozenset(named.campus_ids or ()), hours))
    of_campus: dict[str, DayHours | None] = {}
    for campus_ids, hours in sorted(lines, key=lambda line: -len(line[0])):
        of_campus |= dict.fromkeys(sorted(campus_ids), hours)
    by_campus = {
        campus_id: _with_early_end(hours, early.get(campus_id, set()))
        for campus_id, hours in of_campus.items()
        if hours is not None
    }
    unfit = [campus_id for campus_id in early if by_campus.get(campus_id, _NO_HOURS).early_end is None]
    if unfit:
        not_used.append(f"the early dismissal of {listed(unfit, 4)}, which is not one time within the usual hours")
    sentences = (f"{name}: these hours are not used: {listed(not_used, 6)}.",) if not_used else ()
    return SchoolHours(by_campus, sentences)


def _early_ends(row: ListedPeriod, line: str, reader: NamedSchoolReader) -> dict[str, time]:
    """Return when schools let out early by a line; empty if it leaves open which schools, or when, in any part."""
    ends: dict[str, time] = {}
    for words, written in _words_and_last_times(line):
        text = clean(words).strip(_EDGES) or row.name
        named = reader.named_in(text, comparable(text))
        if not named.campus_ids or named.partial or named.uncertain or named.unmatched:
            return {}
        try:
            ends |= dict.fromkeys(named.campus_ids, school_time(written.strip())[0])
        except ValueError:
            return {}
    return ends


def _words_and_last_times(line: str) -> list[tuple[str, str]]:
    """Return each time of a line with the words before it; of a start and an end, the end."""
    parts: list[tuple[str, str]] = []
    last = 0
    for match in TIME.finditer(line):
        between, last = line[last : match.start()], match.end()
        if parts and _JOINS.fullmatch(between):
            parts[-1] = parts[-1][0], match[0]
        else:
            parts.append((between, match[0]))
    return parts


def _with_early_end(hours: DayHours, said: set[time]) -> DayHours:
    """Return the hours with the end of an early dismissal, if one is said: after lessons, before the usual end."""
    if len(said) != 1:
        return hours
    (end,) = said
    is_fit = end < hours.end and _on_a_day(end) - _on_a_day(hours.start) >= _SHORTEST_EARLY_DAY
    return replace(hours, early_end=end) if is_fit else hours


def _hours(row: ListedPeriod) -> DayHours | None:
    """Return the hours of a line about a whole regular day; None for every other line."""
    if len(row.times) != 2 or not _is_regular(row):
        return None
    with suppress(ValueError):
        start, end = (school_time(text.strip())[0] for text in row.times)
        if _on_a_day(end) - _on_a_day(start) >= _SHORTEST_DAY:
            return DayHours(start, end)
    return None


def _is_regular(row: ListedPeriod) -> bool:
    """Check whether neither a line nor the heading above it speaks of a short or late day."""
    return day_kind(row.name, row.day) in (None, DayKind.FULL)


def _on_a_day(at: time) -> datetime:
    return datetime.combine(datetime.min, at)
