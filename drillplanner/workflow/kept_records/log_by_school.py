"""The drill log, of which no more is read than a question needs: one school or one drill, or all of it.

A district of hundreds of schools has a hundred thousand entries, and a report is about one drill. What is known of
a drill depends on the events of that drill alone: a correction has the drill of what it corrects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from drillplanner.files.errors import InputError, Problem
from drillplanner.records import DrillLog
from drillplanner.records.attachments import Attachment, standing_attachments
from drillplanner.records.events import ChainBreak, ChainedEvent, ChainHead, first_break
from drillplanner.records.follow_ups import DoneFollowUp, done_follow_ups
from drillplanner.records.log_events import Line, log_of_lines
from drillplanner.records.notices import SentNotice, sent_notices
from drillplanner.store.record_store import BROKEN_HINT, RecordStore, StoredEvent


class LogBySchool(Protocol):
    """The entries of a log that count."""

    @property
    def head(self) -> ChainHead | None:
        """The head of the records when they were opened; None of a log that is no record yet."""

    @property
    def events(self) -> tuple[ChainedEvent, ...]:
        """All events in their order, those that were corrected too."""

    def of_school(self, campus_id: str) -> DrillLog:
        """Return the entries of a school, and those of other schools for its drills."""

    def of_drill(self, drill_id: str) -> DrillLog:
        """Return the entries of a drill."""

    @property
    def whole(self) -> DrillLog:
        """All entries."""

    @property
    def notices(self) -> tuple[SentNotice, ...]:
        """The letters to families that were recorded as sent."""

    @property
    def done(self) -> tuple[DoneFollowUp, ...]:
        """The actions after drills that were recorded as done."""


@dataclass(frozen=True)
class LogInMemory:
    """A log that was read already; ``events`` are its rows as the records will have them."""

    whole: DrillLog
    events: tuple[ChainedEvent, ...] = ()

    @property
    def head(self) -> ChainHead | None:
        """None: another log may have the same entries."""
        return None

    @property
    def notices(self) -> tuple[SentNotice, ...]:
        """None: letters are recorded in a database."""
        return ()

    @property
    def done(self) -> tuple[DoneFollowUp, ...]:
        """None: that an action is done is recorded in a database."""
        return ()

    def of_school(self, campus_id: str) -> DrillLog:
        """Return the entries of a school, and those of other schools for its drills."""
        known = (*self.whole.entries, *self.whole.unlisted)
        drill_ids = {record.drill_id for record in known if record.campus_id == campus_id}
        return self._of_drills(drill_ids)

    def of_drill(self, drill_id: str) -> DrillLog:
        """Return the entries of a drill."""
        return self._of_drills({drill_id})

    def _of_drills(self, drill_ids: set[str]) -> DrillLog:
        return DrillLog(
            tuple(record for record in self.whole.entries if record.drill_id in drill_ids),
            tuple(record for record in self.whole.unlisted if record.drill_id in drill_ids),
        )


@dataclass(frozen=True)
class StoredLog:
    """A log in the database; ``campus_ids`` are the schools that the district lists."""

    store: RecordStore
    head: ChainHead
    campus_ids: frozenset[str]

    def of_school(self, campus_id: str) -> DrillLog:
        """Return the entries of a school, and those of other schools for its drills.

        Raises InputError: the records cannot be read.
        """
        return self._log(self.store.events_about(campus_id))

    def of_drill(self, drill_id: str) -> DrillLog:
        """Return the entries of a drill. Raises InputError: the records cannot be read."""
        return self._log(self.store.events_of_drills((drill_id,)))

    @cached_property
    def whole(self) -> DrillLog:
        """All entries. Raises InputError: the records cannot be read, or one is not as it was recorded."""
        return self._log(self._events)

    @property
    def events(self) -> tuple[ChainedEvent, ...]:
        """All events in their order, those that were corrected too.

        Raises InputError: the records cannot be read, or one is not as it was recorded.
        """
        return tuple(stored.chained for stored in self._events)

    @property
    def notices(self) -> tuple[SentNotice, ...]:
        """The letters to families that were recorded as sent.

        Raises InputError: the records cannot be read, or one is not as it was recorded.
        """
        return notices_of_store(self.store, self._events)

    @property
    def done(self) -> tuple[DoneFollowUp, ...]:
        """The actions after drills that were recorded as done.

        Raises InputError: the records cannot be read, or one is not as it was recorded.
        """
        return done_of_store(self.store, self._events)

    @cached_property
    def _events(self) -> tuple[StoredEvent, ...]:
        return whole_events(self.store)

    def _log(self, events: Iterable[StoredEvent]) -> DrillLog:
        return log_of_store(self.store, lines_of(events), self.campus_ids)


def whole_events(store: RecordStore) -> tuple[StoredEvent, ...]:
    """Return every event of the records. Raises InputError: one is not as it was recorded, or is missing."""
    # Read first: on a server, another computer may record meanwhile.
    head = store.head()
    events = tuple(store.events())
    last, broken = first_break(stored.chained for stored in events)
    if broken is None and (last.number < head.number or (head.number and _head_at(events, head.number) != head)):
        broken = ChainBreak(last.number + 1, f"event {last.number + 1} is missing: the end was cut off")
    if broken is not None:
        message = f"event {broken.number} is not as it was recorded: {broken.reason}"
        raise InputError(Problem(store.place.shown, None, message, maybe=BROKEN_HINT))
    return events


def _head_at(events: Sequence[StoredEvent], number: int) -> ChainHead:
    return events[number - 1].chained.head


def lines_of(events: Iterable[StoredEvent]) -> tuple[Line, ...]:
    """Return events with their lines of the log."""
    return tuple((stored.chained, stored.line) for stored in events)


@contextmanager
def as_recorded(shown: str, otherwise: str) -> Iterator[None]:
    """Turn what an event lacks into an InputError of the records ``shown`` that begins with ``otherwise``."""
    try:
        yield
    except (KeyError, ValueError) as error:
        message = f"{otherwise}: {error}"
        raise InputError(Problem(shown, None, message, maybe=BROKEN_HINT)) from error


def log_of_store(store: RecordStore, lines: Sequence[Line], campus_ids: Iterable[str]) -> DrillLog:
    """Return the entries of stored events that count. Raises InputError: an event is not as it was recorded."""
    with as_recorded(store.place.shown, "an event is not as it was recorded"):
        return log_of_lines(lines, campus_ids)


def notices_of_store(store: RecordStore, events: Iterable[StoredEvent]) -> tuple[SentNotice, ...]:
    """Return the notices of stored events that stand. Raises InputError: one is not as it was recorded."""
    with as_recorded(store.place.shown, "a notice is not as drillplanner records one"):
        return sent_notices(stored.chained for stored in events)


def done_of_store(store: RecordStore, events: Iterable[StoredEvent]) -> tuple[DoneFollowUp, ...]:
    """Return the actions of stored events that are done. Raises InputError: one is not as it was recorded."""
    with as_recorded(store.place.shown, "an action that was done is not as drillplanner records one"):
        return done_follow_ups(stored.chained for stored in events)


def attachments_of_store(store: RecordStore, events: Iterable[StoredEvent]) -> tuple[Attachment, ...]:
    """Return the attachments of stored events that stand. Raises InputError: one is not as it was recorded."""
    with as_recorded(store.place.shown, "an attachment is not as drillplanner records one"):
        return standing_attachments(stored.chained for stored in events)
