"""The VTIMEZONE against the time zone database, hour by hour, read by rules of its own."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # stubs are a package of their own

from drillplanner.files.errors import InputError
from drillplanner.publish.calendars.icalendar_format.time_zone import (
    ZoneRule,
    ZoneSeason,
    packaged_zone,
    read_zone_rule,
    require_rule_holds,
    timezone_block,
)

UNITED_STATES = (
    "America/New_York",
    "America/Detroit",
    "America/Indiana/Indianapolis",
    "America/Kentucky/Louisville",
    "America/Chicago",
    "America/Denver",
    "America/Boise",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "America/Puerto_Rico",
    "Pacific/Pago_Pago",
)
ELSEWHERE = (
    "America/Toronto",
    "Europe/London",
    "Europe/Dublin",
    "Australia/Sydney",
    "America/St_Johns",
    "Asia/Kolkata",
)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def lines_of(timezone: str) -> list[str]:
    text: str = timezone_block(read_zone_rule(timezone)).to_ical().decode()
    return text.split("\r\n")


def span(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def onsets(timezone: str) -> list[tuple[datetime, timedelta]]:
    """Every change in UTC with the offset from then on, from the text of the block alone (RFC 5545 3.6.5)."""
    found = []
    for part in "\n".join(lines_of(timezone)).split("BEGIN:")[2:]:
        values = dict(
            line.split(":", 1) for line in part.splitlines() if ":" in line and not line.startswith("END")
        )
        before, after = span(values["TZOFFSETFROM"]), span(values["TZOFFSETTO"])
        start = datetime.strptime(values["DTSTART"], "%Y%m%dT%H%M%S")
        rule = values.get("RRULE")
        moments = [start]
        if rule is not None:
            moments = rrulestr(rule, dtstart=start).between(start, datetime(2038, 6, 1), inc=True)
        found += [((moment - before).replace(tzinfo=UTC), after) for moment in moments]
    return sorted(found)


@pytest.mark.parametrize("timezone", UNITED_STATES + ELSEWHERE)
def test_every_hour_has_the_offset_of_the_time_zone_database(timezone: str) -> None:
    zone = packaged_zone(timezone)
    changes = onsets(timezone)
    moments = [moment for moment, _ in changes]
    moment = FIRST
    while moment < LAST:
        offset = changes[bisect_right(moments, moment) - 1][1]
        assert moment.astimezone(zone).utcoffset() == offset, moment
        moment += HOUR


def test_the_time_zone_block_has_the_form_that_all_programs_read() -> None:
    assert lines_of("America/Chicago") == [
        "BEGIN:VTIMEZONE",
        "TZID:America/Chicago",
        "BEGIN:DAYLIGHT",
        "DTSTART:20070311T020000",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "TZNAME:CDT",
        "TZOFFSETFROM:-0600",
        "TZOFFSETTO:-0500",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20071104T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        "TZNAME:CST",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0600",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


def test_a_zone_without_clock_changes_has_one_standard_season_without_a_rule() -> None:
    assert lines_of("America/Phoenix") == [
        "BEGIN:VTIMEZONE",
        "TZID:America/Phoenix",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:MST",
        "TZOFFSETFROM:-0700",
        "TZOFFSETTO:-0700",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


@pytest.mark.parametrize("timezone", ["America/Santiago", "America/Nuuk", "Asia/Gaza"])
def test_a_zone_that_changes_at_an_hour_of_another_day_is_refused(timezone: str) -> None:
    with pytest.raises(InputError) as caught:
        read_zone_rule(timezone)
    assert "a calendar file cannot hold the clock changes of this time zone" in str(caught.value)
    assert timezone in str(caught.value)
    assert "any time zone of the United States" in str(caught.value)


def test_a_rule_that_the_database_contradicts_is_refused_on_the_days_it_concerns() -> None:
    never_summer = ZoneRule("America/New_York", ZoneSeason("EST", timedelta(hours=-5), None), None)
    winter, summer = date(2026, 1, 5), date(2026, 5, 4)
    require_rule_holds(never_summer, (winter,))
    with pytest.raises(InputError, match="cannot hold the clock changes"):
        require_rule_holds(never_summer, (winter, summer))


@pytest.mark.parametrize("timezone", UNITED_STATES + ELSEWHERE)
def test_the_rule_gives_the_offset_of_every_day(timezone: str) -> None:
    days = tuple(date(2025, 1, 1) + timedelta(days) for days in range(3 * 365))
    require_rule_holds(read_zone_rule(timezone), days)
