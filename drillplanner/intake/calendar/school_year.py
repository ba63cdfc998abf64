"""The days of a school year, built from calendar entries and answers.

Every weekday from the first to the last day is a full day unless something says otherwise. Of several entries for
one day and campus, the first of these counts: a day on which school is held after all (which lifts closures, and
makes a weekend day a school day), closed, early release, delayed opening, testing. Answers of ``calendar.yaml``
override all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drillplanner.intake.calendar.answers import AnsweredDays, CalendarAnswers
from drillplanner.intake.calendar.entries import CalendarEntry
from drillplanner.intake.calendar.wording import CLOSING_EFFECTS, Effect
from drillplanner.model import Campus, DayKind, DayVariation, SchoolDay, each_date

SATURDAY = 5
#: The most titles of one day that are joined; the rest are counted.
MOST_TITLES = 4
#: Month and day between which a school year is under way everywhere: a "first day of school" in it begins a part
#: of the year (a semester), and a "last day" ends one. Our judgment, wide of what districts publish (July to
#: September, and May or June).
_UNDER_WAY = ((11, 1), (3, 31))

_OPEN_KINDS = (
    (Effect.EARLY_RELEASE, DayKind.EARLY_RELEASE),
    (Effect.DELAYED_OPENING, DayKind.DELAYED_OPENING),
    (Effect.TESTING, DayKind.TESTING),
)


@dataclass(frozen=True)
class YearBounds:
    """The first and last day for students, and those of campuses that begin later or end earlier."""

    first: date
    last: date
    first_at: dict[str, date]
    last_at: dict[str, date]

    def closed_at(self, on: date, campus_id: str | None) -> str | None:
        """Return why a campus is outside its year on a date of the district's year, or None if it is not."""
        if campus_id is None:
            return None
        if on < self.first_at.get(campus_id, self.first):
            return "Before the first day of school here"
        if on > self.last_at.get(campus_id, self.last):
            return "After the last day of school here"
        return None


@dataclass(frozen=True)
class _DayStatus:
    """The kind of a day at a campus, and its title in the calendar."""

    kind: DayKind
    title: str


def year_bounds(
    entries: Iterable[CalendarEntry], answers: CalendarAnswers, campuses: tuple[Campus, ...], first_year: int
) -> tuple[date | None, date | None, dict[str, date], dict[str, date]]:
    """Return the first and last day as answered or else as the entries give them, and those of each campus.

    Of several first days the earliest counts, and of several last days the latest; each campus has the earliest
    and latest of those that are for it. None if nothing gives the day: a day of the time in which every school
    year is under way does not.
    """
    (month, day), (last_month, last_day) = _UNDER_WAY
    since, until = date(first_year, month, day), date(first_year + 1, last_month, last_day)
    somewhere = [entry for entry in entries if entry.campus_ids != frozenset()]
    firsts = [
        entry for entry in somewhere if Effect.FIRST_DAY in entry.markers and not since <= entry.first <= until
    ]
    lasts = [entry for entry in somewhere if Effect.LAST_DAY in entry.markers and not since <= entry.last <= until]
    first = answers.first_day or min((entry.first for entry in firsts), default=None)
    last = answers.last_day or max((entry.last for entry in lasts), default=None)
    first_at: dict[str, date] = {}
    last_at: dict[str, date] = {}
    for campus in campuses:
        campus_firsts = [entry.first for entry in firsts if entry.is_for(campus.campus_id)]
        campus_lasts = [entry.last for entry in lasts if entry.is_for(campus.campus_id)]
        if campus_firsts and answers.first_day is None:
            first_at[campus.campus_id] = min(campus_firsts)
        if campus_lasts and answers.last_day is None:
            last_at[campus.campus_id] = max(campus_lasts)
    return first, last, first_at, last_at


def days_of_year(
    bounds: YearBounds, entries: list[CalendarEntry], answers: CalendarAnswers, campuses: tuple[Campus, ...]
) -> tuple[SchoolDay, ...]:
    """Return every weekday of the year, and each weekend day on which school is held somewhere."""
    by_date = _by_date(entries, bounds)
    groups = _campuses_with_same_days(
        campuses, [*(entry.campus_ids for entry in entries), *(day.campus_ids for day in answers.days)], bounds
    )
    days = []
    for on in each_date(bounds.first, bounds.last):
        # The later answer overrides the earlier one.
        answered = [day for day in reversed(answers.days) if _is_about(day, on)]
        day = _day(on, by_date.get(on, []), answered, bounds, groups)
        if on.weekday() < SATURDAY or has_school(day):
            days.append(day)
    return tuple(days)


