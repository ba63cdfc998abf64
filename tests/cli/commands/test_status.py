"""The command ``status``: its exit codes, its JSON, its screen, and each state that a requirement can have."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from drillplanner import api
from drillplanner.cli.screens.first_screen import MOST_COLUMNS, MOST_LINES
from drillplanner.cli.screens.records.status import status_lines, status_screen
from drillplanner.model import Confidence, Drill, DrillRecord, DrillType, NoticeLine, NoticeState, StatusReport
from drillplanner.records import EntryStatus
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.kept_records.kept_log import writing_log
from drillplanner.workflow.recording.example_log import write_example_with_records
from tests.builders import campus
from tests.cli.commands.test_audit import LOUISIANA
from tests.command_line import Ran, run
from tests.intake.small_workspace import write_workspace
from tests.workflow.status.histories import record_of

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "status.schema.json").read_text(encoding="utf-8"))
#: The day before Livingston's third lockdown drill, long after its first drills.
AUTUMN = date(2025, 10, 20)

Status = Callable[..., Ran]


@pytest.fixture
def status(capsys: pytest.CaptureFixture[str]) -> Status:
    def call(folder: Path, *options: object) -> Ran:
        return run(capsys, "status", folder, *options)

    return call


@pytest.fixture(scope="module")
def january(planned_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example with half a year of records; tests must not change it."""
    folder = tmp_path_factory.mktemp("status") / "january"
    workspace = api.prepare(planned_example).workspace
    write_example_with_records(folder, "NJ", planned_example, api.read_plan(planned_example), workspace)
    return folder


def records_until(folder: Path, until: date, missed: str = "", silent: Iterable[str] = ()) -> None:
    """Record the drills of the plan before a day as held, but for the missed one and those without a record."""
    with writing_log(folder, api.prepare(folder).workspace) as kept:
        entries = [
            record_of(drill, held=drill.drill_id != missed)
            for drill in api.read_plan(folder).drills
            if drill.date < until and drill.drill_id not in silent
        ]
        kept.append([(entry_status(entry), entry) for entry in entries], source="table")


def entry_status(entry: DrillRecord) -> EntryStatus:
    return EntryStatus.HELD if entry.held else EntryStatus.NOT_HELD


def document(ran: Ran) -> dict[str, Any]:
    """Return the JSON that the command printed, held against the published schema."""
    found = json.loads(ran.out)
    jsonschema.validate(found, SCHEMA)
    assert isinstance(found, dict)
    return found


def test_half_a_year_with_misses_is_one_screen_and_the_rest_is_in_a_file(january: Path, status: Status) -> None:
    ran = status(january, "--as-of", "2026-01-30")
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.rstrip("\n").split("\n")
    assert len(lines) <= MOST_LINES
    assert lines[0] == "As of January 30, 2026: 2 late, 3 at risk."
    assert "\nLate: no lawful day is left (2)\n  Livingston High School: Monthly fire drill (NJ-01)." in ran.out
    at_risk = ran.out.split("\nAt risk (3)\n")[1].split("\n\n")[0]
    assert at_risk.startswith("  Until June 18, 2026: ")
    assert re.search(r"-> Hold a .* by\s+June 18, 2026; .* To plan it: drillplanner replan", at_risk, re.DOTALL)
    assert re.search(r"^Letters to families: \d\d sent in time, 5 without a record\.$", ran.out, re.MULTILINE)
    assert "Actions after drills and exercises that are not done (2)" in ran.out
    full = (january / "details" / "status.txt").read_text(encoding="utf-8")
    assert full == status(january, "--as-of", "2026-01-30", "--all").out
    report = document(status(january, "--as-of", "2026-01-30", "--format", "json"))
    assert all(full.count(f", {line['duty']}: ") >= 1 for line in report["lines"])
    assert " DIR " not in full


