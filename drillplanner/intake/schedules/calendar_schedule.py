"""A calendar of drills as a schedule, from drillplanner or any other program.

The drill type comes from a category (the published word that drillplanner's calendars use, or common words),
otherwise from the title. The campus comes from a category (its id or name), otherwise from the location, the
title, or the calendar's name, whichever names one first. An event that cannot be placed is listed; a canceled one,
and one that drillplanner's calendars mark as a task, is counted and omitted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import TypeVar
from zoneinfo import ZoneInfo

from drillplanner.files.errors import shorten
from drillplanner.files.read_result import listed
from drillplanner.intake.calendar_files.event import CalendarEvent
from drillplanner.intake.calendar_files.icalendar_events import read_calendar_events
from drillplanner.intake.schools.campus_names import CampusNames
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import Campus, Drill, DrillType, EntryProblem, Schedule
from drillplanner.model.scenarios.drill_wording import (
    drill_types_in,
    exact_drill_type,
    is_marked_as_no_drill,
    says_drill,
)

Found = TypeVar("Found")


def read_calendar_schedule(
    raw: bytes, name: str, campuses: tuple[Campus, ...], timezone: str, school_names: SchoolNames | None = None
) -> Schedule:
    """Return the schedule in the bytes of an .ics file; ``name`` is the file in messages.

    Times become local times of ``timezone``. ``school_names`` are the schools by all their names (None: of
    ``campuses`` alone).

    Raises InputError: the file is not a calendar.
    """
    file = read_calendar_events(raw, name, ZoneInfo(timezone), window=None)
    names = _Names(CampusNames(campuses), school_names or SchoolNames(campuses))
    problems = [
        EntryProblem(
            row=question.line,
            problem="unreadable",
            message=f"'{question.title}': {question.reason}; taken as: {question.taken_as}",
        )
        for question in file.questions
    ]
    drills: list[Drill] = []
    tasks = 0
    events = sorted(file.events, key=lambda event: (event.line, event.first, event.start or time(0)))
    ids = _drill_ids(events)
    for event, drill_id in zip(events, ids, strict=True):
        if is_marked_as_no_drill(event.categories):
            tasks += 1
            continue
        placed = _placed(event, drill_id, names, file.name)
        if isinstance(placed, Drill):
            drills.append(placed)
        else:
            problems.append(placed)
    problems.sort(key=lambda problem: (problem.row or 0, problem.problem, problem.message))
    return Schedule(
        source=name, drills=tuple(drills), problems=tuple(problems), notes=_notes(name, file.canceled, tasks)
    )


@dataclass(frozen=True)
class _Names:
    """Schools named in running text, and schools that a text alone names."""

    in_text: CampusNames
    alone: SchoolNames

    def sure(self, text: str) -> str | None:
        """Return the school that a category or a place names, if it is planned."""
        school_id = self.alone.meant(text).school_id if text else None
        return school_id if school_id in self.alone.ids else None


def _placed(event: CalendarEvent, drill_id: str, names: _Names, calendar_name: str) -> Drill | EntryProblem:
    """Return the event as a drill, or the reason why it is not one."""

    def problem(kind: str, message: str, campus_id: str | None = None) -> EntryProblem:
        return EntryProblem(row=event.line, problem=kind, message=message, campus_id=campus_id, drill_id=drill_id)

    title = shorten(event.title) or "(without a title)"
    campus_ids = _campuses_of(event, names, calendar_name)
    campus_id = campus_ids[0] if len(campus_ids) == 1 else None
    types = _types_of(event, calendar_name)
    if len(types) != 1:
        reason = f"may be {listed(types)}" if types else "names no kind of drill that we know"
        return problem("unknown_type", f"'{title}' {reason}", campus_id)
    if campus_id is None:
        reason = (
            f"names several campuses: {listed(campus_ids)}" if campus_ids else "names no campus of this district"
        )
        return problem("unknown_campus", f"'{title}' {reason}")
    if event.last != event.first:
        span = f"{event.first} to {event.last}"
        return problem("unreadable", f"'{title}' runs from {span}; a drill is on one day", campus_id)
    timed = event.start is not None and event.end is not None and event.end > event.start
    return Drill(
        drill_id=drill_id,
        campus_id=campus_id,
        drill_type=types[0],
        date=event.first,
        start=event.start,
        end=event.end if timed else None,
        row=event.line,
    )


def _types_of(event: CalendarEvent, calendar_name: str) -> tuple[DrillType, ...]:
    """Return the drill type from the first source that states exactly one; several if none does."""
    exact = dict.fromkeys(filter(None, map(exact_drill_type, event.categories)))
    # "Fire" is a drill in a calendar of drills, or with the category "Drill".
    is_drill = any(map(says_drill, (event.title, *event.categories, calendar_name)))
    by_category = dict.fromkeys(
        drill_type for category in event.categories for drill_type in drill_types_in(category, is_drill=is_drill)
    )
    return _first_unambiguous((tuple(exact), tuple(by_category), drill_types_in(event.title, is_drill=is_drill)))


def _campuses_of(event: CalendarEvent, names: _Names, calendar_name: str) -> tuple[str, ...]:
    """Return the campus from the first source that names exactly one; several if none does."""
    by_category = dict.fromkeys(filter(None, map(names.sure, event.categories)))
    by_place = tuple(filter(None, (names.sure(event.location),)))
    texts = (event.location, event.title, calendar_name)
    in_text = names.in_text
    return _first_unambiguous(
        (tuple(by_category), by_place, *map(in_text.named_in, texts), in_text.loosely_named_in(event.title))
    )


def _first_unambiguous(candidates: Iterable[tuple[Found, ...]]) -> tuple[Found, ...]:
    ambiguous: tuple[Found, ...] = ()
    for values in candidates:
        if len(values) == 1:
            return values
        ambiguous = ambiguous or values
    return ambiguous


def _drill_ids(events: Iterable[CalendarEvent]) -> list[str]:
    """Return the UID of each event, with its date if several events share it, or ``row-<line>`` without one."""
    all_events = list(events)
    uses = Counter(event.uid for event in all_events)
    ids = []
    used: Counter[str] = Counter()
    for event in all_events:
        drill_id = event.uid or f"row-{event.line}"
        if event.uid and uses[event.uid] > 1:
            drill_id = f"{event.uid}/{event.first.isoformat()}"
        used[drill_id] += 1
        ids.append(drill_id if used[drill_id] == 1 else f"{drill_id}/{used[drill_id]}")
    return ids


def _notes(name: str, canceled: int, tasks: int) -> tuple[str, ...]:
    counted = ((canceled, "marked as cancelled"), (tasks, "marked as a chore and no drill"))
    return tuple(
        f"Left out of {name}: {number} event{'' if number == 1 else 's'} {reason}."
        for number, reason in counted
        if number
    )
