"""Pennsylvania: a fire drill a month; a security drill must replace one of them and may replace two more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from drillplanner.audit.schedule import AuditReport
from drillplanner.model import DrillType, DutyStatus
from tests.worked.district import district, judged, planned, statuses, verdicts_of

MONTHS = {
    "2025-08": "28",
    "2025-09": "09",
    "2025-10": "07",
    "2025-11": "04",
    "2025-12": "02",
    "2026-01": "06",
    "2026-02": "03",
    "2026-03": "03",
    "2026-04": "14",
    "2026-05": "05",
    "2026-06": "02",
}
COLUMNS = "campus_id,drill_type,date,format,audience"


def year(folder: Path, secured: Iterable[str] = (), left_out: Iterable[str] = ()) -> AuditReport:
    """Return the audit of a fire drill a month, with a lockdown in its place in some months and none in others."""
    place = folder if (folder / "district.yaml").exists() else district(folder, "PA")
    rows = [
        ("burnet-hill", "lockdown" if month in set(secured) else "fire_evacuation", f"{month}-{day}")
        for month, day in MONTHS.items()
        if month not in set(left_out)
    ]
    return judged(place, [(*row, "physical", "everyone") for row in rows], COLUMNS)


def missed(report: AuditReport) -> list[str]:
    return [
        key.rsplit("/", 1)[1]
        for key, verdict in verdicts_of(report, "PA-01").items()
        if verdict.status is DutyStatus.VIOLATED
    ]


def test_the_planned_year_replaces_a_fire_drill_by_a_security_drill(tmp_path: Path) -> None:
    outcome = planned(district(tmp_path, "PA"))
    assert statuses(outcome.report, "PA-02") == {DutyStatus.MET}
    fire = {drill.date.strftime("%Y-%m") for drill in outcome.drills(DrillType.FIRE_EVACUATION)}
    replaced = {on.strftime("%Y-%m") for on in outcome.prepared.workspace.calendar.school_dates} - fire
    # A plan has as few drills as possible, so the required security drill replaces a fire drill.
    assert len(replaced) >= 1
    for month in replaced:
        (verdict,) = [verdict for key, verdict in outcome.verdicts("PA-01").items() if key.endswith(month)]
        (drill,) = [drill for drill in outcome.plan.drills if drill.drill_id in verdict.drills]
        assert drill.drill_type is not DrillType.FIRE_EVACUATION
        assert drill.date.strftime("%Y-%m") == month


def test_a_month_without_a_fire_drill_needs_a_security_drill(tmp_path: Path) -> None:
    place = district(tmp_path, "PA")
    assert missed(year(place, secured=["2025-10"])) == []
    assert missed(year(place, secured=["2025-10"], left_out=["2025-11"])) == ["2025-11"]


def test_one_may_be_replaced_before_day_90_and_two_after_it(tmp_path: Path) -> None:
    place = district(tmp_path, "PA")
    assert missed(year(place, secured=["2025-10", "2026-03", "2026-05"])) == []
    assert missed(year(place, secured=["2025-10", "2025-11"])) == ["2025-11"]
    assert len(missed(year(place, secured=["2026-03", "2026-04", "2026-05"]))) == 1


def test_without_a_security_drill_by_day_90_the_law_is_not_met(tmp_path: Path) -> None:
    assert statuses(year(district(tmp_path, "PA")), "PA-02") == {DutyStatus.VIOLATED}


def test_bus_drills_are_in_the_first_week_and_in_march_before_the_certificate(tmp_path: Path) -> None:
    outcome = planned(district(tmp_path, "PA"))
    buses = outcome.drills(DrillType.BUS_EVACUATION)
    assert buses[0].date <= date(2025, 8, 31)
    assert any(drill.date.month == 3 for drill in buses)
    certificates = [task.due for task in outcome.plan.tasks if task.mandate_id == "PA-07"]
    assert certificates == [date(2026, 4, 10)]
    assert all(drill.date < certificates[0] for drill in buses)
