"""What is kept of a workspace for the next entry is what would be read, and never older than its files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.input_folder import InputFolder
from drillplanner.intake.workspace.reader import read_for_recording
from drillplanner.workflow.recording.schools_and_days import (
    KEPT_FILE,
    keep_schools_and_days,
    read_schools_and_days,
)
from tests.command_line import run
from tests.intake.small_workspace import write_workspace

CLOSED = "date,campus_ids,cause,note\n2025-09-22,,severe_weather,\n"


def kept_workspace(folder: Path) -> Path:
    """Return a small workspace of which the schools and days are kept."""
    keep_schools_and_days(write_workspace(folder), read_schools_and_days(folder))
    assert not read_schools_and_days(folder).to_keep
    return folder


def test_what_is_kept_is_what_is_read(tmp_path: Path) -> None:
    folder = kept_workspace(tmp_path / "district")
    kept, read = read_schools_and_days(folder).schools_and_days, read_for_recording(InputFolder(folder))
    assert (kept.district, kept.campuses, kept.calendar, kept.left_out) == (
        read.district,
        read.campuses,
        read.calendar,
        read.left_out,
    )


def test_orders_with_days_from_and_to_are_kept_as_they_are_written(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "district")
    with (folder / "district.yaml").open("a", encoding="utf-8") as file:
        file.write("forbidden: [{from: 2025-10-10, to: 2025-10-14, reason: Fair}]\n")
        file.write("same_day: [{drill_type: fire_evacuation, from: 2025-09-02, to: 2025-09-30}]\n")
    keep_schools_and_days(folder, read_schools_and_days(folder))
    again = read_schools_and_days(folder)
    assert not again.to_keep, "nothing was kept"
    assert again.schools_and_days.district == read_for_recording(InputFolder(folder)).district


def change_a_line(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes().rstrip(b"\n") + b"\n\n")


def test_any_change_of_a_file_that_was_read_is_read(tmp_path: Path) -> None:
    names = json.loads((kept_workspace(tmp_path / "first") / KEPT_FILE).read_text(encoding="utf-8"))
    files = names["read_from"]["files"]
    assert {"district.yaml", "campuses.csv", "calendar.ics"} <= set(files)
    for number, name in enumerate(files):
        folder = kept_workspace(tmp_path / f"changed-{number}")
        change_a_line(folder, name)
        assert read_schools_and_days(folder).to_keep, name


def test_a_file_that_is_new_is_read(tmp_path: Path) -> None:
    folder, on = kept_workspace(tmp_path / "district"), date(2025, 9, 22)
    assert on in read_schools_and_days(folder).schools_and_days.calendar.dates_at("oak")
    (folder / "closures.csv").write_text(CLOSED, encoding="utf-8")
    assert on not in read_schools_and_days(folder).schools_and_days.calendar.dates_at("oak")


@pytest.mark.parametrize("damage", ["", "{}", "[]", "null", '{"read": 1}', "\0"])
def test_a_damaged_file_is_as_none(tmp_path: Path, damage: str) -> None:
    folder = kept_workspace(tmp_path / "district")
    (folder / KEPT_FILE).write_text(damage, encoding="utf-8")
    assert read_schools_and_days(folder).to_keep


def test_a_value_changed_in_it_is_not_believed(tmp_path: Path) -> None:
    folder = kept_workspace(tmp_path / "district")
    path = folder / KEPT_FILE
    path.write_text(path.read_text(encoding="utf-8").replace("oak", "elm", 1), encoding="utf-8")
    assert read_schools_and_days(folder).to_keep


def test_a_day_that_is_closed_since_the_last_entry_takes_no_drill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_workspace(tmp_path / "district")
    drill = ("--campus", "oak", "--type", "fire", "--held", "--by", "office", "--date")
    assert run(capsys, "record", folder, *drill, "2025-09-15").code == 0
    assert (folder / KEPT_FILE).exists()
    calendar = folder / "calendar.ics"
    closed = (
        "BEGIN:VEVENT\r\nUID:closed@example.org\r\nDTSTAMP:20250801T000000Z\r\nDTSTART;VALUE=DATE:20250922\r\n"
        "SUMMARY:Schools closed\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    text = calendar.read_bytes().decode()
    calendar.write_bytes(text.replace("END:VCALENDAR", closed).encode())
    refused = run(capsys, "record", folder, *drill, "2025-09-22")
    assert refused.code == 2
    assert "2025-09-22" in refused.err
