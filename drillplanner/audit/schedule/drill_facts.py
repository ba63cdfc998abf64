"""What is known of one drill on its day: from the calendar, the list of events, the agencies and the chores."""

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

#: Events after which drills about violence pause, and how near they are.
PAUSING = {
    EventKind.VIOLENCE_ON_CAMPUS: EventScope.CAMPUS,
    EventKind.VIOLENCE_IN_COMMUNITY: EventScope.COMMUNITY,
    EventKind.VIOLENCE_IN_THE_NEWS: EventScope.NATIONAL,
    EventKind.DEATH_AT_SCHOOL: EventScope.CAMPUS,
    EventKind.DEATH_IN_COMMUNITY: EventScope.COMMUNITY,
}

#: What the list of events answers for drills that follow one of these events, by its column.
ANSWERED_WITH_EVENTS = ("mental_health_signoff", "extra_support", "reason_recorded")

#: School days after a drill on which an examination is still near (DA-1012).
EXAMINATION_DAYS = 2

#: What a list of drills without chores does not hold: paths of facts that chores alone answer.
TOLD_BY_CHORES = frozenset(
    {
        "placed.notices",
        *(f"placed.{promise.settles}" for promise in load_chores().promises.values() if promise.settles),
    }
)


class CampusCalendarFacts:
    """What the calendar and the list of events say of one campus, looked up once for all of its drills."""

    def __init__(self, campus: Campus, workspace: Workspace) -> None:
        calendar = workspace.calendar
        self._campus = campus
        self._workspace = workspace
        self.bands = campus.bands
        self.dates = calendar.dates_at(campus.campus_id)
        self.events = [event for event in workspace.events if event.concerns(campus.campus_id)]
        self._awkward = {*self.dates[:1], *self.dates[-1:], *calendar.break_eves(campus.campus_id)}
        self._testing = {day.date for day in calendar.days if day.kind_at(campus.campus_id) is DayKind.TESTING}
        self._lists_examinations = bool(self._testing) or self._of(EventKind.STATE_ASSESSMENT) != []
        self._lists_sensitive_dates = self._of(EventKind.SENSITIVE_DATE) != []

    def _of(self, kind: EventKind) -> list[Event]:
        return [event for event in self.events if event.kind is kind]

    def school_day(self, on: date) -> int | None:
        """The how many-th school day it is; None where it is none."""
        position = bisect_left(self.dates, on)
        return position + 1 if on in self.dates[position : position + 1] else None

    def students_in_session(self, drill: Drill) -> bool | None:
        """Whether it falls between the bells of a school day; None where its hour or the bells are not known."""
        day = self._workspace.calendar.day(drill.date)
        if day is None or self.school_day(drill.date) is None:
            return False
        periods = self._workspace.periods(self._campus, day)
        if drill.start is None or not periods:
            return None
        first, last = min(period.start for period in periods), max(period.end for period in periods)
        return drill.start < last and (drill.end or drill.start) > first

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
            day in self._testing or any(assessment.first <= day <= assessment.last for assessment in assessments)
            for day in near
        )

    def recent_events(self, on: date) -> tuple[RecentEvent, ...]:
        """Violence and deaths before the day, as the list of events tells them."""
        return tuple(
            RecentEvent(scope=PAUSING[one.kind], days_ago=_days_since(one, on)) for one in self._before(on)
        )

    def _before(self, on: date) -> list[Event]:
        return [event for event in self.events if event.kind in PAUSING and event.first <= on]

    def answers_after_events(self, on: date) -> dict[str, bool | None]:
        """What is answered for a drill after such events: yes where all say yes, no where one says no.

        Events of which the day is no longer near have no say; without one near, nothing is answered.
        """
        found: dict[str, bool | None] = {}
        for name in ANSWERED_WITH_EVENTS:
            said = {
                getattr(one, name)
                for one in self._before(on)
                if _days_since(one, on) <= _days_near(name, PAUSING[one.kind])
            }
            found[name] = False if False in said else True if said == {True} else None
        return found


