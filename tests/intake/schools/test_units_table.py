"""The list of units, ``units.csv``."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.files.errors import Problem
from drillplanner.intake.schools.campus_table import ALLOWED_ID as IDENTIFIER
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import Unit, UnitKind
from tests.intake.small_workspace import CAMPUSES, problems_of, the_problem, write_workspace

HEADER = "campus_id,kind,unit_id,name,weekdays\n"
KINDS = "building, alarm_group, bus, staff_group, cohort"
WEEKDAYS = (
    "monday, tuesday, wednesday, thursday, friday, saturday, sunday, joined by ';', "
    "or empty where it attends every day"
)


def problem(folder: Path, row: str) -> Problem:
    found = the_problem(folder, {"units.csv": HEADER + "oak,building,main,,\n" + row + "\n"})
    assert (found.file, found.line) == ("units.csv", 3)
    return found


def test_each_campus_has_its_units_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = HEADER + (
        "elm,cohort,B,Second group,Wednesday; monday\n"
        "oak,building,main,Main building,\n"
        "elm,cohort,A,,\n"
        "oak,Alarm group,annex,,\n"
    )
    oak, elm = read_workspace(write_workspace(tmp_path, {"units.csv": text})).campuses
    assert elm.units == (
        Unit(unit_id="B", kind=UnitKind.COHORT, campus_id="elm", name="Second group", weekdays=(0, 2), row=2),
        Unit(unit_id="A", kind=UnitKind.COHORT, campus_id="elm", row=4),
    )
    assert [(unit.unit_id, unit.kind, unit.name) for unit in oak.units] == [
        ("main", UnitKind.BUILDING, "Main building"),
        ("annex", UnitKind.ALARM_GROUP, ""),
    ]


@pytest.mark.parametrize("text", [None, HEADER, "campus_id,kind,unit_id\n"])
def test_no_file_and_no_rows_are_no_units(tmp_path: Path, text: str | None) -> None:
    workspace = read_workspace(write_workspace(tmp_path, {"units.csv": text}))
    assert [campus.units for campus in workspace.campuses] == [(), ()]
    assert workspace.assumptions == ()


def test_two_campuses_may_use_one_unit_id(tmp_path: Path) -> None:
    text = HEADER + "oak,bus,1,,\nelm,bus,1,,\n"
    workspace = read_workspace(write_workspace(tmp_path, {"units.csv": text}))
    assert [[unit.unit_id for unit in campus.units] for campus in workspace.campuses] == [["1"], ["1"]]


@pytest.mark.parametrize("row", ["oak,building,main,,", "oak,bus,MAIN,,"])
def test_two_units_of_a_campus_with_one_id_are_refused(tmp_path: Path, row: str) -> None:
    found = problem(tmp_path, row)
    assert found.message == "two units of 'oak' have one id (first on line 2)"
    assert found.value == row.split(",")[2]
    assert found.allowed == "a different unit_id for each unit of a campus; upper and lower case count as the same"


@pytest.mark.parametrize(
    ("row", "message", "value", "allowed", "maybe"),
    [
        ("oka,building,b,,", "there is no such campus", "oka", "oak, elm", "Maybe you meant 'oak'."),
        (",building,b,,", "the column 'campus_id' is empty in this row", None, "oak, elm", None),
        ("oak,bulding,b,,", "there is no such kind", "bulding", KINDS, "Maybe you meant 'building'."),
        ("oak,campus,b,,", "there is no such kind", "campus", KINDS, None),
        ("oak,,b,,", "the column 'kind' is empty in this row", None, KINDS, None),
        ("oak,bus,,,", "the column 'unit_id' is empty in this row", None, IDENTIFIER, None),
        ("oak,bus,bus 7,,", "this cannot be a unit_id", "bus 7", IDENTIFIER, None),
        ("oak,cohort,a,,mondy", "this is not a weekday", "mondy", WEEKDAYS, "Maybe you meant 'monday'."),
        ("oak,cohort,a,,;", "this names no weekday", ";", WEEKDAYS, None),
        ("oak,bus,b,,monday", "only a cohort attends on some weekdays", "monday", "empty, or the kind cohort", None),  # noqa: E501
    ],
)  # fmt: skip
def test_unusable_rows_are_refused(
    tmp_path: Path, row: str, message: str, value: str | None, allowed: str, maybe: str | None
) -> None:
    assert problem(tmp_path, row) == Problem("units.csv", 3, message, value, allowed, maybe)


def test_a_missing_column_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"units.csv": "campus_id,kind,unit\noak,bus,7\n"})
    assert (found.line, found.message, found.maybe) == (
        1,
        "the column 'unit_id' is missing",
        "Maybe you meant 'unit'.",
    )


def test_a_campus_with_a_broken_row_is_not_reported_again(tmp_path: Path) -> None:
    changes = {"campuses.csv": CAMPUSES.replace("9-12", "9-15"), "units.csv": HEADER + "elm,bus,7,,\n"}
    assert [problem.file for problem in problems_of(tmp_path, changes)] == ["campuses.csv"]
