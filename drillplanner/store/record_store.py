"""The events of one district in an open database: the head of the chain, reading, and appending."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from drillplanner.files.errors import InputError, Problem
from drillplanner.records.events import (
    NO_HASH,
    ChainedEvent,
    ChainHead,
    LoggedEvent,
    LoggedKind,
    canonical_json,
    chained,
)
from drillplanner.store.database import database_errors
from drillplanner.store.place import RecordsPlace

#: One writer a process: threads that wait here do not wait in the database, which lets them try by turns.
_WRITERS: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)
#: Kinds that are lines of drill_log.csv.
LINE_KINDS = frozenset({LoggedKind.HELD, LoggedKind.NOT_HELD, LoggedKind.WITHDRAWN})
_MOST_IN_A_QUESTION = 500
BROKEN_HINT = "Put the records back from a backup; 'drillplanner records verify DIR' says whether one is whole."
_COLUMNS = (
    *("event_id", "kind", "by_name", "said_at", "source", "drill_id", "campus_id", "corrects", "by_user", "role"),
    *("body", "number", "recorded_at", "previous", "hash", "line"),
)


@dataclass(frozen=True)
class StoredEvent:
    """An event of the chain, and its line in ``drill_log.csv``; 0 if it is not shown there."""

    chained: ChainedEvent
    line: int


@dataclass(frozen=True)
class RecordStore:
    """The records of one district. ``alias`` is the open database, and ``district_id`` the district in it."""

    place: RecordsPlace
    alias: str
    district_id: str

    def head(self) -> ChainHead:
        """Return the head of the chain as the district has it."""
        from drillplanner.store.models import RecordedDistrict

        with database_errors(self.place):
            row = RecordedDistrict.objects.using(self.alias).get(district_id=self.district_id)
            return ChainHead(row.head_number, row.head_hash)

    def has(self, head: ChainHead) -> bool:
        """Check whether the chain has this event: records may have been replaced by a backup of an earlier day."""
        from drillplanner.store.models import EventRow

        if head == ChainHead():
            return True
        with database_errors(self.place):
            rows = EventRow.objects.using(self.alias).filter(district_id=self.district_id)
            return rows.filter(number=head.number, hash=head.hash).exists()

    def columns(self) -> tuple[str, ...]:
        """Return the columns of ``drill_log.csv``."""
        from drillplanner.store.models import RecordedDistrict

        with database_errors(self.place):
            row = RecordedDistrict.objects.using(self.alias).get(district_id=self.district_id)
            return tuple(json.loads(row.columns))

    def set_columns(self, columns: Sequence[str]) -> None:
        """Make these the columns of ``drill_log.csv``."""
        from drillplanner.store.models import RecordedDistrict

        with database_errors(self.place):
            rows = RecordedDistrict.objects.using(self.alias).filter(district_id=self.district_id)
            rows.update(columns=json.dumps(list(columns)))

    def events(self, after: int = 0) -> Iterator[StoredEvent]:
        """Yield the events with a number above ``after``, in order. Raises InputError: they cannot be read."""
        yield from self._where(number__gt=after)

    def events_about(self, campus_id: str) -> Iterator[StoredEvent]:
        """Yield the events of a campus and of its drills, in order.

        An event of another campus may be about a drill of this one: a report for the wrong school was corrected.

        Raises InputError: they cannot be read.
        """
        at_campus = tuple(self._where(campus_id=campus_id))
        numbers = {stored.chained.number for stored in at_campus}
        drill_ids = {stored.chained.event.drill_id for stored in at_campus} - {""}
        of_drills = (stored for stored in self.events_of_drills(drill_ids) if stored.chained.number not in numbers)
        yield from sorted((*at_campus, *of_drills), key=lambda stored: stored.chained.number)

    def events_of_drills(self, drill_ids: Collection[str]) -> Iterator[StoredEvent]:
        """Yield the events of some drills, in order. Raises InputError: they cannot be read."""
        found: list[StoredEvent] = []
        for some in _pieces(sorted(drill_ids)):
            found += self._where(drill_id__in=some)
        yield from sorted(found, key=lambda stored: stored.chained.number)

    def _where(self, **condition: object) -> Iterator[StoredEvent]:
        from drillplanner.store.models import EventRow

        with database_errors(self.place):
            rows = EventRow.objects.using(self.alias).filter(district_id=self.district_id, **condition)
            for row in rows.order_by("number").values_list(*_COLUMNS).iterator(chunk_size=5000):
                yield _read(self.place, row)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let no other process write during the block; at its end everything is on the disk, or nothing.

        Raises InputError: the database cannot be written.
        """
        from django.db import transaction

        from drillplanner.store.models import RecordedDistrict

        with _WRITERS[self.alias], database_errors(self.place), transaction.atomic(using=self.alias):
            # On PostgreSQL this row is locked; SQLite locked the whole file when the transaction began.
            RecordedDistrict.objects.using(self.alias).select_for_update().get(district_id=self.district_id)
            yield

    def append(self, events: Sequence[LoggedEvent], recorded_at: str) -> tuple[ChainedEvent, ...]:
        """Chain the events, store them, and return them; call it inside :meth:`writing`.

        An event that is stored already is returned as it is: a report may be sent twice.

        Raises InputError: an event has the id of another one, or its text cannot be kept.
        """
        known = self._with_ids([event.event_id for event in events])
        head, found, new = self.head(), [], []
        for event in events:
            if (earlier := known.get(event.event_id)) is not None:
                if earlier.event.as_json() != event.as_json():
                    raise InputError(_another_event(self.place, event))
                found.append(earlier)
                continue
            link = _chained(self.place, event, recorded_at, head)
            head, known[event.event_id] = link.head, link
            found.append(link)
            new.append(link)
        self._insert(new)
        return tuple(found)

    def append_chained(self, links: Sequence[ChainedEvent]) -> None:
        """Store events that are chained already, as another database had them; inside :meth:`writing`.

        Raises InputError: they do not follow the head.
        """
        head = self.head()
        for link in links:
            if chained(link.event, link.recorded_at, head) != link:
                message = f"event {link.number} does not follow event {head.number} of these records"
                raise InputError(Problem(self.place.shown, None, message))
            head = link.head
        self._insert(links)

    def _insert(self, links: Sequence[ChainedEvent]) -> None:
        from drillplanner.store.models import EventRow, RecordedDistrict

        if not links:
            return
        districts = RecordedDistrict.objects.using(self.alias).filter(district_id=self.district_id)
        line, rows = districts.get().lines, []
        for link in links:
            is_line = link.event.kind in LINE_KINDS
            line += is_line
            rows.append(EventRow(district_id=self.district_id, line=line if is_line else 0, **_values(link)))
        EventRow.objects.using(self.alias).bulk_create(rows, batch_size=500)
        districts.update(head_number=links[-1].number, head_hash=links[-1].hash, lines=line)

    def _with_ids(self, ids: Sequence[str]) -> dict[str, ChainedEvent]:
        found: dict[str, ChainedEvent] = {}
        for some in _pieces(ids):
            found |= {stored.chained.event.event_id: stored.chained for stored in self._where(event_id__in=some)}
        return found


