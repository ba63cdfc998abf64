"""Drills and chores as calendar events for staff.

An event's id (UID) comes from the drill's id in the district's own namespace, so that a drill that is moved
stays the same event for everyone who has it; ids contain no host or name (RFC 7986 section 5.3). No event depends
on the clock or names the plan's version, so an event whose drill did not change has the same text in the next
plan. When it was made and last revised, and whether it was canceled, is added later (``revisions``).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from drillplanner.files.errors import InconsistencyError
from drillplanner.model import District, Drill, Task
from drillplanner.publish.calendars.events.companions import Companion, companion_of
from drillplanner.publish.calendars.icalendar_format.content_lines import clean_line, clean_text
from drillplanner.publish.calendars.icalendar_format.time_zone import packaged_zone
from drillplanner.publish.calendars.icalendar_format.titles import entry_title
from drillplanner.publish.calendars.revisions.revision import EventContent
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.drill_details import ChoreDetails, DrillDetails, PlanImprint, source_in_law

FOR_STAFF = "For staff only. Do not publish this, and do not tell families the time of a security drill."

#: The category of a chore, so that no program takes it for a drill.
CHORE_CATEGORY = "chore"

#: If there are alarms, that of a whole day rings at 9 AM on the day before: 15 hours, in minutes.
WHOLE_DAY_ALARM = 15 * 60


@dataclass(frozen=True)
class EventSettings:
    """What all events of a district have: namespace of their ids, time zone, alarm, and closing lines.

    ``alarm_minutes`` is how long before a drill an alarm rings; None for no alarms.
    """

    namespace: uuid.UUID
    timezone: str
    alarm_minutes: int | None
    imprint: PlanImprint

    @property
    def whole_day_alarm(self) -> int | None:
        """How many minutes before a whole day an alarm rings; None for no alarms."""
        return None if self.alarm_minutes is None else WHOLE_DAY_ALARM


def event_settings(district: District, imprint: PlanImprint) -> EventSettings:
    """Return what all events of the district have."""
    return EventSettings(district.namespace, district.timezone, district.calendars.alarm_minutes, imprint)


def drill_event(details: DrillDetails, settings: EventSettings) -> EventContent:
    """Return the event of one drill, in the local time of the district."""
    drill = details.drill
    title = details.kind
    # Type and campus by their names in the files: this is how an audit reads the calendar back.
    categories = (drill.drill_type.value, drill.campus_id)
    text = _drill_text(details)
    return timed_event(
        details, drill.drill_id, entry_title(short_kinds(title), details.campus_name), text, categories, settings
    )


def chore_event(chore: ChoreDetails, settings: EventSettings) -> EventContent:
    """Return the event of one chore: all of its last day, without blocking anybody's time."""
    task, campus = chore.task, chore.campus_name
    texts = [task.text.rstrip(".")]
    if chore.drill is not None:
        # A sentence of the law that is cut says less than its sort and the drill; the text has it whole.
        kind = words.drill_title(chore.drill.drill_type, settings.imprint.vocabulary)
        texts += [f"{companion_of(task).title} ({task.mandate_id}): {short}" for short in short_kinds(kind)]
    title = entry_title(texts, campus)
    categories = (CHORE_CATEGORY, task.kind, task.campus_id)
    text = _chore_text(chore, settings)
    return whole_day_event(
        task.due, task.task_id, title, campus, text, categories, settings, settings.whole_day_alarm
    )


def companion_event(
    companion: Companion,
    drill: DrillDetails | None,
    tasks: Sequence[Task],
    campus_name: str,
    settings: EventSettings,
) -> EventContent:
    """Return one event for the chores of one sort that developmental rules ask of one drill with the same lead.

    Its id comes from the drill, the sort and the lead, so a drill that is moved keeps the events of its chores.
    Without a chore, the event is on the day of the drill.
    """
    first = min(tasks, key=lambda task: task.due, default=None)
    campus_id = first.campus_id if first is not None else drill.drill.campus_id if drill is not None else ""
    due = first.due if first is not None else drill.drill.date if drill is not None else date.min
    titles, drill_id = [companion.title], ""
    questions: tuple[str, ...] = ()
    if drill is not None:
        drill_id = drill.drill.drill_id
        kinds, on = short_kinds(drill.kind), dates.short_date(drill.drill.date)
        titles = [
            *(f"{companion.title}: {kind} on {on}" for kind in kinds),
            *(f"{companion.title}: {kind}" for kind in kinds),
        ]
        questions = drill.text.debrief if companion.every_drill and drill.text is not None else ()
    text = [
        f"By {dates.long_date(due)}, at {campus_name}:",
        *(f"- {task.text} ({task.who}; {task.due_words}; {task.mandate_id})" for task in tasks),
        *(["Questions:"] if questions else []),
        *(f"- {question}" for question in questions),
    ]
    key = "/".join([drill_id, companion.id, *([first.due_words] if first is not None else [])])
    return whole_day_event(
        due,
        key,
        entry_title(titles, campus_name),
        campus_name,
        "\n".join(text),
        (CHORE_CATEGORY, campus_id),
        settings,
        settings.whole_day_alarm,
    )


