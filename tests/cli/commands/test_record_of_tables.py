"""``record --from``: the drills of a principal's table, all of them or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import run
from tests.workbooks import xlsx

ROWS: list[list[object]] = [
    ["Drills held in September"],
    ["School", "Drill", "Date", "Time"],
    ["Oak Hill ES", "Fire Drill #1", "9/8", "9:15 AM"],
    ["Oak Hill ES", "Lockdown", "Wed, Sept 16", "1:30"],
]


@pytest.fixture
def workspace(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    schools, folder = tmp_path / "schools.csv", tmp_path / "ws"
    schools.write_text("name,grades\nOak Hill Elementary School,K-5\n", encoding="utf-8")
    made = run(capsys, "init", folder, "--state", "NJ", "--year", "2026-27", "--campuses", schools)
    assert made.code == 0
    return folder


def test_a_table_is_recorded_once(capsys: pytest.CaptureFixture[str], tmp_path: Path, workspace: Path) -> None:
    table = tmp_path / "september.xlsx"
    late: list[object] = ["Oak Hill ES", "Fire", "10/6", ""]
    table.write_bytes(xlsx({"Sheet1": [*ROWS, late]}))
    arguments = ("record", workspace, "--from", table, "--by", "office", "--as-of", "2026-09-30")
    first = run(capsys, *arguments)
    assert (first.code, first.err) == (0, "")
    assert "Recorded: 2 drills" in first.out
    assert "1 drill is after 2026-09-30, and not recorded." in first.out
    log = (workspace / "records" / "drill_log.csv").read_text(encoding="utf-8")
    assert "fire_evacuation,,2026-09-08,held,09:15" in log
    assert "lockdown,,2026-09-16,held,13:30" in log
    again = run(capsys, *arguments)
    assert "Recorded: 0 drills" in again.out
    assert "2 drills were in the log already." in again.out
    assert (workspace / "records" / "drill_log.csv").read_text(encoding="utf-8") == log


def test_a_row_that_is_not_sure_writes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, workspace: Path
) -> None:
    table = tmp_path / "september.xlsx"
    wrong: list[list[object]] = [["Oak Hill ES", "Fire", "Mon, Sept 9", ""], ["Ash", "Fire", "Sept 10", ""]]
    table.write_bytes(xlsx({"Sheet1": [*ROWS, *wrong]}))
    found = run(capsys, "record", workspace, "--from", table, "--by", "office", "--as-of", "2026-09-30")
    assert found.code == 2
    assert "september.xlsx:5: 'Mon, Sept 9' cannot be right" in found.err
    assert "september.xlsx:6: 'Ash' is no campus of this district" in found.err
    assert not (workspace / "records" / "drill_log.csv").exists()


def test_a_row_whose_remark_says_not_held_is_recorded_as_not_held(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, workspace: Path
) -> None:
    table = tmp_path / "september.xlsx"
    rows: list[list[object]] = [
        ["School", "Month", "Drill", "Date", "Time", "By", "Comments"],
        ["Oak Hill ES", "September", "Fire", "9/8", "9:15 AM", "Ash", "did not hold - bad weather"],
        ["Oak Hill ES", "September", "Lockdown", "9/16", "1:30 PM", "Ash", "2 students missed, door by gym stuck"],
    ]
    table.write_bytes(xlsx({"Sheet1": rows}))
    found = run(capsys, "record", workspace, "--from", table, "--by", "office", "--as-of", "2026-09-30")
    assert (found.code, found.err) == (0, "")
    log = (workspace / "records" / "drill_log.csv").read_text(encoding="utf-8")
    assert "fire_evacuation,,2026-09-08,not_held," in log
    assert ",severe_weather,did not hold - bad weather" in log
    assert "lockdown,,2026-09-16,held,13:30" in log


def test_a_drill_that_the_table_calls_not_completed_is_not_recorded_as_held(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, workspace: Path
) -> None:
    table = tmp_path / "september.xlsx"
    rows: list[list[object]] = [
        ["School", "Drill", "Date", "Completed (Y/N)"],
        ["Oak Hill ES", "Fire", "9/8", "Y"],
        ["Oak Hill ES", "Lockdown", "9/16", "N"],
        ["Oak Hill ES", "Lockdown", "9/17", "Canceled"],
    ]
    table.write_bytes(xlsx({"Sheet1": rows}))
    arguments = ("record", workspace, "--from", table, "--by", "office", "--as-of", "2026-09-30")
    found = run(capsys, *arguments)
    assert "Recorded: 1 drill of" in found.out
    assert "1 drill was not held, by the table itself, and not recorded." in found.out
    assert "canceled or missed count for nothing: row 4" in found.out
    assert "lockdown" not in (workspace / "records" / "drill_log.csv").read_text(encoding="utf-8")
    table.write_bytes(xlsx({"Sheet1": [*rows, ["Oak Hill ES", "Lockdown", "9/18", ""]]}))
    unsaid = run(capsys, *arguments)
    assert unsaid.code == 2
    assert "september.xlsx:5: other rows say whether the drill was held, and this one does not" in unsaid.err


def test_a_table_that_contradicts_the_log_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, workspace: Path
) -> None:
    missed = ("--campus", "Oak Hill ES", "--type", "lockdown", "--date", "9/16", "--not-held")
    assert run(capsys, "record", workspace, *missed, "--by", "office", "--as-of", "2026-09-30").code == 0
    table = tmp_path / "september.xlsx"
    table.write_bytes(xlsx({"Sheet1": ROWS}))
    found = run(capsys, "record", workspace, "--from", table, "--by", "office", "--as-of", "2026-09-30")
    assert found.code == 2
    assert "september.xlsx:4: the log already says of this drill that it was not held on 2026-09-16" in found.err
