"""Entries of the log as events: what counts by the events is what counts by the lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.model import DrillRecord, DrillType, EventKind, MissedBecause
from drillplanner.records import EntryStatus, LogEntry
from drillplanner.records.events import ChainedEvent, ChainHead, LoggedEvent, LoggedKind, chained, fold
from drillplanner.records.log_events import (
    Line,
    Said,
    cells_of_event,
    disputed_entries,
    events_of_entries,
    log_of_lines,
    record_of_event,
)

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


def said(first: int = 1) -> Said:
    ids = itertools.count(first)
    return Said("table", "2025-10-07T10:00:00+00:00", lambda: f"event-{next(ids)}")


def entry(status: EntryStatus, on: date, start: time | None = None, drill_id: str = "oak-1") -> LogEntry:
    return LogEntry(
        status,
        DrillRecord(
            drill_id=drill_id,
            campus_id="oak",
            drill_type=DrillType.LOCKDOWN,
            date=on,
            held=status is EntryStatus.HELD,
            start=start,
            recorded_by="office",
        ),
    )


def test_an_event_holds_who_said_what_and_the_cells_of_its_line_once() -> None:
    held = entry(EntryStatus.HELD, DAYS[0], time(9, 40))
    told = LogEntry(held.status, held.record, {"mood": "calm"})
    (event,) = events_of_entries([told], {}, said())
    assert event == LoggedEvent(
        event_id="event-1",
        kind=LoggedKind.HELD,
        by_name="office",
        said_at="2025-10-07T10:00:00+00:00",
        source="table",
        drill_id="oak-1",
        campus_id="oak",
        body={"drill_type": "lockdown", "date": "2025-09-08", "start": "09:40", "mood": "calm"},
    )
    assert cells_of_event(event) == {
        "drill_type": "lockdown",
        "date": "2025-09-08",
        "start": "09:40",
        "mood": "calm",
        "drill_id": "oak-1",
        "campus_id": "oak",
        "status": "held",
        "recorded_by": "office",
    }


def test_an_entry_corrects_what_stands_of_its_drill_and_day_and_of_no_other() -> None:
    first = events_of_entries(
        [entry(EntryStatus.HELD, DAYS[0]), entry(EntryStatus.HELD, DAYS[1], drill_id="oak-2")], {}, said()
    )
    standing = fold(chained(event, "now", ChainHead()) for event in first)
    later = [
        entry(EntryStatus.NOT_HELD, DAYS[0]),
        entry(EntryStatus.NOT_HELD, DAYS[1]),
        entry(EntryStatus.WITHDRAWN, DAYS[0]),
        entry(EntryStatus.HELD, DAYS[0]),
    ]
    events = events_of_entries(later, standing, said(first=11))
    # What was taken back is not corrected again.
    assert [event.corrects for event in events] == [("event-1",), (), ("event-11",), ()]


@pytest.mark.parametrize(
    "record",
    [
        DrillRecord(
            drill_id="oak-1",
            campus_id="oak",
            drill_type=DrillType.FIRE_EVACUATION,
            date=date(2026, 2, 12),
            held=True,
            scenario_id="fire-drill",
            start=time(13, 5),
            minutes=7,
            recorded_by="office",
            note="calm",
            fields={"weather": "rain", "signed_on": "2026-02-13"},
            row=12,
        ),
        DrillRecord(
            drill_id="oak-2",
            campus_id="oak",
            drill_type=DrillType.LOCKDOWN,
            date=date(2025, 10, 7),
            held=False,
            recorded_by="office",
            cause=EventKind.SEVERE_WEATHER,
            row=12,
        ),
        DrillRecord(
            drill_id="oak-3",
            campus_id="oak",
            drill_type=DrillType.LOCKDOWN,
            date=date(2025, 10, 7),
            held=False,
            recorded_by="office",
            cause=MissedBecause.FORGOT,
        ),
    ],
)
def test_the_entry_of_an_event_is_the_one_that_was_recorded(record: DrillRecord) -> None:
    status = EntryStatus.HELD if record.held else EntryStatus.NOT_HELD
    (event,) = events_of_entries([LogEntry(status, record)], {}, said())
    assert record_of_event(event, record.row) == record


@pytest.mark.parametrize(
    ("held_on", "signed_on"),
    [
        ("2025-07-01", "2025-10-07"),
        ("2025-06-30", "2024-10-07"),
        ("2026-02-12", "2025-10-07"),
    ],
)
def test_a_day_without_a_year_is_of_the_school_year_of_its_drill(held_on: str, signed_on: str) -> None:
    body = {"drill_type": "lockdown", "date": held_on, "signed_on": "Oct 7", "weather": "brilliant", "hat": "red"}
    event = LoggedEvent("event-1", LoggedKind.HELD, "office", "now", "record", "oak-1", "oak", body=body)
    # The weather is none that the field can hold, and the hat no field at all: both are for people.
    assert record_of_event(event).fields == {"signed_on": signed_on}


def test_settling_a_dispute_takes_back_the_accounts_of_other_days_that_contradict() -> None:
    monday, tuesday, wednesday = date(2025, 9, 8), date(2025, 9, 9), date(2025, 9, 10)
    accounts = [
        entry(EntryStatus.HELD, monday),
        entry(EntryStatus.HELD, tuesday),
        entry(EntryStatus.NOT_HELD, wednesday),
    ]
    events = events_of_entries(accounts, {}, said())
    disputed = fold(chained(event, "now", ChainHead()) for event in events)
    (withdrawn,) = disputed_entries(entry(EntryStatus.HELD, tuesday), disputed)
    # That it was not held on Wednesday contradicts nobody, and Tuesday is corrected by the entry itself.
    assert (withdrawn.status, withdrawn.record) == (EntryStatus.WITHDRAWN, accounts[0].record)
    taken_back = disputed_entries(entry(EntryStatus.HELD, wednesday), disputed)
    assert [entry.record.date for entry in taken_back] == [monday, tuesday]
    assert disputed_entries(entry(EntryStatus.HELD, tuesday, drill_id="oak-2"), disputed) == ()
    settled = fold(chained(event, "now", ChainHead()) for event in events[1:])
    assert disputed_entries(entry(EntryStatus.HELD, monday), settled) == ()
