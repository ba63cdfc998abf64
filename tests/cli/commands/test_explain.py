"""The command ``explain`` on one campus of the example: a drill, a duty, the district; with and without a plan."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import Drill
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.replan.request import ReplanRequest
from tests.command_line import run
from tests.intake.small_workspace import CALENDAR, CAMPUSES, STAFF, write_workspace

DUTY = "NJ-01/oak/2025-09"
#: A year of seven weeks, and a campus alone.
SHORT = {
    "calendar.ics": CALENDAR.replace("20260618", "20251017").replace("20260619", "20251018").replace("\n", "\r\n"),
    "campuses.csv": "\n".join(CAMPUSES.splitlines()[:2]) + "\n",
    "staff.csv": "\n".join(STAFF.splitlines()[:2]) + "\n",
}
FORBIDDEN = """
forbidden:
  - {from: 2025-09-02, to: 2025-09-30, campuses: [oak], reason: Building works}
"""


def forbid_september(place: Path) -> None:
    path = place / "district.yaml"
    path.write_text(path.read_text() + FORBIDDEN)


@pytest.fixture(scope="module")
def with_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One campus with its plan. Tests must not change it: copy it first."""
    place = write_workspace(tmp_path_factory.mktemp("planned"), SHORT)
    api.plan(api.prepare(place), SolverSettings())
    return place


