"""Days and times as people say them: each is read as one, or refused with what to say."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.workflow.in_words.days_and_times import day_meant, time_meant

DAYS = st.dates(date(2025, 7, 1), date(2026, 6, 30))


@given(
    DAYS, st.sampled_from(["%m/%d", "%m/%d/%y", "%m/%d/%Y", "%Y-%m-%d", "%b %d", "%B %d, %Y", "%a %m/%d", "%d %b"])
)
def test_every_day_of_the_school_year_is_read_in_every_form(day: date, form: str) -> None:
    assert day_meant(day.strftime(form), 2025, None) == day


@given(DAYS, DAYS)
def test_a_weekday_that_is_another_day_is_refused(day: date, other: date) -> None:
    text = f"{other:%A} {day:%m/%d}"
    if day.weekday() == other.weekday():
        assert day_meant(text, 2025, None) == day
    else:
        with pytest.raises(ValueError, match="is a"):
            day_meant(text, 2025, None)


@given(st.times())
def test_a_time_with_am_or_pm_is_read(moment: time) -> None:
    text = moment.strftime("%I:%M %p")
    assert time_meant(text) == moment.replace(second=0, microsecond=0)
    assert time_meant(text.lstrip("0").lower().replace(" ", "")) == moment.replace(second=0, microsecond=0)


@pytest.mark.parametrize("text", ["6:15", "25:00", "noonish", "9", "13 pm", "10:75", ""])
def test_a_time_that_may_be_two_or_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        time_meant(text)


def test_a_time_after_lunch_is_read_as_in_tables() -> None:
    assert (time_meant("1:30"), time_meant("5:00")) == (time(13, 30), time(17))


@pytest.mark.parametrize("text", ["", "13/13", "2/30", "10/7 - 10/9", "Tuesday", "tomorrow"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        day_meant(text, 2025, date(2025, 10, 8))
