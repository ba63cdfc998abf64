"""Bell times in tables: period, start, end, and the day and the school where there are several."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.intake.bells.bell_table import read_bell_table
from drillplanner.intake.bells.schedule_files import bell_schedule_of
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import BellSchedule, DayKind
from tests.workbooks import xlsx


def schedules(raw: str | bytes, name: str = "oak.csv") -> dict[str, BellSchedule]:
    read = read_bell_table(raw.encode() if isinstance(raw, str) else raw, name)
    return {key: bell_schedule_of(document, key)[0] for key, document in read.documents.items()}


def spans(schedule: BellSchedule, kind: DayKind = DayKind.FULL) -> list[str]:
    return [f"{period.name} {period.start:%H:%M}-{period.end:%H:%M}" for period in schedule.days[kind]]


def problem(raw: str) -> Problem:
    with pytest.raises(InputError) as caught:
        schedules(raw)
    return caught.value.problems[0]


DAY = ["Period 1 08:05-08:50", "Lunch 11:50-12:20", "Period 6 13:05-13:50"]


@pytest.mark.parametrize(
    "text",
    [
        "Period,Start,End\n1,8:05 AM,8:50 AM\nLunch,11:50 AM,12:20 PM\n6,1:05 PM,1:50 PM\n",
        "Oak School Bell Schedule\n\nPeriod;Begins;Ends\n1;8:05;8:50\nLunch;11:50;12:20\n6;1:05;1:50\n",
        "Period\tTime\n1\t8:05 - 8:50\nLunch\t11:50–12:20\n6\t1:05-1:50 PM\n",
        "Block,Start Time,End Time,Minutes\n1,805a,850a,45\nLunch,1150a,1220p,30\n6,105p,150p,45\n",
    ],
)
def test_periods_and_their_times_are_read(text: str) -> None:
    assert spans(schedules(text)["oak"]) == DAY


def test_columns_for_kinds_of_day_are_read() -> None:
    found = schedules(
        "Period,Regular Day,Early Release\n1,8:05-8:50,8:05-8:35\nLunch,11:50-12:20,\n6,1:05-1:50,11:00-11:30\n"
    )["oak"]
    assert spans(found) == DAY
    assert spans(found, DayKind.EARLY_RELEASE) == ["Period 1 08:05-08:35", "Period 6 11:00-11:30"]


def test_initials_two_days_apart_are_asked_unless_another_row_has_the_day_between() -> None:
    rows = "Day,Period,Start,End\nM-W-F,1,8:05,8:50\nT-Th,1,9:05,9:40\n"
    found = schedules(rows)["oak"]
    assert spans(found) == DAY[:1]
    assert set(found.variants) == {"tuesday-thursday"}
    asked = problem(rows.replace("M-W-F", "Friday"))
    assert asked.message.startswith("'T-Th' may be Tuesday and Thursday, or Tuesday to Thursday")
    assert asked.line == 3


def test_weekdays_with_bells_of_their_own_are_variants() -> None:
    found = schedules("Day,Period,Start,End\nMTWF,1,8:05,8:50\nThursday,1,9:05,9:40\n")["oak"]
    assert spans(found) == DAY[:1]
    assert found.variants["thursday"].periods[0].start == time(9, 5)


def test_sheets_and_columns_of_schools_give_a_schedule_each() -> None:
    head: list[object] = ["Period", "Start", "End"]
    raw = xlsx({"Elementary": [head, ["1", time(8, 5), time(8, 50)]], "High": [head, [1.0, 0.3125, "8:15 AM"]]})
    found = schedules(raw, "bells.xlsx")
    assert {name: spans(schedule) for name, schedule in found.items()} == {
        "elementary": DAY[:1],
        "high": ["Period 1 07:30-08:15"],
    }
    assert set(schedules("School,Period,Start,End\nOak,1,8:05,8:50\nElm,1,8:00,8:45\n")) == {"oak", "elm"}


def test_what_is_not_sure_is_asked_with_its_row() -> None:
    unclear = problem("Period,Start,End\nBand,6:45,7:30\n")
    assert (unclear.line, unclear.message) == (
        2,
        "a time of 'Band' is not sure: '6:45' may be 6:45 AM or 6:45 PM; write 6:45 PM or 18:45",
    )
    assert problem("Period,Start,End\n1,8:05,soon 3\n").message == "the times of '1' cannot be read"
    assert problem("Day,Period,Start,End\nA,1,8:05,8:50\n").message == "which day 'A' is, is not clear"
    assert problem("Period,Start,End\n1,8:05,8:50\n2,8:40,9:30\n").line == 3
    assert problem("Class,When\n1,8:05\n").message == "no columns give the times"


def test_a_table_of_bells_sets_up_a_workspace(tmp_path: Path) -> None:
    given = tmp_path / "have"
    given.mkdir()
    (given / "schools.csv").write_text("School,Grades\nOak Elementary,K-5\n", encoding="utf-8")
    rows: list[list[object]] = [
        ["Period", "Start", "End"],
        ["1", time(8, 5), time(8, 50)],
        ["Lunch", "11:50a", "noon"],
    ]
    (given / "bell times.xlsx").write_bytes(xlsx({"Sheet1": rows}))
    initialize(tmp_path / "ws", "NJ", from_folder=given, today=date(2026, 7, 15))
    found = read_workspace(tmp_path / "ws").bells["bell-times"]
    assert spans(found) == ["Period 1 08:05-08:50", "Lunch 11:50-12:00"]
    (tmp_path / "ws" / "bells" / "bell-times.yaml").unlink()
    (tmp_path / "ws" / "bells" / "bell-times.csv").write_text("Period,Start,End\n1,8:05,8:50\n", encoding="utf-8")
    assert spans(read_workspace(tmp_path / "ws").bells["bell-times"]) == DAY[:1]


def test_a_time_that_a_spreadsheet_took_for_the_night_is_one_of_the_afternoon() -> None:
    # Whoever types 1:05 into Excel gets 01:05, in the night.
    rows: list[list[object]] = [["Period", "Start", "End"], ["1", time(8, 5), time(8, 50)]]
    rows.append(["6", time(1, 5), time(1, 50)])
    raw = xlsx({"Sheet1": rows})
    assert spans(schedules(raw, "oak.xlsx")["oak"])[1] == "Period 6 13:05-13:50"
    told = "oak.xlsx: times without AM or PM are taken for the afternoon: 1:05 as 13:05, 1:50 as 13:50."
    assert told in read_bell_table(raw, "oak.xlsx").notes
    assert not any(
        "afternoon" in note for note in read_bell_table(b"Period,Start,End\n1,8:05,1:50 PM\n", "o.csv").notes
    )