def _campuses_with_same_days(
    campuses: tuple[Campus, ...], audiences: Iterable[frozenset[str] | None], bounds: YearBounds
) -> list[tuple[str, ...]]:
    """Return the ids of the campuses in groups for which every entry and answer says the same, in the district's
    order.
    """
    restricted = sorted({tuple(sorted(audience)) for audience in audiences if audience is not None})
    audience_sets = [frozenset(audience) for audience in restricted]
    groups: dict[object, list[str]] = {}
    for campus in campuses:
        campus_id = campus.campus_id
        memberships = tuple(campus_id in audience for audience in audience_sets)
        key = (memberships, bounds.first_at.get(campus_id), bounds.last_at.get(campus_id))
        groups.setdefault(key, []).append(campus_id)
    return [tuple(ids) for ids in groups.values()]


def _is_about(answer: AnsweredDays, on: date) -> bool:
    if not answer.first <= on <= answer.last:
        return False
    return answer.kind is DayKind.CLOSED or _is_meant(answer.first, answer.last, on)


def _by_date(entries: list[CalendarEntry], bounds: YearBounds) -> dict[date, list[CalendarEntry]]:
    by_date: dict[date, list[CalendarEntry]] = {}
    for entry in entries:
        first, last = max(entry.first, bounds.first), min(entry.last, bounds.last)
        if first <= last and entry.campus_ids != frozenset():
            for on in each_date(first, last):
                by_date.setdefault(on, []).append(entry)
    return by_date


def has_school(day: SchoolDay) -> bool:
    """Check whether there is school on the day at some campus."""
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
    status_by_campus: dict[str, _DayStatus] = {}
    for group in groups:
        status_by_campus.update(dict.fromkeys(group, _day_status(on, group[0], entries, answered, bounds)))
    if status_by_campus and general not in status_by_campus.values():
        # Every campus has its own status, so the most common one is the day's general status.
        counted = Counter(status_by_campus.values())
        general = max(status_by_campus.values(), key=counted.__getitem__)
    variations: dict[_DayStatus, list[str]] = {}
    for campus_id, status in status_by_campus.items():
        if status != general:
            variations.setdefault(status, []).append(campus_id)
    return SchoolDay(
        date=on,
        kind=general.kind,
        title=general.title,
        variations=tuple(
            DayVariation(campus_ids=tuple(ids), kind=status.kind, title=status.title)
            for status, ids in variations.items()
        ),
    )


def _day_status(
    on: date,
    campus_id: str | None,
    entries: list[CalendarEntry],
    answered: list[AnsweredDays],
    bounds: YearBounds,
) -> _DayStatus:
    """Return what the day is at a campus; with None, at a campus that no entry names."""
    relevant = [entry for entry in entries if entry.is_for(campus_id)]
    kind, deciding = _kind_by_entries(on, relevant)
    marked = [entry for entry in relevant if _marks(entry, on)]
    title = _joined_titles(*deciding, *marked)
    for answer in answered:
        if answer.campus_ids is None or campus_id in answer.campus_ids:
            return _DayStatus(answer.kind, answer.title or title)
    outside = bounds.closed_at(on, campus_id)
    return _DayStatus(kind, title) if outside is None else _DayStatus(DayKind.CLOSED, outside)


def _kind_by_entries(on: date, entries: list[CalendarEntry]) -> tuple[DayKind, list[CalendarEntry]]:
    """Return the kind of day, and the entries that decide it."""
    held = [
        entry for entry in entries if entry.kind is Effect.SCHOOL_DAY and _is_meant(entry.first, entry.last, on)
    ]
    closing = [entry for entry in entries if entry.kind in CLOSING_EFFECTS]
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
    """Check whether a span with school includes that date.

    A span that covers a weekend means its weekdays; a span of weekend days only means these.
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
