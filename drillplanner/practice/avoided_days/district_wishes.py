"""Days of the list that a district uses all the same (``not_avoided``): by name, by kind, or by date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from drillplanner.model import AvoidedDay, AvoidedKind
from drillplanner.practice.avoided_days.from_calendar import NAMES_FROM_CALENDAR
from drillplanner.practice.avoided_days.listed_dates import listed_names
from drillplanner.practice.avoided_days.religious_holidays import names_of_religious_holidays


def is_taken_off(day: AvoidedDay, not_avoided: Iterable[str]) -> bool:
    """Check whether the district takes the day off the list."""
    ways_to_say = {day.name.casefold(), day.kind.value, day.on.isoformat()}
    return any(wish.casefold() in ways_to_say for wish in not_avoided)


def unknown_wishes(not_avoided: Iterable[str]) -> Iterator[str]:
    """Yield the entries of ``not_avoided`` that are no name, kind, or date of a day that can be on the list."""
    known = {name.casefold() for name in words_for_days()}
    for wish in not_avoided:
        if wish.casefold() not in known and not _is_date(wish):
            yield wish


def words_for_days() -> tuple[str, ...]:
    """Return the kinds, then the names, by which days can be taken off the list."""
    kinds = tuple(kind.value for kind in AvoidedKind if kind is not AvoidedKind.OWN_LIST)
    return (*kinds, *sorted(listed_names() | names_of_religious_holidays() | NAMES_FROM_CALENDAR))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
