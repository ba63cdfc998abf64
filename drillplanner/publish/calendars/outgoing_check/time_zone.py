"""The check of a file's time zone as other programs read it: one yearly rule a season, and its offsets by day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from drillplanner.publish.calendars.outgoing_check.component import (
    PropertyRule,
    is_filled_text,
    is_offset,
    moment_in,
    property_flaws,
)
from drillplanner.publish.calendars.outgoing_check.lines import OutgoingComponent

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULE = re.compile(r"FREQ=YEARLY;(?:BYMONTH=(\d+);BYDAY=(-?\d)([A-Z]{2})|BYDAY=(-?\d)([A-Z]{2});BYMONTH=(\d+))")


def _is_local(value: str) -> bool:
    return moment_in(value) is not None


def _is_rule(value: str) -> bool:
    return _RULE.fullmatch(value) is not None


SEASON = {
    "DTSTART": PropertyRule(_is_local),
    "TZOFFSETFROM": PropertyRule(is_offset),
    "TZOFFSETTO": PropertyRule(is_offset),
    "TZNAME": PropertyRule(is_filled_text),
    "RRULE": PropertyRule(_is_rule, is_required=False),
}


def zone_flaws(block: OutgoingComponent, zone: ZoneInfo, days: Iterable[date]) -> Iterator[str]:
    """Yield what is wrong with the block, and the first day on which its offset differs from the named zone's."""
    yield from property_flaws(block, {"TZID": PropertyRule(lambda value: value == zone.key)}, "VTIMEZONE")
    names = [season.name for season in block.inside]
    if sorted(names) not in (["STANDARD"], ["DAYLIGHT", "STANDARD"]):
        yield f"VTIMEZONE: it holds {', '.join(names) or 'no season'}"
        return
    for season in block.inside:
        needs_rule = len(names) > 1
        flaws = [*property_flaws(season, SEASON, f"VTIMEZONE {season.name}")]
        if needs_rule != (season.find("RRULE") is not None):
            flaws.append(f"VTIMEZONE {season.name}: a yearly rule belongs to two seasons, and to no single one")
        elif needs_rule and not flaws and not _begins_by_its_rule(season):
            flaws.append(f"VTIMEZONE {season.name}: it begins on another day than its rule names")
        yield from flaws
        if flaws:
            return
    if len(names) > 1 and not _follow_each_other(block.inside):
        yield "VTIMEZONE: one season does not begin with the offset with which the other ends"
    for day in sorted(set(days)):
        right = datetime.combine(day, time(12), zone).utcoffset()
        if _offset_on(day, block.inside) != right:
            yield f"VTIMEZONE: on {day} it is {right} from UTC in {zone.key}, and not so by the file"
            return


def _offset(season: OutgoingComponent, name: str) -> timedelta:
    value = season.value(name)
    span = timedelta(hours=int(value[1:3]), minutes=int(value[3:5]))
    return -span if value[0] == "-" else span


def _follow_each_other(seasons: list[OutgoingComponent]) -> bool:
    first, second = seasons
    return _offset(first, "TZOFFSETTO") == _offset(second, "TZOFFSETFROM") and (
        _offset(second, "TZOFFSETTO") == _offset(first, "TZOFFSETFROM")
    )


def _change_in(year: int, season: OutgoingComponent) -> datetime:
    """Return when the season begins in that year by its rule, on the clocks before the change."""
    rule = _RULE.fullmatch(season.value("RRULE"))
    starts = moment_in(season.value("DTSTART"))
    if rule is None or starts is None:
        return datetime.max
    month, number, weekday = int(rule[1] or rule[6]), int(rule[2] or rule[4]), rule[3] or rule[5]
    days = [
        day
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if _WEEKDAYS[date(year, month, day).weekday()] == weekday
    ]
    return datetime.combine(date(year, month, days[number - 1 if number > 0 else number]), starts.time())


def _begins_by_its_rule(season: OutgoingComponent) -> bool:
    starts = moment_in(season.value("DTSTART"))
    return starts is not None and _change_in(starts.year, season) == starts


def _offset_on(day: date, seasons: list[OutgoingComponent]) -> timedelta | None:
    """Return the offset at noon by the rules of the file: that of the season that began last."""
    noon = datetime.combine(day, time(12))
    if len(seasons) == 1:
        return _offset(seasons[0], "TZOFFSETTO")
    begun = [
        (starts, _offset(season, "TZOFFSETTO"))
        for season in seasons
        for year in (day.year - 1, day.year)
        if (starts := _change_in(year, season)) <= noon
        and starts >= (moment_in(season.value("DTSTART")) or starts)
    ]
    return max(begun, default=(noon, None))[1]
