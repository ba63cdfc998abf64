"""Fields of a drill's record by command and by table, in the log, and what is not evidenced."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.command_line import run
from tests.workbooks import xlsx

DRILL = ("--campus", "Oak Hill", "--type", "fire", "--date", "9/8", "--held", "--by", "office")


@pytest.fixture
def workspace(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    schools, folder = tmp_path / "schools.csv", tmp_path / "ws"
    schools.write_text("name,grades\nOak Hill Elementary School,K-5\n", encoding="utf-8")
    made = run(capsys, "init", folder, "--state", "MI", "--year", "2026-27", "--campuses", schools)
    assert made.code == 0
    return folder


def log_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "records" / "drill_log.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_fields_are_kept_in_columns_of_their_own(capsys: pytest.CaptureFixture[str], workspace: Path) -> None:
    told = ("--field", "Weather=Rain and Wind", "--field", "occupants=1,204", "--field", "alarm time=9:15 am")
    found = run(capsys, "record", workspace, *DRILL, *told)
    assert found.code == 0
    assert "Done, not evidenced: signed by (MI) missing." in found.out
    assert "--field signed_by=…" in found.out
    (row,) = log_rows(workspace)
    assert (row["weather"], row["occupants"], row["start"]) == ("rain and wind", "1204", "09:15")
    shown = json.loads(run(capsys, "record", workspace, "--format", "json").out)
    assert shown["records"][0]["fields"] == {"weather": "rain and wind", "occupants": "1204"}


def test_a_later_report_completes_an_entry(capsys: pytest.CaptureFixture[str], workspace: Path) -> None:
    first = run(capsys, "record", workspace, *DRILL, "--field", "weather=clear")
    assert "Done, not evidenced: alarm time (MI), signed by (MI) missing." in first.out
    second = run(capsys, "record", workspace, *DRILL, "--start", "9:15 am", "--field", "signed_by=principal")
    assert (second.code, "not evidenced" in second.out) == (0, False)
    rows = log_rows(workspace)
    assert len(rows) == 2
    assert (rows[1]["weather"], rows[1]["start"], rows[1]["signed_by"]) == ("clear", "09:15", "principal")
    contradicting = run(capsys, "record", workspace, *DRILL, "--field", "weather=cloudy")
    assert (contradicting.code, len(log_rows(workspace))) == (2, 2)
    assert "--correct" in contradicting.err


@pytest.mark.parametrize(
    ("told", "messages"),
    [
        (("wether=clear",), ("'wether' is no field", "Maybe you meant 'weather'")),
        (("exits=all",), ("'exits' is no field", "weather, occupants")),
        (("weather=fine", "students=many"), ("clear, cloudy", "a whole number")),
        (("date=2026-09-08",), ("date names the drill itself", "--date")),
        (("weather",), ("NAME=VALUE",)),
        (("weather=clear", "weather=rain"), ("told twice",)),
        (("alarm_time=2:75",), ("a time such as",)),
    ],
)
def test_what_is_no_field_writes_nothing(
    capsys: pytest.CaptureFixture[str], workspace: Path, told: tuple[str, ...], messages: tuple[str, ...]
) -> None:
    options = [part for text in told for part in ("--field", text)]
    found = run(capsys, "record", workspace, *DRILL, *options)
    assert found.code == 2
    assert all(message in found.err for message in messages), found.err
    assert not (workspace / "records").exists()


def test_columns_of_a_table_are_fields(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, workspace: Path
) -> None:
    table = tmp_path / "september.xlsx"
    heading: list[object] = [
        "School",
        "Drill",
        "Date",
        "Time",
        "Weather",
        "Number evacuated",
        "Signed by",
        "Comments",
    ]
    rows: list[list[object]] = [
        heading,
        ["Oak Hill ES", "Fire", "9/8", "9:15 AM", "Cloudy", 412, "A. Principal", "door by the gym stuck"],
        ["Oak Hill ES", "Lockdown", "9/16", "1:30 PM", "", "", "", ""],
    ]
    table.write_bytes(xlsx({"Sheet1": rows}))
    arguments = ("record", workspace, "--from", table, "--by", "office", "--as-of", "2026-09-30")
    assert "Recorded: 2 drills" in run(capsys, *arguments).out
    fire, lockdown = log_rows(workspace)
    assert (fire["weather"], fire["occupants"], fire["signed_by"], fire["note"]) == (
        "cloudy",
        "412",
        "A. Principal",
        "",
    )
    assert (lockdown["weather"], lockdown["signed_by"]) == ("", "")
    rows[2][6] = "A. Principal"
    table.write_bytes(xlsx({"Sheet1": rows}))
    again = run(capsys, *arguments)
    assert "Recorded: 1 drill" in again.out
    assert "1 drill was in the log already." in again.out
    assert log_rows(workspace)[-1]["signed_by"] == "A. Principal"
    rows[1][4] = "fine"
    table.write_bytes(xlsx({"Sheet1": rows}))
    wrong = run(capsys, *arguments)
    assert (wrong.code, len(log_rows(workspace))) == (2, 3)
    assert "september.xlsx:2: weather (weather) cannot hold this" in wrong.err


def test_a_cell_of_the_log_that_its_field_cannot_hold_is_for_people(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    run(capsys, "record", workspace, *DRILL, "--field", "weather=clear", "--field", "occupants=412")
    log = workspace / "records" / "drill_log.csv"
    log.write_text(log.read_text(encoding="utf-8").replace("clear", "fine"), encoding="utf-8")
    assert "1 changed" in run(capsys, "records", "import", workspace).out
    shown = json.loads(run(capsys, "record", workspace, "--format", "json").out)
    assert shown["records"][0]["fields"] == {"occupants": "412"}
    run(
        capsys,
        "record",
        workspace,
        "--campus",
        "Oak",
        "--type",
        "lockdown",
        "--date",
        "9/9",
        "--held",
        "--by",
        "it",
    )
    assert [row["weather"] for row in log_rows(workspace)] == ["clear", "fine", ""]


def test_the_fields_that_are_asked_are_listed(capsys: pytest.CaptureFixture[str], workspace: Path) -> None:
    found = run(capsys, "record", workspace, "--fields")
    assert found.code == 0
    assert {"alarm_time (--start)", "drill_type (--type)"} <= set(found.out.splitlines())
    # A choice with many values is broken into lines that a window of 80 to 100 signs shows.
    assert max(map(len, found.out.splitlines())) <= 92
    assert "not taken seriously" in " ".join(found.out.split())
    as_json = json.loads(run(capsys, "record", workspace, "--fields", "--format", "json").out)
    asked = {one["field"]: one for one in as_json["fields"]["fire_evacuation"]}
    assert asked["signed_by"]["required"]
    assert not asked["weather"]["required"]


def test_audit_says_what_is_not_evidenced_next_to_its_verdicts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, planned_example: Path
) -> None:
    folder = tmp_path / "ws"
    shutil.copytree(planned_example, folder)
    district = folder / "district.yaml"
    text = district.read_text(encoding="utf-8")
    before = json.loads(run(capsys, "audit", folder, "--format", "json").out)
    assert before["evidence"] == []
    drill = before["verdicts"][0]["drills"][0]
    assert run(capsys, "record", folder, "--drill", drill, "--held", "--by", "office").code == 0
    district.write_text(f"{text}\nrecord_fields: [weather, alarm_time]\n", encoding="utf-8")
    after = json.loads(run(capsys, "audit", folder, "--format", "json").out)
    (gap,) = after["evidence"]
    assert (gap["drill_id"], {one["field"] for one in gap["missing"]}) == (drill, {"weather", "alarm_time"})
    assert after["summary"] == before["summary"]
    screen = " ".join(run(capsys, "audit", folder).out.split())
    assert "Done, not evidenced (no verdict depends on it)" in screen
    assert "done, not evidenced: alarm time (district), weather (district) missing" in screen
