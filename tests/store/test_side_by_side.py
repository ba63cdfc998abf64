"""Sixteen processes record at once into one PostgreSQL server, from two copies of the workspace."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from benchmarks.records_under_kill import PROCESSES
from drillplanner.files.errors import InputError
from drillplanner.model import DrillType
from drillplanner.records import drill_log
from drillplanner.records.events import first_break
from drillplanner.store import database
from drillplanner.store.database import close_database
from drillplanner.store.open_store import open_store
from drillplanner.store.place import VARIABLE, RecordsPlace
from drillplanner.workflow.in_words.record_request import RecordRequest
from drillplanner.workflow.kept_records.checks import district_of_folder
from drillplanner.workflow.recording.record import record
from tests.intake.small_workspace import DISTRICT, write_workspace

FIRST = date(2025, 9, 8)
#: Eight drills of their own, and one that eight others record at once.
APART = [(campus, FIRST + timedelta(weeks=week)) for campus in ("oak", "elm") for week in range(4)]
SAME = [("oak", FIRST + timedelta(days=1))] * 8


#: Seconds that a process waits for the others: on a busy computer they take turns slowly.
PATIENCE = 600


def _record(folder: Path, campus: str, on: date, answers: Connection) -> None:
    request = RecordRequest(
        campus_id=campus, drill_type=DrillType.FIRE_EVACUATION, date=on, held=True, recorded_by="office"
    )
    answers.send("begun")
    try:
        answers.send(record(folder, request).entry.drill_id)
    except InputError as error:
        answers.send(str(error))


@contextmanager
def _running(folders: list[Path]) -> Iterator[list[Connection]]:
    started, receiving = [], []
    for number, (campus, on) in enumerate([*APART, *SAME]):
        reading, writing = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=_record, args=(folders[number % len(folders)], campus, on, writing))
        process.start()
        writing.close()
        started.append(process)
        receiving.append(reading)
    try:
        yield receiving
    finally:
        for process in started:
            process.join()


def test_sixteen_processes_lose_no_entry_on_a_server_and_one_drill_is_recorded_once(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, server)
    for module in (drill_log, database):
        monkeypatch.setattr(module, "LONGEST_WAIT", PATIENCE)
    name = f"Side by Side {secrets.token_hex(4)} (invented)"
    changes = {"district.yaml": DISTRICT.replace("Test District (invented)", name)}
    folders = [write_workspace(tmp_path / office, changes) for office in ("office", "other-office")]
    # A connection of an earlier test must not be shared with the processes.
    close_database(RecordsPlace(tmp_path, server))
    with _running(folders) as receiving:
        assert [reading.recv() for reading in receiving] == ["begun"] * len(receiving)
        answers = [reading.recv() for reading in receiving]
    ids = [f"{campus}-fire-evacuation-on-{on}" for campus, on in APART]
    assert answers[: len(APART)] == ids
    same = f"{SAME[0][0]}-fire-evacuation-on-{SAME[0][1]}"
    refused = [answer for answer in answers[len(APART) :] if answer != same]
    assert len(refused) == len(SAME) - 1
    assert all("the log already says of this drill that it was held" in answer for answer in refused)

    place = RecordsPlace(folders[0] / "records" / "drills.sqlite", server)
    store = open_store(place, district_of_folder(folders[0]))
    assert store is not None
    stored = [event.chained for event in store.events()]
    assert sorted(link.event.drill_id for link in stored) == sorted([*ids, same])
    assert first_break(stored) == (store.head(), None)
    close_database(place)
