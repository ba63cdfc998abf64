"""The workspaces of a small invented state, and what a second run leaves alone."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from drillplanner.intake.whole_state.initialize import initialize_state
from drillplanner.intake.whole_state.made_workspace import hashes_of
from drillplanner.intake.whole_state.state_report import MadeHow, StateReport
from drillplanner.intake.workspace.reader import read_workspace
from tests.command_line import run
from tests.intake.small_workspace import CALENDAR
from tests.intake.whole_state.directory_files import (
    CLOSED,
    LEA_COLUMNS,
    SCHOOL_COLUMNS,
    district,
    school,
    written,
)

SUMMER = date(2025, 7, 15)
FIRST, SECOND = "fair-view-isd-9900001", "fair-view-isd-9900002"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Two districts of one name, one that is closed, and an empty folder of calendars."""
    written(
        tmp_path / "lea.csv",
        LEA_COLUMNS,
        district("9900001", "Fair View ISD"),
        district("9900002", "FAIR VIEW ISD"),
        district("9900003", "Shut ISD", status=CLOSED),
    )
    written(
        tmp_path / "sch.csv",
        SCHOOL_COLUMNS,
        school("990000100001", "Oak Elementary"),
        school("990000100002", "Old School", status=CLOSED),
        school("990000200001", "Elm School", ("KG", "12")),
        school("990000300001", "Shut School"),
    )
    (tmp_path / "calendars").mkdir()
    return tmp_path