def timed_event(
    details: DrillDetails, key: str, title: str, text: str, categories: tuple[str, ...], settings: EventSettings
) -> EventContent:
    """Return an event at the time of a drill, or of its whole day if the plan gives no time.

    The event's id is made from ``key``.
    """
    drill, place = details.drill, details.campus_name
    if drill.start is None or drill.end is None:
        return whole_day_event(drill.date, key, title, place, text, categories, settings)
    zone = settings.timezone
    return EventContent(
        uid=event_id(key, settings),
        title=clean_line(title),
        place=clean_line(place),
        description=clean_text(text),
        categories=tuple(map(clean_line, categories)),
        starts=_moment(drill, drill.start, zone),
        ends=_moment(drill, drill.end, zone),
        zone=zone,
        alarm_minutes=settings.alarm_minutes,
    )


def whole_day_event(
    on: date,
    key: str,
    title: str,
    place: str,
    text: str,
    categories: tuple[str, ...],
    settings: EventSettings,
    alarm_minutes: int | None = None,
) -> EventContent:
    """Return an event of one whole day; its id is made from ``key``."""
    starts = datetime.combine(on, time(0))
    return EventContent(
        uid=event_id(key, settings),
        title=clean_line(title),
        place=clean_line(place),
        description=clean_text(text),
        categories=tuple(map(clean_line, categories)),
        starts=starts,
        # The end of an event is the first day on which it is over (RFC 5545 section 3.6.1).
        ends=starts + timedelta(days=1),
        zone=None,
        alarm_minutes=alarm_minutes,
    )


def short_kinds(kind: str) -> list[str]:
    """Return the name of a type of drill, then without what is in parentheses."""
    return list(dict.fromkeys((kind, kind.partition(" (")[0])))


def event_id(key: str, settings: EventSettings) -> str:
    """Return the id of an event in the district's namespace."""
    return str(uuid.uuid5(settings.namespace, key))


def time_words(drill: Drill) -> str:
    """Return ``, 9:40–9:50 AM (10 minutes)``, with the period; empty if the plan gives no time."""
    if drill.start is None or drill.end is None:
        return ""
    during = f", {drill.period}" if drill.period else ""
    length = words.counted(drill.minutes or 0, "minute")
    return f", {dates.clock_span(drill.start, drill.end)} ({length}{during})"


def closing_lines(for_whom: str, imprint: PlanImprint) -> list[str]:
    """Return the last lines of an event: who may read it, that it is no legal advice, and the district's note."""
    return [for_whom, imprint.disclaimer, *([imprint.note] if imprint.note else [])]


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


def _drill_text(details: DrillDetails) -> str:
    drill = details.drill
    title = details.kind
    head = f"{title} at {details.campus_name}, {dates.long_date(drill.date)}{time_words(drill)}."
    return "\n".join(
        [
            head,
            "",
            *_fact_lines(details),
            *_law_lines(details),
            "",
            *closing_lines(FOR_STAFF, details.imprint),
        ]
    )


def _fact_lines(details: DrillDetails) -> list[str]:
    drill = details.drill
    facts = exercise_lines(details)
    if drill.route is not None:
        facts.append(f"Way out: {words.ROUTES[drill.route]}")
    if drill.announced is not None:
        facts.append(f"Announced beforehand: {'yes' if drill.announced else 'no'}")
    if drill.agencies:
        facts.append(f"Attending: {words.join_words(details.agency_names)}")
    if details.back_up_text:
        facts.append(f"Back-up date: {details.back_up_text}")
    return facts


def exercise_lines(details: DrillDetails) -> list[str]:
    """Return the lines that everyone who works with the drill reads: scenario, format, participants."""
    drill = details.drill
    facts = []
    if details.scenario is not None:
        facts.append(f"Scenario: {details.scenario.title}")
    if drill.format is not None:
        facts.append(f"How: {words.FORMATS[drill.format]}")
    if drill.audience is not None:
        grades = f", grades {details.grades_text}" if drill.grades else ""
        facts.append(f"Who: {words.AUDIENCES[drill.audience]}{grades}")
    return [*facts, *(f"Not in the drill: {sentence}" for sentence in details.spared_sentences)]


def _law_lines(details: DrillDetails) -> list[str]:
    lines = []
    for duty, verdict in details.credits:
        if verdict is None:
            lines.append(f"- {duty}")
        else:
            named = f"{verdict.mandate} {verdict.title}".strip()
            lines.append(f"- {named} ({source_in_law(verdict)})")
    # A drill may meet one mandate for two windows at once; the line is then printed once.
    return ["Counts for:", *dict.fromkeys(lines)] if lines else []


def _chore_text(chore: ChoreDetails, settings: EventSettings) -> str:
    task = chore.task
    lines = [
        f"{words.chore_title(task.kind)}: {task.text}",
        f"To whom: {task.who}",
        f"Due: {dates.long_date(task.due)} ({task.due_words})",
        *([f"Not before: {dates.long_date(task.not_before)}"] if task.not_before is not None else []),
        f"Campus: {chore.campus_name}",
    ]
    if chore.drill is not None:
        title = words.drill_title(chore.drill.drill_type, settings.imprint.vocabulary)
        lines.append(f"For: {title}, {dates.long_date(chore.drill.date)}{time_words(chore.drill)}")
    lines.append(f"{_asker_heading(chore)}: {chore.basis}")
    return "\n".join([*lines, "", *closing_lines(FOR_STAFF, settings.imprint)])


def _asker_heading(chore: ChoreDetails) -> str:
    if chore.task.developmental:
        return "Asked for by"
    return "Presumed, not known law" if chore.presumed else "Required by"
