"""The weekly facts of ``calendar.yaml`` as entries of a calendar, and sentences on every weekly fact of a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from drillplanner.intake.calendar.answers import WeeklyDays, WeeklyKind
from drillplanner.intake.calendar.entries import CalendarEntry
from drillplanner.intake.calendar.wording import EFFECT_NAMES, Effect
from drillplanner.intake.calendar_files.event import shown_title
from drillplanner.model import WEEKDAYS

_WEEK = timedelta(7)
_EFFECT_OF_WEEKLY = {
    WeeklyKind.CLOSED: Effect.CLOSED,
    WeeklyKind.EARLY_RELEASE: Effect.EARLY_RELEASE,
    WeeklyKind.DELAYED_OPENING: Effect.DELAYED_OPENING,
    WeeklyKind.TESTING: Effect.TESTING,
}


def weekly_entries(answers: Iterable[WeeklyDays], window: tuple[date, date]) -> list[CalendarEntry]:
    """Return one entry for each date of the weekly facts within the window.

    They count like lines of the calendar: a holiday on such a day stays a holiday, and school that is held on it
    by another line is held.
    """
    entries = []
    for answer in answers:
        first, last = answer.first or window[0], min(answer.last or window[1], window[1])
        on = first + timedelta((answer.weekday - first.weekday()) % 7)
        while on <= last:
            if on not in answer.excepted:
                entries.append(
                    CalendarEntry(
                        answer.title,
                        on,
                        on,
                        _EFFECT_OF_WEEKLY[answer.kind],
                        campus_ids=answer.campus_ids,
                        line=answer.line,
                        recurring=True,
                    )
                )
            on += _WEEK
    return entries


def weekly_sentences(entries: Iterable[CalendarEntry], first: date, last: date) -> tuple[str, ...]:
    """Return a sentence on each line that holds every week: its days between two dates."""
    dates: dict[tuple[str, Effect | None], set[date]] = {}
    for entry in entries:
        if entry.recurring and first <= entry.first <= last:
            dates.setdefault((entry.title, entry.kind), set()).add(entry.first)
    sentences = []
    for (title, kind), found in dates.items():
        weekdays = " and ".join(WEEKDAYS[day].capitalize() + "s" for day in sorted({on.weekday() for on in found}))
        effect = "understood" if kind is None else EFFECT_NAMES[kind]
        count = f"{len(found)} day{'' if len(found) == 1 else 's'}"
        sentences.append(
            f"'{shown_title(title)}': {effect} on {weekdays}, {count} from {min(found)} to {max(found)}."
        )
    return tuple(sentences)
