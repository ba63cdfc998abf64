"""The calendars as bytes, held against the rules line by line, and as other people's readers see them."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from drillplanner.files.errors import InconsistencyError, InputError
from drillplanner.intake.schedules.calendar_schedule import read_calendar_schedule
from drillplanner.model import DISCLAIMER, Campus, Drill, DrillType, Task
from drillplanner.publish.calendars.events.companions import companion_of
from drillplanner.publish.calendars.events.staff import FOR_STAFF, companion_event, event_settings
from drillplanner.publish.calendars.feeds import campus_stems
from drillplanner.publish.calendars.files import Feed
from drillplanner.publish.calendars.output import OUTPUT, calendar_feeds
from drillplanner.publish.core.request import PublishRequest
from tests.publish.conftest import changed

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def feeds(request_: PublishRequest) -> dict[str, Feed]:
    return {feed.stem: feed for feed in calendar_feeds(request_)}


EVERY_PROPERTY = [
    "CATEGORIES",
    "CLASS",
    "CREATED",
    "DESCRIPTION",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "LAST-MODIFIED",
    "LOCATION",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "TRANSP",
    "UID",
]
CAMPUSES = ("burnet", "pena", "high")
FEEDS = (
    "district",
    "district-chores",
    *CAMPUSES,
    *(f"{campus}-chores" for campus in CAMPUSES),
    "coordinator",
    *(f"staff/{campus}" for campus in CAMPUSES),
    *(f"families/{language}/{campus}" for language in ("en", "es") for campus in CAMPUSES),
    "agencies/police",
    "agencies/fire",
)


def unfolded(raw: bytes) -> list[str]:
    return raw.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]


def with_drills(request_: PublishRequest, drills: tuple[Drill, ...]) -> PublishRequest:
    return replace(request_, plan=request_.plan.model_copy(update={"drills": drills}))


def test_each_kind_of_reader_has_its_own_files(feeds: dict[str, Feed]) -> None:
    assert tuple(feeds) == FEEDS
    assert {stem: feed.events for stem, feed in feeds.items()} == {
        "district": 12,
        "district-chores": 7,
        "burnet": 5,
        "pena": 3,
        "high": 4,
        "burnet-chores": 3,
        "pena-chores": 2,
        "high-chores": 2,
        "coordinator": 20,
        "staff/burnet": 10,
        "staff/pena": 6,
        "staff/high": 8,
        "families/en/burnet": 4,
        "families/en/pena": 3,
        "families/en/high": 3,
        "families/es/burnet": 4,
        "families/es/pena": 3,
        "families/es/high": 3,
        "agencies/police": 2,
        "agencies/fire": 1,
    }


@pytest.mark.parametrize("stem", FEEDS)
def test_lines_are_at_most_75_octets_and_end_in_cr_lf(feeds: dict[str, Feed], stem: str) -> None:
    raw = feeds[stem].content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert not raw.startswith(b"\xef\xbb\xbf")
    rows = raw.split(b"\r\n")
    assert max(len(row) for row in rows) <= 75
    for row in rows:
        row.decode("utf-8")  # no fold inside a character
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", row)


@pytest.mark.parametrize("stem", FEEDS)
def test_a_calendar_has_all_required_properties_and_none_that_breaks_programs(
    feeds: dict[str, Feed], stem: str
) -> None:
    rows = unfolded(feeds[stem].content)
    head = rows[: rows.index("BEGIN:VTIMEZONE")]
    assert head[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//drillplanner//drillplanner 0.1.0//EN",
        "CALSCALE:GREGORIAN",
    ]
    assert {
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "X-WR-TIMEZONE:America/New_York",
    } < set(head)
    names = [row.partition(":")[0] for row in head]
    assert "METHOD" not in names
    assert "UID" not in names
    assert len(names) == len(set(names))
    described = next(row for row in head if row.startswith("X-WR-CALDESC:"))
    is_spanish = stem.startswith("families/es/")
    assert ("Plan 01234567 del " if is_spanish else "Plan 01234567 of ") in described
    assert ("no es asesoría legal" if is_spanish else "Not legal advice.") in described
    assert ("For staff only" in described) == (not stem.startswith(("families/", "agencies/")))
    assert "invented" in described
    assert sum(row.startswith("X-WR-CALNAME:") for row in head) == 1


@pytest.mark.parametrize("stem", FEEDS)
def test_a_calendar_has_one_time_zone_with_rules_and_every_local_time_names_it(
    feeds: dict[str, Feed], stem: str
) -> None:
    rows = unfolded(feeds[stem].content)
    assert rows.count("BEGIN:VTIMEZONE") == rows.count("BEGIN:STANDARD") == rows.count("BEGIN:DAYLIGHT") == 1
    assert not any(row.startswith(("RDATE", "COMMENT")) for row in rows)
    events = rows[rows.index("END:VTIMEZONE") + 1 :]
    times = [row for row in events if row.startswith(("DTSTART", "DTEND"))]
    whole_days = [row for row in times if ";VALUE=DATE:" in row]
    assert times
    if stem.endswith("-chores") or stem.startswith(("coordinator", "families/")):
        assert whole_days == times
    elif not stem.startswith("staff/"):
        assert whole_days == []
    assert all(row in whole_days or ";TZID=America/New_York:" in row for row in times)


@pytest.mark.parametrize("stem", FEEDS)
def test_every_event_has_each_property_once(feeds: dict[str, Feed], stem: str) -> None:
    rows = unfolded(feeds[stem].content)
    starts = [number for number, row in enumerate(rows) if row == "BEGIN:VEVENT"]
    ends = [number for number, row in enumerate(rows) if row == "END:VEVENT"]
    ids = []
    for start, end in zip(starts, ends, strict=True):
        names = [re.split("[;:]", row)[0] for row in rows[start + 1 : end]]
        assert sorted(names) == EVERY_PROPERTY
        values = dict(row.split(":", 1) for row in rows[start + 1 : end])
        assert values["DTSTAMP"] == values["CREATED"] == values["LAST-MODIFIED"] == "20250701T000000Z"
        assert values["SEQUENCE"] == "0"
        assert values["STATUS"] == "CONFIRMED"
        ids.append(values["UID"])
    assert len(ids) == len(set(ids)) == feeds[stem].events
    assert all(len(uid) == 36 and uuid.UUID(uid).version == 5 for uid in ids)


def test_a_drill_s_event_has_plain_title_place_and_description(
    feeds: dict[str, Feed], request_: PublishRequest
) -> None:
    event = next(
        event for event in Calendar.from_ical(feeds["pena"].content).events if "lockdown" in event.categories
    )
    assert event["SUMMARY"] == "Lockdown drill – Peña \\North; 'Ōpūkaha‘ia, Intermediate"
    assert event["LOCATION"] == "Peña \\North; 'Ōpūkaha‘ia, Intermediate"
    assert list(event.categories) == ["lockdown", "pena"]
    assert event["TRANSP"] == "OPAQUE"
    assert event["UID"] == str(uuid.uuid5(request_.workspace.district.namespace, "pena-lockdown-1"))
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Lockdown drill at Peña \\North; 'Ōpūkaha‘ia, Intermediate, Tuesday, November 4, 2025, 9:40–9:50 AM "
        "(10 minutes, Period 2).",
        "",
        "Scenario: Lockdown: lights, locks, out of sight",
        "How: practiced in full",
        "Who: students and staff, grades 3-5",
        "Announced beforehand: yes",
        "Attending: Sample Police; Division 1, North and Sample Fire Company",
        "Counts for:",
        "- NJ-02 Monthly security drill (N.J.S.A. 18A:41-1)",
        "",
        FOR_STAFF,
        DISCLAIMER,
        "All campuses, people and agencies here are invented.",
    ]


def test_a_chore_is_a_whole_day_event_that_blocks_no_time_and_is_not_a_drill(feeds: dict[str, Feed]) -> None:
    events = Calendar.from_ical(feeds["district-chores"].content).events
    notice = events[0]
    assert notice["SUMMARY"] == "Word after the drill (NJ-12): Lockdown drill – Burnet Hill…"
    assert (notice.start, notice.end) == (date(2025, 10, 31), date(2025, 11, 1))
    assert notice["TRANSP"] == "TRANSPARENT"
    assert list(notice.categories) == ["chore", "notify_after", "burnet"]
    assert "For: Lockdown drill, Friday, October 31, 2025, 9:40–9:50 AM" in str(notice["DESCRIPTION"])
    assert "Due: Friday, October 31, 2025 (by the end of that school day)" in str(notice["DESCRIPTION"])
    assert not {value for event in events for value in event.categories} & set(DrillType)
    assert [event["SUMMARY"] for event in events if event.start == date(2026, 6, 30)] == [
        "Send the statement of assurance – Burnet Hill Elementary",
        "Send the statement of assurance – 日本橋 High",
        "Send the statement of assurance – Peña \\North; 'Ōpūkaha‘ia…",
    ]


def test_an_event_is_the_same_in_the_calendars_of_campus_and_district(feeds: dict[str, Feed]) -> None:
    def events(stem: str) -> set[bytes]:
        return set(re.findall(rb"BEGIN:VEVENT.*?END:VEVENT", feeds[stem].content, re.DOTALL))

    assert events("burnet") | events("pena") | events("high") == events("district")


def test_a_moved_drill_keeps_its_id_and_all_others_keep_their_bytes(request_: PublishRequest) -> None:
    drills = request_.plan.drills
    moved = drills[0].model_copy(update={"date": date(2025, 9, 16)})
    again = replace(
        request_,
        plan=request_.plan.model_copy(
            update={
                "drills": (moved, *drills[1:]),
                "provenance": request_.plan.provenance.model_copy(update={"inputs": "f" * 64}),
            }
        ),
    )

    def events(request: PublishRequest) -> dict[str, str]:
        calendar = Calendar.from_ical(calendar_feeds(request)[0].content)
        return {str(event["UID"]): event.to_ical().decode() for event in calendar.events}

    before, after = events(request_), events(again)
    assert before.keys() == after.keys()
    assert [uid for uid in before if before[uid] != after[uid]] == [
        str(uuid.uuid5(request_.workspace.district.namespace, "burnet-fire-1"))
    ]


def test_the_same_plan_gives_the_same_bytes_in_any_order_of_its_drills(request_: PublishRequest) -> None:
    backwards = with_drills(request_, request_.plan.drills[::-1])
    assert calendar_feeds(backwards) == calendar_feeds(request_)


@pytest.mark.parametrize("stem", FEEDS)
def test_vobject_finds_the_calendar_valid(feeds: dict[str, Feed], stem: str) -> None:
    (calendar,) = vobject.readComponents(feeds[stem].content.decode("utf-8"))
    assert calendar.validate(raiseException=True)
    assert len(calendar.vevent_list) == feeds[stem].events


def test_vobject_reads_the_right_moment_through_the_file_s_own_time_zone(
    feeds: dict[str, Feed], request_: PublishRequest
) -> None:
    (calendar,) = vobject.readComponents(feeds["district"].content.decode("utf-8"))
    read = sorted(
        (event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC), event.summary.value)
        for event in calendar.vevent_list
    )
    assert not any(isinstance(event.dtstart.value.tzinfo, ZoneInfo) for event in calendar.vevent_list)

    def moment(on: date, at: time | None) -> datetime:
        assert at is not None
        return datetime.combine(on, at, NEW_YORK).astimezone(UTC)

    titles = {
        DrillType.FIRE_EVACUATION: "Fire drill",
        DrillType.LOCKDOWN: "Lockdown drill",
        DrillType.TABLETOP: "Tabletop exercise",
        DrillType.SEVERE_WEATHER: "Severe weather drill",
        DrillType.CARDIAC: "Cardiac emergency drill",
    }
    planned = sorted(
        (
            moment(drill.date, drill.start),
            moment(drill.date, drill.end),
            f"{titles[drill.drill_type]} – {request_.campus_name(drill.campus_id)}",
        )
        for drill in request_.plan.drills
    )
    assert read == planned


def test_two_drills_with_the_same_id_raise_an_inconsistency_error(request_: PublishRequest) -> None:
    first = request_.plan.drills[0]
    with pytest.raises(InconsistencyError, match=r"two events of district\.ics have the id"):
        calendar_feeds(with_drills(request_, (first, first.model_copy(update={"date": date(2025, 10, 1)}))))


def test_a_time_skipped_by_the_clock_change_raises_an_inconsistency_error(request_: PublishRequest) -> None:
    night = request_.plan.drills[0].model_copy(
        update={"date": date(2026, 3, 8), "start": time(2, 30), "end": time(2, 40)}
    )
    with pytest.raises(
        InconsistencyError, match="2026-03-08 02:30, an hour that does not exist in America/New_York"
    ):
        calendar_feeds(with_drills(request_, (night,)))


def test_a_drill_without_a_time_is_a_whole_day_event(request_: PublishRequest) -> None:
    timeless = request_.plan.drills[0].model_copy(update={"start": None, "end": None})
    (event,) = Calendar.from_ical(calendar_feeds(with_drills(request_, (timeless,)))[0].content).events
    assert (event.start, event.end, event["TRANSP"]) == (date(2025, 9, 12), date(2025, 9, 13), "TRANSPARENT")
    assert str(event["DESCRIPTION"]).startswith(
        "Fire drill at Burnet Hill Elementary, Friday, September 12, 2025.\n"
    )


def test_a_time_zone_that_no_file_can_express_is_refused_before_anything_is_written(
    request_: PublishRequest, tmp_path: Path
) -> None:
    district = request_.workspace.district.model_copy(update={"timezone": "America/Santiago"})
    in_district = replace(request_, workspace=changed(request_.workspace, district=district))
    with pytest.raises(InputError, match="cannot hold the clock changes of this time zone"):
        list(OUTPUT.write(in_district, tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_no_two_campuses_share_a_file(request_: PublishRequest) -> None:
    ids = ("district", "Burnet", "burnet", "burnet-2", "district-chores", "coordinator", "high", "high-chores")
    campuses = tuple(Campus(campus_id=campus_id, name=campus_id, grades=("K",)) for campus_id in ids)
    stems = campus_stems(replace(request_, workspace=changed(request_.workspace, campuses=campuses)))
    assert stems == {
        "district": "district-2",
        "Burnet": "Burnet",
        "burnet": "burnet-2",
        "burnet-2": "burnet-2-2",
        "district-chores": "district-chores-2",
        "coordinator": "coordinator-2",
        "high": "high",
        "high-chores": "high-chores-2",
    }
    assert len({stem.casefold() for stem in stems.values()}) == len(stems)


def test_a_campus_without_drills_has_an_empty_calendar(request_: PublishRequest) -> None:
    campuses = (*request_.workspace.campuses, Campus(campus_id="annex", name="Annex", grades=("K",)))
    more = replace(request_, workspace=changed(request_.workspace, campuses=campuses))
    annex = next(feed for feed in calendar_feeds(more) if feed.stem == "annex")
    assert (annex.stem, annex.title, annex.events) == ("annex", "Drills 2025-26 – Annex", 0)
    assert b"VEVENT" not in annex.content


def test_every_file_is_written_to_its_path(request_: PublishRequest, tmp_path: Path) -> None:
    notes: list[str] = []
    files = list(OUTPUT.write(replace(request_, tell=notes.append), tmp_path))
    assert [path.relative_to(tmp_path).as_posix() for path in files] == [f"calendars/{stem}.ics" for stem in FEEDS]
    assert notes == []


def test_our_schedule_reader_reads_every_drill_back(feeds: dict[str, Feed], request_: PublishRequest) -> None:
    district = request_.workspace.district
    read = read_calendar_schedule(
        feeds["district"].content, "district.ics", request_.workspace.campuses, district.timezone
    )
    assert read.problems == ()

    def row(drill: Drill) -> tuple[object, ...]:
        return drill.date, drill.start, drill.end, drill.campus_id, drill.drill_type

    assert sorted(map(row, read.drills), key=str) == sorted(map(row, request_.plan.drills), key=str)


def test_our_schedule_reader_reads_no_chore_as_a_drill(feeds: dict[str, Feed], request_: PublishRequest) -> None:
    district = request_.workspace.district
    read = read_calendar_schedule(
        feeds["district-chores"].content, "chores.ics", request_.workspace.campuses, district.timezone
    )
    assert (read.drills, read.problems) == ((), ())


def test_the_chores_of_a_moved_drill_keep_their_event(request_: PublishRequest) -> None:
    drill = request_.plan.drills[0]
    details = request_.details(drill)
    settings = event_settings(request_.workspace.district, request_.imprint)

    def uid(due: date) -> str:
        tasks = [
            Task(
                task_id=f"{rule}/{name}/{drill.drill_id}",
                mandate_id=rule,
                campus_id=drill.campus_id,
                drill_id=drill.drill_id,
                kind="prepare",
                who="teachers",
                text="Prepare.",
                due=due,
                due_words="by the school day before",
                developmental=True,
            )
            for rule, name in (("DA-601", "needs"), ("DA-701", "counselor"))
        ]
        return companion_event(companion_of(tasks[0]), details, tasks, details.campus_name, settings).uid

    assert uid(drill.date - timedelta(1)) == uid(drill.date - timedelta(3))
    assert uid(drill.date) != str(uuid.uuid5(request_.workspace.district.namespace, drill.drill_id))


def test_a_requirement_that_is_only_presumed_never_reads_as_required(request_: PublishRequest) -> None:
    task = next(task for task in request_.plan.tasks if task.mandate_id == "NJ-15" and task.campus_id == "pena")
    of_task = changed(request_.verdicts[0], campus_id="pena", duty="NJ-15/pena/year", mandate="NJ-15")
    presumed = {"NJ-02", "NJ-15"}
    verdicts = tuple(
        changed(verdict, presumed=verdict.campus_id == "pena" and verdict.mandate in presumed)
        for verdict in (*request_.verdicts, of_task)
    )
    found = {feed.stem: feed for feed in calendar_feeds(replace(request_, verdicts=verdicts))}

    def texts(stem: str) -> str:
        return "\n".join(str(event["DESCRIPTION"]) for event in Calendar.from_ical(found[stem].content).events)

    marked = "(N.J.S.A. 18A:41-1; presumed: not known law)"
    assert f"- NJ-02 Monthly security drill {marked}" in texts("pena")
    assert "presumed" not in texts("burnet")
    assert task.text in texts("pena-chores")
    assert f"Presumed, not known law: NJ-15 {marked}" in texts("pena-chores")
    assert "Required by: NJ-15" not in texts("pena-chores")
    assert "Required by: NJ-15" in texts("burnet-chores")
