"""Plans under the law of every state: one campus of each kind in the example district."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.api import Prepared
from drillplanner.appropriateness import judge_year, profile_of
from drillplanner.law import bundled_states
from drillplanner.model import Plan
from drillplanner.solve import search_budget
from drillplanner.workflow.example import HOME
from tests.worked.district import Outcome, district, planned, set_practice

ONE_OF_EACH_KIND = ("burnet-hill", "mount-pleasant-middle", "heritage", "livingston-high")

#: States whose search spends all of its budget: here a part of it, which is enough for a lawful year.
SPEND_ALL = {"AL", "AR", "NV", "OR", "TN"}

#: A rule on the age of a state's profile, which no plan can follow.
NOT_ABOUT_PLANS = {"DA-1206"}


@pytest.mark.parametrize("state", [state for state in bundled_states() if state != HOME])
def test_a_lawful_year_is_found_and_breaks_no_required_well_being_rule(
    state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if state in SPEND_ALL:
        monkeypatch.setattr(search_budget, "FOR_A_DISTRICT", 4.0)
    outcome = planned(district(tmp_path, state, ONE_OF_EACH_KIND))
    assert outcome.plan.state == state
    assert {verdict.campus_id for verdict in outcome.report.verdicts} == set(ONE_OF_EACH_KIND)
    assert broken_rules(outcome.prepared, outcome.plan) == []
    assert_practice_changes_no_verdict(outcome)


def test_the_example_year_breaks_no_required_well_being_rule_and_is_proven_best(planned_example: Path) -> None:
    plan = api.read_plan(planned_example)
    assert plan.status == "optimal"
    assert broken_rules(api.prepare(planned_example), plan) == []
    assert not [sentence for sentence in plan.warnings if "is not kept at" in sentence]


def assert_practice_changes_no_verdict(outcome: Outcome) -> None:
    """Check that every second drill of a plan gets the same report of the law with good practice and without."""
    by_law = outcome.prepared
    drills = outcome.plan.drills[::2]
    rows = [f"{drill.campus_id},{drill.drill_type},{drill.date},{drill.scenario_id}" for drill in drills]
    table = by_law.folder / "half.csv"
    table.write_text("\n".join(["campus_id,drill_type,date,scenario_id", *rows]) + "\n", encoding="utf-8")
    without = api.audit(by_law, table)
    set_practice(by_law.folder, "baseline")
    beside_practice = api.prepare(by_law.folder)
    assert beside_practice.duties == by_law.duties
    judged = api.audit(beside_practice, table)
    assert without.verdicts
    assert judged.practice.of > judged.practice.kept
    # How many schools drill on one date is practice too.
    of_law = judged.model_copy(update={"practice": without.practice, "busy_dates": without.busy_dates})
    assert of_law == without


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
