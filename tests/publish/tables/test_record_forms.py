"""The workbook in which a school writes down its drills: filled in, read back, and the same again."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from drillplanner import api
from drillplanner.model import DrillRecord
from drillplanner.publish.tables.record_forms import EMPTY_ROWS, record_form
from drillplanner.workflow.publish import publish_request
from tests.command_line import run

AS_OF = ("--as-of", "2025-10-31")
#: What an office types into the row of a drill, by heading.
TYPED = {
    "Held?": "held",
    "Alarm time": time(9, 40),
    "Weather": "Rain and wind",
    "People evacuated or sheltered": 412,
    "Time to clear the building": "3:20",
    "Alert method": "intercom; alarm or bell",
    "Strengths": "calm",
    "Actions": "Fix the lock of room 4 | head custodian | 3/15",
}


@pytest.fixture
def workspace(tmp_path: Path, planned_example: Path) -> Path:
    folder = tmp_path / "ws"
    shutil.copytree(planned_example, folder)
    district = folder / "district.yaml"
    asked = "[weather, occupants, clear_time, alert_method, alarm_time, performed_properly]"
    district.write_text(f"{district.read_text(encoding='utf-8')}\nrecord_fields: {asked}\n", encoding="utf-8")
    return folder


def form_of(folder: Path, campus_id: str) -> Path:
    prepared = api.prepare(folder)
    # The district's own fields are no input of the plan's drills, so the plan still holds.
    for path in api.publish(prepared, ("record-forms",)):
        if path.name == f"{campus_id}.xlsx":
            return path
    raise AssertionError(campus_id)


def log_rows(folder: Path) -> list[dict[str, str]]:
    text = (folder / "records" / "drill_log.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_form_is_filled_in_and_read_back(
    capsys: pytest.CaptureFixture[str], workspace: Path, tmp_path: Path
) -> None:
    plan = api.read_plan(workspace)
    campus_id = plan.drills[0].campus_id
    first, second, third = [
        drill for drill in sorted(plan.drills, key=lambda drill: (drill.date, str(drill.start)))
        if drill.campus_id == campus_id and drill.date < date(2025, 10, 31)
    ][:3]  # fmt: skip
    path = form_of(workspace, campus_id)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["About", "Drills", "Fields"]
    sheet = book["Drills"]
    heading = [cell.value for cell in sheet[1]]
    assert heading[:4] == ["School", "Drill", "Date", "Held?"]
    assert sheet.max_row == 1 + sum(drill.campus_id == campus_id for drill in plan.drills) + EMPTY_ROWS
    column = {name: number for number, name in enumerate(heading, start=1)}
    row_of = {sheet.cell(row, column["Drill ID"]).value: row for row in range(2, sheet.max_row + 1)}
    for name, value in TYPED.items():
        sheet.cell(row_of[first.drill_id], column[name], value)
    sheet.cell(row_of[second.drill_id], column["Comments for the record"], "not held, weather")
    moved_to = third.date
    sheet.cell(row_of[third.drill_id], column["Held?"], "held")
    sheet.cell(row_of[third.drill_id], column["Comments for the record"], "door by the gym stuck")
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    found = run(capsys, "record", workspace, "--from", filled, "--by", "office", *AS_OF)
    assert (found.code, found.err) == (0, ""), found.err
    assert "Recorded: 3 drills" in found.out
    by_id = {row["drill_id"]: row for row in log_rows(workspace)}
    one = by_id[first.drill_id]
    assert (one["status"], one["start"], one["weather"], one["occupants"]) == (
        "held",
        "09:40",
        "rain and wind",
        "412",
    )
    # Each school may write down what is to be done, whoever asks.
    assert (one["strengths"], one["actions"]) == ("calm", "Fix the lock of room 4 | head custodian | 2026-03-15")
    assert (one["clear_time"], one["alert_method"]) == ("3:20", "intercom; alarm or bell")
    assert (by_id[second.drill_id]["status"], by_id[second.drill_id]["cause"]) == ("not_held", "severe_weather")
    assert (by_id[third.drill_id]["date"], by_id[third.drill_id]["note"]) == (
        str(moved_to),
        "door by the gym stuck",
    )
    log = (workspace / "records" / "drill_log.csv").read_bytes()
    assert "Recorded: 0 drills" in run(capsys, "record", workspace, "--from", filled, "--by", "office", *AS_OF).out
    again = form_of(workspace, campus_id)
    assert "Recorded: 0 drills" in run(capsys, "record", workspace, "--from", again, "--by", "office", *AS_OF).out
    assert (workspace / "records" / "drill_log.csv").read_bytes() == log
    values = openpyxl.load_workbook(again)["Drills"]
    shown = [cell.value for cell in values[row_of[first.drill_id]]]
    assert shown[column["Weather"] - 1] == "rain and wind"
    assert shown[column["Alarm time"] - 1] == time(9, 40)


def test_the_form_explains_its_fields(workspace: Path) -> None:
    campus_id = api.read_plan(workspace).drills[0].campus_id
    book = openpyxl.load_workbook(form_of(workspace, campus_id))
    fields = {row[0].value: row for row in book["Fields"].iter_rows(min_row=2)}
    assert fields["Weather"][3].value == "yes"
    assert "district" in fields["Weather"][4].value
    rules = {str(rule.sqref): rule for rule in book["Drills"].data_validations.dataValidation}
    lists = [rule.formula1 for rule in rules.values() if rule.type == "list"]
    assert '"planned,held"' in lists
    assert '"yes,no"' in lists
    assert any("Asked by: " in (rule.prompt or "") for rule in rules.values())


def test_a_row_says_what_it_is_about_on_screen_and_on_each_printed_page(workspace: Path) -> None:
    sheet = openpyxl.load_workbook(form_of(workspace, api.read_plan(workspace).drills[0].campus_id))["Drills"]
    assert sheet.freeze_panes == "D2"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$C")
    # One page for 20 columns would need letters of two points.
    assert sheet.page_setup.fitToWidth > 1
    assert sheet.page_setup.fitToHeight == 0
    assert str(sheet.max_row) in sheet.print_area


def test_a_day_on_which_a_drill_was_missed_does_not_hide_the_day_on_which_it_was_held(workspace: Path) -> None:
    request = publish_request(api.prepare(workspace), lambda sentence: None, None, must_hold=False)
    drill = request.plan.drills[0]
    said = {"drill_id": drill.drill_id, "campus_id": drill.campus_id, "drill_type": drill.drill_type}
    held, missed = (
        DrillRecord.model_validate({**said, "date": on, "held": was_held, "recorded_by": "office"})
        for on, was_held in ((date(2025, 9, 9), True), (drill.date, False))
    )
    for records in ((held, missed), (missed, held)):
        raw = record_form(replace(request, records=records), drill.campus_id, [drill], ())
        row = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(raw))["Drills"][2]]
        assert (row[2].date(), row[3]) == (date(2025, 9, 9), "held")
