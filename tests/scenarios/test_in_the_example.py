"""The bundled scenarios in the example district: each fits into the day and has people for its positions."""

from __future__ import annotations

from datetime import date, time

import pytest

from drillplanner.files.shipped import shipped_folder
from drillplanner.incident_command.year.organize_campus import organize_drill
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import Campus, DayKind, Drill, Period, Scenario, Workspace, minutes_of


@pytest.fixture(scope="module")
def example() -> Workspace:
    return read_workspace(shipped_folder("examples") / "livingston_nj")


def held_at(scenario: Scenario, campus: Campus) -> Drill:
    """Return a drill of the scenario at the campus: at 10 a.m., or at 3 p.m. if students must be away."""
    start = time(15, 0) if scenario.needs_students_away else time(10, 0)
    return Drill(
        drill_id=f"{campus.campus_id}-{scenario.scenario_id}",
        campus_id=campus.campus_id,
        drill_type=scenario.drill_type,
        scenario_id=scenario.scenario_id,
        format=scenario.format,
        audience=scenario.audience,
        date=date(2025, 10, 14),
        start=start,
        end=time(start.hour, scenario.minutes),
        period_tags=() if scenario.needs_students_away else None,
        agencies=(),
    )


def has_room(period: Period, scenario: Scenario) -> bool:
    return period.length >= scenario.minutes and not set(period.tags).isdisjoint(scenario.moments)


def test_each_fits_a_period_of_every_bell_schedule_or_staff_hours(example: Workspace) -> None:
    without_period = {
        (scenario.scenario_id, bells.name)
        for scenario in example.scenarios
        for bells in example.bells.values()
        if not any(has_room(period, scenario) for period in bells.periods_on(DayKind.FULL))
    }
    away = {scenario.scenario_id: scenario for scenario in example.scenarios if scenario.needs_students_away}
    # Adults talk and train about assailants where no student hears them.
    assert set(away) == {"full-scale-exercise", "active-assailant-staff", "staff-active-assailant-lesson"}
    assert without_period == {
        (scenario_id, bells.name) for scenario_id in away for bells in example.bells.values()
    }
    longest = max(scenario.minutes for scenario in away.values())
    minutes = example.district.staff_minutes_after_last_bell
    for bells in example.bells.values():
        for kind in bells.days:
            hours = bells.staff_hours_on(kind, minutes)
            assert hours is not None
            assert hours.length >= longest
            assert minutes_of(hours.start) == max(minutes_of(period.end) for period in bells.periods_on(kind))


def test_each_activates_no_more_positions_than_the_campuses_can_fill(example: Workspace) -> None:
    vacant = {
        (scenario.scenario_id, campus.campus_id, post.position_id)
        for campus in example.campuses
        for scenario in example.scenarios
        if set(campus.bands) <= set(scenario.bands)
        for post in organize_drill(held_at(scenario, campus), scenario, campus, example.staff, ()).posts
        if post.vacant
    }
    assert vacant == set()
