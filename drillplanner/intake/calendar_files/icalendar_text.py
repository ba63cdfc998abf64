"""The bytes of an .ics file as components whose lines are known.

What the iCalendar library would stumble over is settled here, before it sees anything: size, encoding,
folded lines (unfolded as bytes, since old programs fold inside a character), files that are cut off or
are something else. So every event is handed on alone, with its line, and one bad event harms no other.
Grammar: RFC 5545, section 3.1 and 3.4.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import MAXIMUM_BYTES

#: More events than a district of any size writes for one year; a file with more is refused.
MAXIMUM_EVENTS = 20_000
#: Calendar, time zone, its standard time: three levels are ordinary.
MAXIMUM_DEPTH = 10

WHAT_IT_SHOULD_BE = "an iCalendar file: its first line is BEGIN:VCALENDAR"

_LINE_END = re.compile(rb"\r\n|\n|\r")
_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*[;:]")
_BOUNDARY = re.compile(r"\s*(BEGIN|END)\s*:\s*([A-Za-z0-9-]+)\s*$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class ContentLine:
    """One unfolded line and where it starts in the file, from 1."""

    line: int
    text: str

    @property
    def name(self) -> str:
        """The property's name in capitals; empty where the line has none."""
        match = _NAME.match(self.text)
        return match[1].upper() if match else ""

    @property
    def value(self) -> str:
        """What stands behind the first colon."""
        return self.text.partition(":")[2].strip()


