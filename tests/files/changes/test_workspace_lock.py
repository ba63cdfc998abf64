"""One command at a time changes a workspace, and leaves nothing but its files."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from drillplanner.files.changes import workspace_lock
from drillplanner.files.changes.journal import JOURNAL
from drillplanner.files.changes.own_folders import refuse_links_out
from drillplanner.files.changes.workspace_lock import HOLDER_FILE, LOCK_FILE, locked_workspace
from drillplanner.files.errors import InputError

TOP = Path(__file__).parents[3]
HOLD = """
import sys, pathlib
from drillplanner.files.changes.workspace_lock import locked_workspace
with locked_workspace(pathlib.Path(sys.argv[1]), "drillplanner replan"):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_who_waits_says_for_whom_and_goes_on_when_the_other_is_done(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=TOP,
        text=True,
    ) as other:
        assert other.stdout is not None
        go_on = other.stdin
        assert go_on is not None
        assert other.stdout.readline() == "locked\n"
        said: list[str] = []

        def tell(sentence: str) -> None:
            said.append(sentence)
            go_on.close()

        with locked_workspace(tmp_path, "drillplanner plan", tell):
            assert other.wait() == 0
    assert len(said) == 1
    assert f"drillplanner replan (process {other.pid} on " in said[0]
    assert list(tmp_path.iterdir()) == []


def test_a_killed_command_keeps_nobody_out(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=TOP
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
    with locked_workspace(tmp_path, "plan"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_files_in_the_middle_of_a_change_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace_lock, "_LONGEST_CHANGE", 0.2)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=TOP
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        (tmp_path / JOURNAL).write_text("{}")
        with pytest.raises(InputError, match=r"drillplanner replan .* is in the middle of a change"):
            workspace_lock.finish_if_interrupted(tmp_path)
        (tmp_path / JOURNAL).unlink()
        workspace_lock.finish_if_interrupted(tmp_path)
        other.kill()


def test_blocks_nest_in_one_thread_and_exclude_other_threads(tmp_path: Path) -> None:
    order = []

    def other() -> None:
        with locked_workspace(tmp_path, "other"):
            order.append("other")

    with locked_workspace(tmp_path, "outer"):
        with locked_workspace(tmp_path, "inner"):
            order.append("inner")
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.2)
        order.append("outer")
    thread.join()
    assert order == ["inner", "outer", "other"]


def test_what_dead_commands_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "out" / "sheets").mkdir(parents=True)
    (tmp_path / "plan").mkdir()
    left = [
        tmp_path / ".drillplanner-0123.part",
        tmp_path / "plan" / ".drillplanner-0123.new.part",
        tmp_path / "out" / "sheets" / ".drillplanner-0123.part",
    ]
    kept = [tmp_path / "out" / "sheets" / "notes.part", tmp_path / "bells.part"]
    for path in (*left, *kept):
        path.write_text("x")
    with locked_workspace(tmp_path, "plan"):
        pass
    assert [path for path in left if path.exists()] == []
    assert [path for path in kept if not path.exists()] == []


@pytest.mark.parametrize("name", ["out", "plan", "details", "records", "out/sheets"])
def test_a_link_out_of_the_workspace_is_not_followed(name: str, tmp_path: Path) -> None:
    inside, outside = tmp_path / "district", tmp_path / "elsewhere"
    outside.mkdir()
    (inside / name).parent.mkdir(parents=True)
    try:
        (inside / name).symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this user of Windows may make no links")
    with pytest.raises(InputError) as caught, locked_workspace(inside, "plan"):
        raise AssertionError("the block began")
    problem = caught.value.problems[0]
    assert (problem.file, problem.value) == (name, str(outside.resolve()))
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", ["out", "records", "records/drills.sqlite"])
def test_a_link_to_itself_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    try:
        (tmp_path / name).symlink_to(tmp_path / name)
    except OSError:
        pytest.skip("this user of Windows may make no links")
    with pytest.raises(InputError, match="this link cannot be followed"):
        refuse_links_out(tmp_path)


def test_a_link_to_a_folder_inside_is_followed(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    try:
        (tmp_path / "out").symlink_to(tmp_path / "papers", target_is_directory=True)
    except OSError:
        pytest.skip("this user of Windows may make no links")
    refuse_links_out(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    # A folder in the place of the lock fails in the same way as a folder without the right to write.
    (tmp_path / LOCK_FILE).mkdir()
    with (
        pytest.raises(InputError, match="the files of this folder cannot be changed"),
        locked_workspace(tmp_path, "x"),
    ):
        raise AssertionError("the block began")


@pytest.mark.parametrize("name", [LOCK_FILE, HOLDER_FILE])
def test_a_link_in_the_place_of_the_lock_changes_no_other_file(name: str, tmp_path: Path) -> None:
    inside, outside = tmp_path / "district", tmp_path / "letter.txt"
    inside.mkdir()
    outside.write_text("kept")
    try:
        (inside / name).symlink_to(outside)
    except OSError:
        pytest.skip("this user of Windows may make no links")
    with suppress(InputError), locked_workspace(inside, "plan"):
        pass
    assert outside.read_text() == "kept"


# Windows has no pipes in folders, so that nobody can leave one there for a command to wait at.
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("name", [LOCK_FILE, HOLDER_FILE])
def test_a_pipe_in_the_place_of_the_lock_keeps_nobody_waiting(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    with suppress(InputError), locked_workspace(tmp_path, "plan"):
        pass
