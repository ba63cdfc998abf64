"""Where the lines of a calendar, or ``calendar.yaml`` in short, tell the ends of terms."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.model import AcademicCalendar, TermKind
from tests.intake.calendar.district_corpus import CorpusDistrict, calendar_of, districts
from tests.intake.calendar_builder import event, read

SEMESTER, TRIMESTER, QUARTER = TermKind


def ends(found: AcademicCalendar, kind: TermKind) -> list[str]:
    """Return the last day of each term but the last, if they are stated."""
    terms = found.terms_of(kind)
    return [str(term.last) for term in terms[:-1]] if all(term.is_stated for term in terms) else []


@pytest.mark.parametrize(
    ("title", "day", "end"),
    [
        ("End of 1st Semester", "20260123", "2026-01-23"),
        ("First Semester Ends", "20260123", "2026-01-23"),
        ("End of Semester 1", "20260123", "2026-01-23"),
        ("S1 ends", "20260123", "2026-01-23"),
        ("Last Day of the First Semester", "20260123", "2026-01-23"),
        ("End of First Semester Minimum Day (Friday)", "20260123", "2026-01-23"),
        ("End of 2nd quarter/first semester; early release", "20260123", "2026-01-23"),
        ("Early Dismissal - End of Fall Semester (87 days)", "20260123", "2026-01-23"),
        # On a day without school, or on a Saturday, it ends with the last day of school before.
        ("Teacher Workday - End of 1st Semester", "20260119", "2026-01-16"),
        ("End of 1st Semester", "20260124", "2026-01-23"),
        # A beginning tells the end of the term before, over a weekend and a holiday too.
        ("Second Semester Begins", "20260126", "2026-01-23"),
        ("Students Return/2nd Semester Begins", "20260120", "2026-01-16"),
        ("First day of Spring Semester", "20260126", "2026-01-23"),
        ("Beginning of 3rd 9 Weeks", "20260126", "2026-01-23"),
    ],
)
def test_a_line_tells_where_the_first_semester_ends(title: str, day: str, end: str) -> None:
    found = read(event(title, day))
    assert ends(found, SEMESTER) == [end]
    assert SEMESTER not in found.undecided_terms
    assert any(title in note for note in found.notes)


@pytest.mark.parametrize(
    "title",
    [
        "First Semester Exams",
        "First semester exams end",
        "First Semester Report Cards - grading ends",
        "End of Semester Break",
        "Semester change",
        "Mid-point of first semester ends",
        "End of 1st Marking Period",
        "End of 2nd Quarter, 2 hour early release on 1/30",  # a date that is not its own
        "End of Quarter 2 hour early release",
        "Second semester begins January 28",
        "1st semester credit recovery ends",
        "Enrollment for 2nd semester opens",
        "Second semester schedule changes begin",
        "Spring semester course selection begins",
        "College second semester begins",
        "First semester ends; second semester begins",  # on which side the day is, is open
    ],
)
def test_other_lines_tell_nothing(title: str) -> None:
    found = read(event(title, "20260123"))
    assert ends(found, SEMESTER) == []
    assert not all(term.is_stated for term in found.terms_of(SEMESTER))


def test_quarters_tell_the_semesters_and_the_other_way_round() -> None:
    quarters = (event("End of 1st Qtr", "20251107"), event("3rd quarter begins", "20260126"))
    found = read(*quarters, event("Q3 ends", "20260402"))
    assert ends(found, QUARTER) == ["2025-11-07", "2026-01-23", "2026-04-02"]
    assert ends(found, SEMESTER) == ["2026-01-23"]
    found = read(quarters[0], event("First Semester ends", "20260123"), event("Q3 ends", "20260402"))
    assert ends(found, QUARTER) == ["2025-11-07", "2026-01-23", "2026-04-02"]


def test_terms_follow_each_other_over_all_days_of_school() -> None:
    found = read(event("End of First Trimester", "20251205"), event("2nd Trimester Ends", "20260313"))
    terms = found.terms_of(TRIMESTER)
    assert (terms[0].first, terms[-1].last) == (found.first_day, found.last_day)
    assert all(any(term.first <= on <= term.last for term in terms) for on in found.school_dates)
    assert all(before.last < after.first for before, after in pairwise(terms))


def test_a_part_of_the_ends_is_not_enough() -> None:
    found = read(event("End of 1st Quarter", "20251107"))
    assert ends(found, QUARTER) == [] and ends(found, SEMESTER) == []
    assert found.undecided_terms[QUARTER] == "no line of the calendar says where the second quarter ends"


def test_lines_that_differ_decide_nothing() -> None:
    found = read(event("End of 1st Semester (HS)", "20251219"), event("2nd semester begins", "20260126"))
    assert ends(found, SEMESTER) == []
    assert found.undecided_terms[SEMESTER] == (
        "lines of the calendar tell the end of the first semester differently: 'End of 1st Semester (HS)' "
        "(2025-12-19), '2nd semester begins' (2026-01-26)"
    )


def test_an_end_far_from_the_middle_of_the_year_is_not_taken() -> None:
    found = read(event("First Semester Ends", "20251105"))
    assert ends(found, SEMESTER) == []
    assert found.undecided_terms[SEMESTER].startswith("the first semester would have 46 of 195 ")


def test_the_districts_own_statement_comes_first() -> None:
    line = event("End of 1st Semester", "20260123")
    assert ends(read(line, answers="semester_ends: [2025-12-23]\n"), SEMESTER) == ["2025-12-23"]
    in_full = "semesters: [{first: 2025-09-02, last: 2025-12-23}, {first: 2026-01-05, last: 2026-06-18}]\n"
    assert ends(read(line, answers=in_full), SEMESTER) == ["2025-12-23"]
    found = read(line, answers="quarter_ends: [2025-11-07, 2025-12-23, 2026-03-27]\n")
    assert ends(found, SEMESTER) == ["2025-12-23"]  # the second quarter's
    assert ends(found, QUARTER) == ["2025-11-07", "2025-12-23", "2026-03-27"]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("semester_ends: [2026-01-23, 2026-02-03]", "these do not cut a year into semesters"),
        ("quarter_ends: [2025-11-07, 2026-03-27, 2026-01-23]", "these do not cut a year into quarters"),
        ("trimester_ends: [2025-12-05]", "these do not cut a year into trimesters"),
        ("semester_ends: [2025-08-30]", "a semester would have no day of school"),
        ("semester_ends: [2026-06-18]", "a semester would have no day of school"),
        ("quarter_ends: [2025-11-07, 2025-11-08, 2026-03-27]", "a quarter would have no day of school"),
        (
            "semester_ends: [2026-01-23]\nsemesters: [{first: 2025-09-02, last: 2025-12-23}, "
            "{first: 2026-01-05, last: 2026-06-18}]",
            "'semesters' gives the semesters already",
        ),
    ],
)
def test_ends_that_cannot_be_are_refused(answers: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(answers=answers)
    assert [problem.message for problem in caught.value.problems] == [message]
    assert caught.value.problems[0].line == 1


_END_WORDINGS = ("End of {0} {1}", "{0} {1} Ends", "{1} {2} ends", "Last day of {0} {1}/Early release")
_BEGIN_WORDINGS = ("{0} {1} Begins", "Start of {1} {2}", "Students return; {0} {1} begins")
_NUMBERS = (("1st", "1"), ("Second", "2"), ("3rd", "3"), ("Fourth", "4"))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), kind=st.sampled_from(list(TermKind)))
def test_ends_told_in_any_wording_are_found_to_the_day(data: st.DataObject, kind: TermKind) -> None:
    school_dates = read().school_dates
    middle = [len(school_dates) * number // kind.parts for number in range(1, kind.parts)]
    places = [place + data.draw(st.integers(-12, 12)) for place in middle]
    lines = []
    for number, place in enumerate(places):
        if data.draw(st.booleans()):
            wording, (word, figure) = data.draw(st.sampled_from(_END_WORDINGS)), _NUMBERS[number]
            on = school_dates[place - 1]
        else:
            wording, (word, figure) = data.draw(st.sampled_from(_BEGIN_WORDINGS)), _NUMBERS[number + 1]
            on = school_dates[place]
        lines.append(event(wording.format(word, kind.value.title(), figure), f"{on:%Y%m%d}"))
    assert ends(read(*lines), kind) == [str(school_dates[place - 1]) for place in places]


#: The end of the first semester in invented calendars worded as published ones are; nothing tells the others'.
TOLD = {
    "city": "2026-01-26",
    "florida": "2025-12-19",
    "georgia": "2025-12-19",
    "iowa": "2025-12-22",
    "ohio": "2025-12-19",
    "texas": "2025-12-19",
    "virginia": "2025-12-19",
    "wisconsin": "2026-01-16",
}


@pytest.mark.parametrize(("name", "district"), districts())
def test_calendars_as_districts_word_them(name: str, district: CorpusDistrict) -> None:
    found = calendar_of(district)[0]
    assert ends(found, SEMESTER) == ([TOLD[name]] if name in TOLD else [])
    for kind in TermKind:
        assert (kind in found.undecided_terms) == (not ends(found, kind))
