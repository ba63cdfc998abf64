"""The drill log while it is written: its lock, and cells that a spreadsheet could run."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.model import DrillRecord, DrillType, MissedBecause
from drillplanner.records import drill_log
from drillplanner.records.drill_log import (
    EntryStatus,
    LogEntry,
    escape_formula,
    locked_log,
    log_cells,
)


def test_who_writes_the_log_keeps_others_out_until_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drill_log, "LONGEST_WAIT", 0.05)
    with locked_log(tmp_path):
        with pytest.raises(InputError) as caught, locked_log(tmp_path):
            pytest.fail("two write at once")
        (problem,) = caught.value.problems
        assert (problem.file, problem.line) == ("records/drill_log.csv", None)
        assert problem.message == (
            "another program has been writing the drill log for 0.05 seconds; nothing was written"
        )
        assert problem.maybe == (
            "Wait until it is done, and try again. Is a command still asking something in another window?"
        )
    with pytest.raises(KeyError), locked_log(tmp_path):
        raise KeyError
    with locked_log(tmp_path):
        assert (tmp_path / "records").is_dir()


def test_a_log_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file where the folder of the records should be", "utf-8")
    with pytest.raises(InputError) as caught, locked_log(tmp_path):
        pytest.fail("nothing can be written")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("records/drill_log.csv", None)
    assert problem.message.startswith("cannot be written: ")
    assert len(problem.message) > len("cannot be written: ")


def test_the_cells_of_a_line_by_column() -> None:
    on = date(2025, 10, 7)
    kept = log_cells(
        EntryStatus.NOT_HELD,
        DrillRecord(
            drill_id="oak-1",
            campus_id="oak",
            drill_type=DrillType.LOCKDOWN,
            date=on,
            held=False,
            recorded_by="office",
            cause=MissedBecause.FORGOT,
            note="  two \n words ",
            fields={"weather": "rain"},
        ),
    )
    assert kept == {
        "drill_id": "oak-1",
        "campus_id": "oak",
        "drill_type": "lockdown",
        "scenario": "",
        "date": "2025-10-07",
        "status": "not_held",
        "start": "",
        "minutes": "",
        "recorded_by": "office",
        "cause": "forgot",
        "note": "two words",
        "weather": "rain",
    }


def test_the_cells_of_an_entry_are_those_that_are_not_empty() -> None:
    record = DrillRecord(
        drill_id="oak-1",
        campus_id="oak",
        drill_type=DrillType.LOCKDOWN,
        date=date(2025, 10, 7),
        held=True,
        scenario_id="lockdown",
        start=time(9, 5),
        minutes=7,
        recorded_by="office",
    )
    assert LogEntry(EntryStatus.HELD, record, {"mood": "fine", "hat": ""}).cells == {
        "drill_id": "oak-1",
        "campus_id": "oak",
        "drill_type": "lockdown",
        "scenario": "lockdown",
        "date": "2025-10-07",
        "status": "held",
        "start": "09:05",
        "minutes": "7",
        "recorded_by": "office",
        "mood": "fine",
    }


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("'=x", "''=x")],
)
def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(cell: str, written: str) -> None:
    assert escape_formula(cell) == written


@pytest.mark.parametrize("cell", ["office", "", "'quoted'", "1=1", "a-b"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert escape_formula(cell) == cell
