"""The days of a school year, put together from entries and answers.

Every weekday from the first to the last day is a full day unless something says otherwise. Of several
entries for one day and campus the first of these counts: a day on which school is held after all (which
lifts closures, and makes a weekend day a school day), closed, early release, delayed opening, testing.
Answers of ``calendar.yaml`` override all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drillplanner.intake.calendar.answers import AnsweredDays, CalendarAnswers
from drillplanner.intake.calendar.entries import CalendarEntry
from drillplanner.intake.calendar.wording import CLOSES, Effect
from drillplanner.model import Campus, DayKind, DayVariation, SchoolDay, each_date

SATURDAY = 5
#: Titles of one day that are put together; more are counted.
MOST_TITLES = 4

_OPEN_KINDS = (
    (Effect.EARLY_RELEASE, DayKind.EARLY_RELEASE),
    (Effect.DELAYED_OPENING, DayKind.DELAYED_OPENING),
    (Effect.TESTING, DayKind.TESTING),
)


@dataclass(frozen=True)
class YearBounds:
    """First and last day for students, and those of campuses that begin later or end earlier."""

    first: date
    last: date
    first_at: dict[str, date]
    last_at: dict[str, date]

    def closed_at(self, on: date, campus_id: str | None) -> str | None:
        """Why a campus is not in its year on a date inside the district's; None where it is."""
        if campus_id is None:
            return None
        if on < self.first_at.get(campus_id, self.first):
            return "Before the first day of school here"
        if on > self.last_at.get(campus_id, self.last):
            return "After the last day of school here"
        return None


@dataclass(frozen=True)
class _DayStatus:
    """What a day is at a campus, and what the calendar calls it."""

    kind: DayKind
    title: str


def bounds_of(
    entries: Iterable[CalendarEntry], answers: CalendarAnswers, campuses: tuple[Campus, ...]
) -> tuple[date | None, date | None, dict[str, date], dict[str, date]]:
    """First and last day as answered or as the entries tell them, and the first and last day of campuses.

    Of several first days the earliest counts, of several last days the latest; each campus has the earliest
    and latest of those that are for it. None where nobody tells.
    """
    firsts = [entry for entry in entries if Effect.FIRST_DAY in entry.markers and entry.campus_ids != frozenset()]
    lasts = [entry for entry in entries if Effect.LAST_DAY in entry.markers and entry.campus_ids != frozenset()]
    first = answers.first_day or min((entry.first for entry in firsts), default=None)
    last = answers.last_day or max((entry.last for entry in lasts), default=None)
    first_at: dict[str, date] = {}
    last_at: dict[str, date] = {}
    for campus in campuses:
        own_firsts = [entry.first for entry in firsts if entry.is_for(campus.campus_id)]
        own_lasts = [entry.last for entry in lasts if entry.is_for(campus.campus_id)]
        if own_firsts and answers.first_day is None:
            first_at[campus.campus_id] = min(own_firsts)
        if own_lasts and answers.last_day is None:
            last_at[campus.campus_id] = max(own_lasts)
    return first, last, first_at, last_at


def days_of_year(
    bounds: YearBounds, entries: list[CalendarEntry], answers: CalendarAnswers, campuses: tuple[Campus, ...]
) -> tuple[SchoolDay, ...]:
    """Every weekday of the year, and each weekend day on which school is held somewhere."""
    by_date = _by_date(entries, bounds)
    groups = _campuses_with_same_days(
        campuses, [*(entry.campus_ids for entry in entries), *(day.campus_ids for day in answers.days)], bounds
    )
    days = []
    for on in each_date(bounds.first, bounds.last):
        # The later answer overrides the earlier one.
        answered = [day for day in reversed(answers.days) if _is_about(day, on)]
        day = _day(on, by_date.get(on, []), answered, bounds, groups)
        if on.weekday() < SATURDAY or is_held(day):
            days.append(day)
    return tuple(days)


def _campuses_with_same_days(
    campuses: tuple[Campus, ...], audiences: Iterable[frozenset[str] | None], bounds: YearBounds
) -> list[tuple[str, ...]]:
    """The campuses in groups of which every entry and answer says the same; ids in the district's order."""
    restricted = sorted({tuple(sorted(audience)) for audience in audiences if audience is not None})
    members = [frozenset(one) for one in restricted]
    groups: dict[object, list[str]] = {}
    for campus in campuses:
        own = campus.campus_id
        key = (tuple(own in member for member in members), bounds.first_at.get(own), bounds.last_at.get(own))
        groups.setdefault(key, []).append(own)
    return [tuple(ids) for ids in groups.values()]


