"""The hours of the school day as a page for families gives them: start and end for each level, and no periods.

On its own because such a page is no bell schedule: nothing on it says when classes change.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from drillplanner.files.errors import InputError, shorten
from drillplanner.files.phrases import comparable
from drillplanner.files.read_result import listed
from drillplanner.files.tables.text_rows import decoded
from drillplanner.files.written.times import school_time
from drillplanner.intake.bells.bell_lists import ListedPeriod, listed_periods
from drillplanner.intake.bells.bell_wording import day_kind
from drillplanner.intake.schools.named_schools import NamedSchoolReader
from drillplanner.model import Campus, DayKind

#: No period of a bell schedule is as long; a shorter line of a page is one of half-day kindergarten.
_SHORTEST_DAY = timedelta(hours=5)
_FEWEST_DAYS = 2


@dataclass(frozen=True)
class DayHours:
    """The start and the end of a regular school day."""

    start: time
    end: time


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
    lines: list[tuple[frozenset[str], DayHours | None]] = []
    not_used: list[str] = []
    written = decoded(raw, name)[0].splitlines()
    for row in listed_periods(raw, name):
        hours, named = _hours(row), reader.named_in(row.name, comparable(row.name))
        is_sure = bool(named.campus_ids) and not (named.partial or named.uncertain or named.unmatched)
        if hours is None or not is_sure:
            not_used.append(f"'{shorten(written[row.line - 1].strip())}' (line {row.line})")
        if is_sure and _is_regular(row):
            lines.append((frozenset(named.campus_ids or ()), hours))
    of_campus: dict[str, DayHours | None] = {}
    for campus_ids, hours in sorted(lines, key=lambda line: -len(line[0])):
        of_campus |= dict.fromkeys(sorted(campus_ids), hours)
    by_campus = {campus_id: hours for campus_id, hours in of_campus.items() if hours is not None}
    sentences = (f"{name}: these hours are not used: {listed(not_used, 6)}.",) if not_used else ()
    return SchoolHours(by_campus, sentences)


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
