"""Drills and chores as calendar events for staff.

An event's id (UID) comes from the drill's id in the district's own namespace, so that a drill that is moved
stays the same event for everyone who has it; ids hold no host or name (RFC 7986 section 5.3). Nothing here
asks the clock or names the plan's version: an event whose drill did not change says the same in the next
plan. When it was made and last revised, and whether it was cancelled, is added later (``revisions``).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from drillplanner.files.errors import InconsistencyError, shorten
from drillplanner.model import Drill, Task, format_grades
from drillplanner.publish.calendars.events.companions import Companion
from drillplanner.publish.calendars.icalendar_format.content_lines import clean_line, clean_text
from drillplanner.publish.calendars.icalendar_format.time_zone import packaged_zone
from drillplanner.publish.calendars.revisions.revision import EventContent
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.request import PublishRequest

FOR_STAFF = "For staff only. Do not publish this, and do not tell families the time of a security drill."

#: Marks a chore, so that no reader of the file takes it for a drill.
CHORE_CATEGORY = "chore"

#: Where there are alarms, that of a whole day rings at nine in the morning before it.
WHOLE_DAY_ALARM = 15 * 60

_LONGEST_TITLE = 150


def drill_event(drill: Drill, request: PublishRequest) -> EventContent:
    """The event of one drill, in the local time of the district."""
    title = words.drill_title(drill.drill_type)
    campus = request.campus_name(drill.campus_id)
    # The type and the campus by their own words: this is how an audit reads the file back.
    categories = (drill.drill_type.value, drill.campus_id)
    said = _drill_words(drill, request)
    return timed_event(drill, drill.drill_id, f"{title} – {campus}", said, categories, request)


def chore_event(task: Task, request: PublishRequest) -> EventContent:
    """The event of one chore: all of its last day, and nobody's time is blocked."""
    campus = request.campus_name(task.campus_id)
    title = f"{shorten(task.text, _LONGEST_TITLE).rstrip('.')} – {campus}"
    categories = (CHORE_CATEGORY, task.kind, task.campus_id)
    return whole_day_event(
        task.due, task.task_id, title, campus, _chore_words(task, request), categories, request, _alarm(request)
    )


def companion_event(
    companion: Companion, drill: Drill | None, tasks: Sequence[Task], request: PublishRequest
) -> EventContent:
    """One event of the chores of one sort that developmental rules ask of one drill with the same lead.

    Its id comes from the drill, the sort and the lead, so that a drill that is moved keeps the events of its
    chores. Without a chore it stands on the day of the drill.
    """
    first = min(tasks, key=lambda task: task.due, default=None)
    campus_id = first.campus_id if first is not None else drill.campus_id if drill is not None else ""
    due = first.due if first is not None else drill.date if drill is not None else date.min
    campus = request.campus_name(campus_id)
    about = "" if drill is None else f": {words.drill_title(drill.drill_type)} on {dates.short_date(drill.date)}"
    told = None if drill is None else request.text_at(drill)
    asked = told.debrief if companion.every_drill and told is not None else ()
    said = [
        f"By {dates.long_date(due)}, at {campus}:",
        *(f"- {task.text} ({task.who}; {task.due_words}; {task.mandate_id})" for task in tasks),
        *(["Questions:"] if asked else []),
        *(f"- {question}" for question in asked),
    ]
    owner = "" if drill is None else drill.drill_id
    key = "/".join([owner, companion.id, *([first.due_words] if first is not None else [])])
    categories = (CHORE_CATEGORY, campus_id)
    title = f"{companion.title}{about} – {campus}"
    return whole_day_event(due, key, title, campus, "\n".join(said), categories, request, _alarm(request))


def timed_event(
    drill: Drill, key: str, title: str, said: str, categories: tuple[str, ...], request: PublishRequest
) -> EventContent:
    """An event at the hours of a drill; of the whole day where the plan gives no hours."""
    place = request.campus_name(drill.campus_id)
    if drill.start is None or drill.end is None:
        return whole_day_event(drill.date, key, title, place, said, categories, request)
    zone = request.workspace.district.timezone
    return EventContent(
        uid=event_id(key, request),
        title=clean_line(title),
        place=clean_line(place),
        description=clean_text(said),
        categories=tuple(map(clean_line, categories)),
        starts=_moment(drill, drill.start, zone),
        ends=_moment(drill, drill.end, zone),
        zone=zone,
        alarm_minutes=request.workspace.district.calendars.alarm_minutes,
    )


