"""Entries of the log as events: what counts by the events is what counts by the lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.model import DrillRecord, DrillType
from drillplanner.records import EntryStatus, LogEntry
from drillplanner.records.events import ChainedEvent, ChainHead, chained, fold
from drillplanner.records.log_events import Line, Said, events_of_entries, log_of_lines

DAYS = (date(2025, 9, 8), date(2025, 9, 9))


@st.composite
def entries(draw: st.DrawFn) -> LogEntry:
    status = draw(st.sampled_from(EntryStatus))
    held = status is EntryStatus.HELD
    record = DrillRecord(
        drill_id=draw(st.sampled_from(("a", "b"))),
        campus_id=draw(st.sampled_from(("oak", "closed-school"))),
        drill_type=DrillType.LOCKDOWN,
        date=draw(st.sampled_from(DAYS)),
        held=held,
        minutes=draw(st.sampled_from((None, 5))) if held else None,
        recorded_by=draw(st.sampled_from(("office", "=1+1"))),
    )
    return LogEntry(status, record, draw(st.sampled_from(({}, {"weather": "sunny"}))))


def _lines(logged: list[LogEntry], pieces: int) -> list[Line]:
    """Chain the entries in some pieces, as one command after another does."""
    ids = (f"event-{number}" for number in itertools.count())
    said, head = Said("record", "now", lambda: next(ids)), ChainHead()
    links: list[ChainedEvent] = []
    step = max(1, len(logged) // pieces)
    for start in range(0, len(logged), step):
        standing = fold(links)
        for event in events_of_entries(logged[start : start + step], standing, said):
            links.append(chained(event, "now", head))
            head = links[-1].head
    return [(link, number) for number, link in enumerate(links, start=2)]


@given(st.lists(entries(), max_size=8), st.integers(1, 8))
def test_what_counts_by_the_events_counts_by_the_lines(logged: list[LogEntry], pieces: int) -> None:
    lines = _lines(logged, pieces)
    log = log_of_lines(lines, ["oak"])
    counted = entries_that_count((entry.status, entry.record) for entry in logged)
    held_days = {
        drill: {record.date for record in counted if record.held and record.drill_id == drill} for drill in "ab"
    }
    disputed = {drill for drill, days in held_days.items() if len(days) > 1}
    assert len(log.disputed) == len(disputed)
    found = [record.model_copy(update={"row": None}) for record in (*log.entries, *log.unlisted)]
    expected = [
        record.model_copy(update={"held": False, "minutes": None}) if record.drill_id in disputed else record
        for record in counted
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert all(record.campus_id == "oak" for record in log.entries)


def entries_that_count(entries: Iterable[tuple[EntryStatus, DrillRecord]]) -> tuple[DrillRecord, ...]:
    """Return the last entry for each drill and day, unless it is withdrawn."""
    last: dict[tuple[str, date], tuple[EntryStatus, DrillRecord]] = {}
    for status, record in entries:
        last.pop(record.key, None)
        last[record.key] = status, record
    return tuple(record for status, record in last.values() if status is not EntryStatus.WITHDRAWN)
