from __future__ import annotations

from datetime import date, time

import pytest

from drillplanner.files.tables import cells


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


@pytest.mark.parametrize("cell", ["", "10/3/25", "2025-02-30", "13/2/2025", "3 October 2025", "2025-10-03 09:00"])
def test_other_text_is_not_a_date(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        cells.calendar_date(cell)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("09:05", time(9, 5)),
        ("9:05:00", time(9, 5)),
        ("12:00 am", time(0)),
        ("12:30 p.m.", time(12, 30)),
        ("1:30PM", time(13, 30)),
    ],
)
def test_times_are_read_with_12_or_24_hours(cell: str, at: time) -> None:
    assert cells.time_of_day(cell) == at


@pytest.mark.parametrize("cell", ["", "9", "25:00", "9:60", "13:00 pm", "0:30 am", "noon"])
def test_other_text_is_not_a_time_of_day(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        cells.time_of_day(cell)
