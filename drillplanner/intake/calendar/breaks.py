"""Breaks of which a calendar tells the beginning and the end in two entries ("Winter Break Begins")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from drillplanner.intake.calendar.entries import CalendarEntry
from drillplanner.intake.calendar.wording import CLOSES, Effect, calendar_wording

_DAY = timedelta(days=1)
_BEGINS = (Effect.BREAK_BEGINS, Effect.BREAK_BEGINS_AFTER)
_HELD = (Effect.EARLY_RELEASE, Effect.DELAYED_OPENING, Effect.TESTING, Effect.SCHOOL_DAY)
_BEGINNING_WORDS = re.compile(r"\s+(?:begins?|starts?)\b.*$", re.IGNORECASE)
#: A closure that begins within so many days of "break begins" is the break itself (a weekend between).
_SAME_BREAK_DAYS = 3


def with_breaks(entries: list[CalendarEntry], last_day: date | None) -> list[CalendarEntry]:
    """The entries, those that mark the ends of breaks replaced by the free days between.

    - From "begins" to the day before "resumes", or to "ends", the nearest within the longest usual break.
    - Where the same entry or another says that school is held on the day of "begins", the break begins the
      day after.
    - "Begins" without an end is doubtful, except where another entry gives the break or the year is over.
    - An entry with "begins" that lasts several days is the break.
    """
    resolved = [_with_break_dates(entry, entries, last_day) if _marks_break(entry) else entry for entry in entries]
    return [*resolved, *_breaks_after_held_days(entries)]


def _marks_break(entry: CalendarEntry) -> bool:
    return bool(entry.markers & {*_BEGINS, Effect.BREAK_ENDS})


def _with_break_dates(entry: CalendarEntry, entries: list[CalendarEntry], last_day: date | None) -> CalendarEntry:
    rest = entry.markers - {*_BEGINS, Effect.BREAK_ENDS}
    if not entry.markers & set(_BEGINS):
        return _end_alone(replace(entry, markers=rest), entry, entries)
    title = _BEGINNING_WORDS.sub("", entry.title) or entry.title
    if entry.last > entry.first:
        return replace(entry, markers=rest, kind=entry.kind or Effect.CLOSED, title=title)
    held = entry.kind in _HELD or any(
        other.kind in _HELD and other.covers(entry.first) and other.campus_ids is None for other in entries
    )
    after = Effect.BREAK_BEGINS_AFTER in entry.markers or held
    start = entry.first + _DAY if after else entry.first
    end = _end_of_break(entry.first, entries)
    if end is not None and entry.kind in _HELD:
        # One entry says two things: its own day is short, and the days after it are free.
        return replace(entry, markers=rest)
    if end is not None:
        return replace(entry, markers=rest, kind=Effect.CLOSED, first=start, last=max(start, end), title=title)
    known = _known_break(start, entry, entries)
    over = last_day is not None and start > last_day
    doubts = entry.doubts
    if known is None and not over:
        doubts = (*doubts, "the calendar does not say when this break ends")
    elif known is not None and not after and known > start:
        doubts = (*doubts, f"the break itself is entered from {known.isoformat()} on")
    kind = entry.kind or (Effect.NO_EFFECT if after or over else Effect.CLOSED)
    return replace(entry, markers=rest, kind=kind, doubts=doubts)


def _breaks_after_held_days(entries: list[CalendarEntry]) -> list[CalendarEntry]:
    """The free days after entries such as "Early Dismissal - Winter Break Begins"."""
    found = []
    for entry in entries:
        if entry.markers & set(_BEGINS) and entry.kind in _HELD and entry.first == entry.last:
            end = _end_of_break(entry.first, entries)
            if end is not None and end > entry.first:
                kind, first = Effect.CLOSED, entry.first + _DAY
                found.append(replace(entry, kind=kind, markers=frozenset(), first=first, last=end, doubts=()))
    return found


def _end_alone(resolved: CalendarEntry, entry: CalendarEntry, entries: list[CalendarEntry]) -> CalendarEntry:
    """An entry such as "Winter Break Ends": the last free day, if something else gives the days before."""
    if entry.kind is not None:
        return resolved
    begun = any(
        other.markers & set(_BEGINS) and timedelta(0) <= entry.last - other.first <= _longest()
        for other in entries
    )
    covered = any(other.kind is Effect.CLOSED and other.covers(entry.last) for other in entries)
    if begun or covered:
        return replace(resolved, kind=Effect.CLOSED)
    doubt = "the calendar does not say when this break begins"
    return replace(resolved, kind=Effect.CLOSED, doubts=(*entry.doubts, doubt))


def _end_of_break(begin: date, entries: Iterable[CalendarEntry]) -> date | None:
    """The last free day of a break that begins about that date."""
    ends = [entry.first - _DAY for entry in entries if Effect.RESUMES in entry.markers and entry.first > begin]
    ends += [entry.last for entry in entries if Effect.BREAK_ENDS in entry.markers and entry.last >= begin]
    near = [end for end in ends if end - begin <= _longest()]
    return min(near, default=None)


def _known_break(start: date, entry: CalendarEntry, entries: list[CalendarEntry]) -> date | None:
    """The first day of a closure in another entry that is this break; None where there is none."""
    found = [
        other.first
        for other in entries
        if other is not entry
        and other.kind in CLOSES
        and not _marks_break(other)
        and other.last > start
        and other.first <= start + _SAME_BREAK_DAYS * _DAY
    ]
    return min(found, default=None)


def _longest() -> timedelta:
    return timedelta(days=calendar_wording().longest_break)
