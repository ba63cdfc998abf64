"""The store on both databases: the chain, sending twice, append only, districts side by side, newer versions."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.records.events import ChainHead, LoggedEvent, LoggedKind, first_break, new_event_id
from drillplanner.store.database import close_database, open_database
from drillplanner.store.open_store import new_store, open_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace
from drillplanner.store.record_store import RecordStore

AT = "2025-09-09T12:00:00+00:00"


def event(number: int, kind: LoggedKind = LoggedKind.HELD, campus: str = "oak") -> LoggedEvent:
    """Return an event of a drill of its own."""
    drill_id = f"{campus}-fire-{number}"
    body = {"date": "2025-09-08", "drill_type": "fire_evacuation", "note": "später: é 'x'; \u0000 ok"}
    return LoggedEvent(new_event_id(number), kind, "office", AT, "record", drill_id, campus, body=body)


def append(store: RecordStore, *events: LoggedEvent) -> None:
    with store.writing():
        store.append(events, AT)


def test_events_come_back_as_they_were_and_the_chain_is_whole(store: RecordStore) -> None:
    assert store.head() == ChainHead()
    events = [event(1), event(2, LoggedKind.NOTE), event(3, campus="elm"), event(4, LoggedKind.WITHDRAWN)]
    events[3] = replace(events[3], corrects=(events[0].event_id,))
    append(store, *events[:2])
    append(store, *events[2:])
    stored = list(store.events())
    assert [found.chained.event for found in stored] == events
    assert [found.line for found in stored] == [2, 0, 3, 4]
    assert first_break(found.chained for found in stored) == (store.head(), None)
    assert [found.chained.number for found in store.events_about("elm")] == [3]
    assert [found.chained.number for found in store.events(after=2)] == [3, 4]


def test_the_same_event_fifty_times_is_one_and_another_with_its_id_is_refused(store: RecordStore) -> None:
    first = event(1)
    for _ in range(25):
        append(store, first, first)
    assert store.head().number == 1
    with pytest.raises(InputError, match="another event with this id"):
        append(store, event(2), replace(first, by_name="someone else"))
    assert [found.chained.event for found in store.events()] == [first]


def test_a_block_that_fails_records_nothing(store: RecordStore) -> None:
    append(store, event(1))
    before = store.head()

    def fail() -> None:
        with store.writing():
            store.append((event(2),), AT)
            raise ValueError("the answer never came")

    with pytest.raises(ValueError, match="never came"):
        fail()
    assert (store.head(), len(list(store.events()))) == (before, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET by_name = 'x'",
        "DELETE FROM event",
        "TRUNCATE event",
        "INSERT OR REPLACE INTO event SELECT * FROM event",
    ],
)
def test_the_database_itself_keeps_events_from_being_changed(store: RecordStore, statement: str) -> None:
    from django.db import Error, connections

    append(store, event(1))
    with pytest.raises(Error), connections[store.alias].cursor() as cursor:
        cursor.execute(statement)
    assert first_break(found.chained for found in store.events()) == (store.head(), None)
    assert store.head().number == 1


def test_districts_in_one_database_do_not_see_each_other(store: RecordStore) -> None:
    if not store.place.address:
        pytest.skip("a file holds one district")
    other = new_store(store.place, DistrictOfRecords("Another (invented)", "NJ", store.district_id[:7]), ())
    append(store, event(1))
    append(other, event(1), event(2))
    assert (store.head().number, other.head().number) == (1, 2)
    renamed = open_store(store.place, DistrictOfRecords("New name", "NJ", "2025-26"), store.district_id)
    assert renamed is not None
    assert renamed.district_id == store.district_id
    with pytest.raises(InputError, match="does not have the records"):
        open_store(store.place, DistrictOfRecords("New name", "NJ", "2025-26"), "no-such-id")


def test_a_newer_database_is_refused_and_not_changed(place: RecordsPlace, store: RecordStore) -> None:
    from django.db import connections

    with connections[store.alias].cursor() as cursor:
        newer = (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('drillplanner_store', '9999_newer', %s)"
        )
        cursor.execute(newer, [AT])
    try:
        with pytest.raises(InputError, match=r"newer drillplanner \(they have 9999_newer\)"):
            open_database(place)
    finally:
        with connections[store.alias].cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_newer'")


def test_a_file_that_is_no_database_and_a_server_that_is_not_there_are_errors(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("records") / "drills.sqlite"
    file.write_bytes(b"this is a text and no database\n" * 100)
    place = RecordsPlace(file)
    with pytest.raises(InputError, match="Put the file back from a backup"):
        open_database(place)
    close_database(place)
    nowhere = RecordsPlace(file, "postgresql://someone:secret-word@127.0.0.1:1/drills")
    with pytest.raises(InputError, match="cannot be read or written") as caught:
        open_database(nowhere)
    assert "secret-word" not in str(caught.value)


def test_many_processes_that_open_new_records_at_once_make_the_tables_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from drillplanner.store.database import open_database; "
        "from drillplanner.store.place import RecordsPlace; from drillplanner.store.django_setup import set_up; "
        "set_up(); import django.core.management, django.db.migrations.executor; print(flush=True); "
        "sys.stdin.read(); open_database(RecordsPlace(Path(sys.argv[1])))"
    )
    command = (sys.executable, "-c", program, str(tmp_path / "drills.sqlite"))
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(4)]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    # All of them are ready, and begin now.
    for process in running:
        assert process.stdin is not None
        process.stdin.close()
    assert [process.wait() for process in running] == [0] * len(running), [
        process.stderr.read() for process in running if process.stderr is not None
    ]
    for process in running:
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()
