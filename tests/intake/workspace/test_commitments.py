"""Commitments: sets of facts that scenarios use by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.appropriateness import judge_scenario
from drillplanner.files.errors import InputError
from drillplanner.intake.workspace.commitments import bundled_commitments
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.intake.workspace.scenario_files import parse_scenario
from tests.bundled_scenarios import BUNDLED
from tests.intake.small_workspace import problems_of, the_problem, write_workspace
from tests.intake.workspace.test_scenario_files import SCENARIO


def with_commitments(names: str, facts: str = "{simulation: false}") -> str:
    return SCENARIO.replace("facts: {simulation: false}", f"commitments: [{names}]\nfacts: {facts}")


def test_every_bundled_set_is_used() -> None:
    scenarios = list(BUNDLED.values())
    assert {name for scenario in scenarios for name in scenario.commitments} == set(bundled_commitments())


def test_later_sets_override_earlier_ones_and_the_scenario_overrides_all() -> None:
    facts_text = "{simulation: false, mental_health: {on_site: 3}, school_hours: false}"
    facts = parse_scenario(with_commitments("students, about_violence", facts_text).encode(), "quiet.yaml").facts
    assert facts.mental_health is not None
    assert (facts.mental_health.on_site, facts.mental_health.planner) == (3, True)
    assert facts.opt_out is not None
    assert facts.opt_out.offered is True
    assert (facts.school_hours, facts.counter_practice, facts.simulation) == (False, False, False)


def test_an_unknown_set_is_reported_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        parse_scenario(with_commitments("studens").encode(), "quiet.yaml")
    assert "quiet.yaml:8: there are no commitments of this name" in str(caught.value)
    assert "Maybe you meant 'students'" in str(caught.value)


def test_a_district_can_replace_a_set(tmp_path: Path) -> None:
    commitment = (
        "means: Nobody for mental health is there.\nfacts: {mental_health: {planner: false, on_site: 0}}\n"
    )
    changes: dict[str, str | bytes | None] = {"scenarios/commitments/about_violence.yaml": commitment}
    workspace = read_workspace(write_workspace(tmp_path / "one", changes))
    lockdown = workspace.scenario_by_id["lockdown"]
    broken = {finding.rule for finding in judge_scenario(lockdown).findings if finding.status == "violation"}
    assert "DA-701" in broken
    assert any("commitments/about_violence.yaml" in sentence for sentence in workspace.assumptions)
    assert workspace.inputs_hash != read_workspace(write_workspace(tmp_path / "other")).inputs_hash


def test_a_broken_set_is_reported_with_its_line(tmp_path: Path) -> None:
    broken: dict[str, str | bytes | None] = {
        "scenarios/commitments/staff.yaml": "means: x\nfacts: {contact: forced}\n"
    }
    found = the_problem(tmp_path / "one", broken)
    assert (found.file, found.line) == ("scenarios/commitments/staff.yaml", 2)
    both = {**broken, "scenarios/commitments/students.yaml": "means: x\n"}
    assert len(problems_of(tmp_path / "two", both)) == 2
