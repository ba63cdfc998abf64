"""The district's answers, ``calendar.yaml``."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import parse_document
from drillplanner.intake.calendar.answers import CalendarAnswers, SettledKind, read_answers
from drillplanner.model import DayKind
from tests.intake.calendar_builder import CAMPUSES


def read(text: str) -> CalendarAnswers:
    return read_answers(parse_document(text.encode(), "calendar.yaml"), CAMPUSES)


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read(text)
    return caught.value.problems


def test_every_kind_of_answer_is_read() -> None:
    found = read("""\
first_day: 2025-08-27
last_day: 2026-06-18
first_staff_day: 2025-08-25
days:
  - {date: 2026-01-27, kind: early_release, campuses: [livingston-high], title: "Semester  change"}
  - {from: 2025-12-24, to: 2026-01-01, kind: closed}
  - {date: 2026-05-12, kind: testing, grades: 3-6}
  - {date: 2026-05-13, kind: testing, grades: 3-6, campuses: [burnet-hill]}
understood:
  - {title: Pumpkin Day, kind: ignore}
  - {title: Conferences, kind: early_release, grades: K-5}
""")
    assert (found.first_day, found.last_day, found.first_staff_day) == (
        date(2025, 8, 27),
        date(2026, 6, 18),
        date(2025, 8, 25),
    )
    semester, winter, tests, some_tests = found.days
    assert semester.campus_ids == frozenset({"livingston-high"}) and semester.kind is DayKind.EARLY_RELEASE
    assert semester.title == "Semester change"
    assert (winter.first, winter.last, winter.campus_ids) == (date(2025, 12, 24), date(2026, 1, 1), None)
    assert tests.campus_ids == frozenset({"burnet-hill", "mount-pleasant-elementary", "mount-pleasant-middle"})
    assert some_tests.campus_ids == frozenset({"burnet-hill"})
    settled = found.answer_for("PUMPKIN  day")
    assert settled is not None and settled.kind is SettledKind.IGNORE and settled.campus_ids is None
    conferences = found.answer_for("Conferences")
    assert conferences is not None and conferences.campus_ids == frozenset(
        {"burnet-hill", "mount-pleasant-elementary"}
    )
    assert found.answer_for("Pumpkin") is None


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "first_day:\n"])
def test_a_file_may_have_no_answers(text: str) -> None:
    found = read(text)
    assert (found.first_day, found.days, found.settled) == (None, (), ())


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("first_dya: 2025-08-27", 1, "'first_dya' is not known here"),
        ("first_day: soon", 1, "'first_day': 'soon' is not a date; write it as 2025-09-02"),
        ("first_day: 20250827", 1, "'first_day': '20250827' is not a date; write it as 2025-09-02"),
        ("first_day: 2026-06-18\nlast_day: 2025-08-27", 2, "the last day is not after the first"),
        ("days:\n  - {date: 2025-10-10, kind: shut}", 2, "'days.0.kind' has a value that is not known"),
        ("days:\n  - {kind: closed}", 2, "'days.0': write either 'date', or 'from' and 'to'"),
        ("days:\n  - {date: 2025-10-10, to: 2025-10-11, kind: closed}", 2, "'days.0': write either 'date', or 'from' and 'to'"),  # noqa: E501
        ("days:\n  - {from: 2025-10-10, kind: closed}", 2, "'days.0': write either 'date', or 'from' and 'to'"),
        ("days:\n  - {from: 2025-10-10, to: 2025-10-01, kind: closed}", 2, "'days.0': from 2025-10-10 to 2025-10-01 is not a span of at most 366 days"),  # noqa: E501
        ("days:\n  - {date: 2025-10-10, kind: closed, campuses: [burnet-hil]}", 2, "there is no such campus"),
        ("days:\n  - {date: 2025-10-10, kind: closed, grades: 5-3}", 2, "'5-3' is not a span of grades from low to high"),  # noqa: E501
        ("days:\n  - {date: 2025-10-10, kind: closed, grades: PK}", 2, "no campus teaches these grades"),
        ("understood:\n  - {title: X, kind: staff_day}", 2, "'understood.0.kind' has a value that is not known"),
        ("understood:\n  - {kind: ignore}", 2, "'title' is missing"),
    ],
)  # fmt: skip
def test_wrong_answers_are_refused(text: str, line: int, message: str) -> None:
    problems = problems_of(text)
    assert [(problem.file, problem.line, problem.message) for problem in problems] == [
        ("calendar.yaml", line, message)
    ]


def test_a_near_miss_gets_a_hint() -> None:
    assert problems_of("days: [{date: 2025-10-10, kind: closed, campuses: [burnet-hil]}]")[0].maybe == (
        "Maybe you meant 'burnet-hill'."
    )


def test_all_problems_come_at_once() -> None:
    assert (
        len(
            problems_of("""\
days:
  - {date: 2025-10-10, kind: closed, campuses: [nowhere]}
  - {date: 2025-10-10, kind: closed, grades: PK}
understood:
  - {title: X, kind: ignore, campuses: [elsewhere]}
""")
        )
        == 3
    )
