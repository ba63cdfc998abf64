"""Publishing again and again: no duplicate or lost event, and unchanged events keep their bytes."""

from __future__ import annotations

import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from drillplanner.files.errors import InputError
from drillplanner.intake.schedules.calendar_schedule import read_calendar_schedule
from drillplanner.model import Drill, DrillType, Repair
from drillplanner.publish.calendars.changes import EventChangeKind, Readership, calendar_changes, change_counts
from drillplanner.publish.calendars.icalendar_format.event import CANCELLED
from drillplanner.publish.calendars.output import OUTPUT
from drillplanner.publish.calendars.publication import publication
from drillplanner.publish.calendars.revisions.store import REVISIONS_FILE, read_published, stored_text
from drillplanner.publish.core.request import PublishRequest
from tests.publish.conftest import changed, make_drill

FIRST = datetime(2025, 7, 1, tzinfo=UTC)
SECOND = FIRST + timedelta(seconds=1)


class Office:
    """A workspace folder in which calendars are published."""

    def __init__(self, folder: Path, request: PublishRequest) -> None:
        self.out = folder / "out"
        self.store = folder / REVISIONS_FILE
        self.notes: list[str] = []
        self.request = replace(request, revisions=self.store, tell=self.notes.append)

    def publish(self, drills: tuple[Drill, ...] | None = None, **changes: object) -> dict[str, bytes]:
        """Publish these drills (None: those of the plan) and return each calendar's bytes by its name."""
        self.request = self.changed_request(drills, **changes)
        written = list(OUTPUT.write(self.request, self.out))
        folder = self.out / "calendars"
        return {path.relative_to(folder).with_suffix("").as_posix(): path.read_bytes() for path in written}

    def changed_request(self, drills: tuple[Drill, ...] | None = None, **changes: object) -> PublishRequest:
        plan = self.request.plan
        if drills is not None:
            drill_ids = {drill.drill_id for drill in drills}
            tasks = tuple(task for task in plan.tasks if task.drill_id is None or task.drill_id in drill_ids)
            plan = plan.model_copy(update={"drills": drills, "tasks": tasks})
        return replace(self.request, **({"plan": plan} | changes))  # type: ignore[arg-type]


@pytest.fixture
def office(tmp_path: Path, request_: PublishRequest) -> Office:
    return Office(tmp_path, request_)


def events_in(raw: bytes) -> dict[str, bytes]:
    """The bytes of each event by its id."""
    blocks = re.findall(rb"BEGIN:VEVENT.*?END:VEVENT", raw, re.DOTALL)
    return {re.search(rb"\r\nUID:(\S+)", block)[1].decode(): block for block in blocks}  # type: ignore[index]


def read(raw: bytes) -> Any:
    """The calendar as the library reads it, whose types leave open what each property holds."""
    return Calendar.from_ical(raw)


def event(raw: bytes, uid: str) -> Any:
    (match,) = (event for event in read(raw).events if event["UID"] == uid)
    return match


def uid_of(request: PublishRequest, key: str) -> str:
    return str(uuid.uuid5(request.workspace.district.namespace, key))


def moved(drill: Drill, days: int) -> Drill:
    return drill.model_copy(update={"date": drill.date + timedelta(days)})


def revision_of(event: Any) -> tuple[int, datetime, datetime, datetime, str]:
    stamps = (event["CREATED"].dt, event["LAST-MODIFIED"].dt, event["DTSTAMP"].dt)
    return event["SEQUENCE"], *stamps, str(event["STATUS"])


def test_publishing_the_same_plan_twice_changes_no_byte(office: Office) -> None:
    first = office.publish()
    record = office.store.read_bytes()
    assert office.publish() == first
    assert office.store.read_bytes() == record
    assert office.notes == []


def test_the_same_publications_give_the_same_bytes_in_another_folder(
    office: Office, tmp_path: Path, request_: PublishRequest
) -> None:
    other = Office(tmp_path / "other", request_)
    drills = request_.plan.drills
    for plan in (drills, (moved(drills[0], 3), *drills[2:]), drills):
        assert office.publish(plan) == other.publish(plan)
        assert office.store.read_bytes() == other.store.read_bytes()


