"""What people did in a workspace: plans that they changed stay, and links are read as by the other commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.fleet.crews import InThisProcess
from drillplanner.fleet.perform import perform
from drillplanner.fleet.result import DistrictResult, Outcome
from drillplanner.fleet.run import FleetOutcome
from drillplanner.fleet.task import DistrictTask, TaskDone
from tests.command_line import run
from tests.fleet.conftest import PlannedFleet
from tests.fleet.small_fleet import bytes_of, plan_fleet

RULES = """pack_id: own
name: Own
reviewed: 2025-08-01
review_by: 2026-08-01
sources: {}
mandates: NONE
"""


@pytest.fixture
def folder(planned_fleet: PlannedFleet, tmp_path: Path) -> Path:
    """Return a planned fleet that a test may change."""
    return planned_fleet.copy_to(tmp_path / "state")


def result_of(outcome: FleetOutcome, name: str = "alpha") -> DistrictResult:
    return {entry.folder: entry.result for entry in outcome.entries}[name]


def update_plan(workspace: Path) -> bytes:
    """Write the plan as if ``replan`` had updated it, and return it."""
    path = workspace / "plan" / "plan.json"
    plan = json.loads(path.read_bytes())
    plan["repair"] = {"as_of": "2025-09-20", "moved": 0, "moved_at_least": 0}
    path.write_bytes(api.Plan.model_validate(plan).model_dump_json().encode())
    return path.read_bytes()


def change_staff(workspace: Path) -> None:
    with (workspace / "staff.csv").open("a", encoding="utf-8") as staff:
        staff.write("s9,Sample Oak,oak,Nurse,,,,no\n")


def test_a_plan_that_was_kept_and_is_gone_is_made_again(planned_fleet: PlannedFleet, folder: Path) -> None:
    update_plan(folder / "alpha")
    assert result_of(plan_fleet(folder, InThisProcess())).outcome is Outcome.KEPT
    (folder / "alpha" / "plan" / "plan.json").unlink()
    assert result_of(plan_fleet(folder, InThisProcess())).outcome is Outcome.DONE
    assert bytes_of(folder) == bytes_of(planned_fleet.folder)


def test_a_plan_whose_table_was_changed_by_hand_is_kept(folder: Path) -> None:
    change_staff(folder / "alpha")
    table = folder / "alpha" / "plan" / "schedule.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[:-1]), encoding="utf-8")
    before = bytes_of(folder)
    kept = result_of(plan_fleet(folder, InThisProcess()))
    assert (kept.outcome, kept.plan) == (Outcome.KEPT, None)
    assert "replan" in kept.sentence
    assert bytes_of(folder) == before


def test_a_plan_that_is_updated_while_another_is_made_is_kept(folder: Path) -> None:
    change_staff(folder / "alpha")
    updated = []

    def slow(task: DistrictTask) -> TaskDone:
        done = perform(task)
        updated.append(update_plan(folder / "alpha"))
        return done

    assert result_of(plan_fleet(folder, InThisProcess(), do=slow)).outcome is Outcome.KEPT
    assert (folder / "alpha" / "plan" / "plan.json").read_bytes() == updated[-1]


@pytest.mark.parametrize("name", ["mandates", "scenarios"])
def test_a_link_out_of_the_workspace_is_refused_as_by_the_command_for_one_district(
    name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "own.yaml").write_text(RULES, encoding="utf-8")
    (folder / "alpha" / name).symlink_to(tmp_path / "shared", target_is_directory=True)
    result = result_of(plan_fleet(folder, InThisProcess()))
    assert (result.outcome, result.plan) == (Outcome.BAD_INPUT, None)
    assert "a symbolic link leads out of the folder" in result.words
    assert result.words in run(capsys, "plan", folder / "alpha").err


def test_a_link_to_a_folder_of_the_workspace_is_followed(folder: Path) -> None:
    (folder / "alpha" / "policy").mkdir()
    (folder / "alpha" / "policy" / "own.yaml").write_text(RULES, encoding="utf-8")
    (folder / "alpha" / "policy" / "loop").symlink_to("..", target_is_directory=True)
    (folder / "alpha" / "mandates").symlink_to("policy", target_is_directory=True)
    bundle = api.read_bundle(folder / "alpha")
    assert "mandates/own.yaml" in bundle.files
    assert not bundle.links_out
    assert result_of(plan_fleet(folder, InThisProcess())).sentence.startswith("mandates/own.yaml")


def test_a_folder_that_cannot_be_read_is_no_empty_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = folder / "alpha" / "mandates"
    closed.mkdir()
    listing = Path.iterdir

    def listed(place: Path) -> object:
        if place == closed:
            raise PermissionError(13, "Permission denied")
        return listing(place)

    monkeypatch.setattr(Path, "iterdir", listed)
    result = result_of(plan_fleet(folder, InThisProcess()))
    assert (result.outcome, result.words) == (Outcome.BAD_INPUT, "mandates: cannot be read: Permission denied")


def test_an_audit_counts_past_drills_without_a_record_as_of_today(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "fleet", "audit", folder, "--workers", "1", "--format", "json")
    results = {result["folder"]: result for result in json.loads(ran.out)["results"]}
    assert results["alpha"]["unrecorded"] == results["alpha"]["plan"]["drills"] > 0
    assert "no record" in ran.err


@pytest.mark.parametrize("name", ["Jane Roe", "Pat O'Roe"])
def test_a_name_that_an_error_quotes_is_neither_on_the_screen_nor_in_the_report(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "alpha" / "staff.csv").open("a", encoding="utf-8") as staff:
        staff.write(f"s9,{name},nowhere,Nurse,,,,no\n")
    ran = run(capsys, "fleet", "plan", folder, "--workers", "1")
    run(capsys, "fleet", "report", folder, "--csv")
    shown = [ran.out, ran.err, *(path.read_text(encoding="utf-8") for path in (folder / "report").iterdir())]
    assert "'…' works at a campus that the campus list does not have" in ran.out
    assert not any("Roe" in text for text in shown)


def change_plan(workspace: Path, **changes: object) -> bytes:
    """Write the plan with other fields, as another version of the program may, and return it."""
    path = workspace / "plan" / "plan.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | changes), encoding="utf-8")
    return path.read_bytes()


def test_a_plan_of_another_version_is_replaced(planned_fleet: PlannedFleet, folder: Path) -> None:
    change_plan(folder / "alpha", a_field_of_another_version=1)
    assert result_of(plan_fleet(folder, InThisProcess())).outcome is Outcome.DONE
    assert bytes_of(folder) == bytes_of(planned_fleet.folder)


def test_a_plan_of_another_version_that_was_updated_during_the_year_is_kept(folder: Path) -> None:
    updated = change_plan(folder / "alpha", a_field_of_another_version=1, repair={"as_of": "2025-09-20"})
    assert result_of(plan_fleet(folder, InThisProcess())).outcome is Outcome.KEPT
    assert (folder / "alpha" / "plan" / "plan.json").read_bytes() == updated


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b'{"repair": {', b"[]"])
def test_a_damaged_plan_is_not_replaced_since_it_may_be_an_update(damage: bytes, folder: Path) -> None:
    path = folder / "alpha" / "plan" / "plan.json"
    path.write_bytes(damage)
    result = result_of(plan_fleet(folder, InThisProcess()))
    assert result.outcome is Outcome.BAD_INPUT
    assert "this plan is damaged" in result.sentence
    assert "backup" in result.words
    assert path.read_bytes() == damage
