"""Each test of the store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.store.place import DistrictOfRecords, RecordsPlace
from drillplanner.store.record_store import RecordStore
from tests.store.databases import NEEDED, lacks_postgres, postgres_server


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Return the address of a server that runs as long as the tests."""
    if lacking := lacks_postgres():
        if NEEDED:
            pytest.fail(lacking)
        pytest.skip(lacking)
    with postgres_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> RecordsPlace:
    """Return a place for records."""
    address = request.getfixturevalue("server") if request.param == "postgresql" else ""
    return RecordsPlace(tmp_path / "records" / "drills.sqlite", address)


@pytest.fixture
def store(place: RecordsPlace) -> Iterator[RecordStore]:
    """Return the records of a new district."""
    from drillplanner.store.database import close_database
    from drillplanner.store.open_store import new_store

    district = DistrictOfRecords(f"Test District {secrets.token_hex(4)} (invented)", "NJ", "2025-26")
    yield new_store(place, district, ("drill_id", "status"))
    close_database(place)
