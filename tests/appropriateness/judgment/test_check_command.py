"""``check`` lists developmental findings on the workspace's scenarios, with source and switch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner.files.shipped import shipped_folder
from drillplanner.workflow.example import copy_example
from tests.command_line import run


def test_an_open_question_about_a_scenario_is_listed_with_rule_and_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "district"
    copy_example(folder)
    text = (shipped_folder("scenarios") / "lockdown.yaml").read_text(encoding="utf-8")
    assert text.count("  casualty_language: false\n") == 1
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "lockdown.yaml").write_text(
        text.replace("  casualty_language: false\n", ""), encoding="utf-8"
    )
    ran = run(capsys, "check", "--all", folder)
    assert ran.code == 1
    listed = ran.out.partition("Scenarios of which it cannot be told:")[2].partition("\n\n")[0]
    assert "lockdown: DA-112 (prohibited, cannot tell)" in listed
    assert "[facts.casualty_language]" in listed
    assert "Source: " in listed
    found = json.loads(run(capsys, "check", "--all", folder, "--format", "json").out)["scenarios"]
    assert {scenario["id"]: scenario["verdict"] for scenario in found}["lockdown"] == "cannot_tell"
