"""Drills and chores as calendar events.

An event's id (UID) comes from the drill's id in the district's own namespace, so that a drill that is moved
stays the same event for everyone who has it; ids hold no host or name (RFC 7986 section 5.3). Nothing here
asks the clock or names the plan's version: an event whose drill did not change says the same in the next
plan. When it was made and last revised, and whether it was cancelled, is added later (``revised_events``).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Event

from drillplanner.errors import InconsistencyError, shorten
from drillplanner.model import Drill, Task, format_grades
from drillplanner.publish import dates, words
from drillplanner.publish.icalendar_text import line, text
from drillplanner.publish.output import PublishRequest
from drillplanner.publish.timezone_block import packaged_zone

FOR_STAFF = "For staff only. Do not publish this, and do not tell families the time of a security drill."

#: Marks a chore, so that no reader of the file takes it for a drill.
CHORE_CATEGORY = "chore"

_LONGEST_TITLE = 150


def drill_event(drill: Drill, request: PublishRequest) -> Event:
    """The event of one drill, in the local time of the district."""
    title = words.drill_title(drill.drill_type)
    campus = request.campus_name(drill.campus_id)
    event = _event(drill.drill_id, f"{title} – {campus}", campus, _drill_words(drill, request), request)
    _set_times(event, drill, request)
    # The type and the campus by their own words: this is how an audit reads the file back.
    event.add("CATEGORIES", [drill.drill_type.value, drill.campus_id])
    return event


def chore_event(task: Task, request: PublishRequest) -> Event:
    """The event of one chore: all of its last day, and nobody's time is blocked."""
    campus = request.campus_name(task.campus_id)
    title = f"{shorten(task.text, _LONGEST_TITLE).rstrip('.')} – {campus}"
    event = _event(task.task_id, title, campus, _chore_words(task, request), request)
    _set_all_day(event, task.due)
    event.add("CATEGORIES", [CHORE_CATEGORY, task.kind, task.campus_id])
    return event


def promised_event(tasks: Sequence[Task], request: PublishRequest) -> Event:
    """One event of the chores that developmental rules ask of one drill with the same lead.

    Its id comes from the drill and the lead, so that a drill that is moved keeps the events of its chores.
    """
    first = min(tasks, key=lambda task: task.due)
    campus = request.campus_name(first.campus_id)
    drill = request.drill_by_id.get(first.drill_id or "")
    kind = "Drill" if drill is None else words.drill_title(drill.drill_type)
    number = words.counted(len(tasks), "chore")
    title = f"{number} for: {kind}{'' if drill is None else f' on {drill.date:%b} {drill.date.day}'} – {campus}"
    lines = [f"- {task.text} ({task.who}; {task.due_words}; {task.mandate_id})" for task in tasks]
    said = "\n".join([f"By {dates.long_date(first.due)}, at {campus}:", *lines, "", *_tail(request)])
    event = _event(f"{first.drill_id}/{first.due_words}", title, campus, said, request)
    _set_all_day(event, first.due)
    event.add("CATEGORIES", [CHORE_CATEGORY, first.campus_id])
    return event


def _event(key: str, title: str, place: str, description: str, request: PublishRequest) -> Event:
    event = Event()
    event.add("UID", str(uuid.uuid5(request.workspace.district.namespace, key)))
    # CLASS is only advice to programs and hides nothing; who may see a drill is settled by who gets the file.
    event.add("CLASS", "PUBLIC")
    event.add("SUMMARY", line(title))
    event.add("LOCATION", line(place))
    event.add("DESCRIPTION", text(description))
    return event


def _set_times(event: Event, drill: Drill, request: PublishRequest) -> None:
    if drill.start is None or drill.end is None:
        _set_all_day(event, drill.date)
        return
    zone = packaged_zone(request.workspace.district.timezone)
    for name, at in (("DTSTART", drill.start), ("DTEND", drill.end)):
        moment = datetime.combine(drill.date, at, zone)
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
            raise InconsistencyError(
                f"drill {drill.drill_id} is planned for {drill.date} {at:%H:%M}, an hour that does not exist "
                f"in {zone.key}: the clocks are put forward"
            )
        event.add(name, moment)
    event.add("TRANSP", "OPAQUE")


def _set_all_day(event: Event, on: date) -> None:
    event.add("DTSTART", on)
    # The end of an event is the first day on which it is over (RFC 5545 section 3.6.1).
    event.add("DTEND", on + timedelta(days=1))
    event.add("TRANSP", "TRANSPARENT")


def _drill_words(drill: Drill, request: PublishRequest) -> str:
    title = words.drill_title(drill.drill_type)
    head = f"{title} at {request.campus_name(drill.campus_id)}, {dates.long_date(drill.date)}{_time_words(drill)}."
    return "\n".join([head, "", *_facts(drill, request), *_law(drill, request), "", *_tail(request)])


def _time_words(drill: Drill) -> str:
    if drill.start is None or drill.end is None:
        return ""
    during = f", {drill.period}" if drill.period else ""
    length = words.counted(drill.minutes or 0, "minute")
    return f", {dates.clock_span(drill.start, drill.end)} ({length}{during})"


def _facts(drill: Drill, request: PublishRequest) -> list[str]:
    facts = []
    scenario = request.workspace.scenario_by_id.get(drill.scenario_id or "")
    if scenario is not None:
        facts.append(f"Scenario: {scenario.title}")
    if drill.format is not None:
        facts.append(f"How: {words.FORMATS[drill.format]}")
    if drill.audience is not None:
        grades = f", grades {format_grades(drill.grades)}" if drill.grades else ""
        facts.append(f"Who: {words.AUDIENCES[drill.audience]}{grades}")
    if drill.route is not None:
        facts.append(f"Way out: {words.ROUTES[drill.route]}")
    if drill.announced is not None:
        facts.append(f"Announced beforehand: {'yes' if drill.announced else 'no'}")
    if drill.agencies:
        facts.append(f"Attending: {words.listed(tuple(map(request.agency_name, drill.agencies)))}")
    return facts


def _law(drill: Drill, request: PublishRequest) -> list[str]:
    met = []
    for credit in drill.credits:
        verdict = request.verdict_by_duty.get((drill.campus_id, credit))
        if verdict is None:
            met.append(f"- {credit}")
        else:
            named = f"{verdict.mandate} {verdict.title}".strip()
            met.append(f"- {named} ({verdict.cite})")
    # One mandate may be met for two windows at once; it is said once.
    return ["Meets:", *dict.fromkeys(met)] if met else []


def _chore_words(task: Task, request: PublishRequest) -> str:
    said = [
        f"{words.chore_title(task.kind)}: {task.text}",
        f"To whom: {task.who}",
        f"Due: {dates.long_date(task.due)} ({task.due_words})",
        f"Campus: {request.campus_name(task.campus_id)}",
    ]
    drill = request.drill_by_id.get(task.drill_id or "")
    if drill is not None:
        said.append(
            f"For: {words.drill_title(drill.drill_type)}, {dates.long_date(drill.date)}{_time_words(drill)}"
        )
    said.append(f"{'Asked for' if task.developmental else 'Required'} by: {request.basis(task)}")
    return "\n".join([*said, "", *_tail(request)])


def _tail(request: PublishRequest) -> list[str]:
    note = request.workspace.district.note
    return [FOR_STAFF, request.plan.disclaimer, *([note] if note else [])]
