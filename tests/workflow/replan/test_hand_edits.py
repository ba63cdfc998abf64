"""Rows of plan/schedule.csv that were changed by hand: taken over, or refused with the line and what to do."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from drillplanner.model import Drill, Plan, Workspace
from drillplanner.workflow.replan.hand_edits import HandEdits, hand_edit_sentences, hand_edits
from tests.command_line import run

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def workspace(planned_example: Path) -> Workspace:
    return api.prepare(planned_example).workspace


@pytest.fixture
def folder(planned_example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(planned_example, tmp_path / "district"))


def change(folder: Path, edit: Callable[[Rows], Rows]) -> None:
    """Write the schedule with its rows changed."""
    path = folder / "plan" / "schedule.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = edit(list(csv.DictReader(file)))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else ["campus_id", "drill_type", "date"])
        writer.writeheader()
        writer.writerows(rows)


def with_cell(drill: Drill, **cells: str) -> Callable[[Rows], Rows]:
    return lambda rows: [row | cells if row["drill_id"] == drill.drill_id else row for row in rows]


def read(folder: Path, workspace: Workspace, held: frozenset[str] = frozenset()) -> HandEdits:
    return hand_edits(folder, api.read_plan(folder), workspace, held)


def a_drill(plan: Plan) -> Drill:
    """A fire drill in the middle of the year."""
    return next(d for d in plan.drills if d.drill_type == "fire_evacuation" and d.date.month == 2)


def free_full_day(drill: Drill, workspace: Workspace) -> str:
    """A full school day two weeks or more later."""
    day = next(
        day
        for day in workspace.calendar.days
        if day.date > drill.date + timedelta(14) and day.kind_at(drill.campus_id) == "full"
    )
    return day.date.isoformat()


def test_a_table_that_was_not_changed_changes_nothing(folder: Path, workspace: Workspace) -> None:
    plan = api.read_plan(folder)
    assert read(folder, workspace) == HandEdits(plan.drills)
    # A spreadsheet writes quotes, dates, and line ends in its own way.
    change(
        folder, lambda rows: [row | {"date": "{1}/{2}/{0}".format(*row["date"].split("-"))} for row in rows[::-1]]
    )
    assert read(folder, workspace) == HandEdits(plan.drills)
    (folder / "plan" / "schedule.csv").unlink()
    assert read(folder, workspace) == HandEdits(plan.drills)


def test_a_table_without_back_up_dates_changes_nothing(folder: Path, workspace: Workspace) -> None:
    change(folder, lambda rows: [{name: row[name] for name in row if name != "back_up"} for row in rows])
    assert read(folder, workspace) == HandEdits(api.read_plan(folder).drills)


def test_another_day_is_taken_over_with_the_same_time(folder: Path, workspace: Workspace) -> None:
    drill = a_drill(api.read_plan(folder))
    on = free_full_day(drill, workspace)
    change(folder, with_cell(drill, date=on))
    edits = read(folder, workspace)
    (moved,) = edits.moved
    assert (moved.date.isoformat(), moved.start, moved.end, moved.period) == (
        on,
        drill.start,
        drill.end,
        drill.period,
    )
    assert len(edits.drills) == len(api.read_plan(folder).drills)
    (sentence,) = hand_edit_sentences(edits, [drill], [moved])
    assert sentence.endswith("The plan keeps it there.")
    (sentence,) = hand_edit_sentences(edits, [drill], [drill])
    assert "The plan cannot keep it there: it is now on" in sentence


def test_on_a_short_day_the_drill_is_as_far_into_its_period(folder: Path, workspace: Workspace) -> None:
    drill = a_drill(api.read_plan(folder))
    short = next(day for day in workspace.calendar.days if day.kind_at(drill.campus_id) == "early_release")
    change(folder, with_cell(drill, date=short.date.isoformat()))
    (moved,) = read(folder, workspace).moved
    assert moved.period == drill.period
    assert moved.start != drill.start
    assert moved.minutes == drill.minutes


def test_another_start_keeps_the_length(folder: Path, workspace: Workspace) -> None:
    drill = a_drill(api.read_plan(folder))
    change(folder, with_cell(drill, start="08:45"))
    (moved,) = read(folder, workspace).moved
    assert f"{moved.start:%H:%M}" == "08:45"
    assert moved.minutes == drill.minutes


def test_a_row_that_is_gone_is_a_drill_that_is_no_longer_planned(folder: Path, workspace: Workspace) -> None:
    drill = a_drill(api.read_plan(folder))
    change(folder, lambda rows: [row for row in rows if row["drill_id"] != drill.drill_id])
    edits = read(folder, workspace)
    assert [removed.drill_id for removed in edits.removed] == [drill.drill_id]
    assert drill not in edits.drills
    (sentence,) = hand_edit_sentences(edits, [drill], [])
    assert "was taken out by hand" in sentence


def test_what_the_log_says_counts_whatever_the_row_says(folder: Path, workspace: Workspace) -> None:
    plan = api.read_plan(folder)
    drill = a_drill(plan)
    change(folder, with_cell(drill, date=free_full_day(drill, workspace)))
    assert read(folder, workspace, frozenset({drill.drill_id})) == HandEdits(plan.drills)


@pytest.mark.parametrize(
    ("cells", "messages"),
    [
        ({"date": "2026-02-07"}, ("was moved by hand, and there is no school", "Maybe you meant 2026-02-06")),
        ({"date": "soon"}, ("'soon' is not a date", "delete plan/schedule.csv")),
        ({"drill_type": "lockdown"}, ("'drill_type' of", "only date, start, and end may be")),
        ({"back_up": "2026-06-01"}, ("'back_up' of", "only date, start, and end may be")),
        ({"agencies": "fire"}, ("'agencies' of", "delete plan/schedule.csv")),
        ({"start": "10:00", "end": "09:00"}, ("ends before it begins",)),
        (
            {"drill_id": "new"},
            ("the plan has no drill 'new'", "write under 'pins:' in district.yaml: - {campus: "),
        ),
    ],
)
def test_what_cannot_be_taken_over_is_refused_with_its_line(
    folder: Path, workspace: Workspace, cells: dict[str, str], messages: tuple[str, ...]
) -> None:
    change(folder, with_cell(a_drill(api.read_plan(folder)), **cells))
    with pytest.raises(InputError) as caught:
        read(folder, workspace)
    (problem,) = caught.value.problems
    assert problem.file == "plan/schedule.csv"
    assert problem.line is not None
    for message in messages:
        assert message in str(problem)


def test_a_table_without_rows_and_a_row_twice_are_refused(folder: Path, workspace: Workspace) -> None:
    before = (folder / "plan" / "schedule.csv").read_bytes()
    change(folder, lambda rows: [*rows, rows[0]])
    with pytest.raises(InputError, match="two rows are the same drill"):
        read(folder, workspace)
    (folder / "plan" / "schedule.csv").write_bytes(before.splitlines(keepends=True)[0])
    with pytest.raises(InputError):
        read(folder, workspace)


def test_replan_takes_a_move_over_and_names_it(
    folder: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = a_drill(api.read_plan(folder))
    later = [
        day.date
        for day in workspace.calendar.days
        if day.date > drill.date and day.date.month == 2 and day.kind_at(drill.campus_id) == "full"
    ]
    taken = {other.date for other in api.read_plan(folder).drills if other.campus_id == drill.campus_id}
    on = next(day for day in later if day not in taken)
    change(folder, with_cell(drill, date=on.isoformat()))
    ran = run(capsys, "replan", "--all", folder, "--as-of", "2026-01-12")
    assert ran.code == 0, ran.err
    assert "No drill has to move." in ran.out
    assert "moved by hand in schedule.csv" in ran.out
    assert "The plan keeps it there." in ran.out
    after = {other.drill_id: other for other in api.read_plan(folder).drills}
    assert (after[drill.drill_id].date, after[drill.drill_id].start) == (on, drill.start)
    assert run(capsys, "audit", "--all", folder).code == 0
    again = run(capsys, "replan", "--all", folder, "--as-of", "2026-01-12")
    assert "by hand" not in again.out


def test_a_drill_moved_to_a_day_that_has_one_moves_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = api.read_plan(folder)
    drill = a_drill(plan)
    other = next(d for d in plan.drills if d.campus_id == drill.campus_id and d.date > drill.date)
    change(folder, with_cell(drill, date=other.date.isoformat()))
    ran = run(capsys, "replan", "--all", folder, "--as-of", "2026-01-12")
    assert ran.code == 0, ran.err
    assert "The plan cannot keep it there, since that day has its drill already: it is now on" in ran.out
    days = [d.date for d in api.read_plan(folder).drills if d.campus_id == drill.campus_id]
    assert days.count(other.date) == 1


def test_a_drill_that_was_moved_by_hand_is_recorded_on_its_new_day(folder: Path, workspace: Workspace) -> None:
    drill = a_drill(api.read_plan(folder))
    on = free_full_day(drill, workspace)
    change(folder, with_cell(drill, date=on))
    asked = api.RecordRequest(held=False, recorded_by="office", drill_id=drill.drill_id)
    assert api.record(folder, asked).entry.date.isoformat() == on


def test_a_row_that_cannot_be_taken_over_stops_only_a_record_without_a_date(folder: Path) -> None:
    drill = a_drill(api.read_plan(folder))
    change(folder, with_cell(drill, date="2026-02-30"))
    asked = api.RecordRequest(held=True, recorded_by="office", drill_id=drill.drill_id)
    with pytest.raises(InputError) as caught:
        api.record(folder, asked)
    assert caught.value.problems[0].file == "plan/schedule.csv"
    assert api.record(folder, replace(asked, date=drill.date)).entry.date == drill.date


def test_publish_says_first_that_the_plan_does_not_have_a_change(
    folder: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = a_drill(api.read_plan(folder))
    assert "by hand" not in run(capsys, "publish", folder, "--only", "report", "--all").out
    change(folder, with_cell(drill, date=free_full_day(drill, workspace)))
    ran = run(capsys, "publish", folder, "--only", "report", "--all")
    assert ran.code == 0, ran.err
    said = "1 drill in plan/schedule.csv was changed by hand, and the plan does not have that yet"
    assert f"{said}: {drill.drill_id}." in ran.out
    (report,) = (folder / "out").rglob("*report*.html")
    assert said in report.read_text()
    change(folder, with_cell(drill, format="talk"))
    assert "in a way that cannot be taken over" in run(capsys, "publish", folder, "--only", "report", "--all").out
