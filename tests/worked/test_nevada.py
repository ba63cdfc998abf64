"""Nevada, a private school: half of all drills are lockdowns, and at most two are about natural disasters."""

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


def test_half_of_the_planned_drills_are_lockdowns(year: Outcome) -> None:
    assert 2 * len(year.drills(DrillType.LOCKDOWN)) >= len(year.drills())


def by_hand(year: Outcome, *more: tuple[DrillType, str]) -> list[tuple[str, ...]]:
    planned_drills = [(drill.drill_type, drill.date.isoformat()) for drill in year.drills()]
    drills = [*planned_drills, *more]
    return [("burnet-hill", str(drill_type), on, "physical", "everyone") for drill_type, on in drills]


def test_a_voluntary_earthquake_drill_can_break_both(year: Outcome, tmp_path: Path) -> None:
    place = district(tmp_path, "NV", answers=PRIVATE)
    lockdowns = len(year.drills(DrillType.LOCKDOWN))
    others = len(year.drills()) - lockdowns
    free = iter(["2025-09-17", "2025-10-21", "2025-11-18", "2026-01-13", "2026-02-10", "2026-03-17", "2026-04-21"])
    disasters = sum(1 for drill in year.drills(*DISASTERS))
    # Fill up to both limits: as many others as lockdowns, and two about natural disasters.
    filling = [(DrillType.EARTHQUAKE, next(free)) for _ in range(2 - disasters)]
    short = others + len(filling) - lockdowns
    filling += [
        (DrillType.LOCKDOWN if short > 0 else DrillType.FIRE_EVACUATION, next(free)) for _ in range(abs(short))
    ]
    lawful = judged(place, by_hand(year, *filling), COLUMNS)
    assert statuses(lawful, "NV-02") == statuses(lawful, "NV-03") == {DutyStatus.MET}
    broken = judged(place, by_hand(year, *filling, (DrillType.EARTHQUAKE, next(free))), COLUMNS)
    assert statuses(broken, "NV-02") == statuses(broken, "NV-03") == {DutyStatus.VIOLATED}


def test_neither_applies_to_a_public_school(tmp_path: Path) -> None:
    outcome = planned(district(tmp_path, "NV"))
    assert {verdict.mandate for verdict in outcome.report.verdicts} <= {"NV-05"}
