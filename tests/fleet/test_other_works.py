"""Audit, status, and publication of a fleet by their commands, and fleets that a list names."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drillplanner import api
from drillplanner.fleet.workspaces import fleet_of
from tests.command_line import run
from tests.fleet.conftest import PlannedFleet


@pytest.fixture
def folder(planned_fleet: PlannedFleet, tmp_path: Path) -> Path:
    """Return a planned fleet that a test may change."""
    return planned_fleet.copy_to(tmp_path / "state")


def results_of_command(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, dict[str, Any]]:
    ran = run(capsys, "fleet", *arguments, "--workers", "1", "--format", "json")
    return {result["folder"]: result for result in json.loads(ran.out)["results"]}


def list_of(folder: Path, *names: str, file: str = "some.txt") -> Path:
    """Write a list of districts into the fleet's folder."""
    path = folder / file
    path.write_text("# Invented.\n" + "".join(f"{name}\n" for name in names), encoding="utf-8")
    return path


def published(workspace: Path) -> dict[str, bytes]:
    out = workspace / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_status_counts_requirements_by_state_and_names_districts_without_a_plan(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = results_of_command(capsys, "status", folder, "--as-of", "2025-09-20")
    assert {name: result["outcome"] for name, result in results.items()} == {
        "alpha": "done",
        "bravo": "done",
        "conflict": "not_planned",
        "mistake": "bad_input",
    }
    alone = api.status(api.prepare(folder / "alpha"), date(2025, 9, 20))
    assert results["alpha"]["duty_states"] == {state.value: number for state, number in alone.counts.items()}
    assert sum(alone.counts.values()) > 0
    assert results["alpha"]["is_current"] is True


def test_a_drill_that_was_recorded_travels_with_its_district(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some = list_of(folder, "alpha")
    before = results_of_command(capsys, "audit", some)["alpha"]["unrecorded"]
    drill = api.read_plan(folder / "alpha").drills[0]
    held = ("--drill", drill.drill_id, "--held", "--date", drill.date, "--start", "8:20", "--minutes", 5)
    recorded = run(capsys, "record", folder / "alpha", *held, "--by", "Sample Alder")
    assert recorded.code == 0, recorded.err
    once, again = (api.read_bundle(folder / "alpha", with_plan=True) for _ in range(2))
    assert "records/drills.sqlite" in once.files
    assert (once.digest, once.whole) == (again.digest, again.whole)
    assert results_of_command(capsys, "audit", some)["alpha"]["unrecorded"] == before - 1


def test_a_plan_of_other_files_than_now_is_said_before_the_totals(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "alpha" / "staff.csv").open("a", encoding="utf-8") as staff:
        staff.write("s9,Sample Oak,oak,Nurse,,,,no\n")
    ran = run(capsys, "fleet", "audit", list_of(folder, "alpha", "bravo"), "--workers", "1")
    first = ran.out.splitlines()[0]
    assert first.startswith("1 plan is out of date, since files of the district changed after it was made: alpha.")


def test_calendars_are_those_of_the_command_for_one_district_and_a_lost_one_is_written_again(
    folder: Path, planned_fleet: PlannedFleet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some = list_of(folder, "alpha")
    files = results_of_command(capsys, "publish", some)["alpha"]["files"]
    other = planned_fleet.copy_to(tmp_path / "other") / "alpha"
    assert run(capsys, "publish", other, "--only", "icalendar").code == 0
    whole = published(folder / "alpha")
    assert whole == published(other)
    assert sum(name.endswith(".ics") for name in whole) > 0 < files
    for name in whole:
        if name.endswith(".ics"):
            (folder / "alpha" / "out" / name).unlink()
            break
    results_of_command(capsys, "publish", some)
    assert published(folder / "alpha") == whole


def test_paper_is_written_where_it_is_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results_of_command(capsys, "publish", list_of(folder, "alpha"), "--paper", "tiers")
    files = published(folder / "alpha")
    assert any(name.endswith("report.html") for name in files)
    assert any(name.endswith(".pdf") for name in files)


def test_each_list_has_results_of_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (
        list_of(folder, "alpha", file="first.txt"),
        list_of(folder, "alpha", "bravo", file="second.txt"),
    )
    assert results_of_command(capsys, "audit", first).keys() == {"alpha"}
    refused = run(capsys, "fleet", "report", second, "--of", "audit").err
    assert "there is no result of 'fleet audit' yet" in refused
    assert f"drillplanner fleet audit {second}" in refused
    assert results_of_command(capsys, "audit", second).keys() == {"alpha", "bravo"}
    for some in (first, second):
        assert run(capsys, "fleet", "report", some, "--of", "audit", "--csv").code == 0
    districts = {
        name: (folder / "report" / name / "by-district.csv").read_text(encoding="utf-8").count("\n") - 1
        for name in ("first", "second")
    }
    assert districts == {"first": 1, "second": 2}
    page = (folder / "report" / "second" / "report.html").read_text(encoding="utf-8")
    assert "is the folder of the district, such as alpha." in page


def test_a_link_to_a_workspace_next_to_it_is_the_same_district(folder: Path, tmp_path: Path) -> None:
    (folder / "again").symlink_to(folder / "alpha", target_is_directory=True)
    (folder / "alpha").rename(tmp_path / "elsewhere")
    for name in ("far", "far-too"):
        (folder / name).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / "also-bravo").symlink_to("bravo", target_is_directory=True)
    found = fleet_of(folder)
    assert list(found.workspaces) == ["bravo", "conflict", "far", "mistake"]
    assert not {"also-bravo", "far-too"} & set(found.others)
