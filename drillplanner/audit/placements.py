"""What is known of one drill on its day: from the calendar, the list of events, the agencies and the chores."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from drillplanner.appropriateness.chores import load_chores
from drillplanner.appropriateness.learning import speaks_of
from drillplanner.model import (
    AgencyKind,
    Campus,
    DayKind,
    Drill,
    DrillFormat,
    Event,
    EventKind,
    EventScope,
    Notice,
    NoticeTime,
    PlacedFacts,
    RecentEvent,
    Scenario,
    Task,
    Workspace,
)

#: Events after which drills about violence pause, and how near they are.
VIOLENCE = {
    EventKind.VIOLENCE_ON_CAMPUS: EventScope.CAMPUS,
    EventKind.VIOLENCE_IN_COMMUNITY: EventScope.COMMUNITY,
    EventKind.VIOLENCE_IN_THE_NEWS: EventScope.NATIONAL,
}

#: School days after a drill on which an examination is still near (DA-1012).
EXAMINATION_DAYS = 2

#: What a list of drills without chores does not hold: paths of facts that chores alone answer.
TOLD_BY_CHORES = frozenset(
    {
        "placed.notices",
        *(f"placed.{promise.settles}" for promise in load_chores().promises.values() if promise.settles),
    }
)


class CampusYear:
    """What the calendar and the list of events say of one campus, looked up once for all of its drills."""

    def __init__(self, campus: Campus, workspace: Workspace) -> None:
        calendar = workspace.calendar
        self.dates = calendar.dates_at(campus.campus_id)
        self.events = [one for one in workspace.events if one.concerns(campus.campus_id)]
        self._awkward = {*self.dates[:1], *self.dates[-1:], *calendar.break_eves(campus.campus_id)}
        self._testing = {day.date for day in calendar.days if day.kind_at(campus.campus_id) is DayKind.TESTING}
        self._lists_examinations = bool(self._testing) or self._of(EventKind.STATE_ASSESSMENT) != []
        self._lists_sensitive_dates = self._of(EventKind.SENSITIVE_DATE) != []

    def _of(self, kind: EventKind) -> list[Event]:
        return [one for one in self.events if one.kind is kind]

    def school_day(self, on: date) -> int | None:
        """The how many-th school day it is; None where it is none."""
        position = bisect_left(self.dates, on)
        return position + 1 if on in self.dates[position : position + 1] else None

    def is_sensitive(self, on: date) -> bool | None:
        """Whether the day is one of those to avoid; None where the district lists none of its own."""
        if on in self._awkward or any(one.first <= on <= one.last for one in self._of(EventKind.SENSITIVE_DATE)):
            return True
        return False if self._lists_sensitive_dates else None

    def examination_is_near(self, on: date) -> bool | None:
        """Whether an examination falls on the day or just after it; None where the calendar knows of none."""
        if not self._lists_examinations:
            return None
        first = bisect_left(self.dates, on)
        near = self.dates[first : bisect_right(self.dates, on) + EXAMINATION_DAYS]
        assessments = self._of(EventKind.STATE_ASSESSMENT)
        return any(
            day in self._testing or any(one.first <= day <= one.last for one in assessments) for day in near
        )

    def recent_events(self, on: date) -> tuple[RecentEvent, ...]:
        """Violence and deaths before the day, as the list of events tells them."""
        return tuple(
            RecentEvent(scope=VIOLENCE[one.kind], days_ago=(on - one.last).days)
            for one in self.events
            if one.kind in VIOLENCE and one.last <= on
        )


def placed_facts(
    drill: Drill,
    year: CampusYear,
    tasks: Sequence[Task] | None,
    lessons: Sequence[tuple[date, Scenario]],
    scenario: Scenario,
    police: frozenset[str],
) -> PlacedFacts:
    """The facts of a drill on its day.

    ``tasks`` are the drill's chores (None: the schedule is of a form that holds none), ``lessons`` those of the
    campus in order of date, ``police`` the names under which officers attend.
    """
    settled = {} if tasks is None else _settled(drill, tasks)
    taught = max((on for on, lesson in lessons if on < drill.date and speaks_of(lesson, scenario)), default=None)
    if taught is not None:
        settled.setdefault("taught_days_before", (drill.date - taught).days)
    return PlacedFacts(
        date=drill.date,
        school_day=year.school_day(drill.date),
        notices=None if tasks is None else _notices(drill, tasks),
        officers_attend=None if drill.agencies is None else not police.isdisjoint(drill.agencies),
        recent_events=year.recent_events(drill.date),
        sensitive_date=year.is_sensitive(drill.date),
        exam_near=year.examination_is_near(drill.date),
        **settled,
    )


def officers(workspace: Workspace) -> frozenset[str]:
    """The ids, and the kind itself, under which police attend a drill."""
    named = (one.agency_id for one in workspace.district.agencies if one.kind is AgencyKind.POLICE)
    return frozenset((*named, AgencyKind.POLICE.value))


def lessons_of(drills: Sequence[Drill], scenarios: Mapping[str, Scenario]) -> list[tuple[date, Scenario]]:
    """The lessons among the drills of a campus, with their days."""
    return [
        (drill.date, scenario)
        for drill in drills
        if (scenario := scenarios.get(drill.scenario_id or "")) is not None
        and scenario.format is DrillFormat.LESSON
    ]


def _notices(drill: Drill, tasks: Sequence[Task]) -> tuple[Notice, ...]:
    found = []
    for task in tasks:
        days = (drill.date - task.due).days
        for group in task.tells:
            if task.kind == "notify":
                found.append(Notice(audience=group, hours_before=max(days, 0) * 24))
            elif task.kind == "notify_after":
                found.append(Notice(audience=group, when=NoticeTime.AFTER, same_day=days == 0))
    return tuple(found)


def _settled(drill: Drill, tasks: Sequence[Task]) -> dict[str, int | bool]:
    """What the chores other than notices answer: a number of days, or that it is done at all."""
    answers: dict[str, int | bool] = {}
    rules = {promise.rule: promise.settles for promise in load_chores().promises.values() if promise.settles}
    for task in tasks:
        fact = rules.get(task.mandate_id)
        if fact is not None:
            answers[fact] = True if fact == "counselors_named" else (drill.date - task.due).days
    return answers
