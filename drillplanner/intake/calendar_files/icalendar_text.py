"""The bytes of an .ics file as components that know their lines.

This module handles what the iCalendar library could not: size, encoding, folded lines (unfolded as bytes, since
old programs fold inside a character), and files that are cut off or are something else. Each event is then passed
on alone, with its line, so that one bad event affects no other. Grammar: RFC 5545, sections 3.1 and 3.4.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import MAXIMUM_BYTES
from drillplanner.files.reading.harmless_text import cleaned

#: The most events in a file; a district of any size writes fewer for one year.
MAXIMUM_EVENTS = 20_000
#: The deepest nesting of components; three levels are ordinary (calendar, time zone, standard time).
MAXIMUM_DEPTH = 10

WHAT_IT_SHOULD_BE = "an iCalendar file: its first line is BEGIN:VCALENDAR"

_LINE_END = re.compile(rb"\r\n|\n|\r")
_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*[;:]")
_BOUNDARY = re.compile(r"\s*(BEGIN|END)\s*:\s*([A-Za-z0-9-]+)\s*$", re.IGNORECASE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class ContentLine:
    """One unfolded line and where it begins in the file, from 1."""

    line: int
    text: str

    @property
    def name(self) -> str:
        """Return the property's name in capitals; empty if the line has none."""
        match = _NAME.match(self.text)
        return match[1].upper() if match else ""

    @property
    def value(self) -> str:
        """Return the text after the first colon."""
        return self.text.partition(":")[2].strip()


@dataclass
class ICalendarComponent:
    """A component with its own lines; components inside it (such as alarms) are in ``inner``."""

    name: str
    line: int
    lines: list[ContentLine] = field(default_factory=list)
    inner: list[ICalendarComponent] = field(default_factory=list)

    def value(self, name: str) -> str:
        """Return the raw value of the first property of that name; empty if there is none."""
        return next((line.value for line in self.lines if line.name == name), "")

    def as_text(self) -> str:
        """Return the component as iCalendar text, including the components inside it."""
        content = [line.text for line in self.lines] + [component.as_text() for component in self.inner]
        return "\r\n".join([f"BEGIN:{self.name}", *content, f"END:{self.name}"])


@dataclass(frozen=True)
class CalendarText:
    """A readable file: its calendars, and the stray lines outside them.

    ``windows_1252_line`` is the first line that is not UTF-8, if the file was read as Windows-1252; otherwise
    None.
    """

    calendars: tuple[ICalendarComponent, ...]
    windows_1252_line: int | None
    stray: tuple[ContentLine, ...]


def read_calendar_text(raw: bytes, name: str) -> CalendarText:
    """Return the components of an .ics file.

    Raises InputError, with the line if there is one: the file is too large, empty, not text, not iCalendar (a web
    page, for example), cut off, wrongly nested, without an event, or has more than ``MAXIMUM_EVENTS`` events.
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
    """Return the unfolded lines, and the line of the first byte that is not UTF-8 (None if all are)."""
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
        # Control characters mean nothing in iCalendar text (RFC 5545, 3.1), but real files have them.
        if content_text := cleaned(text).rstrip():
            lines.append(ContentLine(line, content_text))
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
    open_components: list[ICalendarComponent] = []
    for line in lines:
        boundary = _BOUNDARY.match(line.text)
        if boundary is None:
            (open_components[-1].lines if open_components else stray).append(line)
            continue
        boundary_word, kind = boundary[1].upper(), boundary[2].upper()
        if boundary_word == "BEGIN":
            _refuse_wrong_place(kind, line, open_components, name)
            component = ICalendarComponent(kind, line.line)
            (open_components[-1].inner if open_components else calendars).append(component)
            open_components.append(component)
        elif open_components and open_components[-1].name == kind:
            open_components.pop()
        else:
            raise InputError(_wrong_end(kind, line, open_components, name))
    if open_components:
        kind, first_line = open_components[-1].name, open_components[-1].line
        raise InputError(
            Problem(
                name,
                lines[-1].line,
                f"the file is cut off: BEGIN:{kind} (line {first_line}) without END:{kind}",
                lines[-1].text,
                "a whole calendar, its last line END:VCALENDAR",
                "Maybe the download broke off; fetch the file again.",
            )
        )
    return calendars, stray


def _refuse_wrong_place(
    kind: str, line: ContentLine, open_components: list[ICalendarComponent], name: str
) -> None:
    """Refuse an event inside an event, a calendar inside a calendar, or an event outside any."""
    unclosed = next((component for component in open_components if component.name == kind), None)
    if unclosed is not None and kind in ("VEVENT", "VCALENDAR"):
        innermost = open_components[-1]
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
    if len(open_components) >= MAXIMUM_DEPTH:
        raise InputError(
            Problem(
                name, line.line, "components are nested too deep", line.text, f"at most {MAXIMUM_DEPTH} levels"
            )
        )
    if not open_components and kind != "VCALENDAR":
        raise InputError(
            Problem(name, line.line, f"a {kind} stands outside the calendar", line.text, WHAT_IT_SHOULD_BE)
        )


def _wrong_end(kind: str, line: ContentLine, open_components: list[ICalendarComponent], name: str) -> Problem:
    if not open_components:
        return Problem(name, line.line, f"END:{kind} without BEGIN:{kind}", line.text)
    innermost = open_components[-1]
    return Problem(
        name,
        line.line,
        f"BEGIN:{innermost.name} (line {innermost.line}) without END:{innermost.name}",
        line.text,
        f"END:{innermost.name} before it",
    )
