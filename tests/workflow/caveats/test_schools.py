"""Schools left out, and schools without a drill, a lockdown, or a fire drill: said first."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import CaveatKind
from drillplanner.workflow.caveats.fire_codes import fire_drills_not_established
from drillplanner.workflow.caveats.schools import schools_left_out, schools_owed_no_drills
from tests.command_line import run
from tests.intake.small_workspace import CAMPUSES, DISTRICT, write_workspace

MISSOURI = DISTRICT.replace("state: NJ", "state: MO").replace("America/New_York", "America/Chicago")
LEAVES_OUT = (
    "campus_id,name,grades,leave_out\n"
    "oak,Oak Elementary School,K-5,\nelm,Elm High School,9-12,\nash,Ash Adult School,Adult,adults only\n"
)


def test_a_state_that_asks_for_fire_drills_and_lockdowns_has_no_such_caveat(tmp_path: Path) -> None:
    assert list(schools_owed_no_drills(api.prepare(write_workspace(tmp_path)))) == []


@pytest.mark.parametrize(
    ("practice", "held"),
    [
        ("none", "A plan then holds none."),
        ("baseline", "A plan then holds only those that good practice adds, which no law asks for."),
    ],
)
def test_lockdowns_that_good_practice_adds_are_not_called_none(tmp_path: Path, practice: str, held: str) -> None:
    changes = {"district.yaml": f"{DISTRICT.replace('state: NJ', 'state: CA')}practice: {practice}\n"}
    (caveat,) = schools_owed_no_drills(api.prepare(write_workspace(tmp_path, changes)))
    assert caveat.text == f"No requirement on file asks for a lockdown drill with students at any school. {held}"


def test_a_school_without_students_needs_no_drill(tmp_path: Path) -> None:
    changes = {"district.yaml": MISSOURI, "campuses.csv": CAMPUSES.replace(",300,", ",0,").replace('"1,200"', "0")}
    prepared = api.prepare(write_workspace(tmp_path, changes))
    assert list(schools_owed_no_drills(prepared)) == []
    assert list(fire_drills_not_established(prepared)) == []


def test_every_school_left_out_is_named_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write_workspace(tmp_path, {"campuses.csv": LEAVES_OUT})
    (caveat,) = schools_left_out(api.prepare(place))
    assert caveat.kind is CaveatKind.LEFT_OUT
    assert caveat.text == "Ash Adult School is not planned (campuses.csv:4): adults only."
    assert caveat.text in run(capsys, "check", "--all", place).out


def test_many_schools_left_out_share_one_caveat(tmp_path: Path) -> None:
    rows = "".join(f"n{number},Night School {number},,evenings only\n" for number in range(1, 8))
    (caveat,) = schools_left_out(api.prepare(write_workspace(tmp_path, {"campuses.csv": LEAVES_OUT + rows})))
    assert caveat.text.startswith("8 schools of campuses.csv are not planned: Ash Adult School, Night School 1, ")
