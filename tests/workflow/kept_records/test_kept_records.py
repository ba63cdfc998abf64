"""Records of a workspace: the log as a view, hand edits, import, export, verify, and backup, by the commands."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.workflow.kept_records.checks import verify_records
from tests.command_line import Ran, run
from tests.intake.small_workspace import write_workspace

BY = ("--by", "front office")
ROWS = (
    "date,campus_id,drill_id,drill_type,status,recorded_by,weather\n"
    "9/12/2025,oak,x-1,lockdown,held,office,sunny\n"
    "9/15/2025,elm,x-2,fire,not held,office,\n"
    "9/12/2025,oak,x-1,lockdown,held,principal,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small workspace without a plan."""
    return write_workspace(tmp_path / "district")


def record(folder: Path, capsys: pytest.CaptureFixture[str], day: str, campus: str = "oak", *more: str) -> Ran:
    drill = ("--campus", campus, "--type", "fire", "--date", day, "--held")
    return run(capsys, "record", folder, *drill, *BY, *more)


def log_path(folder: Path) -> Path:
    return folder / "records" / "drill_log.csv"


def rows(folder: Path) -> list[dict[str, str]]:
    with log_path(folder).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_log(folder: Path, text: str) -> None:
    log_path(folder).parent.mkdir(exist_ok=True)
    log_path(folder).write_text(text, encoding="utf-8")


def test_the_first_entry_takes_the_whole_log_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_log(folder, ROWS)
    before = api.recorded_drills(folder)
    assert record(folder, capsys, "2025-09-22").code == 0
    assert api.recorded_drills(folder)[:2] == tuple(
        entry.model_copy(update={"row": row}) for entry, row in zip(before, (3, 4), strict=True)
    )
    written = rows(folder)
    assert [row["date"] for row in written] == ["2025-09-12", "2025-09-15", "2025-09-12", "2025-09-22"]
    assert [row["weather"] for row in written] == ["sunny", "", "", ""]
    assert [row["drill_type"] for row in written[1:2]] == ["fire_evacuation"]
    assert verify_records(folder).head.number == 5  # the import, three rows, and the new entry


