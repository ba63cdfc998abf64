"""The same plans and results, byte for byte, wherever the work is done; for processes see ``test_killed.py``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.fleet.crews import InThisProcess, TlsFiles, crew_of
from drillplanner.fleet.key import key_of
from drillplanner.fleet.result import FleetWork, Outcome
from drillplanner.fleet.task import DistrictTask, TaskDone, WorkOptions
from tests.command_line import run
from tests.fleet.conftest import PlannedFleet
from tests.fleet.small_fleet import bytes_of, plan_fleet, results_of, write_fleet

TLS = Path(__file__).parent / "tls"


def test_each_outcome_is_said_with_its_reason(planned_fleet: PlannedFleet) -> None:
    results = {entry.folder: entry.result for entry in planned_fleet.outcome.entries}
    assert {name: result.outcome for name, result in results.items()} == {
        "alpha": Outcome.DONE,
        "bravo": Outcome.DONE,
        "conflict": Outcome.NO_PLAN,
        "mistake": Outcome.BAD_INPUT,
    }
    assert results["conflict"].state == "NJ"
    assert results["conflict"].plan is None
    assert "Oak Elementary School" in results["conflict"].sentence
    assert "Allow what is forbidden: 2025-09-02 to 2025-09-30" in results["conflict"].words
    assert results["mistake"].sentence.startswith("campuses.csv:2: ")
    assert "K-55" in results["mistake"].words
    assert "K-55" not in results["mistake"].sentence, "a value of a file may be somebody's name"


def test_a_plan_is_that_of_the_command_for_one_district(
    planned_fleet: PlannedFleet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_fleet(tmp_path / "state")
    assert run(capsys, "plan", folder / "alpha").code == 0
    ours, theirs = bytes_of(folder), bytes_of(planned_fleet.folder)
    assert ours == {name: raw for name, raw in theirs.items() if name.startswith("alpha/")}


def test_workers_of_a_dask_scheduler_give_the_same_over_an_encrypted_connection(
    planned_fleet: PlannedFleet, fresh_fleet: Path
) -> None:
    from distributed import LocalCluster, Security

    certificate, key = str(TLS / "cert.pem"), str(TLS / "key.pem")
    sides = ("scheduler", "worker", "client")
    security = Security(
        require_encryption=True,
        tls_ca_file=certificate,
        **{f"tls_{side}_cert": certificate for side in sides},
        **{f"tls_{side}_key": key for side in sides},
    )
    with LocalCluster(
        n_workers=2, threads_per_worker=1, protocol="tls://", security=security, dashboard_address=None
    ) as cluster:
        files = TlsFiles(TLS / "cert.pem", TLS / "cert.pem", TLS / "key.pem")
        outcome = plan_fleet(fresh_fleet, crew_of(None, cluster.scheduler_address, files))
    assert bytes_of(fresh_fleet) == bytes_of(planned_fleet.folder)
    assert results_of(outcome) == results_of(planned_fleet.outcome)


def never_called(task: DistrictTask) -> TaskDone:
    raise AssertionError(task.folder)


def test_done_is_not_done_again(planned_fleet: PlannedFleet, tmp_path: Path) -> None:
    folder = planned_fleet.copy_to(tmp_path / "state")
    again = plan_fleet(folder, InThisProcess(), do=never_called)
    assert again.worked_on == 0
    assert results_of(again) == results_of(planned_fleet.outcome)


def test_a_changed_file_a_lost_plan_and_another_seed_are_done_again(
    planned_fleet: PlannedFleet, tmp_path: Path
) -> None:
    folder = planned_fleet.copy_to(tmp_path / "state")
    before = api.read_bundle(folder / "alpha")
    with (folder / "alpha" / "staff.csv").open("a", encoding="utf-8") as staff:
        staff.write("s9,Sample Oak,oak,Nurse,,,,no\n")
    (folder / "bravo" / "plan" / "plan.json").unlink()
    tasks = [
        DistrictTask("alpha", FleetWork.PLAN, WorkOptions(seed), bundle, "program")
        for seed, bundle in ((0, before), (0, api.read_bundle(folder / "alpha")), (1, before))
    ]
    assert len({key_of(task) for task in tasks}) == 3
    assert plan_fleet(folder, InThisProcess()).worked_on == 2
    assert (folder / "bravo" / "plan" / "plan.json").read_bytes() == bytes_of(planned_fleet.folder)[
        "bravo/plan/plan.json"
    ]


def test_a_plan_that_was_updated_during_the_year_is_kept(planned_fleet: PlannedFleet, tmp_path: Path) -> None:
    folder = planned_fleet.copy_to(tmp_path / "state")
    path = folder / "alpha" / "plan" / "plan.json"
    plan = json.loads(path.read_bytes())
    plan["repair"] = {"as_of": "2025-09-20", "moved": 0, "moved_at_least": 0}
    updated = api.Plan.model_validate(plan).model_dump_json().encode()
    path.write_bytes(updated)
    outcome = plan_fleet(folder, InThisProcess())
    assert {entry.folder: entry.result.outcome for entry in outcome.entries}["alpha"] is Outcome.KEPT
    assert path.read_bytes() == updated
