"""Where an event loop runs in the same thread, as in a notebook, records are kept all the same."""

from __future__ import annotations

import asyncio
from pathlib import Path

from drillplanner.store.database import close_database
from drillplanner.store.open_store import new_store, open_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace

DISTRICT = DistrictOfRecords("Test District (invented)", "NJ", "2025-26")


def test_records_are_made_and_opened_while_an_event_loop_runs(tmp_path: Path) -> None:
    place = RecordsPlace(tmp_path / "drills.sqlite")

    async def keep() -> int:
        new_store(place, DISTRICT, ())
        again = open_store(place, DISTRICT)
        assert again is not None
        return len(list(again.events()))

    try:
        assert asyncio.run(keep()) == 0
    finally:
        close_database(place)
