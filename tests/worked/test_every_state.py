"""Plans under the law of every state: one campus of each kind in the example district."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.api import Prepared
from drillplanner.appropriateness import judge_year, profile_of
from drillplanner.law import bundled_states
from drillplanner.model import Plan
from drillplanner.workflow.example import HOME
from tests.worked.district import Outcome, district, planned

ONE_OF_EACH_KIND = ("burnet-hill", "mount-pleasant-middle", "heritage", "livingston-high")

#: A rule on the age of a state's profile, which no plan can follow.
NOT_ABOUT_PLANS = {"DA-1206"}


@pytest.fixture(scope="module")
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A year planned under the law of the state that is the parameter; ``planned`` checks that it is lawful."""
    state = request.param
    outcome = planned(district(tmp_path_factory.mktemp(state), state, ONE_OF_EACH_KIND))
    assert outcome.plan.state == state
    return outcome


@pytest.mark.parametrize("outcome", [state for state in bundled_states() if state != HOME], indirect=True)
def test_a_lawful_year_is_found(outcome: Outcome) -> None:
    assert {verdict.campus_id for verdict in outcome.report.verdicts} == set(ONE_OF_EACH_KIND)


@pytest.mark.parametrize("outcome", ["IL", "MN", "TX", "VA"], indirect=True)
def test_the_year_breaks_no_required_well_being_rule(outcome: Outcome) -> None:
    assert broken_rules(outcome.prepared, outcome.plan) == []


def test_the_example_year_breaks_no_required_well_being_rule_and_is_proven_best(planned_example: Path) -> None:
    plan = api.read_plan(planned_example)
    assert plan.status == "optimal"
    assert broken_rules(api.prepare(planned_example), plan) == []
    assert not [sentence for sentence in plan.warnings if "is not kept at" in sentence]


def broken_rules(prepared: Prepared, plan: Plan) -> list[str]:
    """Return the violations of well-being rules in each campus's year."""
    workspace = prepared.workspace
    scenarios = {scenario.scenario_id: scenario for scenario in workspace.scenarios}
    profile = profile_of(workspace.district.state)
    broken = []
    for campus in workspace.campuses:
        drills = [drill for drill in plan.drills if drill.campus_id == campus.campus_id]
        days = workspace.calendar.dates_at(campus.campus_id)
        screening = judge_year(drills, scenarios, campus.bands, profile, school_days=days, counted_by_law=True)
        broken += [
            f"{campus.campus_id}: {finding.rule}: {finding.message}"
            for finding in screening.findings
            if finding.status == "violation" and finding.rule not in NOT_ABOUT_PLANS
        ]
    return broken
