"""Other software as readers of a calendar file: each returns the events as it understands them.

Python packages run in this process. libical is called through its C functions, ical.js runs in Node, calcurse is a
program, and Radicale is a server that takes the file and returns it. A reader that is not installed raises
NotInstalledError.
"""

from __future__ import annotations

import base64
import ctypes
import ctypes.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import vobject

from benchmarks.calendar_clients.read_event import ReadEvent, in_utc

Reader = Callable[[bytes], list[ReadEvent]]

_NODE_SCRIPT = Path(__file__).with_name("read_with_icaljs.mjs")


class NotInstalledError(Exception):
    """The software is not installed on this computer."""


def read_with_vobject(raw: bytes) -> list[ReadEvent]:
    """Read with vobject. It uses the time zone in the file, not the zone's name."""
    (calendar,) = vobject.readComponents(raw.decode("utf-8"))
    calendar.validate(raiseException=True)
    return [
        ReadEvent(
            event.uid.value,
            in_utc(event.dtstart.value),
            in_utc(event.dtend.value),
            event.summary.value,
            event.status.value,
        )
        for event in calendar.contents.get("vevent", [])
    ]


def read_with_ical(raw: bytes) -> list[ReadEvent]:
    """Read with the package 'ical' of Home Assistant, the strictest about values."""
    from ical.calendar_stream import IcsCalendarStream

    calendar = IcsCalendarStream.calendar_from_ics(raw.decode("utf-8"))
    return [
        ReadEvent(
            str(event.uid),
            in_utc(event.start),
            in_utc(event.dtend) if event.dtend is not None else in_utc(event.start),
            str(event.summary),
            None if event.status is None else event.status.value,
        )
        for event in calendar.events
    ]


def read_with_icaljs(raw: bytes) -> list[ReadEvent]:
    """Read with ical.js, of Thunderbird and Nextcloud. It uses the time zone in the file."""
    node = shutil.which("node")
    if node is None:
        raise NotInstalledError("node")
    done = subprocess.run(
        [node, str(_NODE_SCRIPT)],
        input=raw,
        capture_output=True,
        check=False,
    )
    if done.returncode == 3:
        raise NotInstalledError("the npm package ical.js")
    if done.returncode:
        raise ValueError(done.stderr.decode("utf-8", "replace").strip())
    return [
        ReadEvent(load["uid"], _iso(load["start"]), _iso(load["end"]), load["title"], load["status"])
        for load in json.loads(done.stdout)
    ]


def _iso(value: str) -> date | datetime:
    return datetime.fromisoformat(value).astimezone(UTC) if "T" in value else date.fromisoformat(value)


def read_with_libical(raw: bytes) -> list[ReadEvent]:
    """Read with libical, of GNOME and KDE, including its check of the tables of RFC 5546."""
    name = ctypes.util.find_library("ical")
    if name is None:
        raise NotInstalledError("libical")
    library = _functions(ctypes.CDLL(name))
    component = library.icalparser_parse_string(raw)
    if not component:
        raise ValueError("libical reads nothing")
    if errors := library.icalcomponent_count_errors(component):
        raise ValueError(f"libical finds {errors} errors")
    if not library.icalrestriction_check(component):
        raise ValueError("libical finds a restriction broken")
    events = []
    event = library.icalcomponent_string_to_kind(b"VEVENT")
    inner = library.icalcomponent_get_first_component(component, event)
    while inner:
        events.append(_libical_event(library, inner))
        inner = library.icalcomponent_get_next_component(component, event)
    library.icalcomponent_free(component)
    return events