def test_a_moved_drill_gets_a_higher_sequence_and_nothing_else_changes(office: Office) -> None:
    before = office.publish()
    drills = office.request.plan.drills
    after = office.publish((moved(drills[0], 3), *drills[1:]))
    uid = uid_of(office.request, drills[0].drill_id)
    talk = uid_of(office.request, f"{drills[0].drill_id}/debrief")
    touched = {"district": {uid}, "burnet": {uid}, "staff/burnet": {uid, talk}} | {
        f"families/{language}/burnet": {uid_of(office.request, f"families/{language}/{drills[0].drill_id}")}
        for language in ("en", "es")
    }
    # The coordinator reads of another week.
    for stem in before.keys() - {"coordinator"}:
        was, now = events_in(before[stem]), events_in(after[stem])
        assert was.keys() == now.keys()
        assert {uid for uid in was if was[uid] != now[uid]} == touched.get(stem, set())
    found = event(after["district"], uid)
    assert revision_of(found) == (1, FIRST, SECOND, SECOND, "CONFIRMED")
    assert events_in(after["district"])[uid] == events_in(after["burnet"])[uid]
    assert office.notes == ["Since the calendars were last published: 2 moved; for families: 1 moved."]
    heads = {stem: read(raw)["LAST-MODIFIED"].dt for stem, raw in after.items()}
    assert {stem for stem, stamp in heads.items() if stamp == SECOND} == {*touched, "coordinator"}


def test_changed_text_is_a_later_revision_with_the_same_sequence(office: Office) -> None:
    office.publish()
    drills = office.request.plan.drills
    unannounced = drills[0].model_copy(update={"announced": False})
    after = office.publish((unannounced, *drills[1:]))
    found = event(after["district"], uid_of(office.request, unannounced.drill_id))
    assert revision_of(found) == (0, FIRST, SECOND, SECOND, "CONFIRMED")
    assert office.notes == ["Since the calendars were last published: 1 with other words."]


def test_a_dropped_drill_stays_canceled_in_both_calendars(office: Office) -> None:
    before = office.publish()
    drills = office.request.plan.drills
    lockdown = drills[1]
    rest = (drills[0], *drills[2:])
    after = office.publish(rest)
    uid = uid_of(office.request, lockdown.drill_id)
    for stem in ("district", "burnet"):
        found = event(after[stem], uid)
        was = event(before[stem], uid)
        assert revision_of(found) == (1, FIRST, SECOND, SECOND, "CANCELLED")
        assert found["SUMMARY"] == f"{CANCELLED}{was['SUMMARY']}"
        assert found["SUMMARY"] == "CANCELLED: Lockdown drill – Burnet Hill Elementary"
        assert (found.start, found.end, found["LOCATION"]) == (was.start, was.end, was["LOCATION"])
        assert str(found["DESCRIPTION"]) == f"This was cancelled.\n\n{was['DESCRIPTION']}"
        assert found["TRANSP"] == "TRANSPARENT"
        assert b"VALARM" not in events_in(after[stem])[uid]
    chore = event(after["district-chores"], uid_of(office.request, f"NJ-12/{lockdown.drill_id}"))
    assert chore["STATUS"] == "CANCELLED"
    assert chore.start == date(2025, 10, 31)
    again = office.publish((moved(rest[0], 3), *rest[1:]))
    assert events_in(again["district"])[uid] == events_in(after["district"])[uid]
    (calendar,) = vobject.readComponents(again["district"].decode())
    assert calendar.validate(raiseException=True)


def test_our_schedule_reader_skips_canceled_drills(office: Office) -> None:
    office.publish()
    drills = office.request.plan.drills[1:]
    raw = office.publish(drills)["district"]
    workspace = office.request.workspace
    found = read_calendar_schedule(raw, "district.ics", workspace.campuses, workspace.district.timezone)
    assert found.problems == ()
    assert sorted((drill.campus_id, drill.date) for drill in found.drills) == sorted(
        (drill.campus_id, drill.date) for drill in drills
    )


