"""Records that others write, restore, or lose: a stale table, a backup put back, a missing or foreign database."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from drillplanner.records import drill_log, locked_log
from drillplanner.workflow.kept_records.checks import verify_records
from tests.command_line import run
from tests.intake.small_workspace import write_workspace
from tests.workflow.kept_records.test_kept_records import log_path, record, rows

DAYS = ("2025-09-12", "2025-09-15", "2025-09-16")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small workspace without a plan."""
    return write_workspace(tmp_path / "district")


def days(folder: Path) -> list[str]:
    return [str(entry.date) for entry in api.recorded_drills(folder) if entry.held]


def put_back(folder: Path, files: dict[Path, bytes]) -> None:
    """Let the table be as it was: another computer recorded since, or a process was killed before it wrote."""
    for path, raw in files.items():
        path.write_bytes(raw)


def view_files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (log_path(folder), folder / "records" / ".drill_log.json")}


def test_an_edit_of_a_stale_table_takes_nothing_of_others_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(folder, capsys, DAYS[0])
    record(folder, capsys, DAYS[1])
    stale = view_files(folder)
    record(folder, capsys, DAYS[2])
    record(folder, capsys, DAYS[1], "oak", "--correct", "--note", "the bell was late")
    put_back(folder, stale)
    log_path(folder).write_bytes(log_path(folder).read_bytes().replace(b"12,held", b"12,not_held"))
    imported = run(capsys, "records", "import", folder)
    assert "0 new, 1 changed, 0 taken back" in imported.out, imported.err
    assert days(folder) == [DAYS[2], DAYS[1]]
    assert [row["note"] for row in rows(folder)].count("the bell was late") == 1


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_row_that_someone_else_corrected_since_is_not_overruled(
    folder: Path, capsys: pytest.CaptureFixture[str], is_removed: bool
) -> None:
    record(folder, capsys, DAYS[0])
    stale = view_files(folder)
    record(folder, capsys, DAYS[0], "oak", "--correct", "--note", "the bell was late")
    put_back(folder, stale)
    lines = log_path(folder).read_bytes().splitlines(keepends=True)
    edited = [lines[0]] if is_removed else [lines[0], lines[1].replace(b"held", b"not_held")]
    log_path(folder).write_bytes(b"".join(edited))
    head = verify_records(folder).head
    refused = run(capsys, "records", "import", folder)
    assert refused.code == 2
    assert "someone recorded something else of it since" in refused.err
    assert verify_records(folder).head == head
    assert log_path(folder).read_bytes() == b"".join(edited)


def test_a_table_of_unknown_origin_takes_nothing_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(folder, capsys, DAYS[0])
    lines = log_path(folder).read_bytes().splitlines(keepends=True)
    # A school's own table, in a workspace whose records others have begun.
    (folder / "records" / ".drill_log.json").unlink()
    log_path(folder).write_bytes(lines[0] + lines[1].replace(b"09-12", b"09-15"))
    assert "changed by hand" in run(capsys, "record", folder).err
    imported = run(capsys, "records", "import", folder)
    assert "1 new, 0 changed, 0 taken back" in imported.out, imported.err
    assert days(folder) == list(DAYS[:2])


def test_a_backup_put_back_loses_no_row_of_the_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(folder, capsys, DAYS[0])
    backup, database = folder.parent / "backup.sqlite", folder / "records" / "drills.sqlite"
    assert run(capsys, "records", "backup", folder, "--to", backup).code == 0
    record(folder, capsys, DAYS[1])
    shutil.copy(backup, database)
    for command in (("record", folder), ("check", folder)):
        stopped = run(capsys, *command)
        assert stopped.code == 2
        assert "other records than those that are here, which may be an earlier backup" in stopped.err
    assert record(folder, capsys, DAYS[2]).code == 2
    imported = run(capsys, "records", "import", folder)
    assert "1 new, 0 changed, 0 taken back" in imported.out, imported.err
    assert record(folder, capsys, DAYS[2]).code == 0
    assert days(folder) == list(DAYS)
    assert [row["date"] for row in rows(folder)] == list(DAYS)


