"""The level of good practice changes no finding about the law: neither on anyone's schedule nor on a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner import api
from drillplanner.api import Prepared
from drillplanner.audit.schedule import AuditReport, judge_practice
from drillplanner.model import DrillType, DutyStatus, PracticeOutcome
from drillplanner.solve.solver import SolverSettings
from tests.worked.district import district, set_practice

#: A state that numbers many kinds of drill, and one whose law leaves most to the district.
STATES = ("NJ", "WY")
LEVELS = ("none", "baseline")
TYPES = st.sampled_from(
    [DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN, DrillType.SEVERE_WEATHER, DrillType.BUS_EVACUATION]
)


@pytest.fixture(scope="module", params=STATES)
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Yield one workspace of a campus for each level of good practice, otherwise the same."""
    found = {}
    for level in LEVELS:
        place = district(tmp_path_factory.mktemp(level), request.param)
        set_practice(place, level)
        found[level] = place
    yield found


@pytest.fixture(scope="module")
def prepared(places: dict[str, Path]) -> dict[str, Prepared]:
    """Return the workspaces as they are read."""
    return {level: api.prepare(place) for level, place in places.items()}


def without_practice(report: AuditReport) -> AuditReport:
    return report.model_copy(update={"practice": PracticeOutcome()})


def test_a_planned_year_has_an_early_lockdown_and_no_drill_on_a_listed_date(prepared: dict[str, Prepared]) -> None:
    asked = prepared["baseline"]
    plan = api.plan(asked, SolverSettings())
    (campus,) = asked.workspace.campuses
    early = asked.workspace.calendar.dates_at(campus.campus_id)[:90]
    violence = {DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT}  # as the practice itself counts: group:violence
    assert min(drill.date for drill in plan.drills if drill.drill_type in violence) in early
    listed = {day.on for day in asked.avoided_days[campus.campus_id]}
    with_students = {drill.date for drill in plan.drills if drill.audience != "staff" and drill.format != "lesson"}
    assert not with_students & listed


def test_practice_is_no_duty(prepared: dict[str, Prepared]) -> None:
    assert prepared["none"].duties == prepared["baseline"].duties
    assert any(limit.practice for limits in prepared["baseline"].limits.values() for limit in limits.all_limits)
    assert not any(limit.practice for limits in prepared["none"].limits.values() for limit in limits.all_limits)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(drills=st.lists(st.tuples(TYPES, st.dates(date(2025, 8, 20), date(2026, 6, 30))), min_size=1, max_size=25))
def test_the_same_drills_get_the_same_report_of_the_law(
    drills: list[tuple[DrillType, date]], prepared: dict[str, Prepared], tmp_path_factory: pytest.TempPathFactory
) -> None:
    table = tmp_path_factory.mktemp("schedule") / "by-hand.csv"
    rows = [f"burnet-hill,{drill_type},{on}" for drill_type, on in drills]
    table.write_text("\n".join(["campus_id,drill_type,date", *rows]) + "\n")
    none, baseline = (api.audit(prepared[level], table) for level in LEVELS)
    assert none.practice == PracticeOutcome()
    assert baseline.practice.of > 0
    assert without_practice(none) == without_practice(baseline)


def test_a_plan_under_practice_violates_nothing_and_keeps_more_of_it(prepared: dict[str, Prepared]) -> None:
    asked = prepared["baseline"]
    kept = {}
    for level in LEVELS:
        plan = api.plan(prepared[level], SolverSettings())
        report = api.audit(prepared[level])
        assert {verdict.status for verdict in report.verdicts} <= {DutyStatus.MET, DutyStatus.CANNOT_TELL}
        assert report.entries == ()
        kept[level] = judge_practice(plan.drills, asked.workspace, asked.limits).kept
    assert kept["baseline"] > kept["none"]


def test_no_other_drill_that_practice_adds_takes_the_place_of_the_lockdown(tmp_path: Path) -> None:
    # Colorado asks for one drill of any hazard, and practice adds a secure and a severe-weather drill.
    place = district(tmp_path, "CO")
    set_practice(place, "baseline")
    plan = api.plan(api.prepare(place), SolverSettings())
    assert DrillType.LOCKDOWN in {drill.drill_type for drill in plan.drills}
    assert plan.practice.broken == ()


def test_drills_that_the_law_may_ask_for_are_left_to_practice(tmp_path: Path) -> None:
    # In Colorado a child care program must practice lockdowns. Whether the school has one nobody said; so the
    # drill that the law leaves open is the lockdown.
    place = district(tmp_path, "CO", answers={"child_care": ""})
    set_practice(place, "baseline")
    prepared = api.prepare(place)
    assert any(duty.mandate.mandate_id == "CO-05.lockdown" and duty.missing_fact for duty in prepared.duties)
    (limits,) = prepared.limits.values()
    assert "GP-02" in {limit.rule for limit in limits.all_limits}
