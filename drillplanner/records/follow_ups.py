"""What is to be done after a drill, as its record says, and events that it was done.

The field ``actions`` of a record holds them, joined by ';': each WHAT, WHAT | WHO, or WHAT | WHO | DAY. An action
is known by its drill and its words: with other words it is another one, and open. Two of one drill with the same
words, such as for two people, are told apart by their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from drillplanner.model import DrillRecord
from drillplanner.records.drill_log import ACTIONS
from drillplanner.records.events import ChainedEvent, LoggedEvent, LoggedKind
from drillplanner.records.log_events import Said


@dataclass(frozen=True)
class FollowUp:
    """One action of a record.

    ``number`` counts those of its drill from 1, ``copy`` those with the same words from 0. ``owner`` is empty
    if no one is named. The drill was held on ``held_on``.
    """

    drill_id: str
    campus_id: str
    held_on: date
    number: int
    copy: int
    action: str
    owner: str
    due: date | None

    @property
    def action_id(self) -> str:
        """The id by which people name it: the drill's, a dot, and the number."""
        return f"{self.drill_id}.{self.number}"

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from others, however they are numbered."""
        return self.drill_id, self.action, self.copy


@dataclass(frozen=True)
class DoneFollowUp:
    """That an action is done: ``on`` is the day."""

    drill_id: str
    action: str
    copy: int
    on: date
    by_name: str

    @property
    def key(self) -> tuple[str, str, int]:
        """The key of the action."""
        return self.drill_id, self.action, self.copy


def follow_ups(records: Iterable[DrillRecord]) -> tuple[FollowUp, ...]:
    """Return the actions of records that count, in their order."""
    return tuple(
        action for record in records if record.held and record.fields.get(ACTIONS) for action in _of_record(record)
    )


def _of_record(record: DrillRecord) -> Iterator[FollowUp]:
    copies: Counter[str] = Counter()
    for number, (action, owner, due) in enumerate(actions_in(record.fields[ACTIONS]), start=1):
        copy = copies[action]
        copies[action] += 1
        yield FollowUp(record.drill_id, record.campus_id, record.date, number, copy, action, owner, due)


def actions_in(value: str) -> tuple[tuple[str, str, date | None], ...]:
    """Return the actions of a kept value of the field, each with owner and due day as far as they are named."""
    parts = ((*entry.split(" | "), "", "")[:3] for entry in value.split("; "))
    return tuple((action, owner, date.fromisoformat(day) if day else None) for action, owner, day in parts)


def done_event(action: FollowUp, on: date, by_name: str, note: str, said: Said) -> LoggedEvent:
    """Return the event that an action was done on a day."""
    return LoggedEvent(
        event_id=said.new_id(),
        kind=LoggedKind.ACTION_DONE,
        by_name=by_name,
        said_at=said.at,
        source=said.source,
        drill_id=action.drill_id,
        campus_id=action.campus_id,
        body={"action": action.action, "copy": action.copy, "date": on.isoformat(), "note": note},
    )


def done_follow_ups(events: Iterable[ChainedEvent]) -> tuple[DoneFollowUp, ...]:
    """Return what is recorded as done, in the order of the chain.

    Raises KeyError or ValueError: an event lacks what it must have, or has it in another form.
    """
    return tuple(
        DoneFollowUp(
            drill_id=event.drill_id,
            action=str(event.body["action"]),
            # Events that were recorded first have none.
            copy=int(str(event.body.get("copy", 0))),
            on=date.fromisoformat(str(event.body["date"])),
            by_name=event.by_name,
        )
        for event in (link.event for link in events)
        if event.kind is LoggedKind.ACTION_DONE
    )
