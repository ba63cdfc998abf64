"""The summer session of ``calendar.yaml``."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError, Problem
from drillplanner.model import AcademicCalendar, DayKind, TermKind, each_date
from tests.intake.calendar_builder import ALL, event, read, the_question

FULL, CLOSED, EARLY = DayKind.FULL, DayKind.CLOSED, DayKind.EARLY_RELEASE
LAST = date(2026, 6, 18)
SESSION = "summer_session: {first: 2026-07-06, last: 2026-07-17}\n"
AT_TWO = "summer_session: {first: 2026-07-06, last: 2026-07-17, campuses: [burnet-hill, heritage]}\n"


def open_days(found: AcademicCalendar, campus_id: str) -> list[str]:
    """Return the school days of a campus after the year, as month and day."""
    return [f"{on:%m-%d}" for on in found.dates_at(campus_id) if on > LAST]


def problems_of(*events: str, answers: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read(*events, answers=answers)
    return caught.value.problems


WEEKS = ["07-06", "07-07", "07-08", "07-09", "07-10", "07-13", "07-14", "07-15", "07-16", "07-17"]


def test_weekdays_from_first_to_last_are_days_of_school() -> None:
    found = read(answers=SESSION)
    assert all(open_days(found, campus_id) == WEEKS for campus_id in ALL)
    assert {day.kind for day in found.days if day.date >= date(2026, 7, 6)} == {FULL}
    assert (found.first_day, found.last_day) == (date(2025, 9, 2), date(2026, 7, 17))
    assert found.summer == (date(2026, 7, 6), date(2026, 7, 17))
    assert found.questions == ()


def test_the_weekdays_before_the_session_are_free() -> None:
    found = read(answers=SESSION)
    between = [day for day in found.days if LAST < day.date < date(2026, 7, 6)]
    assert [day.date for day in between] == [
        on for on in each_date(date(2026, 6, 19), date(2026, 7, 5)) if on.weekday() < 5
    ]
    assert {(day.kind, day.variations) for day in between} == {(CLOSED, ())}


def test_without_a_session_the_year_ends_as_before() -> None:
    found = read(answers="{}")
    assert (found.last_day, found.summer, found.days[-1].date) == (LAST, None, LAST)


def test_the_session_may_be_for_some_campuses() -> None:
    found = read(answers=AT_TWO)
    assert {campus_id: open_days(found, campus_id) for campus_id in ALL} == {
        campus_id: WEEKS if campus_id in ("burnet-hill", "heritage") else [] for campus_id in ALL
    }
    day = found.day(date(2026, 7, 6))
    assert day is not None and day.kind is FULL
    assert day.title_at("livingston-high") == "No summer session here"
    assert [variation.kind for variation in day.variations] == [CLOSED]


def test_the_session_may_be_for_grades() -> None:
    found = read(answers="summer_session: {first: 2026-07-06, last: 2026-07-17, grades: 9-12}")
    assert [campus_id for campus_id in ALL if open_days(found, campus_id)] == ["livingston-high"]


def test_the_calendar_s_closures_apply_in_the_session() -> None:
    found = read(
        event("Independence Day - Schools Closed", "20260703"),
        event("Burnet Hill - No School", "20260708"),
        event("Early Dismissal", "20260717"),
        answers="summer_session: {first: 2026-06-29, last: 2026-07-17}",
    )
    days = ["06-29", "06-30", "07-01", "07-02", *WEEKS]
    assert open_days(found, "heritage") == days
    assert open_days(found, "burnet-hill") == [day for day in days if day != "07-08"]
    assert found.kind_at(date(2026, 7, 17), "heritage") is EARLY
    holiday = found.day(date(2026, 7, 3))
    assert holiday is not None and holiday.title == "Independence Day - Schools Closed"
    assert found.questions == ()


def test_a_holiday_that_the_calendar_does_not_mention_becomes_a_question() -> None:
    answers = "summer_session: {first: 2026-06-29, last: 2026-07-17}\n"
    question = the_question(read(answers=answers))
    assert (question.file, question.line, question.title) == ("calendar.yaml", 1, "Independence Day")
    assert question.dates == (date(2026, 7, 3),), "the Fourth is a Saturday in 2026"
    assert question.taken_as == "school day"
    for kind, held in (("closed", False), ("full", True)):
        found = read(answers=f"{answers}days: [{{date: 2026-07-03, kind: {kind}}}]\n")
        assert found.questions == ()
        assert ("07-03" in open_days(found, "heritage")) is held


def test_an_answer_may_be_about_days_of_the_session() -> None:
    found = read(
        answers=AT_TWO
        + """\
