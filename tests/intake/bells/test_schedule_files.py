from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DayKind, PeriodTag, StaffHours
from tests.intake.small_workspace import BELLS, CAMPUSES, DISTRICT, problems_of, the_problem, write_workspace

FILE = "bells/regular.yaml"


def day(*periods: str, kind: str = "full") -> dict[str, str]:
    return {FILE: f"name: Regular\ndays:\n  {kind}:\n" + "".join(f"    - {{{period}}}\n" for period in periods)}


def test_a_schedule_is_read_with_its_file_as_id(tmp_path: Path) -> None:
    schedule = read_workspace(write_workspace(tmp_path)).bells["regular"]
    assert (schedule.bell_schedule_id, schedule.name) == ("regular", "Regular (invented)")
    assert [period.name for period in schedule.days[DayKind.FULL]] == ["Arrival", "Lesson 1", "Lunch", "Lesson 2"]
    assert schedule.days[DayKind.FULL][0].tags == (PeriodTag.ARRIVAL,)
    assert schedule.days[DayKind.FULL][1].tags == (PeriodTag.INSTRUCTION,)


def test_periods_are_sorted_by_their_start(tmp_path: Path) -> None:
    changes = day("name: B, start: 09:00, end: 10:00", "name: A, start: 8:00, end: 09:00")
    periods = read_workspace(write_workspace(tmp_path, changes)).bells["regular"].days[DayKind.FULL]
    assert [(period.name, period.start) for period in periods] == [("A", time(8)), ("B", time(9))]


def test_a_period_without_tags_is_known_by_its_name(tmp_path: Path) -> None:
    periods = (
        "name: Bus Arrival, start: 08:00, end: 08:15",
        "name: Period 1, start: 08:15, end: 09:15",
        "name: Lunch A, start: 09:15, end: 09:45",
        "name: Brunch, start: 09:45, end: 10:00",
        "name: Lunch B, start: 10:00, end: 10:30, tags: [instruction]",
    )
    workspace = read_workspace(write_workspace(tmp_path, day(*periods)))
    assert [period.tags for period in workspace.bells["regular"].days[DayKind.FULL]] == [
        (PeriodTag.ARRIVAL,),
        (PeriodTag.INSTRUCTION,),
        (PeriodTag.LUNCH,),
        (PeriodTag.INSTRUCTION,),
        (PeriodTag.INSTRUCTION,),
    ]
    (note,) = [sentence for sentence in workspace.assumptions if sentence.startswith(FILE)]
    assert note == (
        f"{FILE}: 'Bus Arrival' is taken for arrival, 'Lunch A' is taken for lunch by the name of the period; "
        "'tags' would say it."
    )


def test_bells_without_the_buses_are_told_where_buses_run(tmp_path: Path) -> None:
    periods = ("name: Period 1, start: 08:15, end: 09:15", "name: Lunch, start: 09:15, end: 09:45")
    campuses = "campus_id,name,grades,bell_schedule,buses\noak,Oak,K-5,regular,yes\nelm,Elm,6-8,regular,no\n"
    changes = {"campuses.csv": campuses, **day(*periods)}
    told = read_workspace(write_workspace(tmp_path, changes)).assumptions
    assert (
        "The bell schedule 'regular' says neither when buses arrive nor when they leave: no bus drill can be "
        "placed at oak. Add a period with tags: [arrival] or tags: [dismissal]."
    ) in told


def test_overlapping_periods_are_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, day("name: A, start: 08:00, end: 09:00", "name: B, start: 08:59, end: 10:00"))
    assert (found.file, found.line, found.value) == (FILE, 5, "08:59 to 10:00")
    assert found.message == "the periods 'A' (08:00 to 09:00) and 'B' of the day 'full' overlap"
    assert found.allowed == "a start at 09:00 or later"


def test_periods_that_touch_do_not_overlap(tmp_path: Path) -> None:
    write_workspace(tmp_path, day("name: A, start: 08:00, end: 09:00", "name: B, start: 09:00, end: 10:00"))
    assert len(read_workspace(tmp_path).bells["regular"].days[DayKind.FULL]) == 2


@pytest.mark.parametrize("end", ["08:00", "07:59", "01:15"])
def test_a_period_that_does_not_end_after_its_start_is_refused(tmp_path: Path, end: str) -> None:
    found = the_problem(tmp_path, day(f"name: A, start: 08:00, end: {end}"))
    assert (found.file, found.line) == (FILE, 4)
    assert found.value == f"08:00 to {end.zfill(5)}"
    assert found.message == "the period 'A' of the day 'full' does not end after its start"
    assert found.maybe is not None and "13:15" in found.maybe


def test_two_periods_with_one_name_are_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, day("name: A, start: 08:00, end: 09:00", "name: A, start: 09:00, end: 10:00"))
    assert (found.file, found.line, found.value) == (FILE, 5, "A")
    assert found.message == "two periods of the day 'full' have one name (first on line 4)"


