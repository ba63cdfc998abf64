"""Dates as people write them in calendars and tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.tables.date_order import date_order
from drillplanner.files.written.dates import DateReader, MonthHead, month_head

READER = DateReader(2025)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-10-03", "2025-10-03", None),
        ("2025/10/3", "2025-10-03", None),
        ("20251003", "2025-10-03", None),
        ("2025-10-03 00:00:00", "2025-10-03", None),
        ("10/3/2025", "2025-10-03", None),
        ("10/3/25", "2025-10-03", None),
        ("10-03-2025", "2025-10-03", None),
        ("10/3", "2025-10-03", None),
        ("3/10", "2026-03-10", None),
        ("Oct 3, 2025", "2025-10-03", None),
        ("Oct. 3rd", "2025-10-03", None),
        ("Friday, October 3, 2025", "2025-10-03", None),
        ("Fri 10/3/2025", "2025-10-03", None),
        ("3-Oct-25", "2025-10-03", None),
        ("3 October 2025", "2025-10-03", None),
        ("January 5", "2026-01-05", None),
        ("July 1", "2025-07-01", None),
        ("11/24/2025 - 11/28/2025", "2025-11-24", "2025-11-28"),
        ("2025-11-24 to 2025-11-28", "2025-11-24", "2025-11-28"),
        ("Nov 24-28", "2025-11-24", "2025-11-28"),
        ("November 24 – 28, 2025", "2025-11-24", "2025-11-28"),
        ("Dec. 22 - Jan. 2", "2025-12-22", "2026-01-02"),
        ("December 22 through January 2, 2026", "2025-12-22", "2026-01-02"),
        ("11/27 & 11/28", "2025-11-27", "2025-11-28"),
        ("Oct 13*", "2025-10-13", None),
        ("August 2025: 12-17", "2025-08-12", "2025-08-17"),
        ("December 2025: 21 - January 1", "2025-12-21", "2026-01-01"),
        ("21-23 - Nov", "2025-11-21", "2025-11-23"),
        ("Sept 8 (Mon)", "2025-09-08", None),
        ("Nov 26-28 (Wed-Fri)", "2025-11-26", "2025-11-28"),
        ("11/27-28", "2025-11-27", "2025-11-28"),
        ("week of October 8", "2025-10-06", "2025-10-10"),
    ],
)
def test_a_cell_gives_one_date_or_a_span(text: str, first: str, last: str | None) -> None:
    found = READER.span(text)
    assert found == (date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TBD",
        "soon",
        "13/13/2025",
        "2025-02-30",
        "Feb 30",
        "11/28/2025 - 11/24/2025",
        "45933",
        "1-2-3-4",
        "12-17",
    ],
)
def test_text_that_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        READER.span(text)


def test_a_list_of_days_may_go_on_in_the_next_month_without_a_mark() -> None:
    found = READER.spans("April 2, 9, 16, 23, 30 May 7, 14")
    assert [(day.month, day.day) for day, _ in found] == [
        (4, 2),
        (4, 9),
        (4, 16),
        (4, 23),
        (4, 30),
        (5, 7),
        (5, 14),
    ]


def test_a_cell_may_name_several_dates() -> None:
    found = READER.spans("September 23 and 30")
    assert [first for first, _ in found] == [date(2025, 9, 23), date(2025, 9, 30)]
    assert [first.day for first, _ in READER.spans("9/5, 9/12 & 9/19")] == [5, 12, 19]


def test_days_stand_below_a_month() -> None:
    september = MonthHead(9, None)
    assert READER.spans("3 - 5", september) == ((date(2025, 9, 3), date(2025, 9, 5)),)
    assert READER.spans("25/26", september) == ((date(2025, 9, 25), date(2025, 9, 26)),)
    with pytest.raises(ValueError, match="may be a month and a day, or two days"):
        READER.spans("9/11", september)
    assert month_head("SEPTEMBER 2025:") == MonthHead(9, 2025)
    assert month_head("Spring") is None


@pytest.mark.parametrize("text", ["September 2025 | 20 Student Days", "Sept. (20 days)", "SEPTEMBER: 20 days"])
def test_the_school_days_of_a_month_may_be_counted_beside_its_name(text: str) -> None:
    found = month_head(text)
    assert found is not None and found.month == 9


@pytest.mark.parametrize("text", ["May 5", "May: 5 snow days", "May 5 - Half Day", "March 2 days without school"])
def test_a_date_and_what_is_on_it_are_no_month(text: str) -> None:
    assert month_head(text) is None


def test_a_date_without_a_year_needs_a_school_year() -> None:
    with pytest.raises(ValueError, match="has no year"):
        DateReader(None).span("Oct 3")


def test_dates_may_have_the_day_first() -> None:
    assert DateReader(2025, is_day_first=True).span("3/10/2025") == (date(2025, 10, 3), date(2025, 10, 3))


@given(st.dates(date(2025, 7, 1), date(2026, 6, 30)), st.integers(0, 60))
def test_what_is_written_is_read_again(first: date, days: int) -> None:
    last = min(first + timedelta(days), date(2026, 6, 30))
    for written in (
        f"{first.isoformat()} - {last.isoformat()}",
        f"{first:%m/%d/%Y} to {last:%m/%d/%Y}",
        f"{first:%b} {first.day} - {last:%B} {last.day}",
        f"{first:%A}, {first:%B} {first.day}, {first.year} through {last:%A}, {last:%B} {last.day}, {last.year}",
    ):
        assert READER.span(written) == (first, last)


@given(st.text(max_size=40))
def test_any_text_is_a_span_or_a_value_error(text: str) -> None:
    try:
        first, last = READER.span(text)
    except ValueError:
        return
    assert first <= last


def test_the_order_is_decided_by_dates_that_leave_no_choice() -> None:
    american = date_order([("03/04/2026", 2), ("10/13/2025", 3)])
    assert (american.is_day_first, american.contradicts_itself) == (False, False)
    assert "month first, since line 3 has 10/13/2025" in (american.sentence("c.csv") or "")
    european = date_order([("03/04/2026", 2), ("13/10/2025", 3)])
    assert european.is_day_first
    assert "day first, since line 3 has 13/10/2025" in (european.sentence("c.csv") or "")
    open_ = date_order([("03/04/2026", 2)])
    assert not open_.is_day_first
    assert "no date of it tells" in (open_.sentence("c.csv") or "")
    assert date_order([("13/10/2025", 2), ("10/13/2025", 3)]).contradicts_itself
    assert date_order([("03/03/2026", 2), ("2026-03-04", 3)]).sentence("c.csv") is None
