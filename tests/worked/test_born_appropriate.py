"""Plans are born appropriate: the judge of a campus's year finds no required developmental rule broken in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.api import Prepared
from drillplanner.appropriateness import judge_year, profile_of
from drillplanner.model import Plan
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example
from tests.worked.district import district

ONE_OF_EACH_KIND = ("burnet-hill", "mount-pleasant-middle", "heritage", "livingston-high")


def broken(prepared: Prepared, plan: Plan) -> list[str]:
    """Violations of the developmental rules of a year, by campus."""
    workspace = prepared.workspace
    scenarios = {scenario.scenario_id: scenario for scenario in workspace.scenarios}
    found = []
    for campus in workspace.campuses:
        drills = [drill for drill in plan.drills if drill.campus_id == campus.campus_id]
        days = workspace.calendar.dates_at(campus.campus_id)
        profile = profile_of(workspace.district.state)
        screening = judge_year(drills, scenarios, campus.bands, profile, school_days=days, counted_by_law=True)
        found += [
            f"{campus.campus_id}: {finding.rule}: {finding.message}"
            for finding in screening.findings
            if finding.status == "violation" and finding.rule not in NOT_OF_THE_PLAN
        ]
    return found


#: A profile's age is no plan's.
NOT_OF_THE_PLAN = {"DA-1206"}


def test_the_example_district_breaks_no_required_rule_and_is_proven_the_best(tmp_path: Path) -> None:
    copy_example(tmp_path / "example")
    prepared = api.prepare(tmp_path / "example")
    plan = api.plan(prepared, SolverSettings())
    assert plan.status == "optimal"
    assert broken(prepared, plan) == []
    assert not [sentence for sentence in plan.warnings if "is not kept at" in sentence]


@pytest.mark.parametrize("state", ["IL", "MN", "TX", "VA"])
def test_other_states_plans_break_no_required_rule(state: str, tmp_path: Path) -> None:
    prepared = api.prepare(district(tmp_path, state, ONE_OF_EACH_KIND))
    plan = api.plan(prepared, SolverSettings())
    assert broken(prepared, plan) == []
