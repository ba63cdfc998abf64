"""From an .ics file to the school year. The Livingston facts are tested in ``test_example_district.py``."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError, Problem
from drillplanner.intake.calendar.academic_calendar import read_academic_calendar
from drillplanner.model import AcademicCalendar, DayKind, each_date
from tests.intake.calendar_builder import (
    ALL,
    CAMPUSES,
    DISTRICT,
    ELEMENTARY,
    HOLIDAYS,
    YEAR,
    calendar,
    component,
    event,
    read,
    read_raw,
    the_question,
)

FULL, CLOSED, EARLY, DELAYED, TESTING = (
    DayKind.FULL,
    DayKind.CLOSED,
    DayKind.EARLY_RELEASE,
    DayKind.DELAYED_OPENING,
    DayKind.TESTING,
)
HIGH = ("livingston-high",)
MIDDLE = ("mount-pleasant-middle", "heritage")


def kinds(found: AcademicCalendar, on: str) -> dict[str, DayKind]:
    return {campus_id: found.kind_at(date.fromisoformat(on), campus_id) for campus_id in ALL}


def only(kind: DayKind, campus_ids: tuple[str, ...], other: DayKind = FULL) -> dict[str, DayKind]:
    return {campus_id: kind if campus_id in campus_ids else other for campus_id in ALL}


def problem_of(*events: str, answers: str | None = None, year: bool = True) -> Problem:
    with pytest.raises(InputError) as caught:
        read(*events, answers=answers, year=year)
    return caught.value.problems[0]


def test_a_year_may_have_only_its_first_and_last_day_and_holidays() -> None:
    found = read()
    assert (found.first_day, found.last_day, found.first_staff_day) == (date(2025, 9, 2), date(2026, 6, 18), None)
    closed = [day.date for day in found.days if day.kind is CLOSED]
    weekdays = [on for on in each_date(found.first_day, found.last_day) if on.weekday() < 5]
    assert [day.date for day in found.days] == weekdays
    assert len(closed) == len(HOLIDAYS) + 3  # the last entry of December closes four days
    assert {day.kind for day in found.days if day.date not in closed} == {FULL}
    assert (found.days[0].title, found.days[1].title, found.days[-1].title) == (
        "First Day of School",
        "",
        "Last Day of School",
    )
    assert found.questions == ()
    assert found.notes == ()


def test_closures_and_short_days_have_titles() -> None:
    found = read(
        event("Founders' Day - No School", "20251014", "20251015"),
        event("Winter Recess", "20251224", "20260102"),
        event("Early Dismissal", "20251126"),
        event("2-hr Delay", "20251201"),
        event("NJSLA Testing Gr 3-8", "20260512", "20260514"),
        event("Gr. 9-12 Final Exams", "20260610"),
    )
    assert kinds(found, "2025-10-14") == dict.fromkeys(ALL, CLOSED)
    assert all(kinds(found, on) == dict.fromkeys(ALL, CLOSED) for on in ("2025-12-24", "2026-01-01"))
    assert kinds(found, "2026-01-02") == dict.fromkeys(ALL, FULL), "the end is exclusive"
    assert kinds(found, "2025-11-26") == dict.fromkeys(ALL, EARLY)
    assert kinds(found, "2025-12-01") == dict.fromkeys(ALL, DELAYED)
    assert kinds(found, "2026-05-13") == only(TESTING, (*ELEMENTARY, *MIDDLE))
    assert kinds(found, "2026-06-10") == only(TESTING, HIGH)
    day = found.day(date(2025, 10, 14))
    assert day is not None and day.title == "Founders' Day - No School"
    assert found.questions == ()


def test_entries_of_one_day_have_an_order_of_precedence() -> None:
    same_day = [
        event("Final Exams", "20260610"),
        event("Delayed Opening", "20260610"),
        event("Early Dismissal", "20260610"),
        event("No School", "20260610"),
        event("School in Session", "20260610"),
    ]
    for number, expected in enumerate((TESTING, DELAYED, EARLY, CLOSED), start=1):
        assert kinds(read(*same_day[:number]), "2026-06-10") == dict.fromkeys(ALL, expected)
    assert kinds(read(*same_day), "2026-06-10") == dict.fromkeys(ALL, EARLY), "held after all, and short"
    assert kinds(read(same_day[3], same_day[4]), "2026-06-10") == dict.fromkeys(ALL, FULL)


def test_the_last_day_can_be_a_short_one() -> None:
    found = read(event("Early Dismissal for Students", "20260616", "20260619"))
    assert found.days[-1].kind is EARLY
    assert found.days[-1].title == "Early Dismissal for Students / Last Day of School"


def test_what_an_afternoon_is_for_is_no_question_where_the_day_is_said_to_be_short() -> None:
    reasons = [
        event("Professional Development PM", "20260515"),
        event("Parent/Teacher Conferences", "20260212"),
    ]
    assert {question.title for question in read(*reasons).questions} == {
        "Professional Development PM",
        "Parent/Teacher Conferences",
    }
    found = read(*reasons, event("Early Release", "20260515"), event("Early Release", "20260212"))
    assert kinds(found, "2026-05-15") == kinds(found, "2026-02-12") == dict.fromkeys(ALL, EARLY)
    assert found.questions == ()


def test_a_short_afternoon_does_not_explain_a_morning() -> None:
    found = read(event("Staff Development Day AM", "20260515"), event("Early Release", "20260515"))
    assert the_question(found).title == "Staff Development Day AM"
    late = read(event("Staff Development Day AM", "20260515"), event("Delayed Opening", "20260515"))
    assert late.questions == ()


def test_a_short_day_of_some_schools_explains_nothing_about_the_others() -> None:
    found = read(
        event("Professional Development Day PM", "20260515"), event("Early Release (Elementary)", "20260515")
    )
    assert the_question(found).title == "Professional Development Day PM"


def test_days_vary_by_campus() -> None:
    found = read(
        event("Early Dismissal (Elementary)", "20251103", "20251106"),
        event("Semester Change - LHS Only, Partial Day", "20260127"),
        event("Late Start (High School)", "20251105"),
        event("Burnet Hill - No School", "20251104"),
        event("Elementary, Middle & High School Half Day", "20251202"),
    )
    assert kinds(found, "2025-11-03") == only(EARLY, ELEMENTARY)
    assert kinds(found, "2025-11-04") == {**only(EARLY, ELEMENTARY), "burnet-hill": CLOSED}
    assert kinds(found, "2025-11-05") == {**only(EARLY, ELEMENTARY), "livingston-high": DELAYED}
    assert kinds(found, "2026-01-27") == only(EARLY, HIGH)
    both = found.day(date(2025, 12, 2))
    assert both is not None and both.kind is EARLY and both.variations == ()
    first = found.day(date(2025, 11, 3))
    assert (
        first is not None
        and first.kind is FULL
        and first.title_at("burnet-hill") == "Early Dismissal (Elementary)"
    )
    assert found.questions == ()


def test_a_makeup_day_lifts_a_closure_even_on_a_weekend() -> None:
    found = read(
        event("Spring Recess", "20260330", "20260404"),
        event("School Day - Snow Day Makeup", "20260330"),
        event("Snow Day Make-Up", "20260411"),
    )
    assert kinds(found, "2026-03-30") == dict.fromkeys(ALL, FULL)
    assert kinds(found, "2026-03-31") == dict.fromkeys(ALL, CLOSED)
    saturday = found.day(date(2026, 4, 11))
    assert saturday is not None and saturday.kind is FULL and saturday.title == "Snow Day Make-Up"
    assert found.day(date(2026, 4, 12)) is None


def test_school_over_a_span_with_a_weekend_does_not_open_the_weekend() -> None:
    found = read(event("Snow Day Make-Up", "20260409", "20260414"))
    assert found.day(date(2026, 4, 11)) is None


def test_a_makeup_day_may_be_at_one_school_on_a_saturday() -> None:
    found = read(event("Snow Day Make-Up LHS", "20260411"))
    assert kinds(found, "2026-04-11") == only(FULL, HIGH, CLOSED)


def test_staff_days_and_the_first_of_them_are_read() -> None:
    found = read(
        event("Professional Development Days - No Students", "20250827", "20250829"),
        event("New Year Staff Development Day", "20260102"),
    )
    assert found.first_staff_day == date(2025, 8, 27)
    assert kinds(found, "2026-01-02") == dict.fromkeys(ALL, CLOSED)
    assert read(event("Teachers Return", "20250826")).first_staff_day == date(2025, 8, 26)
    assert read(event("Teacher Workday", "20250701")).first_staff_day is None, "the summer before"


def test_campuses_may_begin_later_or_end_earlier() -> None:
    found = read(
        event("First Day of School Grades 1-12", "20250902"),
        event("First Day of School - High School", "20250828"),
        event("First Day of School Kindergarten", "20250908"),
        event("Last Day of School", "20260618"),
        event("Last Day for Seniors", "20260605"),
        *HOLIDAYS,
        year=False,
    )
    assert (found.first_day, found.last_day) == (date(2025, 8, 28), date(2026, 6, 18))
    assert kinds(found, "2025-08-28") == only(FULL, HIGH, CLOSED)
    assert kinds(found, "2025-09-02") == dict.fromkeys(ALL, FULL)
    assert kinds(found, "2026-06-18") == dict.fromkeys(ALL, FULL), "one grade of four does not end a school's year"
    day = found.day(date(2025, 8, 28))
    assert day is not None and day.title_at("heritage") == "Before the first day of school here"


def test_an_entry_may_be_for_some_grades_of_a_campus() -> None:
    calendar = read(event("No School for Kindergarten", "20251010"))
    assert kinds(calendar, "2025-10-10") == dict.fromkeys(ALL, FULL)
    assert (
        "only some grades are named at burnet-hill (K), mount-pleasant-elementary (K)"
        in the_question(calendar).reason
    )
    assert the_question(calendar).taken_as == "ignored"
    half = read(event("No School Grades K-2", "20251010"))
    assert kinds(half, "2025-10-10") == only(CLOSED, ELEMENTARY)
    assert the_question(half).taken_as == "no school at burnet-hill, mount-pleasant-elementary"
    short = read(event("Kindergarten Early Dismissal", "20251010"))
    assert kinds(short, "2025-10-10") == only(EARLY, ELEMENTARY)
    assert the_question(short).taken_as == "early release at burnet-hill, mount-pleasant-elementary"


def test_an_audience_that_no_campus_has_becomes_a_question() -> None:
    found = read(event("Pre-K: No School", "20251010"))
    assert kinds(found, "2025-10-10") == dict.fromkeys(ALL, FULL)
    assert the_question(found).reason == "it names grades PK, which no campus here has"
    assert the_question(found).taken_as == "ignored"


def test_an_entry_with_unknown_initials_is_for_all() -> None:
    found = read(event("Riverside RHS - No School", "20251010"))
    assert kinds(found, "2025-10-10") == dict.fromkeys(ALL, CLOSED)
    assert the_question(found).taken_as == "no school at all campuses"


def test_the_description_may_name_the_schools() -> None:
    restricted = read(event("Early Dismissal", "20251010", None, "DESCRIPTION:For elementary students only"))
    assert kinds(restricted, "2025-10-10") == only(EARLY, ELEMENTARY)
    assert restricted.questions == ()
    unclear = read(event("Early Dismissal", "20251010", None, "DESCRIPTION:Elementary students go home"))
    assert kinds(unclear, "2025-10-10") == dict.fromkeys(ALL, EARLY)
    assert "its description speaks of burnet-hill" in the_question(unclear).reason
    times = read(event("Early Dismissal", "20251010", None, "DESCRIPTION:Elementary 1:15\\, High School 12:10"))
    assert kinds(times, "2025-10-10") == dict.fromkeys(ALL, EARLY)
    assert times.questions == ()


def test_each_title_that_is_not_understood_is_listed_once() -> None:
    found = read(
        event("Pumpkin", "20251031"),
        event("Pumpkin", "20251030", uid="other"),
        event("Spring Concert", "20260410"),
    )
    question = the_question(found)
    assert (question.file, question.line, question.title) == ("calendar.ics", 3, "Pumpkin")
    assert question.dates == (date(2025, 10, 30), date(2025, 10, 31))
    assert question.reason == "neither its title nor its categories are wordings that we know"
    assert question.taken_as == "ignored"
    assert found.notes == ("1 event of calendar.ics is about something that changes no school day.",)


def test_a_category_on_every_event_is_ignored() -> None:
    category = "CATEGORIES:School"
    found = read(
        event("First Day of School", "20250902", None, category),
        event("Winter Recess", "20251224", "20260102", category),
        event("Last Day of School", "20260618", None, category),
        *(holiday.replace("END:VEVENT", f"{category}\nEND:VEVENT") for holiday in HOLIDAYS),
        year=False,
    )
    assert kinds(found, "2025-12-24") == dict.fromkeys(ALL, CLOSED)
    assert found.questions == ()


def test_the_safer_of_title_and_category_counts() -> None:
    found = read(event("Early Dismissal", "20251010", None, "CATEGORIES:No School"))
    assert kinds(found, "2025-10-10") == dict.fromkeys(ALL, CLOSED)
    question = the_question(found)
    assert question.reason == (
        "its title says 'early release', its category says 'no school'; "
        "the safer reading is taken, closed before open"
    )
    assert question.taken_as == "no school at all campuses"
    assert question.dates == (date(2025, 10, 10),)


def test_a_break_may_be_given_in_two_entries() -> None:
    found = read(event("Winter Break Begins", "20251222"), event("Classes Resume", "20260105"))
    assert all(kinds(found, on) == dict.fromkeys(ALL, CLOSED) for on in ("2025-12-22", "2026-01-02"))
    assert kinds(found, "2025-12-19") == kinds(found, "2026-01-05") == dict.fromkeys(ALL, FULL)
    assert found.questions == ()
    day = found.day(date(2025, 12, 23))
    assert day is not None and day.title == "Winter Break"


@pytest.mark.parametrize(
    "title",
    [
        "Last day of school before winter break",
        "Last Day Before Winter Break",
        "Last school day prior to the holiday break",
        "Last Day of Classes before Christmas Break",
    ],
)
def test_the_last_day_before_a_break_begins_it(title: str) -> None:
    found = read(event(title, "20251222"), event("School reconvenes after winter break", "20260107"))
    assert kinds(found, "2025-12-22") == kinds(found, "2026-01-07") == dict.fromkeys(ALL, FULL)
    assert all(kinds(found, on) == dict.fromkeys(ALL, CLOSED) for on in ("2025-12-23", "2026-01-02", "2026-01-06"))
    day = found.day(date(2025, 12, 23))
    assert day is not None and "break" in day.title.lower() and "last" not in day.title.lower()
    assert found.questions == ()


def test_the_last_day_before_a_break_without_an_end_is_a_question() -> None:
    found = read(event("Last day before spring break", "20260313"))
    assert kinds(found, "2026-03-13") == dict.fromkeys(ALL, FULL)
    assert the_question(found).reason == "the calendar does not say when this break ends"
    assert (
        read(
            event("Last day before spring break", "20260313"), event("Spring Break", "20260316", "20260321")
        ).questions
        == ()
    )


def test_the_end_of_a_later_break_ends_no_earlier_one() -> None:
    found = read(
        event("Last day before midwinter recess", "20260213"),
        event("Midwinter Recess", "20260216", "20260221"),
        event("Spring Break", "20260302", "20260307"),
        event("Classes Resume", "20260309"),
    )
    assert kinds(found, "2026-02-20") == kinds(found, "2026-03-06") == dict.fromkeys(ALL, CLOSED)
    assert kinds(found, "2026-02-23") == kinds(found, "2026-02-27") == dict.fromkeys(ALL, FULL)
    assert found.questions == ()


def test_a_return_after_a_school_day_asks_for_the_break_before_it() -> None:
    question = the_question(read(event("Classes Resume", "20260309")))
    assert question.reason == "the calendar does not say which days before 2026-03-09 are free"
    assert question.dates == (date(2026, 3, 6),) and question.may_close
    assert (
        read(
            event("Classes Resume", "20260309"),
            answers="days: [{from: 2026-03-02, to: 2026-03-06, kind: closed}]",
        ).questions
        == ()
    )


def test_open_days_between_christmas_and_new_year_are_asked_about() -> None:
    without = tuple(entry for entry in HOLIDAYS if "20251226" not in entry)
    assert len(without) == len(HOLIDAYS) - 1
    question = the_question(read(*YEAR, *without, year=False))
    assert question.title == "The week between Christmas and New Year"
    assert len(question.dates) == 4 and question.may_close
    answer = 'understood: [{title: "The week between Christmas and New Year", kind: closed}]'
    answered = read(*YEAR, *without, year=False, answers=answer)
    assert answered.questions == ()
    assert kinds(answered, "2025-12-30") == dict.fromkeys(ALL, CLOSED)
    held = read(*YEAR, *without, year=False, answers=answer.replace("closed", "full"))
    assert held.questions == () and kinds(held, "2025-12-30") == dict.fromkeys(ALL, FULL)


def test_a_thanksgiving_recess_of_one_day_leaves_the_friday_to_be_asked_about() -> None:
    without = tuple(entry for entry in HOLIDAYS if "20251128" not in entry)
    recess = event("Early dismissal. Thanksgiving recess", "20251126")
    question = the_question(read(*YEAR, *without, recess, year=False))
    assert (question.title, question.dates) == ("The day after Thanksgiving", (date(2025, 11, 28),))
    assert question.may_close
    held = read(*YEAR, *without, recess, year=False, answers="days: [{date: 2025-11-28, kind: full}]")
    assert held.questions == ()
    closed = read(
        *YEAR,
        *without,
        recess,
        year=False,
        answers='understood: [{title: "The day after Thanksgiving", kind: closed}]',
    )
    assert closed.questions == () and kinds(closed, "2025-11-28") == dict.fromkeys(ALL, CLOSED)


def test_a_break_may_begin_at_the_end_of_a_day() -> None:
    found = read(event("Winter Break Begins at Dismissal", "20251219"), event("Winter Break Ends", "20260102"))
    assert kinds(found, "2025-12-19") == dict.fromkeys(ALL, FULL)
    assert kinds(found, "2025-12-22") == kinds(found, "2026-01-02") == dict.fromkeys(ALL, CLOSED)
    assert found.questions == ()


def test_a_break_may_begin_on_a_short_day() -> None:
    for events in (
        (event("Early Dismissal - Winter Break Begins", "20251219"),),
        (event("Early Dismissal", "20251219"), event("Winter Break Begins", "20251219")),
    ):
        found = read(*events, event("School Resumes", "20260105"))
        assert kinds(found, "2025-12-19") == dict.fromkeys(ALL, EARLY)
        assert kinds(found, "2025-12-22") == kinds(found, "2026-01-02") == dict.fromkeys(ALL, CLOSED)


def test_a_break_without_an_end_is_a_question() -> None:
    found = read(event("Winter Break Begins", "20251222"), event("Classes Resume", "20260309"))
    assert kinds(found, "2025-12-22") == dict.fromkeys(ALL, CLOSED)
    assert kinds(found, "2025-12-23") == dict.fromkeys(ALL, FULL)
    no_end, no_break = found.questions
    assert no_end.reason == "the calendar does not say when this break ends"
    assert no_end.taken_as == "no school at all campuses"
    assert no_break.reason == "the calendar does not say which days before 2026-03-09 are free"


def test_a_break_whose_days_are_in_another_entry_is_not_a_question() -> None:
    found = read(event("Winter Break Begins", "20251222"), event("Winter Recess", "20251222", "20260102"))
    assert found.questions == ()
    assert read(event("Summer Break Begins", "20260619")).questions == ()


def test_a_break_without_a_beginning_is_a_question() -> None:
    found = read(event("Winter Break Ends", "20260102"))
    assert kinds(found, "2026-01-02") == dict.fromkeys(ALL, CLOSED)
    assert the_question(found).reason == "the calendar does not say when this break begins"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (event("Early Dismissal", "20251011"), "it says 'early release' on a weekend"),
        (event("Early Dismissal", "20260625"), "it says 'early release' outside the school year, 2025-09-02 to 2026-06-18"),  # noqa: E501
        (event("Snow Day Make-Up", "20260622"), "it says 'school day' outside the school year, 2025-09-02 to 2026-06-18"),  # noqa: E501
        (event("First Day of School", "20260105", uid="x"), "school begins on 2025-09-02 by another entry"),
        (event("Last Day of School", "20260610", uid="x"), "school ends on 2026-06-18 by another entry"),
        (event("No School", "20250902"), "the first day of school is also said to be free"),
    ],
)  # fmt: skip
def test_an_entry_that_makes_no_sense_is_a_question(entry: str, reason: str) -> None:
    found = read(entry)
    assert reason in [question.reason for question in found.questions]
    assert (found.first_day, found.last_day) == (date(2025, 9, 2), date(2026, 6, 18))


def test_events_outside_the_year_are_noted() -> None:
    found = read(event("No School", "20241014"), event("No School", "20251014", None, "STATUS:CANCELLED", uid="x"))
    assert found.notes == (
        "1 event of calendar.ics is marked as cancelled and was left out.",
        "1 event of calendar.ics lies outside 2025-07-01 to 2026-06-30.",
    )
    assert kinds(found, "2025-10-14") == dict.fromkeys(ALL, FULL)


def test_the_calendar_of_another_year_is_refused() -> None:
    problem = problem_of(event("First Day of School", "20240903"), event("Last Day", "20250618"), year=False)
    assert problem.message == "no event lies in the school year 2025-26"
    assert problem.value == "events from 2024-09-03 to 2025-06-18"
    assert "Maybe this is the calendar of another year" in str(problem)


def test_a_calendar_without_first_and_last_day_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        read(event("No School", "20251013"), year=False)
    assert [problem.message for problem in caught.value.problems] == [
        "no event tells the first day of school",
        "no event tells the last day of school",
    ]
    assert caught.value.problems[0].maybe == (
        "Write the line 'first_day: 2025-08-31', with your date, into calendar.yaml "
        "('init --answers calendar.yaml' takes it)."
    )
    found = read(event("No School", "20251013"), answers="first_day: 2025-09-03\nlast_day: 2026-06-19", year=False)
    assert (found.first_day, found.last_day) == (date(2025, 9, 3), date(2026, 6, 19))


@pytest.mark.parametrize("title", ["Students Begin Second Semester", "Classes Begin"])
def test_a_beginning_in_winter_is_not_the_first_day_of_the_year(title: str) -> None:
    """Half a year would be lost in silence: a parish in Louisiana writes "Students Report to School" in August."""
    found = read(
        event("Students Report to School", "20250806"),
        event("No School", "20251013"),
        event(title, "20260106"),
        event("Last Day of School", "20260522"),
        year=False,
    )
    assert (found.first_day, found.last_day) == (date(2025, 8, 6), date(2026, 5, 22))
    assert "no line says which day is the first day of school" in [question.reason for question in found.questions]


@pytest.mark.parametrize(
    ("first", "last", "word"), [("20260106", "20260522", "first"), ("20250806", "20251219", "last")]
)
def test_half_a_year_is_refused(first: str, last: str, word: str) -> None:
    problem = problem_of(event("First Day of School", first), event("Last Day of School", last), year=False)
    assert problem.message == f"no event tells the {word} day of school"


def test_a_year_shorter_than_any_districts_is_asked_about() -> None:
    events = (event("First Day of School", "20251020"), event("Last Day of School", "20260522"))
    closed = event("No School", "20251126")
    (asked,) = [
        question
        for question in read(*events, closed, year=False).questions
        if "fewer than districts have" in question.reason
    ]
    assert "the year would have 154 school days" in asked.reason
    answered = read(*events, closed, answers="first_day: 2025-10-20\nlast_day: 2026-05-22", year=False)
    assert not [question for question in answered.questions if "fewer than" in question.reason]


def test_a_last_day_before_the_first_is_refused() -> None:
    problem = problem_of(
        event("First Day of School", "20260618"), event("Last Day of School", "20250902"), year=False
    )
    assert problem.message == "the last day of school is not after the first"


def test_answers_override_the_file() -> None:
    found = read(
        event("No School", "20251013"),
        event("Early Dismissal", "20251126"),
        answers="""\