def _is_about(answer: AnsweredDays, on: date) -> bool:
    if not answer.first <= on <= answer.last:
        return False
    return answer.kind is DayKind.CLOSED or _is_meant(answer.first, answer.last, on)


def _by_date(entries: list[CalendarEntry], bounds: YearBounds) -> dict[date, list[CalendarEntry]]:
    found: dict[date, list[CalendarEntry]] = {}
    for entry in entries:
        first, last = max(entry.first, bounds.first), min(entry.last, bounds.last)
        if first <= last and entry.campus_ids != frozenset():
            for on in each_date(first, last):
                found.setdefault(on, []).append(entry)
    return found


def is_held(day: SchoolDay) -> bool:
    """Whether there is school on the day at some campus."""
    return day.kind is not DayKind.CLOSED or any(
        variation.kind is not DayKind.CLOSED for variation in day.variations
    )


def _day(
    on: date,
    entries: list[CalendarEntry],
    answered: list[AnsweredDays],
    bounds: YearBounds,
    groups: list[tuple[str, ...]],
) -> SchoolDay:
    general = _day_status(on, None, entries, answered, bounds)
    told: dict[str, _DayStatus] = {}
    for alike in groups:
        told.update(dict.fromkeys(alike, _day_status(on, alike[0], entries, answered, bounds)))
    if told and general not in told.values():
        # What is said of each campus by name is the rule; the most common is the day's own.
        counted = Counter(told.values())
        general = max(told.values(), key=counted.__getitem__)
    variations: dict[_DayStatus, list[str]] = {}
    for campus_id, one in told.items():
        if one != general:
            variations.setdefault(one, []).append(campus_id)
    return SchoolDay(
        date=on,
        kind=general.kind,
        title=general.title,
        variations=tuple(
            DayVariation(campus_ids=tuple(ids), kind=one.kind, title=one.title) for one, ids in variations.items()
        ),
    )


def _day_status(
    on: date,
    campus_id: str | None,
    entries: list[CalendarEntry],
    answered: list[AnsweredDays],
    bounds: YearBounds,
) -> _DayStatus:
    """What the day is at a campus; for None: at a campus of which nothing is said in particular."""
    here = [entry for entry in entries if entry.is_for(campus_id)]
    kind, deciding = _kind_by_entries(on, here)
    marked = [entry for entry in here if _marks(entry, on)]
    title = _joined_titles(*deciding, *marked)
    for answer in answered:
        if answer.campus_ids is None or campus_id in answer.campus_ids:
            return _DayStatus(answer.kind, answer.title or title)
    outside = bounds.closed_at(on, campus_id)
    return _DayStatus(kind, title) if outside is None else _DayStatus(DayKind.CLOSED, outside)


def _kind_by_entries(on: date, entries: list[CalendarEntry]) -> tuple[DayKind, list[CalendarEntry]]:
    """The kind of day, and the entries that decide it."""
    held = [
        entry for entry in entries if entry.kind is Effect.SCHOOL_DAY and _is_meant(entry.first, entry.last, on)
    ]
    closing = [entry for entry in entries if entry.kind in CLOSES]
    if on.weekday() >= SATURDAY and not held:
        return DayKind.CLOSED, []
    if closing and not held:
        return DayKind.CLOSED, closing
    for effect, kind in _OPEN_KINDS:
        deciding = [entry for entry in entries if entry.kind is effect]
        if deciding:
            return kind, [*held, *deciding]
    return DayKind.FULL, held


def _is_meant(first: date, last: date, on: date) -> bool:
    """Whether a span in which school is held means that date of it.

    A span that runs over a weekend means its weekdays; one of weekend days alone means them.
    """
    return on.weekday() < SATURDAY or all(day.weekday() >= SATURDAY for day in each_date(first, last))


def _marks(entry: CalendarEntry, on: date) -> bool:
    return (Effect.FIRST_DAY in entry.markers and entry.first == on) or (
        Effect.LAST_DAY in entry.markers and entry.last == on
    )


def _joined_titles(*entries: CalendarEntry) -> str:
    titles = list(dict.fromkeys(entry.title for entry in entries if entry.title))
    more = len(titles) - MOST_TITLES
    return " / ".join(titles[:MOST_TITLES]) + (f" and {more} more" if more > 0 else "")