def test_a_drill_that_comes_back_is_confirmed_with_a_higher_sequence(office: Office) -> None:
    drills = office.request.plan.drills
    before = office.publish()
    office.publish(drills[1:])
    after = office.publish(drills, plan=office.request.plan.model_copy(update={"drills": drills}))
    uid = uid_of(office.request, drills[0].drill_id)
    third = SECOND + timedelta(seconds=1)
    assert revision_of(event(after["district"], uid)) == (2, FIRST, third, third, "CONFIRMED")
    assert event(after["district"], uid)["SUMMARY"] == event(before["district"], uid)["SUMMARY"]


def test_an_updated_plan_dates_its_changes_by_its_first_day(office: Office) -> None:
    office.publish()
    drills = office.request.plan.drills
    updated = office.request.plan.model_copy(
        update={
            "drills": (*drills[:-1], moved(drills[-1], 1)),
            "repair": Repair(as_of=date(2026, 5, 4), moved=1, moved_at_least=1),
        }
    )
    uid = uid_of(office.request, drills[-1].drill_id)
    after = office.publish(plan=updated)
    assert event(after["district"], uid)["LAST-MODIFIED"].dt == datetime(2026, 5, 4, tzinfo=UTC)
    # A second change on the same day, and one that counts as made earlier, are later all the same.
    once_more = updated.model_copy(update={"drills": drills})
    back = office.publish(plan=once_more, as_of=date(2026, 1, 1))
    assert event(back["district"], uid)["LAST-MODIFIED"].dt == datetime(2026, 5, 4, 0, 0, 1, tzinfo=UTC)


def test_a_given_day_dates_the_change(office: Office) -> None:
    office.publish()
    drills = office.request.plan.drills
    after = office.publish((moved(drills[0], 3), *drills[1:]), as_of=date(2025, 9, 9))
    found = event(after["burnet"], uid_of(office.request, drills[0].drill_id))
    assert revision_of(found)[:3] == (1, FIRST, datetime(2025, 9, 9, tzinfo=UTC))


def test_the_calendar_of_a_campus_that_is_gone_cancels_everything(office: Office) -> None:
    office.publish()
    workspace = office.request.workspace
    fewer = changed(
        workspace, campuses=tuple(campus for campus in workspace.campuses if campus.campus_id != "pena")
    )
    drills = tuple(drill for drill in office.request.plan.drills if drill.campus_id != "pena")
    after = office.publish(drills, workspace=fewer)
    (name,) = re.findall(rb"X-WR-CALNAME:(.*)\r\n", after["high"])
    assert name == "Drills 2025-26 – 日本橋 High".encode()
    statuses = {str(event["STATUS"]) for event in read(after["pena"]).events}
    assert (statuses, len(events_in(after["pena"]))) == ({"CANCELLED"}, 3)
    assert office.publish() == after


def test_another_school_year_has_no_canceled_events_and_higher_sequences(office: Office) -> None:
    drills = office.request.plan.drills
    office.publish()
    office.publish((moved(drills[0], 3), *drills[2:]))
    workspace = office.request.workspace
    district = workspace.district.model_copy(update={"year": "2026-27", "planned_on": date(2026, 7, 1)})
    plan = office.request.plan
    new = make_drill("burnet-new", "burnet", DrillType.HOLD, date(2026, 10, 1))
    provenance = plan.provenance.model_copy(update={"planned_on": date(2026, 7, 1)})
    later = plan.model_copy(
        update={
            "year": "2026-27",
            "provenance": provenance,
            "drills": (moved(drills[0], 364), new),
            "tasks": (),
        }
    )
    after = office.publish(plan=later, workspace=changed(workspace, district=district))
    assert events_in(after["district"]).keys() == {
        uid_of(office.request, "burnet-fire-1"),
        uid_of(office.request, "burnet-new"),
    }
    found = event(after["district"], uid_of(office.request, "burnet-fire-1"))
    assert revision_of(found)[0] == 2
    assert revision_of(found)[2] == datetime(2026, 7, 1, tzinfo=UTC)
    assert revision_of(event(after["district"], uid_of(office.request, "burnet-new")))[0] == 0
    assert events_in(after["pena"]) == {}


