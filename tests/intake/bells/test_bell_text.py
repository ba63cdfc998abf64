"""The ``.bell`` format line by line; the texts are invented."""

from __future__ import annotations

from datetime import date, time

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import MAXIMUM_BYTES
from drillplanner.intake.bells.bell_text import BellText, read_bell_text

WHOLE = """\
* regular # Regular Day
8:25 Passing to {Period 1}
8:30 {Period 1}
9:15 Free

* Default Week
Mon regular
Tue regular # as on Mondays

* Special Days
10/26/2023 holiday # Fall Break
12/18/2023-01/01/2024 holiday
"""


def read(text: str | bytes) -> BellText:
    found = BellText()
    read_bell_text(text if isinstance(text, bytes) else text.encode(), "a.bell", found)
    return found


def the_problem(text: str) -> Problem:
    problems = read(text).problems
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_line_is_read_whatever_ends_it(end: str, mark: str) -> None:
    found = read(mark + WHOLE.replace("\n", end))
    assert found.problems == []
    plan = found.plans["regular"]
    assert (plan.title, plan.line) == ("Regular Day", 1)
    assert [(bell.start, bell.words, bell.line) for bell in plan.bells] == [
        (time(8, 25), "Passing to {Period 1}", 2),
        (time(8, 30), "{Period 1}", 3),
        (time(9, 15), "Free", 4),
    ]
    assert [(rule.weekday, rule.plan, rule.line, rule.note) for rule in found.week] == [
        (0, "regular", 7, ""),
        (1, "regular", 8, "as on Mondays"),
    ]
    assert [(rule.first, rule.last, rule.plan, rule.note, rule.line) for rule in found.dates] == [
        (date(2023, 10, 26), date(2023, 10, 26), "holiday", "Fall Break", 11),
        (date(2023, 12, 18), date(2024, 1, 1), "holiday", "", 12),
    ]


def test_a_day_without_a_title_is_called_by_its_name() -> None:
    assert read("* odd\n8:00 {Period 1}\n9:00 Free").plans["odd"].title == "odd"


@pytest.mark.parametrize("line", ["8.30 {Period 1}", "24:00 Lunch", "8:60 Lunch", "8:30", "half past eight"])
def test_a_line_that_is_not_a_bell_is_a_problem(line: str) -> None:
    found = the_problem(f"* regular\n8:00 Arrival\n{line}\n")
    assert (found.file, found.line, found.value) == ("a.bell", 3, line)
    assert found.message == "this line is not a bell"
    assert found.allowed is not None and "8:30 {Period 1}" in found.allowed


def test_a_bell_before_the_one_above_it_is_a_problem() -> None:
    found = the_problem("* regular\n12:30 Lunch\n1:15 {Period 5}\n13:30 Free\n")
    assert (found.line, found.value) == (3, "1:15 {Period 5}")
    assert found.allowed == "a time after 12:30"
    assert found.maybe is not None and "13:15" in found.maybe


def test_a_heading_with_two_words_is_a_problem() -> None:
    found = the_problem("* half day # Half\n8:00 {Period 1}\n9:00 Free\n")
    assert (found.line, found.value) == (1, "* half day # Half")


def test_a_heading_without_a_name_is_a_problem() -> None:
    assert the_problem("* # Half\n8:00 {Period 1}\n").line == 1


def test_two_days_with_one_name_are_a_problem() -> None:
    found = the_problem("* odd\n8:00 A\n9:00 Free\n* odd # again\n8:00 B\n9:00 Free\n")
    assert (found.line, found.value) == (4, "odd")
    assert "first in a.bell, line 1" in found.message


def test_lines_under_no_heading_are_one_problem() -> None:
    found = the_problem("8:00 {Period 1}\n9:00 {Period 2}\n")
    assert (found.line, found.message) == (1, "this line stands under no heading")


def test_an_unknown_weekday() -> None:
    found = the_problem("* Default Week\nMno regular\n")
    assert (found.line, found.value, found.maybe) == (2, "Mno regular", "Maybe you meant 'Mon'.")


@pytest.mark.parametrize(
    "line", ["10/26 holiday", "2023-10-26 holiday", "02/30/2023 holiday", "10/26/2023", "10/26/2023 # Snow Day"]
)
def test_an_impossible_special_day_is_a_problem(line: str) -> None:
    found = the_problem(f"* Special Days\n{line}\n")
    assert (found.line, found.value) == (2, line)
    assert found.allowed is not None and "10/26/2023 holiday" in found.allowed


def test_dates_that_end_before_they_begin_are_a_problem() -> None:
    found = the_problem("* Special Days\n01/02/2024-12/20/2023 holiday\n")
    assert (found.line, found.value) == (2, "01/02/2024-12/20/2023")
    assert found.allowed == "a last date from 2024-01-02 on"


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"* a\r8:00 caf\xe9\r", 2, "not UTF-8"),
        (b"* a\n8:00 \0\n", 2, "NUL"),
        (b" " * (MAXIMUM_BYTES + 1), None, "too large"),
    ],
)
def test_a_file_that_is_not_text_is_refused(raw: bytes, line: int | None, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(raw)
    assert caught.value.problems[0].line == line
    assert words in caught.value.problems[0].message
