"""Entries of the drill log as events, and events as entries and as lines of ``drill_log.csv``.

An entry is a line of the log: the last one for a drill and a day counts. So an entry corrects the accounts of its
drill and day that stand, and one with the status withdrawn takes them back. The body of an event holds the cells
of its line, those of columns that the district added included.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from drillplanner.model import DrillRecord, DrillType, school_year_of
from drillplanner.records.causes import cause_of
from drillplanner.records.drill_log import (
    COLUMNS,
    DrillLog,
    EntryStatus,
    LogEntry,
    entered_fields,
    escape_formula,
)
from drillplanner.records.events import ChainedEvent, DrillStanding, LoggedEvent, LoggedKind, StandingState
from drillplanner.records.events.folding import contradict, fold

#: Columns that an event holds beside its body.
_OF_THE_EVENT = ("drill_id", "campus_id", "status", "recorded_by")
Line = tuple[ChainedEvent, int]
"""An event and its line in ``drill_log.csv``."""


@dataclass(frozen=True)
class Said:
    """How entries came: the source, the time by the clock of whoever says it, and the maker of event ids."""

    source: str
    at: str
    new_id: Callable[[], str]


def events_of_entries(
    entries: Iterable[LogEntry], standing: Mapping[str, DrillStanding], said: Said
) -> tuple[LoggedEvent, ...]:
    """Return the events for entries, each of which corrects the accounts of its drill and day that stand.

    ``standing`` is what is known of the drills before.
    """
    stand: dict[tuple[str, str], list[str]] = {}
    for drill in standing.values():
        for account in drill.accounts:
            key = drill.drill_id, str(account.event.body["date"])
            stand.setdefault(key, []).append(account.event.event_id)
    events = []
    for entry in entries:
        cells, event_id = entry.cells, said.new_id()
        key = entry.record.drill_id, cells["date"]
        events.append(
            LoggedEvent(
                event_id=event_id,
                kind=LoggedKind(entry.status.value),
                by_name=entry.record.recorded_by,
                said_at=said.at,
                source=said.source,
                drill_id=entry.record.drill_id,
                campus_id=entry.record.campus_id,
                corrects=tuple(stand.get(key, ())),
                body={column: cell for column, cell in cells.items() if column not in _OF_THE_EVENT},
            )
        )
        stand[key] = [] if entry.status is EntryStatus.WITHDRAWN else [event_id]
    return tuple(events)


def lines_of_entries(entries: Sequence[LogEntry]) -> tuple[Line, ...]:
    """Return the lines of a log that is no record yet, as the records will have them."""
    ids = itertools.count()
    events = events_of_entries(entries, {}, Said("import", "", lambda: str(next(ids))))
    # In no chain: nothing asks for their hashes.
    links = (ChainedEvent(event, number, "", "", "") for number, event in enumerate(events, start=1))
    return tuple((link, entry.record.row or 0) for link, entry in zip(links, entries, strict=True))


def log_of_lines(lines: Sequence[Line], campus_ids: Iterable[str]) -> DrillLog:
    """Return the entries that count, in the order of the log.

    A disputed drill counts as not held on each day that an account of it names: whoever may correct decides.
    """
    line_of = {link.number: line for link, line in lines}
    records, disputed = [], []
    for drill in fold(link for link, _ in lines).values():
        is_disputed = drill.state is StandingState.DISPUTED
        if is_disputed:
            disputed.append(_dispute_sentence(drill))
        for account in drill.accounts:
            record = record_of_event(account.event, line_of[account.number])
            records.append(_as_not_held(record) if is_disputed else record)
    records.sort(key=lambda record: record.row or 0)
    listed = set(campus_ids)
    return DrillLog(
        tuple(record for record in records if record.campus_id in listed),
        tuple(record for record in records if record.campus_id not in listed),
        tuple(disputed),
    )


def _as_not_held(record: DrillRecord) -> DrillRecord:
    return record.model_copy(update={"held": False, "start": None, "minutes": None})


def _dispute_sentence(drill: DrillStanding) -> str:
    """Return who says what of a disputed drill, and how to settle it."""
    accounts = []
    for account in drill.accounts:
        event, held = account.event, account.event.kind is LoggedKind.HELD
        start = f" at {event.body['start']}" if event.body.get("start") else ""
        outcome = f"held on {event.body['date']}{start}" if held else f"not held on {event.body['date']}"
        accounts.append(f"{event.by_name} says {outcome}")
    return (
        f"{drill.drill_id} is disputed: {'; '.join(accounts)}. It counts as not held until someone settles it: "
        f"drillplanner record DIR --drill {drill.drill_id} --date DAY --held (or --not-held) --correct --by NAME"
    )


def disputed_entries(entry: LogEntry, standing: Mapping[str, DrillStanding]) -> tuple[LogEntry, ...]:
    """Return entries that take back the accounts of other days of the entry's drill which it contradicts."""
    drill = standing.get(entry.record.drill_id)
    if drill is None or drill.state is not StandingState.DISPUTED:
        return ()
    records = (record_of_event(account.event) for account in drill.accounts if _is_contradicted(account, drill))
    return tuple(LogEntry(EntryStatus.WITHDRAWN, record) for record in records if record.date != entry.record.date)


def _is_contradicted(account: ChainedEvent, drill: DrillStanding) -> bool:
    return any(contradict(account, other) for other in drill.accounts if other is not account)


def record_of_event(event: LoggedEvent, line: int | None = None) -> DrillRecord:
    """Return the entry that an account of a drill is."""
    cells = {column: str(cell) for column, cell in event.body.items()}
    return DrillRecord(
        drill_id=event.drill_id,
        campus_id=event.campus_id,
        drill_type=DrillType(cells["drill_type"]),
        date=date.fromisoformat(cells["date"]),
        held=event.kind is LoggedKind.HELD,
        scenario_id=cells.get("scenario") or None,
        start=time.fromisoformat(cells["start"]) if cells.get("start") else None,
        minutes=int(cells["minutes"]) if cells.get("minutes") else None,
        recorded_by=event.by_name,
        cause=cause_of(cells["cause"]) if cells.get("cause") else None,
        note=cells.get("note", ""),
        fields=entered_fields(
            {column: cell for column, cell in cells.items() if column not in COLUMNS},
            school_year_of(date.fromisoformat(cells["date"])),
        ),
        row=line,
    )


def cells_of_event(event: LoggedEvent) -> dict[str, str]:
    """Return the cells of the line that an event is, by column."""
    of_event = {
        "drill_id": event.drill_id,
        "campus_id": event.campus_id,
        "status": event.kind.value,
        "recorded_by": event.by_name,
    }
    return {column: str(cell) for column, cell in event.body.items()} | of_event


def log_text(columns: Sequence[str], events: Iterable[LoggedEvent], with_header: bool = True) -> bytes:
    """Return lines of ``drill_log.csv``, with the header if it is asked for."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    if with_header:
        writer.writerow(columns)
    for event in events:
        cells = cells_of_event(event)
        writer.writerow([escape_formula(cells.get(column, "")) for column in columns])
    return text.getvalue().encode("utf-8")


def columns_with(columns: Sequence[str], more: Iterable[str] = ()) -> tuple[str, ...]:
    """Return columns in their order, with those of the log and ``more`` at the end if they are missing."""
    return tuple(dict.fromkeys((*columns, *COLUMNS, *more)))
