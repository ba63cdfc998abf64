from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from drillplanner.files.errors import InconsistencyError
from drillplanner.intake.schedules.table_schedule import read_table_schedule
from drillplanner.model import Drill, Plan, Workspace
from drillplanner.publish.core.drill_order import by_campus
from drillplanner.publish.tables.schedule import HEADER, schedule_csv

PUBLISHED_HEADER = (
    "campus_id,drill_id,drill_type,scenario,format,audience,grades,date,start,end,period,period_tags,route,"
    "announced,agencies,credits"
)
LAST_COLUMNS = "back_up,campus_name"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def with_changes(plan: Plan, **changes: object) -> Plan:
    """The plan with these fields changed in its first drill."""
    first = Drill.model_validate(plan.drills[0].model_dump() | changes)
    return plan.model_copy(update={"drills": (first, *plan.drills[1:])})


def test_the_header_is_the_published_interface(plan: Plan, workspace: Workspace) -> None:
    assert schedule_csv(plan, workspace.campuses).split("\r\n")[0] == f"{PUBLISHED_HEADER},{LAST_COLUMNS}"
    assert ",".join(HEADER) == PUBLISHED_HEADER


def test_a_row_has_every_value_of_a_drill(plan: Plan, workspace: Workspace) -> None:
    row = next(
        row for row in rows_of(schedule_csv(plan, workspace.campuses)) if row["drill_id"] == "pena-lockdown-1"
    )
    assert row == {
        "campus_id": "pena",
        "drill_id": "pena-lockdown-1",
        "drill_type": "lockdown",
        "scenario": "lockdown-drill",
        "format": "physical",
        "audience": "everyone",
        "grades": "3;4;5",
        "date": "2025-11-04",
        "start": "09:40",
        "end": "09:50",
        "period": "Period 2",
        "period_tags": "instruction",
        "route": "",
        "announced": "yes",
        "agencies": "police;fire",
        "credits": "NJ-02/pena/2025-11",
        "back_up": "",
        "campus_name": "Peña \\North; 'Ōpūkaha‘ia, Intermediate",
    }


def test_units_are_a_column_if_a_drill_names_any(plan: Plan, workspace: Workspace) -> None:
    text = schedule_csv(with_changes(plan, units=("main", "annex")), workspace.campuses)
    assert text.split("\r\n")[0] == f"{PUBLISHED_HEADER},units,{LAST_COLUMNS}"
    units = {row["drill_id"]: row["units"] for row in rows_of(text)}
    assert units.pop(plan.drills[0].drill_id) == "main;annex"
    assert set(units.values()) == {""}, "the other drills are for all"
    schedule = read_table_schedule(text.encode(), "schedule.csv", workspace.campuses)
    read = next(drill for drill in schedule.drills if drill.drill_id == plan.drills[0].drill_id)
    assert read.units == ("main", "annex")


def test_the_back_up_date_is_written_and_read_back(plan: Plan, workspace: Workspace) -> None:
    text = schedule_csv(with_changes(plan, back_up=date(2025, 11, 6)), workspace.campuses)
    assert [row["back_up"] for row in rows_of(text) if row["back_up"]] == ["2025-11-06"]
    schedule = read_table_schedule(text.encode(), "schedule.csv", workspace.campuses)
    read = {drill.drill_id: drill.back_up for drill in schedule.drills}
    assert read.pop(plan.drills[0].drill_id) == date(2025, 11, 6)
    assert set(read.values()) == {None}


def test_rows_are_ordered_by_campus_date_and_start(plan: Plan, workspace: Workspace) -> None:
    turned = plan.drills[5:] + plan.drills[:5][::-1]
    text = schedule_csv(plan.model_copy(update={"drills": turned}), workspace.campuses)
    assert text == schedule_csv(plan, workspace.campuses)
    keys = [(row["campus_id"], row["date"], row["start"]) for row in rows_of(text)]
    assert keys == sorted(keys)
    assert len(keys) == len(plan.drills)


def test_every_line_ends_in_cr_lf(plan: Plan, workspace: Workspace) -> None:
    text = schedule_csv(plan, workspace.campuses)
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r") == text.count("\r\n") == len(plan.drills) + 1


def test_the_schedule_reader_reads_the_same_drills_back(plan: Plan, workspace: Workspace) -> None:
    text = schedule_csv(plan, workspace.campuses)
    schedule = read_table_schedule(text.encode(), "schedule.csv", workspace.campuses)
    assert schedule.problems == ()
    read = [drill.model_copy(update={"row": None, "agencies": drill.agencies or ()}) for drill in schedule.drills]
    assert read == list(by_campus(plan.drills))


@pytest.mark.parametrize(
    "period", ["=1+2", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''@x", "'Tis", 'a "b", c\nd', "plain"]
)
def test_the_schedule_reader_reads_back_a_period_of_any_name(
    plan: Plan, workspace: Workspace, period: str
) -> None:
    text = schedule_csv(with_changes(plan, period=period), workspace.campuses)
    schedule = read_table_schedule(text.encode(), "schedule.csv", workspace.campuses)
    drill = next(drill for drill in schedule.drills if drill.drill_id == plan.drills[0].drill_id)
    assert drill.period == period.strip()


def test_an_unknown_value_is_an_empty_cell(plan: Plan, workspace: Workspace) -> None:
    only = Drill(drill_id="x", campus_id="high", drill_type="fire_evacuation", date="2025-10-01")
    (row,) = rows_of(schedule_csv(plan.model_copy(update={"drills": (only,)}), workspace.campuses))
    assert {key: value for key, value in row.items() if value} == {
        "campus_id": "high",
        "drill_id": "x",
        "drill_type": "fire_evacuation",
        "date": "2025-10-01",
        "campus_name": "日本橋 High",
    }


def test_a_list_with_its_separator_in_an_item_is_refused(plan: Plan, workspace: Workspace) -> None:
    with pytest.raises(InconsistencyError, match="'NJ-01;NJ-02' holds the sign that separates a list"):
        schedule_csv(with_changes(plan, credits=("NJ-01;NJ-02",)), workspace.campuses)