class _Time(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date")),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


def _functions(library: Any) -> Any:  # noqa: ANN401 (a C library)
    text, place = ctypes.c_char_p, ctypes.c_void_p
    for name, result, takes in (
        ("icalparser_parse_string", place, (text,)),
        ("icalcomponent_count_errors", ctypes.c_int, (place,)),
        ("icalrestriction_check", ctypes.c_int, (place,)),
        ("icalcomponent_string_to_kind", ctypes.c_int, (text,)),
        ("icalcomponent_get_first_component", place, (place, ctypes.c_int)),
        ("icalcomponent_get_next_component", place, (place, ctypes.c_int)),
        ("icalcomponent_get_dtstart", _Time, (place,)),
        ("icalcomponent_get_dtend", _Time, (place,)),
        ("icalcomponent_get_uid", text, (place,)),
        ("icalcomponent_get_summary", text, (place,)),
        ("icalcomponent_get_status", ctypes.c_int, (place,)),
        ("icalproperty_status_to_string", text, (ctypes.c_int,)),
        ("icaltime_as_timet_with_zone", ctypes.c_long, (_Time, place)),
        ("icalcomponent_free", None, (place,)),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, takes
    return library


def _libical_event(library: Any, event: Any) -> ReadEvent:  # noqa: ANN401 (a C library)
    def python_time(time_: _Time) -> date | datetime:
        if time_.is_date:
            return date(time_.year, time_.month, time_.day)
        # The zone of the event, as the file defines it.
        return datetime.fromtimestamp(library.icaltime_as_timet_with_zone(time_, time_.zone), UTC)

    return ReadEvent(
        library.icalcomponent_get_uid(event).decode(),
        python_time(library.icalcomponent_get_dtstart(event)),
        python_time(library.icalcomponent_get_dtend(event)),
        library.icalcomponent_get_summary(event).decode(),
        library.icalproperty_status_to_string(library.icalcomponent_get_status(event)).decode(),
    )


def read_with_calcurse(raw: bytes, timezone: str = "America/New_York") -> list[ReadEvent]:
    """Read with calcurse, a calendar for the terminal. It refuses entries without length; no ids or status."""
    calcurse = shutil.which("calcurse")
    if calcurse is None:
        raise NotInstalledError("calcurse")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "one.ics"
        file.write_bytes(raw)
        done = subprocess.run(
            [calcurse, "-D", f"{place}/data", "-i", str(file)],
            env={**os.environ, "TZ": timezone, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not re.search(r"\b0 skipped", done.stdout + done.stderr):
            raise ValueError((done.stdout + done.stderr).strip())
        rows = (Path(place) / "data" / "apts").read_text(encoding="utf-8").splitlines()
    return [_calcurse_event(row, timezone) for row in rows]


def _calcurse_event(row: str, timezone: str) -> ReadEvent:
    from zoneinfo import ZoneInfo

    timed = re.fullmatch(r"(\S+) @ (\S+) -> (\S+) @ (\S+?) ?(?:>[0-9a-f]{40} ?)?\|(.*)", row)
    if timed is not None:
        zone = ZoneInfo(timezone)
        start, end = (
            datetime.strptime(f"{day} {hour}", "%m/%d/%Y %H:%M").replace(tzinfo=zone)
            for day, hour in ((timed[1], timed[2]), (timed[3], timed[4]))
        )
        return ReadEvent("", in_utc(start), in_utc(end), timed[5], None)
    whole = re.fullmatch(r"(\S+) \[\d+\] ?(?:>[0-9a-f]{40} )?(.*)", row)
    if whole is None:
        raise ValueError(f"calcurse writes {row!r}")
    on = datetime.strptime(whole[1], "%m/%d/%Y").replace(tzinfo=UTC).date()
    return ReadEvent("", on, on + timedelta(days=1), whole[2], None)


@contextmanager
def radicale() -> Iterator[Reader]:
    """Run Radicale, a CalDAV server, on this computer: vobject reads the file that it returns."""
    with tempfile.TemporaryDirectory() as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        storage = ["--storage-filesystem-folder", f"{home}/collections", "--auth-type", "none"]
        process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}", *storage],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            root = f"http://127.0.0.1:{port}"
            for _ in range(200):
                try:
                    _request(root, "GET", "/.web/")
                except urllib.error.URLError:
                    time.sleep(0.1)
                else:
                    break

            def read(raw: bytes) -> list[ReadEvent]:
                _request(root, "PUT", "/office/drills/", raw)
                returned = _request(root, "GET", "/office/drills/")
                return read_with_vobject(returned) if b"BEGIN:VEVENT" in returned else []

            yield read
        finally:
            process.terminate()
            process.wait(timeout=20)


def _request(root: str, method: str, path: str, body: bytes | None = None) -> bytes:
    request = urllib.request.Request(root + path, data=body, method=method)  # noqa: S310 (loopback)
    request.add_header("Authorization", "Basic " + base64.b64encode(b"office:any").decode())
    request.add_header("Content-Type", "text/calendar; charset=utf-8")
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 (loopback)
        content: bytes = answer.read()
        return content


READERS: Mapping[str, Reader] = {
    "libical": read_with_libical,
    "ical.js": read_with_icaljs,
    "vobject": read_with_vobject,
    "ical (PyPI)": read_with_ical,
    "calcurse": read_with_calcurse,
}
