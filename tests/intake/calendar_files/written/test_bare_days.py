"""A number before a word is a day of the month above it, unless it counts what the word names."""

from __future__ import annotations

import pytest

from drillplanner.intake.calendar_files.written.bare_days import begins_with_days, days_marked


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("7 Labor Day", "7: Labor Day"),
        ("14 Student Early Release", "14: Student Early Release"),
        ("5 Staff Development", "5: Staff Development"),
        ("14 Staff Day - No Students", "14: Staff Day - No Students"),
        ("6 Students return", "6: Students return"),
        ("22-25 Fall Student Led Conferences", "22-25: Fall Student Led Conferences"),
        ("21,22,23 No School", "21,22,23: No School"),
        ("4 Staples: bring your own", "4: Staples: bring your own"),
    ],
)
def test_a_day_below_a_month_is_marked(line: str, marked: str) -> None:
    assert begins_with_days(line)
    assert days_marked(line) == marked


@pytest.mark.parametrize(
    "line",
    [
        *("14 students", "28 Students attended", "180 days", "24 student days", "28 student attendance days"),
        *("12 staff", "3 staff members", "2nd semester", "9 to 3", "10 am", "6 hours of lessons"),
    ],
)
def test_a_number_of_things_is_no_day(line: str) -> None:
    assert days_marked(line) == line