def test_json_follows_the_schema_and_says_what_the_screen_says(january: Path, status: Status) -> None:
    ran = status(january, "--as-of", "2026-01-30", "--format", "json")
    assert ran.code == 1
    report = document(ran)
    assert report["as_of"] == "2026-01-30"
    assert (report["summary"]["late"], report["summary"]["at_risk"]) == (2, 3)
    assert sum(report["summary"].values()) == len(report["lines"])
    at_risk = [line for line in report["lines"] if line["state"] == "at_risk"]
    assert {(line["until"], line["needs"]) for line in at_risk} == {("2026-06-18", 1)}
    letters = [notice["state"] for notice in report["notices"]]
    assert letters.count("sent") > 40
    assert letters.count("not_recorded") == 5
    assert report["actions"][0]["is_overdue"] is True
    assert report["disclaimer"].startswith("Not legal advice.")


def test_one_school_is_found_by_its_nickname(january: Path, status: Status) -> None:
    ran = status(january, "--as-of", "2026-01-30", "--campus", "Heritage", "--format", "json")
    report = document(ran)
    assert ran.code == 4
    assert report["campus"] == "heritage"
    assert {line["campus_id"] for line in report["lines"]} == {"heritage"}
    assert {notice["campus_id"] for notice in report["notices"]} <= {"heritage"}
    screen = status(january, "--as-of", "2026-01-30", "--campus", "Heritage").out
    assert "As of January 30, 2026 at Heritage Middle School: 1 at risk." in screen
    unknown = status(january, "--campus", "Hogwarts")
    assert (unknown.code, unknown.out) == (2, "")
    assert "there is no such school" in unknown.err


def test_before_the_first_drill_nothing_is_short(planned_example: Path, tmp_path: Path, status: Status) -> None:
    folder = Path(shutil.copytree(planned_example, tmp_path / "new"))
    ran = status(folder, "--as-of", "2025-08-01")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("As of August 1, 2025: no requirement is late or at risk.\n")
    assert document(status(folder, "--as-of", "2025-08-01", "--format", "json"))["summary"]["at_risk"] == 0


def test_a_missed_drill_is_at_risk_and_after_its_last_day_late(
    planned_example: Path, tmp_path: Path, status: Status
) -> None:
    folder = Path(shutil.copytree(planned_example, tmp_path / "district"))
    missed = fire_drill_of_october(folder)
    records_until(folder, AUTUMN + timedelta(30), missed.drill_id)
    on = ("--campus", missed.campus_id, "--format", "json", "--as-of")
    ran = status(folder, *on, "2025-10-31")
    (line,) = (line for line in document(ran)["lines"] if line["state"] == "at_risk")
    assert (ran.code, line["duty"], line["until"]) == (4, f"NJ-01/{missed.campus_id}/2025-10", "2025-10-31")
    assert line["to_do"].startswith("Hold a fire drill by October 31, 2025.")
    ran = status(folder, *on, "2025-11-03")
    (line,) = (line for line in document(ran)["lines"] if line["state"] == "late")
    assert (ran.code, line["duty"], line["until"]) == (1, f"NJ-01/{missed.campus_id}/2025-10", None)


def test_a_past_drill_without_a_record_is_asked_for_and_not_counted(
    planned_example: Path, tmp_path: Path, status: Status
) -> None:
    folder = Path(shutil.copytree(planned_example, tmp_path / "district"))
    silent = fire_drill_of_october(folder)
    records_until(folder, date(2025, 11, 10), silent=[silent.drill_id])
    ran = status(folder, "--as-of", "2025-11-10", "--campus", silent.campus_id)
    assert ran.code == 4
    assert ran.out.startswith("1 past drill has no record. We do not count it as held.\n")
    assert "Past, and nobody recorded it (--held, or --not-held)" in ran.out
    command = ran.out.split("Past, and nobody recorded it")[1].split("-> ")[1].split("\n\n")[0]
    assert f"--drill {silent.drill_id} --held --by NAME" in " ".join(command.split())
    report = document(status(folder, "--as-of", "2025-11-10", "--campus", silent.campus_id, "--format", "json"))
    (line,) = (line for line in report["lines"] if line["state"] == "unrecorded")
    assert line["drills"] == [silent.drill_id]
    assert "no school day is left on which it could be made up" in line["to_do"]
    assert report["unrecorded"] == [
        {
            "drill_id": silent.drill_id,
            "campus_id": silent.campus_id,
            "drill_type": "fire_evacuation",
            "date": silent.date.isoformat(),
            "in_grace": False,
        }
    ]


