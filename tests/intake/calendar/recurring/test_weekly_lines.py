"""Facts that come back every week, in the words of a calendar and in ``calendar.yaml``."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.files.yaml_document import parse_document
from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from drillplanner.intake.calendar.recurring.weekly_words import weekly_words
from drillplanner.model import AcademicCalendar, DayKind
from tests.intake.calendar_builder import ALL, CAMPUSES, DISTRICT, component, event, read, the_question

MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4
YEAR = """Date,Event
9/2/2025,First Day of School
10/13,Columbus Day - No School
11/11,Veterans Day - No School
11/26-11/28,Thanksgiving Break
12/24/2025-1/1/2026,Winter Break
1/19,Martin Luther King Day
2/16,Presidents' Day - No School
5/25,Memorial Day
6/18,Last Day of School
"""


def table(*rows: str, answers: str | None = None) -> AcademicCalendar:
    document = None if answers is None else parse_document(answers.encode(), "calendar.yaml")
    raw = (YEAR + "".join(f"{row}\n" for row in rows)).encode()
    return academic_calendar_of(raw, "calendar.csv", DISTRICT, CAMPUSES, document)


def weekdays_that_are(found: AcademicCalendar, kind: DayKind) -> set[int]:
    """The weekdays of ordinary weeks that are all of that kind."""
    plain = [day for day in found.days if date(2026, 3, 2) <= day.date <= date(2026, 5, 22)]
    return {on for on in range(5) if all(day.kind is kind for day in plain if day.date.weekday() == on)}


@pytest.mark.parametrize(
    ("title", "kind", "weekdays"),
    [
        ("Every Monday, no school", DayKind.CLOSED, {MONDAY}),
        ("No school on Fridays", DayKind.CLOSED, {FRIDAY}),
        ("Fridays: no school for students", DayKind.CLOSED, {FRIDAY}),
        ("Wednesdays early release", DayKind.EARLY_RELEASE, {WEDNESDAY}),
        ("Early release every Wednesday at 1:15", DayKind.EARLY_RELEASE, {WEDNESDAY}),
        ("Thursdays 1 hour early", DayKind.EARLY_RELEASE, {3}),
        ("Late start Mondays", DayKind.DELAYED_OPENING, {MONDAY}),
        ("Early release Mondays and Wednesdays", DayKind.EARLY_RELEASE, {MONDAY, WEDNESDAY}),
        ("Four-day school week (Monday–Thursday)", DayKind.CLOSED, {FRIDAY}),
        ("Students attend Tuesday through Friday", DayKind.CLOSED, {MONDAY}),
        ("Pizza Fridays", DayKind.FULL, {0, 1, 2, 3, 4}),
    ],
)
def test_a_line_without_a_date_holds_all_year(title: str, kind: DayKind, weekdays: set[int]) -> None:
    found = table(f',"{title}"')
    assert weekdays_that_are(found, kind) == weekdays
    assert found.questions == ()
    is_read = [note for note in found.notes if title in note]
    assert len(is_read) == 1, "what was read every week is said"


def test_a_holiday_stays_a_holiday_and_school_that_is_held_is_held() -> None:
    found = table(',"Wednesdays early release"', ',"No school on Fridays"', "3/6/2026,School in session (make-up)")
    assert found.kind_at(date(2025, 11, 26), "heritage") is DayKind.CLOSED, "the day before Thanksgiving"
    assert found.kind_at(date(2026, 3, 6), "heritage") is DayKind.FULL
    assert found.kind_at(date(2026, 3, 13), "heritage") is DayKind.CLOSED


def test_a_number_in_the_month_and_bounds_are_read() -> None:
    found = table(',"Early release 2nd Wednesday of each month"', ',"No school Fridays beginning March 6"')
    early = [day.date.day for day in found.days if day.kind is DayKind.EARLY_RELEASE]
    assert early == [10, 8, 12, 10, 14, 11, 11, 8, 13, 10]
    fridays = [day.date for day in found.days if day.kind is DayKind.CLOSED and day.date.weekday() == FRIDAY]
    assert min(on for on in fridays if on > date(2026, 1, 2)) == date(2026, 3, 6)


@pytest.mark.parametrize(
    "row",
    [
        "Wednesdays from October 1–April 29,Collaboration time (school releases 50 minutes early)",
        ",Early release Wednesdays October 1 - April 29",
        ",Early release Wednesdays (from October 1 through April 29)",
        "Every Wednesday 10/1 to 4/29,Early release",
        '"Wednesdays, October 1 - April 29",Early release',
        ",Wednesday early release: October 1 - April 29",
        ",Early release Wednesdays 10/1-12/17 and 1/14-4/29",
    ],
)
def test_a_span_of_a_weekly_line_is_read_wherever_it_stands(row: str) -> None:
    early = [day.date for day in table(row).days if day.kind is DayKind.EARLY_RELEASE]
    assert (early[0], early[-1]) == (date(2025, 10, 1), date(2026, 4, 29))
    assert {on.weekday() for on in early} == {WEDNESDAY}


def test_a_line_without_a_date_that_has_its_weekday_once_is_every_week_and_asked_about() -> None:
    found = table(',"Thursday Dismissal: 1 hour early"')
    assert weekdays_that_are(found, DayKind.EARLY_RELEASE) == {3}
    assert "it is read as all Thursdays" in the_question(found).reason


@pytest.mark.parametrize(
    "row",
    [
        ',"Friday: no school"',
        ",Early dismissal Wednesday before Thanksgiving",
        ",Ash Wednesday early dismissal",
        ",Early release first Friday",
        "Wednesdays from October 1 through May,Early release",
        ",Early release Wednesdays - December 17 full day",
        ",Early Release Wednesdays and Fridays (5/1 - 6/12) except 5/8",
    ],
)
def test_a_line_whose_dates_are_open_is_refused(row: str) -> None:
    with pytest.raises(InputError, match="it has no date"):
        table(row)


def test_a_line_with_two_spans_of_two_weekdays_is_asked_about() -> None:
    found = table(",Early Release Wednesdays (10/1 - 4/29) & Fridays (5/1 - 6/12)")
    assert "leaves open which dates are meant" in the_question(found).reason
    assert all(day.kind is not DayKind.EARLY_RELEASE for day in found.days)


def test_one_dated_line_that_says_every_holds_from_its_date_on_and_is_asked_about() -> None:
    found = read(event("Every Monday, no school", "20250908"))
    assert weekdays_that_are(found, DayKind.CLOSED) == {MONDAY}
    question = the_question(found)
    assert "read as Mondays from 2025-09-08 on" in question.reason
    assert not question.may_close, "the days are free until it is answered"


def test_a_series_is_read_on_its_own_dates() -> None:
    found = read(
        component(
            "UID:1",
            "SUMMARY:Every Monday, no school",
            "DTSTART;VALUE=DATE:20250908",
            "RRULE:FREQ=WEEKLY;UNTIL=20260614",
            "EXDATE;VALUE=DATE:20260309",
        )
    )
    assert found.kind_at(date(2026, 3, 9), ALL[0]) is DayKind.FULL, "an exception of the series"
    assert found.kind_at(date(2026, 3, 16), ALL[0]) is DayKind.CLOSED
    assert found.questions == ()


def test_one_early_release_on_its_weekday_is_that_day_alone_and_asked_about() -> None:
    found = read(event("Early Release Mondays", "20250915"))
    assert [day.date for day in found.days if day.kind is DayKind.EARLY_RELEASE] == [date(2025, 9, 15)]
    assert "only its date is read" in the_question(found).reason


@pytest.mark.parametrize("title", ["Every other Friday no school", "No students: all Fridays as noted"])
def test_days_that_a_line_leaves_open_must_be_given(title: str) -> None:
    with pytest.raises(InputError) as caught:
        table(f",{title}")
    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.value) == ("calendar.csv", 11, title)
    assert "leave_out" in str(problem)
    found = table(f",{title}", answers=f'leave_out: [{{title: "{title}", reason: see days}}]\n')
    assert any("is left out of the calendar: see days" in note for note in found.notes)


def test_weekly_facts_of_the_answers() -> None:
    found = table(
        answers="""\
