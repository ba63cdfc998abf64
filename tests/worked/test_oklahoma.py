"""Oklahoma: four security drills, two a semester, one early in each, never at the same time of day."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.files.errors import InfeasibleError
from drillplanner.model import DrillType, DutyStatus
from tests.worked.district import district, judged, planned, statuses

SECURITY = (DrillType.LOCKDOWN, DrillType.SECURE, DrillType.ACTIVE_ASSAILANT)
TERMS = """\
semesters:
  - {first: 2025-08-27, last: 2026-01-16}
  - {first: 2026-01-20, last: 2026-06-18}
"""


def test_two_drills_in_each_semester_are_in_different_periods(tmp_path: Path) -> None:
    outcome = planned(district(tmp_path, "OK", files={"calendar.yaml": TERMS}))
    security = outcome.drills(*SECURITY)
    autumn = [drill for drill in security if drill.date.isoformat() <= "2026-01-16"]
    assert (len(autumn), len(security)) == (2, 4)
    assert len({drill.period for drill in security}) == 4
    assert statuses(outcome.report, "OK-02.first") == {DutyStatus.MET}


def three_periods() -> str:
    """Return bells with only three periods that are long enough for a drill of 10 minutes."""
    lessons = [
        f"    - {{name: Lesson {number}, start: {8 + number:02d}:00, end: {8 + number:02d}:45}}"
        for number in range(1, 4)
    ]
    return "name: Three lessons (invented)\ndays:\n  full:\n" + "\n".join(lessons) + "\n"


def test_three_periods_are_too_few_and_the_conflict_names_the_rule(tmp_path: Path) -> None:
    place = district(tmp_path, "OK", files={"calendar.yaml": TERMS, "bells/elementary.yaml": three_periods()})
    # Staff hours after the last bell would be a fourth time of day.
    with (place / "district.yaml").open("a", encoding="utf-8") as settings:
        settings.write("staff_minutes_after_last_bell: 0\n")
    with pytest.raises(InfeasibleError) as caught:
        planned(place)
    message = str(caught.value)
    assert "OK-04" in message
    assert "OK-02" in message or "OK-03" in message


def test_whether_a_third_drill_in_one_semester_is_lawful_cannot_be_decided(tmp_path: Path) -> None:
    place = district(tmp_path, "OK", files={"calendar.yaml": TERMS})
    days = ["2025-09-03", "2025-10-07", "2025-11-04", "2026-01-22", "2026-03-03"]
    rows = [("burnet-hill", "lockdown", on, "physical", "everyone") for on in days]
    report = judged(place, rows, "campus_id,drill_type,date,format,audience")
    assert statuses(report, "OK-03.extra") == {DutyStatus.MET, DutyStatus.CANNOT_TELL}
    assert statuses(report, "OK-02") == {DutyStatus.MET}
