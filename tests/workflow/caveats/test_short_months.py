"""Months of a few school days: named with the district's choice, until district.yaml says it."""

from __future__ import annotations

from pathlib import Path

from drillplanner import api
from drillplanner.workflow.caveats.short_months import short_months
from tests.intake.small_workspace import CALENDAR, DISTRICT, write_workspace

EARLY = CALENDAR.replace("20250902", "20250828", 1).replace("20250903", "20250829", 1)


def test_a_month_of_two_days_is_named_with_what_it_owes(tmp_path: Path) -> None:
    (caveat,) = short_months(api.prepare(write_workspace(tmp_path, {"calendar.ics": EARLY})))
    assert caveat.text.startswith("August 2025 has 2 school days at all schools and owes monthly drills (NJ-01")
    assert "month_counts_from=1 (or =3 " in caveat.answer


def test_a_month_of_a_week_is_not(tmp_path: Path) -> None:
    assert list(short_months(api.prepare(write_workspace(tmp_path)))) == []


def test_a_district_that_has_decided_is_not_asked_again(tmp_path: Path) -> None:
    changes = {"calendar.ics": EARLY, "district.yaml": f"{DISTRICT}month_counts_from: 1\n"}
    assert list(short_months(api.prepare(write_workspace(tmp_path, changes)))) == []
