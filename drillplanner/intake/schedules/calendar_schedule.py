"""A calendar of drills, ours or anyone's, as a schedule.

The kind of drill is told by a category (its published word, as our own calendars write it, or common words),
else by the title; the campus by a category (its id or name), else by place, title or the calendar's name,
the nearest of these that names one. An event that cannot be placed is listed; a cancelled one, and one that
our own calendars mark as a chore, is counted and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import time
from typing import TypeVar
from zoneinfo import ZoneInfo

from drillplanner.files.errors import shorten
from drillplanner.files.read_result import listed
from drillplanner.intake.calendar_files.event import CalendarEvent
from drillplanner.intake.calendar_files.icalendar_events import read_calendar_events
from drillplanner.intake.schools.campus_names import CampusNames
from drillplanner.model import Campus, Drill, DrillType, EntryProblem, Schedule
from drillplanner.model.scenarios.drill_wording import (
    drill_types_in,
    exact_drill_type,
    is_marked_as_no_drill,
    says_drill,
)

Found = TypeVar("Found")


def schedule_of_calendar(raw: bytes, name: str, campuses: tuple[Campus, ...], timezone: str) -> Schedule:
    """The schedule in the bytes of an .ics file; ``name`` is the file in messages.

    Times become local times of ``timezone``. Raises InputError for a file that is no calendar.
    """
    file = read_calendar_events(raw, name, ZoneInfo(timezone), window=None)
    names = CampusNames(campuses)
    problems = [
        EntryProblem(
            row=question.line,
            problem="unreadable",
            message=f"'{question.title}': {question.reason}; taken as: {question.taken_as}",
        )
        for question in file.questions
    ]
    drills: list[Drill] = []
    chores = 0
    events = sorted(file.events, key=lambda event: (event.line, event.first, event.start or time(0)))
    ids = _drill_ids(events)
    for event, drill_id in zip(events, ids, strict=True):
        if is_marked_as_no_drill(event.categories):
            chores += 1
            continue
        placed = _placed(event, drill_id, names, file.name)
        if isinstance(placed, Drill):
            drills.append(placed)
        else:
            problems.append(placed)
    problems.sort(key=lambda one: (one.row or 0, one.problem, one.message))
    return Schedule(
        source=name, drills=tuple(drills), problems=tuple(problems), notes=_notes(name, file.canceled, chores)
    )


def _placed(event: CalendarEvent, drill_id: str, names: CampusNames, calendar_name: str) -> Drill | EntryProblem:
    """The event as a drill, or why it is none."""

    def problem(kind: str, message: str, campus_id: str | None = None) -> EntryProblem:
        return EntryProblem(row=event.line, problem=kind, message=message, campus_id=campus_id, drill_id=drill_id)

    title = shorten(event.title) or "(without a title)"
    campus_ids = _campuses_of(event, names, calendar_name)
    campus_id = campus_ids[0] if len(campus_ids) == 1 else None
    types = _types_of(event, calendar_name)
    if len(types) != 1:
        said = f"may be {listed(types)}" if types else "names no kind of drill that we know"
        return problem("unknown_type", f"'{title}' {said}", campus_id)
    if campus_id is None:
        said = (
            f"names several campuses: {listed(campus_ids)}" if campus_ids else "names no campus of this district"
        )
        return problem("unknown_campus", f"'{title}' {said}")
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
    """The kind of drill by the nearest that tells one; several where none tells just one."""
    exact = dict.fromkeys(filter(None, map(exact_drill_type, event.categories)))
    # "Fire" is a drill in a calendar of drills, and beside the category "Drill".
    is_drill = any(map(says_drill, (event.title, *event.categories, calendar_name)))
    by_category = dict.fromkeys(
        one for category in event.categories for one in drill_types_in(category, is_drill=is_drill)
    )
    return _nearest((tuple(exact), tuple(by_category), drill_types_in(event.title, is_drill=is_drill)))


def _campuses_of(event: CalendarEvent, names: CampusNames, calendar_name: str) -> tuple[str, ...]:
    """The campus by the nearest that names one; several where none names just one."""
    by_category = dict.fromkeys(filter(None, map(names.exactly, event.categories)))
    texts = (event.location, event.title, calendar_name)
    return _nearest((tuple(by_category), *map(names.named_in, texts), names.loosely_named_in(event.title)))


def _nearest(found: Iterable[tuple[Found, ...]]) -> tuple[Found, ...]:
    several: tuple[Found, ...] = ()
    for one in found:
        if len(one) == 1:
            return one
        several = several or one
    return several


def _drill_ids(events: Iterable[CalendarEvent]) -> list[str]:
    """The UID of each event; with its date where several events share one, ``row-<line>`` where it has none."""
    every = list(events)
    uses = Counter(event.uid for event in every)
    ids = []
    taken: Counter[str] = Counter()
    for event in every:
        own = event.uid or f"row-{event.line}"
        if event.uid and uses[event.uid] > 1:
            own = f"{event.uid}/{event.first.isoformat()}"
        taken[own] += 1
        ids.append(own if taken[own] == 1 else f"{own}/{taken[own]}")
    return ids


def _notes(name: str, cancelled: int, chores: int) -> tuple[str, ...]:
    counted = ((cancelled, "marked as cancelled"), (chores, "marked as a chore and no drill"))
    return tuple(
        f"Left out of {name}: {number} event{'' if number == 1 else 's'} {what}."
        for number, what in counted
        if number
    )