def test_a_canceled_drill_keeps_its_moment_if_the_district_changes_its_time_zone(office: Office) -> None:
    before = office.publish()
    drills = office.request.plan.drills
    workspace = office.request.workspace
    in_chicago = changed(workspace, district=workspace.district.model_copy(update={"timezone": "America/Chicago"}))
    after = office.publish(drills[1:], workspace=in_chicago)
    uid = uid_of(office.request, drills[0].drill_id)
    was, now = event(before["district"], uid), event(after["district"], uid)
    assert was.start.astimezone(UTC) == now.start.astimezone(UTC)
    assert b"America/New_York" not in after["district"]
    # The other drills are at the same hour of another zone, so at another moment.
    other = event(after["district"], uid_of(office.request, drills[2].drill_id))
    assert other["SEQUENCE"] == 1


def test_the_calendars_are_restored_byte_by_byte_if_the_out_folder_is_deleted(office: Office) -> None:
    drills = office.request.plan.drills
    office.publish()
    before = office.publish((moved(drills[0], 3), *drills[2:]))
    shutil.rmtree(office.out)
    assert office.publish() == before


def test_revisions_continue_from_the_calendars_if_the_record_is_lost(office: Office) -> None:
    drills = office.request.plan.drills
    office.publish()
    office.publish((moved(drills[0], 3), *drills[1:]))
    office.store.unlink()
    (office.out / "calendars" / "mine.ics").write_bytes(b"not a calendar")
    office.notes.clear()
    after = office.publish((moved(drills[0], 4), *drills[1:]))
    found = event(after["district"], uid_of(office.request, drills[0].drill_id))
    assert revision_of(found)[0] == 2
    assert revision_of(found)[2] == SECOND + timedelta(seconds=1)
    assert len(office.notes) == 1
    assert office.notes[0].startswith("plan/revisions.json is gone")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', "<<<<<<< HEAD\n", '{"format": 1, "events": []}'])
def test_an_unreadable_record_is_named_and_nothing_is_written(office: Office, text: str) -> None:
    office.store.parent.mkdir()
    office.store.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"plan/revisions\.json: this is not a record of published calendars"):
        office.publish()
    assert not office.out.exists()
    assert office.store.read_text(encoding="utf-8") == text


def test_the_record_of_calendars_with_other_ids_is_refused(office: Office) -> None:
    office.publish()
    workspace = office.request.workspace
    other = workspace.district.model_copy(update={"calendar_namespace": uuid.UUID(int=7)})
    before = office.store.read_bytes()
    with pytest.raises(InputError, match="ids of another namespace") as caught:
        office.publish(workspace=changed(workspace, district=other))
    assert f"Maybe write 'calendar_namespace: {workspace.district.namespace}'" in str(caught.value)
    assert office.store.read_bytes() == before


