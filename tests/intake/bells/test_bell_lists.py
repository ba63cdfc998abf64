"""Bell schedules pasted from web pages, in the shapes of published pages; all invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.intake.bells.bell_lists import is_bell_list, read_bell_list
from drillplanner.intake.bells.schedule_files import bell_schedule_of
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DayKind, PeriodTag
from tests.intake.small_workspace import BELLS, write_workspace

TABLE = """\
Period	Start	End	Days
Arrival	8:00 AM	8:15 AM	M-F
Period 1	8:15 AM	9:05 AM	M-F
Lunch	11:30 AM	12:00 PM	M-F
Period 2	12:00 PM	1:10 PM	M-F
Period 1	8:15 AM	9:45 AM	Wed
Lunch	11:30	12:00	Wed
Period 2	12:00	1:10	Wed
"""
STACKED = """\
Bell Schedules
REGULAR DAY
Description / Period |
Start Time |
End Time |
Length |
School Begins |
8:00 AM |
— |
— |
Class |
8:05 AM |
10:10 AM |
125 min |
Recess |
10:10 AM |
10:30 AM |
20 min |
Class |
10:30 AM |
11:45 AM |
75 min |
Lunch |
11:45 AM |
12:30 PM |
45 min |
MINIMUM DAY
Description / Period |
Start Time |
End Time |
Length |
Class |
8:05 AM |
10:10 AM |
125 min |
Brunch |
10:10 AM |
10:40 AM |
30 min |
Class |
10:40 AM |
12:45 PM |
125 min |
"""
LINES = """\
Regular Day
8:00 - 8:50  1st Period
8:54 - 9:44  2nd Period
10:38 – 11:08 Lunch
11:12 - 12:02 3rd Period
Early Release
1st Period (8:00-8:30)
2nd Period (8:34-9:04)
3rd Period (9:08-9:38)
"""
GRADES = """\
Primary Grades K - 3
Instruction 8:30 AM 10:35 AM
Recess 10:35 AM 10:55 AM
Intermediate Grades 4 - 5
Instruction 8:30 AM 10:50 AM
Recess 10:50 AM 11:00 AM
"""
BELLS_ALONE = "7:40 AM Tardy Bell, 1st Block\n9:00 AM Dismissal, 1st Block\n9:05 AM Tardy Bell, 2nd Block\n"
CALENDAR = """\
Date,Event,Start,End
9/14/2026,Fire Drill,9:00,9:15
10/5/2026,Lockdown,9:00,9:15
11/2/2026,Hold,9:00,9:10
"""


def times(text: str, kind: DayKind = DayKind.FULL) -> list[tuple[str, str, tuple[PeriodTag, ...]]]:
    read = read_bell_list(text.encode(), "bells/oak.txt")
    schedule, _ = bell_schedule_of(read.document, "oak")
    return [(p.name, f"{p.start:%H:%M}-{p.end:%H:%M}", p.tags) for p in schedule.days[kind]]


CLASS, LUNCH, RECESS = (PeriodTag.INSTRUCTION,), (PeriodTag.LUNCH,), (PeriodTag.RECESS,)


def test_a_table_copied_with_its_tabs() -> None:
    assert times(TABLE) == [
        ("Arrival", "08:00-08:15", (PeriodTag.ARRIVAL,)),
        ("Period 1", "08:15-09:05", CLASS),
        ("Lunch", "11:30-12:00", LUNCH),
        ("Period 2", "12:00-13:10", CLASS),
    ]
    read = read_bell_list(TABLE.encode(), "oak.txt")
    schedule, rules = bell_schedule_of(read.document, "oak")
    assert rules.weekdays == {"wednesday": "wednesday"}
    assert [f"{p.end:%H:%M}" for p in schedule.variants["wednesday"].periods] == ["09:45", "12:00", "13:10"]
    assert read.notes == ("oak.txt: times without AM or PM are taken for the afternoon: 1:10 as 13:10.",)


def test_cells_below_each_other_as_a_page_gives_them() -> None:
    assert times(STACKED) == [
        ("Class", "08:05-10:10", CLASS),
        ("Recess", "10:10-10:30", RECESS),
        ("Class (2)", "10:30-11:45", CLASS),
        ("Lunch", "11:45-12:30", LUNCH),
    ]
    assert [name for name, _, _ in times(STACKED, DayKind.EARLY_RELEASE)] == ["Class", "Brunch", "Class (2)"]
    notes = read_bell_list(STACKED.encode(), "oak.txt").notes
    assert "oak.txt: 1 bell has no end and no period: School Begins." in notes
    assert "oak.txt: by the words alone these are taken so: 'Brunch' as recess." in notes


def test_lines_with_times_before_or_behind() -> None:
    assert [(name, span) for name, span, _ in times(LINES)] == [
        ("1st Period", "08:00-08:50"),
        ("2nd Period", "08:54-09:44"),
        ("Lunch", "10:38-11:08"),
        ("3rd Period", "11:12-12:02"),
    ]
    assert len(times(LINES, DayKind.EARLY_RELEASE)) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GRADES, "nothing says which of these parts is the regular day of the whole school"),
        (BELLS_ALONE, "this is no list of periods"),
        ("Recess 9:00 AM - 9:15 AM\nLunch 11:00 AM - 11:30 AM\nRecess 1:00 PM - 1:15 PM\n", "no line is a class"),
        (
            "Period 1 8:00 AM - 9:00 AM\nPeriod 2 6:15-7:00\nPeriod 3 9:00 AM - 10:00 AM\n",
            "this time cannot be read",
        ),
    ],
)
def test_what_is_not_sure_is_asked(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bell_list(text.encode(), "oak.txt")
    assert caught.value.problems[0].message.startswith(message)


def test_lists_with_dates_are_no_bell_schedules() -> None:
    assert not is_bell_list(CALENDAR.replace(",", "\t").encode(), "drills.txt")
    assert is_bell_list(TABLE.encode(), "bells.txt")


def test_overlapping_periods_are_refused(tmp_path: Path) -> None:
    text = "Class,8:00 AM,11:00 AM\nLunch A,11:00 AM,11:45 AM\nLunch B,11:30 AM,12:15 PM\n"
    read = read_bell_list(text.encode(), "oak.txt")
    with pytest.raises(InputError) as caught:
        bell_schedule_of(read.document, "oak")
    assert "'Lunch A' (11:00 to 11:45) and 'Lunch B' of the day 'full' overlap" in caught.value.problems[0].message


def test_a_pasted_list_in_the_folder_of_bells_is_a_bell_schedule(tmp_path: Path) -> None:
    read = read_workspace(write_workspace(tmp_path, {"bells/regular.yaml": None, "bells/regular.txt": TABLE}))
    assert [period.name for period in read.bells["regular"].days[DayKind.FULL]] == [
        "Arrival",
        "Period 1",
        "Lunch",
        "Period 2",
    ]


def test_init_gives_a_school_the_bells_called_after_it(tmp_path: Path) -> None:
    have = tmp_path / "have"
    have.mkdir()
    (have / "schools.csv").write_text("School,Grades\nOak Elementary School,K-5\nElm Elementary School,K-5\n")
    (have / "Oak ES bell schedule.txt").write_text(LINES, encoding="utf-8")
    (have / "elm-bells.yaml").write_text(BELLS, encoding="utf-8")
    initialize(tmp_path / "made", "NJ", from_folder=have)
    read = read_workspace(tmp_path / "made")
    assert {campus.name: campus.bell_schedule for campus in read.campuses} == {
        "Oak Elementary School": "Oak ES bell schedule",
        "Elm Elementary School": "elm-bells",
    }


PAGE = """\
<html><head><title>Bells</title></head><body><h1>2025 - 2026 Bell Schedules</h1><h2>Regular Day</h2>
<table><tr><th>Period</th><th>Time</th><th>Minutes</th></tr>
<tr><td>1</td><td>8:30 - 9:22</td><td>52</td></tr>
<tr><td>Break<br>Passing</td><td>9:22 - 9:30<br>9:30 - 9:35</td><td>13</td></tr>
<tr><td>2</td><td>9:35 - 11:10</td><td>95</td></tr>
<tr><td>Lunch</td><td>11:10 - 11:40, 11:40 - 11:45</td><td>35</td></tr>
<tr><td>3</td><td>11:45 - 1:25</td><td>100</td></tr></table>
<h2>Minimum Day</h2>
<table><tr><th>Period</th><th>Time</th><th>Minutes</th></tr>
<tr><td>1</td><td>8:30 - 9:22</td><td>52</td></tr><tr><td>2</td><td>9:30 - 10:30</td><td>60</td></tr></table>
</body></html>
"""


def test_a_saved_page_with_a_table_for_each_kind_of_day() -> None:
    assert is_bell_list(PAGE.encode(), "bells.html")
    read = read_bell_list(PAGE.encode(), "bells.html")
    days = bell_schedule_of(read.document, "bells")[0].days
    assert [(period.name, f"{period.start:%H:%M}", f"{period.end:%H:%M}") for period in days[DayKind.FULL]] == [
        ("1", "08:30", "09:22"),
        ("Break", "09:22", "09:30"),
        ("Passing", "09:30", "09:35"),
        ("2", "09:35", "11:10"),
        ("Lunch", "11:10", "11:45"),  # two spans that follow each other
        ("3", "11:45", "13:25"),
    ]
    assert [period.name for period in days[DayKind.EARLY_RELEASE]] == ["1", "2"]


def test_times_that_are_left_out_are_reported() -> None:
    read = read_bell_list(b"1 8:00 - 9:00\n2 9:00 - 10:00\n3 10:00-11:00 12:00-1:00\n", "oak.txt")
    assert "oak.txt: of more than two times in a row the first two are taken: 3." in read.notes


@pytest.mark.parametrize(("name", "text"), [("bells.html", PAGE), ("bells.txt", TABLE)])
def test_init_takes_one_page_of_bells_for_its_schools(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text("School,Grades\nOak High School,9-12\n", encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    initialize(tmp_path / "made", "NJ", campuses=tmp_path / "schools.csv", bells=tmp_path / name)
    read = read_workspace(tmp_path / "made")
    assert [campus.bell_schedule for campus in read.campuses] == ["bells"]
    have = tmp_path / "have"
    have.mkdir()
    for file in (name, "schools.csv"):
        (have / file).write_bytes((tmp_path / file).read_bytes())
    initialize(tmp_path / "from-folder", "NJ", from_folder=have)
    assert read_workspace(tmp_path / "from-folder").bells == read.bells
