"""Nevada: half of the monthly drills are lockdowns; a private school has at most two on natural disasters."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.model import DrillType, DutyStatus
from tests.worked.district import Outcome, district, judged, planned, statuses

PRIVATE = {"private_school": "yes"}
DISASTERS = (DrillType.SHELTER_HAZMAT, DrillType.EARTHQUAKE, DrillType.SEVERE_WEATHER, DrillType.TSUNAMI)
COLUMNS = "campus_id,drill_type,date,format,audience"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return planned(district(tmp_path_factory.mktemp("nevada"), "NV", answers=PRIVATE))


def months_of(year: Outcome, *types: DrillType) -> set[tuple[int, int]]:
    return {(drill.date.year, drill.date.month) for drill in year.drills(*types)}


def test_each_month_has_a_drill_and_half_of_them_are_lockdowns(year: Outcome) -> None:
    lockdowns = year.drills(DrillType.LOCKDOWN)
    months = {(on.year, on.month) for on in year.prepared.workspace.calendar.dates_at("burnet-hill")}
    assert months_of(year) == months
    assert len(lockdowns) >= len(months - months_of(year, DrillType.LOCKDOWN))


def by_hand(year: Outcome, *more: tuple[DrillType, str]) -> list[tuple[str, ...]]:
    planned_drills = [(drill.drill_type, drill.date.isoformat()) for drill in year.drills()]
    drills = [*planned_drills, *more]
    return [("burnet-hill", str(drill_type), on, "physical", "everyone") for drill_type, on in drills]


def test_a_voluntary_earthquake_drill_can_break_the_limit_and_not_the_half(year: Outcome, tmp_path: Path) -> None:
    place = district(tmp_path, "NV", answers=PRIVATE)
    free = iter(["2025-09-17", "2025-10-21", "2025-11-18"])
    filling = [(DrillType.EARTHQUAKE, next(free)) for _ in range(2 - len(year.drills(*DISASTERS)))]
    lawful = judged(place, by_hand(year, *filling), COLUMNS)
    assert statuses(lawful, "NV-02") == statuses(lawful, "NV-03") == {DutyStatus.MET}
    broken = judged(place, by_hand(year, *filling, (DrillType.EARTHQUAKE, next(free))), COLUMNS)
    assert statuses(broken, "NV-02") == {DutyStatus.MET}
    (reason,) = {verdict.reason for verdict in broken.verdicts if verdict.mandate == "NV-02"}
    months = {(on.year, on.month) for on in year.prepared.workspace.calendar.dates_at("burnet-hill")}
    without = len(months - months_of(year, DrillType.LOCKDOWN))
    held = len(year.drills(DrillType.LOCKDOWN))
    assert f" required, {held} lockdown drills and {without} months without one found" in reason
    assert statuses(broken, "NV-03") == {DutyStatus.VIOLATED}


def test_a_public_school_has_the_monthly_drill_and_the_half(tmp_path: Path) -> None:
    outcome = planned(district(tmp_path, "NV"))
    assert statuses(outcome.report, "NV-01.public") == {DutyStatus.MET}
    assert statuses(outcome.report, "NV-02.public") == {DutyStatus.MET}
    mandates = {verdict.mandate for verdict in outcome.report.verdicts}
    assert not mandates & {"NV-01", "NV-02", "NV-03", "NV-04", "NV-06"}
