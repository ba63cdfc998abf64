"""Time, size, and number of the calendars of a large district.

Run ``python -m benchmarks.feeds TABLE=STATE`` with a table of schools that ``drillplanner init`` reads, such as
the list of Chicago's schools. It plans the district (not timed), publishes all calendars, publishes them again
unchanged and once more after a change, prints a Markdown table, and writes it into docs/benchmarks.md. No test
depends on these figures.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.instances import YEAR
from benchmarks.page import PAGE, write_between
from drillplanner import api
from drillplanner.publish.calendars.icalendar_format.event import event_bytes
from drillplanner.publish.calendars.output import OUTPUT
from drillplanner.publish.calendars.revisions.revision import EventContent, EventStatus, Revision
from drillplanner.publish.core.request import PublishRequest
from drillplanner.workflow.publish import publish_request

HEAD = "| what | files | entries | MB | seconds | processor seconds | peak MB |"


def publication_row(what: str, request: PublishRequest, folder: Path) -> str:
    """Publish the calendars and return a row of the table."""
    begun, worked = time.perf_counter(), time.process_time()
    files = list(OUTPUT.write(request, folder))
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    octets = sum(path.stat().st_size for path in files)
    entries = sum(path.read_bytes().count(b"\r\nBEGIN:VEVENT\r\n") for path in files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return (
        f"| {what} | {len(files):,} | {entries:,} | {octets / 1e6:.0f} | {seconds:.1f} | {processor:.1f} | "
        f"{peak:.0f} |"
    )


def library_comparison(number: int = 10_000) -> str:
    """Return a sentence: the seconds that our code and the library need to write ``number`` events."""
    from icalendar import Event

    starts, made = datetime(2025, 9, 1, 9, 40), datetime(2025, 7, 1, tzinfo=UTC)
    contents = [
        EventContent(
            uid=f"93ed507a-02f0-5655-ba10-{index:012x}",
            title="Fire drill – Burnet Hill Elementary",
            place="Burnet Hill Elementary",
            description="Who: students and staff, grades K-5\n" * 12,
            categories=("fire_evacuation", "burnet-hill"),
            starts=starts + timedelta(hours=index),
            ends=starts + timedelta(hours=index, minutes=10),
            zone="America/New_York",
        )
        for index in range(number)
    ]
    begun = time.perf_counter()
    ours = [
        event_bytes(
            Revision(content=content, status=EventStatus.CONFIRMED, sequence=0, created=made, modified=made),
            "America/New_York",
        )
        for content in contents
    ]
    written = time.perf_counter() - begun
    begun = time.perf_counter()
    read = [Event.from_ical(raw) for raw in ours[:1000]]
    begun = time.perf_counter()
    theirs = sum(len(event.to_ical()) for event in read) * number / len(read)
    library = (time.perf_counter() - begun) * number / len(read)
    return (
        f"{number:,} events of {theirs / number:.0f} octets: {written:.2f} s by our lines, {library:.2f} s by the "
        "library's to_ical."
    )


def main(arguments: list[str]) -> int:
    """Plan, publish three times, and print the table."""
    table, _, state = arguments[0].partition("=")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "district"
        for command in (
            ["init", str(folder), "--state", state, "--year", YEAR, "--campuses", table],
            ["plan", str(folder)],
        ):
            subprocess.run([sys.executable, "-m", "drillplanner", *command], check=True, stdout=subprocess.DEVNULL)
        prepared = api.prepare(folder)
        request = publish_request(prepared, lambda sentence: None, None)
        out = folder / "out"
        rows = [
            publication_row("for the first time", request, out),
            publication_row("again, unchanged", request, out),
        ]
        drills = request.plan.drills
        moved = tuple(
            drill.model_copy(update={"date": drill.date + timedelta(7)}) if index % 100 == 0 else drill
            for index, drill in enumerate(drills)
        )
        changed = replace(request, plan=request.plan.model_copy(update={"drills": moved}))
        rows.append(publication_row("again, every hundredth drill moved", changed, out))
        campuses = len(prepared.workspace.campuses)
    summary = f"{campuses:,} campuses of {Path(table).name}, {len(drills):,} drills. {library_comparison()}"
    figures = "\n".join([HEAD, "| --- |" + " ---: |" * 6, *rows, "", summary])
    print(figures)
    write_between(PAGE, "feeds", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