def made(state: Path, is_recorded: Callable[[Path], bool] | None = None) -> StateReport:
    return initialize_state(
        state / "out",
        "TX",
        (state / "lea.csv", state / "sch.csv"),
        calendars=state / "calendars",
        year="2025-26",
        today=SUMMER,
        is_recorded=is_recorded,
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_bytes(folder: Path) -> dict[str, str]:
    return {
        f"{path.name}/{name}": value
        for path in folder.iterdir()
        if path.is_dir()
        for name, value in hashes_of(path).items()
    }


def how(report: StateReport) -> dict[str, MadeHow]:
    return {district.folder: district.how for district in report.districts}


def test_each_district_has_its_workspace_and_each_row_its_place(state: Path) -> None:
    report = made(state)
    assert how(report) == {FIRST: MadeHow.MADE, SECOND: MadeHow.MADE}
    workspace = read_workspace(state / "out" / FIRST)
    assert (workspace.district.name, workspace.district.state) == ("Fair View ISD", "TX")
    assert [campus.campus_id for campus in workspace.campuses] == ["990000100001"]
    assert [left.name for left in workspace.left_out] == ["Old School"]
    assert {"calendar", "bells", "agencies"} <= set(workspace.district.guesses)
    assert {(row["what"], row["name"]) for row in rows(state / "out" / "not-taken.csv")} == {
        ("district", "Shut ISD"),
        ("school", "Shut School"),
        ("school", "Old School"),
    }
    sentences = rows(state / "out" / "init-report.csv")
    assert {row["folder"] for row in sentences} == {FIRST, SECOND}
    assert any(row["kind"] == "assumed" and "so one is ASSUMED" in row["sentence"] for row in sentences)
    assert [row["schools"] for row in rows(state / "out" / "districts.csv")] == ["1", "1"]


def test_a_second_run_changes_nothing_and_a_run_elsewhere_gives_the_same_bytes(state: Path) -> None:
    made(state)
    before = all_bytes(state / "out")
    assert set(how(made(state)).values()) == {MadeHow.UNCHANGED}
    assert all_bytes(state / "out") == before
    (state / "out").rename(state / "elsewhere")
    made(state)
    assert all_bytes(state / "out") == all_bytes(state / "elsewhere")


def test_a_calendar_that_arrives_later_is_taken_where_no_one_changed_the_workspace(state: Path) -> None:
    made(state)
    campuses = state / "out" / SECOND / "campuses.csv"
    campuses.write_text(campuses.read_text().replace("Elm School", "Elm Academy"))
    for leaid in ("9900001", "9900002"):
        (state / "calendars" / f"{leaid}.ics").write_text(CALENDAR)
    report = made(state)
    assert how(report) == {FIRST: MadeHow.MADE_AGAIN, SECOND: MadeHow.KEPT}
    assert "calendar" not in read_workspace(state / "out" / FIRST).district.guesses
    assert "was changed since it was made" in report.districts[1].reason
    assert "Elm Academy" in campuses.read_text()
    assert [path.name for path in (state / "out").iterdir() if path.name.startswith(".")] == []


def test_a_workspace_that_was_planned_and_published_is_made_again_and_keeps_both(state: Path) -> None:
    made(state)
    for name in ("plan/plan.json", "out/feeds/published.json", "details/check.txt", "ask.md", ".lock"):
        (state / "out" / FIRST / name).parent.mkdir(parents=True, exist_ok=True)
        (state / "out" / FIRST / name).write_text(name)
    (state / "out" / SECOND / "records").mkdir()
    (state / "out" / SECOND / "records" / "drill_log.csv").write_text("recorded")
    for leaid in ("9900001", "9900002"):
        (state / "calendars" / f"{leaid}.ics").write_text(CALENDAR)
    assert how(made(state)) == {FIRST: MadeHow.MADE_AGAIN, SECOND: MadeHow.KEPT}
    for name in ("plan/plan.json", "out/feeds/published.json", "details/check.txt", "ask.md"):
        assert (state / "out" / FIRST / name).read_text() == name
    assert set(how(made(state)).values()) == {MadeHow.UNCHANGED, MadeHow.KEPT}


def test_a_workspace_whose_drills_are_recorded_on_a_server_is_not_made_again(state: Path) -> None:
    made(state)
    for leaid in ("9900001", "9900002"):
        (state / "calendars" / f"{leaid}.ics").write_text(CALENDAR)
    report = made(state, is_recorded=lambda folder: folder.name == SECOND)
    assert how(report) == {FIRST: MadeHow.MADE_AGAIN, SECOND: MadeHow.KEPT}
    assert "recorded on the server" in report.districts[1].reason


def test_a_workspace_is_known_when_its_folder_is_renamed(state: Path) -> None:
    made(state)
    (state / "out" / FIRST).rename(state / "out" / "fair-view")
    assert how(made(state)) == {"fair-view": MadeHow.UNCHANGED, SECOND: MadeHow.UNCHANGED}


def test_a_folder_that_is_not_ours_is_left_alone(state: Path) -> None:
    (state / "out" / FIRST).mkdir(parents=True)
    (state / "out" / FIRST / "mine.txt").write_text("mine")
    assert how(made(state)) == {FIRST: MadeHow.KEPT, SECOND: MadeHow.MADE}
    assert [path.name for path in (state / "out" / FIRST).iterdir()] == ["mine.txt"]


def test_a_run_that_was_killed_is_resumed(state: Path) -> None:
    made(state)
    whole = all_bytes(state / "out")
    # Killed while the second district was made: its draft is there, and its workspace is not.
    (state / "out" / SECOND).rename(state / "out" / ".9900002.new")
    assert how(made(state)) == {FIRST: MadeHow.UNCHANGED, SECOND: MadeHow.MADE}
    assert all_bytes(state / "out") == whole


def test_a_run_that_was_killed_while_it_put_a_workspace_in_place_loses_no_plan(state: Path) -> None:
    made(state)
    (state / "out" / SECOND / "plan").mkdir()
    (state / "out" / SECOND / "plan" / "plan.json").write_text("planned")
    (state / "out" / SECOND).rename(state / "out" / ".9900002.old")
    assert how(made(state)) == {FIRST: MadeHow.UNCHANGED, SECOND: MadeHow.UNCHANGED}
    assert (state / "out" / SECOND / "plan" / "plan.json").read_text() == "planned"


def test_a_calendar_that_is_not_given_again_is_not_replaced_by_an_assumed_one(state: Path) -> None:
    (state / "calendars" / "9900001.ics").write_text(CALENDAR)
    made(state)
    (state / "calendars" / "9900001.ics").unlink()
    report = made(state)
    assert how(report) == {FIRST: MadeHow.KEPT, SECOND: MadeHow.UNCHANGED}
    assert "'9900001.ics' was not given this time" in report.districts[0].reason
    assert "calendar" not in read_workspace(state / "out" / FIRST).district.guesses


def test_a_calendar_that_cannot_be_used_stops_its_own_district_alone(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (state / "calendars" / "9900001.ics").write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    given = ("--nces", state / "lea.csv", "--nces-schools", state / "sch.csv", "--calendars", state / "calendars")
    arguments = ("fleet", "init", state / "out", "--state", "TX", "--year", "2025-26", *given)
    ran = run(capsys, *arguments)
    assert ran.code == 1
    assert "NOT MADE: 1 district\n  Fair View ISD (9900001): " in ran.out
    assert "holds no event" in ran.out
    assert sorted(path.name for path in (state / "out").iterdir() if path.is_dir()) == [SECOND]
    (state / "calendars" / "9900001.ics").unlink()
    assert run(capsys, *arguments).code == 0


def test_bad_input_writes_nothing(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "fleet", "init", state / "out", "--state", "TX", "--nces", state / "lea.csv")
    assert (ran.code, "no directory of schools was given" in ran.err) == (2, True)
    assert not (state / "out").exists()
