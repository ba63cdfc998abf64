from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest

from drillplanner.intake.calendar.academic_calendar import read_academic_calendar
from drillplanner.intake.new_workspace.assumed_calendar import assumed_calendar
from drillplanner.model import Campus, DayKind, District

NAMESPACE = uuid.UUID(int=1)
CAMPUSES = (Campus(campus_id="oak", name="Oak", grades=("K",)),)


@pytest.mark.parametrize("first_year", range(2023, 2035))
def test_the_reader_of_calendars_understands_the_assumed_year(tmp_path: Path, first_year: int) -> None:
    assumed = assumed_calendar(first_year, NAMESPACE, date(first_year, 7, 1))
    path = tmp_path / "calendar.ics"
    path.write_bytes(assumed.icalendar)
    year = f"{first_year}-{(first_year + 1) % 100:02d}"
    district = District(name="D", state="NJ", timezone="America/New_York", year=year)
    calendar = read_academic_calendar(path, "calendar.ics", district, CAMPUSES, None)
    assert calendar.questions == ()
    assert (calendar.first_day, calendar.last_day) == (assumed.first_day, assumed.last_day)
    assert len(calendar.school_dates) == assumed.school_days
    assert {day.kind for day in calendar.days} == {DayKind.FULL, DayKind.CLOSED}
    assert 180 <= assumed.school_days <= 190


def test_the_assumed_year_2025_26_has_the_expected_days() -> None:
    assumed = assumed_calendar(2025, NAMESPACE, date(2025, 7, 1))
    assert (assumed.first_day, assumed.last_day) == (date(2025, 9, 2), date(2026, 6, 18))
    text = assumed.icalendar.decode()
    assert text.count("BEGIN:VEVENT") == text.count("COMMENT:Assumed by drillplanner init") > 0
    assert "X-WR-CALNAME:ASSUMED school year 2025-26" in text
    assert "SUMMARY:Spring Recess - Schools Closed" in text and "DTSTART;VALUE=DATE:20260406" in text
    assert all(len(line) <= 75 for line in text.split("\r\n"))
    assert "ASSUMED" in assumed.sentence and "189 school days" in assumed.sentence


def test_the_bytes_are_stable_and_the_ids_depend_on_the_namespace() -> None:
    first = assumed_calendar(2025, NAMESPACE, date(2025, 7, 1)).icalendar
    assert assumed_calendar(2025, NAMESPACE, date(2025, 7, 1)).icalendar == first
    assert assumed_calendar(2025, uuid.UUID(int=2), date(2025, 7, 1)).icalendar != first
