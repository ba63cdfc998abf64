"""The example's invented half year: marked so, whole, with misses, corrections, letters, and one dispute."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.cli.commands.demo import show_january
from drillplanner.records.events import LoggedKind, StandingState, fold
from drillplanner.store.place import place_of
from drillplanner.workflow.kept_records.checks import verify_records
from drillplanner.workflow.kept_records.kept_log import district_of, opened
from drillplanner.workflow.recording.example_log import write_example_with_records
from drillplanner.workflow.recording.notices import recorded_notices


@pytest.fixture(scope="module")
def january(planned_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "january"
    workspace = api.prepare(planned_example).workspace
    write_example_with_records(folder, "NJ", planned_example, api.read_plan(planned_example), workspace)
    return folder


def test_it_has_misses_corrections_and_one_dispute_and_says_that_it_is_invented(january: Path) -> None:
    workspace = api.prepare(january).workspace
    with opened(january, place_of(january), district_of(workspace.district)) as store:
        assert store is not None
        events = [stored.chained for stored in store.events()]
    drills = fold(events)
    states = [drill.state for drill in drills.values()]
    assert states.count(StandingState.DISPUTED) == 1
    assert states.count(StandingState.NOT_HELD) == 1
    assert states.count(StandingState.HELD) > 50
    missed = [link for link in events if link.event.kind is LoggedKind.NOT_HELD]
    assert len(missed) > 2
    assert sum(bool(link.event.corrects) for link in events) > 2
    assert all("(invented)" in link.event.by_name for link in events)
    assert all(link.event.body["note"] == "Invented." for link in events)
    assert verify_records(january).is_whole


def test_letters_home_are_on_record(january: Path) -> None:
    owed = {task.drill_id for task in api.read_plan(january).tasks if task.mandate_id == "NJ-12"}
    notices = recorded_notices(january)
    assert len(notices) > 10
    assert {notice.drill_id for notice in notices} <= owed


def test_evidence_and_state_papers_come_of_it(january: Path) -> None:
    prepared = api.prepare(january)
    assert any("is disputed" in sentence for sentence in prepared.unplaced)
    written = list(api.publish(prepared, ("state-papers",)))
    assert [path for path in written if path.suffix == ".pdf"]


def test_the_demo_shows_a_correction_a_dispute_what_lacks_and_the_status(
    planned_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(planned_example, tmp_path / "demo"))
    prepared = api.prepare(folder)
    shown = show_january(folder, "NJ", prepared, api.read_plan(folder))
    out = capsys.readouterr().out
    assert re.search(r"^The same district on 2026-01-30, with invented records: 1\d\d drills held\.$", out, re.M)
    assert "lines of records/drill_log.csv correct an earlier one.\n" in out
    assert "records lack a field that is asked for" in out
    assert " is disputed: Front office (invented) says held on " in out
    assert " papers filled in from the records: " in out
    first_to_do = r"^  Status: \d late, \d at risk\. .* School: Hold an? .* by [A-Z][a-z]+ \d+, 2026\.$"
    assert re.search(first_to_do, out, re.M)
    assert f"drillplanner status {shown} --as-of 2026-01-30\n" in out


def test_a_second_demo_in_the_same_folder_adds_nothing(january: Path, planned_example: Path) -> None:
    before = verify_records(january).head
    workspace = api.prepare(planned_example).workspace
    write_example_with_records(january, "NJ", planned_example, api.read_plan(planned_example), workspace)
    assert verify_records(january).head == before


def test_the_example_itself_has_no_records(planned_example: Path) -> None:
    assert not (planned_example / "records").exists()
