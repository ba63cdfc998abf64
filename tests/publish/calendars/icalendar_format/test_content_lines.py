"""The bytes that we write are those that the library would write, and hold nothing that a text smuggles in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Alarm, Calendar, Event

from drillplanner.model import Task
from drillplanner.publish.calendars.icalendar_format.content_lines import (
    clean_line,
    clean_text,
    content_line,
    duration_value,
)
from drillplanner.publish.calendars.icalendar_format.event import event_bytes
from drillplanner.publish.calendars.outgoing_check import OutgoingCheck
from drillplanner.publish.calendars.output import calendar_feeds
from drillplanner.publish.calendars.revisions.revision import EventContent, EventStatus, Revision
from drillplanner.publish.core.request import PublishRequest
from tests.publish.conftest import changed

NEW_YORK = "America/New_York"
HOSTILE = (
    '=HYPERLINK("http://example.org")',
    "+1+cmd|' /C calc'!A0",
    "C:\\North \\Nine; a, b\\, c\\\\N:",
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x",
    "a\rb\nc\u2028d\x85e\x0bf",
    "<script>alert(1)</script><b>bold</b>",
    "\x00\x07\x1b\x7f\ud800\ufeff",
    "x" * 10_000,
    "ä–日" * 1_300,
    "\N{FAMILY}\u200d" * 90,
    ";,:\\\"'",
    "   ",
    "",
)
ANY_TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec=None), max_size=200))
#: What the library changes (a backslash before N) or folds by characters alone is not its to write.
PLAIN = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\\"), min_size=1)


def by_the_library(revision: Revision) -> bytes:
    content = revision.content
    event = Event()
    cancelled = revision.is_cancelled
    event.add("UID", content.uid)
    event.add("CLASS", "PUBLIC")
    event.add("SUMMARY", f"CANCELLED: {content.title}" if cancelled else content.title)
    event.add("LOCATION", content.place)
    description = content.description
    event.add("DESCRIPTION", f"This was cancelled.\n\n{description}" if cancelled else description)
    event.add("CATEGORIES", list(content.categories))
    for name, moment in (("DTSTART", content.starts), ("DTEND", content.ends)):
        local = moment.date() if content.zone is None else moment.replace(tzinfo=ZoneInfo(content.zone))
        event.add(name, local)
    event.add("TRANSP", "TRANSPARENT" if cancelled or content.zone is None else "OPAQUE")
    event.add("DTSTAMP", revision.modified)
    event.add("CREATED", revision.created)
    event.add("LAST-MODIFIED", revision.modified)
    event.add("SEQUENCE", revision.sequence)
    event.add("STATUS", revision.status.value.upper())
    if content.alarm_minutes is not None and not cancelled:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", content.title)
        alarm.add("TRIGGER", -timedelta(minutes=content.alarm_minutes))
        alarm.add("UID", str(uuid5(UUID(content.uid), "alarm")))
        event.add_component(alarm)
    written: bytes = event.to_ical()
    return written


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    starts = datetime(2025, 9, 1) + timedelta(minutes=5 * draw(st.integers(0, 80_000)))
    zone = draw(st.sampled_from([None, NEW_YORK]))
    if zone is None:
        starts = starts.replace(hour=0, minute=0)
    created = datetime(2025, 7, 1, tzinfo=UTC)
    content = EventContent(
        uid=str(uuid5(UUID(int=7), str(draw(st.integers())))),
        title=clean_line(f"T{draw(PLAIN)}"),
        place=clean_line(f"P{draw(PLAIN)}"),
        description=clean_text(draw(PLAIN)),
        categories=("fire_evacuation", "burnet"),
        starts=starts,
        ends=starts + (timedelta(days=1) if zone is None else timedelta(minutes=10)),
        zone=zone,
        alarm_minutes=draw(st.sampled_from([None, 30, 60, 90])),
    )
    return Revision(
        content=content,
        status=draw(st.sampled_from(EventStatus)),
        sequence=draw(st.integers(1, 30)),
        created=created,
        modified=created + timedelta(seconds=draw(st.integers(0, 10**7))),
    )


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(revisions())
def test_an_event_has_the_same_bytes_as_from_the_library(revision: Revision) -> None:
    assert event_bytes(revision, NEW_YORK) == by_the_library(revision)


@UNHURRIED
@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))))
@example("–" * 100)
@example("a" * 73 + "–")
def test_a_line_is_folded_into_75_octets_and_never_inside_a_character(value: str) -> None:
    raw = content_line("DESCRIPTION", value)
    rows = raw.split(b"\r\n")
    assert rows.pop() == b""
    assert all(len(row) <= 75 for row in rows)
    assert b"".join([rows[0], *(row.removeprefix(b" ") for row in rows[1:])]).decode() == f"DESCRIPTION:{value}"
    for row in rows:
        row.decode("utf-8")


def test_spans_are_written_in_hours_and_minutes() -> None:
    values = [duration_value(timedelta(minutes=minutes)) for minutes in (0, 5, 60, 90, 720, -15, -900)]
    assert values == ["PT0M", "PT5M", "PT1H", "PT1H30M", "PT12H", "-PT15M", "-PT15H"]


def hostile(request_: PublishRequest, value: str) -> PublishRequest:
    """The district with that text in the places where files put theirs."""
    workspace = request_.workspace
    district = changed(
        workspace.district,
        name=value,
        note=value,
        agencies=tuple(changed(agency, name=value) for agency in workspace.district.agencies),
    )
    campuses = tuple(changed(campus, name=value) for campus in workspace.campuses)
    scenarios = tuple(
        changed(scenario, title=value, for_families=value, debrief=(value,)) for scenario in workspace.scenarios
    )
    changed_workspace = changed(workspace, district=district, campuses=campuses, scenarios=scenarios)
    drills = tuple(drill.model_copy(update={"period": value}) for drill in request_.plan.drills[:2])
    task = Task(
        task_id="t",
        mandate_id="DA-1",
        campus_id="burnet",
        drill_id=drills[0].drill_id,
        kind="debrief",
        who=value,
        text=value,
        due=date(2025, 9, 12),
        due_words="on the day",
        developmental=True,
    )
    law = task.model_copy(update={"task_id": "l", "developmental": False})
    plan = request_.plan.model_copy(update={"district": value, "drills": drills, "tasks": (task, law)})
    return replace(request_, plan=plan, workspace=changed_workspace)


@settings(UNHURRIED, max_examples=25)
@given(ANY_TEXT)
@example(HOSTILE[3])
@example(HOSTILE[7])
@example(HOSTILE[8])
def test_markup_in_files_reads_back_as_text(request_: PublishRequest, value: str) -> None:
    """No text makes an event, a property or a line; each comes back but for control characters."""
    check = OutgoingCheck(500_000, families=False)
    plain = {feed.stem: feed.events for feed in calendar_feeds(hostile(request_, "Name"))}
    feeds = calendar_feeds(hostile(request_, value))
    assert {feed.stem: feed.events for feed in feeds} == plain
    clean = clean_text(value)
    for feed in feeds:
        assert check.flaws(feed.content) == []
        calendar: Any = Calendar.from_ical(feed.content)
        assert len(calendar.events) == feed.events
        for event in calendar.events:
            assert event.errors == []
            assert clean_line(str(event["LOCATION"])) == clean_line(value)
    burnet: Any = Calendar.from_ical(next(feed.content for feed in feeds if feed.stem == "staff/burnet"))
    assert any(clean.strip() in str(event["DESCRIPTION"]) for event in burnet.events)
