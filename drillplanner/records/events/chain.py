"""The chain of a district's events: each holds the hash of the one before it.

Whoever knows the last hash can tell whether any earlier event was changed, removed, or put in later. So the hash
of the head is printed on every export.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from drillplanner.records.events.canonical_json import Json, canonical_json
from drillplanner.records.events.event import LoggedEvent, LoggedKind

#: What the first event names as the hash before it.
NO_HASH = "0" * 64
_TEXTS = frozenset(
    {"event_id", "kind", "by_name", "said_at", "source", "drill_id", "campus_id", "by_user", "role"}
    | {"recorded_at", "previous", "hash"}
)
_KEYS = _TEXTS | {"corrects", "body", "number"}


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The number of the last event, from 1, and its hash; number 0 of an empty chain."""

    number: int = 0
    hash: str = NO_HASH


@dataclass(frozen=True, slots=True)
class ChainedEvent:
    """An event at its place in the chain. ``recorded_at`` is the time of the store, in ISO 8601, UTC."""

    event: LoggedEvent
    number: int
    recorded_at: str
    previous: str
    hash: str

    @property
    def head(self) -> ChainHead:
        """Return the head of the chain that ends with this event."""
        return ChainHead(self.number, self.hash)

    def as_json(self) -> dict[str, Json]:
        """Return the event with its place and hashes, as exports hold it."""
        return _hashed_fields(self.event, self.number, self.recorded_at, self.previous) | {"hash": self.hash}


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """The first place at which a chain is broken: the number that should be there, and what is wrong."""

    number: int
    reason: str


def chained(event: LoggedEvent, recorded_at: str, after: ChainHead) -> ChainedEvent:
    """Return the event as the next one of the chain that ends with ``after``."""
    number = after.number + 1
    content = canonical_json(_hashed_fields(event, number, recorded_at, after.hash))
    return ChainedEvent(event, number, recorded_at, after.hash, hashlib.sha256(content).hexdigest())


def first_break(events: Iterable[ChainedEvent]) -> tuple[ChainHead, ChainBreak | None]:
    """Return the last whole head of a chain and its first break; None if all of it is whole."""
    head = ChainHead()
    for event in events:
        if event.number != head.number + 1:
            return head, ChainBreak(head.number + 1, f"event {head.number + 1} is missing")
        if event.previous != head.hash:
            return head, ChainBreak(event.number, "it does not follow the event before it")
        if chained(event.event, event.recorded_at, head).hash != event.hash:
            return head, ChainBreak(event.number, "it was changed after it was recorded")
        head = event.head
    return head, None


def chained_from_json(value: object) -> ChainedEvent:
    """Return an event as an export holds it; whether it belongs there is for :func:`first_break` to say.

    Raises ValueError: it lacks a field, has one too many, or one of another type.
    """
    if not isinstance(value, dict) or set(value) != _KEYS:
        raise ValueError(f"an event has exactly these fields: {', '.join(sorted(_KEYS))}")
    if wrong := sorted(key for key in _TEXTS if not isinstance(value[key], str)):
        raise ValueError(f"'{wrong[0]}' is text")
    corrects, body, number = value["corrects"], value["body"], value["number"]
    if not isinstance(corrects, list) or not all(isinstance(item, str) for item in corrects):
        raise ValueError("'corrects' is a list of ids")
    if not isinstance(body, dict) or type(number) is not int:
        raise ValueError("'body' is a mapping, and 'number' a whole number")
    canonical_json(body)
    texts = {key: value[key] for key in _TEXTS - {"kind", "recorded_at", "previous", "hash"}}
    event = LoggedEvent(kind=LoggedKind(value["kind"]), corrects=tuple(corrects), body=body, **texts)
    return ChainedEvent(event, number, value["recorded_at"], value["previous"], value["hash"])


def _hashed_fields(event: LoggedEvent, number: int, recorded_at: str, previous: str) -> dict[str, Json]:
    return event.as_json() | {"number": number, "recorded_at": recorded_at, "previous": previous}
