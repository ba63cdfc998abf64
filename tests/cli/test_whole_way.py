"""The bundled example from plan to publication: lawful, proven, reproducible, and audited when tampered with."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.shipped import shipped_folder
from drillplanner.model import Drill, DutyStatus
from drillplanner.workflow.example import copy_example
from drillplanner.workflow.publish import publish_request
from tests.command_line import Ran, run, run_captured

SECURITY = {"lockdown", "active_assailant", "evacuation_other", "bomb_threat", "secure", "shelter_hazmat"}


def rows_of(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "plan" / "schedule.csv").read_text(encoding="utf-8"))))


def write_rows(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_example_has_183_school_days_and_meets_every_duty(planned_example: Path) -> None:
    prepared = api.prepare(planned_example)
    for campus in prepared.workspace.campuses:
        assert len(prepared.workspace.calendar.dates_at(campus.campus_id)) == 183
    report = api.audit(prepared)
    assert report.exit_code == 0
    assert report.developmental.verdict == "ok"
    assert report.count(DutyStatus.MET) == len(prepared.duties)
    assert {verdict.campus_id for verdict in report.verdicts} == set(prepared.workspace.campus_by_id)


def test_the_plan_is_proven_optimal(planned_example: Path) -> None:
    plan = api.read_plan(planned_example)
    assert plan.status == "optimal"
    assert plan.objective == plan.bound == sum(cost.points for cost in plan.costs)
    assert plan.gap == 0


def test_each_campus_has_exactly_the_drills_that_the_law_requires(planned_example: Path) -> None:
    plan = api.read_plan(planned_example)
    # 25 drills: a fire and a security drill in each of eleven months, two bus drills, and one lesson.
    by_campus: dict[str, list[Drill]] = {}
    for drill in plan.drills:
        by_campus.setdefault(drill.campus_id, []).append(drill)
    assert {len(drills) for drills in by_campus.values()} == {25}
    for drills in by_campus.values():
        assert len({drill.date for drill in drills}) == 25


def test_the_primary_route_is_practiced_before_other_routes(planned_example: Path) -> None:
    routes_by_campus: dict[str, list[str | None]] = {}
    for drill in api.read_plan(planned_example).drills:
        if drill.drill_type == "fire_evacuation":
            routes_by_campus.setdefault(drill.campus_id, []).append(drill.route)
    with_escapes = routes_by_campus.pop("mount-pleasant-middle")
    assert set(with_escapes) == {"fire_escape"}
    for routes in routes_by_campus.values():
        assert routes[0] == "primary"
        assert routes.index("primary") < routes.index("secondary") < routes.index("blocked_exit")
        assert {routes.count("secondary"), routes.count("blocked_exit")} <= {2, 3}


@pytest.fixture(scope="module")
def planned_by_command(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """Return another copy of the example, planned by the command with one worker, and the command's output."""
    folder = tmp_path_factory.mktemp("elsewhere") / "again"
    copy_example(folder)
    return folder, run_captured("plan", folder, "--workers", 1, "--format", "json")


def test_the_same_input_gives_the_same_bytes(
    planned_example: Path, planned_by_command: tuple[Path, Ran], tmp_path: Path
) -> None:
    again, _ = planned_by_command
    for name in ("plan.json", "schedule.csv"):
        assert (again / "plan" / name).read_bytes() == (planned_example / "plan" / name).read_bytes()
    published = {}
    for folder in (again, tmp_path / "copy"):
        if folder != again:
            shutil.copytree(planned_example, folder)
            shutil.rmtree(folder / "out", ignore_errors=True)
        files = list(api.publish(api.prepare(folder), ("icalendar", "tables", "report")))
        published[folder.name] = {path.relative_to(folder): path.read_bytes() for path in files}
    assert published["again"] == published["copy"]
    assert len(published["again"]) >= 10