def fire_drill_of_october(folder: Path) -> Drill:
    return next(
        drill
        for drill in api.read_plan(folder).drills
        if drill.drill_type == "fire_evacuation" and drill.date.month == 10
    )


@pytest.fixture(scope="module")
def louisiana(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a school of seven weeks whose fire drills are presumed; its first drill was held, the others not."""
    folder = write_workspace(tmp_path_factory.mktemp("louisiana"), LOUISIANA)
    api.plan(api.prepare(folder), SolverSettings())
    fire = [drill for drill in api.read_plan(folder).drills if drill.drill_type == "fire_evacuation"]
    with writing_log(folder, api.prepare(folder).workspace) as kept:
        entries = [record_of(drill, held=drill is fire[0]) for drill in fire]
        kept.append([(entry_status(entry), entry) for entry in entries], source="table")
    return folder


def test_a_requirement_that_may_not_bind_is_undecided_with_how_to_answer(louisiana: Path, status: Status) -> None:
    report = document(status(louisiana, "--as-of", "2025-11-20", "--format", "json"))
    undecided = [line for line in report["lines"] if line["state"] == "cannot_tell" and line["presumed"]]
    assert undecided
    assert all("drillplanner answer DIR fire_codes=IFC" in line["to_do"] for line in undecided)
    screen = status(louisiana, "--as-of", "2025-11-20").out
    assert "\nCannot tell" in screen
    assert f"drillplanner answer {louisiana} fire_codes=IFC" in " ".join(screen.split())


def test_a_drill_without_a_field_that_the_fire_code_asks_for_is_not_evidenced(
    louisiana: Path, tmp_path: Path, status: Status
) -> None:
    folder = Path(shutil.copytree(louisiana, tmp_path / "with-code"))
    text = (folder / "district.yaml").read_text(encoding="utf-8")
    (folder / "district.yaml").write_text(text + "fire_codes: [IFC]\n", encoding="utf-8")
    report = document(status(folder, "--as-of", "2025-11-20", "--format", "json"))
    lacking = [line for line in report["lines"] if line["state"] == "not_evidenced"]
    assert lacking
    assert all("--field weather=…" in line["to_do"] for line in lacking)
    assert "\nDone, not evidenced" in status(folder, "--as-of", "2025-11-20").out


def test_what_is_at_risk_is_held_against_an_update_that_is_not_written(
    louisiana: Path, tmp_path: Path, status: Status
) -> None:
    folder = Path(shutil.copytree(louisiana, tmp_path / "confirmed"))
    text = (folder / "district.yaml").read_text(encoding="utf-8") + "fire_codes: [IFC]\n"
    (folder / "district.yaml").write_text(text, encoding="utf-8")
    before = (folder / "plan" / "plan.json").read_bytes()

    def at_risk(*options: str) -> dict[str, Any]:
        (line,) = (
            line
            for line in document(status(folder, "--as-of", "2025-10-15", "--format", "json", *options))["lines"]
            if line["state"] == "at_risk"
        )
        return dict(line)

    assert at_risk()["met_by_update"] is None
    met = at_risk("--confirm")
    assert met["met_by_update"] is True
    words = "that update meets this if the school's past drills without a record were held."
    assert met["to_do"].endswith(f"Tried without writing it: {words}")
    # The status does not look at the district's own wishes, and an update does.
    blocked = "forbidden:\n  - {from: 2025-10-15, to: 2025-10-31}\n"
    (folder / "district.yaml").write_text(text + blocked, encoding="utf-8")
    not_met = at_risk("--confirm")
    assert (not_met["until"], not_met["met_by_update"]) == (met["until"], False)
    assert (folder / "plan" / "plan.json").read_bytes() == before


def test_commands_name_the_folder_so_that_they_can_be_copied() -> None:
    letter = NoticeLine(
        campus_id="oak",
        drill_id="oak-lockdown-01",
        drill_type=DrillType.LOCKDOWN,
        drill_date=AUTUMN,
        is_after=True,
        mandate="X-01",
        title="Tell families (invented)",
        state=NoticeState.NOT_RECORDED,
        due=AUTUMN,
        to_do="drillplanner records notice DIR --drill oak-lockdown-01 --after --by NAME",
        cite="invented",
        url="https://example.org",
        confidence=Confidence.LEGAL_TEXT,
    )
    note = "No update of the plan was found. See why: drillplanner replan DIR --as-of 2025-10-20."
    report = StatusReport(as_of=AUTUMN, lines=(), notices=(letter,), notes=(note,))
    campuses = {"oak": campus("oak")}
    screen = status_screen(report, campuses, Path("my district"))
    entries = [line.text for part in screen.parts for entry in part.entries for line in entry]
    everything = "\n".join(status_lines(report, campuses, Path("my district")))
    for shown in ("\n".join([*entries, *(line.text for line in screen.result)]), everything):
        assert 'drillplanner records notice "my district" --drill' in shown
        assert 'drillplanner replan "my district" --as-of' in shown
        assert "DIR" not in shown


def test_an_update_that_was_not_found_confirms_nothing(louisiana: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(louisiana, tmp_path / "no-time"))
    with (folder / "district.yaml").open("a", encoding="utf-8") as file:
        file.write("fire_codes: [IFC]\n")
    prepared = api.prepare(folder)
    report = api.confirmed(prepared, api.status(prepared, date(2025, 10, 15)), SolverSettings(time_limit=0))
    assert {line.met_by_update for line in report.lines} == {None}
    rows = status_screen(report, prepared.workspace.campus_by_id, Path("my-district")).rows(MOST_COLUMNS)
    assert "See why: drillplanner replan my-district --as-of 2025-10-15." in " ".join(row.text for row in rows)


def test_what_cannot_be_used_ends_with_2_and_says_why(
    planned_example: Path, tmp_path: Path, status: Status
) -> None:
    wrong_day = status(planned_example, "--as-of", "yesterday-ish")
    assert (wrong_day.code, wrong_day.out) == (2, "")
    assert "--as-of" in wrong_day.err
    folder = Path(shutil.copytree(planned_example, tmp_path / "no-plan", ignore=shutil.ignore_patterns("plan")))
    without_plan = status(folder)
    assert (without_plan.code, without_plan.out) == (2, "")
    assert "drillplanner plan" in without_plan.err


def test_years_far_away_are_answered_at_once(january: Path, status: Status) -> None:
    # That a drill will not be held can be said ahead of its day, and counts at once.
    assert status(january, "--as-of", "1900-01-01").code == 4
    assert status(january, "--as-of", "2999-12-31").code == 1


def test_a_plan_of_other_files_is_told(january: Path, tmp_path: Path, status: Status) -> None:
    folder = Path(shutil.copytree(january, tmp_path / "changed"))
    text = (folder / "district.yaml").read_text(encoding="utf-8")
    (folder / "district.yaml").write_text(text + "drills_a_day: 2\n", encoding="utf-8")
    ran = status(folder, "--as-of", "2026-01-30")
    assert "The workspace has changed since this plan was made" in ran.err


def test_the_screen_of_hundreds_of_schools_fits(january: Path) -> None:
    prepared = api.prepare(january)
    report = api.status(prepared, date(2026, 6, 25))
    assert report.exit_code == 1
    many = report.model_copy(
        update={
            name: tuple(
                value.model_copy(update={"campus_id": f"{value.campus_id}-{number}"})
                for value in getattr(report, name)
                for number in range(75)
            )
            for name in ("lines", "unrecorded", "notices")
        }
    )
    for width in (60, 79, MOST_COLUMNS):
        rows = status_screen(many, prepared.workspace.campus_by_id, Path("my-district")).rows(width)
        assert len(rows) <= MOST_LINES
        assert max(len(row.text) for row in rows) <= width
