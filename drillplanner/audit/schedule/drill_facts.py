"""Facts of one drill on its day, from the calendar, the list of events, the agencies, and the tasks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.appropriateness.chores.commitments import load_chores
from drillplanner.appropriateness.profiles.limits import load_limits
from drillplanner.appropriateness.year_checks.as_scheduled import as_scheduled, participating_bands
from drillplanner.appropriateness.year_checks.order_of_learning import lesson_prepares_for
from drillplanner.model import (
    AgencyKind,
    Audience,
    AvoidedDay,
    AvoidedKind,
    Campus,
    DayKind,
    Drill,
    DrillFormat,
    Event,
    EventKind,
    EventScope,
    GradeBand,
    Notice,
    NoticeTime,
    PlacedFacts,
    RecentEvent,
    Scenario,
    Task,
    Workspace,
)

#: Kinds of events after which violence-related drills pause, and how near each is. A real emergency in which the
#: school locked down is one too.
PAUSE_EVENTS = {
    EventKind.VIOLENCE_ON_CAMPUS: EventScope.CAMPUS,
    EventKind.VIOLENCE_IN_COMMUNITY: EventScope.COMMUNITY,
    EventKind.VIOLENCE_IN_THE_NEWS: EventScope.NATIONAL,
    EventKind.DEATH_AT_SCHOOL: EventScope.CAMPUS,
    EventKind.DEATH_IN_COMMUNITY: EventScope.COMMUNITY,
    EventKind.HOAX_CALL: EventScope.CAMPUS_ALARM,
    EventKind.SWATTING: EventScope.CAMPUS_ALARM,
}

#: Columns of the list of events that answer questions about drills after one of these events.
ANSWERED_WITH_EVENTS = ("mental_health_signoff", "extra_support", "reason_recorded")

#: An examination up to this many school days after a drill is near (DA-1012).
EXAMINATION_DAYS = 2

#: Paths of facts that only tasks answer; a list of drills without tasks leaves them unknown.
FACTS_FROM_TASKS = frozenset(
    {
        "placed.notices",
        *(f"placed.{promise.settles}" for promise in load_chores().promises.values() if promise.settles),
    }
)


class CampusCalendarFacts:
    """Facts of one campus from the calendar and the list of events, looked up once for all of its drills.

    ``avoided`` are the days without drills at the campus. None if nobody looked them up: then only the district's
    own dates, the ends of its year, and the eves of breaks are known to be sensitive.
    """

    def __init__(self, campus: Campus, workspace: Workspace, avoided: Sequence[AvoidedDay] | None = None) -> None:
        calendar = workspace.calendar
        self._campus = campus
        self._workspace = workspace
        self.bands = campus.bands
        self.dates = calendar.dates_at(campus.campus_id)
        self.events = [event for event in workspace.events if event.concerns(campus.campus_id)]
        self._avoided: dict[date, list[AvoidedDay]] | None = None if avoided is None else {}
        for day in avoided or ():
            if self._avoided is not None and day.kind is not AvoidedKind.TESTING:
                self._avoided.setdefault(day.on, []).append(day)
        self._always_sensitive = {*self.dates[:1], *self.dates[-1:], *calendar.break_eves(campus.campus_id)}
        self._testing = {day.date for day in calendar.days if day.kind_at(campus.campus_id) is DayKind.TESTING}
        self._lists_examinations = bool(self._testing) or self._of(EventKind.STATE_ASSESSMENT) != []
        self._lists_sensitive_dates = self._of(EventKind.SENSITIVE_DATE) != []

    def _of(self, kind: EventKind) -> list[Event]:
        return [event for event in self.events if event.kind is kind]

    def school_day(self, on: date) -> int | None:
        """Return the number of the school day in the year, counted from 1; None if it is not a school day."""
        position = bisect_left(self.dates, on)
        return position + 1 if on in self.dates[position : position + 1] else None

    def students_in_session(self, drill: Drill) -> bool | None:
        """Return whether the drill overlaps school hours; None if its time or the bells are not known."""
        day = self._workspace.calendar.day(drill.date)
        if day is None or self.school_day(drill.date) is None:
            return False
        periods = self._workspace.periods(self._campus, day)
        if drill.start is None or not periods:
            return None
        first, last = min(period.start for period in periods), max(period.end for period in periods)
        return drill.start < last and (drill.end or drill.start) > first

    def is_sensitive(self, on: date) -> bool | None:
        """Return whether the day is one to avoid; None if nobody looked and the district lists no such dates."""
        if any(event.first <= on <= event.last for event in self._of(EventKind.SENSITIVE_DATE)):
            return True
        if self._avoided is not None:
            return on in self._avoided
        if on in self._always_sensitive:
            return True
        return False if self._lists_sensitive_dates else None

    def why_sensitive(self, on: date) -> str:
        """Return the names of what falls on a sensitive day, as far as the list of days without drills has any."""
        return "; ".join(day.phrase for day in (self._avoided or {}).get(on, ()))

    def examination_is_near(self, on: date) -> bool | None:
        """Return whether an examination is on the day or just after it; None if no examination is listed."""
        if not self._lists_examinations:
            return None
        first = bisect_left(self.dates, on)
        near = self.dates[first : bisect_right(self.dates, on) + EXAMINATION_DAYS]
        assessments = self._of(EventKind.STATE_ASSESSMENT)
        return any(
            day in self._testing or any(assessment.first <= day <= assessment.last for assessment in assessments)
            for day in near
        )

    def recent_events(self, on: date) -> tuple[RecentEvent, ...]:
        """Return the events that call for a pause on or before the day, from the list of events."""
        return tuple(
            RecentEvent(scope=_scope_of(event), days_ago=_days_since(event, on))
            for event in self._events_before(on)
        )

    def _events_before(self, on: date) -> list[Event]:
        return [event for event in self.events if event.calls_for_pause and event.first <= on]

    def answers_after_events(self, on: date) -> dict[str, bool | None]:
        """Return the answers for a drill after violence or a death, by column of the list of events.

        The answer is yes if all events near the day say yes, no if one says no, and None otherwise.
        """
        answers: dict[str, bool | None] = {}
        for name in ANSWERED_WITH_EVENTS:
            of_events = {
                getattr(event, name)
                for event in self._events_before(on)
                if _days_since(event, on) <= _days_near(name, _scope_of(event))
            }
            answers[name] = False if False in of_events else True if of_events == {True} else None
        return answers


def _scope_of(event: Event) -> EventScope:
    """Return how near an event was that calls for a pause."""
    return PAUSE_EVENTS.get(event.kind, EventScope.CAMPUS_ALARM)


def _days_since(event: Event, on: date) -> int:
    """Return the calendar days since the event's last day; 0 while it lasts."""
    return max(0, (on - event.last).days)


