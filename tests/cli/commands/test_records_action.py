"""Actions after drills: recorded with the drill, listed until they are done, and kept in exports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner.workflow.kept_records.checks import verify_records
from tests.command_line import Ran, run
from tests.intake.small_workspace import write_workspace

DRILL = ("--campus", "Oak", "--type", "fire", "--date", "2025-09-12", "--held", "--by", "office")
ID = "oak-fire-evacuation-on-2025-09-12"


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a small workspace with one recorded drill that names two actions."""
    folder = write_workspace(tmp_path / "district")
    told = "actions=Fix the lock of room 4 | head custodian | 10/1; Train substitutes"
    assert run(capsys, "record", folder, *DRILL, "--field", told).code == 0
    return folder


def done(capsys: pytest.CaptureFixture[str], folder: Path, action_id: str, *more: str) -> Ran:
    return run(capsys, "records", "action", folder, "--done", action_id, "--by", "office", *more)


def test_actions_are_listed_until_they_are_done(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    listed = run(capsys, "records", "action", folder)
    assert f"{ID}.1" in listed.out and "head custodian" in listed.out and "2025-10-01" in listed.out
    ran = done(capsys, folder, f"{ID}.1", "--date", "2025-09-30")
    assert (ran.code, ran.out) == (0, "Done on 2025-09-30, recorded by office: Fix the lock of room 4\n")
    before = verify_records(folder)
    # Said twice, it is one event, and the first day stands.
    again = done(capsys, folder, f"{ID}.1", "--date", "2025-10-01")
    assert (again.out, verify_records(folder)) == (ran.out, before)
    actions = json.loads(run(capsys, "records", "action", folder, "--format", "json").out)["actions"]
    assert [(one["owner"], one["due"], one["done"]) for one in actions] == [
        ("head custodian", "2025-10-01", "2025-09-30"),
        ("", None, None),
    ]


@pytest.mark.parametrize(
    ("action_id", "more", "message"),
    [
        (f"{ID}.3", (), "no record names this action"),
        (f"{ID}.1", ("--date", "2999-01-01"), "this day is still to come"),
        (f"{ID}.1", ("--date", "2025-09-11"), "this day is before the drill"),
    ],
)
def test_what_no_one_can_have_done_is_refused(
    capsys: pytest.CaptureFixture[str], folder: Path, action_id: str, more: tuple[str, ...], message: str
) -> None:
    before = verify_records(folder)
    ran = done(capsys, folder, action_id, *more)
    assert (ran.code, message in ran.err) == (2, True)
    assert verify_records(folder) == before


@pytest.mark.parametrize(
    "change",
    [("action", "--done", f"{ID}.1"), ("notice", "--drill", ID, "--after"), ("attach", "--drill", ID, "x")],
)
def test_no_one_is_no_name(capsys: pytest.CaptureFixture[str], folder: Path, change: tuple[str, ...]) -> None:
    before = verify_records(folder)
    ran = run(capsys, "records", change[0], folder, *change[1:], "--by", " ")
    assert (ran.code, "a name or a role" in ran.err) == (2, True)
    assert verify_records(folder) == before


def test_an_export_takes_what_is_done_along(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    assert done(capsys, folder, f"{ID}.2").code == 0
    archive = tmp_path / "records.zip"
    assert run(capsys, "records", "export", folder, "--format", "zip", "--to", archive).code == 0
    other = write_workspace(tmp_path / "other")
    assert run(capsys, "records", "import", other, archive).code == 0
    assert run(capsys, "records", "action", other).out == run(capsys, "records", "action", folder).out


def test_a_district_without_actions_is_told_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "district")
    assert run(capsys, "records", "action", folder).out == "No record of a drill names an action.\n"
    ran = done(capsys, folder, "x.1")
    assert (ran.code, "drillplanner record DIR" in ran.err) == (2, True)