def test_the_record_is_written_before_the_calendars(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    drills = office.request.plan.drills
    office.publish()
    request = office.changed_request((moved(drills[0], 3), *drills[1:]))
    next(OUTPUT.write(request, office.out))  # the computer stops after the first calendar
    after = office.publish(request.plan.drills)
    elsewhere = Office(office.out.parent / "elsewhere", office.request)
    elsewhere.publish(drills)
    assert elsewhere.publish(request.plan.drills) == after


def test_the_record_reads_back_unchanged_and_has_one_event_a_line(office: Office) -> None:
    office.publish()
    published = publication(office.request).published
    assert read_published(office.store, office.request.workspace.district) == published
    text = stored_text(published)
    assert text == office.store.read_text(encoding="utf-8")
    uids = {uid for _, uid, _ in published.events()}
    assert sum(line.startswith('  {"calendars"') for line in text.splitlines()) == len(uids)


def test_one_id_with_different_content_in_two_calendars_has_two_revisions(office: Office) -> None:
    """A chore may once read differently in the calendars of the district and of a campus."""
    office.publish()
    made = publication(office.request)
    calendars = dict(made.published.calendars)
    uid, revision = next(iter(calendars["burnet"].events.items()))
    other = revision.model_copy(update={"content": revision.content.model_copy(update={"description": "Brief."})})
    calendars["burnet"] = calendars["burnet"].model_copy(
        update={"events": {**calendars["burnet"].events, uid: other}}
    )
    office.store.write_text(stored_text(made.published.model_copy(update={"calendars": calendars})))
    record = read_published(office.store, office.request.workspace.district)
    assert record is not None
    assert record.calendars["burnet"].events[uid].content.description == "Brief."
    assert record.calendars["district"].events[uid] == revision
    after = office.publish()
    assert event(after["burnet"], uid)["LAST-MODIFIED"].dt == SECOND
    assert event(after["district"], uid)["LAST-MODIFIED"].dt == FIRST


def test_changes_are_listed_in_words_and_nothing_is_written(office: Office) -> None:
    office.publish()
    fire, _lockdown, second, *others = office.request.plan.drills
    quiet = second.model_copy(update={"announced": False})
    new = make_drill("burnet-hold", "burnet", DrillType.HOLD, date(2025, 12, 1), time(11, 55))
    record = office.store.read_bytes()
    made = publication(office.changed_request((moved(fire, 3), quiet, *others, new)))
    changes = calendar_changes(made.former, made.published)
    assert [(change.kind, change.sentence) for change in changes] == [
        (
            EventChangeKind.CANCELLED,
            "Lockdown drill – Burnet Hill Elementary: Friday, October 31, 2025, 9:40–9:50 AM",
        ),
        (
            EventChangeKind.MOVED,
            "Fire drill – Burnet Hill Elementary: from Friday, September 12, 2025, 9:40–9:50 AM "
            "to Monday, September 15, 2025, 9:40–9:50 AM",
        ),
        (
            EventChangeKind.CHANGED,
            "Fire drill – Burnet Hill Elementary: Monday, November 3, 2025, 1:05–1:15 PM; "
            "no longer says 'Announced beforehand: yes'; now says 'Announced beforehand: no'",
        ),
        (
            EventChangeKind.ADDED,
            "Hold drill – Burnet Hill Elementary: Monday, December 1, 2025, 11:55 AM–12:05 PM",
        ),
        (
            EventChangeKind.CANCELLED,
            "Debriefing: Lockdown drill on Oct 31 – Burnet Hill Elem.: Friday, October 31, 2025",
        ),
        (
            EventChangeKind.CANCELLED,
            "Word after the drill (NJ-12): Lockdown drill – Burnet Hill…: Friday, October 31, 2025",
        ),
        (
            EventChangeKind.MOVED,
            "Debriefing: Fire drill on Sep 15 – Burnet Hill Elementary: from Friday, September 12, 2025 "
            "to Monday, September 15, 2025",
        ),
        (
            EventChangeKind.ADDED,
            "Debriefing: Hold drill on Dec 1 – Burnet Hill Elementary: Monday, December 1, 2025",
        ),
    ]
    assert {change.calendars for change in changes} == {
        ("burnet", "district", "staff/burnet"),
        ("burnet-chores", "district-chores"),
        ("staff/burnet",),
    }
    assert change_counts(changes) == "3 cancelled, 2 moved, 1 with other words, 2 added"
    # Families have events of their own, listed in one of their languages; an event they may no longer know
    # vanishes.
    families = calendar_changes(made.former, made.published, Readership.FAMILIES)
    assert [(family.kind, family.sentence) for family in families] == [
        (EventChangeKind.CANCELLED, "Lockdown drill – Burnet Hill Elementary: Friday, October 31, 2025"),
        (
            EventChangeKind.MOVED,
            "Fire drill – Burnet Hill Elementary: from Friday, September 12, 2025 to Monday, September 15, 2025",
        ),
        (EventChangeKind.ADDED, "Hold drill – Burnet Hill Elementary: Monday, December 1, 2025"),
    ]
    agencies = calendar_changes(made.former, made.published, Readership.AGENCIES)
    assert [(agency.kind, agency.calendars) for agency in agencies] == [
        (EventChangeKind.CANCELLED, ("agencies/police",)),
    ]
    assert office.store.read_bytes() == record


def test_an_unchanged_plan_has_no_changes(office: Office) -> None:
    office.publish()
    made = publication(office.request)
    assert calendar_changes(made.former, made.published) == ()
    assert change_counts(()) == "nothing changes"


# Many plans, one after another, as a subscriber sees them


class Subscriber:
    """A program that knows events by their ids, believes the newest revision, and never deletes anything."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}

    def fetch(self, raw: bytes) -> None:
        fetched = read(raw).events
        assert len({str(event["UID"]) for event in fetched}) == len(fetched)
        for event in fetched:
            former = self.events.get(str(event["UID"]))
            if former is None or self._age(event) > self._age(former):
                self.events[str(event["UID"])] = event

    def shown(self) -> set[tuple[str, date, date, str]]:
        return {
            (uid, self._local(event.start), self._local(event.end), str(event["DESCRIPTION"]))
            for uid, event in self.events.items()
            if event["STATUS"] != "CANCELLED"
        }

    @staticmethod
    def _local(moment: date) -> date:
        return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment

    @staticmethod
    def _age(event: Any) -> tuple[int, datetime]:
        return event["SEQUENCE"], event["LAST-MODIFIED"].dt


@st.composite
def years(draw: st.DrawFn) -> tuple[Drill, ...]:
    """Some of eight drills, each on one of few days and times, so that plans share some drills but not all."""
    drills = []
    for number in range(8):
        if not draw(st.booleans()):
            continue
        campus = "burnet" if number % 2 else "high"
        start = draw(st.sampled_from([time(9, 0), time(13, 5)]))
        on = date(2025, 10, 27) + timedelta(draw(st.integers(0, 3)))
        announced = draw(st.booleans())
        drills.append(
            make_drill(f"drill-{number}", campus, DrillType.HOLD, on, start, announced=announced, credits=())
        )
    return tuple(drills)


@contextmanager
def _office(request: PublishRequest) -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as folder:
        yield Office(Path(folder), request)


def _reader_sees(drill: Drill) -> tuple[object, ...]:
    return drill.date, drill.start, drill.announced


#: Calendars of other readers, whose events have ids of their own.
OTHERS = ("staff/burnet", "families/en/burnet", "families/es/high", "agencies/police", "coordinator")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plans=st.lists(years(), min_size=1, max_size=6), skipped=st.sets(st.integers(0, 4)), deletes_out=st.booleans()
)
def test_subscribers_always_end_up_with_exactly_the_planned_drills(
    request_: PublishRequest, plans: list[tuple[Drill, ...]], skipped: set[int], deletes_out: bool
) -> None:
    with _office(request_) as office:
        eager, late = Subscriber(), Subscriber()
        others = {stem: Subscriber() for stem in OTHERS}
        before: dict[str, bytes] = {}
        former_drills: dict[str, Drill] = {}
        for number, drills in enumerate(plans):
            if deletes_out:
                shutil.rmtree(office.out, ignore_errors=True)
            feeds = office.publish(drills)
            assert office.publish() == feeds
            eager.fetch(feeds["district"])
            if number not in skipped or drills is plans[-1]:
                late.fetch(feeds["district"])
            now = events_in(feeds["district"])
            assert before.keys() <= now.keys()
            for drill_id in {drill.drill_id for drill in drills} | set(former_drills):
                uid = uid_of(request_, drill_id)
                is_now = next((_reader_sees(drill) for drill in drills if drill.drill_id == drill_id), None)
                was = former_drills.get(drill_id)
                if uid in before and is_now == (None if was is None else _reader_sees(was)):
                    assert now[uid] == before[uid]
            assert events_in(feeds["burnet"]) == {
                uid: raw for uid, raw in now.items() if b"CATEGORIES:hold,burnet\r\n" in raw
            }
            before, former_drills = now, {drill.drill_id: drill for drill in drills}
            for stem in OTHERS:
                if stem in feeds:
                    others[stem].fetch(feeds[stem])
        current = Office(office.out.parent / "fresh", request_).publish(plans[-1])
        for stem, other in others.items():
            first = Subscriber()
            if stem in current:
                first.fetch(current[stem])
            # What families may no longer know vanishes; a program that never deletes keeps it.
            assert (
                first.shown() <= other.shown() if stem.startswith("families/") else first.shown() == other.shown()
            )
        fresh = Subscriber()
        fresh.fetch(current["district"])
        assert eager.shown() == late.shown() == fresh.shown()
        assert len(fresh.shown()) == len(plans[-1])
