"""The time zone of a calendar file (VTIMEZONE), written so that every program reads the same times from it.

Some programs (Thunderbird, and all that use ical.js or vobject) trust the file's own time zone rather than the
name, and some (Exchange) accept only one STANDARD and one DAYLIGHT, each with a yearly rule that names one weekday
by its number in the month. They misread the lists of past changes that libraries write, by an hour. So the block
is made from the last line of the time zone's file in tzdata, a POSIX rule such as ``EST5EDT,M3.2.0,M11.1.0``
(form: RFC 8536 section 3.3 and POSIX.1 chapter 8.3), which applies from now on. It is dated from 2007, when the
present rule of the United States began (Energy Policy Act of 2005, section 110).
"""

from __future__ import annotations

import calendar
import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from drillplanner.files.errors import InputError, Problem

FIRST_YEAR = 2007
#: Start of a zone that never changes its clocks.
_ALWAYS = datetime(1970, 1, 1)

_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_LAST_WEEK = 5
_DEFAULT_CHANGE = "2"

_RULE = re.compile(
    r"""(?P<name><[^>]+>|[A-Za-z]{3,})(?P<offset>[+-]?[\d:]+)
        (?:(?P<summer_name><[^>]+>|[A-Za-z]{3,})(?P<summer_offset>[+-]?[\d:]+)?
           ,M(?P<to_summer>\d+\.\d\.\d)(?:/(?P<to_summer_at>[\d:]+))?
           ,M(?P<to_winter>\d+\.\d\.\d)(?:/(?P<to_winter_at>[\d:]+))?)?""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class YearlyChange:
    """A yearly clock change on a weekday of a month, local time; ``week`` 5 is the last, ``weekday`` 0 Sunday."""

    month: int
    week: int
    weekday: int
    at: time

    def in_year(self, year: int) -> datetime:
        """Return its time in that year, on the clocks before the change."""
        matching = [
            day
            for day in range(1, calendar.monthrange(year, self.month)[1] + 1)
            if date(year, self.month, day).isoweekday() % 7 == self.weekday
        ]
        position = -1 if self.week == _LAST_WEEK else self.week - 1
        return datetime.combine(date(year, self.month, matching[position]), self.at)

    @property
    def by_day(self) -> str:
        """The day as iCalendar counts it: ``2SU``, ``-1SU``."""
        return f"{-1 if self.week == _LAST_WEEK else self.week}{_WEEKDAYS[self.weekday]}"


@dataclass(frozen=True)
class ZoneSeason:
    """A part of the year with one offset from UTC; ``begins`` is None if it lasts all year."""

    name: str
    offset: timedelta
    begins: YearlyChange | None


@dataclass(frozen=True)
class ZoneRule:
    """The rule of a time zone from now on: a standard season, and a daylight season if the clocks change."""

    timezone: str
    standard: ZoneSeason
    daylight: ZoneSeason | None

    def offset_on(self, day: date) -> timedelta:
        """Return the offset from UTC at noon of that day."""
        if self.daylight is None or self.daylight.begins is None or self.standard.begins is None:
            return self.standard.offset
        noon = datetime.combine(day, time(12))
        to_daylight = self.daylight.begins.in_year(day.year)
        to_standard = self.standard.begins.in_year(day.year)
        if to_daylight < to_standard:
            is_daylight = to_daylight <= noon < to_standard
        else:  # south of the equator summer runs over New Year
            is_daylight = not to_standard <= noon < to_daylight
        return self.daylight.offset if is_daylight else self.standard.offset


def read_zone_rule(timezone: str) -> ZoneRule:
    """Return the rule of an IANA time zone.

    Raises InputError for a zone whose changes a calendar file cannot express as yearly rules on one weekday; no
    zone of the United States is among them.
    """
    rule = _RULE.fullmatch(_last_line(timezone))
    if rule is None or any(_is_a_day_or_more(rule[name]) for name in ("to_summer_at", "to_winter_at")):
        raise _unusable(timezone)
    # POSIX counts west of Greenwich as positive.
    offset = -_hours(rule["offset"])
    name = rule["name"].strip("<>")
    if rule["summer_name"] is None:
        return ZoneRule(timezone, ZoneSeason(name, offset, None), None)
    summer_offset = offset + timedelta(hours=1)
    if rule["summer_offset"] is not None:
        summer_offset = -_hours(rule["summer_offset"])
    return ZoneRule(
        timezone,
        ZoneSeason(name, offset, _change(rule["to_winter"], rule["to_winter_at"])),
        ZoneSeason(
            rule["summer_name"].strip("<>"),
            summer_offset,
            _change(rule["to_summer"], rule["to_summer_at"]),
        ),
    )


def require_rule_holds(rule: ZoneRule, days: tuple[date, ...]) -> None:
    """Check that on these days the rule gives the same offset as the time zone database.

    Raises InputError if it does not: a few zones (Morocco's) have one-off changes in the years to come.
    """
    zone = packaged_zone(rule.timezone)
    for day in days:
        if datetime.combine(day, time(12), zone).utcoffset() != rule.offset_on(day):
            raise _unusable(rule.timezone)


def timezone_block(rule: ZoneRule) -> Timezone:
    """Return the VTIMEZONE component: one STANDARD, and a DAYLIGHT if the clocks change."""
    block = Timezone()
    block.add("TZID", rule.timezone)
    if rule.daylight is not None:
        block.add_component(_season(TimezoneDaylight(), rule.daylight, rule.standard.offset))
    before = rule.standard.offset if rule.daylight is None else rule.daylight.offset
    block.add_component(_season(TimezoneStandard(), rule.standard, before))
    return block


def _season(
    component: TimezoneStandard | TimezoneDaylight, season: ZoneSeason, offset_before: timedelta
) -> TimezoneStandard | TimezoneDaylight:
    if season.begins is None:
        component.add("DTSTART", _ALWAYS)
    else:
        component.add("DTSTART", season.begins.in_year(FIRST_YEAR))
        component.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": season.begins.month, "BYDAY": season.begins.by_day})
    component.add("TZOFFSETFROM", offset_before)
    component.add("TZOFFSETTO", season.offset)
    component.add("TZNAME", season.name)
    return component


@lru_cache(maxsize=16)
def packaged_zone(timezone: str) -> ZoneInfo:
    """Return the time zone from the tzdata package.

    The computer's own copy may be of another year; with the package, the same lock file gives the same bytes.
    Raises InputError if the package does not have the zone.
    """
    return ZoneInfo.from_file(io.BytesIO(_packaged(timezone)), key=timezone)


def _packaged(timezone: str) -> bytes:
    try:
        return files("tzdata.zoneinfo").joinpath(*timezone.split("/")).read_bytes()
    except OSError as error:
        raise _unusable(timezone) from error


def _last_line(timezone: str) -> str:
    return _packaged(timezone).rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")


def _change(day: str, at: str | None) -> YearlyChange:
    month, week, weekday = (int(part) for part in day.split("."))
    return YearlyChange(month, week, weekday, (datetime.min + _hours(at or _DEFAULT_CHANGE)).time())


def _hours(text: str) -> timedelta:
    """Return ``5``, ``-3:30`` or ``+8:00:00`` as a span of time."""
    hours, minutes, seconds = (int(part) for part in (*text.lstrip("+-").split(":"), "0", "0")[:3])
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -span if text.startswith("-") else span


def _is_a_day_or_more(at: str | None) -> bool:
    return at is not None and _hours(at) >= timedelta(days=1)


def _unusable(timezone: str) -> InputError:
    return InputError(
        Problem(
            "district.yaml",
            None,
            "a calendar file cannot hold the clock changes of this time zone",
            timezone,
            "any time zone of the United States, or one whose clocks change on a fixed weekday of a month",
            "Maybe leave the calendars out: publish --only sheets,report,tables.",
        )
    )
