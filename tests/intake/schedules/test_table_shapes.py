"""Principals' tables of drills, in the shapes in which they lay them out."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from drillplanner.files.errors import InputError
from drillplanner.intake.schedules.table_schedule import read_table_schedule
from drillplanner.model import Campus, Schedule
from tests.workbooks import xlsx

SCHOOLS = tuple(
    Campus(campus_id=campus_id, name=name, grades=grades)
    for campus_id, name, grades in (
        ("oak", "Oak Hill Elementary School", ("K", "1", "2")),
        ("elm", "Elm Street Middle School", ("6", "7", "8")),
        ("sshs", "Stony Shore High School", ("9", "10", "11", "12")),
    )
)


def read(raw: str | bytes, name: str = "drills.csv") -> Schedule:
    data = raw.encode() if isinstance(raw, str) else raw
    return read_table_schedule(data, name, SCHOOLS, first_year=2026)


def short(schedule: Schedule) -> list[tuple[str, str, str]]:
    return [(drill.campus_id, drill.drill_type.value, drill.date.isoformat()[5:]) for drill in schedule.drills]


PLAIN = [("oak", "fire_evacuation", "09-04"), ("sshs", "lockdown", "10-14"), ("elm", "fire_evacuation", "09-15")]


def test_a_principals_own_table_is_read() -> None:
    found = read(
        "Drill Schedule 2026-27,,\n\nBuilding,Drill,Date\nOak Hill ES,Fire Drill #3,9/4\n"
        'SSHS,Lockdown,"Wed, Oct 14"\nElm Street,Fire,9/15/26\n,,\n* dates may change,,\n'
    )
    assert short(found) == PLAIN
    assert found.problems == ()
    assert any("'Building' as campus_id" in note for note in found.notes)


def test_a_weekday_that_is_not_that_of_the_date_is_asked() -> None:
    found = read('Building,Drill,Date\nSSHS,Lockdown,"Thu, Oct 14"\nElm,Fire,9/15\n')
    assert short(found) == [PLAIN[2]]
    assert "it says Thursday, and 2026-10-14 is a Wednesday" in found.problems[0].message
    beside = read("School,Drill,Day,Date\nSSHS,Lockdown,Thursday,10/14\nElm,Fire,Tue,9/15\n")
    assert short(beside) == [PLAIN[2]]
    assert "the row says Thursday, and 2026-10-14 is a Wednesday" in beside.problems[0].message


def test_a_workbook_with_a_sheet_for_each_school_is_read_as_a_whole() -> None:
    head = ["Drill", "Date", "Time"]
    raw = xlsx(
        {
            "Oak Hill": [["Oak Hill Elementary"], head, ["Fire", date(2026, 9, 4), time(9, 15)]],
            "SSHS": [head, ["Lockdown", datetime(2026, 10, 14, 10, 30), None]],
        }
    )
    with pytest.raises(InputError, match="several sheets of this workbook may be the schedule"):
        read(raw, "drills.xlsx")
    found = read(raw, "drills.xlsx#*")
    assert short(found) == PLAIN[:2]
    assert [drill.start for drill in found.drills] == [time(9, 15), time(10, 30)]
    assert (
        "No column of drills.xlsx names the school; by its sheet, title, or name it is oak, sshs." in found.notes
    )


def test_a_column_for_each_kind_of_drill_is_read() -> None:
    found = read('School,Fire Drill #1,Fire Drill #2,Lockdown\nOak Hill,9/4,"Oct 6, Nov 3",\nSSHS,,,10/14\n')
    assert short(found) == [
        ("oak", "fire_evacuation", "09-04"),
        ("oak", "fire_evacuation", "10-06"),
        ("oak", "fire_evacuation", "11-03"),
        ("sshs", "lockdown", "10-14"),
    ]
    assert len({drill.drill_id for drill in found.drills}) == 4


def test_a_column_for_each_school_is_read() -> None:
    found = read("Drill,Oak Hill ES,Elm Street MS,SSHS\nFire,9/4,9/15,\nLockdown,,,10/14\n")
    assert sorted(short(found)) == sorted(PLAIN)


def test_schools_above_their_drills_are_read() -> None:
    found = read("Drill,Date\nOak Hill Elementary,\nFire,9/4\nStony Shore HS,\nLockdown,Oct 14\n")
    assert short(found) == PLAIN[:2]


def test_a_school_in_the_first_row_of_its_group_holds_below() -> None:
    found = read("School,Drill,Date\nOak Hill,Fire,9/4\n,Lockdown,9/8\nSSHS,Fire,9/9\n,Lockdown,10/14\n")
    assert [drill.campus_id for drill in found.drills] == ["oak", "oak", "sshs", "sshs"]
    assert "2 rows of drills.csv name no school and count for the school above them." in found.notes


def test_an_empty_school_among_named_ones_is_asked() -> None:
    found = read("School,Drill,Date\nOak Hill,Fire,9/4\nOak Hill,Lockdown,9/8\n,Fire,9/9\n")
    assert [problem.message for problem in found.problems] == ["campus_id is empty"]


def test_a_month_above_its_days_is_read() -> None:
    found = read("School,Drill,Date\nSeptember,,\nOak Hill,Fire,4\nElm,Fire,15\nOctober,,\nSSHS,Lockdown,Wed 14\n")
    assert sorted(short(found)) == sorted(PLAIN)


def test_one_school_in_the_title_is_the_school_of_all_rows() -> None:
    found = read("Oak Hill Elementary School\n2026-27 drills\nType of Drill,Date Held,Time\nFire,9/4,2:15\n")
    assert short(found) == PLAIN[:1]
    assert found.drills[0].start == time(14, 15)
    assert "Times in drills.csv without AM or PM are read as in the afternoon: 2:15." in found.notes


def test_dates_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(InputError, match="this date has the day first, and line 2 has the month first"):
        read("School,Drill,Date\nOak Hill,Fire,9/14/2026\nSSHS,Fire,14/10/2026\n")
