"""Real programs take the calendars: a CalDAV server and a calendar client, each in a process of its own."""

from __future__ import annotations

import base64
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from benchmarks.calendar_clients.read_event import ReadEvent, recorded_events
from benchmarks.calendar_clients.readers import Reader, read_with_ical, read_with_vobject
from drillplanner.publish.calendars.output import OUTPUT
from drillplanner.publish.calendars.publication import publication
from drillplanner.publish.calendars.revisions.store import REVISIONS_FILE
from drillplanner.publish.core.request import PublishRequest

KHAL = Path(sys.executable).with_name("khal")
KHAL_SETTINGS = """\
[calendars]
[[drills]]
path = {folder}/collection
type = calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = America/New_York
default_timezone = America/New_York
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = drills
"""


@pytest.fixture(scope="module")
def calendars(request_: PublishRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    list(OUTPUT.write(request_, folder))
    return folder / "calendars"


@pytest.mark.parametrize("stem", ["district", "burnet", "pena", "high"])
def test_khal_shows_as_many_events_as_there_are_drills(
    calendars: Path, request_: PublishRequest, tmp_path: Path, stem: str
) -> None:
    (tmp_path / "collection").mkdir()
    (tmp_path / "conf").write_text(KHAL_SETTINGS.format(folder=tmp_path), encoding="utf-8")

    def khal(*arguments: str) -> str:
        return subprocess.run(
            [KHAL, "-c", tmp_path / "conf", *arguments],
            env={**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    khal("import", "--batch", "-a", "drills", str(calendars / f"{stem}.ics"))
    form = "{uid} {start-date} {start-time} {end-time}"
    shown = khal("list", "--once", "--day-format", "", "--format", form, "2025-07-01", "2026-07-01").split("\n")
    planned = [drill for drill in request_.plan.drills if stem in {"district", drill.campus_id}]
    assert sorted(row.split(" ", 1)[1] for row in shown if row) == sorted(
        f"{drill.date} {drill.start:%H:%M} {drill.end:%H:%M}" for drill in planned
    )
    assert len({row.split(" ")[0] for row in shown if row}) == len(planned)


class Server:
    """A CalDAV server on this computer, as one user sees it."""

    def __init__(self, port: int) -> None:
        self._root = f"http://127.0.0.1:{port}"

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(self._root + path, data=body, method=method)  # noqa: S310 (loopback)
        request.add_header("Authorization", "Basic " + base64.b64encode(b"staff:any").decode())
        request.add_header("Content-Type", "text/calendar; charset=utf-8")
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 (loopback)
            content: bytes = answer.read()
            return content


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("radicale")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    storage = ["--storage-filesystem-folder", str(home / "collections"), "--auth-type", "none"]
    process = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}", *storage],
        env={**os.environ, "HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        running = Server(port)
        _wait_for(running, process)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the server ended at once"
        try:
            server.ask("GET", "/.web/")
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not answer within 20 seconds")


@pytest.fixture(scope="module")
def office(request_: PublishRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PublishRequest]:
    """Calendars published, changed and published again: a drill was moved and one dropped."""
    folder = tmp_path_factory.mktemp("office")
    first = replace(request_, revisions=folder / REVISIONS_FILE)
    list(OUTPUT.write(first, folder))
    dropped, moved, *rest = first.plan.drills
    moved_again = moved.model_copy(update={"date": moved.date + timedelta(3)})
    again = replace(first, plan=first.plan.model_copy(update={"drills": (moved_again, *rest)}))
    assert dropped.drill_id not in again.drill_by_id
    list(OUTPUT.write(again, folder))
    return folder / "calendars", again


@pytest.mark.parametrize("reader", [read_with_vobject, read_with_ical])
def test_other_libraries_read_every_event_of_every_calendar_correctly(
    office: tuple[Path, PublishRequest], reader: Reader
) -> None:
    """Start, end, title and status, with both changes of the clocks, moved and cancelled events."""
    folder, request = office
    meant: dict[str, set[ReadEvent]] = {}
    for stem, seen in recorded_events(publication(request).published):
        meant.setdefault(stem, set()).add(seen)
    assert {event.status for every in meant.values() for event in every} == {"CONFIRMED", "CANCELLED"}
    for path in sorted(folder.rglob("*.ics")):
        read = reader(path.read_bytes())
        assert len(read) == len(set(read))
        assert set(read) == meant.get(path.relative_to(folder).with_suffix("").as_posix(), set())


@pytest.mark.parametrize(
    "stem",
    [
        "district",
        "district-chores",
        "burnet",
        "pena",
        "high",
        "coordinator",
        "staff/burnet",
        "families/en/pena",
        "families/es/high",
        "agencies/police",
    ],
)
def test_radicale_stores_the_whole_calendar_and_returns_every_event(
    calendars: Path, server: Server, stem: str
) -> None:
    ours = (calendars / f"{stem}.ics").read_bytes()
    name = stem.replace("/", "-")
    server.ask("PUT", f"/staff/{name}/", ours)
    theirs = server.ask("GET", f"/staff/{name}/")
    assert events_of(theirs) == events_of(ours)
    assert len(events_of(ours)) == ours.count(b"BEGIN:VEVENT") > 0


def test_radicale_refuses_a_broken_calendar(calendars: Path, server: Server) -> None:
    """The server does look: the test above could fail."""
    ours = (calendars / "pena.ics").read_bytes()
    torn = re.sub(rb"DTSTART;TZID=[^\r]*", b"DTSTART:20250230T", ours)
    with pytest.raises(urllib.error.HTTPError) as caught:
        server.ask("PUT", "/staff/torn/", torn)
    assert caught.value.code == 400


def events_of(raw: bytes) -> dict[str, tuple[object, ...]]:
    return {
        str(event["UID"]): (event.start, event.end, str(event["SUMMARY"]), str(event["DESCRIPTION"]))
        for event in Calendar.from_ical(raw).events
    }
