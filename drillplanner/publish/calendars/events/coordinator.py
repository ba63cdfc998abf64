"""What the safety coordinator reads: the weeks, deadlines, and decisions of the district, in one calendar.

The tasks of each drill are in the schools' calendars. Here they are counted by week, so that the whole year of a
large district fits in one calendar that a person can read:

- each week with a drill: which drills, where, and how many tasks of which sort are due;
- each month: whether its drills were held and are on record;
- each month with visits, three weeks before its first: which agencies are expected where;
- each day on which the law's time for a drill ends;
- each day on which a task of the whole year is due, or a corrective action;
- the questions to answer before anybody relies on the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from drillplanner.law import Duty
from drillplanner.model import Drill, Task
from drillplanner.publish.calendars.events.companions import companion_of
from drillplanner.publish.calendars.events.staff import (
    CHORE_CATEGORY,
    FOR_STAFF,
    EventSettings,
    closing_lines,
    whole_day_event,
)
from drillplanner.publish.calendars.icalendar_format.titles import cut_title, entry_title
from drillplanner.publish.calendars.revisions.revision import EventContent
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.drill_details import PRESUMED
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.request import PublishRequest

COORDINATOR_CATEGORY = "coordinator"

#: The most entries of a year; beyond it, days of deadlines are gathered by week.
MOST_ENTRIES = 300
#: How long before the first visit of a month agencies are asked to confirm.
_BEFORE_VISITS = timedelta(days=21)
#: The most lines that an entry lists; of more, the number is given.
_MOST_LINES = 60
#: The most schools that are named; of more, the number is given.
_SCHOOLS_NAMED = 3
_FRIDAY = 4


class _Entry(NamedTuple):
    """One entry before it becomes an event: what its id is made from, its day, title and lines."""

    key: str
    on: date
    title: str
    lines: tuple[str, ...]


def coordinator_events(request: PublishRequest, settings: EventSettings) -> tuple[EventContent, ...]:
    """Return the coordinator's entries by day."""
    entries = [*_questions(request), *_weeks(request), *_months(request), *_visits(request)]
    dated = [*_deadlines(request), *_yearly_tasks(request), *_actions(request)]
    if len(entries) + len(dated) > MOST_ENTRIES:
        dated = list(_by_week(dated))
    return tuple(
        _event(entry, request, settings) for entry in sorted([*entries, *dated], key=lambda entry: entry[1::-1])
    )


def _event(entry: _Entry, request: PublishRequest, settings: EventSettings) -> EventContent:
    lines = entry.lines
    if len(lines) > _MOST_LINES:
        more = len(lines) - _MOST_LINES
        lines = (*lines[:_MOST_LINES], f"and {words.counted(more, 'more line')}: see the schools' calendars")
    text = "\n".join([*lines, "", *closing_lines(FOR_STAFF, settings.imprint)])
    return whole_day_event(
        entry.on,
        f"{COORDINATOR_CATEGORY}/{entry.key}",
        cut_title(entry.title),
        request.workspace.district.name,
        text,
        (CHORE_CATEGORY, COORDINATOR_CATEGORY),
        settings,
        settings.whole_day_alarm,
    )


def _questions(request: PublishRequest) -> Iterator[_Entry]:
    caveats = request.plan.before_you_rely
    if caveats:
        title = f"Answer {words.counted(len(caveats), 'question')} before you rely on the drill plan"
        lines = (
            line
            for caveat in caveats
            for line in (f"- {caveat.kind.phrase}: {caveat.text}", f"  {caveat.answer}" if caveat.answer else "")
            if line
        )
        yield _Entry("questions", request.imprint.made_on, title, tuple(lines))


def _weeks(request: PublishRequest) -> Iterator[_Entry]:
    drills: dict[date, list[Drill]] = {}
    for drill in by_time(request.plan.drills):
        drills.setdefault(_monday(drill.date), []).append(drill)
    tasks: dict[date, list[Task]] = {}
    for task in request.plan.tasks:
        tasks.setdefault(_monday(task.due), []).append(task)
    for monday in sorted({*drills, *tasks}):
        held, due = drills.get(monday, []), tasks.get(monday, [])
        counts = [words.counted(len(held), "drill")] if held else []
        counts += [words.counted(len(due), "task")] if due else []
        schools = {drill.campus_id for drill in held} or {task.campus_id for task in due}
        title = f"This week: {', '.join(counts)} at {words.counted(len(schools), 'school')}"
        lines = [f"- {_drill_line(drill, request)}" for drill in held]
        sorts = Counter(companion_of(task).title for task in due)
        if sorts:
            lines.append("Tasks due, each in its school's calendar of chores:")
            lines += [f"- {title}: {number}" for title, number in sorted(sorts.items())]
        yield _Entry(f"week/{monday}", monday, title, tuple(lines))


def _months(request: PublishRequest) -> Iterator[_Entry]:
    by_month: dict[date, list[Drill]] = {}
    for drill in by_time(request.plan.drills):
        by_month.setdefault(drill.date.replace(day=1), []).append(drill)
    for first, drills in by_month.items():
        following = (first + timedelta(days=31)).replace(day=1)
        last = following - timedelta(days=1)
        on = last - timedelta(days=max(last.weekday() - _FRIDAY, 0))
        month = dates.MONTHS[first.month - 1]
        held = Counter(request.campus_name(drill.campus_id) for drill in drills)
        lines = (
            f"Was each drill of {dates.month_and_year(first)} held, and is it on record? Write down what was held "
            "with 'drillplanner record', and find new days for the others with 'drillplanner replan'.",
            *(f"- {name}: {words.counted(number, 'drill')}" for name, number in held.items()),
        )
        yield _Entry(
            f"month/{first:%Y-%m}", on, f"Record {month}: {words.counted(len(drills), 'drill')} held?", lines
        )


