"""Exit code 2 means that nothing was written, and no closure of two updates side by side is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import run

TOP = Path(__file__).parents[3]
CLOSED = ("2026-01-14", "2026-01-15")


@pytest.fixture
def folder(planned_pair: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(planned_pair, tmp_path / "district"))


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_plan_that_cannot_be_replaced_leaves_the_closures_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, rename = content(folder), Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "plan.json":
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return rename(self, target)

    # As Windows does with a file that another program has open; for an administrator no other system refuses it.
    monkeypatch.setattr(Path, "replace", refuse)
    ran = run(capsys, "replan", folder, "--as-of", "2026-01-12", "--close", CLOSED[0])
    assert ran.code == 2, ran
    assert "plan/plan.json: cannot be written: Permission denied. Nothing was changed" in ran.err
    assert content(folder) == before


def test_updates_side_by_side_lose_no_closure_and_say_that_they_wait(folder: Path) -> None:
    command = [sys.executable, "-m", "drillplanner", "replan", str(folder), "--as-of", "2026-01-12", "--close"]
    processes = [
        subprocess.Popen([*command, day], cwd=TOP, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for day in CLOSED
    ]
    errors = [process.communicate(timeout=300)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], errors
    closures = (folder / "closures.csv").read_text(encoding="utf-8")
    assert [day for day in CLOSED if day in closures] == list(CLOSED)
    assert not [name for name in content(folder) if ".drillplanner" in name]