@pytest.mark.parametrize("is_empty", [False, True])
def test_a_lost_database_stops_commands_until_someone_begins_again(
    folder: Path, capsys: pytest.CaptureFixture[str], is_empty: bool
) -> None:
    record(folder, capsys, DAYS[0])
    database = folder / "records" / "drills.sqlite"
    if is_empty:
        database.write_bytes(b"")
    else:
        database.unlink()
    for command in (("record", folder), ("check", folder)):
        stopped = run(capsys, *command)
        assert stopped.code == 2
        assert "drills.sqlite: the records that records/drill_log.csv was written from are not here" in stopped.err
        assert "DRILLPLANNER_RECORDS" in stopped.err
    assert record(folder, capsys, DAYS[1]).code == 2
    assert run(capsys, "records", "import", folder).code == 0
    assert record(folder, capsys, DAYS[1]).code == 0
    assert days(folder) == list(DAYS[:2])
    assert [row["date"] for row in rows(folder)] == list(DAYS[:2])


def test_a_database_of_another_district_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(folder, capsys, DAYS[0])
    other = write_workspace(folder.parent / "other")
    text = (other / "district.yaml").read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if line.startswith("name:"))
    (other / "district.yaml").write_text(text.replace(name, "name: Another (invented)"), encoding="utf-8")
    assert record(other, capsys, DAYS[1]).code == 0
    shutil.copy(other / "records" / "drills.sqlite", folder / "records" / "drills.sqlite")
    refused = run(capsys, "record", folder)
    assert refused.code == 2
    assert "records of another district" in refused.err
    assert "Another (invented)" in refused.err


def test_nothing_is_made_to_say_that_nothing_is_recorded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (("verify",), ("backup",)):
        assert "nothing has been recorded here" in run(capsys, "records", *command, folder).err
    assert not (folder / "records" / "drills.sqlite").exists()


def test_a_backup_of_the_same_records_is_one_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(folder, capsys, DAYS[0])
    for _ in range(2):
        assert run(capsys, "records", "backup", folder).code == 0
    record(folder, capsys, DAYS[1])
    assert run(capsys, "records", "backup", folder).code == 0
    assert len(list((folder / "records").glob("backup-*.sqlite"))) == 2


def test_a_folder_in_place_of_the_database_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "records" / "drills.sqlite").mkdir(parents=True)
    refused = run(capsys, "record", folder)
    assert (refused.code, "Is it a folder" in refused.err) == (2, True)


def test_a_database_whose_table_definitions_are_damaged_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(folder, capsys, DAYS[0])
    database = folder / "records" / "drills.sqlite"
    raw = database.read_bytes()
    # SQLite names the damaged index in its message, in bytes that are no text.
    assert b"CREATE INDEX" in raw
    damaged = raw.replace(b"CREATE INDEX", b"CREATX INDEX")
    database.write_bytes(damaged.replace(b"events_of_a_campus", b"events\xe1of_a_campus"))
    refused = run(capsys, "records", "verify", folder)
    assert (refused.code, "Put the file back from a backup" in refused.err) == (2, True), refused


def test_what_is_recorded_stays_when_the_table_cannot_be_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = folder / "records" / ".drill_log.json"
    blocked.mkdir(parents=True)  # As Windows refuses to replace a table that is open in a spreadsheet.
    told = record(folder, capsys, DAYS[0])
    assert told.code == 0
    assert "everything is recorded, but this table does not show it yet" in told.err
    assert days(folder) == [DAYS[0]]
    blocked.rmdir()
    assert record(folder, capsys, DAYS[1]).code == 0
    assert [row["date"] for row in rows(folder)] == list(DAYS[:2])


