"""Bell schedules that differ by grade within a campus; all invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.errors import Problem
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DayKind, Workspace
from tests.intake.small_workspace import BELLS, STAFF, problems_of, the_problem, write_workspace

CAMPUSES = "campus_id,name,grades,bell_schedule\noak,Oak School,K-8,oak\nelm,Elm Elementary School,K-5,young\n"
GROUPED = """\
name: Oak (invented)
groups:
  - {grades: K, bells: half-day}
  - {grades: 1-5, bells: young}
  - {grades: [6, 7, 8], bells: old}
"""
HALF_DAY = """\
name: Kindergarten (invented)
days:
  full:
    - {name: Circle, start: 08:15, end: 11:00}
"""
OLD = """\
name: Middle (invented)
days:
  full:
    - {name: Arrival, start: 08:00, end: 08:15, tags: [arrival]}
    - {name: Period 1, start: 08:15, end: 11:40}
    - {name: Lunch, start: 12:00, end: 12:30, tags: [lunch]}
  early_release:
    - {name: Short 1, start: 08:15, end: 10:00}
variants:
  B: {periods: [{name: Block, start: 08:15, end: 10:15}]}
weekdays: {wednesday: B}
"""
FILES = {
    "campuses.csv": CAMPUSES,
    "staff.csv": "staff_id,name,campus_id,title\ns1,Sample Alder,oak,Principal\n",
    "bells/oak.yaml": GROUPED,
    "bells/half-day.yaml": HALF_DAY,
    "bells/young.yaml": BELLS,
    "bells/old.yaml": OLD,
    "bells/regular.yaml": None,
}


def workspace_of(folder: Path, **changes: str) -> Workspace:
    return read_workspace(write_workspace(folder, {**FILES, **changes}))


def names_on(workspace: Workspace, on: str) -> dict[str, str]:
    day = workspace.calendar.day(date.fromisoformat(on))
    assert day is not None
    periods = workspace.periods(workspace.campus_by_id["oak"], day)
    return {f"{period.start:%H:%M}": period.name for period in periods}


def test_periods_are_stretches_without_a_bell_for_any_grade(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path)
    assert names_on(workspace, "2025-09-02") == {
        "08:00": "Arrival (1-8)",
        "08:15": "Circle (K), Lesson 1 (1-5), Period 1 (6-8)",
        "09:00": "Circle (K), Period 1 (6-8)",
        "11:00": "Period 1 (6-8)",
        "11:30": "Lunch (1-5), Period 1 (6-8)",
        "11:40": "Lunch (1-5)",
        "12:00": "Lesson 2 (1-5), Lunch (6-8)",
        "12:30": "Lesson 2 (1-5)",
    }
    assert workspace.bells["oak"].lesson_names == (
        "K: Circle",
        "1-5: Lesson 1",
        "6-8: Period 1",
        "1-5: Lesson 2",
        "6-8: Block",
    )


def test_each_group_keeps_its_weekdays(tmp_path: Path) -> None:
    on_wednesday = names_on(workspace_of(tmp_path), "2025-09-03")
    assert on_wednesday["08:15"] == "Circle (K), Lesson 1 (1-5), Block (6-8)"
    assert "Period 1 (6-8)" not in on_wednesday.values()


def test_the_other_campus_has_its_bells_as_before(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path)
    day = workspace.calendar.day(date(2025, 9, 2))
    assert day is not None
    periods = workspace.periods(workspace.campus_by_id["elm"], day)
    assert [period.name for period in periods] == ["Arrival", "Lesson 1", "Lunch", "Lesson 2"]
    assert not any(period.by_grades for period in periods)


def test_days_with_the_same_bells_share_one_tuple(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path)
    bells = workspace.bells["oak"]
    tuesday, thursday = (bells.periods_on(DayKind.FULL, date(2025, 9, on)) for on in (2, 4))
    assert tuesday is thursday
    assert bells.periods_on(DayKind.CLOSED) == ()


def test_gaps_in_the_bells_are_reported(tmp_path: Path) -> None:
    answers = "days:\n  - {date: 2025-10-01, kind: early_release}\n"
    staff = "staff_id,name,campus_id,title,teaches,grades\n"
    staff += "s1,A Teacher,oak,Teacher,yes,\ns2,B Teacher,oak,Teacher,yes,9\n"
    young = BELLS + "staff_hours: {start: 13:00, end: 14:00}\n"
    text = "\n".join(
        workspace_of(
            tmp_path, **{"calendar.yaml": answers, "staff.csv": staff, "bells/young.yaml": young}
        ).assumptions
    )
    assert "At oak grades K, 1-5 have no periods on days of the kind 'early_release'" in text
    assert "'staff_hours' of young are not taken for oak" in text
    assert "does not say which 'grades' teachers of oak have" in text and "So for A Teacher" in text
    assert "none that oak teaches for B Teacher" in text


def test_a_bell_file_may_be_a_group_and_let_its_grades_leave_early(tmp_path: Path) -> None:
    school = (
        "* regular # Regular\n8:15 {Period 1}\n11:40 Lunch\n12:20 Free\n\n"
        "* early # Early Release\n8:15 {Short}\n9:40 Free\n\n"
        "* Default Week\nMon regular\nTue regular\nWed regular\nThu regular\nFri early\n"
    )
    workspace = workspace_of(
        tmp_path,
        **{"bells/old.yaml": None, "bells/old.bell": school},  # type: ignore[arg-type]
    )
    assert "Period 1 (6-8)" in names_on(workspace, "2025-09-04")["09:00"]
    friday = names_on(workspace, "2025-09-05")
    assert friday["08:15"] == "Circle (K), Lesson 1 (1-5), Short (6-8)"
    assert friday["11:30"] == "Lunch (1-5)"
    assert workspace.calendar.kind_at(date(2025, 9, 5), "oak") is DayKind.FULL


def test_unused_special_days_of_a_group_are_reported(tmp_path: Path) -> None:
    school = (
        "* regular # Regular\n8:15 {Period 1}\n11:40 Lunch\n12:20 Free\n\n"
        "* holiday # No school\n\n"
        "* Default Week\nMon regular\nTue regular\nWed regular\nThu regular\nFri regular\n"
        "* Special Days\n09/03/2025 holiday # Founders\n09/04/2025 nowhere # x\n01/01/2020 regular # old\n"
    )
    workspace = workspace_of(
        tmp_path,
        **{"bells/old.yaml": None, "bells/old.bell": school},  # type: ignore[arg-type]
    )
    about = [assumption for assumption in workspace.assumptions if assumption.startswith("bells/old.bell: ")]
    assert [sentence.removeprefix("bells/old.bell: ") for sentence in about] == [
        "1 special days lie outside the school year at oak and are not used (lines 17 to 17).",
        "'holiday' says 'closed', the academic calendar says 'full' and is believed, at oak: "
        "2025-09-03 (line 15).",
        "left out, since there is no day schedule 'nowhere', at oak: 2025-09-04 (line 16).",
    ]


def test_a_free_period_may_be_one_of_a_variant_of_a_group(tmp_path: Path) -> None:
    staff = "staff_id,name,campus_id,title,teaches,free_periods\ns1,A Teacher,oak,Teacher,yes,Block;Blok\n"
    sentences = [
        assumption
        for assumption in workspace_of(tmp_path, **{"staff.csv": staff}).assumptions
        if "free_periods" in assumption
    ]
    assert len(sentences) == 1 and "'Blok'" in sentences[0]


def changed(folder: Path, *, grouped: str = GROUPED, **changes: str | None) -> Problem:
    return the_problem(folder, {**FILES, "bells/oak.yaml": grouped, **changes})


@pytest.mark.parametrize(
    ("wrong", "line", "message", "value"),
    [
        (("{grades: 1-5,", "{grades: K-5,"), 4, "a grade has the bells of two groups (first on line 3)", "K"),
        (("grades: 1-5", "grades: 2-5"), 2, "'oak' teaches grades K-8, and some have no bells here", "1"),
        (("[6, 7, 8]", "6-9"), 5, "'oak', which follows these bells, does not teach all grades", "9"),
        (("bells: old", "bells: olt"), 5, "there is no such bell schedule", "olt"),
        (("bells: old", "bells: oak"), 5, "this bell schedule has groups itself", "oak"),
        (("grades: 1-5", "grades: 1st-x"), 4, "'x' is not a grade", "1st-x"),
        (("grades: 1-5", "grades: {from: 1, to: 5}"), 4, "these are not grades; allowed: PK,", "{from: 1, to: 5}"),
        (("grades: 1-5", "grades: [1, [2, 3]]"), 4, "these are not grades; allowed: PK,", "[1, [2, 3]]"),
        (("bells: old", "bell: old"), 5, "'bell' is not known here", "bell"),
    ],
)
def test_invalid_groups_are_refused(
    tmp_path: Path, wrong: tuple[str, str], line: int, message: str, value: str
) -> None:
    found = problems_of(tmp_path, {**FILES, "bells/oak.yaml": GROUPED.replace(*wrong)})[0]
    assert found.file == "bells/oak.yaml"
    assert (found.line, found.value) == (line, value)
    assert message in found.message


def test_staff_hours_may_not_overlap_the_day_of_any_grade(tmp_path: Path) -> None:
    found = changed(tmp_path, grouped=GROUPED + "staff_hours: {start: 12:35, end: 13:00}\n")
    assert "the school day of grades 1-5, the day 'full' of 'young'" in found.message
    backwards = changed(tmp_path / "b", grouped=GROUPED + "staff_hours: {start: 14:00, end: 13:00}\n")
    assert "do not end after their start" in backwards.message


def test_a_group_whose_schedule_cannot_be_read_gives_one_problem(tmp_path: Path) -> None:
    found = changed(tmp_path, **{"bells/old.yaml": OLD.replace("11:40", "07:40")})
    assert found.file == "bells/old.yaml"


def test_grades_of_staff_are_read(tmp_path: Path) -> None:
    staff = STAFF.splitlines()[0] + ",grades\ns1,A Teacher,oak,Teacher,,,,yes,6-8\n"
    workspace = workspace_of(tmp_path, **{"staff.csv": staff})
    assert workspace.staff[0].grades == ("6", "7", "8")
    for grades, means in (
        ("8-9", "Only the bells of the other grades that are named count."),
        ("9", "So the bells of all grades count: in class while any of them are."),
    ):
        workspace = read_workspace(write_workspace(tmp_path, FILES | {"staff.csv": staff.replace("6-8", grades)}))
        assert (
            f"'grades' of staff.csv names 9, which oak does not teach: A Teacher. {means}" in workspace.assumptions
        )
    found = changed(tmp_path / "b", **{"staff.csv": staff.replace("6-8", "upper")})
    assert "'grades' cannot be read" in found.message and found.line == 2


def test_a_pin_may_name_what_some_grades_call_the_period(tmp_path: Path) -> None:
    from tests.intake.small_workspace import DISTRICT

    pin = "pins:\n  - {campus: oak, drill_type: fire_evacuation, date: 2025-10-02, period: %s}\n"
    assert workspace_of(tmp_path, **{"district.yaml": DISTRICT + pin % "Period 1"}).district.pins
    found = changed(tmp_path / "b", **{"district.yaml": DISTRICT + pin % "Period 9"})
    assert "has no such period" in found.message
