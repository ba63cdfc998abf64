"""A drill that was missed, or whose day was closed, is made up within ten school days, if it can be."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import Drill, Plan, Workspace
from drillplanner.solve.solver import SolverSettings
from tests.command_line import Ran, run
from tests.intake.small_workspace import DISTRICT, write_workspace

#: Four fire drills a year, in whatever months: so the law alone leaves all year to make one up.
NORTH_DAKOTA = (
    DISTRICT.replace("state: NJ", "state: ND")
    + """\
practice: none
pins:
  - {campus: oak, drill_type: fire_evacuation, date: 2025-10-06}
  - {campus: oak, drill_type: fire_evacuation, date: 2025-10-09}
"""
)
MISSED = "oak-fire-evacuation-02"
MISSED_TOO = "oak-fire-evacuation-03"

Command = Callable[..., Ran]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_workspace(tmp_path_factory.mktemp("north-dakota"), {"district.yaml": NORTH_DAKOTA})
    api.plan(api.prepare(folder), SolverSettings())
    return folder


@pytest.fixture
def folder(planned: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(planned, tmp_path / "district"))


@pytest.fixture
def command(folder: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command on the folder, and return what it printed."""
    return lambda name, *options: run(capsys, name, folder, *options)


def drill(folder: Path, drill_id: str) -> Drill:
    return {drill.drill_id: drill for drill in api.read_plan(folder).drills}[drill_id]


def school_days_later(was: Drill, now: Drill, workspace: Workspace) -> int:
    dates = workspace.calendar.dates_at(was.campus_id)
    return sum(was.date < on <= now.date for on in dates)


def test_a_missed_drill_is_made_up_on_its_back_up_date(folder: Path, command: Command) -> None:
    was = drill(folder, MISSED)
    assert was.date == date(2025, 10, 6)
    command("record", "--drill", MISSED, "--not-held", "--cause", "forgotten", "--by", "office")
    ran = command("replan", "--all", "--as-of", "2025-10-07")
    now = drill(folder, MISSED)
    assert now.date == was.back_up, ran.out
    assert now.back_up is not None and now.back_up > now.date
    assert "made up" not in ran.out


def test_a_drill_on_a_closed_day_is_made_up_in_time(folder: Path, command: Command) -> None:
    was = drill(folder, MISSED)
    ran = command("replan", "--all", "--as-of", "2025-09-25", "--close", was.date)
    assert drill(folder, MISSED).date == was.back_up, ran.out


def test_if_the_back_up_date_is_gone_another_day_in_time_is_taken(folder: Path, command: Command) -> None:
    was = drill(folder, MISSED)
    assert was.back_up is not None
    command("replan", "--all", "--as-of", "2025-09-25", "--close", was.date, "--close", was.back_up)
    now = drill(folder, MISSED)
    assert now.date not in (was.date, was.back_up)
    assert school_days_later(was, now, api.prepare(folder).workspace) <= 10


def test_two_missed_drills_are_each_made_up_in_time(folder: Path, command: Command) -> None:
    both = {drill_id: drill(folder, drill_id) for drill_id in (MISSED, MISSED_TOO)}
    assert both[MISSED_TOO].date == date(2025, 10, 9)
    for drill_id in both:
        command("record", "--drill", drill_id, "--not-held", "--cause", "forgotten", "--by", "office")
    command("replan", "--all", "--as-of", "2025-10-10")
    workspace = api.prepare(folder).workspace
    for drill_id, was in both.items():
        assert school_days_later(was, drill(folder, drill_id), workspace) <= 10


def test_a_drill_that_cannot_be_made_up_in_time_is_made_up_soon_and_the_plan_says_why(
    folder: Path, command: Command
) -> None:
    blocked = "forbidden:\n  - {from: 2025-10-10, to: 2025-10-24}\n"
    path = folder / "district.yaml"
    path.write_text(path.read_text() + blocked)
    was = drill(folder, MISSED_TOO)
    command("record", "--drill", MISSED_TOO, "--not-held", "--cause", "forgotten", "--by", "office")
    ran = command("replan", "--all", "--as-of", "2025-10-10")
    now = drill(folder, MISSED_TOO)
    workspace = api.prepare(folder).workspace
    assert 10 < school_days_later(was, now, workspace) <= 20
    assert (
        f"{MISSED_TOO} of Thursday 2025-10-09 is made up on {now.date:%A} {now.date}, and not by 2025-10-24 as it "
        "should be: none of the next 10 school days fits: blocked in district.yaml (10)."
    ) in ran.out
    assert api.read_plan(folder).warnings[0].startswith(f"{MISSED_TOO} of Thursday")


def test_a_drill_that_is_recorded_too_late_is_made_up_soon(folder: Path, command: Command) -> None:
    command("record", "--drill", MISSED, "--not-held", "--cause", "forgotten", "--by", "office")
    ran = command("replan", "--all", "--as-of", "2025-12-01")
    was, now = date(2025, 10, 6), drill(folder, MISSED)
    assert now.date < date(2025, 12, 19)
    assert f"{MISSED} of Monday {was} is made up on" in ran.out
    assert "10 school days had passed by 2025-12-01" in ran.out


def test_a_drill_that_nothing_asks_for_any_more_is_not_made_up(folder: Path, command: Command) -> None:
    def fire_drills(plan: Plan) -> list[str]:
        return [drill.drill_id for drill in plan.drills if drill.drill_id.startswith("oak-fire")]

    extra = ("--campus", "oak", "--type", "fire_evacuation", "--date", "2025-09-30", "--by", "office")
    command("record", "--held", "--extra", *extra)
    command("record", "--drill", MISSED, "--not-held", "--cause", "forgotten", "--by", "office")
    ran = command("replan", "--all", "--as-of", "2025-10-07")
    assert MISSED not in fire_drills(api.read_plan(folder))
    assert f"{MISSED} of Monday 2025-10-06 is not made up: nothing that can still be met asks for it." in ran.out


def october_drill(plan: Plan) -> Drill:
    return next(
        drill
        for drill in plan.drills
        if drill.drill_type == "fire_evacuation" and (drill.date.month, drill.date.day < 15) == (10, True)
    )


@pytest.mark.parametrize("is_closed", [False, True])
def test_in_the_bundled_example_a_fire_drill_of_october_is_made_up_in_time(
    planned_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], is_closed: bool
) -> None:
    folder = Path(shutil.copytree(planned_example, tmp_path / "district"))
    workspace = api.prepare(folder).workspace
    was = october_drill(api.read_plan(folder))
    options: tuple[str, ...] = ()
    if is_closed:
        options = ("--close", f"{was.date}:{was.campus_id}")
    else:
        run(
            capsys,
            "record",
            folder,
            "--drill",
            was.drill_id,
            "--not-held",
            "--cause",
            "forgotten",
            "--by",
            "office",
        )
    next_day = next(on for on in workspace.calendar.dates_at(was.campus_id) if on > was.date)
    ran = run(capsys, "replan", "--all", folder, "--as-of", next_day, *options)
    assert ran.code == 0, ran.out + ran.err
    assert 0 < school_days_later(was, drill(folder, was.drill_id), workspace) <= 10
