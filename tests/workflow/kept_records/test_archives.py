"""Records in a folder in which nothing can be written are read; changed ones never pass for whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from tests.command_line import run
from tests.intake.small_workspace import write_workspace

DRILL = ("--campus", "oak", "--type", "fire", "--held", "--by", "office", "--date")


@pytest.fixture
def recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a small workspace with two entries."""
    folder = write_workspace(tmp_path / "district")
    for day in ("2025-09-15", "2025-09-22"):
        assert run(capsys, "record", folder, *DRILL, day).code == 0
    return folder


@pytest.fixture
def archive(recorded: Path) -> Iterator[Path]:
    """Return the same, write-protected."""
    mount = shutil.which("mount")
    is_root = os.name == "posix" and os.getuid() == 0
    if is_root:
        # Root may write whatever the rights say, but not into a file system that is read-only.
        bound = (mount is not None) and not any(
            subprocess.run([str(mount), *more, str(recorded)], capture_output=True, check=False).returncode
            for more in (("--bind", str(recorded)), ("-o", "remount,ro,bind"))
        )
        if not bound:
            pytest.skip("no folder can be made read-only here: that needs the right to mount one")
        yield recorded
        subprocess.run(["/bin/umount", "-l", str(recorded)], check=True)
    else:
        for path in (recorded / "records", recorded / "records" / "drills.sqlite"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield recorded
        for path in (recorded / "records", recorded / "records" / "drills.sqlite"):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_an_archive_is_read_and_goes_out_and_nothing_is_written_into_it(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path.name for path in (archive / "records").iterdir())
    verified = run(capsys, "records", "verify", archive)
    assert verified.code == 0, verified.err
    assert "read as an archive" in verified.out
    assert len(api.recorded_drills(archive)) == 2
    assert len(api.prepare(archive).records) == 2
    out = tmp_path / "out.zip"
    assert run(capsys, "records", "export", archive, "--format", "zip", "--to", out).code == 0
    assert out.stat().st_size
    refused = run(capsys, "record", archive, *DRILL, "2025-09-29")
    assert refused.code == 2
    assert "Traceback" not in refused.err
    assert sorted(path.name for path in (archive / "records").iterdir()) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET by_name = 'someone' WHERE number = 1",
        "DELETE FROM event WHERE number = 2",
        "DELETE FROM event WHERE number = 1",
    ],
)
def test_changed_records_stop_every_judgment(
    recorded: Path, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    with sqlite3.connect(recorded / "records" / "drills.sqlite") as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(change)
    database.close()
    for command in ("check", "audit", "plan"):
        stopped = run(capsys, command, recorded)
        assert stopped.code == 2, command
        # The table shows what was recorded, so that it may be what no longer fits.
        assert "records/drill" in stopped.err, command
    (recorded / "records" / "drill_log.csv").unlink()
    with pytest.raises(InputError, match="not as it was recorded"):
        api.prepare(recorded)