def _visits(request: PublishRequest) -> Iterator[_Entry]:
    by_month: dict[date, list[Drill]] = {}
    for drill in by_time(request.plan.drills):
        if drill.agencies:
            by_month.setdefault(drill.date.replace(day=1), []).append(drill)
    for first, drills in by_month.items():
        on = max(drills[0].date - _BEFORE_VISITS, request.imprint.made_on)
        number = sum(len(drill.agencies or ()) for drill in drills)
        month = dates.MONTHS[first.month - 1]
        lines = (
            f"- {words.join_words(tuple(map(request.agency_name, drill.agencies or ())))}: "
            f"{_drill_line(drill, request)}"
            for drill in drills
        )
        title = f"Confirm {words.counted(number, 'agency visit')} in {month}"
        yield _Entry(f"visits/{first:%Y-%m}", on, title, tuple(lines))


def _deadlines(request: PublishRequest) -> Iterator[_Entry]:
    """Yield the last day of each window in which a number of drills is required; what is presumed says so."""
    by_day: dict[date, dict[str, list[Duty]]] = {}
    for duty in request.duties:
        if duty.demand is not None and duty.window.missing is None:
            by_day.setdefault(duty.window.last, {}).setdefault(duty.mandate.mandate_id, []).append(duty)
    for on, mandates in sorted(by_day.items()):
        lines = [
            f"- {mandate_id} {duties[0].mandate.title} ({_source(duties[0])}): {duties[0].sentence}; "
            f"{_schools([duty.campus_id for duty in duties], request)}"
            for mandate_id, duties in sorted(mandates.items())
        ]
        schools = _schools([duty.campus_id for duties in mandates.values() for duty in duties], request)
        if len(mandates) == 1:
            ((mandate_id, duties),) = mandates.items()
            what = f"{duties[0].mandate.title} ({mandate_id})"
        else:
            what = f"{len(mandates)} requirements"
        all_presumed = all(duty.presumed for duties in mandates.values() for duty in duties)
        last_day = "Presumed last day" if all_presumed else "Last day"
        yield _Entry(f"deadline/{on}", on, entry_title([f"{last_day}: {what}"], schools), tuple(lines))


def _source(duty: Duty) -> str:
    return f"{duty.cite}; {PRESUMED}" if duty.presumed else duty.cite


def _yearly_tasks(request: PublishRequest) -> Iterator[_Entry]:
    by_day: dict[date, dict[str, list[Task]]] = {}
    for task in request.plan.tasks:
        if task.drill_id is None and not task.developmental:
            by_day.setdefault(task.due, {}).setdefault(task.text, []).append(task)
    for on, texts in sorted(by_day.items()):
        lines = [
            f"- {text} To whom: {tasks[0].who}; {tasks[0].due_words} ({request.basis(tasks[0])}); "
            f"{_schools([task.campus_id for task in tasks], request)}"
            for text, tasks in sorted(texts.items())
        ]
        what = f"{len(texts)} yearly tasks due" if len(texts) > 1 else f"Due: {next(iter(texts)).rstrip('.')}"
        title = entry_title(
            [what], _schools([task.campus_id for tasks in texts.values() for task in tasks], request)
        )
        yield _Entry(f"yearly/{on}", on, title, tuple(lines))


def _actions(request: PublishRequest) -> Iterator[_Entry]:
    by_day: dict[date, list[str]] = {}
    for action in request.ledger.actions:
        if action.is_open:
            line = f"- {action.action_id}: {action.action} ({action.responsible}; ask: {action.contact})"
            by_day.setdefault(action.due, []).append(line)
    for on, lines in sorted(by_day.items()):
        yield _Entry(f"actions/{on}", on, f"{words.counted(len(lines), 'corrective action')} due", tuple(lines))


def _by_week(entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """Yield one entry a week for entries of single days."""
    by_week: dict[date, list[_Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry[1::-1]):
        by_week.setdefault(_monday(entry.on), []).append(entry)
    for monday, of_week in by_week.items():
        lines = [
            line for entry in of_week for line in (f"{dates.long_date(entry.on)}: {entry.title}", *entry.lines)
        ]
        yield _Entry(
            f"dates/{monday}", of_week[0].on, f"This week: {words.counted(len(of_week), 'deadline')}", tuple(lines)
        )


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _drill_line(drill: Drill, request: PublishRequest) -> str:
    title = words.drill_title(drill.drill_type, request.imprint.vocabulary)
    at = f", {dates.clock(drill.start)}" if drill.start is not None else ""
    day = f"{dates.weekday(drill.date)[:3]}, {dates.short_date(drill.date)}"
    return f"{day}{at}: {title}, {request.campus_name(drill.campus_id)}"


def _schools(campus_ids: Sequence[str], request: PublishRequest) -> str:
    """Return ``Oak and Elm``, ``9 schools``, or ``all 12 schools``."""
    ids = tuple(dict.fromkeys(campus_ids))
    if len(ids) > 1 and len(ids) == len(request.workspace.campuses):
        return f"all {len(ids)} schools"
    if len(ids) > _SCHOOLS_NAMED:
        return f"{len(ids)} schools"
    return words.join_words(tuple(map(request.campus_name, ids)))
