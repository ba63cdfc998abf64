"""Whether other calendar programs understand each calendar as intended.

Run ``python -m benchmarks.calendar_clients [WORKSPACE]``. Without a workspace it plans the bundled example. It
publishes the calendars, closes a school day, replans, publishes again, and has each reader read every file both
times. The start, end, title, and status of each event are compared with our record. It prints a Markdown table and
writes it into docs/calendar-clients.md. Exit code 1 if any reader understands any event differently.

Besides the packages of the test environment it uses, if installed: libical (Debian: libical3t64), calcurse, and
Node with ical.js (``npm install ical.js`` in a folder, and NODE_MODULES set to its node_modules).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from benchmarks.calendar_clients.read_event import ReadEvent, recorded_events
from benchmarks.calendar_clients.readers import READERS, NotInstalledError, Reader, radicale
from benchmarks.page import write_between
from drillplanner import api
from drillplanner.publish.calendars.files import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "calendar-clients.md"
COMPARED = ("events", "starts", "ends", "titles", "statuses")


@dataclass
class Agreement:
    """How far one reader agrees with our record: counts over all files, and each difference as a sentence."""

    name: str
    files: int = 0
    agreed: Counter[str] = field(default_factory=Counter)
    read: int = 0
    keeps_status: bool = True
    differences: list[str] = field(default_factory=list)
    missing: str = ""

    @property
    def row(self) -> str:
        """The row of the table."""
        if self.missing:
            return f"| {self.name} | not installed: {self.missing} | | | | | | |"
        counts = [f"{self.agreed[what]:,}" for what in COMPARED]
        if not self.keeps_status:
            counts[-1] = "not kept"
        return f"| {self.name} | {self.files} | {' | '.join(counts)} | {len(self.differences)} |"


def compare(intended: list[ReadEvent], read: list[ReadEvent], agreement: Agreement, file: str) -> None:
    """Compare the events that were read from one file with the intended ones."""
    agreement.files += 1
    has_ids = all(event.uid for event in read)
    agreement.keeps_status = agreement.keeps_status and all(event.status is not None for event in read)
    pairs = _pairs(intended, read, has_ids)
    if len(read) != len(intended):
        agreement.differences.append(f"{file}: {len(read)} events are read, {len(intended)} are meant")
    for ours, theirs in pairs:
        agreement.agreed["events"] += 1
        for what, our_value, their_value in (
            ("starts", ours.start, theirs.start),
            ("ends", ours.end, theirs.end),
            ("titles", ours.title, theirs.title),
            ("statuses", ours.status, ours.status if theirs.status is None else theirs.status),
        ):
            if our_value == their_value:
                agreement.agreed[what] += 1
            else:
                agreement.differences.append(
                    f"{file}: {what} of {ours.title!r}: {our_value} is meant, {their_value} is read"
                )


def _pairs(
    intended: list[ReadEvent], read: list[ReadEvent], has_ids: bool
) -> Iterator[tuple[ReadEvent, ReadEvent]]:
    if has_ids:
        theirs = {event.uid: event for event in read}
        yield from ((event, theirs[event.uid]) for event in intended if event.uid in theirs)
    else:
        # Without ids, events are paired in the order of time and title: an event that was read differently shows
        # as a difference at its position.
        def order(event: ReadEvent) -> tuple[str, str]:
            return event.start.isoformat(), event.title

        yield from zip(sorted(intended, key=order), sorted(read, key=order), strict=False)


def publication_of(folder: Path) -> dict[str, list[ReadEvent]]:
    """Publish the calendars of a workspace; return the intended events by file."""
    prepared = api.prepare(folder)
    list(api.publish(prepared, ("icalendar",)))
    intended: dict[str, list[ReadEvent]] = {}
    for stem, event in recorded_events(api.publication(prepared).published):
        intended.setdefault(stem, []).append(event)
    return intended


def files_of(folder: Path) -> dict[str, list[bytes]]:
    """Return the bytes of each calendar by its name; a split calendar has several parts."""
    parts: dict[str, list[bytes]] = {}
    root = folder / "out" / FOLDER
    for path in sorted(root.rglob("*.ics")):
        stem = path.relative_to(root).with_suffix("").as_posix().partition(".part-")[0]
        parts.setdefault(stem, []).append(path.read_bytes())
    return parts


def read_all(
    name: str, reader: Reader, folder: Path, intended: dict[str, list[ReadEvent]], agreement: Agreement
) -> None:
    """Have one reader read each file of a publication."""
    for stem, parts in files_of(folder).items():
        try:
            read = [event for part in parts for event in reader(part)]
        except NotInstalledError as error:
            agreement.missing = str(error)
            return
        except (ValueError, AssertionError) as error:
            agreement.differences.append(f"{stem}: {name} does not read it: {error}")
            continue
        compare(intended.get(stem, []), read, agreement, stem)


def change(folder: Path) -> date:
    """Close the day of the middle drill of the year and replan from that day on; return the day."""
    drills = sorted(drill.date for drill in api.read_plan(folder).drills)
    day = drills[len(drills) // 2]
    from drillplanner.cli.app import app

    app(["replan", str(folder), "--as-of", day.isoformat(), "--close", day.isoformat()], standalone_mode=False)
    return day


def main(arguments: list[str]) -> int:
    """Publish, read, replan, publish, read again; print the table."""
    with tempfile.TemporaryDirectory() as place, radicale() as server:
        folder = Path(place) / "district"
        if arguments:
            shutil.copytree(arguments[0], folder, ignore=shutil.ignore_patterns("out", "revisions.json"))
        else:
            from drillplanner.solve.solver import SolverSettings
            from drillplanner.workflow.example import copy_example

            copy_example(folder)
            api.plan(api.prepare(folder), SolverSettings())
        readers = {**READERS, "Radicale": server}
        agreements = {name: Agreement(name) for name in readers}
        for is_changed in (False, True):
            if is_changed:
                day = change(folder)
                print(f"Closed {day} and planned anew.", file=sys.stderr)
            intended = publication_of(folder)
            for name, reader in readers.items():
                read_all(name, reader, folder, intended, agreements[name])
                print(f"{datetime.now():%H:%M:%S} {name}", file=sys.stderr)
    head = "| reader | files | events | starts | ends | titles | statuses | otherwise |"
    table = "\n".join([head, "| --- |" + " ---: |" * 7, *(agreement.row for agreement in agreements.values())])
    print(table)
    write_between(PAGE, "agreement", table)
    differences = [line for agreement in agreements.values() for line in agreement.differences]
    print("\n".join(differences[:20]), file=sys.stderr)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