def _pieces(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield values in pieces of a length that every database takes in one question."""
    for start in range(0, len(values), _MOST_IN_A_QUESTION):
        yield values[start : start + _MOST_IN_A_QUESTION]


def _chained(place: RecordsPlace, event: LoggedEvent, recorded_at: str, head: ChainHead) -> ChainedEvent:
    try:
        return chained(event, recorded_at, head)
    except ValueError as error:
        raise InputError(Problem(place.shown, None, str(error), event.drill_id)) from error


def _another_event(place: RecordsPlace, event: LoggedEvent) -> Problem:
    message = "the records have another event with this id; nothing was recorded"
    return Problem(place.shown, None, message, event.event_id, "a new id for each event")


def _values(link: ChainedEvent) -> dict[str, object]:
    body, corrects = dict(link.event.body), list(link.event.corrects)
    return {**link.as_json(), "corrects": canonical_json(corrects).decode(), "body": canonical_json(body).decode()}


def _read(place: RecordsPlace, row: tuple[object, ...]) -> StoredEvent:
    try:
        return _stored(row)
    except (TypeError, ValueError) as error:
        number = row[_COLUMNS.index("number")]
        message = f"event {number} is not as it was recorded: it cannot be read"
        raise InputError(Problem(place.shown, None, message, maybe=BROKEN_HINT)) from error


def _stored(row: tuple[object, ...]) -> StoredEvent:
    values = dict(zip(_COLUMNS, row, strict=True))
    body = json.loads(str(values["body"]))
    if not isinstance(body, dict):
        raise TypeError("the body of an event is a mapping")
    event = LoggedEvent(
        event_id=str(values["event_id"]),
        kind=LoggedKind(str(values["kind"])),
        by_name=str(values["by_name"]),
        said_at=str(values["said_at"]),
        source=str(values["source"]),
        drill_id=str(values["drill_id"]),
        campus_id=str(values["campus_id"]),
        corrects=tuple(json.loads(str(values["corrects"]))),
        by_user=str(values["by_user"]),
        role=str(values["role"]),
        body=body,
    )
    number, line = int(str(values["number"])), int(str(values["line"]))
    link = ChainedEvent(event, number, str(values["recorded_at"]), str(values["previous"]), str(values["hash"]))
    return StoredEvent(link, line)


#: What a chain begins with in a new district.
FIRST_HASH = NO_HASH
