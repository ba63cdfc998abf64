"""The log of a simulated year, read twice: by the program from its events, and by the oracle entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from drillplanner.model import DrillRecord, DrillType
from drillplanner.records.events import LoggedEvent, LoggedKind
from drillplanner.records.events.chain import ChainedEvent
from drillplanner.records.log_events import log_of_lines


@dataclass(frozen=True)
class Entry:
    """What somebody said of a drill.

    ``said_of`` is held, not_held, or withdrawn; ``corrects`` are ids of earlier entries.
    """

    entry_id: str
    said_of: str
    drill_id: str
    campus_id: str
    drill_type: DrillType
    date: date
    start: time | None = None
    minutes: int | None = None
    scenario_id: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    corrects: tuple[str, ...] = ()


def records_of(entries: Iterable[Entry], campus_ids: Iterable[str]) -> tuple[DrillRecord, ...]:
    """Return the records that count, as the program reads them from events."""
    lines = []
    for number, entry in enumerate(entries, start=1):
        cells = {
            "drill_type": entry.drill_type.value,
            "date": entry.date.isoformat(),
            "start": "" if entry.start is None else f"{entry.start:%H:%M}",
            "minutes": "" if entry.minutes is None else str(entry.minutes),
            "scenario": entry.scenario_id or "",
            **entry.fields,
        }
        event = LoggedEvent(
            event_id=entry.entry_id,
            kind=LoggedKind(entry.said_of),
            by_name="office",
            said_at="",
            source="record",
            drill_id=entry.drill_id,
            campus_id=entry.campus_id,
            corrects=entry.corrects,
            body={column: cell for column, cell in cells.items() if cell},
        )
        lines.append((ChainedEvent(event, number, "", "", ""), number))
    return log_of_lines(lines, campus_ids).entries


@dataclass(frozen=True)
class Told:
    """What the log says when it is read by a person: held drills by id, and drills that were not held on a day."""

    held: Mapping[str, Entry]
    not_held: frozenset[tuple[str, date]]


def told_by(entries: Iterable[Entry], today: date) -> Told:
    """Return what the entries say, by the rule in docs: a disputed drill counts as not held on each day named.

    What is said to be held on a day after today does not count yet.
    """
    standing: dict[str, list[Entry]] = {}
    for entry in entries:
        for drill_id, accounts in standing.items():
            standing[drill_id] = [account for account in accounts if account.entry_id not in entry.corrects]
        if entry.said_of != "withdrawn":
            standing.setdefault(entry.drill_id, []).append(entry)
    held: dict[str, Entry] = {}
    not_held: set[tuple[str, date]] = set()
    for drill_id, accounts in standing.items():
        days = {account.date for account in accounts if account.said_of == "held"}
        starts = {account.start for account in accounts if account.said_of == "held" and account.start is not None}
        denied = {account.date for account in accounts if account.said_of == "not_held"}
        if len(days) > 1 or len(starts) > 1 or days & denied:
            not_held |= {(drill_id, account.date) for account in accounts}
            continue
        not_held |= {(drill_id, on) for on in denied}
        for account in accounts:
            if account.said_of == "held" and account.date <= today:
                held[drill_id] = account
    return Told(held, frozenset(not_held))
