"""The invented calendars of districts: starts, breaks, early releases, and weeks of four days; .ics and .csv.

Shares and dates are ours, chosen so that many kinds of years occur; none is a district's calendar. In Texas school
begins in August, in New Jersey around Labor Day; other states begin as Texas does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.synthetic_state.directory import InventedDistrict

FIRST_YEAR = 2026
_DAY, _WEEK = timedelta(1), timedelta(7)
#: The first and the last Monday in whose week school begins.
_STARTS = {"NJ": (date(2026, 8, 24), date(2026, 9, 7))}
_USUAL_STARTS = (date(2026, 8, 3), date(2026, 8, 24))
#: Of 100 districts: those that sent a calendar, teach four days a week, end early once a month, send it as .csv.
_WITH_CALENDAR, _FOUR_DAYS, _EARLY_RELEASE, _AS_TABLE = 85, 6, 25, 30
_SCHOOL_DAYS, _SCHOOL_DAYS_FOUR = (174, 181), (148, 155)
_LATEST = date(2027, 6, 25)
_FRIDAY, _SATURDAY = 4, 5


@dataclass(frozen=True)
class _Entry:
    title: str
    first: date
    last: date


def write_calendars(folder: Path, state: str, districts: tuple[InventedDistrict, ...], chance: Random) -> int:
    """Write the calendars of the districts that have one, named in the ways that people name them; count them."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [district.name for district in districts]
    written = 0
    for district in districts:
        if chance.randrange(100) >= _WITH_CALENDAR:
            continue
        entries = list(_year(state, chance))
        stems = [district.leaid, district.state_number]
        if names.count(district.name) == 1:
            stems.append(f"{district.name} calendar 2026-27")
        stem = chance.choice(stems)
        if chance.randrange(100) < _AS_TABLE:
            (folder / f"{stem}.csv").write_bytes(_table(entries))
        else:
            (folder / f"{stem}.ics").write_bytes(_icalendar(entries, district))
        written += 1
    return written


def _year(state: str, chance: Random) -> Iterator[_Entry]:
    """Yield the entries of a year from the first day of school to the last."""
    earliest, latest = _STARTS.get(state, _USUAL_STARTS)
    first = earliest + _WEEK * chance.randint(0, (latest - earliest) // _WEEK) + _DAY * chance.randint(0, 2)
    if first == date(2026, 9, 7):  # Labor Day
        first += _DAY
    four_days = chance.randrange(100) < _FOUR_DAYS
    closures = sorted(_closures(chance), key=lambda entry: entry.first)
    closed = {day for entry in closures for day in _days(entry.first, entry.last)}
    weekday_off = chance.choice((0, _FRIDAY)) if four_days else None
    wanted = chance.randint(*(_SCHOOL_DAYS_FOUR if four_days else _SCHOOL_DAYS))
    school_days: list[date] = []
    day = first
    while len(school_days) < wanted and day <= _LATEST:
        if day.weekday() < _SATURDAY and day not in closed and (day.weekday() != weekday_off or day == first):
            school_days.append(day)
        day += _DAY
    last = school_days[-1]
    yield _Entry("First Day of School", first, first)
    yield from (entry for entry in closures if first < entry.first < last)
    if weekday_off is not None:
        for day in _days(first + _DAY, last):
            if day.weekday() == weekday_off and day not in closed:
                yield _Entry("No School - Four-Day Week", day, day)
    if chance.randrange(100) < _EARLY_RELEASE:
        weekday = chance.choice((2, _FRIDAY))
        months: set[int] = set()
        for day in school_days[5:-5]:
            if day.weekday() == weekday and day.month not in months:
                months.add(day.month)
                yield _Entry("Early Release Day", day, day)
    yield _Entry("Last Day of School", last, last)


def _closures(chance: Random) -> Iterator[_Entry]:
    yield _Entry("Labor Day - No School", date(2026, 9, 7), date(2026, 9, 7))
    if chance.random() < 0.6:
        yield _Entry("Columbus Day / Indigenous Peoples' Day - No School", date(2026, 10, 12), date(2026, 10, 12))
    if chance.random() < 0.4:
        yield _Entry("Election Day - No School", date(2026, 11, 3), date(2026, 11, 3))
    if chance.random() < 0.4:
        yield _Entry("Veterans Day - No School", date(2026, 11, 11), date(2026, 11, 11))
    thanksgiving = chance.choice((date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 26)))
    yield _Entry("Thanksgiving Break - No School", thanksgiving, date(2026, 11, 27))
    winter = chance.choice((date(2026, 12, 19), date(2026, 12, 21), date(2026, 12, 24)))
    yield _Entry("Winter Break - No School", winter, chance.choice((date(2027, 1, 1), date(2027, 1, 4))))
    yield _Entry("Martin Luther King Jr. Day - No School", date(2027, 1, 18), date(2027, 1, 18))
    if chance.random() < 0.7:
        yield _Entry("Presidents' Day - No School", date(2027, 2, 15), date(2027, 2, 15))
    spring = date(2027, 3, 8) + _WEEK * chance.randint(0, 4)
    yield _Entry("Spring Break - No School", spring, spring + 4 * _DAY)
    if spring != date(2027, 3, 22) and chance.random() < 0.6:
        yield _Entry("Good Friday - No School", date(2027, 3, 26), date(2027, 3, 26))
    yield _Entry("Memorial Day - No School", date(2027, 5, 31), date(2027, 5, 31))
    for month in chance.sample((10, 1, 2, 4), chance.randint(0, 3)):
        day = date(FIRST_YEAR + (month < 7), month, 1) + _DAY * chance.randint(15, 22)
        day -= _DAY * max(0, day.weekday() - _FRIDAY)
        if month != 1 or day.day != 18:
            yield _Entry("Staff Development Day - No School", day, day)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _DAY


def _table(entries: list[_Entry]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["Start Date", "End Date", "Event"])
    for entry in entries:
        table.writerow([entry.first.isoformat(), entry.last.isoformat(), entry.title])
    return text.getvalue().encode()


def _icalendar(entries: list[_Entry], district: InventedDistrict) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//drillplanner//invented calendar//EN"]
    for number, entry in enumerate(entries):
        lines += [
            *("BEGIN:VEVENT", f"UID:{district.leaid}-{number}@invented", "DTSTAMP:20260701T000000Z"),
            *(f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}", f"DTEND;VALUE=DATE:{entry.last + _DAY:%Y%m%d}"),
            *(f"SUMMARY:{entry.title}", "END:VEVENT"),
        ]
    lines.append("END:VCALENDAR")
    return ("\r\n".join(lines) + "\r\n").encode()
