"""Letters and messages to families as events: that one went out, and what came back of it.

A notice is about one drill, before or after it. A correction names the notices that it replaces. Counts and
channels are kept, never a name or a number of a family.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from drillplanner.records.events import ChainedEvent, LoggedEvent, LoggedKind
from drillplanner.records.log_events import Said

_KINDS = frozenset({LoggedKind.NOTICE_SENT, LoggedKind.NOTICE_RECEIPT})


class BeforeOrAfter(StrEnum):
    """Whether a notice is about a drill to come or one that was held."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class NoticeReport:
    """What someone says of a notice: ``on`` is the day on which it went out, or on which the receipt came.

    ``channel`` is how it went (text message, email, paper), ``reached`` how many families by count, and ``text``
    the bytes of what was sent, of which the hash is kept, under the name ``text_name``.
    """

    drill_id: str
    campus_id: str
    time: BeforeOrAfter
    on: date
    by_name: str
    channel: str = ""
    languages: tuple[str, ...] = ()
    reached: int | None = None
    note: str = ""
    is_receipt: bool = False
    text_name: str = ""
    text: bytes = b""


@dataclass(frozen=True)
class SentNotice:
    """A notice that went out and stands, with the receipts that came for it."""

    event_id: str
    drill_id: str
    time: BeforeOrAfter
    on: date
    by_name: str
    channel: str
    languages: tuple[str, ...]
    reached: int | None
    note: str
    receipts: tuple[ChainedEvent, ...] = field(default=(), repr=False)


def notice_event(report: NoticeReport, said: Said, corrects: Iterable[str] = ()) -> LoggedEvent:
    """Return the event for a report. ``corrects`` are the ids of the notices that it replaces."""
    of_text = {"text": report.text_name, "text_sha256": hashlib.sha256(report.text).hexdigest()}
    return LoggedEvent(
        event_id=said.new_id(),
        kind=LoggedKind.NOTICE_RECEIPT if report.is_receipt else LoggedKind.NOTICE_SENT,
        by_name=report.by_name,
        said_at=said.at,
        source=said.source,
        drill_id=report.drill_id,
        campus_id=report.campus_id,
        corrects=tuple(corrects),
        body={
            "time": report.time.value,
            "date": report.on.isoformat(),
            "channel": report.channel,
            "languages": list(report.languages),
            "reached": report.reached,
            "note": report.note,
            **(of_text if report.text_name else {}),
        },
    )


def sent_notices(events: Iterable[ChainedEvent]) -> tuple[SentNotice, ...]:
    """Return the notices that stand, in the order of the chain, each with its receipts.

    A receipt that came before a correction stays with what the correction says.

    Raises KeyError or ValueError: an event lacks what a notice has, or has it in another form.
    """
    found = [link for link in events if link.event.kind in _KINDS]
    replaced = {event_id for link in found for event_id in link.event.corrects}
    first_said: dict[str, int] = {}
    receipts: defaultdict[tuple[str, str], list[ChainedEvent]] = defaultdict(list)
    for link in found:
        event = link.event
        earlier = [first_said[event_id] for event_id in event.corrects if event_id in first_said]
        first_said[event.event_id] = min([link.number, *earlier])
        if event.kind is LoggedKind.NOTICE_RECEIPT and event.event_id not in replaced:
            receipts[_about(event)].append(link)
    return tuple(
        _sent(link, [receipt for receipt in receipts[_about(link.event)] if receipt.number > first_said[event_id]])
        for link in found
        if link.event.kind is LoggedKind.NOTICE_SENT and (event_id := link.event.event_id) not in replaced
    )


def _about(event: LoggedEvent) -> tuple[str, str]:
    return event.drill_id, str(event.body["time"])


def _sent(link: ChainedEvent, receipts: Iterable[ChainedEvent]) -> SentNotice:
    event, body = link.event, link.event.body
    languages, reached = body["languages"], body["reached"]
    return SentNotice(
        event_id=event.event_id,
        drill_id=event.drill_id,
        time=BeforeOrAfter(str(body["time"])),
        on=date.fromisoformat(str(body["date"])),
        by_name=event.by_name,
        channel=str(body["channel"]),
        languages=tuple(map(str, languages)) if isinstance(languages, list) else (),
        reached=reached if isinstance(reached, int) else None,
        note=str(body["note"]),
        receipts=tuple(receipts),
    )
