"""The scenarios that come with the program, by id: parsed once in a process for all tests that look at them."""

from __future__ import annotations

from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario

BUNDLED = {path.stem: parse_scenario(path.read_bytes(), path.name) for path in bundled_scenarios()}
