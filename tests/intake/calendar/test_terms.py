"""Semesters, trimesters, and quarters of ``calendar.yaml``."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.model import AcademicCalendar, Term, TermKind
from tests.intake.calendar_builder import event, read

SEMESTERS = """\
semesters:
  - {first: 2025-09-02, last: 2026-01-23}
  - {first: 2026-01-26, last: 2026-06-18}
"""


def problems_of(answers: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read(answers=answers)
    return caught.value.problems


def the_problem(answers: str) -> Problem:
    problems = problems_of(answers)
    assert len(problems) == 1, problems
    return problems[0]


def spans(found: AcademicCalendar, kind: TermKind) -> list[tuple[str, str, bool]]:
    return [(str(term.first), str(term.last), term.is_stated) for term in found.terms_of(kind)]


def test_semesters_are_used_as_given() -> None:
    found = read(answers=SEMESTERS)
    assert found.terms == (
        Term(kind=TermKind.SEMESTER, number=1, first=date(2025, 9, 2), last=date(2026, 1, 23)),
        Term(kind=TermKind.SEMESTER, number=2, first=date(2026, 1, 26), last=date(2026, 6, 18)),
    )
    assert all(term.is_stated for term in found.terms_of(TermKind.SEMESTER))
    assert found.questions == ()


def test_every_kind_of_term_can_be_given_with_the_others() -> None:
    found = read(
        answers="""\
quarters:
  - {first: 2025-09-02, last: 2025-11-07}
  - {first: 2025-11-08, last: 2026-01-25}
  - {first: 2026-01-26, last: 2026-04-03}
  - {first: 2026-04-04, last: 2026-06-18}
trimesters:
  - {first: 2025-09-02, last: 2025-12-05}
  - {first: 2025-12-06, last: 2026-03-13}
  - {first: 2026-03-14, last: 2026-06-18}
"""
    )
    assert spans(found, TermKind.TRIMESTER) == [
        ("2025-09-02", "2025-12-05", True),
        ("2025-12-06", "2026-03-13", True),
        ("2026-03-14", "2026-06-18", True),
    ]
    assert [span[:2] for span in spans(found, TermKind.QUARTER)] == [
        ("2025-09-02", "2025-11-07"),
        ("2025-11-08", "2026-01-25"),
        ("2026-01-26", "2026-04-03"),
        ("2026-04-04", "2026-06-18"),
    ]
    assert found.questions == ()
    assert spans(found, TermKind.SEMESTER)[0] == ("2025-09-02", "2026-01-23", True)  # to the second quarter's end


def test_days_of_school_between_two_terms_are_asked_about() -> None:
    found = read(event("No School", "20260126"), answers=SEMESTERS.replace("2026-01-26", "2026-01-29"))
    assert [
        (question.file, question.line, question.title, question.reason, question.taken_as)
        for question in found.questions
    ] == [
        (
            "calendar.yaml",
            1,
            "semesters",
            "2 days of school lie in no semester, from 2026-01-27 on",
            "in no semester",
        )
    ]
    assert found.questions[0].dates == (date(2026, 1, 27), date(2026, 1, 28))


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "value", "allowed"),
    [
        ("2026-01-26", "2026-01-23", 3, "the second semester begins before the first is over", "2026-01-23", "a first day after 2026-01-23"),  # noqa: E501
        ("2026-01-23", "2025-09-01", 2, "the first semester ends before it begins", "2025-09-02 to 2025-09-01", "a last day on or after 2025-09-02"),  # noqa: E501
        ("2025-09-02", "2025-08-25", 2, "the first semester does not lie within the school year", "2025-08-25 to 2026-01-23", "dates from 2025-09-02 to 2026-06-18; first_day and last_day say otherwise"),  # noqa: E501
        ("2026-06-18", "2026-06-19", 3, "the second semester does not lie within the school year", "2026-01-26 to 2026-06-19", "dates from 2025-09-02 to 2026-06-18; first_day and last_day say otherwise"),  # noqa: E501
    ],
)  # fmt: skip
def test_terms_out_of_order_or_outside_the_year_are_refused(
    old: str, new: str, line: int, message: str, value: str, allowed: str
) -> None:
    assert the_problem(SEMESTERS.replace(old, new)) == Problem("calendar.yaml", line, message, value, allowed)


@pytest.mark.parametrize(
    ("answers", "value", "maybe"),
    [
        ("semesters: [{first: 2025-09-02, last: 2026-06-18}]", "1 entry", None),
        ("semesters: []", "0 entries", None),
        (SEMESTERS + "  - {first: 2026-06-17, last: 2026-06-18}\n", "3 entries", "Maybe you meant 'trimesters'."),
    ],
)
def test_too_few_or_too_many_terms_are_refused(answers: str, value: str, maybe: str | None) -> None:
    found = the_problem(answers)
    assert (found.line, found.message, found.value, found.maybe) == (1, "a year has 2 semesters", value, maybe)
    assert found.allowed == "2 entries such as {first: 2025-09-02, last: 2026-01-23}"


def test_an_invalid_entry_is_refused() -> None:
    found = problems_of("semesters:\n  - {first: soon, last: 2026-01-23}\n  - {frist: 2026-01-26}\n")
    assert [(problem.line, problem.message, problem.maybe) for problem in found] == [
        (2, "'semesters.0.first': 'soon' is not a date; write it as 2025-09-02", None),
        (3, "'first' is missing", None),
        (3, "'frist' is not known here", "Maybe you meant 'first'."),
        (3, "'last' is missing", None),
    ]