def _days_near(name: str, scope: EventScope) -> int:
    """Return the days after an event of that scope in which a rule asks for the answer (pause or return)."""
    limit = "return_days" if name == "extra_support" else f"pause_days_{scope}"
    return load_limits()[limit].is_ or 0


@dataclass(frozen=True)
class TaughtLesson:
    """A lesson of a campus's year: its date, its scenario, and the grade bands it is for."""

    date: date
    scenario: Scenario
    bands: tuple[GradeBand, ...]


def placed_facts(
    drill: Drill,
    year: CampusCalendarFacts,
    tasks: Sequence[Task] | None,
    lessons: Sequence[TaughtLesson],
    scenario: Scenario,
    police: frozenset[str],
) -> PlacedFacts:
    """Return the facts of a drill on its day.

    ``tasks`` are the drill's tasks (None: a schedule of this form cannot list tasks), ``lessons`` those of the
    campus, ``scenario`` the drill's scenario as scheduled, and ``police`` the names under which police attend.
    """
    from_tasks = {} if tasks is None else _task_answers(drill, tasks, year)
    taught_by = _taught_by(drill, scenario, lessons, participating_bands(drill, year.bands))
    if taught_by is not None:
        from_tasks.setdefault("taught_days_before", (drill.date - taught_by).days)
    return PlacedFacts(
        date=drill.date,
        school_day=year.school_day(drill.date),
        students_in_session=year.students_in_session(drill),
        notices=None if tasks is None else _notices(drill, tasks),
        officers_attend=None if drill.agencies is None else not police.isdisjoint(drill.agencies),
        recent_events=year.recent_events(drill.date),
        sensitive_date=year.is_sensitive(drill.date),
        exam_near=year.examination_is_near(drill.date),
        **year.answers_after_events(drill.date),
        **from_tasks,
    )


