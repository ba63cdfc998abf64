from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from tests.intake.small_workspace import problems_of, the_problem, write_workspace

SCENARIO = """\
title: Quiet lockdown (invented)
drill_type: lockdown
format: physical
audience: everyone
minutes: 10
bands: [3-5]
objectives: [Everyone knows the quiet corner.]
facts: {simulation: false}
scripts:
  3-5: {say: [This is a drill.], do: [Sit down.], close: The drill is over.}
accommodations: [Ask each person beforehand.]
debrief: ["What went well?"]
positions: [CMD-IC]
sources: [invented for tests]
"""


def test_a_scenario_is_named_after_its_file() -> None:
    scenario = parse_scenario(SCENARIO.encode(), "scenarios/quiet-lockdown.yaml")
    assert (scenario.scenario_id, scenario.minutes) == ("quiet-lockdown", 10)


def test_the_bundled_scenarios_are_read_with_every_workspace(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path))
    assert [scenario.scenario_id for scenario in workspace.scenarios] == [
        path.stem for path in bundled_scenarios()
    ]
    assert bundled_scenarios(), "a district cannot plan without scenarios"


def test_a_workspace_s_scenario_is_added_in_order(tmp_path: Path) -> None:
    workspace = read_workspace(
        write_workspace(tmp_path, {"scenarios/aaa.yaml": SCENARIO, "scenarios/zzz.yml": SCENARIO})
    )
    ids = [scenario.scenario_id for scenario in workspace.scenarios]
    assert ids[0] == "aaa" and ids[-1] == "zzz" and len(ids) == len(bundled_scenarios()) + 2


def test_a_workspace_s_scenario_replaces_the_bundled_one_of_its_name(tmp_path: Path) -> None:
    stem = bundled_scenarios()[0].stem
    plain = read_workspace(write_workspace(tmp_path / "plain"))
    workspace = read_workspace(write_workspace(tmp_path / "own", {f"scenarios/{stem}.yaml": SCENARIO}))
    assert workspace.scenario_by_id[stem].title == "Quiet lockdown (invented)"
    assert len(workspace.scenarios) == len(plain.scenarios)
    assert workspace.assumptions == (f"scenarios/{stem}.yaml is used in place of the bundled scenario '{stem}'.",)
    assert workspace.inputs_hash != plain.inputs_hash


def test_a_scenario_does_not_name_itself(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"scenarios/mine.yaml": SCENARIO + "scenario_id: other\n"})
    assert (found.file, found.line, found.value) == ("scenarios/mine.yaml", 15, "other")
    assert found.allowed == "no line 'scenario_id' (the id is 'mine')"


@pytest.mark.parametrize("name", ["My Drill.yaml", "Äpfel.yaml", "-x.yaml"])
def test_a_file_whose_name_cannot_be_an_id_is_refused(tmp_path: Path, name: str) -> None:
    found = the_problem(tmp_path, {f"scenarios/{name}": SCENARIO})
    assert (found.file, found.value) == (f"scenarios/{name}", name.removesuffix(".yaml"))
    assert found.allowed is not None and "lower-case letters" in found.allowed


def test_all_wrong_values_are_reported_with_their_lines(tmp_path: Path) -> None:
    text = (
        SCENARIO.replace("lockdown\n", "lockdwon\n")
        .replace("minutes: 10", "minutes: 0")
        .replace("debrief", "debreif")
    )
    found = problems_of(tmp_path, {"scenarios/mine.yaml": text})
    by_line = {problem.line: problem for problem in found}
    assert by_line[2].value == "lockdwon"
    assert by_line[2].allowed is not None and "'lockdown'" in by_line[2].allowed
    assert by_line[5].value == "0"
    assert by_line[12].maybe == "Maybe you meant 'debrief'."


def test_a_band_without_a_script_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"scenarios/mine.yaml": SCENARIO.replace("bands: [3-5]", "bands: [3-5, 6-8]")})
    assert "no script for the grade band 6-8" in found.message


@pytest.mark.parametrize(
    ("debrief", "line", "message", "value"),
    [
        ("[{bands: [3-5], sya: What?}]", 12, "'sya' is not known here", "sya"),
        ("[{bands: [3-5]}]", 12, "'say' is missing", None),
        ("[{bands: [3-6], say: What?}]", 12, "'debrief.0.bands.0' has a value that is not known", "3-6"),
        ("[{bands: [6-8], say: What?}]", 12, "'debrief' speaks of 6-8, but 'bands' does not name it", None),
        ("[[What?]]", 12, "'debrief.0': this must be text", "['What?']"),
        ("\n  - {bands: [3-5], say: What?}\n  - {bands: [], say: Who?}", 14, "the list is too short", "[]"),
    ],
)
def test_a_wrong_text_for_some_grades_is_reported_with_its_line(
    tmp_path: Path, debrief: str, line: int, message: str, value: str | None
) -> None:
    text = SCENARIO.replace('debrief: ["What went well?"]', f"debrief: {debrief}")
    found = problems_of(tmp_path, {"scenarios/mine.yaml": text})
    assert [(problem.file, problem.line) for problem in found if message in problem.message] == [
        ("scenarios/mine.yaml", line)
    ]
    if value is not None:
        assert value in [problem.value for problem in found]


def test_two_files_for_one_scenario_and_other_files(tmp_path: Path) -> None:
    found = the_problem(tmp_path / "a", {"scenarios/mine.yaml": SCENARIO, "scenarios/mine.yml": SCENARIO})
    assert (found.file, found.value) == ("scenarios/mine.yml", "mine")
    workspace = read_workspace(write_workspace(tmp_path / "b", {"scenarios/notes.txt": "x"}))
    assert workspace.assumptions == ("scenarios/notes.txt is not read: a scenario is a file that ends in .yaml.",)


def test_a_scenario_outside_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(SCENARIO)
    folder = write_workspace(tmp_path / "ws")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "mine.yaml").symlink_to(tmp_path / "outside.yaml")
    with pytest.raises(InputError, match=r"scenarios/mine.yaml: a path outside the workspace"):
        read_workspace(folder)


def test_students_cannot_take_part_in_staff_hours(tmp_path: Path) -> None:
    text = SCENARIO + "moments: [instruction, staff_hours]\n"
    found = the_problem(tmp_path, {"scenarios/mine.yaml": text})
    assert found.file == "scenarios/mine.yaml"
    assert "'moments' names staff_hours" in found.message
    parse_scenario(text.replace("audience: everyone", "audience: staff").encode(), "mine.yaml")


def test_an_unknown_moment_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"scenarios/mine.yaml": SCENARIO + "moments: [staf_hours]\n"})
    assert (found.file, found.line, found.value) == ("scenarios/mine.yaml", 15, "staf_hours")
    assert found.allowed is not None and "'lunch'" in found.allowed
    assert found.maybe == "Maybe you meant 'staff_hours'."
