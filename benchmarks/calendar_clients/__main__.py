"""Whether other people's software understands every calendar as it was meant.

Run ``python -m benchmarks.calendar_clients [WORKSPACE]``. Without a workspace it plans the bundled example. It
publishes its calendars, closes a school day, plans anew, publishes again, and lets each reader read every file
both times; what it understands of each event (start, end, title, status) is held against the record. It prints a
Markdown table and writes it into docs/calendar-clients.md. Ends with 1 where any reader understands any event
otherwise.

Besides the packages of the test environment it takes what there is of: libical (Debian: libical3t64), calcurse,
and Node with ical.js (``npm install ical.js`` somewhere, and NODE_MODULES naming that folder's node_modules).
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

from benchmarks.calendar_clients.readers import READERS, NotInstalledError, Reader, radicale
from benchmarks.calendar_clients.seen import Seen, recorded
from benchmarks.page import write_between
from drillplanner import api
from drillplanner.publish.calendars.files import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "calendar-clients.md"
WHAT = ("events", "starts", "ends", "titles", "statuses")


@dataclass
class Agreement:
    """What one reader understood of all files: how many it agrees on, and where it does not."""

    name: str
    files: int = 0
    agreed: Counter[str] = field(default_factory=Counter)
    read: int = 0
    keeps_status: bool = True
    otherwise: list[str] = field(default_factory=list)
    missing: str = ""

    @property
    def row(self) -> str:
        """A row of the table."""
        if self.missing:
            return f"| {self.name} | not installed: {self.missing} | | | | | | |"
        counts = [f"{self.agreed[what]:,}" for what in WHAT]
        if not self.keeps_status:
            counts[-1] = "not kept"
        return f"| {self.name} | {self.files} | {' | '.join(counts)} | {len(self.otherwise)} |"


def compare(meant: list[Seen], read: list[Seen], agreement: Agreement, file: str) -> None:
    """Hold what was read of one file against what was meant."""
    agreement.files += 1
    has_ids = all(one.uid for one in read)
    agreement.keeps_status = agreement.keeps_status and all(one.status is not None for one in read)
    pairs = _pairs(meant, read, has_ids)
    if len(read) != len(meant):
        agreement.otherwise.append(f"{file}: {len(read)} events are read, {len(meant)} are meant")
    for ours, theirs in pairs:
        agreement.agreed["events"] += 1
        for what, one, other in (
            ("starts", ours.start, theirs.start),
            ("ends", ours.end, theirs.end),
            ("titles", ours.title, theirs.title),
            ("statuses", ours.status, ours.status if theirs.status is None else theirs.status),
        ):
            if one == other:
                agreement.agreed[what] += 1
            else:
                agreement.otherwise.append(f"{file}: {what} of {ours.title!r}: {one} is meant, {other} is read")


def _pairs(meant: list[Seen], read: list[Seen], has_ids: bool) -> Iterator[tuple[Seen, Seen]]:
    if has_ids:
        theirs = {one.uid: one for one in read}
        yield from ((one, theirs[one.uid]) for one in meant if one.uid in theirs)
    else:
        # Without ids, in the order of time and title: one that is read otherwise shows in what stands at its
        # place.
        def order(one: Seen) -> tuple[str, str]:
            return one.start.isoformat(), one.title

        yield from zip(sorted(meant, key=order), sorted(read, key=order), strict=False)


def publication_of(folder: Path) -> dict[str, list[Seen]]:
    """Publish the calendars of a workspace; what was meant, by file."""
    prepared = api.prepare(folder)
    list(api.publish(prepared, ("icalendar",)))
    meant: dict[str, list[Seen]] = {}
    for stem, seen in recorded(api.publication(prepared).published):
        meant.setdefault(stem, []).append(seen)
    return meant


def files_of(folder: Path) -> dict[str, list[bytes]]:
    """The bytes of every calendar by its name, a split one in its parts."""
    found: dict[str, list[bytes]] = {}
    root = folder / "out" / FOLDER
    for path in sorted(root.rglob("*.ics")):
        stem = path.relative_to(root).with_suffix("").as_posix().partition(".part-")[0]
        found.setdefault(stem, []).append(path.read_bytes())
    return found


def read_all(name: str, reader: Reader, folder: Path, meant: dict[str, list[Seen]], agreement: Agreement) -> None:
    """Let one reader read every file of a publication."""
    for stem, parts in files_of(folder).items():
        try:
            read = [one for part in parts for one in reader(part)]
        except NotInstalledError as error:
            agreement.missing = str(error)
            return
        except (ValueError, AssertionError) as error:
            agreement.otherwise.append(f"{stem}: {name} does not read it: {error}")
            continue
        compare(meant.get(stem, []), read, agreement, stem)


def change(folder: Path) -> date:
    """Close the day of some drill and plan anew from there."""
    prepared = api.prepare(folder)
    drills = sorted(drill.date for drill in api.read_plan(folder).drills)
    day = drills[len(drills) // 2]
    from drillplanner.cli.app import app

    app(["replan", str(folder), "--as-of", day.isoformat(), "--close", day.isoformat()], standalone_mode=False)
    del prepared
    return day


def main(arguments: list[str]) -> int:
    """Publish, read, change, publish, read; print the table."""
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
        for again in (False, True):
            if again:
                day = change(folder)
                print(f"Closed {day} and planned anew.", file=sys.stderr)
            meant = publication_of(folder)
            for name, reader in readers.items():
                read_all(name, reader, folder, meant, agreements[name])
                print(f"{datetime.now():%H:%M:%S} {name}", file=sys.stderr)
    head = "| reader | files | events | starts | ends | titles | statuses | otherwise |"
    table = "\n".join([head, "| --- |" + " ---: |" * 7, *(agreement.row for agreement in agreements.values())])
    print(table)
    write_between(PAGE, "agreement", table)
    otherwise = [line for agreement in agreements.values() for line in agreement.otherwise]
    print("\n".join(otherwise[:20]), file=sys.stderr)
    return 1 if otherwise else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
