"""Breaks that a calendar gives by their beginning and end in two entries ("Winter Break Begins")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from drillplanner.intake.calendar.entries import CalendarEntry
from drillplanner.intake.calendar.wording import CLOSING_EFFECTS, Effect, calendar_wording

_DAY = timedelta(days=1)
_BEGINS = (Effect.BREAK_BEGINS, Effect.BREAK_BEGINS_AFTER)
_HELD = (Effect.EARLY_RELEASE, Effect.DELAYED_OPENING, Effect.TESTING, Effect.SCHOOL_DAY)
_BREAK_WORDS = re.compile(r"\b(?:break|recess|vacation)\b", re.IGNORECASE)
#: "Winter Break Begins" and "Last Day of School before Winter Break" are about the winter break.
_BEGINNING_WORDS = re.compile(
    r"\s+(?:begins?|starts?)\b.*$|^.*\blast\b.*\b(?:before|prior to)\s+(?:the\s+)?", re.IGNORECASE
)
#: A closure that begins within this many days after "break begins" is the break itself (a weekend in between).
_SAME_BREAK_DAYS = 3
#: A break that begins more than this after another one is another break. Days; our judgment.
_ANOTHER_BREAK = timedelta(days=7)


def with_breaks(entries: list[CalendarEntry], last_day: date | None) -> list[CalendarEntry]:
    """Return the entries, with those that mark the ends of breaks replaced by the free days between them.

    - A break lasts from "begins" to the day before "resumes", or to "ends": the nearest within the longest break
      before which no other break begins.
    - "Last day before the break" is a beginning too: the break begins the day after.
    - If the same entry or another says that school is held on the day of "begins", the break begins the day after.
    - "Begins" without an end is doubtful, unless another entry gives the break or the year is over.
    - An entry with "begins" that lasts several days is the break.
    """
    resolved = [_with_break_dates(entry, entries, last_day) if _marks_break(entry) else entry for entry in entries]
    return [*resolved, *_breaks_after_held_days(entries)]


def _marks_break(entry: CalendarEntry) -> bool:
    return bool(entry.markers & {*_BEGINS, Effect.BREAK_ENDS})


def _with_break_dates(entry: CalendarEntry, entries: list[CalendarEntry], last_day: date | None) -> CalendarEntry:
    other_markers = entry.markers - {*_BEGINS, Effect.BREAK_ENDS}
    if not entry.markers & set(_BEGINS):
        return _end_without_beginning(replace(entry, markers=other_markers), entry, entries)
    title = _BEGINNING_WORDS.sub("", entry.title) or entry.title
    if entry.last > entry.first:
        return replace(entry, markers=other_markers, kind=entry.kind or Effect.CLOSED, title=title)
    held = entry.kind in _HELD or any(
        other.kind in _HELD and other.covers(entry.first) and other.campus_ids is None and not other.recurring
        for other in entries
    )
    begins_day_after = Effect.BREAK_BEGINS_AFTER in entry.markers or held
    start = entry.first + _DAY if begins_day_after else entry.first
    end = _end_of_break(entry.first, entries)
    if end is not None and entry.kind in _HELD:
        # The entry says two things: its own day is short, and the days after it are free.
        return replace(entry, markers=other_markers)
    if end is not None:
        return replace(
            entry, markers=other_markers, kind=Effect.CLOSED, first=start, last=max(start, end), title=title
        )
    closure_start = _start_of_closure(start, entry, entries)
    is_after_year = last_day is not None and start > last_day
    doubts = entry.doubts
    if closure_start is None and not is_after_year:
        doubts = (*doubts, "the calendar does not say when this break ends")
    elif closure_start is not None and not begins_day_after and closure_start > start:
        doubts = (*doubts, f"the break itself is entered from {closure_start.isoformat()} on")
    kind = entry.kind or (Effect.NO_EFFECT if begins_day_after or is_after_year else Effect.CLOSED)
    return replace(entry, markers=other_markers, kind=kind, doubts=doubts)


def _breaks_after_held_days(entries: list[CalendarEntry]) -> list[CalendarEntry]:
    """Return the free days after entries such as "Early Dismissal - Winter Break Begins"."""
    breaks = []
    for entry in entries:
        if entry.markers & set(_BEGINS) and entry.kind in _HELD and entry.first == entry.last:
            end = _end_of_break(entry.first, entries)
            if end is not None and end > entry.first:
                kind, first = Effect.CLOSED, entry.first + _DAY
                breaks.append(replace(entry, kind=kind, markers=frozenset(), first=first, last=end, doubts=()))
    return breaks


def _end_without_beginning(
    resolved: CalendarEntry, entry: CalendarEntry, entries: list[CalendarEntry]
) -> CalendarEntry:
    """Return an entry such as "Winter Break Ends" as the last free day, with a doubt if the break has no start."""
    if entry.kind is not None:
        return resolved
    has_beginning = any(
        other.markers & set(_BEGINS) and timedelta(0) <= entry.last - other.first <= _longest_break()
        for other in entries
    )
    is_covered = any(
        other.kind is Effect.CLOSED and other.covers(entry.last) and not other.recurring for other in entries
    )
    if has_beginning or is_covered:
        return replace(resolved, kind=Effect.CLOSED)
    doubt = "the calendar does not say when this break begins"
    return replace(resolved, kind=Effect.CLOSED, doubts=(*entry.doubts, doubt))


def _end_of_break(begin: date, entries: list[CalendarEntry]) -> date | None:
    """Return the last free day of a break that begins about that date, or None.

    An end behind the beginning of another break is that break's: "classes resume March 9" ends no break of
    February if one of March stands between them.
    """
    ends = [entry.first - _DAY for entry in entries if Effect.RESUMES in entry.markers and entry.first > begin]
    ends += [entry.last for entry in entries if Effect.BREAK_ENDS in entry.markers and entry.last >= begin]
    near = [end for end in ends if end - begin <= _longest_break()]
    end = min(near, default=None)
    if end is None or any(begin + _ANOTHER_BREAK < other < end for other in _beginnings(entries)):
        return None
    return end


def _beginnings(entries: Iterable[CalendarEntry]) -> Iterator[date]:
    """Yield the days on which breaks begin, by entries of either sort."""
    for entry in entries:
        is_named = _BREAK_WORDS.search(entry.title) and entry.kind in CLOSING_EFFECTS and not entry.recurring
        if entry.markers & set(_BEGINS) or is_named:
            yield entry.first


def _start_of_closure(start: date, entry: CalendarEntry, entries: list[CalendarEntry]) -> date | None:
    """Return the first day of a closure in another entry that is this break, or None."""
    starts = [
        other.first
        for other in entries
        if other is not entry
        and not other.recurring
        and other.kind in CLOSING_EFFECTS
        and not _marks_break(other)
        and (other.last > other.first or _BREAK_WORDS.search(other.title))  # Christmas Day alone is no break
        and other.last > start
        and other.first <= start + _SAME_BREAK_DAYS * _DAY
    ]
    return min(starts, default=None)


def _longest_break() -> timedelta:
    return timedelta(days=calendar_wording().longest_break)
