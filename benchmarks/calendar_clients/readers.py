"""Software of others as readers of a calendar file: each gives the events as it understands them.

Python packages read in this process. libical is called through its C functions, ical.js by Node, calcurse is
run, and Radicale gets the file as a server and gives it back. A reader that is not installed says so.
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

from benchmarks.calendar_clients.seen import Seen, moment

Reader = Callable[[bytes], list[Seen]]

_NODE_SCRIPT = Path(__file__).with_name("read_with_icaljs.mjs")


class NotInstalledError(Exception):
    """The software is not on this computer."""


def read_with_vobject(raw: bytes) -> list[Seen]:
    """vobject: it believes the time zone of the file, not the name."""
    (calendar,) = vobject.readComponents(raw.decode("utf-8"))
    calendar.validate(raiseException=True)
    return [
        Seen(
            event.uid.value,
            moment(event.dtstart.value),
            moment(event.dtend.value),
            event.summary.value,
            event.status.value,
        )
        for event in calendar.contents.get("vevent", [])
    ]


def read_with_ical(raw: bytes) -> list[Seen]:
    """The package 'ical', of Home Assistant: the strictest about values."""
    from ical.calendar_stream import IcsCalendarStream

    calendar = IcsCalendarStream.calendar_from_ics(raw.decode("utf-8"))
    return [
        Seen(
            str(event.uid),
            moment(event.start),
            moment(event.dtend) if event.dtend is not None else moment(event.start),
            str(event.summary),
            None if event.status is None else event.status.value,
        )
        for event in calendar.events
    ]


def read_with_icaljs(raw: bytes) -> list[Seen]:
    """ical.js, of Thunderbird and Nextcloud: it believes the time zone of the file."""
    node = shutil.which("node")
    if node is None:
        raise NotInstalledError("node")
    done = subprocess.run(  # noqa: S603 (a script of ours)
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
        Seen(load["uid"], _iso(load["start"]), _iso(load["end"]), load["title"], load["status"])
        for load in json.loads(done.stdout)
    ]


def _iso(value: str) -> date | datetime:
    return datetime.fromisoformat(value).astimezone(UTC) if "T" in value else date.fromisoformat(value)


def read_with_libical(raw: bytes) -> list[Seen]:
    """libical, of GNOME and KDE, with its check against the tables of RFC 5546."""
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
    found = []
    event = library.icalcomponent_string_to_kind(b"VEVENT")
    inner = library.icalcomponent_get_first_component(component, event)
    while inner:
        found.append(_of_libical(library, inner))
        inner = library.icalcomponent_get_next_component(component, event)
    library.icalcomponent_free(component)
    return found


class _Time(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date")),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


def _functions(library: Any) -> Any:  # noqa: ANN401 (a library of C)
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


def _of_libical(library: Any, event: Any) -> Seen:  # noqa: ANN401 (a library of C)
    def at(told: _Time) -> date | datetime:
        if told.is_date:
            return date(told.year, told.month, told.day)
        # Its own zone, as the file has it.
        return datetime.fromtimestamp(library.icaltime_as_timet_with_zone(told, told.zone), UTC)

    return Seen(
        library.icalcomponent_get_uid(event).decode(),
        at(library.icalcomponent_get_dtstart(event)),
        at(library.icalcomponent_get_dtend(event)),
        library.icalcomponent_get_summary(event).decode(),
        library.icalproperty_status_to_string(library.icalcomponent_get_status(event)).decode(),
    )


def read_with_calcurse(raw: bytes, timezone: str = "America/New_York") -> list[Seen]:
    """calcurse, a calendar for the terminal: it refuses what has no length. It keeps neither ids nor status."""
    calcurse = shutil.which("calcurse")
    if calcurse is None:
        raise NotInstalledError("calcurse")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "one.ics"
        file.write_bytes(raw)
        done = subprocess.run(  # noqa: S603 (a program of the system)
            [calcurse, "-D", f"{place}/data", "-i", str(file)],
            env={**os.environ, "TZ": timezone, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not re.search(r"\b0 skipped", done.stdout + done.stderr):
            raise ValueError((done.stdout + done.stderr).strip())
        rows = (Path(place) / "data" / "apts").read_text(encoding="utf-8").splitlines()
    return [_of_calcurse(row, timezone) for row in rows]


def _of_calcurse(row: str, timezone: str) -> Seen:
    from zoneinfo import ZoneInfo

    timed = re.fullmatch(r"(\S+) @ (\S+) -> (\S+) @ (\S+?) ?(?:>[0-9a-f]{40} ?)?\|(.*)", row)
    if timed is not None:
        zone = ZoneInfo(timezone)
        start, end = (
            datetime.strptime(f"{day} {hour}", "%m/%d/%Y %H:%M").replace(tzinfo=zone)
            for day, hour in ((timed[1], timed[2]), (timed[3], timed[4]))
        )
        return Seen("", moment(start), moment(end), timed[5], None)
    whole = re.fullmatch(r"(\S+) \[\d+\] ?(?:>[0-9a-f]{40} )?(.*)", row)
    if whole is None:
        raise ValueError(f"calcurse writes {row!r}")
    on = datetime.strptime(whole[1], "%m/%d/%Y").replace(tzinfo=UTC).date()
    return Seen("", on, on + timedelta(days=1), whole[2], None)


@contextmanager
def radicale() -> Iterator[Reader]:
    """Radicale, a CalDAV server on this computer: it takes the file, and what it gives back is read by vobject."""
    with tempfile.TemporaryDirectory() as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        storage = ["--storage-filesystem-folder", f"{home}/collections", "--auth-type", "none"]
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}", *storage],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            root = f"http://127.0.0.1:{port}"
            for _ in range(200):
                try:
                    _ask(root, "GET", "/.web/")
                except urllib.error.URLError:
                    time.sleep(0.1)
                else:
                    break

            def read(raw: bytes) -> list[Seen]:
                _ask(root, "PUT", "/office/drills/", raw)
                back = _ask(root, "GET", "/office/drills/")
                return read_with_vobject(back) if b"BEGIN:VEVENT" in back else []

            yield read
        finally:
            process.terminate()
            process.wait(timeout=20)


def _ask(root: str, method: str, path: str, body: bytes | None = None) -> bytes:
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