def whole_day_event(
    on: date,
    key: str,
    title: str,
    place: str,
    said: str,
    categories: tuple[str, ...],
    request: PublishRequest,
    alarm_minutes: int | None = None,
) -> EventContent:
    """An event of one whole day."""
    starts = datetime.combine(on, time(0))
    return EventContent(
        uid=event_id(key, request),
        title=clean_line(title),
        place=clean_line(place),
        description=clean_text(said),
        categories=tuple(map(clean_line, categories)),
        starts=starts,
        # The end of an event is the first day on which it is over (RFC 5545 section 3.6.1).
        ends=starts + timedelta(days=1),
        zone=None,
        alarm_minutes=alarm_minutes,
    )


def event_id(key: str, request: PublishRequest) -> str:
    """The id of an event in the district's namespace."""
    return str(uuid.uuid5(request.workspace.district.namespace, key))


def time_words(drill: Drill) -> str:
    """``, 9:40–9:50 AM (10 minutes``, with the period; empty where the plan gives no hours."""
    if drill.start is None or drill.end is None:
        return ""
    during = f", {drill.period}" if drill.period else ""
    length = words.counted(drill.minutes or 0, "minute")
    return f", {dates.clock_span(drill.start, drill.end)} ({length}{during})"


def closing_lines(for_whom: str, request: PublishRequest) -> list[str]:
    """The last lines of an event: who may read it, that it is no legal advice, and the district's note."""
    note = request.workspace.district.note
    return [for_whom, request.plan.disclaimer, *([note] if note else [])]


def _alarm(request: PublishRequest) -> int | None:
    return None if request.workspace.district.calendars.alarm_minutes is None else WHOLE_DAY_ALARM


def _moment(drill: Drill, at: time, zone: str) -> datetime:
    moment = datetime.combine(drill.date, at)
    if not _exists(moment, zone):
        raise InconsistencyError(
            f"drill {drill.drill_id} is planned for {drill.date} {at:%H:%M}, an hour that does not exist "
            f"in {zone}: the clocks are put forward"
        )
    return moment


@lru_cache(maxsize=65_536)
def _exists(moment: datetime, timezone: str) -> bool:
    zone = packaged_zone(timezone)
    return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment


def _drill_words(drill: Drill, request: PublishRequest) -> str:
    title = words.drill_title(drill.drill_type)
    head = f"{title} at {request.campus_name(drill.campus_id)}, {dates.long_date(drill.date)}{time_words(drill)}."
    return "\n".join(
        [
            head,
            "",
            *_fact_lines(drill, request),
            *_law_lines(drill, request),
            "",
            *closing_lines(FOR_STAFF, request),
        ]
    )


def _fact_lines(drill: Drill, request: PublishRequest) -> list[str]:
    facts = exercise_lines(drill, request)
    if drill.route is not None:
        facts.append(f"Way out: {words.ROUTES[drill.route]}")
    if drill.announced is not None:
        facts.append(f"Announced beforehand: {'yes' if drill.announced else 'no'}")
    if drill.agencies:
        facts.append(f"Attending: {words.join_words(tuple(map(request.agency_name, drill.agencies)))}")
    return facts


def exercise_lines(drill: Drill, request: PublishRequest) -> list[str]:
    """The scenario, how it is practised and who takes part: what everyone who works with the drill reads."""
    facts = []
    scenario = request.workspace.scenario_by_id.get(drill.scenario_id or "")
    if scenario is not None:
        facts.append(f"Scenario: {scenario.title}")
    if drill.format is not None:
        facts.append(f"How: {words.FORMATS[drill.format]}")
    if drill.audience is not None:
        grades = f", grades {format_grades(drill.grades)}" if drill.grades else ""
        facts.append(f"Who: {words.AUDIENCES[drill.audience]}{grades}")
    return facts


def _law_lines(drill: Drill, request: PublishRequest) -> list[str]:
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
        *([f"Not before: {dates.long_date(task.not_before)}"] if task.not_before is not None else []),
        f"Campus: {request.campus_name(task.campus_id)}",
    ]
    drill = request.drill_by_id.get(task.drill_id or "")
    if drill is not None:
        said.append(
            f"For: {words.drill_title(drill.drill_type)}, {dates.long_date(drill.date)}{time_words(drill)}"
        )
    said.append(f"{'Asked for' if task.developmental else 'Required'} by: {request.basis(task)}")
    return "\n".join([*said, "", *closing_lines(FOR_STAFF, request)])
