"""The next revision of each event, so that subscribed programs accept every change.

A program identifies an event by its id and accepts a change only if SEQUENCE or LAST-MODIFIED has risen (RFC 5545
sections 3.8.7.3 and 3.8.7.4). So what was published last is recorded, calendar by calendar, and compared with what
is to be published. An event that looks the same to readers keeps its revision, and with it its bytes. Any other is
last modified now, and its SEQUENCE rises by one if its time or its status changed. An event that is no longer
planned stays as a canceled one until the next school year, because many programs never delete what they once
loaded. One that comes back is confirmed again.

Nothing here depends on the clock: "now" is a day that the caller gives, and always a second later than the last
change before it, so that two changes on one day differ.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, Field, NaiveDatetime

from drillplanner.model import Frozen

_NEXT = timedelta(seconds=1)


class EventStatus(StrEnum):
    """Whether the event will take place."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class EventContent(Frozen):
    """All that a reader sees of an event while it is confirmed.

    ``starts`` and ``ends`` are local times of ``zone``. An event of whole days has no zone: it starts at midnight
    of its first day and ends at midnight after its last. An alarm rings ``alarm_minutes`` before it starts; None
    means no alarm.
    """

    uid: str
    title: str
    place: str
    description: str
    categories: tuple[str, ...]
    starts: NaiveDatetime
    ends: NaiveDatetime
    zone: str | None
    alarm_minutes: int | None = None

    @property
    def time(self) -> tuple[datetime, datetime, str | None]:
        """Start, end and zone: equal for two contents at the same time."""
        return self.starts, self.ends, self.zone


class Revision(Frozen):
    """An event as it was published: its content, and how often and when it was revised."""

    content: EventContent
    status: EventStatus
    sequence: int = Field(ge=0)
    created: AwareDatetime
    modified: AwareDatetime

    @property
    def is_cancelled(self) -> bool:
        """Whether it is published as canceled."""
        return self.status is EventStatus.CANCELLED


class PublishedCalendar(Frozen):
    """One calendar as it was published: its title, and its events by their ids."""

    title: str
    events: Mapping[str, Revision]


class PublishedYear(Frozen):
    """All calendars of one school year as they were published.

    ``stamp`` is the moment of the last change of any event. ``earlier`` has the highest SEQUENCE of each event
    that is no longer published, by its id: if the event comes back, its SEQUENCE must be higher. ``parts`` says
    how each calendar that grew too large is split, by its name (see ``calendars.parts``).
    """

    namespace: uuid.UUID
    year: str
    stamp: AwareDatetime | None = None
    calendars: Mapping[str, PublishedCalendar] = Field(default_factory=dict)
    earlier: Mapping[str, int] = Field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    def events(self) -> Iterator[tuple[str, str, Revision]]:
        """Yield every event with the name of its calendar and its id."""
        for stem, calendar in self.calendars.items():
            for uid, revision in calendar.events.items():
                yield stem, uid, revision

    def in_year(self, year: str) -> PublishedYear:
        """Return what calendars of ``year`` are compared with: events of another year are dropped."""
        if year == self.year:
            return self
        earlier = dict(self.earlier)
        for _, uid, revision in self.events():
            earlier[uid] = max(revision.sequence, earlier.get(uid, 0))
        return PublishedYear(namespace=self.namespace, year=year, stamp=self.stamp, earlier=earlier)


@dataclass(frozen=True)
class PlannedCalendar:
    """One calendar to publish: its name without ending, its title, and the content of its events.

    ``withheld`` are ids of events that take place but that readers may no longer know of. To cancel them would be
    untrue, so they vanish.
    """

    stem: str
    title: str
    events: tuple[EventContent, ...]
    withheld: frozenset[str] = frozenset()


def next_publication(former: PublishedYear, wanted: Iterable[PlannedCalendar], day: date) -> PublishedYear:
    """Return what is published if the calendars become those ``wanted``; changes count as made on ``day``.

    ``former`` is what was published before, in the same school year (see ``in_year``). A calendar that is no
    longer wanted stays with its events canceled: subscribers would otherwise keep the events for good. One
    that never had an event goes.
    """
    reviser = _Reviser(former, _moment(former, day))
    calendars = {calendar.stem: reviser.revise(calendar) for calendar in wanted}
    for stem, former_calendar in former.calendars.items():
        if stem not in calendars and former_calendar.events:
            calendars[stem] = reviser.revise(PlannedCalendar(stem, former_calendar.title, ()))
    stamps = [event.modified for published in calendars.values() for event in published.events.values()]
    return PublishedYear(
        namespace=former.namespace,
        year=former.year,
        stamp=max([*stamps, *([] if former.stamp is None else [former.stamp])], default=None),
        calendars=calendars,
        earlier={**former.earlier, **reviser.vanished},
        parts=former.parts,
    )


def _moment(former: PublishedYear, day: date) -> datetime:
    midnight = datetime.combine(day, time(0), UTC)
    return midnight if former.stamp is None else max(midnight, former.stamp + _NEXT)


class _Reviser:
    """Decides the next revision of each event."""

    def __init__(self, former: PublishedYear, moment: datetime) -> None:
        self._former = former
        self._moment = moment
        # An event that is new in one calendar may have been published in another one.
        self._last_sequence = dict(former.earlier)
        for _, uid, revision in former.events():
            self._last_sequence[uid] = max(revision.sequence, self._last_sequence.get(uid, 0))
        self._decided: dict[str, Revision] = {}
        #: The last SEQUENCE of the events that vanish, by their ids.
        self.vanished: dict[str, int] = {}

    def revise(self, wanted: PlannedCalendar) -> PublishedCalendar:
        """Return the next revision of every event of one calendar; canceled ones come last, by time."""
        former_calendar = self._former.calendars.get(wanted.stem)
        former = {} if former_calendar is None else former_calendar.events
        events = {content.uid: self._confirmed(content, former.get(content.uid)) for content in wanted.events}
        cancelled = []
        for uid, revision in former.items():
            if uid in wanted.withheld:
                self.vanished[uid] = self._last_sequence[uid]
            elif uid not in events:
                cancelled.append(self._cancelled(revision))
        for revision in sorted(cancelled, key=lambda revision: (revision.content.starts, revision.content.uid)):
            events[revision.content.uid] = revision
        return PublishedCalendar(title=wanted.title, events=events)

    def _confirmed(self, content: EventContent, former: Revision | None) -> Revision:
        revision = self._new(content) if former is None else self._next(content, former)
        self._decided.setdefault(content.uid, revision)
        return revision

    def _new(self, content: EventContent) -> Revision:
        elsewhere = self._decided.get(content.uid)
        if elsewhere is not None and elsewhere.content == content:
            return elsewhere
        last = self._last_sequence.get(content.uid)
        return Revision(
            content=content,
            status=EventStatus.CONFIRMED,
            sequence=0 if last is None else last + 1,
            created=self._moment,
            modified=self._moment,
        )

    def _next(self, content: EventContent, former: Revision) -> Revision:
        if not former.is_cancelled and former.content == content:
            return former
        rises = former.is_cancelled or former.content.time != content.time
        return Revision(
            content=content,
            status=EventStatus.CONFIRMED,
            sequence=former.sequence + rises,
            created=former.created,
            modified=self._moment,
        )

    def _cancelled(self, former: Revision) -> Revision:
        if former.is_cancelled:
            return former
        return former.model_copy(
            update={
                "status": EventStatus.CANCELLED,
                "sequence": former.sequence + 1,
                "modified": self._moment,
            }
        )
