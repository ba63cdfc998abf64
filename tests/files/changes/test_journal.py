"""Several files change together or not at all: a process dies at each of its steps; the next finds one year."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from drillplanner.files.changes.journal import JOURNAL, write_together
from drillplanner.files.changes.workspace_lock import LOCK_FILE, finish_if_interrupted, locked_workspace
from drillplanner.files.errors import InputError

OLD = {"plan/schedule.csv": b"old table", "closures.csv": b"old closures", "plan/plan.json": b"old plan"}
NEW = {name: raw.replace(b"old", b"new") for name, raw in OLD.items()} | {"filed.csv": b"new filed"}
# A copy of the process takes a millisecond; a new one for each change of the disk, as Windows needs it, far more.
# What only Windows does, refusing to replace a file in use, is a test of its own that runs on every system.
FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows cannot copy a process")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return old_year(tmp_path / "district")


def old_year(folder: Path) -> Path:
    (folder / "plan").mkdir(parents=True)
    for name, raw in OLD.items():
        (folder / name).write_bytes(raw)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def die_at(step: int, work: Callable[[], None]) -> bool:
    """Run ``work`` in a copy of this process that dies before its ``step``-th change of the disk.

    Return whether it died.
    """
    child = os.fork()
    if child == 0:
        left = step

        def deadly(event: str, arguments: object) -> None:
            nonlocal left
            if event in {"os.rename", "os.remove", "os.chmod"} or (event == "open" and _writes(arguments)):
                if left == 0:
                    os._exit(9)
                left -= 1

        sys.addaudithook(deadly)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def _writes(arguments: object) -> bool:
    return isinstance(arguments, tuple) and bool(int(arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR))


def change(folder: Path) -> None:
    with locked_workspace(folder, "replan"):
        write_together(folder, NEW)


@FORK
def test_a_process_that_dies_at_any_step_leaves_the_old_files_or_the_new_ones(tmp_path: Path) -> None:
    outcomes = []
    for step in range(200):
        folder = old_year(tmp_path / f"{step}")
        died = die_at(step, partial(change, folder))
        was_interrupted = (folder / JOURNAL).exists()
        finish_if_interrupted(folder)
        # What is left of the dead process's lock stays until a command that writes; a new lock is gone again.
        assert not (was_interrupted and (folder / LOCK_FILE).exists())
        with locked_workspace(folder, "check"):
            pass
        outcomes.append(content(folder))
        if not died:
            break
    assert len(outcomes) > 20, "the steps were not counted"
    assert all(outcome in (OLD, NEW) for outcome in outcomes)
    assert OLD in outcomes
    assert outcomes[-1] == outcomes[-2] == NEW


@FORK
def test_a_process_that_dies_while_it_finishes_a_change_leaves_it_to_the_next(tmp_path: Path) -> None:
    number = 0
    for step in range(200):
        folder = old_year(tmp_path / f"{step}")
        # The first round finds the step after which there is a journal; it is the same in the others.
        while not (folder / JOURNAL).exists():
            folder = old_year(tmp_path / f"{step}-{number}")
            assert die_at(number, partial(change, folder))
            number += 1
        number -= 1
        died = die_at(step, partial(finish_if_interrupted, folder))
        with locked_workspace(folder, "check"):
            assert content(folder).items() >= NEW.items()
        assert content(folder) == NEW
        if not died:
            return
    raise AssertionError("the steps were not counted")


def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(folder: Path) -> None:
    (folder / "plan/plan.json").unlink()
    before = content(folder)
    files = dict(NEW)
    del files["plan/plan.json"]
    # A name that cannot be replaced once the others were: its folder is a file.
    files["closures.csv/inside.csv"] = b"x"
    with pytest.raises(InputError):
        write_together(folder, files)
    assert content(folder) == before


@dataclass
class FilesInUse:
    """What Windows does while a program has files open; no other system refuses single renames."""

    #: The names of targets with the end of the name of what would replace them; for no end, their removal.
    refused: set[tuple[str, str]]

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rename, unlink = Path.replace, Path.unlink

        def replace(path: Path, target: Path) -> Path:
            if any(Path(target).name == name and end and path.name.endswith(end) for name, end in self.refused):
                raise PermissionError(13, "The process cannot access the file", str(path), None, str(target))
            return rename(path, target)

        def remove(path: Path, missing_ok: bool = False) -> None:
            if (path.name, "") in self.refused and path.exists():
                raise PermissionError(13, "The process cannot access the file", str(path))
            unlink(path, missing_ok=missing_ok)

        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr(Path, "unlink", remove)


def test_a_rename_that_the_system_refuses_puts_the_others_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FilesInUse({("plan.json", ".new.part")}).install(monkeypatch)
    with pytest.raises(InputError) as caught:
        write_together(folder, NEW)
    assert caught.value.problems[0].file == "plan/plan.json"
    assert "Nothing was changed" in caught.value.problems[0].message
    assert content(folder) == OLD


@pytest.mark.parametrize(
    ("then_refused", "after_it", "in_the_end"),
    [
        # The table is opened just before it would be put back; the others are put back all the same.
        ({("schedule.csv", ".old.part")}, OLD | {"plan/schedule.csv": NEW["plan/schedule.csv"]}, OLD),
        # The journal cannot be turned around: what it says is done by the next command.
        ({(JOURNAL, ".back.part")}, NEW | {"plan/plan.json": OLD["plan/plan.json"]}, NEW),
        ({(JOURNAL, "")}, OLD, OLD),
    ],
)
def test_what_cannot_be_put_back_is_put_in_order_by_the_next_command(
    then_refused: set[tuple[str, str]],
    after_it: dict[str, bytes],
    in_the_end: dict[str, bytes],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = {name: raw for name, raw in NEW.items() if name in OLD}
    in_use = FilesInUse({("plan.json", ".new.part"), *then_refused})
    in_use.install(monkeypatch)
    with pytest.raises(InputError) as caught:
        write_together(folder, names)
    assert "The next command puts the other files in order first" in caught.value.problems[0].message
    whole = {name: raw for name, raw in after_it.items() if name in OLD}
    assert content(folder).items() >= whole.items()
    # It is still in use: told again, and nothing is worse.
    with pytest.raises(InputError, match="cannot be finished"):
        finish_if_interrupted(folder)
    assert content(folder).items() >= whole.items()
    in_use.refused.clear()
    with locked_workspace(folder, "check"):
        """The lock itself finishes what was interrupted."""
    assert content(folder) == {name: raw for name, raw in in_the_end.items() if name in OLD}


def test_a_journal_that_cannot_be_removed_does_not_undo_the_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_use = FilesInUse({(JOURNAL, "")})
    in_use.install(monkeypatch)
    write_together(folder, NEW)
    assert content(folder).items() >= NEW.items()
    in_use.refused.clear()
    with locked_workspace(folder, "check"):
        """The lock itself finishes what was interrupted."""
    assert content(folder) == NEW


@FORK
def test_what_somebody_changed_after_the_process_died_is_kept_beside(folder: Path) -> None:
    step = 0
    while not (folder / JOURNAL).exists():
        die_at(step, partial(change, folder))
        step += 1
    (folder / "closures.csv").write_bytes(b"edited meanwhile")
    finish_if_interrupted(folder)
    after = content(folder)
    assert {name: after[name] for name in NEW} == NEW
    assert b"edited meanwhile" in after.values()


@pytest.mark.parametrize(
    "journal",
    [
        b"[" * 200_000,
        b"7",
        b'{"changes": 7, "is_forward": true}',
        b'{"changes": [{"target": "a"}], "is_forward": true}',
        json.dumps(
            {"changes": [dict.fromkeys(("target", "new", "old", "sha256", "was"), "../x")], "is_forward": True}
        ).encode(),
        json.dumps(
            {"changes": [dict.fromkeys(("target", "new", "old", "sha256", "was"), "gone")], "is_forward": True}
        ).encode(),
    ],
)
def test_a_damaged_journal_is_told_with_what_to_do_and_changes_nothing(folder: Path, journal: bytes) -> None:
    (folder / JOURNAL).write_bytes(journal)
    with pytest.raises(InputError) as caught, locked_workspace(folder, "plan"):
        raise AssertionError("the block began")
    assert "delete .drillplanner-journal.json" in str(caught.value)
    (folder / JOURNAL).unlink()
    assert content(folder) == OLD


def test_nothing_is_written_if_nothing_changes(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    write_together(folder, OLD)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
