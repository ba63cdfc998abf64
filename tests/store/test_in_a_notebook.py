"""Where an event loop runs in the same thread, as in a notebook, records are kept all the same."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from drillplanner.store.database import close_database
from drillplanner.store.open_store import new_store, open_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace

DISTRICT = DistrictOfRecords("Test District (invented)", "NJ", "2025-26")


def test_records_are_made_and_opened_while_an_event_loop_runs(tmp_path: Path) -> None:
    place = RecordsPlace(tmp_path / "drills.sqlite")

    async def keep() -> int:
        try:
            new_store(place, DISTRICT, ())
            again = open_store(place, DISTRICT)
            assert again is not None
            return len(list(again.events()))
        finally:
            close_database(place)

    # In a thread of its own: a browser of other tests may have left its loop running in this one.
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(lambda: asyncio.run(keep())).result() == 0