def test_a_log_with_problems_is_not_taken_over_and_leaves_no_database(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_log(folder, ROWS.replace("9/12/2025,oak", "9/13/2025,oak").replace("not held", "perhaps"))
    refused = record(folder, capsys, "2025-09-22")
    assert refused.code == 2
    assert all(f"drill_log.csv:{line}" in refused.err for line in (2, 3, 4))
    assert not (folder / "records" / "drills.sqlite").exists()
    assert log_path(folder).read_text(encoding="utf-8").startswith("date,campus_id")


@pytest.mark.parametrize("edit", ["changed", "row added", "row removed", "last row removed", "empty", "spaces"])
def test_a_hand_edit_stops_commands_and_is_never_lost(
    folder: Path, capsys: pytest.CaptureFixture[str], edit: str
) -> None:
    for day in ("2025-09-12", "2025-09-15", "2025-09-16"):
        assert record(folder, capsys, day).code == 0
    lines = log_path(folder).read_bytes().splitlines(keepends=True)
    edited = {
        "changed": [line.replace(b"2025-09-15,held", b"2025-09-15,not_held") for line in lines],
        "row added": [*lines, lines[-1].replace(b"09-16", b"09-17")],
        "row removed": [lines[0], *lines[2:]],
        "last row removed": lines[:-1],
        "empty": lines[:1],
        "spaces": [*lines, b"\r\n"],
    }[edit]
    log_path(folder).write_bytes(b"".join(edited))
    for command in (("check", folder), ("record", folder)):
        stopped = run(capsys, *command)
        assert stopped.code == 2
        assert "changed by hand" in stopped.err
        assert "records import" in stopped.err
        assert "records export" in stopped.err
    assert record(folder, capsys, "2025-09-22").code == 2
    assert log_path(folder).read_bytes() == b"".join(edited)

    copy = Path(shutil.copytree(folder, folder.parent / "copy"))
    exported = run(capsys, "records", "export", copy)
    assert exported.code == 0, exported.err
    assert log_path(copy).read_bytes() == b"".join(lines)
    (kept,) = (copy / "records").glob("drill_log-edited-*.csv")
    assert kept.read_bytes() == b"".join(edited)

    imported = run(capsys, "records", "import", folder)
    assert imported.code == 0, imported.err
    expected = {
        "changed": "0 new, 1 changed, 0 taken back",
        "row added": "1 new, 0 changed, 0 taken back",
        "row removed": "0 new, 0 changed, 1 taken back",
        "last row removed": "0 new, 0 changed, 1 taken back",
        "empty": "0 new, 0 changed, 3 taken back",
        "spaces": "0 new, 0 changed, 0 taken back",
    }[edit]
    assert expected in imported.out
    assert verify_records(folder).is_whole
    assert record(folder, capsys, "2025-09-22").code == 0


def test_a_process_killed_before_it_wrote_the_log_is_no_hand_edit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(folder, capsys, "2025-09-12")
    before = {path: path.read_bytes() for path in (log_path(folder), folder / "records" / ".drill_log.json")}
    record(folder, capsys, "2025-09-15")
    after = log_path(folder).read_bytes()
    for path, raw in before.items():
        path.write_bytes(raw)
    assert len(api.recorded_drills(folder)) == 2
    log_path(folder).write_bytes(after)  # killed between the two files
    assert len(api.recorded_drills(folder)) == 2
    log_path(folder).unlink()
    assert record(folder, capsys, "2025-09-16").code == 0
    assert [row["date"] for row in rows(folder)] == ["2025-09-12", "2025-09-15", "2025-09-16"]


def test_exports_come_in_again_to_the_same_head(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_log(folder, ROWS)
    record(folder, capsys, "2025-09-22")
    record(folder, capsys, "2025-09-22", "oak", "--correct", "--note", "=1+1, späte Glocke")
    head = verify_records(folder).head
    for form in ("jsonl", "zip"):
        target = folder.parent / f"export.{form}"
        assert run(capsys, "records", "export", folder, "--format", form, "--to", target).code == 0
        again = run(capsys, "records", "export", folder, "--format", form, "--to", target)
        assert "not overwritten" in again.err
        other = write_workspace(folder.parent / form)
        imported = run(capsys, "records", "import", other, target)
        assert imported.code == 0, imported.err
        assert verify_records(other, head.hash[:12]).of_given_head == head.number
        assert verify_records(other).head == head
        assert rows(other) == rows(folder)  # the columns may be in another order
        assert api.recorded_drills(other) == api.recorded_drills(folder)
        record(other, capsys, "2025-09-23")
        assert "two chains cannot be joined" in run(capsys, "records", "import", other, target).err
    with zipfile.ZipFile(folder.parent / "export.zip") as archive:
        assert json.loads(archive.read("head.json")) == {"number": head.number, "hash": head.hash}
        assert archive.read("drill_log.csv") == log_path(folder).read_bytes()
    lines = (folder.parent / "export.jsonl").read_text(encoding="utf-8").splitlines()
    for wrong in (lines[1].replace("sunny", "rainy"), "{}", "[" * 100_000, lines[0]):
        (folder.parent / "wrong.jsonl").write_text("\n".join([lines[0], wrong]), encoding="utf-8")
        refused = run(
            capsys, "records", "import", write_workspace(folder.parent / "wrong"), folder.parent / "wrong.jsonl"
        )
        assert refused.code == 2
        assert "wrong.jsonl:2" in refused.err
        assert "Traceback" not in refused.err


def test_another_log_adds_and_changes_and_takes_nothing_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(folder, capsys, "2025-09-22")
    other = folder.parent / "september.csv"
    other.write_text(ROWS, encoding="utf-8")
    assert "2 new, 0 changed, 0 taken back" in run(capsys, "records", "import", folder, other).out
    assert "0 new, 0 changed, 0 taken back" in run(capsys, "records", "import", folder, other).out
    assert len(api.recorded_drills(folder)) == 3


def test_a_changed_event_is_found_and_a_backup_is_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing has been recorded here" in run(capsys, "records", "verify", folder).err
    record(folder, capsys, "2025-09-12")
    assert "The 1 event is as it was recorded." in run(capsys, "records", "verify", folder).out
    record(folder, capsys, "2025-09-15")
    assert "All 2 events are as they were recorded." in run(capsys, "records", "verify", folder).out
    head = verify_records(folder).head
    whole = run(capsys, "records", "verify", folder, "--head", head.hash)
    assert (whole.code, head.hash in whole.out) == (0, True)
    assert run(capsys, "records", "verify", folder, "--head", "0" * 64).code == 1
    assert run(capsys, "records", "verify", folder, "--head", "0").code == 2
    backup = folder.parent / "backup.sqlite"
    assert run(capsys, "records", "backup", folder, "--to", backup).code == 0
    database = folder / "records" / "drills.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET by_name = 'someone else' WHERE number = 1")
    connection.close()
    broken = run(capsys, "records", "verify", folder, "--format", "json")
    assert broken.code == 1
    assert json.loads(broken.out)["broken"] == {"number": 1, "reason": "it was changed after it was recorded"}
    shutil.copy(backup, database)
    assert run(capsys, "records", "verify", folder).code == 0


def test_two_accounts_are_a_dispute_until_someone_settles_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_log(
        folder,
        "date,campus_id,drill_id,drill_type,status,recorded_by\n"
        "2025-09-12,oak,x-1,lockdown,held,office\n"
        "2025-09-15,oak,x-1,lockdown,held,principal\n",
    )
    # Before the records begin, the log says what it will say then.
    said = run(capsys, "check", folder, "--all").out
    assert "x-1 is disputed" in said
    # The command that settles it can be copied: it names the workspace.
    assert f"drillplanner record {folder} --drill x-1 --date DAY --held" in said
    assert [entry.held for entry in api.recorded_drills(folder)] == [False, False]
    assert run(capsys, "records", "import", folder).code == 0
    assert (
        "x-1 is disputed: office says held on 2025-09-12; principal says held"
        in run(capsys, "check", folder, "--all").out
    )
    assert [entry.held for entry in api.recorded_drills(folder)] == [False, False]
    settled = run(
        capsys,
        "record",
        folder,
        "--drill",
        "x-1",
        "--date",
        "2025-09-15",
        "--held",
        "--correct",
        "--by",
        "coordinator",
    )
    assert settled.code == 0, settled.err
    (entry,) = api.recorded_drills(folder)
    assert (entry.held, str(entry.date), entry.recorded_by) == (True, "2025-09-15", "coordinator")
    assert "disputed" not in run(capsys, "check", folder, "--all").out
