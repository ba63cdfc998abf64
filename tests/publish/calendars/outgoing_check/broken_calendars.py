"""Ways to break a good calendar file, each one thing alone, by name."""

from __future__ import annotations

import re
from collections.abc import Callable

from icalendar import Todo

Breaking = Callable[[bytes], bytes]


def swap(old: str, new: str, after: str = "BEGIN:VEVENT") -> Breaking:
    """The first match of a pattern behind a word put otherwise; ``after`` empty: from the top."""

    def broken(raw: bytes) -> bytes:
        start = raw.index(after.encode()) if after else 0
        return raw[:start] + re.sub(old.encode(), new.encode(), raw[start:], count=1)

    return broken


def line_out(name: str, after: str = "BEGIN:VEVENT") -> Breaking:
    """The first such property gone, with its folds."""
    return swap(rf"(?<=\n){name}[:;][^\r]*\r\n(?: [^\r]*\r\n)*", "", after)


def line_in(row: str, before: str = "END:VEVENT") -> Breaking:
    """A line more before the first place of a word."""
    return lambda raw: raw.replace(before.encode(), f"{row}\r\n{before}".encode(), 1)


def event_of(raw: bytes) -> bytes:
    found = re.search(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", raw, re.DOTALL)
    assert found is not None
    return found[0]


def zone_of(raw: bytes) -> bytes:
    found = re.search(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", raw, re.DOTALL)
    assert found is not None
    return found[0]


def season_of(name: str) -> Breaking:
    return lambda raw: re.sub(rb"BEGIN:%b.*?END:%b\r\n" % ((name.encode(),) * 2), b"", raw, flags=re.DOTALL)


CANCELLED = "SUMMARY:CANCELLED"
WHOLE_DAY = "DTSTART;VALUE=DATE"
ALARM = "BEGIN:VALARM"
ZONE = "BEGIN:VTIMEZONE"

BROKEN: dict[str, Breaking] = {
    # The file and its lines
    "an empty file": lambda raw: b"",
    "a page of a web site": lambda raw: b"<!DOCTYPE html>\r\n<html><body>Sign in</body></html>\r\n",
    "cut in the middle": lambda raw: raw[: len(raw) // 2],
    "cut after a line": lambda raw: raw[: raw.rindex(b"\r\n", 0, len(raw) // 2) + 2],
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "lines that end in LF": lambda raw: raw.replace(b"\r\n", b"\n"),
    "one line that ends in LF": swap("STATUS:CONFIRMED\r\n", "STATUS:CONFIRMED\n"),
    "no end of the last line": lambda raw: raw.removesuffix(b"\r\n"),
    "an empty line": lambda raw: raw.replace(b"BEGIN:VEVENT", b"\r\nBEGIN:VEVENT", 1),
    "lines that are not folded": lambda raw: raw.replace(b"\r\n ", b""),
    "a fold without its space": swap("\r\n (?=[^ ])", "\r\n"),
    "a fold inside a character": lambda raw: raw.replace("–".encode(), b"\xe2\r\n \x80\x93", 1),
    "Latin-1 bytes": lambda raw: raw.replace("–".encode(), b"\x96"),
    "a control character": swap("SUMMARY:", "SUMMARY:\x07"),
    "a line separator of Unicode": swap("SUMMARY:", "SUMMARY:\u2028"),
    "larger than programs take": lambda raw: raw.replace(b"END:VCALENDAR", event_of(raw) * 999 + b"END:VCALENDAR"),
    "two calendars": lambda raw: raw * 2,
    "a calendar in a calendar": lambda raw: raw.replace(b"END:VCALENDAR\r\n", raw + b"END:VCALENDAR\r\n"),
    "no end of the calendar": lambda raw: raw.replace(b"END:VCALENDAR\r\n", b""),
    "no end of an event": lambda raw: raw.replace(b"END:VEVENT\r\n", b"", 1),
    "no end of the last event": lambda raw: b"".join(raw.rpartition(b"END:VEVENT\r\n")[::2]),
    "an event after the calendar": lambda raw: raw + event_of(raw),
    "a property after the calendar": lambda raw: raw + b"X-MORE:1\r\n",
    "a task that is no event": line_in(f"BEGIN:{Todo.name}\r\nUID:1\r\nEND:{Todo.name}", "BEGIN:VEVENT"),
    # The calendar
    "no VERSION": line_out("VERSION", ""),
    "another VERSION": swap("VERSION:2.0", "VERSION:1.0", ""),
    "no PRODID": line_out("PRODID", ""),
    "METHOD": line_in("METHOD:PUBLISH", "CALSCALE"),
    "an id of the calendar": line_in("UID:93ed507a-02f0-5655-ba10-fd61e1d76bd6", "CALSCALE"),
    "another calendar scale": swap("GREGORIAN", "JULIAN", ""),
    "REFRESH-INTERVAL without its type": swap(";VALUE=DURATION", "", ""),
    "a time to live of another form": swap("TTL:PT12H", "TTL:12:00:00", ""),
    "two names": swap("X-WR-CALNAME:", "X-WR-CALNAME:Other ", ""),
    "no name": line_out("X-WR-CALNAME", ""),
    "an unknown property": line_in("X-COLOUR:red", "CALSCALE"),
    "changed before its events": swap(r"LAST-MODIFIED:\d{8}", "LAST-MODIFIED:20200101", ""),
    # The time zone
    "no time zone": lambda raw: raw.replace(zone_of(raw), b""),
    "two time zones": lambda raw: raw.replace(zone_of(raw), zone_of(raw) * 2),
    "a time zone after the events": lambda raw: raw.replace(zone_of(raw), b"").replace(
        b"END:VCALENDAR", zone_of(raw) + b"END:VCALENDAR"
    ),
    "a time zone of another name": swap("TZID:America/New_York", "TZID:Eastern", ZONE),
    "a time zone that no program knows": lambda raw: raw.replace(b"America/New_York", b"America/Nowhere"),
    "no offset": line_out("TZOFFSETTO", ZONE),
    "a wrong offset": swap("TZOFFSETTO:-0400", "TZOFFSETTO:-0500", ZONE),
    "both offsets wrong": lambda raw: raw.replace(b"-0400", b"-0600"),
    "no daylight time": season_of("DAYLIGHT"),
    "no standard time": season_of("STANDARD"),
    "two standard times": lambda raw: raw.replace(
        b"END:VTIMEZONE", b"BEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    ),
    "a list of past changes": swap("RRULE:[^\r]*", "RDATE:20251102T020000", ZONE),
    "no yearly rule": line_out("RRULE", ZONE),
    "a rule of another Sunday": swap("BYDAY=1SU", "BYDAY=2SU", ZONE),
    "a rule of another month": lambda raw: raw.replace(b"BYMONTH=11", b"BYMONTH=10").replace(
        b"20071104", b"20071007"
    ),
    "a remark in the time zone": line_in("COMMENT:made by hand", "BEGIN:DAYLIGHT"),
    # Events
    "no id": line_out("UID"),
    "an id twice": lambda raw: raw.replace(b"END:VCALENDAR", event_of(raw) + b"END:VCALENDAR"),
    "an id with a host": swap("UID:([^\r]*)", r"UID:\1@district.example"),
    "an id by chance": swap("UID:[^\r]*", "UID:20250912T094000-17"),
    "no DTSTAMP": line_out("DTSTAMP"),
    "DTSTAMP in local time": swap(r"(DTSTAMP:\d+T\d+)Z", r"\1"),
    "DTSTAMP other than the last change": swap(r"DTSTAMP:\d{8}", "DTSTAMP:20250630"),
    "made after its last change": swap(r"CREATED:\d{8}", "CREATED:20300101"),
    "no SEQUENCE": line_out("SEQUENCE"),
    "SEQUENCE in words": swap("SEQUENCE:0", "SEQUENCE:one"),
    "SEQUENCE below nothing": swap("SEQUENCE:0", "SEQUENCE:-1"),
    "no start": line_out("DTSTART"),
    "two starts": swap("(DTSTART[^\r]*\r\n)", r"\1\1"),
    "no end": line_out("DTEND"),
    "an end and a length": line_in("DURATION:PT10M"),
    "an end before the start": swap(r"(DTEND;TZID=[^:]*:)\d{8}", r"\g<1>20250101"),
    "an end at the start": swap(r"(DTSTART)(;TZID=[^:]*:)(\w+)\r\nDTEND[^\r]*", r"\1\2\3\r\nDTEND\2\3"),
    "a whole day that ends where it starts": swap(
        r"DTSTART;VALUE=DATE:(\d+)\r\nDTEND[^\r]*", r"DTSTART;VALUE=DATE:\1\r\nDTEND;VALUE=DATE:\1"
    ),
    "an end of another type": swap(r"DTEND;TZID=[^\r]*", "DTEND;VALUE=DATE:20260913"),
    "a day that does not exist": swap(r"(DTSTART;TZID=[^:]*:)\d{8}", r"\g<1>20250230"),
    "a day with dashes": swap(r"(DTSTART;TZID=[^:]*:)(\d{4})(\d\d)(\d\d)", r"\1\2-\3-\4"),
    "an hour that the clocks leave out": swap(
        r"DTSTART(;TZID=[^:]*):\w+\r\nDTEND[^\r]*", r"DTSTART\1:20260308T023000\r\nDTEND\1:20260308T034000"
    ),
    "a floating time": swap(r"DTSTART;TZID=[^:]*", "DTSTART"),
    "a time zone on a time in UTC": swap(r"(DTSTART;TZID=[^\r]*)", r"\1Z"),
    "a start in UTC": swap(r"DTSTART;TZID=[^:]*(:\w+)", r"DTSTART\1Z"),
    "another time zone": swap("TZID=America/New_York", "TZID=America/Chicago"),
    "a day that does not say it is one": swap("DTSTART;VALUE=DATE", "DTSTART"),
    "no title": line_out("SUMMARY"),
    "an empty title": swap("SUMMARY:[^\r]*\r\n(?: [^\r]*\r\n)*", "SUMMARY:\r\n"),
    "two titles": swap("(SUMMARY:)", r"\1Other\r\n\1"),
    "a title of two lines": swap("SUMMARY:", r"SUMMARY:One\\n"),
    "a raw line end in a text": swap("DESCRIPTION:", "DESCRIPTION:One\r\nTwo "),
    "a bare comma": swap("DESCRIPTION:", "DESCRIPTION:One, two"),
    "a bare semicolon": swap("LOCATION:", "LOCATION:One; two"),
    "an escape that there is not": swap("DESCRIPTION:", r"DESCRIPTION:C:\\temp"),
    "an escape at the end": swap("(LOCATION:[^\r]*)", r"\1\\"),
    "no status": line_out("STATUS"),
    "another status": swap("STATUS:CONFIRMED", "STATUS:POSTPONED"),
    "cancelled by status alone": swap("STATUS:CONFIRMED", "STATUS:CANCELLED"),
    "cancelled by title alone": swap("STATUS:CANCELLED", "STATUS:CONFIRMED"),
    "cancelled and never revised": swap("SEQUENCE:1", "SEQUENCE:0", CANCELLED),
    "cancelled and time is blocked": swap("TRANSPARENT", "OPAQUE", CANCELLED),
    "a whole day that blocks time": swap("TRANSPARENT", "OPAQUE", WHOLE_DAY),
    "no TRANSP": line_out("TRANSP"),
    "another TRANSP": swap("TRANSP:OPAQUE", "TRANSP:BUSY"),
    "a CLASS that hides nothing": swap("CLASS:PUBLIC", "CLASS:PRIVATE"),
    "an empty category": swap("CATEGORIES:", "CATEGORIES:,"),
    "no category": swap("CATEGORIES:[^\r]*", "CATEGORIES:"),
    "a rule of repetition": line_in("RRULE:FREQ=DAILY"),
    "an unknown property in an event": line_in("X-ROOM:12"),
    "an organizer": line_in("ORGANIZER:mailto:office@example.org"),
    # Alarms
    "an alarm without a trigger": line_out("TRIGGER", ALARM),
    "an alarm without words": line_out("DESCRIPTION", ALARM),
    "an alarm without an id": line_out("UID", ALARM),
    "an alarm at a fixed moment": swap("TRIGGER:[^\r]*", "TRIGGER;VALUE=DATE-TIME:20250912T130000Z", ALARM),
    "an alarm after the start": swap("TRIGGER:-", "TRIGGER:", ALARM),
    "an alarm that sends a letter": swap("ACTION:DISPLAY", "ACTION:EMAIL", ALARM),
    "an alarm that was dismissed": line_in("ACKNOWLEDGED:20250912T130000Z", "END:VALARM"),
    "two alarms": swap("(BEGIN:VALARM(?s:.*?)END:VALARM\r\n)", r"\1\1", ALARM),
    "an alarm with the id of its event": lambda raw: re.sub(
        rb"(\r\nUID:([^\r]*)(?s:.*?)BEGIN:VALARM(?s:.*?)\r\nUID:)[^\r]*", rb"\1\2", raw, count=1
    ),
    "an alarm of what is cancelled": swap(
        "TRANSP:TRANSPARENT\r\n",
        "TRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\nTRIGGER:-PT30M\r\n"
        "UID:93ed507a-02f0-4655-8a10-fd61e1d76bd6\r\nEND:VALARM\r\n",
        CANCELLED,
    ),
    "a component in an event": line_in("BEGIN:VLOCATION\r\nEND:VLOCATION"),
}
