"""The command ``publish`` over time: preview the changes, publish, replan, and publish again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from drillplanner import api
from drillplanner.cli.commands.publish import letters_hint
from drillplanner.model import DrillType, Plan
from tests.cli.screens.districts import made_district
from tests.command_line import run


@pytest.fixture
def folder(planned_example: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "district"
    shutil.copytree(planned_example, copy, ignore=shutil.ignore_patterns("out", "revisions.json"))
    return copy


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ("out" in path.parts or path.name == "revisions.json")
    }


def close_a_day(folder: Path, capsys: pytest.CaptureFixture[str]) -> Plan:
    """Close a day that has only fire drills, and return the plan before; fire drills need no notice in time."""
    before = api.read_plan(folder)
    other_drill_days = {drill.date for drill in before.drills if drill.drill_type is not DrillType.FIRE_EVACUATION}
    days = sorted({drill.date for drill in before.drills} - other_drill_days)
    day = days[len(days) // 2]
    assert run(capsys, "replan", "--all", folder, "--as-of", day, "--close", day).code == 0
    return before


def test_publishing_a_changed_plan_updates_only_the_moved_events(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "publish", folder, "--diff")
    assert ran.code == 0
    assert ran.out.startswith("No calendars of 2025-26 are on record as published: 225 drills and ")
    assert files_in(folder) == {}
    assert run(capsys, "publish", folder, "--only", "icalendar").code == 0
    first = files_in(folder)
    assert run(capsys, "publish", folder, "--only", "icalendar").code == 0
    assert files_in(folder) == first
    assert run(capsys, "publish", folder, "--diff").out.startswith(
        "Since the calendars were last published: nothing changes; "
    )

    before = close_a_day(folder, capsys)
    plan = api.read_plan(folder)
    assert plan.repair is not None
    preview = run(capsys, "publish", folder, "--diff")
    assert "\nDrills moved:\n" in preview.out
    assert files_in(folder) == first
    document = json.loads(run(capsys, "publish", folder, "--diff", "--format", "json").out)
    assert document["first"] is False
    drills = [change for change in document["changes"] if not change["is_chore"]]
    old = {drill.drill_id: (drill.date, drill.start) for drill in before.drills}
    moved = [drill for drill in plan.drills if (drill.date, drill.start) != old[drill.drill_id]]
    assert len(moved) > 0
    assert [change["kind"] for change in drills].count("moved") == len(moved)
    assert all(change["told"] in preview.out for change in drills)

    ran = run(capsys, "publish", folder, "--only", "icalendar", "--all")
    numbers = [word for word in ran.out.split("last published: ")[1].split() if word.isdigit()]
    readers = ("changes", "families", "agencies")
    assert sum(map(int, numbers)) == sum(len(document[reader]) for reader in readers)
    assert [change["kind"] for change in document["families"]].count("moved") >= len(moved)
    second = files_in(folder)
    assert second.keys() == first.keys()
    district: Any = Calendar.from_ical(second["out/calendars/district.ics"])
    assert len(district.events) == len(plan.drills)
    assert sum(int(event["SEQUENCE"]) for event in district.events) == len(moved)
    assert run(capsys, "publish", folder, "--diff").out.startswith(
        "Since the calendars were last published: nothing changes; "
    )


def test_diff_of_other_outputs_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "publish", folder, "--diff", "--only", "tables")
    assert ran.code == 2
    assert "--diff compares the calendars" in ran.err
    assert files_in(folder) == {}


def test_publishing_only_tables_keeps_no_record_of_revisions(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "publish", folder, "--only", "tables", "--format", "json")
    names = [Path(file).name for file in json.loads(ran.out)["files"]]
    assert names == [
        "schedule.csv",
        "duties.csv",
        "chores.csv",
        "staff_to_do.csv",
        "staff_practice.csv",
        "drills-2025-26.xlsx",
    ]
    assert not (folder / "plan" / "revisions.json").exists()


def test_a_district_without_letters_is_told_how_to_write_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made_district(tmp_path / "district", 1)  # one school has few letters
    assert run(capsys, "plan", folder).code == 0
    hint = letters_hint(folder)
    command = hint.partition("drillplanner ")[2].split()
    assert command == ["publish", str(folder), "--only", "notices"]
    assert run(capsys, *command).code == 0
    assert letters_hint(folder) == ""


def test_a_damaged_record_of_revisions_is_refused_without_a_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "plan" / "revisions.json").write_text("half a fi", encoding="utf-8")
    for options in ((), ("--diff",)):
        ran = run(capsys, "publish", folder, "--only", "icalendar", *options)
        assert ran.code == 2
        assert ran.err.startswith("plan/revisions.json: this is not a record of published calendars")
        assert not (folder / "out").exists()
