"""New York: twelve drills, eight of them by the end of December, with exits, training, buses, and notices."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from drillplanner.files.errors import InfeasibleError
from drillplanner.model import DrillType, DutyStatus, Route, minutes_of
from tests.worked.district import Outcome, district, planned, statuses

FIRE, LOCKDOWN = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return planned(district(tmp_path_factory.mktemp("new-york"), "NY"))


def test_eight_evacuations_and_four_lockdowns(year: Outcome) -> None:
    assert len(year.drills(FIRE)) >= 8
    assert len(year.drills(LOCKDOWN)) >= 4


def test_six_evacuations_and_two_lockdowns_are_before_the_end_of_december(year: Outcome) -> None:
    def autumn(drill_type: DrillType) -> int:
        return sum(1 for drill in year.drills(drill_type) if date(2025, 9, 1) <= drill.date <= date(2025, 12, 31))

    assert autumn(FIRE) >= 6
    assert autumn(LOCKDOWN) >= 2
    assert autumn(FIRE) + autumn(LOCKDOWN) >= 8


def test_the_fire_code_also_requires_one_in_every_month(year: Outcome) -> None:
    months = {(on.year, on.month) for on in year.prepared.workspace.calendar.school_dates}
    assert {(drill.date.year, drill.date.month) for drill in year.drills(FIRE)} == months
    # The monthly rule of the code binds and covers the statute's eight drills.
    (statute,) = year.verdicts("NY-01.evacuation").values()
    assert "NY-18" in statute.met_through


def test_four_evacuations_use_another_exit(year: Outcome) -> None:
    other_routes = {Route.SECONDARY, Route.BLOCKED_EXIT}
    assert sum(1 for drill in year.drills(FIRE) if drill.route in other_routes) >= 4


def test_weekdays_and_times_vary(year: Outcome) -> None:
    drills = year.drills(FIRE, LOCKDOWN)
    assert len({drill.date.weekday() for drill in drills}) >= 4
    assert len({drill.start.hour for drill in drills if drill.start}) >= 3


def test_drills_come_after_the_training(year: Outcome) -> None:
    # The training of the first day of school is over on that day.
    assert year.drills(FIRE, LOCKDOWN)[0].date >= date(2025, 8, 27)
    assert statuses(year.report, "NY-07") == {DutyStatus.MET}


def test_a_late_training_and_the_monthly_drill_of_august_conflict(tmp_path: Path) -> None:
    events = "kind,first,last\nstaff_training,2025-08-25,\nstudent_training,2025-09-05,\n"
    with pytest.raises(InfeasibleError) as caught:
        planned(district(tmp_path, "NY", files={"events.csv": events}))
    assert "NY-07" in str(caught.value)
    assert "August 2025 (NY-18" in str(caught.value)


def test_three_bus_drills_are_in_their_windows(year: Outcome) -> None:
    buses = [drill.date for drill in year.drills(DrillType.BUS_EVACUATION)]
    first_seven = year.prepared.workspace.calendar.school_dates[:7]
    assert any(on in first_seven for on in buses)
    assert any(date(2025, 11, 1) <= on <= date(2025, 12, 31) for on in buses)
    assert any(date(2026, 3, 1) <= on <= date(2026, 4, 30) for on in buses)


def test_the_early_dismissal_drill_starts_at_most_15_minutes_before_the_last_bell(year: Outcome) -> None:
    (test,) = year.drills(DrillType.EARLY_DISMISSAL)
    workspace = year.prepared.workspace
    day = workspace.calendar.day(test.date)
    assert day is not None
    last = max(minutes_of(period.end) for period in workspace.periods(workspace.campuses[0], day))
    assert test.start is not None
    assert 0 <= last - minutes_of(test.start) <= 15
    (notice,) = [task for task in year.plan.tasks if task.mandate_id == "NY-12.notice"]
    assert notice.due <= test.date - timedelta(7)


def test_the_notice_is_in_the_week_before_each_lockdown(year: Outcome) -> None:
    for drill in year.drills(LOCKDOWN):
        (notice,) = [
            task for task in year.plan.tasks if task.mandate_id == "NY-10" and task.drill_id == drill.drill_id
        ]
        assert drill.date - timedelta(7) <= notice.due < drill.date