weekly:
  - {weekday: friday, kind: closed, title: Four-day week}
  - {weekday: wednesday, kind: early_release, time: "13:15", grades: K-5, except: [2026-03-11]}
  - {weekday: monday, kind: delayed_opening, minutes: 60, from: 2026-04-01, to: 2026-04-30}
"""
    )
    assert weekdays_that_are(found, DayKind.CLOSED) == {FRIDAY}
    kinds = {campus_id: found.kind_at(date(2026, 3, 4), campus_id) for campus_id in ("burnet-hill", "heritage")}
    assert kinds == {"burnet-hill": DayKind.EARLY_RELEASE, "heritage": DayKind.FULL}
    assert found.kind_at(date(2026, 3, 11), "burnet-hill") is DayKind.FULL
    late = [day.date.day for day in found.days if day.kind is DayKind.DELAYED_OPENING]
    assert late == [6, 13, 20, 27]
    assert any("'Four-day week': no school on Fridays" in note for note in found.notes)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("{weekday: saturday, kind: closed}", "weekday"),
        ("{weekday: friday, kind: full}", "kind"),
        ('{weekday: friday, kind: closed, time: "13:00"}', "'time' and 'minutes' are for"),
        ("{weekday: friday, kind: closed, from: 2026-05-01, to: 2026-04-01}", "it ends"),
        ("{weekday: friday, kind: closed, campuses: [nowhere]}", "there is no such campus"),
    ],
)
def test_a_weekly_fact_that_makes_no_sense_is_refused_with_its_line(answer: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        table(answers=f"weekly:\n  - {answer}\n")
    assert message in str(caught.value)
    assert caught.value.problems[0].line == 2


@pytest.mark.parametrize(
    "title",
    ["No School - Easter Monday", "Early Release Monday", "Conferences Monday-Thursday", "All closed Friday"],
)
def test_a_weekday_alone_is_no_weekly_fact(title: str) -> None:
    assert weekly_words(title) is None


@given(st.text(max_size=60))
def test_any_title_is_weekly_or_not(title: str) -> None:
    words = weekly_words(title)
    first = date(2026, 1, 1)
    if words is not None:
        dates = list(words.dates(first, first + timedelta(60)))
        assert all(on.weekday() < 5 for on in dates)


def test_a_line_that_leaves_its_dates_open_holds_on_all_of_them_once_it_is_settled() -> None:
    title = "Every other Friday no school"
    found = table(f",{title}", answers=f"understood: [{{title: {title}, kind: closed}}]")
    assert weekdays_that_are(found, DayKind.CLOSED) == {FRIDAY}
    assert found.questions == ()
    ignored = table(f",{title}", answers=f"understood: [{{title: {title}, kind: ignore}}]")
    assert weekdays_that_are(ignored, DayKind.CLOSED) == set()