def _days_since(event: Event, on: date) -> int:
    """Calendar days from its last day; 0 while it goes on."""
    return max(0, (on - event.last).days)


def _days_near(name: str, scope: EventScope) -> int:
    """So many days after an event of that scope a rule asks for that answer: in its pause, or on the way back."""
    limit = "return_days" if name == "extra_support" else f"pause_days_{scope}"
    return load_limits()[limit].is_ or 0


@dataclass(frozen=True)
class TaughtLesson:
    """A lesson of a campus's year: its day, what it is about, and who is taught."""

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
    """The facts of a drill on its day.

    ``tasks`` are the drill's chores (None: the schedule is of a form that holds none), ``lessons`` those of the
    campus, ``scenario`` the drill's as it is held, ``police`` the names under which officers attend.
    """
    settled = {} if tasks is None else _chore_answers(drill, tasks, year)
    taught = _taught(drill, scenario, lessons, participating_bands(drill, year.bands))
    if taught is not None:
        settled.setdefault("taught_days_before", (drill.date - taught).days)
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
        **settled,
    )


def officers(workspace: Workspace) -> frozenset[str]:
    """The ids, and the kind itself, under which police attend a drill."""
    named = (agency.agency_id for agency in workspace.district.agencies if agency.kind is AgencyKind.POLICE)
    return frozenset((*named, AgencyKind.POLICE.value))


def lessons_of(
    drills: Sequence[Drill], scenarios: Mapping[str, Scenario], bands: Sequence[GradeBand]
) -> list[TaughtLesson]:
    """The lessons of students among the drills of a campus with these bands."""
    held = [
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
        for drill, scenario in held
        if scenario.format is DrillFormat.LESSON and scenario.audience is not Audience.STAFF
    ]


def _taught(
    drill: Drill, scenario: Scenario, lessons: Sequence[TaughtLesson], bands: Sequence[GradeBand]
) -> date | None:
    """The day by which all bands of the drill had their last lesson for it; None where one had none."""
    fitting = [
        lesson for lesson in lessons if lesson.date < drill.date and lesson_prepares_for(lesson.scenario, scenario)
    ]
    last = [max((one.date for one in fitting if band in one.bands), default=None) for band in bands]
    known = [on for on in last if on is not None]
    return min(known) if known and len(known) == len(last) else None


def _notices(drill: Drill, tasks: Sequence[Task]) -> tuple[Notice, ...]:
    found = []
    for task in tasks:
        for group in task.tells:
            if task.kind == "notify":
                found.append(Notice(audience=group, hours_before=hours_between(task, drill)))
            elif task.kind == "notify_after":
                found.append(Notice(audience=group, when=NoticeTime.AFTER, same_day=task.due == drill.date))
    return tuple(found)


def hours_between(task: Task, drill: Drill) -> int:
    """The hours that surely lie between a notice and its drill.

    A notice may leave at any hour of its last day, so that this day does not count; unless it says by itself how
    many hours it keeps, and its day allows so many.
    """
    days = max((drill.date - task.due).days, 0)
    sure = max(days - 1, 0) * 24
    return max(sure, task.hours_before) if (task.hours_before or 0) <= days * 24 and task.hours_before else sure


def _chore_answers(drill: Drill, tasks: Sequence[Task], year: CampusCalendarFacts) -> dict[str, int | bool]:
    """What the chores other than notices answer: a number of days, or that it is done at all."""
    answers: dict[str, int | bool] = {}
    promises = load_chores().promises.values()
    of_rule = {promise.rule: promise for promise in promises if promise.settles is not None}
    for task in tasks:
        promise = of_rule.get(task.mandate_id)
        if promise is None or promise.settles is None:
            continue
        # Nobody is taught on a day on which no student is there.
        if promise.with_students and year.school_day(task.due) is None:
            continue
        days = (drill.date - task.due).days
        answers[promise.settles] = True if promise.settles == "counselors_named" else days
    return answers
