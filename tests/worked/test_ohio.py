"""Ohio: six fire and three safety drills with sprinklers; nine without, and three of them may be safety drills."""

from __future__ import annotations

from pathlib import Path

from drillplanner.model import DrillType, DutyStatus
from tests.worked.district import district, judged, planned, statuses, verdicts_of

FIRE = DrillType.FIRE_EVACUATION
COLUMNS = "campus_id,drill_type,date,format,audience"
MONTHS = ["2025-09-04", "2025-10-07", "2025-11-04", "2025-12-02", "2026-01-06", "2026-02-03", "2026-03-03"]


def table(fire: int, safety: int) -> list[tuple[str, ...]]:
    days = iter([*MONTHS, "2026-04-07", "2026-05-05", "2026-06-02"])
    kinds = ["fire_evacuation"] * fire + ["lockdown"] * safety
    return [("burnet-hill", kind, next(days), "physical", "everyone") for kind in kinds]


def test_with_sprinklers_six_fire_drills_and_three_others_are_planned(tmp_path: Path) -> None:
    outcome = planned(district(tmp_path, "OH", answers={"sprinklers_or_detectors": "yes"}))
    assert len(outcome.drills(FIRE)) >= 6
    assert statuses(outcome.report, "OH-04") == {DutyStatus.MET}


def test_with_sprinklers_five_and_four_break_the_law(tmp_path: Path) -> None:
    place = district(tmp_path, "OH", answers={"sprinklers_or_detectors": "yes"})
    assert statuses(judged(place, table(6, 3), COLUMNS), "OH-01") == {DutyStatus.MET}
    assert statuses(judged(place, table(5, 4), COLUMNS), "OH-01") == {DutyStatus.VIOLATED}


def test_without_sprinklers_at_most_three_safety_drills_stand_in(tmp_path: Path) -> None:
    place = district(tmp_path, "OH", answers={"sprinklers_or_detectors": "no"})
    report = judged(place, table(6, 3), COLUMNS)
    (verdict,) = verdicts_of(report, "OH-02").values()
    assert verdict.status is DutyStatus.MET
    assert len(verdict.drills) == 9
    assert statuses(report, "OH-04") == {DutyStatus.MET}
    assert statuses(judged(place, table(5, 4), COLUMNS), "OH-02") == {DutyStatus.VIOLATED}


def test_without_sprinklers_nine_drills_count_for_the_plan(tmp_path: Path) -> None:
    outcome = planned(district(tmp_path, "OH", answers={"sprinklers_or_detectors": "no"}))
    (verdict,) = outcome.verdicts("OH-02").values()
    assert len(verdict.drills) >= 9
    assert len(outcome.drills(FIRE)) >= 6


def test_without_an_answer_on_sprinklers_neither_duty_can_be_decided(tmp_path: Path) -> None:
    place = district(tmp_path, "OH", answers={"sprinklers_or_detectors": ""})
    report = judged(place, table(5, 4), COLUMNS)
    for mandate in ("OH-01", "OH-02"):
        (verdict,) = verdicts_of(report, mandate).values()
        assert (verdict.status, verdict.missing_fact) == (DutyStatus.CANNOT_TELL, "sprinklers_or_detectors")


def test_a_tornado_drill_is_planned_in_april_may_and_june(tmp_path: Path) -> None:
    outcome = planned(district(tmp_path, "OH"))
    months = {drill.date.month for drill in outcome.drills(DrillType.SEVERE_WEATHER)}
    assert {4, 5, 6} <= months
    certificates = [task for task in outcome.plan.tasks if task.mandate_id == "OH-09"]
    assert [task.due.isoformat() for task in certificates] == ["2025-12-05"]
