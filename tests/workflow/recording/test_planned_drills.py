"""The drills of one campus, read without the rest of the plan, are those of the plan."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from drillplanner.workflow.plan_files import PLAN_FILE, SCHEDULE_FILE
from drillplanner.workflow.recording.checked_against import checked_against
from drillplanner.workflow.recording.planned_drills import PlanDrills


@pytest.fixture
def folder(planned_example: Path, tmp_path: Path) -> Path:
    """Return a copy of the planned example."""
    return Path(shutil.copytree(planned_example, tmp_path / "district"))


def planned_of(folder: Path, has_date: bool = False) -> PlanDrills:
    with checked_against(folder) as against:
        planned = against.planned(has_date)
    assert planned is not None
    return planned


def test_the_drills_of_each_campus_are_those_of_the_plan(folder: Path) -> None:
    plan, planned = api.read_plan(folder), planned_of(folder)
    assert set(planned.campus_of) == {drill.drill_id for drill in plan.drills}
    for campus_id in {drill.campus_id for drill in plan.drills}:
        assert planned.at(campus_id) == tuple(drill for drill in plan.drills if drill.campus_id == campus_id)
    last = plan.drills[-1]
    assert planned.with_id(last.drill_id) == last
    assert planned.with_id("no-such-drill") is None
    assert planned.at("no-such-campus") == ()


def test_a_plan_written_by_another_program_is_read_too(folder: Path) -> None:
    path, plan = folder / PLAN_FILE, api.read_plan(folder)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    campus_id = plan.drills[0].campus_id
    assert planned_of(folder).at(campus_id) == tuple(
        drill for drill in plan.drills if drill.campus_id == campus_id
    )
    path.write_text('{"drills": [', encoding="utf-8")
    with pytest.raises(InputError, match="not a plan of this version"):
        planned_of(folder)


def test_keys_in_another_order_and_odd_bytes_are_no_ids(folder: Path) -> None:
    path, plan = folder / PLAN_FILE, api.read_plan(folder)
    written = json.loads(path.read_text(encoding="utf-8"))
    other_order = [
        {name: drill[name] for name in dict.fromkeys(("drill_id", "date", "campus_id", *drill))}
        for drill in written["drills"]
    ]
    path.write_text(json.dumps(written | {"drills": other_order}, indent=1), encoding="utf-8")
    assert set(planned_of(folder).campus_of) == {drill.drill_id for drill in plan.drills}
    campus_id = plan.drills[0].campus_id.encode()
    raw = json.dumps(written, indent=1).encode()
    path.write_bytes(raw.replace(b'"campus_id": "' + campus_id, b'"campus_id": "\xff', 1))
    with pytest.raises(InputError):
        planned_of(folder)


def test_a_drill_that_a_person_changed_in_the_file_is_found_too(folder: Path) -> None:
    path, plan = folder / PLAN_FILE, api.read_plan(folder)
    drill = plan.drills[1]
    head = f'"drill_id": "{drill.drill_id}",\n   "campus_id": "{drill.campus_id}"'
    text = path.read_text(encoding="utf-8")
    assert head in text
    path.write_text(
        text.replace(head, f'"campus_id": "{drill.campus_id}",\n   "drill_id": "{drill.drill_id}"'), "utf-8"
    )
    planned = planned_of(folder)
    assert planned.with_id(drill.drill_id) == drill
    assert set(planned.campus_of) == {one.drill_id for one in plan.drills}
    assert planned.at(drill.campus_id) == tuple(one for one in plan.drills if one.campus_id == drill.campus_id)


def test_a_drill_moved_by_hand_is_due_on_its_new_day(folder: Path) -> None:
    plan, table = api.read_plan(folder), folder / SCHEDULE_FILE
    drill = next(drill for drill in plan.drills if drill.back_up is not None)
    assert drill.back_up is not None
    row = next(line for line in table.read_text(encoding="utf-8").splitlines() if f",{drill.drill_id}," in line)
    moved = row.replace(drill.date.isoformat(), drill.back_up.isoformat(), 1)
    table.write_bytes(table.read_bytes().replace(row.encode(), moved.encode()))
    found = planned_of(folder).with_id(drill.drill_id)
    assert found is not None
    assert found.date == drill.back_up
    wrong = row.replace(f",{drill.drill_type.value},", ",fire_drll,", 1)
    table.write_bytes(table.read_bytes().replace(moved.encode(), wrong.encode(), 1))
    with pytest.raises(InputError):
        planned_of(folder).at(drill.campus_id)
    assert planned_of(folder, has_date=True).with_id(drill.drill_id) == drill
