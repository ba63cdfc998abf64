"""The command ``audit`` where drills are only presumed: what it says of them, and the code with which it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.solve.solver import SolverSettings
from tests.command_line import run
from tests.intake.small_workspace import CALENDAR, CAMPUSES, DISTRICT, STAFF, write_workspace

#: A school in Louisiana without buses, in a year of seven weeks.
LOUISIANA = {
    "district.yaml": DISTRICT.replace("state: NJ", "state: LA").replace("America/New_York", "America/Chicago"),
    "calendar.ics": CALENDAR.replace("20260618", "20251017").replace("20260619", "20251018").replace("\n", "\r\n"),
    "campuses.csv": "".join(
        f"{line},{buses}\n" for line, buses in zip(CAMPUSES.splitlines()[:2], ("buses", "no"), strict=True)
    ),
    "staff.csv": "\n".join(STAFF.splitlines()[:2]) + "\n",
}


def test_a_schedule_without_presumed_drills_ends_with_4_and_says_once_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_workspace(tmp_path, LOUISIANA)
    api.plan(api.prepare(folder), SolverSettings())
    lines = (folder / "plan" / "schedule.csv").read_text(encoding="utf-8").splitlines()
    schedule = tmp_path / "without.csv"
    schedule.write_text(
        "\n".join(line for line in lines if "fire_evacuation" not in line) + "\n", encoding="utf-8"
    )
    ran = run(capsys, "audit", "--all", folder, "--schedule", schedule)
    assert ran.code == 4, ran.err
    assert "0 not met, 0 cannot tell" in ran.out
    (line,) = (line for line in ran.out.splitlines() if line.startswith("  NFPA-01/oak/2025-09: "))
    assert line.count("whether the state keeps the drill section") == 1
    assert "Missing:" not in ran.out
    described = " ".join(run(capsys, "audit", "--help").out.split())
    assert "4 when only cannot-tell is left, or a requirement that is only presumed is not scheduled" in described
