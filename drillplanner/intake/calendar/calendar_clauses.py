"""Titles that say one thing of some schools and another of others: "PK-5: No School; 6-12: regular day"."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.files.phrases import comparable
from drillplanner.intake.calendar.title_meaning import meaning_of
from drillplanner.intake.calendar.wording import Effect, wording
from drillplanner.intake.calendar_files.event import CalendarEvent
from drillplanner.intake.schools.named_schools import AudienceReader

_BETWEEN_CLAUSES = ";"


def clauses_of(event: CalendarEvent, audiences: AudienceReader) -> tuple[CalendarEvent, ...]:
    """The event once for each clause that changes a day; the event alone where its title is one statement.

    A title is several statements where semicolons divide it, each clause is understood by itself, and each of
    those that change a day names its schools. A clause that says that school is held as usual ("elementary in
    session") is left out: that is what it is without it.
    """
    clauses = _clauses(event.title)
    changing: list[CalendarEvent] = []
    for clause in clauses:
        meaning = meaning_of(clause, (), "", event.minutes)
        if not meaning.understood or meaning.markers:
            return (event,)
        if meaning.kind not in (None, Effect.NO_EFFECT):
            if audiences.named_in(clause, wording().without_names(comparable(clause))).for_everyone:
                return (event,)
            changing.append(replace(event, title=clause, description=""))
    return tuple(changing) if len(clauses) > 1 and changing else (event,)


def unknown_clauses(title: str) -> tuple[str, ...]:
    """Unknown parts of a harmless title that may be about school days: "End of 1st quarter; 60% day"."""
    clauses = _clauses(title)
    if len(clauses) < 2:
        return ()
    return tuple(
        clause
        for clause in clauses
        if wording().may_be_about_school_days(comparable(clause))
        and not meaning_of(clause, (), "", None).understood
    )


def _clauses(title: str) -> list[str]:
    return [clause.strip() for clause in title.split(_BETWEEN_CLAUSES) if clause.strip()]
