"""Rhode Island: monthly egress drills and one more, one in four obstructed, and the law before July 2024."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.model import DrillType, DutyStatus, Route
from tests.intake.calendar_builder import calendar, event
from tests.worked.district import Outcome, district, judged, planned, statuses, verdicts_of

FIRE, ELSEWHERE = DrillType.FIRE_EVACUATION, DrillType.EVACUATION_OTHER

CALENDAR_2023 = calendar(
    [
        event("First Day of School", "20230905"),
        event("Thanksgiving - No School", "20231123"),
        event("Last Day of School", "20240614"),
    ]
)


def in_2023(folder: Path) -> Path:
    """Return the same district in the school year before the law changed."""
    place = district(folder, "RI", files={"calendar.ics": CALENDAR_2023, "events.csv": "kind,first,last\n"})
    (place / "calendar.yaml").unlink()  # its answers are those of another year
    settings = place / "district.yaml"
    text = settings.read_text().replace("2025-26", "2023-24", 1).replace("2025-08-01", "2023-08-01")
    settings.write_text(text.replace('year: "2025-26"', 'year: "2023-24"'))
    return place


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return planned(district(tmp_path_factory.mktemp("now"), "RI"))


def test_one_egress_drill_in_addition_to_the_monthly_ones(now: Outcome) -> None:
    months = {(drill.date.year, drill.date.month) for drill in now.drills(FIRE, ELSEWHERE)}
    school_months = {(on.year, on.month) for on in now.prepared.workspace.calendar.school_dates}
    assert months == school_months
    assert len(now.drills(FIRE, ELSEWHERE)) >= len(school_months) + 1


def test_one_fire_drill_in_four_is_obstructed(now: Outcome) -> None:
    fire = now.drills(FIRE)
    assert 4 * sum(1 for drill in fire if drill.route is Route.BLOCKED_EXIT) >= len(fire)


def test_lockdowns_are_in_september_and_january(now: Outcome) -> None:
    assert {9, 1} <= {drill.date.month for drill in now.drills(DrillType.LOCKDOWN)}


def test_before_july_2024_two_more_evacuation_drills_were_required(tmp_path: Path) -> None:
    before = planned(in_2023(tmp_path))
    assert len(before.drills(ELSEWHERE)) >= 2
    assert statuses(before.report, "RI-04") == {DutyStatus.MET}


def test_an_earlier_year_is_checked_against_the_law_of_its_time(tmp_path: Path, now: Outcome) -> None:
    report = judged(in_2023(tmp_path), [("burnet-hill", "evacuation_other", "2023-10-03")])
    assert statuses(report, "RI-04") == {DutyStatus.VIOLATED}
    assert "RI-07" not in {verdict.mandate for verdict in report.verdicts}
    assert "RI-04" not in {verdict.mandate for verdict in now.report.verdicts}


def test_now_one_evacuation_drill_may_replace_a_fire_drill(now: Outcome, tmp_path: Path) -> None:
    place = district(tmp_path, "RI")
    months = sorted({on.strftime("%Y-%m") for on in now.prepared.workspace.calendar.school_dates})
    days = {
        month: next(drill.date.isoformat() for drill in now.drills() if drill.date.isoformat()[:7] == month)
        for month in months
    }
    columns = "campus_id,drill_type,date,format"

    def egress(*replaced: str) -> list[tuple[str, ...]]:
        kinds = {month: "evacuation_other" if month in replaced else "fire_evacuation" for month in months}
        return [("burnet-hill", kinds[month], days[month], "physical") for month in months]

    one_replaced = verdicts_of(judged(place, egress("2025-10"), columns), "RI-01")
    assert {verdict.status for verdict in one_replaced.values()} == {DutyStatus.MET}
    two_replaced = verdicts_of(judged(place, egress("2025-10", "2025-11"), columns), "RI-01")
    assert sum(1 for verdict in two_replaced.values() if verdict.status is DutyStatus.VIOLATED) == 1