days:
  - {date: 2026-07-07, kind: early_release}
  - {from: 2026-07-08, to: 2026-07-09, kind: closed, title: Boiler repair}
  - {date: 2026-07-11, kind: full, campuses: [heritage]}
"""
    )
    assert found.kind_at(date(2026, 7, 7), "burnet-hill") is EARLY
    assert found.kind_at(date(2026, 7, 7), "livingston-high") is CLOSED, "it has no session"
    assert found.kind_at(date(2026, 7, 8), "heritage") is CLOSED
    assert "07-11" in open_days(found, "heritage") and "07-11" not in open_days(found, "burnet-hill")


@pytest.mark.parametrize("last", ["20260901", "20260718"])
def test_summer_break_does_not_close_the_session_and_is_asked_about(last: str) -> None:
    summer_break = event("Summer Break", "20260619", last)
    found = read(summer_break, answers=SESSION)
    assert open_days(found, "heritage") == WEEKS
    question = the_question(found)
    assert (question.file, question.title, question.taken_as) == ("calendar.ics", "Summer Break", "ignored")
    assert question.reason == "it frees all campuses for the whole summer session of calendar.yaml"
    settled = read(summer_break, answers=SESSION + "understood: [{title: Summer Break, kind: closed}]")
    assert settled.questions == ()
    assert open_days(settled, "heritage") == WEEKS


def test_a_closure_of_the_first_days_counts_and_becomes_a_question() -> None:
    found = read(event("Summer Break", "20260619", "20260708"), answers=SESSION)
    assert open_days(found, "heritage") == WEEKS[2:]
    assert the_question(found).reason == "there is no school on the first day of the session"


def test_a_campus_without_a_day_left_is_asked_about() -> None:
    found = read(event("Heritage Closed", "20260706", "20260718"), answers=AT_TWO)
    assert open_days(found, "heritage") == []
    assert open_days(found, "burnet-hill") == WEEKS
    assert the_question(found).reason == "no day of the session is left at heritage"


def test_a_session_without_a_day_left_is_refused() -> None:
    first_week, second_week = (event("Summer Recess", "20260706", "20260711"), event("No School", "20260713", "20260718"))  # fmt: skip  # noqa: E501
    assert problems_of(first_week, second_week, answers=SESSION) == (
        Problem(
            "calendar.yaml",
            1,
            "no day of school is left in the summer session",
            "2026-07-06 to 2026-07-17",
            "at least one weekday on which the calendar closes no school",
            "Maybe settle under 'understood' what closes it: Summer Recess, No School.",
        ),
    )
    weekend = problems_of(answers="summer_session: {first: 2026-07-11, last: 2026-07-12}")
    assert [(problem.message, problem.maybe) for problem in weekend] == [
        ("no day of school is left in the summer session", None)
    ]


def test_a_last_day_that_is_the_session_s_own_does_not_move_the_year() -> None:
    found = read(event("Last Day for Students", "20260717"), answers=SESSION)
    assert found.day(date(2026, 6, 22)) is not None and open_days(found, "heritage") == WEEKS
    assert found.questions == ()
    assert found.days[-1].title == "Last Day for Students"


def test_a_last_day_within_the_session_is_asked_about() -> None:
    question = the_question(read(event("Last Day for Students", "20260710"), answers=SESSION))
    assert question.reason == "it says 'last day of school' within the summer session of calendar.yaml"
    assert (question.title, question.taken_as) == ("Last Day for Students", "ignored")


def test_assumed_terms_do_not_include_the_session() -> None:
    with_session, without = read(answers=SESSION), read()
    assert with_session.terms_of(TermKind.SEMESTER) == without.terms_of(TermKind.SEMESTER)


@pytest.mark.parametrize(
    ("answers", "message", "allowed"),
    [
        ("summer_session: {first: 2026-06-18, last: 2026-07-17}", "the summer session begins before the school year is over", "a first day after 2026-06-18; last_day says otherwise"),  # noqa: E501
        ("summer_session: {first: 2026-07-06, last: 2027-07-17}", "the summer session ends too late for the school year 2025-26", "a last day not after 2026-08-31"),  # noqa: E501
        ("summer_session: {first: 2026-07-17, last: 2026-07-06}", "'summer_session': it ends (2026-07-06) before it begins (2026-07-17)", None),  # noqa: E501
        ("summer_session: {first: July 6, last: 2026-07-17}", "'summer_session.first': 'July 6' has no year; write it as 2025-09-02", None),  # noqa: E501
        ("summer_session: {first: 2026-07-06}", "'last' is missing", "a value for 'last'"),
    ],
)  # fmt: skip
def test_invalid_sessions_are_refused(answers: str, message: str, allowed: str | None) -> None:
    found = problems_of(answers=answers)
    assert [(problem.file, problem.line, problem.message, problem.allowed) for problem in found] == [
        ("calendar.yaml", 1, message, allowed)
    ]


def test_a_session_at_an_unknown_campus_is_refused() -> None:
    (found,) = problems_of(answers=AT_TWO.replace("heritage", "heritge"))
    assert (found.line, found.message, found.value) == (1, "there is no such campus", "heritge")
    assert found.maybe == "Maybe you meant 'heritage'."


def test_school_in_the_session_at_a_campus_without_one_is_refused() -> None:
    (found,) = problems_of(
        answers=AT_TWO + "days:\n  - {date: 2026-07-07, kind: full, campuses: [livingston-high]}\n"
    )
    assert (found.line, found.value, found.allowed) == (3, "livingston-high", "burnet-hill, heritage")
    assert found.message == "school on these days of the summer session is for none of its campuses"
    assert found.maybe == "Maybe add the campus to 'campuses' of summer_session."


def test_answers_between_the_year_and_the_session_are_refused() -> None:
    (found,) = problems_of(answers=SESSION + "days: [{date: 2026-06-25, kind: full}]\n")
    assert found.message == "this lies outside the school year"


sessions = st.builds(
    lambda gap, length: (LAST + timedelta(gap), LAST + timedelta(gap + length)),
    st.integers(1, 20),
    st.integers(0, 50),
)
closures = st.lists(st.tuples(st.integers(1, 70), st.integers(1, 9), st.sampled_from(["", *ALL])), max_size=4)


@cache
def year_without_session() -> AcademicCalendar:
    """Return the calendar without a session; read once, since every example compares with it."""
    return read()


@settings(max_examples=80, deadline=None)
@given(sessions, st.sets(st.sampled_from(ALL)), closures)
def test_the_days_of_any_session_agree_with_plain_counting(
    session: tuple[date, date], named: set[str], closed: list[tuple[int, int, str]]
) -> None:
    first, last = session
    answered = [(LAST + timedelta(gap), LAST + timedelta(gap + length - 1), who) for gap, length, who in closed]
    # An answer about days that are neither of the year nor of the session is refused.
    spans = [(start, end, who) for start, end, who in answered if start <= last and end >= first]
    lines = [f"  - {{from: {start}, to: {end}, kind: closed, campuses: [{who}]}}\n" for start, end, who in spans]
    answers = f"summer_session: {{first: {first}, last: {last}, campuses: [{', '.join(sorted(named))}]}}\n"
    answers += "".join(["days:\n" if lines else "", *lines])
    campus_ids = named or set(ALL)
    expected = {
        campus_id: [
            on
            for on in each_date(first, last)
            if campus_id in campus_ids
            and on.weekday() < 5
            and not any(start <= on <= end and who in ("", campus_id) for start, end, who in spans)
        ]
        for campus_id in ALL
    }
    if not any(expected.values()):
        assert [problem.message for problem in problems_of(answers=answers)] == [
            "no day of school is left in the summer session"
        ]
        return
    found, plain = read(answers=answers), year_without_session()
    for campus_id in ALL:
        assert [on for on in found.dates_at(campus_id) if on > LAST] == expected[campus_id]
    assert found.days[: len(plain.days)] == plain.days, "the year itself is as it was"
    weekdays = [on for on in each_date(found.first_day, found.last_day) if on.weekday() < 5]
    assert [day.date for day in found.days] == weekdays, "every weekday once, and in order"
    assert (found.summer, found.last_day) == ((first, last), last)


@settings(max_examples=60, deadline=None)
@given(sessions, closures)
def test_closures_of_the_calendar_count_like_closures_of_the_answers(
    session: tuple[date, date], closed: list[tuple[int, int, str]]
) -> None:
    first, last = session
    spans = [(LAST + timedelta(gap), LAST + timedelta(gap + length - 1)) for gap, length, _ in closed]
    # One that frees the whole session is the vacation of the year that is over.
    spans = [(start, end) for start, end in spans if not (start <= first and end >= last)]
    events = [
        event(f"No School {number}", f"{start:%Y%m%d}", f"{end + timedelta(1):%Y%m%d}")
        for number, (start, end) in enumerate(spans)
    ]
    expected = [
        on
        for on in each_date(first, last)
        if on.weekday() < 5 and not any(start <= on <= end for start, end in spans)
    ]
    answers = f"summer_session: {{first: {first}, last: {last}}}\n"
    if not expected:
        assert len(problems_of(*events, answers=answers)) == 1
        return
    assert [on for on in read(*events, answers=answers).dates_at("heritage") if on > LAST] == expected
