"""Dates, times, and weekdays as people write them, in YAML."""

from __future__ import annotations

from datetime import date, time

import pytest
from pydantic import BaseModel

from drillplanner.files.errors import InputError
from drillplanner.files.iso_date import IsoDate
from drillplanner.files.yaml_document import parse_as, parse_document
from drillplanner.model import Agency
from drillplanner.model.calendar.bells import Clock


class _Values(BaseModel):
    on: IsoDate | None = None
    at: Clock | None = None


def values(text: str, first_year: int | None = 2026) -> _Values:
    return parse_as(_Values, parse_document(text.encode(), "a.yaml"), first_year=first_year)


@pytest.mark.parametrize("text", ["2026-09-07", "9/7/2026", "9/7/26", "9/7", "Sept. 7", "Monday, September 7th"])
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert values(f"on: {text}").on == date(2026, 9, 7)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("on: Wed 9/7", "'Wed 9/7' cannot be right: it says Wednesday, and 2026-09-07 is a Monday"),
        ("on: soon", "'soon' is not a date; write it as 2025-09-02"),
        ("at: 2:30", "'2:30' may be 2:30 AM or 2:30 PM; write 2:30 PM or 14:30"),
        ("at: later", "'later' is not a time of day; write it as 08:05, 8:05 AM, or 14:30"),
    ],
)
def test_what_is_not_sure_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        values(text)
    assert message in caught.value.problems[0].message


def test_a_date_without_a_year_needs_a_school_year() -> None:
    with pytest.raises(InputError, match="'9/7' has no year"):
        values("on: 9/7", first_year=None)


@pytest.mark.parametrize("text", ["08:30", "8:30", "8:30 AM", "8:30a", "0830"])
def test_a_time_is_read_as_people_write_it(text: str) -> None:
    assert values(f"at: '{text}'").at == time(8, 30)


def test_weekdays_of_an_agency_are_read_as_people_write_them() -> None:
    agency = {"agency_id": "police", "name": "Police", "kind": "police"}
    for weekdays in (["mon", "Wed"], "M/W", ["monday", "wednesday"]):
        assert Agency.model_validate({**agency, "weekdays": weekdays}).weekdays == ("monday", "wednesday")
    with pytest.raises(ValueError, match="'someday' is not a weekday; allowed: monday"):
        Agency.model_validate({**agency, "weekdays": ["someday"]})
