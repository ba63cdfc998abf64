"""The command ``check``: what ``site.yaml`` lacks, in a few lines and the most needed first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import run
from tests.intake.small_workspace import write_workspace

HEADING = (
    "Not in site.yaml yet (docs/workspace.md shows the file), so papers have lines to write on, most needed first:"
)
SITE = """\
every_school:
  hospitals: [{name: General (invented)}]
schools:
  oak: {command_post: Main office, assembly: North field}
"""


def lines_below(heading: str, text: str) -> list[str]:
    return [line.strip() for line in text.partition(heading)[2].partition("\n\n")[0].strip().splitlines()]


def test_what_every_school_lacks_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (line,) = lines_below(HEADING, run(capsys, "check", write_workspace(tmp_path)).out)
    assert line.startswith("every school: command post, assembly place, hospital, ambulance, place of AEDs, ")
    assert line.endswith("radio channels, map")


def test_schools_that_lack_the_same_share_a_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, {"site.yaml": SITE})
    one, other = lines_below(HEADING, run(capsys, "check", folder).out)
    assert one == "Elm High School: command post, assembly place"
    assert other.startswith("every school: ambulance, ")
    lacking = json.loads(run(capsys, "check", folder, "--format", "json").out)["not_in_site_file"]
    assert lacking["elm"][:3] == ["command post", "assembly place", "ambulance"]
    assert lacking["oak"] == lacking["elm"][2:]
