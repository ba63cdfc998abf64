"""An event of the log: what someone said, before it is part of the chain."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from drillplanner.records.events.canonical_json import Json


class LoggedKind(StrEnum):
    """The kind of an event: accounts of drills, what is added to them, and what else counts as evidence."""

    HELD = "held"
    NOT_HELD = "not_held"
    WITHDRAWN = "withdrawn"
    NOTE = "note"
    SIGNED_OFF = "signed_off"
    ATTACHED = "attached"
    ATTACHMENT_REMOVED = "attachment_removed"
    CLOSED_DAY = "closed_day"
    FILED = "filed"
    IMPORTED = "imported"
    PLAN_ACTIVATED = "plan_activated"
    GRANT_CHANGED = "grant_changed"
    REAL_EVENT = "real_event"
    NOTICE_SENT = "notice_sent"
    NOTICE_RECEIPT = "notice_receipt"
    ACTION_DONE = "action_done"


#: Kinds that say whether a drill was held.
ACCOUNTS = frozenset({LoggedKind.HELD, LoggedKind.NOT_HELD})


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """What someone said.

    ``event_id`` is made by whoever says it (a UUID of version 7), so that a report that is sent twice is one
    event. ``corrects`` are ids of the events that it corrects or takes back. ``by_name`` is the name as shown,
    ``by_user`` the account, if there is one. ``said_at`` is the time by the clock of whoever says it, in ISO 8601
    with the zone. ``source`` is the way by which it came: record, table, import, page. ``body`` holds what the
    kind says.
    """

    event_id: str
    kind: LoggedKind
    by_name: str
    said_at: str
    source: str
    drill_id: str = ""
    campus_id: str = ""
    corrects: tuple[str, ...] = ()
    by_user: str = ""
    role: str = ""
    body: Mapping[str, Json] = field(default_factory=dict)

    def as_json(self) -> dict[str, Json]:
        """Return the event as a JSON mapping; empty fields are there too, so that each event has the same keys."""
        return {
            "event_id": self.event_id,
            "kind": self.kind.value,
            "by_name": self.by_name,
            "said_at": self.said_at,
            "source": self.source,
            "drill_id": self.drill_id,
            "campus_id": self.campus_id,
            "corrects": list(self.corrects),
            "by_user": self.by_user,
            "role": self.role,
            "body": dict(self.body),
        }


def new_event_id(milliseconds: int) -> str:
    """Return a UUID of version 7 (RFC 9562): ``milliseconds`` since 1970, then chance.

    Ids of later events are greater, so that an index of them stays in order. Python has its own from 3.14.
    """
    value = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
