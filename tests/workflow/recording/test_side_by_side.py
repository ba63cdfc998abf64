"""Many processes that record at the same time: no entry is lost, and one drill is recorded once."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from tests.intake.small_workspace import write_workspace

PROCESSES = 8
FIRST = date(2025, 9, 8)
#: The command line, but a process waits ten minutes for the others: on a busy computer they take turns slowly.
PATIENT = """
from drillplanner.__main__ import main
from drillplanner.records import drill_log
from drillplanner.store import database

drill_log.LONGEST_WAIT = database.LONGEST_WAIT = 600
main()
"""


def _record(folder: Path, campus: str, on: date, by: str) -> subprocess.Popen[str]:
    drill = ("--campus", campus, "--type", "fire_evacuation", "--date", on.isoformat(), "--held", "--by", by)
    command = (sys.executable, "-c", PATIENT, "record", str(folder), *drill)
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "records" / "drill_log.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_eight_processes_lose_no_entry_and_one_drill_is_recorded_once(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path)
    weeks = [FIRST + timedelta(weeks=number) for number in range(PROCESSES // 4)]
    apart = [(campus, on) for campus in ("oak", "elm") for on in weeks]
    same = [("oak", weeks[0] + timedelta(days=1))] * (PROCESSES - len(apart))
    running = [_record(folder, *asked, f"office {number}") for number, asked in enumerate([*apart, *same])]
    errors = [process.communicate()[1] for process in running]
    ended = [(process.returncode, error) for process, error in zip(running, errors, strict=True)]
    assert [code for code, _ in ended[: len(apart)]] == [0] * len(apart), ended
    refused = [error for code, error in ended[len(apart) :] if code == 2]
    assert len(refused) == len(same) - 1, ended
    assert all("the log already says of this drill that it was held" in error for error in refused)
    recorded = sorted((row["campus_id"], row["date"]) for row in _rows(folder))
    assert recorded == sorted((campus, on.isoformat()) for campus, on in {*apart, *same})