@pytest.fixture(scope="module")
def impossible(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One campus of which September is forbidden."""
    place = write_workspace(tmp_path_factory.mktemp("impossible"), SHORT)
    forbid_september(place)
    return place


def a_fire_drill(place: Path) -> Drill:
    """One in September that is needed for that month."""
    drills = api.read_plan(place).drills
    return next(drill for drill in drills if DUTY in drill.credits)


def test_a_drill_is_explained_in_words(with_plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drill = a_fire_drill(with_plan)
    ran = run(capsys, "explain", with_plan, "--drill", drill.drill_id)
    assert ran.code == 0, ran.err
    assert f"{drill.drill_id}: fire evacuation on " in ran.out
    assert "It is needed for:" in ran.out
    assert "at least 1 fire drill in September 2025 (NJ-01, N.J.S.A. 18A:41-1)" in ran.out
    assert "outside September 2025, in which it must meet NJ-01" in ran.out
    assert "Other days on which it could be (" in ran.out
    assert "The next best days, each by planning the campus again:" in ran.out
    assert "Not legal advice" in ran.out


def test_a_drill_is_explained_as_json(with_plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drill = a_fire_drill(with_plan)
    ran = run(capsys, "explain", with_plan, "--drill", drill.drill_id, "--format", "json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert found["drill_id"] == drill.drill_id
    assert found["is_forced"] is False
    assert found["is_past"] is False
    best = found["next_best"]
    assert len(best) == 5
    assert {one["date"] for one in best} <= set(found["lawful"])
    made = api.read_plan(with_plan)
    assert made.status == "optimal"
    for one in best:
        # No year is better than the plan, which is proven the best.
        assert (one["drills"], one["breaches"], one["visits"], one["points"]) >= (0, 0, 0, 0)
        assert sum(goal["points"] for goal in one["goals"]) == one["points"]
        assert one["is_proven"] is True
        assert 0 <= one["others_moved"] < len(made.drills)
        if one["points_alone"] is not None:
            assert one["points_alone"] >= one["points"]
        if one["others_moved"] == 0:
            assert one["points_alone"] == one["points"]
    told = {on for some in found["ruled_out"] for on in some["dates"]} | set(found["lawful"])
    dates = api.prepare(with_plan).workspace.calendar.dates_at("oak")
    assert told >= {on.isoformat() for on in dates if on != drill.date}


def test_a_duty_is_explained_by_the_drills_that_meet_it(
    with_plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    duty = DUTY
    ran = run(capsys, "explain", with_plan, "--duty", duty)
    assert ran.code == 0, ran.err
    assert f"{duty}: at least 1 fire drill in September 2025 [N.J.S.A. 18A:41-1; http" in ran.out
    assert a_fire_drill(with_plan).drill_id in ran.out


def test_a_plan_is_told_by_its_cost_and_its_tightest_duties(
    with_plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = api.read_plan(with_plan)
    ran = run(capsys, "explain", with_plan)
    assert ran.code == 0, ran.err
    assert f"There is a plan, optimal: cost {made.objective}, bound {made.bound}" in ran.out
    assert "The duties with the fewest days to spare:" in ran.out
    found = json.loads(run(capsys, "explain", with_plan, "--format", "json").out)
    assert found["status"] == "planned"
    assert found["objective"] == made.objective
    spare = [one["days"] - one["needed"] for one in found["tightest"]]
    assert spare == sorted(spare)
    assert found["tightest"][0]["duty"] == "NJ-09/oak/first-10"
    assert (found["tightest"][0]["needed"], found["tightest"][0]["days"]) == (1, 8)


def test_without_a_plan_it_says_whether_there_can_be_one(
    with_plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Path(shutil.copytree(with_plan, tmp_path / "place"))
    shutil.rmtree(place / "plan")
    ran = run(capsys, "explain", place)
    assert ran.code == 0, ran.err
    assert "A lawful plan exists." in ran.out
    duty = run(capsys, "explain", place, "--duty", DUTY)
    assert duty.code == 0
    assert "It can be met beside all others." in duty.out
    drill = run(capsys, "explain", place, "--drill", "oak-fire-evacuation-01")
    assert drill.code == 2
    assert "there is no plan yet" in drill.err
    assert "Traceback" not in drill.err


def test_infeasibility_is_explained_as_plan_explains_it(
    impossible: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    explained = run(capsys, "explain", impossible)
    assert explained.code == 0, explained.err
    assert "No lawful plan exists." in explained.out
    planned = run(capsys, "plan", impossible, "--format", "json")
    assert planned.code == 3
    for words in (
        "these 2 cannot stand together; without either one, the other can:",
        "forbidden: 2025-09-02 to 2025-09-30: any drill at oak (Building works) (district.yaml)",
        "); scenarios that can be used: ",
    ):
        assert words in planned.err
        assert words in explained.out
    document = json.loads(planned.out)
    assert document["status"] == "infeasible"
    (conflict,) = document["conflicts"]
    assert conflict["confirmed"] is True
    assert {member["kind"] for member in conflict["members"]} == {"duty", "forbidden"}
    assert conflict["relaxations"]


@pytest.mark.parametrize("duty", ["NJ-09/oak/first-10", "NJ-10/oak/first-15"])
def test_a_duty_that_cannot_be_met_has_its_conflict(
    impossible: Path, capsys: pytest.CaptureFixture[str], duty: str
) -> None:
    # The days are forbidden for both; the plan fails at one of them.
    ran = run(capsys, "explain", impossible, "--duty", duty)
    assert ran.code == 0, ran.err
    assert "It cannot be met:" in ran.out
    assert f"({duty.partition('/')[0]}, " in ran.out
    assert "Building works" in ran.out


def test_a_duty_in_doubt_never_stops_a_plan(impossible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "explain", impossible, "--duty", DUTY, "--format", "json").out)
    assert found["status"] == "set_aside"
    assert "more_than_one_room" in found["reason"]


def test_a_duty_that_can_be_met_alone_is_told_what_stops_the_plan(impossible: Path) -> None:
    found = api.explain_duty(api.prepare(impossible), "NJ-07/oak/evacuation_other")
    assert found.status == "possible"
    assert found.in_conflict is False
    assert found.conflicts


def test_a_plan_of_other_files_is_called_stale(
    with_plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Path(shutil.copytree(with_plan, tmp_path / "place"))
    forbid_september(place)
    ran = run(capsys, "explain", place, "--format", "json")
    assert ran.code == 0
    assert "The workspace has changed since the plan was made" in ran.err
    found = json.loads(ran.out)
    assert found["is_stale"] is True
    assert found["status"] == "infeasible"
    drill = a_fire_drill(place)
    told = run(capsys, "explain", place, "--drill", drill.drill_id)
    assert told.code == 0
    assert "By today's files the campus has no lawful plan" in told.out


def test_what_is_past_is_no_choice(with_plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = Path(shutil.copytree(with_plan, tmp_path / "place"))
    as_of = date(2025, 9, 22)
    made = api.replan(place, ReplanRequest(as_of), SolverSettings())
    held = next(drill for drill in made.drills if drill.date < as_of)
    ran = run(capsys, "explain", place, "--drill", held.drill_id)
    assert ran.code == 0, ran.err
    assert "It is past: its day is no longer a choice." in ran.out
    coming = next(drill for drill in made.drills if drill.date >= as_of)
    found = json.loads(run(capsys, "explain", place, "--drill", coming.drill_id, "--format", "json").out)
    assert found["next_best"]
    assert all(date.fromisoformat(on) >= as_of for on in found["lawful"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--drill", "oak-fire-evacuation-1"),
            ("--drill: the plan has no such drill", "Maybe you meant 'oak-fire-evacuation-01'"),
        ),
        (("--drill", "nothing"), ("--drill: the plan has no such drill", "found:   nothing", "allowed: ")),
        (
            ("--duty", "NJ-01/oak/2025-9"),
            ("--duty: there is no such duty", "Maybe you meant 'NJ-01/oak/2025-09'"),
        ),
        (("--drill", "a", "--duty", "b"), ("either --drill or --duty",)),
    ],
)
def test_ids_that_there_are_not_are_told(
    with_plan: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: tuple[str, ...]
) -> None:
    ran = run(capsys, "explain", with_plan, *arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    for words in said:
        assert words in ran.err
