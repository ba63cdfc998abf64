from __future__ import annotations

from datetime import date, time

import pytest

from drillplanner.files.tables import cells
from drillplanner.files.written.times import school_time
from drillplanner.files.written.weekdays import UnclearWeekdaysError, weekdays


@pytest.mark.parametrize(
    ("cell", "value"), [("yes", True), ("Y", True), ("TRUE", True), ("No", False), ("n", False)]
)
def test_yes_and_no_are_read_in_every_spelling(cell: str, value: bool) -> None:
    assert cells.is_yes_or_no(cell)
    assert cells.yes_or_no(cell) is value


@pytest.mark.parametrize("cell", ["", "maybe", "1", "yess"])
def test_other_words_are_neither_yes_nor_no(cell: str) -> None:
    assert not cells.is_yes_or_no(cell)
    with pytest.raises(ValueError, match="neither yes nor no"):
        cells.yes_or_no(cell)


@pytest.mark.parametrize(
    ("cell", "number"), [("0", 0), ("412", 412), ("1,234", 1234), ("412.0", 412), ("12,345,678", 12345678)]
)
def test_whole_numbers_are_read_with_commas_and_zero_decimals(cell: str, number: int) -> None:
    assert cells.whole_number(cell) == number


@pytest.mark.parametrize("cell", ["", "-1", "12.5", "1,23", "about 400", "٤١٢", "1" * 5000])
def test_other_text_is_not_a_whole_number(cell: str) -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        cells.whole_number(cell)


def test_a_list_is_split_at_semicolons() -> None:
    assert cells.list_items(" IS-100; ;first_aid;") == ("IS-100", "first_aid")
    assert cells.list_items("") == ()


@pytest.mark.parametrize(
    "cell",
    ["2025-10-03", "2025-10-3", "10/3/2025", "10/03/2025 00:00:00", "2025-10-03T00:00:00", "10/3/2025 0:00"],
)
def test_dates_are_read_as_iso_or_american(cell: str) -> None:
    assert cells.calendar_date(cell) == date(2025, 10, 3)


@pytest.mark.parametrize(
    "cell",
    ["", "2025-02-30", "13/2/2025", "2025-10-03 09:00", "soon", "10/3/2025 - 10/4/2025", "10/3, 10/4", "10/3"],
)
def test_other_text_is_not_a_date(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        cells.calendar_date(cell)


@pytest.mark.parametrize(
    "cell",
    ["9/7", "9/7/26", "Sept. 7", "September 7th", "Mon, Sept 7", "Monday, September 7, 2026", "7-Sep", "M 9/7"],
)
def test_a_date_without_a_year_is_in_the_school_year(cell: str) -> None:
    assert cells.calendar_date(cell, 2026) == date(2026, 9, 7)
    assert cells.calendar_date("Jan 7", 2026) == date(2027, 1, 7)


@pytest.mark.parametrize("cell", ["Wed, Sept 7", "Tuesday 9/7/2026", "Th 9/7"])
def test_a_weekday_that_is_not_that_of_the_date_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="2026-09-07 is a Monday"):
        cells.calendar_date(cell, 2026)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        *(("09:05", time(9, 5)), ("9:05:00", time(9, 5)), ("12:00 am", time(0)), ("12:30 p.m.", time(12, 30))),
        *(("1:30PM", time(13, 30)), ("8:30a", time(8, 30)), ("2:30p", time(14, 30)), ("0830", time(8, 30))),
        *(("1430", time(14, 30)), ("8 AM", time(8)), ("830a", time(8, 30)), ("8.30 am", time(8, 30))),
        *(("noon", time(12)), ("12 noon", time(12)), ("12:15", time(12, 15)), ("01:30", time(1, 30))),
        *(("0.3541666667", time(8, 30)), (".604166666666667", time(14, 30)), ("11:05 A. M.", time(11, 5))),
    ],
)
def test_times_are_read_as_people_write_them(cell: str, at: time) -> None:
    assert cells.time_of_day(cell) == at


@pytest.mark.parametrize(
    "cell",
    ["", "9", "25:00", "9:60", "13:00 pm", "0:30 am", "8.30", "0.35", "0.3547", "2460", "9:05:30", "1 hour"],
)
def test_other_text_is_not_a_time_of_day(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        cells.time_of_day(cell)


def test_a_time_with_two_meanings_is_asked_about() -> None:
    with pytest.raises(ValueError, match=r"'2:30' may be 2:30 AM or 2:30 PM; write 2:30 PM or 14:30"):
        cells.time_of_day("2:30")
    assert school_time("2:30") == (time(14, 30), True)
    assert school_time("8:15") == (time(8, 15), False)
    assert school_time("01:30") == (time(1, 30), False)
    assert school_time("1:30 AM") == (time(1, 30), False)
    assert school_time("05:30") == (time(5, 30), False)
    with pytest.raises(ValueError, match="6:15 AM or 6:15 PM"):
        school_time("6:15")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(("mon", (0,)), ("Tuesday", (1,)), ("Thurs.", (3,)), ("Fridays", (4,)), ("T/Th", (1, 3))),
        *(("MWF", (0, 2, 4)), ("TTh", (1, 3)), ("MTWRF", (0, 1, 2, 3, 4)), ("M-F", (0, 1, 2, 3, 4))),
        *(("Mon - Thu", (0, 1, 2, 3)), ("Mon, Wed & Fri", (0, 2, 4)), ("monday;thursday", (0, 3))),
        *(("M-W-F", (0, 2, 4)), ("M-Th", (0, 1, 2, 3)), ("Tue-Thu", (1, 2, 3)), ("T - Th - F", (1, 3, 4))),
        *(("Wed/Mon", (0, 2)), ("daily", (0, 1, 2, 3, 4)), ("Sat", (5,)), ("Tue Thu", (1, 3))),
    ],
)
def test_weekdays_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize(
    ("text", "days", "names"), [("T-Th", (1, 3), "Tue/Thu or Tue-Thu"), ("M-W", (0, 2), "Mon/Wed")]
)
def test_initials_two_days_apart_are_sure_if_another_text_has_the_day_between(
    text: str, days: tuple[int, ...], names: str
) -> None:
    with pytest.raises(UnclearWeekdaysError, match=names):
        weekdays(text)
    with pytest.raises(UnclearWeekdaysError):
        weekdays(text, ["Fri", "T-Th"])
    assert weekdays(text, ["M-W-F" if text == "T-Th" else "TTh", text]) == days


@pytest.mark.parametrize("text", ["", "someday", "Fri-Mon", "m-", "A day", "FM", "9/14"])
def test_other_text_is_no_weekday(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        weekdays(text)