@dataclass
class ICalendarComponent:
    """A component with its own lines; components inside it (alarms) are left out of ``lines``."""

    name: str
    line: int
    lines: list[ContentLine] = field(default_factory=list)
    inner: list[ICalendarComponent] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The raw value of its first property of that name; empty where it has none."""
        return next((line.value for line in self.lines if line.name == name), "")

    def as_text(self) -> str:
        """The component as iCalendar text, with the components inside it."""
        inside = [line.text for line in self.lines] + [component.as_text() for component in self.inner]
        return "\r\n".join([f"BEGIN:{self.name}", *inside, f"END:{self.name}"])


@dataclass(frozen=True)
class CalendarText:
    """A readable file: its calendars, whether it had to be read as Windows-1252, and stray lines outside."""

    calendars: tuple[ICalendarComponent, ...]
    windows_1252_line: int | None
    stray: tuple[ContentLine, ...]


def read_calendar_text(raw: bytes, name: str) -> CalendarText:
    """The components of an .ics file.

    Raises InputError, with the line where one can be told, for a file that is too large, empty, no text, no
    iCalendar (a web page, say), cut off, wrongly nested, without an event, or with more than
    ``MAXIMUM_EVENTS`` of them.
    """
    if len(raw) > MAXIMUM_BYTES:
        raise InputError(
            Problem(name, None, "the file is too large", f"{len(raw)} bytes", f"at most {MAXIMUM_BYTES} bytes")
        )
    lines, windows_1252_line = _content_lines(raw, name)
    _refuse_other_formats(lines, name)
    calendars, stray = _components(lines, name)
    events = [inner for calendar in calendars for inner in calendar.inner if inner.name == "VEVENT"]
    if not events:
        raise InputError(
            Problem(name, None, "the calendar holds no event", None, "at least one BEGIN:VEVENT … END:VEVENT")
        )
    if len(events) > MAXIMUM_EVENTS:
        raise InputError(
            Problem(
                name,
                events[MAXIMUM_EVENTS].line,
                "the calendar holds too many events",
                str(len(events)),
                f"at most {MAXIMUM_EVENTS}",
                "Maybe export one school year alone.",
            )
        )
    return CalendarText(tuple(calendars), windows_1252_line, tuple(stray))


def _content_lines(raw: bytes, name: str) -> tuple[list[ContentLine], int | None]:
    """The unfolded lines, and the line of the first byte that is not UTF-8 (None where all are)."""
    unfolded = list(_unfolded(_as_utf8(raw, name)))
    if (binary := next((line for line, content in unfolded if b"\0" in content), None)) is not None:
        raise InputError(Problem(name, binary, "the file is not text", "a NUL byte", "iCalendar text in UTF-8"))
    encoding, first_bad = "utf-8", None
    for line, content in unfolded:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            encoding, first_bad = "cp1252", line
            break
    lines = []
    for line, content in unfolded:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            raise InputError(
                Problem(
                    name,
                    line,
                    "the file is neither UTF-8 nor Windows-1252 text",
                    f"byte 0x{content[error.start]:02X}",
                    "iCalendar text in UTF-8",
                )
            ) from error
        # Control characters mean nothing in iCalendar text (RFC 5545, 3.1) but do turn up.
        if kept := _CONTROL.sub("", text).rstrip():
            lines.append(ContentLine(line, kept))
    return lines, first_bad


def _as_utf8(raw: bytes, name: str) -> bytes:
    if raw.startswith(_UTF16):
        try:
            return raw.decode("utf-16").encode("utf-8")
        except UnicodeError as error:
            raise InputError(
                Problem(name, None, "the file says that it is UTF-16 text, but it cannot be decoded", str(error))
            ) from error
    return raw.removeprefix(codecs.BOM_UTF8)


def _unfolded(raw: bytes) -> Iterator[tuple[int, bytes]]:
    start, parts = 1, [b""]
    for number, piece in enumerate(_LINE_END.split(raw), start=1):
        if number > 1 and piece[:1] in (b" ", b"\t"):
            parts.append(piece[1:])
            continue
        yield start, b"".join(parts)
        start, parts = number, [piece]
    yield start, b"".join(parts)


def _refuse_other_formats(lines: list[ContentLine], name: str) -> None:
    if not lines:
        raise InputError(Problem(name, None, "the file is empty", None, WHAT_IT_SHOULD_BE))
    if any(line.text.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        return
    first = lines[0]
    if first.text.lstrip().startswith("<"):
        raise InputError(
            Problem(
                name,
                first.line,
                "this is a web page, not a calendar",
                first.text,
                WHAT_IT_SHOULD_BE,
                "Maybe copy the address behind 'subscribe' or 'iCal' (it often ends in .ics) and download that.",
            )
        )
    raise InputError(Problem(name, first.line, "this is not a calendar", first.text, WHAT_IT_SHOULD_BE))


def _components(lines: list[ContentLine], name: str) -> tuple[list[ICalendarComponent], list[ContentLine]]:
    calendars: list[ICalendarComponent] = []
    stray: list[ContentLine] = []
    open_ones: list[ICalendarComponent] = []
    for line in lines:
        boundary = _BOUNDARY.match(line.text)
        if boundary is None:
            (open_ones[-1].lines if open_ones else stray).append(line)
            continue
        word, kind = boundary[1].upper(), boundary[2].upper()
        if word == "BEGIN":
            _refuse_wrong_place(kind, line, open_ones, name)
            component = ICalendarComponent(kind, line.line)
            (open_ones[-1].inner if open_ones else calendars).append(component)
            open_ones.append(component)
        elif open_ones and open_ones[-1].name == kind:
            open_ones.pop()
        else:
            raise InputError(_wrong_end(kind, line, open_ones, name))
    if open_ones:
        kind, begun = open_ones[-1].name, open_ones[-1].line
        raise InputError(
            Problem(
                name,
                lines[-1].line,
                f"the file is cut off: BEGIN:{kind} (line {begun}) without END:{kind}",
                lines[-1].text,
                "a whole calendar, its last line END:VCALENDAR",
                "Maybe the download broke off; fetch the file again.",
            )
        )
    return calendars, stray


def _refuse_wrong_place(kind: str, line: ContentLine, open_ones: list[ICalendarComponent], name: str) -> None:
    """An event inside an event, a calendar inside a calendar, or an event outside any."""
    unclosed = next((one for one in open_ones if one.name == kind), None)
    if unclosed is not None and kind in ("VEVENT", "VCALENDAR"):
        innermost = open_ones[-1]
        raise InputError(
            Problem(
                name,
                line.line,
                f"BEGIN:{innermost.name} (line {innermost.line}) without END:{innermost.name}: "
                f"another {kind} begins here",
                line.text,
                f"END:{innermost.name} before it",
            )
        )
    if len(open_ones) >= MAXIMUM_DEPTH:
        raise InputError(
            Problem(
                name, line.line, "components are nested too deep", line.text, f"at most {MAXIMUM_DEPTH} levels"
            )
        )
    if not open_ones and kind != "VCALENDAR":
        raise InputError(
            Problem(name, line.line, f"a {kind} stands outside the calendar", line.text, WHAT_IT_SHOULD_BE)
        )


def _wrong_end(kind: str, line: ContentLine, open_ones: list[ICalendarComponent], name: str) -> Problem:
    if not open_ones:
        return Problem(name, line.line, f"END:{kind} without BEGIN:{kind}", line.text)
    innermost = open_ones[-1]
    return Problem(
        name,
        line.line,
        f"BEGIN:{innermost.name} (line {innermost.line}) without END:{innermost.name}",
        line.text,
        f"END:{innermost.name} before it",
    )
