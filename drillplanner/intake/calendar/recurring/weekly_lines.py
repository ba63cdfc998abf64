"""Lines of a calendar that speak of a weekday again and again, as one event for each date that is meant.

- A line without a date holds for the whole year; one with a span, within the span. Where it has its weekday only
  once ("Thursday dismissal: 1 hour early"), the district is asked; a line that closes schools then needs a date.
- Several lines of one title (a series, or a row for each date) are read on their own dates alone.
- One line with one date holds from that date on if it says "every", if it closes schools, or if its date is
  another weekday; else on its date alone. Either way the district is asked.
- "Every other Friday" and the like are read on the dates they have, and the district is asked for the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.files.phrases import comparable
from drillplanner.files.read_result import listed
from drillplanner.files.written.dates import DateReader
from drillplanner.intake.calendar.answers import CalendarAnswers
from drillplanner.intake.calendar.recurring.weekly_words import WeeklyWords, weekly_words
from drillplanner.intake.calendar.title_meaning import meaning_of
from drillplanner.intake.calendar.wording import CLOSING_EFFECTS, Effect
from drillplanner.intake.calendar_files.event import IGNORED, CalendarEvent, UndatedLine
from drillplanner.model import WEEKDAYS, CalendarQuestion

_EFFECTS = (*CLOSING_EFFECTS, Effect.EARLY_RELEASE, Effect.DELAYED_OPENING, Effect.TESTING)
#: The most weekly lines without a date, or with one date, of a calendar; a district has a few.
MAXIMUM_LINES = 100
_NO_SCHOOL = "no school"


@dataclass(frozen=True)
class WeeklyLines:
    """The events of a calendar with those of its weekly lines, the lines without a date that say nothing weekly,
    and questions on weekly lines that leave their dates open.
    """

    events: tuple[CalendarEvent, ...]
    undated: tuple[UndatedLine, ...]
    questions: tuple[CalendarQuestion, ...]


def spread_weekly_lines(
    file: str,
    events: Iterable[CalendarEvent],
    undated: Iterable[UndatedLine],
    window: tuple[date, date],
    answers: CalendarAnswers,
) -> WeeklyLines:
    """Return the events with each weekly line replaced by its dates; ``window`` holds the dates of the year.

    A line that leaves its dates open, and whose title is settled by an answer, holds on every date of its
    weekdays.
    """
    return _WeeklyReader(file, tuple(events), window, answers).read(tuple(undated))


class _WeeklyReader:
    def __init__(
        self, file: str, events: tuple[CalendarEvent, ...], window: tuple[date, date], answers: CalendarAnswers
    ) -> None:
        self._file, self._events, self._window, self._answers = file, events, window, answers
        self._times = Counter(comparable(event.title) for event in events)
        self._dates = DateReader(window[0].year)
        self._questions: list[CalendarQuestion] = []
        self._lines = 0

    def read(self, undated: tuple[UndatedLine, ...]) -> WeeklyLines:
        events = [spread for event in self._events for spread in self._spread(event)]
        left: list[UndatedLine] = []
        for line in undated:
            found = self._spread_undated(line)
            events.extend(found)
            if not found:
                left.append(line)
        return WeeklyLines(tuple(events), tuple(left), tuple(self._questions))

    def _spread(self, event: CalendarEvent) -> list[CalendarEvent]:
        is_long = (event.last - event.first).days >= len(WEEKDAYS)
        words = weekly_words(event.title, has_date=not is_long)
        if words is None or (effect := self._effect(words, event)) is None:
            return [event]
        event = replace(event, read_as=_NO_SCHOOL if words.free_others else words.rest)
        if self._times[comparable(event.title)] > 1 and event.first == event.last:
            return [event]
        if event.first < event.last and (words.starts or words.ends):
            words = replace(words, unclear=f"{words.starts} {words.ends}".strip())  # beside the dates it has
        if words.unclear and self._answers.answer_for(event.title) is None:
            self._ask(event.line, event.title, words, effect)
            return [event] if event.first == event.last else []
        first, last = self._span(event, words)
        dates = list(words.dates(first, last)) if first < last else []
        if dates and event.first < event.last:
            return self._on_dates(event, dates)
        is_its_day = event.first in words.dates(event.first, event.last)
        if is_its_day and not words.is_every and effect not in CLOSING_EFFECTS:
            return [replace(event, doubt=f"it has one date, and speaks of {_named(words)}; only its date is read")]
        doubt = f"it has one date; it is read as {_named(words)} from {event.first} on"
        return self._on_dates(
            replace(event, doubt=doubt), list(words.dates(event.first, self._end(words))) or [event.first]
        )

    def _spread_undated(self, line: UndatedLine) -> list[CalendarEvent]:
        words = weekly_words(line.title, has_date=False)
        event = CalendarEvent(*self._window, line.title, description=line.description, line=line.line)
        is_unclear = words is not None and words.unclear and self._answers.answer_for(line.title) is None
        effect = None if words is None or line.undecided else self._effect(words, event)
        if words is None or effect is None or is_unclear:
            return []  # without a date to hold on to, an unclear line cannot be used
        if weekly_words(line.title) is None:
            if effect in CLOSING_EFFECTS:
                return []  # "Friday: no school" without its date may be one Friday
            event = replace(event, doubt=f"it has no date; it is read as all {_named(words)}")
        event = replace(event, read_as=_NO_SCHOOL if words.free_others else words.rest)
        return self._on_dates(event, list(words.dates(*self._span(event, words))))

    def _effect(self, words: WeeklyWords, event: CalendarEvent) -> Effect | None:
        """Return what the line says of its weekdays, or None if that changes no school day."""
        if words.free_others:
            return Effect.CLOSED
        days = (event.last - event.first).days + 1
        kind = meaning_of(words.rest, (), event.description, event.minutes, days).kind
        return kind if kind in _EFFECTS else None

    def _span(self, event: CalendarEvent, words: WeeklyWords) -> tuple[date, date]:
        """Return the dates between which a line holds: those it speaks of, or its own."""
        first, last = max(event.first, self._window[0]), min(event.last, self._window[1])
        with suppress(ValueError):
            first = self._dates.span(words.starts)[0] if words.starts else first
        return first, min(last, self._end(words)) if event.first < event.last else last

    def _end(self, words: WeeklyWords) -> date:
        with suppress(ValueError):
            return min(self._dates.span(words.ends)[1] if words.ends else self._window[1], self._window[1])
        return self._window[1]

    def _on_dates(self, event: CalendarEvent, dates: list[date]) -> list[CalendarEvent]:
        self._lines += 1
        if self._lines > MAXIMUM_LINES:
            reason = f"the calendar has more than {MAXIMUM_LINES} lines about weekdays"
            self._questions.append(self._question(event.line, event.title, reason, may_close=True))
            return []
        return [replace(event, first=on, last=on, is_recurring=True) for on in dates]

    def _ask(self, line: int, title: str, words: WeeklyWords, effect: Effect) -> None:
        reason = f"it speaks of {_named(words)}, and '{words.unclear}' leaves open which dates are meant"
        self._questions.append(self._question(line, title, reason, may_close=effect in CLOSING_EFFECTS))

    def _question(self, line: int, title: str, reason: str, may_close: bool) -> CalendarQuestion:
        return CalendarQuestion(
            file=self._file,
            line=line,
            title=title,
            dates=(),
            reason=reason,
            taken_as=IGNORED,
            may_close=may_close,
            answer="days: [{date: YYYY-MM-DD, kind: closed}, ...], and understood: [{title: ..., kind: ignore}]",
        )


def _named(words: WeeklyWords) -> str:
    names = [WEEKDAYS[day].capitalize() + "s" for day in sorted(words.weekdays)]
    return ("a school week of " if words.free_others else "") + listed(names)
