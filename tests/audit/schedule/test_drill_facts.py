"""What a drill's day says of it: the calendar, the list of events, lessons, notices and other tasks."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.audit.schedule.drill_facts import (
    FACTS_FROM_TASKS,
    CampusCalendarFacts,
    hours_between,
    lessons_of,
    placed_facts,
    police_names,
)
from drillplanner.model import (
    Agency,
    AvoidedDay,
    AvoidedKind,
    DayKind,
    Drill,
    DrillType,
    Event,
    EventKind,
    EventScope,
    GradeBand,
    Notice,
    NoticeTime,
    PlacedFacts,
    RecentEvent,
    Task,
    Workspace,
)
from tests.builders import calendar, campus, drill, scenario, workspace
from tests.solve.brute_force.tiny_districts import LESSON, LOCKDOWN

#: September 1 to October 3, 2025, with the week of the 15th off; the 25th is a testing day.
YEAR = calendar(
    date(2025, 9, 1),
    date(2025, 10, 3),
    {
        **{date(2025, 9, day): DayKind.CLOSED for day in range(15, 20)},
        date(2025, 9, 25): DayKind.TESTING,
    },
)
PLACE = workspace([campus("a"), campus("b")], YEAR)


def september(day: int) -> date:
    return date(2025, 9, day)


def event(kind: EventKind, first: int, last: int | None = None, **more: Any) -> Event:
    return Event(kind=kind, first=september(first), last=september(last or first), **more)


def facts(
    *events: Event, avoided: list[AvoidedDay] | None = None, place: Workspace = PLACE
) -> CampusCalendarFacts:
    return CampusCalendarFacts(place.campuses[0], place.model_copy(update={"events": events}), avoided)


def without_tests() -> Workspace:
    return workspace([campus("a")], calendar(september(1), date(2025, 10, 3)))


@pytest.mark.parametrize(("day", "number"), [(1, 1), (5, 5), (6, None), (8, 6), (15, None), (22, 11)])
def test_school_days_are_counted_from_the_first(day: int, number: int | None) -> None:
    assert facts().school_day(september(day)) == number


@pytest.mark.parametrize(
    ("day", "start", "end", "expected"),
    [
        (1, "09:00", "09:10", True),
        (1, "07:50", "08:00", False),
        (1, "07:50", "08:01", True),
        (1, "12:24", "12:40", True),
        (1, "12:25", "12:40", False),
        (1, "08:00", None, False),
        (1, "08:01", None, True),
        (1, None, None, None),
        (6, "09:00", "09:10", False),
        (15, "09:00", "09:10", False),
    ],
)
def test_students_are_in_school_between_the_bells(
    day: int, start: str | None, end: str | None, expected: bool | None
) -> None:
    drilled = drill("a", DrillType.LOCKDOWN, september(day), start=start, end=end)
    assert facts().students_in_session(drilled) is expected


def test_without_bells_nobody_can_tell() -> None:
    place = PLACE.model_copy(
        update={"campuses": (PLACE.campuses[0].model_copy(update={"bell_schedule": None}), PLACE.campuses[1])}
    )
    drilled = drill("a", DrillType.LOCKDOWN, september(1), start=time(9))
    assert facts(place=place).students_in_session(drilled) is None


def avoided(day: int, name: str, kind: AvoidedKind = AvoidedKind.ANNIVERSARY) -> AvoidedDay:
    return AvoidedDay(on=september(day), name=name, kind=kind, source="invented")


@pytest.mark.parametrize(
    ("day", "looked_up", "listed", "expected"),
    [
        (1, False, False, True),
        (12, False, False, True),
        (3, False, False, None),
        (3, False, True, False),
        (4, False, True, True),
        (5, False, True, True),
        (8, False, True, False),
        (3, True, False, False),
        (2, True, False, True),
        (4, True, True, True),
        (12, True, False, False),
        (9, True, False, False),
    ],
)
def test_days_to_avoid(day: int, looked_up: bool, listed: bool, expected: bool | None) -> None:
    """The first day and the eve of a break are always such days, unless somebody looked all of them up."""
    own = (event(EventKind.SENSITIVE_DATE, 4, 5),) if listed else ()
    found = [avoided(2, "A day"), avoided(9, "Tests", AvoidedKind.TESTING)] if looked_up else None
    assert facts(*own, avoided=found).is_sensitive(september(day)) is expected


def test_the_last_day_is_one_to_avoid() -> None:
    assert facts().is_sensitive(date(2025, 10, 3)) is True
    assert facts().is_sensitive(date(2025, 10, 2)) is None


def test_the_names_of_what_falls_on_a_day() -> None:
    found = [avoided(2, "One"), avoided(2, "Two"), avoided(2, "Tests", AvoidedKind.TESTING)]
    assert facts(avoided=found).why_sensitive(september(2)) == f"{found[0].phrase}; {found[1].phrase}"
    assert facts(avoided=found).why_sensitive(september(3)) == ""
    assert facts().why_sensitive(september(2)) == ""


@pytest.mark.parametrize(("day", "expected"), [(22, False), (23, True), (24, True), (25, True), (26, False)])
def test_a_testing_day_is_near_two_school_days_before(day: int, expected: bool) -> None:
    assert facts().examination_is_near(september(day)) is expected


@pytest.mark.parametrize(
    ("day", "expected"), [(8, False), (9, True), (11, True), (12, True), (22, True), (23, False)]
)
def test_an_assessment_is_near_two_school_days_before(day: int, expected: bool) -> None:
    """From the 11th to the 22nd, with a week off between."""
    place = without_tests()
    listed = event(EventKind.STATE_ASSESSMENT, 11, 22)
    assert facts(listed, place=place).examination_is_near(september(day)) is expected
    assert facts(place=place).examination_is_near(september(day)) is None
    of_another = listed.model_copy(update={"campus_ids": ("b",)})
    assert facts(of_another, place=place).examination_is_near(september(day)) is None


@pytest.mark.parametrize(
    ("kind", "scope"),
    [
        (EventKind.VIOLENCE_ON_CAMPUS, EventScope.CAMPUS),
        (EventKind.VIOLENCE_IN_COMMUNITY, EventScope.COMMUNITY),
        (EventKind.VIOLENCE_IN_THE_NEWS, EventScope.NATIONAL),
        (EventKind.DEATH_AT_SCHOOL, EventScope.CAMPUS),
        (EventKind.DEATH_IN_COMMUNITY, EventScope.COMMUNITY),
        (EventKind.HOAX_CALL, EventScope.CAMPUS_ALARM),
        (EventKind.SWATTING, EventScope.CAMPUS_ALARM),
    ],
)
def test_events_that_call_for_a_pause(kind: EventKind, scope: EventScope) -> None:
    year = facts(event(kind, 3, 5), event(EventKind.STAFF_TRAINING, 3))
    assert year.recent_events(september(2)) == ()
    for day, ago in ((3, 0), (5, 0), (6, 1), (22, 17)):
        assert year.recent_events(september(day)) == (RecentEvent(scope=scope, days_ago=ago),)


def test_a_real_lockdown_calls_for_a_pause_as_an_alarm_does() -> None:
    locked_down = event(EventKind.REAL_EMERGENCY, 3, drill_type=DrillType.LOCKDOWN)
    fire = event(EventKind.REAL_EMERGENCY, 3, drill_type=DrillType.FIRE_EVACUATION)
    found = facts(locked_down, fire).recent_events(september(4))
    assert found == (RecentEvent(scope=EventScope.CAMPUS_ALARM, days_ago=1),)


ANSWERED = {"mental_health_signoff": True, "extra_support": True, "reason_recorded": True}
NOTHING: dict[str, bool | None] = dict.fromkeys(ANSWERED)


def answers(on: int, *events: Event) -> dict[str, bool | None]:
    return facts(*events).answers_after_events(september(on))


def test_answers_after_an_event() -> None:
    after = event(EventKind.VIOLENCE_IN_THE_NEWS, 2, **ANSWERED)
    assert answers(1, after) == NOTHING
    # The pause after the news is a week, and extra support is asked for sixty days.
    assert answers(9, after) == ANSWERED
    assert answers(10, after) == NOTHING | {"extra_support": True}
    assert answers(3) == NOTHING


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(True, True, True), (True, None, None), (True, False, False), (None, False, False), (None, None, None)],
)
def test_answers_after_two_events(first: bool | None, second: bool | None, expected: bool | None) -> None:
    events = (
        event(EventKind.VIOLENCE_ON_CAMPUS, 2, extra_support=first),
        event(EventKind.DEATH_AT_SCHOOL, 3, extra_support=second),
    )
    assert answers(4, *events)["extra_support"] is expected


# ---- lessons

TALK = LESSON.model_copy(update={"subjects": ("fire_safety",)})
SCENARIOS = {"lesson": TALK, "lockdown": LOCKDOWN, "fire": scenario("fire", DrillType.FIRE_EVACUATION)}
BANDS = (GradeBand("PK-K"), GradeBand("1-2"))


def lesson(day: int, **more: Any) -> Drill:
    return drill("a", DrillType.INSTRUCTION, september(day), day, **{"scenario_id": "lesson"} | more)


def test_lessons_are_those_for_students() -> None:
    for_staff = lesson(4, audience="staff")
    practiced = lesson(5, format="physical")
    unknown = lesson(8, scenario_id="else")
    found = lessons_of(
        [lesson(2), lesson(3, grades=("1",)), for_staff, practiced, unknown, lesson(9, scenario_id=None)],
        SCENARIOS,
        BANDS,
    )
    assert [(taught.date.day, taught.scenario.scenario_id, taught.bands) for taught in found] == [
        (2, "lesson", BANDS),
        (3, "lesson", BANDS[1:]),
    ]


def test_a_lesson_is_for_the_bands_of_its_scenario() -> None:
    young = {"lesson": TALK.model_copy(update={"bands": BANDS[:1]})}
    assert [taught.bands for taught in lessons_of([lesson(2)], young, BANDS)] == [BANDS[:1]]


def placed(
    drilled: Drill, tasks: list[Task] | None = None, lessons: tuple[Drill, ...] = (), *events: Event
) -> PlacedFacts:
    taught = lessons_of(lessons, SCENARIOS, BANDS)
    police = police_names(PLACE)
    return placed_facts(drilled, facts(*events), tasks, taught, SCENARIOS[drilled.scenario_id or ""], police)


def fire(day: int, **more: Any) -> Drill:
    return drill("a", DrillType.FIRE_EVACUATION, september(day), **{"scenario_id": "fire"} | more)


@pytest.mark.parametrize(
    ("lessons", "days"),
    [
        ((lesson(2),), 8),
        ((lesson(2), lesson(9)), 1),
        ((lesson(10),), None),
        ((lesson(11),), None),
        ((lesson(9, grades=("1",)),), None),
        ((lesson(9, grades=("1",)), lesson(5, grades=("K",))), 5),
        ((lesson(9, grades=("1",)), lesson(5)), 5),
        ((), None),
    ],
)
def test_days_since_the_last_lesson_of_every_band(lessons: tuple[Drill, ...], days: int | None) -> None:
    assert placed(fire(10), None, lessons).taught_days_before == days


def test_a_lesson_on_another_subject_prepares_for_nothing() -> None:
    lockdown = drill("a", DrillType.LOCKDOWN, september(10), scenario_id="lockdown")
    assert placed(lockdown, None, (lesson(2),)).taught_days_before is None


# ---- tasks


def task(day: int, rule: str = "DA-203", kind: str = "notify", **more: Any) -> Task:
    fields = {"task_id": "t", "campus_id": "a", "drill_id": "d", "who": "w", "text": "t", "due_words": "soon"}
    return Task.model_validate(fields | {"mandate_id": rule, "kind": kind, "due": september(day)} | more)


@pytest.mark.parametrize(
    ("due", "stated", "hours"),
    [
        (9, None, 0),
        (8, None, 24),
        (10, None, 0),
        (11, None, 0),
        (9, 24, 24),
        (9, 25, 0),
        (8, 25, 25),
        (8, 48, 48),
        (8, 49, 24),
        (8, 2, 24),
        (8, 0, 24),
    ],
)
def test_hours_that_surely_pass_between_a_notice_and_its_drill(due: int, stated: int | None, hours: int) -> None:
    assert hours_between(task(due, hours_before=stated), fire(10)) == hours


def test_notices_before_and_after() -> None:
    tasks = [
        task(8, tells=("families", "staff")),
        task(10, kind="notify_after", tells=("families",)),
        task(11, kind="notify_after", tells=("students",)),
        task(8, kind="record", tells=("dispatch",)),
        task(8, kind="notify"),
    ]
    assert placed(fire(10), tasks).notices == (
        Notice(audience="families", hours_before=24),
        Notice(audience="staff", hours_before=24),
        Notice(audience="families", when=NoticeTime.AFTER, same_day=True),
        Notice(audience="students", when=NoticeTime.AFTER, same_day=False),
    )
    assert placed(fire(10), []).notices == ()
    assert placed(fire(10)).notices is None


def test_other_tasks_answer_with_days_or_yes() -> None:
    found = placed(fire(10), [task(3, "DA-601"), task(4, "DA-701"), task(4, "DA-999")])
    assert (found.roster_checked_days_before, found.counselors_named) == (7, True)
    nothing = placed(fire(10), [])
    assert (nothing.roster_checked_days_before, nothing.counselors_named) == (None, None)


@pytest.mark.parametrize(("due", "days"), [(5, 5), (6, 1), (9, 1)])
def test_a_lesson_that_is_a_task_counts_on_a_day_with_students(due: int, days: int) -> None:
    """September 6 is a Saturday: then the lesson of the 9th counts."""
    assert placed(fire(10), [task(due, "DA-501")], (lesson(9),)).taught_days_before == days


def test_facts_that_only_tasks_tell() -> None:
    assert {
        "placed.notices",
        "placed.roster_checked_days_before",
        "placed.counselors_named",
        "placed.taught_days_before",
    } == FACTS_FROM_TASKS


@pytest.mark.parametrize(
    ("agencies", "expected"),
    [(None, None), ((), False), (("police",), True), (("police-1", "x"), True), (("fire-1",), False)],
)
def test_whether_police_attend(agencies: tuple[str, ...] | None, expected: bool | None) -> None:
    named = (
        Agency(agency_id="police-1", name="Police (invented)", kind="police"),
        Agency(agency_id="fire-1", name="Fire (invented)", kind="fire"),
    )
    names = police_names(workspace([campus("a")], YEAR, agencies=named))
    assert names == {"police", "police-1"}
    found = placed_facts(fire(10, agencies=agencies), facts(), None, [], SCENARIOS["fire"], names)
    assert found.officers_attend is expected


def test_the_facts_of_a_day_are_taken_together() -> None:
    drilled = fire(24, start=time(9), end=time(9, 10))
    found = placed(drilled, [], (), event(EventKind.HOAX_CALL, 23, mental_health_signoff=True))
    assert (found.date, found.school_day, found.students_in_session) == (september(24), 13, True)
    assert (found.exam_near, found.sensitive_date, found.mental_health_signoff) == (True, None, True)
    assert found.recent_events == (RecentEvent(scope=EventScope.CAMPUS_ALARM, days_ago=1),)