def police_names(workspace: Workspace) -> frozenset[str]:
    """Return the agency ids, and the kind itself, under which police attend a drill."""
    ids = (agency.agency_id for agency in workspace.district.agencies if agency.kind is AgencyKind.POLICE)
    return frozenset((*ids, AgencyKind.POLICE.value))


def lessons_of(
    drills: Sequence[Drill], scenarios: Mapping[str, Scenario], bands: Sequence[GradeBand]
) -> list[TaughtLesson]:
    """Return the lessons for students among the drills of a campus with these bands."""
    with_scenarios = [
        (drill, as_scheduled(scenario, drill))
        for drill in drills
        if (scenario := scenarios.get(drill.scenario_id or "")) is not None
    ]
    return [
        TaughtLesson(
            drill.date,
            scenario,
            tuple(band for band in participating_bands(drill, bands) if band in scenario.bands),
        )
        for drill, scenario in with_scenarios
        if scenario.format is DrillFormat.LESSON and scenario.audience is not Audience.STAFF
    ]


def _taught_by(
    drill: Drill, scenario: Scenario, lessons: Sequence[TaughtLesson], bands: Sequence[GradeBand]
) -> date | None:
    """Return the earliest of the bands' last lessons for the drill, or None if a band had no lesson."""
    fitting = [
        lesson for lesson in lessons if lesson.date < drill.date and lesson_prepares_for(lesson.scenario, scenario)
    ]
    last_by_band = [
        max((lesson.date for lesson in fitting if band in lesson.bands), default=None) for band in bands
    ]
    dates = [on for on in last_by_band if on is not None]
    return min(dates) if dates and len(dates) == len(last_by_band) else None


def _notices(drill: Drill, tasks: Sequence[Task]) -> tuple[Notice, ...]:
    notices = []
    for task in tasks:
        for group in task.tells:
            if task.kind == "notify":
                notices.append(Notice(audience=group, hours_before=hours_between(task, drill)))
            elif task.kind == "notify_after":
                notices.append(Notice(audience=group, when=NoticeTime.AFTER, same_day=task.due == drill.date))
    return tuple(notices)


def hours_between(task: Task, drill: Drill) -> int:
    """Return the hours that surely pass between a notice and its drill.

    A notice may be sent at any hour of its last day, so that day does not count, unless the task itself states a
    number of hours that fits into the days between.
    """
    days = max((drill.date - task.due).days, 0)
    sure = max(days - 1, 0) * 24
    return max(sure, task.hours_before) if (task.hours_before or 0) <= days * 24 and task.hours_before else sure


def _task_answers(drill: Drill, tasks: Sequence[Task], year: CampusCalendarFacts) -> dict[str, int | bool]:
    """Return what tasks other than notices answer: a number of days before the drill, or yes."""
    answers: dict[str, int | bool] = {}
    promises = load_chores().promises.values()
    promise_by_rule = {promise.rule: promise for promise in promises if promise.settles is not None}
    for task in tasks:
        promise = promise_by_rule.get(task.mandate_id)
        if promise is None or promise.settles is None:
            continue
        # A task with students cannot be done on a day without students.
        if promise.with_students and year.school_day(task.due) is None:
            continue
        days = (drill.date - task.due).days
        answers[promise.settles] = True if promise.settles == "counselors_named" else days
    return answers
