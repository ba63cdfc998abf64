"""Time, size and number of a large district's calendars.

Run ``python -m benchmarks.feeds TABLE=STATE`` with a table of schools that ``drillplanner init`` reads, such as
the list of Chicago's schools. It plans them (which is not timed), publishes all calendars, publishes them once
more unchanged and once more after a change, and prints a Markdown table, which it writes into
docs/benchmarks.md. No test depends on these figures.
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


def published(what: str, request: PublishRequest, folder: Path) -> str:
    """Publish the calendars; one row of the table."""
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


def against_the_library(number: int = 10_000) -> str:
    """Seconds in which so many events are written, by us and by the library, in a sentence."""
    from icalendar import Event

    starts, made = datetime(2025, 9, 1, 9, 40), datetime(2025, 7, 1, tzinfo=UTC)
    contents = [
        EventContent(
            uid=f"93ed507a-02f0-5655-ba10-{at:012x}",
            title="Fire drill – Burnet Hill Elementary",
            place="Burnet Hill Elementary",
            description="Who: students and staff, grades K-5\n" * 12,
            categories=("fire_evacuation", "burnet-hill"),
            starts=starts + timedelta(hours=at),
            ends=starts + timedelta(hours=at, minutes=10),
            zone="America/New_York",
        )
        for at in range(number)
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
    """Plan, publish three times, print."""
    table, _, state = arguments[0].partition("=")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "district"
        for command in (
            ["init", str(folder), "--state", state, "--year", YEAR, "--campuses", table],
            ["plan", str(folder)],
        ):
            subprocess.run(  # noqa: S603 (ourselves)
                [sys.executable, "-m", "drillplanner", *command], check=True, stdout=subprocess.DEVNULL
            )
        prepared = api.prepare(folder)
        request = publish_request(prepared, lambda sentence: None, None)
        out = folder / "out"
        rows = [published("for the first time", request, out), published("again, unchanged", request, out)]
        drills = request.plan.drills
        moved = tuple(
            one.model_copy(update={"date": one.date + timedelta(7)}) if at % 100 == 0 else one
            for at, one in enumerate(drills)
        )
        changed = replace(request, plan=request.plan.model_copy(update={"drills": moved}))
        rows.append(published("again, every hundredth drill moved", changed, out))
        campuses = len(prepared.workspace.campuses)
    said = f"{campuses:,} campuses of {Path(table).name}, {len(drills):,} drills. {against_the_library()}"
    figures = "\n".join([HEAD, "| --- |" + " ---: |" * 6, *rows, "", said])
    print(figures)
    write_between(PAGE, "feeds", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