@pytest.mark.parametrize(
    "change", ["body = '{}'", "body = '[1]'", "body = '{'", "corrects = '5'", "kind = 'unheard'"]
)
def test_an_event_that_cannot_be_read_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    record(folder, capsys, DAYS[0])
    with sqlite3.connect(folder / "records" / "drills.sqlite") as connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute(f"UPDATE event SET {change}")  # noqa: S608
    connection.close()
    refused = run(capsys, "record", folder)
    assert refused.code == 2
    assert "not as it was recorded" in refused.err
    assert "backup" in refused.err
    assert run(capsys, "records", "verify", folder).code in {1, 2}


def test_a_log_of_any_kind_is_imported_and_none_is_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(folder, capsys, DAYS[0])
    header = ("date", "campus_id", "drill_id", "drill_type", "status", "recorded_by")
    for number, name in enumerate(("September.CSV", "september.txt", "september.xlsx")):
        row = (DAYS[1], "elm", f"x-{number}", "fire", "held", "office")
        if name.endswith(".xlsx"):
            save_table(folder.parent / name, header, row)
        else:
            (folder.parent / name).write_text(f"{','.join(header)}\n{','.join(row)}\n", encoding="utf-8")
        imported = run(capsys, "records", "import", folder, folder.parent / name)
        assert "1 new" in imported.out, imported.err
    (folder.parent / "no-table.csv").write_text("hello\n", encoding="utf-8")
    refused = run(capsys, "records", "import", folder, folder.parent / "no-table.csv")
    assert refused.code == 2
    assert len(days(folder)) == 4


def test_a_log_that_is_a_workbook_is_taken_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = ("date", "campus_id", "drill_id", "drill_type", "status", "recorded_by")
    (folder / "records").mkdir()
    save_table(folder / "records" / "drill_log.xlsx", header, (DAYS[0], "elm", "x-1", "fire", "held", "office"))
    assert days(folder) == [DAYS[0]]
    told = record(folder, capsys, DAYS[1])
    assert told.code == 0, told.err
    assert days(folder) == list(DAYS[:2])
    assert [row["date"] for row in rows(folder)] == list(DAYS[:2])


def save_table(path: Path, *cells: tuple[str, ...]) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in cells:
        sheet.append(row)
    workbook.save(path)


def test_a_reader_between_the_two_writes_of_another_process_waits_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table is new, what is remembered of it is old, and the records have one entry more than both."""
    record(folder, capsys, DAYS[0])
    before = view_files(folder)
    record(folder, capsys, DAYS[1])
    table = log_path(folder).read_bytes()
    record(folder, capsys, DAYS[2])
    after = view_files(folder)
    put_back(folder, {**before, log_path(folder): table})
    monkeypatch.setattr(drill_log, "LONGEST_WAIT", 0.1)
    with locked_log(folder), pytest.raises(InputError, match="another program has been writing the drill log"):
        api.recorded_drills(folder)
    put_back(folder, after)
    assert days(folder) == list(DAYS)
    assert verify_records(folder).is_whole
    # Nobody writes: somebody has changed it.
    put_back(folder, {**before, log_path(folder): table})
    with pytest.raises(InputError, match="changed by hand"):
        api.recorded_drills(folder)


def test_an_emptied_database_stays_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(folder, capsys, DAYS[0])
    database = folder / "records" / "drills.sqlite"
    database.write_bytes(b"")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for command in (("record",), ("records", "verify"), ("check",), ("records", "export")):
        ran = run(capsys, *command, folder)
        assert ran.code == 2, ran
    assert record(folder, capsys, DAYS[1]).code == 2
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    # Where nothing was ever recorded, an empty file is in nobody's way.
    for path in (folder / "records").iterdir():
        path.unlink()
    database.write_bytes(b"")
    assert record(folder, capsys, DAYS[1]).code == 0
    assert days(folder) == [DAYS[1]]
