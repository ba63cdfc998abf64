"""The command ``explain`` on one campus: a drill, a duty, the district; with and without a plan."""

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


def forbid_september(folder: Path) -> None:
    path = folder / "district.yaml"
    path.write_text(path.read_text() + FORBIDDEN)


@pytest.fixture(scope="module")
def with_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one campus with its plan. Tests must not change it; they copy it first."""
    folder = write_workspace(tmp_path_factory.mktemp("planned"), SHORT)
    api.plan(api.prepare(folder), SolverSettings())
    return folder


@pytest.fixture(scope="module")
def impossible(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one campus with no allowed day in September."""
    folder = write_workspace(tmp_path_factory.mktemp("impossible"), SHORT)
    forbid_september(folder)
    return folder


def a_fire_drill(folder: Path) -> Drill:
    """Return the fire drill that meets September's duty."""
    drills = api.read_plan(folder).drills
    return next(drill for drill in drills if DUTY in drill.credits)


def test_a_drill_is_explained_in_words(with_plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drill = a_fire_drill(with_plan)
    ran = run(capsys, "explain", "--all", with_plan, "--drill", drill.drill_id)
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
    ran = run(capsys, "explain", "--all", with_plan, "--drill", drill.drill_id, "--format", "json")
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    assert document["drill_id"] == drill.drill_id
    assert document["is_forced"] is False
    assert document["is_past"] is False
    best = document["next_best"]
    assert len(best) == 5
    assert {option["date"] for option in best} <= set(document["lawful"])
    plan = api.read_plan(with_plan)
    assert plan.status == "optimal"
    for option in best:
        # No year is better than the plan, which is proven optimal.
        assert (option["drills"], option["breaches"], option["visits"], option["points"]) >= (0, 0, 0, 0)
        assert sum(goal["points"] for goal in option["goals"]) == option["points"]
        assert option["is_proven"] is True
        assert 0 <= option["others_moved"] < len(plan.drills)
        if option["points_alone"] is not None:
            assert option["points_alone"] >= option["points"]
        if option["others_moved"] == 0:
            assert option["points_alone"] == option["points"]
    explained = {on for group in document["ruled_out"] for on in group["dates"]} | set(document["lawful"])
    dates = api.prepare(with_plan).workspace.calendar.dates_at("oak")
    assert explained >= {on.isoformat() for on in dates if on != drill.date}


def test_a_duty_is_explained_by_the_drills_that_meet_it(
    with_plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "explain", "--all", with_plan, "--duty", DUTY)
    assert ran.code == 0, ran.err
    assert f"{DUTY}: at least 1 fire drill in September 2025 [N.J.S.A. 18A:41-1; http" in ran.out
    assert a_fire_drill(with_plan).drill_id in ran.out


def test_a_plan_is_explained_by_its_cost_and_its_tightest_duties(
    with_plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = api.read_plan(with_plan)
    ran = run(capsys, "explain", "--all", with_plan)
    assert ran.code == 0, ran.err
    assert "There is a plan. It is as good as any lawful plan" in ran.out
    assert f"Status: optimal. Cost {plan.objective}, bound {plan.bound}" in ran.out
    assert "The duties with the fewest days to spare:" in ran.out
    document = json.loads(run(capsys, "explain", "--all", with_plan, "--format", "json").out)
    assert document["status"] == "planned"
    assert document["objective"] == plan.objective
    spare = [duty["days"] - duty["needed"] for duty in document["tightest"]]
    assert spare == sorted(spare)
    assert document["tightest"][0]["duty"] == "NJ-09/oak/first-10"
    assert (document["tightest"][0]["needed"], document["tightest"][0]["days"]) == (1, 8)


def test_without_a_plan_explain_says_whether_a_plan_can_exist(
    with_plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(with_plan, tmp_path / "district"))
    shutil.rmtree(folder / "plan")
    ran = run(capsys, "explain", "--all", folder)
    assert ran.code == 0, ran.err
    assert "A lawful plan exists." in ran.out
    duty = run(capsys, "explain", "--all", folder, "--duty", DUTY)
    assert duty.code == 0
    assert "It can be met beside all others." in duty.out
    drill = run(capsys, "explain", "--all", folder, "--drill", "oak-fire-evacuation-01")
    assert drill.code == 2
    assert "there is no plan yet" in drill.err
    assert "Traceback" not in drill.err


def test_explain_and_plan_give_the_same_reasons_for_infeasibility(
    impossible: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    explained = run(capsys, "explain", "--all", impossible)
    assert explained.code == 0, explained.err
    assert "No lawful plan exists." in explained.out
    planned = run(capsys, "plan", "--all", impossible, "--format", "json")
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
    # The blocked days affect both duties; the plan fails at one of them.
    ran = run(capsys, "explain", "--all", impossible, "--duty", duty)
    assert ran.code == 0, ran.err
    assert "It cannot be met:" in ran.out
    assert f"({duty.partition('/')[0]}, " in ran.out
    assert "Building works" in ran.out


def test_an_uncertain_duty_never_stops_a_plan(impossible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(
        run(capsys, "explain", "--all", impossible, "--duty", "NJ-16/oak/year", "--format", "json").out
    )
    assert document["status"] == "set_aside"
    assert "buses" in document["reason"]


def test_a_duty_that_can_be_met_alone_names_the_conflicts_that_stop_the_plan(impossible: Path) -> None:
    explanation = api.explain_duty(api.prepare(impossible), "NJ-07/oak/evacuation_other")
    assert explanation.status == "possible"
    assert explanation.in_conflict is False
    assert explanation.conflicts


def test_a_plan_made_from_other_files_is_stale(
    with_plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(with_plan, tmp_path / "district"))
    forbid_september(folder)
    ran = run(capsys, "explain", "--all", folder, "--format", "json")
    assert ran.code == 0
    assert "The workspace has changed since the plan was made" in ran.err
    document = json.loads(ran.out)
    assert document["is_stale"] is True
    assert document["status"] == "infeasible"
    drill = a_fire_drill(folder)
    explained = run(capsys, "explain", "--all", folder, "--drill", drill.drill_id)
    assert explained.code == 0
    assert "By today's files the campus has no lawful plan" in explained.out


def test_past_days_are_not_options(with_plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(with_plan, tmp_path / "district"))
    as_of = date(2025, 9, 22)
    plan = api.replan(folder, ReplanRequest(as_of), SolverSettings())
    held = next(drill for drill in plan.drills if drill.date < as_of)
    ran = run(capsys, "explain", "--all", folder, "--drill", held.drill_id)
    assert ran.code == 0, ran.err
    assert "It is past: its day is no longer a choice." in ran.out
    coming = next(drill for drill in plan.drills if drill.date >= as_of)
    document = json.loads(
        run(capsys, "explain", "--all", folder, "--drill", coming.drill_id, "--format", "json").out
    )
    assert document["next_best"]
    assert all(date.fromisoformat(on) >= as_of for on in document["lawful"])


@pytest.mark.parametrize(
    ("arguments", "messages"),
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
def test_unknown_ids_are_refused(
    with_plan: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], messages: tuple[str, ...]
) -> None:
    ran = run(capsys, "explain", "--all", with_plan, *arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    for message in messages:
        assert message in ran.err
