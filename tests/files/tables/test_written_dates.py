"""Dates as people write them in calendars and tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.files.tables.date_order import date_order
from drillplanner.files.tables.written_dates import DateReader

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
    ],
)
def test_a_cell_gives_one_date_or_a_span(text: str, first: str, last: str | None) -> None:
    found = READER.span(text)
    assert found == (date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    "text",
    ["", "TBD", "soon", "13/13/2025", "2025-02-30", "Feb 30", "11/28/2025 - 11/24/2025", "45933", "1-2-3-4"],
)
def test_text_that_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        READER.span(text)


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
