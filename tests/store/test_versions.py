"""Databases of other versions: an earlier one is brought up to date without loss, and a newer one is refused.

``versions/`` has a file of each version of the tables, as the program of that version wrote it. Whoever adds a
version adds a file that the one before has written. The version after the present one is a copy of this program
with one more migration.
"""

from __future__ import annotations

import json
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import drillplanner
from drillplanner.files.errors import InputError
from drillplanner.records.events import ChainHead, first_break
from drillplanner.store import migrations
from drillplanner.store.database import close_database
from drillplanner.store.open_store import new_store, open_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace
from tests.store.test_record_store import append, event

DISTRICT = DistrictOfRecords("Test District (invented)", "NJ", "2025-26")
FILES = sorted((Path(__file__).parent / "versions").glob("*.sqlite"))
HEAD = ChainHead(5, "5b97605b8ff601d8a74f316bc798c2ee8f31054a3e5cb8c4d6cfa1f61caf01e1")
NEXT_VERSION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drillplanner_store", "LAST")]
    operations = [
        migrations.AddField("recordeddistrict", "note", models.TextField(default="")),
        migrations.AddIndex("eventrow", models.Index(fields=["district", "kind"], name="events_of_a_kind")),
    ]
"""
#: Opens records, adds an event of its own, and prints what is there.
OPEN = """
import json, sys
from pathlib import Path
from drillplanner.records.events import LoggedEvent, LoggedKind, first_break
from drillplanner.store.database import close_database
from drillplanner.store.open_store import open_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace

place = RecordsPlace(Path(sys.argv[1]), sys.argv[2])
store = open_store(place, DistrictOfRecords(*json.loads(sys.argv[3])))
before = [stored.chained.as_json() for stored in store.events()]
at = "2025-10-01T12:00:00+00:00"
with store.writing():
    store.append((LoggedEvent("new", LoggedKind.HELD, "office", at, "record", "d", "oak", body={}),), at)
head, broken = first_break(stored.chained for stored in store.events())
assert broken is None and head == store.head()
close_database(place)
print(json.dumps(before))
"""


def test_there_is_a_file_of_each_version() -> None:
    known = sorted(module.name for module in pkgutil.iter_modules(migrations.__path__))
    assert [file.stem for file in FILES] == known


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_each_version_opens_without_loss(file: Path, tmp_path: Path) -> None:
    place = RecordsPlace(Path(shutil.copy(file, tmp_path)))
    store = open_store(place, DISTRICT)
    assert store is not None
    events = [stored.chained for stored in store.events()]
    assert first_break(events) == (store.head(), None) == (HEAD, None)
    append(store, event(1))
    assert store.head().number == HEAD.number + 1
    close_database(place)


def next_version(folder: Path) -> Path:
    """Return a folder with this program, in which the tables have one more version."""
    program = Path(drillplanner.__file__).parent
    copy = folder / "drillplanner"
    # Without the reader of free text, which is most of the program's size and which records never load.
    shutil.copytree(program, copy, ignore=shutil.ignore_patterns("__pycache__", "reader"))
    last = sorted(module.name for module in pkgutil.iter_modules(migrations.__path__))[-1]
    (copy / "store" / "migrations" / "9998_next.py").write_text(
        NEXT_VERSION.replace("LAST", last), encoding="utf-8"
    )
    return folder


def test_the_next_version_takes_records_over_and_this_one_refuses_them_then(
    place: RecordsPlace, tmp_path: Path
) -> None:
    district = DistrictOfRecords(f"Test District {tmp_path.name} (invented)", "NJ", "2025-26")
    if place.address:
        # In a database of its own: the server is used by other tests.
        place = RecordsPlace(place.file, other_database(place.address, "next_version"))
    store = new_store(place, district, ("drill_id", "status"))
    append(store, event(1), event(2), event(3, campus="elm"))
    before = [stored.chained.as_json() for stored in store.events()]
    close_database(place)
    program = next_version(tmp_path / "program")
    told = [str(place.file), place.address, json.dumps([district.name, district.state, district.year])]
    command = [sys.executable, "-c", OPEN, *told]
    opened = subprocess.run(
        command, env={"PYTHONPATH": str(program)}, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert opened.returncode == 0, opened.stderr
    assert json.loads(opened.stdout) == before
    with pytest.raises(InputError, match=r"newer drillplanner \(they have 9998_next\)"):
        open_store(place, district)
    close_database(place)


def other_database(address: str, name: str) -> str:
    """Make a database on the server, and return its address."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{address.rpartition('/')[0]}/{name}"
