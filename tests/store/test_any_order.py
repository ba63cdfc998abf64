"""Records, corrections, withdrawals, repetitions, and reopening in any order: the store says what a list would."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from drillplanner.files.errors import InputError
from drillplanner.records.events import (
    ChainedEvent,
    ChainHead,
    LoggedEvent,
    LoggedKind,
    chained,
    first_break,
    fold,
)
from drillplanner.store.database import close_database
from drillplanner.store.open_store import new_store, open_store
from drillplanner.store.place import DistrictOfRecords, RecordsPlace
from tests.records.events.histories import DAYS, DRILLS, STARTS

DISTRICT = DistrictOfRecords("Test District (invented)", "NJ", "2025-26")


class RecordsInAnyOrder(RuleBasedStateMachine):
    """A SQLite file beside a list of what was recorded."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.place = RecordsPlace(Path(self.folder.name) / "drills.sqlite")
        self.store = new_store(self.place, DISTRICT, ())
        self.expected: list[ChainedEvent] = []

    def teardown(self) -> None:
        close_database(self.place)
        self.folder.cleanup()

    def _append(self, event: LoggedEvent) -> None:
        at = f"2025-09-09T12:00:00.{len(self.expected):06}+00:00"
        with self.store.writing():
            (answer,) = self.store.append((event,), at)
        head = self.expected[-1].head if self.expected else ChainHead()
        self.expected.append(chained(event, at, head))
        assert answer == self.expected[-1]

    @rule(
        kind=st.sampled_from((LoggedKind.HELD, LoggedKind.NOT_HELD)),
        drill_id=st.sampled_from(DRILLS),
        day=st.sampled_from(DAYS),
        start=st.sampled_from(STARTS),
        data=st.data(),
    )
    def record(self, kind: LoggedKind, drill_id: str, day: str, start: str, data: st.DataObject) -> None:
        known = [link.event.event_id for link in self.expected]
        corrects = data.draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else []
        body = {"date": day, "start": start}
        self._append(self._event(kind, drill_id, tuple(corrects), body))

    @precondition(lambda self: self.expected)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        link = data.draw(st.sampled_from(self.expected))
        self._append(self._event(LoggedKind.WITHDRAWN, link.event.drill_id, (link.event.event_id,), {}))

    def _event(
        self, kind: LoggedKind, drill_id: str, corrects: tuple[str, ...], body: dict[str, str]
    ) -> LoggedEvent:
        name, at = f"event-{len(self.expected)}", "2025-09-09T12:00:00+00:00"
        campus = drill_id.split("-", maxsplit=1)[0]
        return LoggedEvent(name, kind, "office", at, "record", drill_id, campus, corrects, body=dict(body))

    @precondition(lambda self: self.expected)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        link = data.draw(st.sampled_from(self.expected))
        with self.store.writing():
            assert self.store.append((link.event,), "2026-01-01T00:00:00+00:00") == (link,)

    @precondition(lambda self: self.expected)
    @rule(data=st.data())
    def send_another_with_a_known_id(self, data: st.DataObject) -> None:
        link = data.draw(st.sampled_from(self.expected))
        other = self._event(LoggedKind.NOTE, "another", (), {"note": link.event.event_id})
        changed = LoggedEvent(
            link.event.event_id, other.kind, other.by_name, other.said_at, other.source, other.drill_id
        )
        with pytest.raises(InputError, match="another event"), self.store.writing():
            self.store.append((changed,), "2026-01-01T00:00:00+00:00")

    @rule()
    def reopen(self) -> None:
        close_database(self.place)
        store = open_store(self.place, DISTRICT)
        assert store is not None
        self.store = store

    @invariant()
    def store_and_list_agree(self) -> None:
        stored = [found.chained for found in self.store.events()]
        assert stored == self.expected
        assert first_break(stored) == (self.store.head(), None)
        folded = fold(stored)
        assert folded == fold(self.expected)
        for campus in ("oak", "elm"):
            at_campus = [found.chained for found in self.store.events_about(campus)]
            assert at_campus == [link for link in self.expected if link.event.campus_id == campus]


TestRecordsInAnyOrder = RecordsInAnyOrder.TestCase
TestRecordsInAnyOrder.settings = settings(max_examples=8, stateful_step_count=15, deadline=None)
