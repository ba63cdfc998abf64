"""Fire drills that an update moves trade variants, so that the easiest one comes first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from drillplanner import api
from drillplanner.model import Drill, DrillType
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.replan.request import ReplanRequest
from tests.intake.small_workspace import DISTRICT, write_workspace

#: A fire drill at lunch takes no lesson; one by another way out is asked for, and is easier.
OWN_RULE = """\
pack_id: own
name: Own rules (invented)
reviewed: 2025-08-01
review_by: 2026-08-01
sources:
  policy:
    cite: Own rules (invented)
    url: https://example.org/policy
    version: invented
    read: 2025-08-01
    known_by: district_policy
mandates:
  - mandate_id: OWN-1
    title: A fire drill by another way out
    text: One fire drill by another way out.
    layer: district
    sources: [policy]
    confidence: district_policy
    also_counts_for: [ND-01, ND-02, ND-02.first]
    requirement:
      kind: count
      what: fire drill by another way out
      match: {types: [fire_evacuation], routes: [secondary]}
      min: 1
"""
FILES = {
    "district.yaml": DISTRICT.replace("state: NJ", "state: ND") + "practice: none\n",
    "mandates/own.yaml": OWN_RULE,
}


def test_the_easiest_of_the_fire_drills_that_move_comes_first(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, FILES)
    prepared = api.prepare(folder)
    levels = {scenario.scenario_id: scenario.difficulty for scenario in prepared.workspace.scenarios}

    def fire_drills() -> list[Drill]:
        drills = api.read_plan(folder).drills
        return [
            drill for drill in drills if (drill.campus_id, drill.drill_type) == ("oak", DrillType.FIRE_EVACUATION)
        ]

    api.plan(prepared, SolverSettings())
    closed = tuple((drill.date, "oak") for drill in fire_drills())
    api.replan(folder, ReplanRequest(date(2025, 8, 25), closed), SolverSettings())
    found = [levels[drill.scenario_id or ""] for drill in fire_drills()]
    assert found[0] == min(found) < max(found)