def test_an_unknown_kind_of_day_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, day("name: A, start: 08:00, end: 09:00", kind="early_relase"))
    assert (found.file, found.line, found.value) == (FILE, 3, "early_relase")
    assert found.allowed is not None and "'early_release'" in found.allowed


def test_an_unknown_tag_is_refused(tmp_path: Path) -> None:
    found = problems_of(tmp_path, day("name: A, start: 08:00, end: 09:00, tags: [luch]"))[-1]
    assert (found.file, found.line, found.value) == (FILE, 4, "luch")
    assert found.allowed is not None and "'lunch'" in found.allowed


STAFF_HOURS_BELLS = BELLS + "staff_hours: {start: 12:45, end: 13:30}\n"


def test_staff_hours_are_read(tmp_path: Path) -> None:
    schedule = read_workspace(write_workspace(tmp_path, {FILE: STAFF_HOURS_BELLS})).bells["regular"]
    assert schedule.staff_hours == StaffHours(start=time(12, 45), end=time(13, 30))


@pytest.mark.parametrize(
    ("hours", "message", "allowed"),
    [
        ("start: 12:44, end: 13:30", "lie in the school day of the day 'full', when students are there", "12:45"),
        ("start: 07:30, end: 08:01", "lie in the school day of the day 'full', when students are there", "08:00"),
        ("start: 07:00, end: 14:00", "lie in the school day of the day 'full', when students are there", "08:00"),
        ("start: 13:00, end: 01:45", "do not end after their start", "an end later"),
    ],
)
def test_staff_hours_during_the_school_day_are_refused(
    tmp_path: Path, hours: str, message: str, allowed: str
) -> None:
    found = the_problem(tmp_path, {FILE: BELLS + f"staff_hours: {{{hours}}}\n"})
    assert (found.file, found.line) == (FILE, 8)
    assert found.message == f"'staff_hours' {message}"
    assert found.allowed is not None and allowed in found.allowed


def test_staff_hours_may_be_unknown(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {FILE: BELLS + "staff_hours: {start: 13:00, ends: 14:00}\n"})
    assert {(problem.file, problem.line) for problem in found} == {(FILE, 8)}
    assert "Maybe you meant 'end'." in [problem.maybe for problem in found]


def test_a_period_named_like_staff_hours_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, day("name: staff hours, start: 08:00, end: 09:00"))
    assert (found.file, found.line, found.value) == (FILE, 4, "staff hours")


def test_a_closed_day_has_no_periods(tmp_path: Path) -> None:
    found = the_problem(tmp_path, day("name: A, start: 08:00, end: 09:00", kind="closed"))
    assert (found.line, found.message) == (3, "a closed day has no periods")
    assert found.allowed == "full, early_release, delayed_opening, testing"


@pytest.mark.parametrize(
    ("text", "line"),
    [("name: R\ndays: {}\n", 2), ("name: R\ndays:\n  full: []\n", 3), ("name: R\n", 1), ("", 1), ("x", 1)],
)
def test_a_schedule_without_days_is_refused(tmp_path: Path, text: str, line: int) -> None:
    found = the_problem(tmp_path, {FILE: text})
    assert (found.file, found.line) == (FILE, line)


@pytest.mark.parametrize("start", ["8", "25:00", "08:60", "evening"])
def test_text_that_is_not_a_time_is_refused(tmp_path: Path, start: str) -> None:
    found = the_problem(tmp_path, day(f"name: A, start: '{start}', end: 09:00"))
    assert (found.file, found.line) == (FILE, 4)
    assert f"'{start}' is not a time of day" in found.message


def test_a_broken_schedule_is_reported_once_and_not_for_its_campuses(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {FILE: "name: [", "bells/late.yaml": "name: L\ndays: {night: []}\n"})
    assert sorted({problem.file for problem in found}) == ["bells/late.yaml", FILE]


def test_two_files_for_one_schedule_are_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"bells/regular.yml": BELLS})
    assert (found.file, found.value, found.allowed) == (
        "bells/regular.yml",
        "regular",
        f"another name than {FILE}",
    )


def test_unread_files_are_reported(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, {"bells/old.txt": "x", "bells/.hidden": "x"}))
    assert workspace.assumptions == (
        "bells/old.txt is not read: a bell schedule ends in .yaml or .bell, is a folder with schedules.bell, or "
        "is a table or a pasted .txt with periods, starts, and ends.",
    )


def test_the_default_folder_may_be_missing(tmp_path: Path) -> None:
    changes = {FILE: None, "campuses.csv": CAMPUSES.replace("regular", "")}
    workspace = read_workspace(write_workspace(tmp_path, changes))
    assert workspace.bells == {}
    assert workspace.assumptions == (
        "There is no folder 'bells': no bell schedule is known.",
        "campuses.csv names no bell schedule for oak, elm: no time of day can be chosen for drills there.",
    )


def test_a_folder_that_is_named_must_be_there(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"district.yaml": DISTRICT + "bells: bels\n"})
    assert (found.file, found.line, found.value) == ("district.yaml", 12, "bels")
    assert (found.message, found.maybe) == ("there is no such folder", "Maybe you meant 'bells'.")