first_day: 2025-09-04
first_staff_day: 2025-09-02
days:
  - {date: 2025-10-13, kind: full, title: Held after all}
  - {from: 2025-11-24, to: 2025-11-28, kind: closed, title: Thanksgiving week}
  - {date: 2025-11-26, kind: delayed_opening, grades: 9-12}
  - {date: 2025-10-18, kind: full}
  - {from: 2026-03-02, to: 2026-03-13, kind: testing}
""",
    )
    assert (found.first_day, found.first_staff_day) == (date(2025, 9, 4), date(2025, 9, 2))
    assert kinds(found, "2025-10-13") == dict.fromkeys(ALL, FULL)
    assert kinds(found, "2025-11-26") == only(DELAYED, HIGH, CLOSED), "the later answer overrides"
    assert kinds(found, "2025-11-28") == dict.fromkeys(ALL, CLOSED)
    assert kinds(found, "2025-10-18") == dict.fromkeys(ALL, FULL), "a Saturday on which school is held"
    assert kinds(found, "2026-03-13") == dict.fromkeys(ALL, TESTING)
    assert found.day(date(2026, 3, 7)) is None, "a span means its weekdays"
    day = found.day(date(2025, 10, 13))
    assert day is not None and day.title == "Held after all"


def test_settled_titles_are_not_asked_again() -> None:
    events = (
        event("Pumpkin", "20251031"),
        event("Veterans Day", "20251111"),
        event("Gala", "20251014", "20251013x"),
    )
    open_ones = read(*events)
    assert [question.title for question in open_ones.questions] == ["Pumpkin", "Veterans Day", "Gala", "Gala"]
    found = read(
        *events,
        answers="""\
