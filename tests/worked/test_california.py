"""California, a school of grades K to 8: two levels of law at one school, and two layers that disagree."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.model import DrillType, DutyStatus, Layer
from tests.worked.district import Outcome, district, judged, planned, statuses

QUARTERS = """\
quarters:
  - {first: 2025-08-27, last: 2025-11-05}
  - {first: 2025-11-06, last: 2026-01-30}
  - {first: 2026-02-02, last: 2026-04-10}
  - {first: 2026-04-13, last: 2026-06-18}
"""
EIGHT_GRADES = {"grades": "K-8", "fifty_pupils_or_two_classrooms": "yes"}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    files = {"calendar.yaml": QUARTERS}
    return planned(district(tmp_path_factory.mktemp("california"), "CA", answers=EIGHT_GRADES, files=files))


def test_the_school_has_the_duties_of_both_levels(year: Outcome) -> None:
    mandates = {verdict.mandate for verdict in year.report.verdicts}
    assert {"CA-01", "CA-02", "CA-02.rule", "CA-06"} <= mandates
    assert "CA-03" not in mandates


def test_the_rule_binds_and_the_statute_is_looser(year: Outcome) -> None:
    (statute,) = year.verdicts("CA-02").values()
    assert statute.layer is Layer.STATUTE
    assert "CA-02.rule" in statute.met_through
    assert {verdict.layer for verdict in year.verdicts("CA-02.rule").values()} == {Layer.RULE}


def test_four_a_year_meet_the_statute_and_break_the_rule(year: Outcome, tmp_path: Path) -> None:
    place = district(tmp_path, "CA", answers=EIGHT_GRADES, files={"calendar.yaml": QUARTERS})
    days = ["2025-09-09", "2025-11-04", "2026-02-03", "2026-04-14"]
    rows = [("burnet-hill", "fire_evacuation", on, "physical") for on in days]
    report = judged(place, rows, "campus_id,drill_type,date,format")
    assert statuses(report, "CA-02") == {DutyStatus.MET}
    assert statuses(report, "CA-02.rule") == {DutyStatus.MET, DutyStatus.VIOLATED}


def test_the_lower_grades_require_a_drop_drill_each_quarter(year: Outcome) -> None:
    assert len(year.verdicts("CA-06")) == 4
    assert len(year.drills(DrillType.EARTHQUAKE)) == 4


def test_a_high_school_must_hold_one_each_semester(tmp_path: Path) -> None:
    place = district(tmp_path, "CA", ("livingston-high",), {"fifty_pupils_or_two_classrooms": "yes"})
    outcome = planned(place)
    assert len(outcome.drills(DrillType.EARTHQUAKE)) == 2
    assert {verdict.mandate for verdict in outcome.report.verdicts} >= {"CA-03", "CA-07"}


def test_the_alarm_is_tested_in_each_month(year: Outcome) -> None:
    alarms = [task for task in year.plan.tasks if task.kind == "test_alarm"]
    months = {(on.year, on.month) for on in year.prepared.workspace.calendar.school_dates}
    assert {(task.due.year, task.due.month) for task in alarms} == months
