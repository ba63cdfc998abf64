"""The command ``check``: what ``site.yaml`` lacks, and how many drills each school has in the plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.solve.solver import SolverSettings
from tests.command_line import run
from tests.intake.small_workspace import DISTRICT, write_workspace

HEADING = (
    "Not in site.yaml yet (docs/workspace.md shows the file), so papers have lines to write on, most needed first:"
)
IN_THE_PLAN = "In the plan: "
SITE = """\
every_school:
  hospitals: [{name: General (invented)}]
schools:
  oak: {command_post: Main office, assembly: North field}
"""


def lines_below(heading: str, text: str) -> list[str]:
    return [line.strip() for line in text.partition(heading)[2].partition("\n\n")[0].strip().splitlines()]


def test_what_every_school_lacks_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (line,) = lines_below(HEADING, run(capsys, "check", "--all", write_workspace(tmp_path), "--all").out)
    assert line.startswith("every school: command post, assembly place, hospital, ambulance, place of AEDs, ")
    assert line.endswith("radio channels, map")


def test_schools_that_lack_the_same_share_a_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, {"site.yaml": SITE})
    one, other = lines_below(HEADING, run(capsys, "check", "--all", folder, "--all").out)
    assert one == "Elm High School: command post, assembly place"
    assert other.startswith("every school: ambulance, ")
    lacking = json.loads(run(capsys, "check", "--all", folder, "--format", "json").out)["not_in_site_file"]
    assert lacking["elm"][:3] == ["command post", "assembly place", "ambulance"]
    assert lacking["oak"] == lacking["elm"][2:]


def test_the_drills_of_each_school_are_counted_in_a_plan_of_these_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district = DISTRICT.replace("state: NJ", "state: ND") + "practice: none\n"
    folder = write_workspace(tmp_path, {"district.yaml": district})
    assert IN_THE_PLAN not in run(capsys, "check", "--all", folder, "--all").out
    plan = api.plan(api.prepare(folder), SolverSettings())
    printed = run(capsys, "check", "--all", folder, "--all").out
    assert printed.count(IN_THE_PLAN) == len(plan.numbers) == 2
    assert f"{IN_THE_PLAN}{plan.numbers[0].drills} drills" in printed

    # A plan of other files says nothing about these.
    (folder / "district.yaml").write_text(f"{district}schools_a_day: 1\n")
    assert IN_THE_PLAN not in run(capsys, "check", "--all", folder, "--all").out
    (folder / "plan/plan.json").write_text("{}")
    assert IN_THE_PLAN not in run(capsys, "check", "--all", folder, "--all").out


def test_rules_that_exclude_each_other_are_not_both_said_to_bind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Ohio asks for six fire drills with sprinklers, and for nine without; nobody has said which it is."""
    schools, folder = tmp_path / "schools.csv", tmp_path / "ws"
    schools.write_text("name,grades,enrollment\nOak Hill School,K-5,300\n", encoding="utf-8")
    assert run(capsys, "init", folder, "--state", "OH", "--year", "2026-27", "--campuses", schools).code == 0
    open_question = "if the answer to an open question says so"
    asked = " ".join(run(capsys, "check", folder).out.split())
    assert f"(OH-01), {open_question}" in asked and f"(OH-02), {open_question}" in asked
    run(capsys, "answer", folder, "sprinklers_or_detectors=yes")
    answered = " ".join(run(capsys, "check", folder).out.split())
    assert "(OH-01)" in answered and open_question not in answered