understood:
  - {title: pumpkin, kind: early_release, grades: K-5}
  - {title: Veterans Day, kind: full}
  - {title: Gala, kind: ignore}
  - {title: Ball, kind: ignore}
""",
    )
    assert kinds(found, "2025-10-31") == only(EARLY, ELEMENTARY)
    assert kinds(found, "2025-11-11") == dict.fromkeys(ALL, FULL)
    question = the_question(found)
    assert (question.file, question.line, question.title) == ("calendar.yaml", 5, "Ball")
    assert question.reason == "no event of the calendar has this title"


@pytest.mark.parametrize(
    ("answers", "line", "message"),
    [
        ("days: [{date: 2052-10-10, kind: closed}]", 1, "this lies outside the school year"),
        ("first_staff_day: 2025-10-01", 1, "staff cannot begin after students"),
        ("\nfirst_day: 2026-06-30", None, "the last day of school is not after the first"),
    ],
)
def test_invalid_answers_are_refused(answers: str, line: int | None, message: str) -> None:
    problem = problem_of(answers=answers)
    assert (problem.line, problem.message) == (line, message)


# Files in the shapes that real exports have.


def test_a_google_export_is_read() -> None:
    found = read(
        component("UID:1", "SUMMARY:First Day of School", "DTSTART:20250902T120000Z", "DTEND:20250902T190000Z"),
        component("UID:2", "SUMMARY:No School", "DTSTART:20251013T040000Z", "DTEND:20251014T040000Z"),
        component("UID:3", "SUMMARY:Early release 12:30", "DTSTART:20251126T173000Z", "DTEND:20251126T180000Z"),
        component(
            "UID:4", "SUMMARY:Last Day of School", "DTSTART;VALUE=DATE:20260618", "DTEND;VALUE=DATE:20260619"
        ),
        component("UID:5", "SUMMARY:Board Meeting", "DTSTART:20251015T003000Z", "DTEND:20251015T020000Z"),
        *HOLIDAYS[1:],
        head=("PRODID:-//Google Inc//Google Calendar 70.9054//EN", "X-WR-TIMEZONE:America/New_York"),
        year=False,
    )
    assert kinds(found, "2025-10-13") == dict.fromkeys(ALL, CLOSED)
    assert kinds(found, "2025-10-14") == dict.fromkeys(ALL, FULL)
    assert kinds(found, "2025-11-26") == dict.fromkeys(ALL, EARLY)
    assert found.questions == ()


def test_a_weekly_late_start_skips_exceptions_and_holidays() -> None:
    found = read(
        component(
            "UID:1",
            "SUMMARY:Late Start Wednesday",
            "DTSTART:20250903T093000",
            "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260618T235959",
            "EXDATE:20250917T093000",
        ),
        event("Thanksgiving Recess", "20251126", "20251129"),
    )
    wednesdays = [day for day in found.days if day.date.weekday() == 2]
    assert [day.date for day in wednesdays if day.kind is FULL] == [date(2025, 9, 17)]
    assert [day.date for day in wednesdays if day.kind is CLOSED] == [date(2025, 11, 26), date(2025, 12, 31)]
    assert all(day.kind is not DELAYED for day in found.days if day.date.weekday() in {0, 1})
    assert found.questions == ()


def test_staff_training_after_school_closes_nothing() -> None:
    found = read(
        component(
            "UID:1",
            "SUMMARY:Professional Development",
            "DTSTART:20250903T153000",
            "DTEND:20250903T163000",
            "RRULE:FREQ=WEEKLY;COUNT=30",
        )
    )
    assert {day.date for day in found.days if day.kind is not FULL} == {
        day.date for day in read().days if day.kind is CLOSED
    }
    assert the_question(found).reason == "it lasts 60 minutes, which closes no school"
    assert len(the_question(found).dates) == 30


def test_html_and_misread_characters_are_cleaned() -> None:
    found = read(
        event("Lincolnâ€™s Day â€“ No\u00a0School", "20260212", None, "DESCRIPTION:<p>Schools&nbsp;closed</p>")
    )
    day = found.day(date(2026, 2, 12))
    assert day is not None and day.kind is CLOSED and day.title == "Lincoln’s Day – No School"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_is_read_alike(encoding: str) -> None:
    raw = calendar([*YEAR, *HOLIDAYS, event("Año Nuevo – No School", "20260105")]).encode(encoding)
    found = read_raw(raw)
    assert kinds(found, "2026-01-05") == dict.fromkeys(ALL, CLOSED)
    assert [question.title for question in found.questions] == (
        ["(the whole file)"] if encoding == "cp1252" else []
    )


def test_the_file_is_named_in_its_errors(tmp_path: Path) -> None:
    path = tmp_path / "real-name.ics"
    with pytest.raises(InputError) as missing:
        read_academic_calendar(path, "calendar.ics", DISTRICT, CAMPUSES, None)
    assert str(missing.value).startswith("calendar.ics: cannot be read: ")
    path.write_bytes(b"<html>")
    with pytest.raises(InputError) as page:
        read_academic_calendar(path, "calendar.ics", DISTRICT, CAMPUSES, None)
    assert str(page.value).startswith("calendar.ics:1: this is a web page, not a calendar")


def test_answers_come_from_the_file_next_to_the_calendar(tmp_path: Path) -> None:
    path, answers = tmp_path / "c.ics", tmp_path / "calendar.yaml"
    path.write_text(calendar([*YEAR, *HOLIDAYS]), encoding="utf-8")
    answers.write_text("first_day: 2025-09-08\n", encoding="utf-8")
    found = read_academic_calendar(path, "c.ics", DISTRICT, CAMPUSES, answers)
    assert found.first_day == date(2025, 9, 8)
    answers.write_text("first_day: [\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"calendar\.yaml:2: this is not valid YAML"):
        read_academic_calendar(path, "c.ics", DISTRICT, CAMPUSES, answers)


TITLES = (
    "No School",
    "Winter Recess",
    "Early Dismissal",
    "Early Dismissal (Elementary)",
    "LHS Half Day",
    "2-hr Delay",
    "Final Exams",
    "Snow Day Make-Up",
    "Teacher Workday",
    "Winter Break Begins",
    "Classes Resume",
    "Veterans Day",
    "Spring Concert",
    "Pumpkin",
    "First Day of School",
    "Last Day of School",
    "First Day for Kindergarten",
)
dates = st.dates(date(2025, 8, 20), date(2026, 6, 30))
entries = st.builds(
    lambda title, on, length: event(title, f"{on:%Y%m%d}", f"{date.fromordinal(on.toordinal() + length):%Y%m%d}"),
    st.sampled_from(TITLES),
    dates,
    st.sampled_from((0, 1, 1, 3, 9)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, max_size=12), st.integers(0, 2**32))
def test_the_order_of_the_events_makes_no_difference(events: list[str], seed: int) -> None:
    mixed = [*events, *YEAR, *HOLIDAYS]
    random.Random(seed).shuffle(mixed)  # noqa: S311 (an order, no secret)
    first, second = read(*events), read(*mixed, year=False)
    assert first.days == second.days
    assert first.first_staff_day == second.first_staff_day
    assert _told(first) == _told(second)


def _told(found: AcademicCalendar) -> list[tuple[str, str, str, tuple[date, ...]]]:
    """Return the questions without their lines and without those on the order of two copies."""
    return sorted(
        (question.title, question.reason, question.taken_as, question.dates)
        for question in found.questions
        if "same UID" not in question.reason
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, max_size=12))
def test_every_calendar_keeps_the_promises_of_the_model(events: list[str]) -> None:
    found = read(*events)
    every = [day.date for day in found.days]
    assert every == sorted(set(every))
    assert set(every) >= {on for on in each_date(found.first_day, found.last_day) if on.weekday() < 5}
    assert all(found.first_day <= on <= found.last_day for on in every)
    for day in found.days:
        named = [campus_id for variation in day.variations for campus_id in variation.campus_ids]
        assert len(named) == len(set(named)) and set(named) <= set(ALL)
        assert day.date.weekday() < 5 or any(day.kind_at(campus_id) is not CLOSED for campus_id in ALL)
    assert found.first_staff_day is None or found.first_staff_day <= found.first_day


BASE = calendar(
    [*YEAR, event("Early Dismissal (Elementary)", "20251103", "20251106", "RRULE:FREQ=WEEKLY;COUNT=3")]
).encode()
JUNK = st.sampled_from(
    [
        b"",
        b"\r\n",
        b":",
        b";",
        b"BEGIN:VEVENT\r\n",
        b"END:VEVENT\r\n",
        b"\xff",
        b"\x00",
        b"RRULE:FREQ=DAILY;COUNT=9\r\n",
    ]
) | st.binary(max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_a_calendar_or_an_input_error(raw: bytes) -> None:
    with pytest.raises(InputError):
        read_raw(raw)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(BASE)), st.integers(0, 8), JUNK), min_size=1, max_size=4))
def test_a_damaged_calendar_is_a_calendar_or_an_input_error(damages: list[tuple[int, int, bytes]]) -> None:
    raw = BASE
    for position, removed, added in damages:
        raw = raw[:position] + added + raw[position + removed :]
    try:
        found = read_raw(raw)
    except InputError as error:
        assert error.problems and str(error)
    else:
        assert found.days
