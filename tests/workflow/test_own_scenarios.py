"""A district's own scenario: ``screen`` reads it as ``check`` does, and a person's answer reaches the plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.shipped import shipped_folder
from drillplanner.workflow.example import copy_example
from tests import fast_yaml
from tests.appropriateness.lines.test_cleared_lines import ASKED_ABOUT
from tests.command_line import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace with one school and a lockdown of its own, in the words of the district."""
    folder = tmp_path / "district"
    copy_example(folder)
    campuses = (folder / "campuses.csv").read_text(encoding="utf-8").splitlines()
    (folder / "campuses.csv").write_text("\n".join(campuses[:2]) + "\n", encoding="utf-8")
    campus_id = campuses[1].split(",")[0]
    staff = (folder / "staff.csv").read_text(encoding="utf-8").splitlines()
    kept = [staff[0], *(row for row in staff[1:] if campus_id in row)]
    (folder / "staff.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    (folder / "improvement.yaml").unlink()
    (folder / "scenarios").mkdir()
    _write_scenario(folder)
    _append(folder, 'vocabulary:\n  lockdown: {word: quiet room}\n  evacuate: {call: "Clear the building!"}\n')
    return folder


def _append(folder: Path, text: str) -> None:
    path = folder / "district.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _write_scenario(folder: Path, *lines: str) -> Path:
    data = fast_yaml.load((shipped_folder("scenarios") / "lockdown.yaml").read_text(encoding="utf-8"))
    data["scripts"]["3-5"]["say"] += lines
    path = folder / "scenarios" / "my-lockdown.yaml"
    path.write_text(fast_yaml.dump(data), encoding="utf-8")
    return path


def test_screen_reads_a_scenario_of_a_workspace_as_check_does(folder: Path) -> None:
    path = _write_scenario(folder, ASKED_ABOUT)
    (screened,) = api.screen(path)
    checked = api.prepare(folder).screenings["my-lockdown"]
    assert screened.verdict == checked.verdict == "cannot_tell"
    assert [(found.rule, found.status, found.message) for found in screened.findings] == [
        (found.rule, found.status, found.message) for found in checked.findings
    ]


def test_screen_knows_the_words_of_the_district(folder: Path, tmp_path: Path) -> None:
    """The call of the district is in the announcement; outside the workspace the bundled words are read."""
    path = _write_scenario(folder, "<evacuate.call>")
    assert api.screen(path)[0].verdict == "ok"
    district = (folder / "district.yaml").read_text(encoding="utf-8")
    harmful = district.replace("Clear the building!", "A gunman is coming!")
    (folder / "district.yaml").write_text(harmful, encoding="utf-8")
    (screened,) = api.screen(path)
    assert screened.verdict == "violation"
    assert "vocabulary.evacuate.call" in {finding.evidence.field for finding in screened.findings}
    outside = tmp_path / "draft.yaml"
    outside.write_bytes(path.read_bytes())
    assert api.screen(outside)[0].verdict == "ok"
    assert api.screen(outside, workspace=folder)[0].verdict == "violation"


def test_the_option_names_a_workspace(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_bytes((folder / "scenarios" / "my-lockdown.yaml").read_bytes())
    assert run(capsys, "screen", draft, "--workspace", folder).code == 0
    missing = run(capsys, "screen", draft, "--workspace", tmp_path / "nowhere")
    assert missing.code == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(capsys, "screen", draft, "--workspace", empty).code == 2


def test_a_workspace_that_cannot_be_read_is_an_error_of_screen(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _append(folder, "no_such_key: 1\n")
    ran = run(capsys, "screen", folder / "scenarios" / "my-lockdown.yaml")
    assert ran.code == 2
    assert "no_such_key" in ran.err


def test_a_person_s_answer_reaches_check_plan_and_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _write_scenario(folder, ASKED_ABOUT)
    asked = run(capsys, "screen", path)
    assert asked.code == 4
    assert "What is refused cannot be cleared" in asked.out
    entry = asked.out.partition("cleared_lines:\n")[2].splitlines()[0].strip()
    filled = entry.replace("ROLE", "school psychologist").replace("YYYY-MM-DD", "2025-08-04")
    _append(folder, f"cleared_lines:\n  {filled}\n")
    campus = api.prepare(folder).workspace.campuses[0].campus_id
    _append(folder, f"pins:\n  - {{campus: {campus}, scenario: my-lockdown, date: 2025-10-21}}\n")
    cleared = "A person cleared this line, not drillplanner: school psychologist, 2025-08-04."
    assert run(capsys, "screen", path).code == 0
    assert cleared in run(capsys, "check", "--all", folder).out
    planned = run(capsys, "plan", "--all", folder, "--time-limit", "30", "--workers", "2")
    assert planned.code == 0
    assert cleared in planned.out
    plan = json.loads((folder / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert cleared in " ".join(finding["message"] for finding in plan["findings"])
    assert run(capsys, "publish", folder, "--only", "report").code == 0
    assert cleared in (folder / "out" / "report.html").read_text(encoding="utf-8")


def _cleared(line: str, scenario: str = "my-lockdown") -> str:
    return f'  - {{scenario: {scenario}, where: scripts.3-5.say, line: "{line}", who: nurse, date: 2025-08-04}}\n'


def test_a_changed_line_and_a_refused_one_make_the_answer_idle(folder: Path) -> None:
    _append(folder, f"cleared_lines:\n{_cleared(ASKED_ABOUT)}{_cleared('A man in a mask will bang on the door.')}")
    _write_scenario(folder, ASKED_ABOUT, "A man in a mask will bang on the door.")
    prepared = api.prepare(folder)
    assert prepared.screenings["my-lockdown"].verdict == "violation"
    assert ["A man in a mask" in warning for warning in prepared.warnings if "clears nothing" in warning] == [True]
    _write_scenario(folder, "Sit down.")
    assert sum("clears nothing" in warning for warning in api.prepare(folder).warnings) == 2


def test_an_answer_about_no_scenario_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _append(folder, f"cleared_lines:\n{_cleared('Hello.', scenario='my-lokdown')}")
    ran = run(capsys, "check", "--all", folder)
    assert ran.code == 2
    assert "there is no such scenario" in ran.err
    assert "my-lockdown" in ran.err


def test_a_call_without_the_word_that_children_learn_is_named(folder: Path) -> None:
    path = folder / "district.yaml"
    text = path.read_text(encoding="utf-8").replace("{word: quiet room}", '{word: quiet room, call: "Turtle!"}')
    path.write_text(text, encoding="utf-8")
    screening = api.prepare(folder).screenings["my-lockdown"]
    assert {finding.rule for finding in screening.findings if finding.status == "violation"} == {"DA-213"}
