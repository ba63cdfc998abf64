from __future__ import annotations

from datetime import date

from drillplanner.intake.calendar.federal_holidays import federal_holidays


def test_the_holidays_of_a_known_year() -> None:
    # As published by the Office of Personnel Management for 2025 and 2026.
    assert federal_holidays(2025) == {
        "Independence Day": date(2025, 7, 4),
        "Labor Day": date(2025, 9, 1),
        "Columbus Day": date(2025, 10, 13),
        "Veterans Day": date(2025, 11, 11),
        "Thanksgiving Day": date(2025, 11, 27),
        "Christmas Day": date(2025, 12, 25),
        "New Year's Day": date(2026, 1, 1),
        "Martin Luther King Jr. Day": date(2026, 1, 19),
        "Presidents' Day": date(2026, 2, 16),
        "Memorial Day": date(2026, 5, 25),
        "Juneteenth": date(2026, 6, 19),
    }


def test_holidays_on_a_weekend_are_observed_on_the_nearest_weekday() -> None:
    assert federal_holidays(2023)["Veterans Day"] == date(2023, 11, 10), "11 November 2023 is a Saturday"
    assert federal_holidays(2022)["New Year's Day"] == date(2023, 1, 2), "1 January 2023 is a Sunday"
    assert federal_holidays(2026)["Independence Day"] == date(2026, 7, 3), "4 July 2026 is a Saturday"
    assert federal_holidays(2026)["Juneteenth"] == date(2027, 6, 18), "19 June 2027 is a Saturday"


def test_memorial_day_is_the_last_monday_also_of_a_may_with_five() -> None:
    assert federal_holidays(2026)["Memorial Day"] == date(2027, 5, 31)
    assert federal_holidays(2025)["Memorial Day"] == date(2026, 5, 25)