def test_audit_finds_exactly_the_three_faults_of_a_tampered_schedule(
    planned_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = rows_of(planned_example)
    moved = next(row for row in rows if row["drill_type"] in SECURITY and row["date"].startswith("2025-12"))
    moved["date"] = "2025-12-25"
    deleted = next(
        row
        for row in rows
        if row["drill_type"] == "fire_evacuation"
        and row["date"].startswith("2025-10")
        and row["campus_id"] != moved["campus_id"]
    )
    rows.remove(deleted)
    visit = next(row for row in rows if row["agencies"] == "police" and row is not moved)
    other = next(
        row
        for row in rows
        if row["date"] == visit["date"] and row["campus_id"] != visit["campus_id"] and not row["agencies"]
    )
    other["agencies"] = "police"
    path = write_rows(tmp_path / "tampered.csv", rows)

    ran = run(capsys, "audit", "--all", planned_example, "--schedule", path, "--format", "json")
    assert ran.code == 1
    report = json.loads(ran.out)
    assert sorted(entry["problem"] for entry in report["entries"]) == ["agency_overbooked", "holiday"]
    holiday = next(entry for entry in report["entries"] if entry["problem"] == "holiday")
    assert holiday["drill_id"] == moved["drill_id"]
    assert holiday["row"] == rows.index(moved) + 2
    overbooked = next(entry for entry in report["entries"] if entry["problem"] == "agency_overbooked")
    assert visit["drill_id"] in overbooked["message"]
    assert other["drill_id"] in overbooked["message"]
    roots = [
        verdict
        for verdict in report["verdicts"]
        if verdict["status"] == "violated" and verdict["because_of"] is None
    ]
    assert [root["duty"] for root in roots] == [f"NJ-01/{deleted['campus_id']}/2025-10"]
    consequences = [verdict for verdict in report["verdicts"] if verdict["because_of"]]
    assert {consequence["because_of"] for consequence in consequences} == {moved["drill_id"]}

    printed = run(capsys, "audit", "--all", planned_example, "--schedule", path)
    assert "3 findings:" in printed.out
    assert "Winter Recess" in printed.out


def test_a_row_entered_twice_is_one_finding(
    planned_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = rows_of(planned_example)
    visit = next(row for row in rows if row["agencies"] == "police")
    rows.insert(rows.index(visit) + 1, dict(visit))
    path = write_rows(tmp_path / "doubled.csv", rows)
    ran = run(capsys, "audit", "--all", planned_example, "--schedule", path, "--format", "json")
    report = json.loads(ran.out)
    assert [entry["problem"] for entry in report["entries"]] == ["duplicate"]
    assert report["summary"]["violated"] == 0


def test_the_published_table_and_calendar_are_lawful_when_read_back(
    example_with_calendars: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = run(
        capsys,
        "audit",
        "--all",
        example_with_calendars,
        "--schedule",
        example_with_calendars / "plan" / "schedule.csv",
    )
    assert table.code == 0, table.out
    calendar = example_with_calendars / "out" / "calendars" / "district.ics"
    feed = run(capsys, "audit", "--all", example_with_calendars, "--schedule", calendar, "--format", "json")
    report = json.loads(feed.out)
    # A calendar has no audience, route, or scenario, so some duties need an answer, and none is violated.
    assert report["summary"]["violated"] == 0
    assert report["entries"] == []
    assert feed.code == 4
    undecided = {verdict["mandate"] for verdict in report["verdicts"] if verdict["status"] == "cannot_tell"}
    assert not undecided & {"NJ-02", "NJ-07", "NJ-10"}


def test_a_table_with_three_columns_is_audited_on_these_columns(
    planned_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{key: row[key] for key in ("campus_id", "drill_type", "date")} for row in rows_of(planned_example)]
    path = write_rows(tmp_path / "by-hand.csv", rows)
    report = json.loads(run(capsys, "audit", "--all", planned_example, "--schedule", path, "--format", "json").out)
    assert report["summary"]["violated"] == 0
    assert report["summary"]["cannot_tell"] > 0
    monthly = [verdict for verdict in report["verdicts"] if verdict["mandate"] == "NJ-02"]
    assert {verdict["status"] for verdict in monthly} == {"met"}


def test_a_scenario_with_simulation_is_refused_with_rule_and_source(
    planned_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "district"
    shutil.copytree(planned_example, folder, ignore=shutil.ignore_patterns("plan", "out"))
    (folder / "scenarios").mkdir()
    text = (shipped_folder("scenarios") / "lockdown.yaml").read_text(encoding="utf-8")
    assert "simulation: false" in text
    (folder / "scenarios" / "lockdown.yaml").write_text(
        text.replace("simulation: false", "simulation: true"), encoding="utf-8"
    )
    ran = run(capsys, "plan", "--all", folder)
    assert ran.code == 1
    assert "DA-103" in ran.err
    assert "NASSP" in ran.err
    assert not (folder / "plan").exists()
    screened = run(capsys, "screen", folder / "scenarios" / "lockdown.yaml", "--format", "json")
    assert screened.code == 1
    assert json.loads(screened.out)["results"][0]["verdict"] == "violation"


def test_plan_prints_the_documented_json(planned_by_command: tuple[Path, Ran]) -> None:
    _, ran = planned_by_command
    assert ran.code == 0
    document = json.loads(ran.out)
    assert {"status", "objective", "bound", "gap", "drills", "campuses", "seconds", "violated", "warnings"} <= set(
        document
    )
    assert document["drills"] == 225
    assert (
        "All 325 duties that we check have drills scheduled; 36 more duties are tasks on the calendar." in ran.err
    )


def test_a_missing_fact_is_named_and_does_not_stop_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "district"
    copy_example(folder)
    keep_two_campuses(folder)
    rows = list(csv.DictReader((folder / "campuses.csv").open(encoding="utf-8")))
    for row in rows[:1]:
        row["buses"] = row["fire_escapes"] = ""
    write_rows(folder / "campuses.csv", rows)
    ran = run(capsys, "plan", "--all", folder, "--format", "json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["cannot_tell"] == 2
    assert json.loads(ran.out)["violated"] == 0
    assert "Not scheduled until you answer: NJ-16" in ran.err
    assert "Missing:" not in ran.err, "said once, with the questions"
    assert ran.err.count("Does the building have fire escapes?") == 1
    assert run(capsys, "audit", "--all", folder).code == 4


def keep_two_campuses(folder: Path) -> None:
    """Remove all campuses but the first two from a workspace, with their staff."""
    campuses = list(csv.DictReader((folder / "campuses.csv").open(encoding="utf-8")))[:2]
    write_rows(folder / "campuses.csv", campuses)
    campus_ids = {row["campus_id"] for row in campuses}
    staff = list(csv.DictReader((folder / "staff.csv").open(encoding="utf-8")))
    write_rows(folder / "staff.csv", [row for row in staff if row["campus_id"] in campus_ids])


def test_an_infeasible_year_gives_exit_code_3_and_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "district"
    copy_example(folder)
    keep_two_campuses(folder)  # the reason is searched for at every campus
    text = (folder / "district.yaml").read_text(encoding="utf-8")
    assert "agencies:" in text
    (folder / "district.yaml").write_text(text[: text.index("agencies:")], encoding="utf-8")
    ran = run(capsys, "plan", "--all", folder)
    assert ran.code == 3
    assert "police present" in ran.err
    assert "N.J.S.A. 18A:41-1" in ran.err
    assert not (folder / "plan").exists()


def test_publishing_an_unlawful_plan_is_refused(
    planned_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "district"
    shutil.copytree(planned_example, folder, ignore=shutil.ignore_patterns("out"))
    day = api.read_plan(folder).drills[0].date
    (folder / "calendar.yaml").write_text(f"days:\n  - date: {day}\n    kind: closed\n    title: Storm\n")
    ran = run(capsys, "publish", folder, "--only", "tables")
    assert ran.code == 1
    assert "no longer holds" in ran.err
    assert not (folder / "out").exists()
    # Papers of what was held are written all the same, and know that its coming drills are not settled.
    for place, holds in ((folder, False), (planned_example, True)):
        request = publish_request(api.prepare(place), lambda sentence: None, None, must_hold=False)
        assert request.plan_holds is holds


def test_publishing_again_removes_stale_files_and_nothing_else(planned_example: Path, tmp_path: Path) -> None:
    folder = tmp_path / "district"
    shutil.copytree(planned_example, folder, ignore=shutil.ignore_patterns("out"))
    list(api.publish(api.prepare(folder), ("report",)))
    stale = folder / "out" / "parts" / "stale.html"
    stale.parent.mkdir()
    stale.write_text("old")
    own_file = folder / "out" / "my-notes.txt"
    own_file.write_text("mine")
    manifest = folder / "out" / "published.json"
    published = json.loads(manifest.read_text())
    published["report"].append("parts/stale.html")
    published["report"].append("../district.yaml")
    manifest.write_text(json.dumps(published))
    list(api.publish(api.prepare(folder), ("report",)))
    assert not stale.exists()
    assert own_file.exists()
    assert (folder / "district.yaml").exists()


def test_demo_refuses_a_folder_with_other_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    ran = run(capsys, "demo", tmp_path)
    assert ran.code == 2
    assert "not an empty folder" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
