"""Drills held at another time than planned, at an invented school with separate bells for its grades."""

from __future__ import annotations

from datetime import date, time

import pytest

from drillplanner.audit.schedule.grade_moments import drills_with_wrong_moments
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import Drill, DrillRecord, DrillType, Workspace
from drillplanner.records.as_happened import as_happened
from tests.intake.small_workspace import write_workspace
from tests.workflow.test_bells_by_grades import FILES

MONDAY = date(2025, 9, 8)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return read_workspace(write_workspace(tmp_path_factory.mktemp("oak"), FILES))


def held(workspace: Workspace, start: time | None, minutes: int | None, planned: Drill | None = None) -> Drill:
    record = DrillRecord(
        drill_id="oak-1",
        campus_id="oak",
        drill_type=DrillType.FIRE_EVACUATION,
        held=True,
        date=MONDAY,
        start=start,
        minutes=minutes,
        recorded_by="office",
    )
    (drill,) = as_happened([planned] if planned else [], [record], workspace).held
    return drill


@pytest.mark.parametrize("minutes", [3, 20, 45])
@pytest.mark.parametrize("hour", range(7, 14))
@pytest.mark.parametrize("minute", [0, 5, 25, 38, 55])
def test_a_held_drill_gets_moments_that_the_audit_accepts(
    workspace: Workspace, hour: int, minute: int, minutes: int
) -> None:
    """A drill outside every period has moments for no grades, neither when recorded nor in the audit."""
    drill = held(workspace, time(hour, minute), minutes)
    if drill.by_grades or drill.period is not None:
        assert not list(drills_with_wrong_moments([drill], workspace))
    if not drill.by_grades:
        campus, day = workspace.campuses[0], workspace.calendar.day(MONDAY)
        assert day is not None and drill.start is not None and drill.end is not None
        hours = workspace.staff_hours(campus, day)
        in_staff_hours = hours is not None and hours.start <= drill.start
        touched = [
            period
            for period in workspace.periods(campus, day)
            if period.start < drill.end and drill.start < period.end
        ]
        assert in_staff_hours or not touched


def test_a_drill_that_ran_over_a_bell_is_in_both_periods(workspace: Workspace) -> None:
    drill = held(workspace, time(9, 5), 20)
    assert drill.period == "Lesson 1 and Lesson 2 (K-5), Period 1 (6-8)"
    assert [moment.period for moment in drill.by_grades] == ["Lesson 1 and Lesson 2", "Period 1"]
    assert [[period.name for period in moment.periods] for moment in drill.by_grades] == [
        ["Lesson 1", "Lesson 2"],
        ["Period 1"],
    ]


def test_a_drill_that_took_longer_than_planned_ran_over_a_bell(workspace: Workspace) -> None:
    planned = held(workspace, time(9, 0), 10)
    assert planned.period == "Lesson 1 (K-5), Period 1 (6-8)"
    assert held(workspace, None, None, planned).by_grades == planned.by_grades
    longer = held(workspace, None, 15, planned)
    assert longer.period == "Lesson 1 and Lesson 2 (K-5), Period 1 (6-8)"
