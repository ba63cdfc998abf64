"""Calendars of drills, from drillplanner and from other programs."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.intake.schedules.calendar_schedule import read_calendar_schedule
from drillplanner.intake.schedules.reader import read_schedule
from drillplanner.model import Drill, DrillType, EntryProblem, Plan, Provenance, Schedule, Task
from drillplanner.publish.calendars.output import calendar_feeds
from drillplanner.publish.core.request import PublishRequest
from tests import builders
from tests.intake.calendar_builder import ALL, CAMPUSES, calendar, component, event


def read(*events: str, head: tuple[str, ...] = ()) -> Schedule:
    return read_calendar_schedule(calendar(events, *head).encode(), "drills.ics", CAMPUSES, "America/New_York")


def at(title: str, *lines: str) -> str:
    return component(
        f"UID:{title}", f"SUMMARY:{title}", "DTSTART:20251003T090500", "DTEND:20251003T092000", *lines
    )


def the_drill(*events: str, head: tuple[str, ...] = ()) -> Drill:
    found = read(*events, head=head)
    assert found.problems == ()
    assert len(found.drills) == 1
    return found.drills[0]


def the_problem(*events: str) -> EntryProblem:
    found = read(*events)
    assert found.drills == ()
    assert len(found.problems) == 1, found.problems
    return found.problems[0]


def test_published_words_in_the_categories_are_read() -> None:
    found = the_drill(at("Fire drill – Oak", "CATEGORIES:lockdown,heritage", "LOCATION:Livingston High School"))
    assert found == Drill(
        drill_id="Fire drill – Oak",
        campus_id="heritage",
        drill_type=DrillType.LOCKDOWN,
        date=date(2025, 10, 3),
        start=time(9, 5),
        end=time(9, 20),
        row=3,
    )


@pytest.mark.parametrize(
    ("lines", "campus_id"),
    [
        (["SUMMARY:Fire Drill", "CATEGORIES:Heritage Middle School"], "heritage"),
        (["SUMMARY:Fire Drill", "LOCATION:Heritage Middle School\\, 20 Foxcroft Drive\\, Livingston"], "heritage"),
        (["SUMMARY:Fire Drill at Heritage Middle"], "heritage"),
        (["SUMMARY:Fire Drill - mount-pleasant-middle"], "mount-pleasant-middle"),
        (["SUMMARY:Mount Pleasant Elementary School Fire Drill"], "mount-pleasant-elementary"),
        (["SUMMARY:Burnet Hill fire drill", "LOCATION:Livingston NJ"], "burnet-hill"),
        (["SUMMARY:LHS fire drill"], "livingston-high"),
        (["SUMMARY:High School fire drill"], "livingston-high"),
        (["SUMMARY:Drill: fire\\, Burnet Hill Elementary"], "burnet-hill"),
    ],
)
def test_the_campus_comes_from_the_first_source_that_names_one(lines: list[str], campus_id: str) -> None:
    found = the_drill(component("UID:a", "DTSTART:20251003T090500", *lines))
    assert (found.campus_id, found.drill_type) == (campus_id, DrillType.FIRE_EVACUATION)


def test_the_campus_may_come_from_the_name_of_the_calendar() -> None:
    found = the_drill(at("Lockdown"), head=("X-WR-CALNAME:Heritage Middle School Drills",))
    assert (found.campus_id, found.drill_type) == ("heritage", DrillType.LOCKDOWN)


def test_single_words_count_in_a_calendar_of_drills() -> None:
    assert (
        the_drill(at("Fire – Heritage Middle School", "CATEGORIES:Drill")).drill_type is DrillType.FIRE_EVACUATION
    )
    found = the_drill(at("Fire"), head=("X-WR-CALNAME:Heritage Middle School Drills",))
    assert found.drill_type is DrillType.FIRE_EVACUATION
    assert the_problem(at("Fire – Heritage Middle School")).problem == "unknown_type"


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        (["DTSTART:20251003T130500Z", "DTEND:20251003T132000Z"], time(9, 5), time(9, 20)),
        (["DTSTART;VALUE=DATE:20251003"], None, None),
        (["DTSTART:20251003T090500"], time(9, 5), None),
        (["DTSTART:20251003T090500", "DURATION:PT15M"], time(9, 5), time(9, 20)),
    ],
)
def test_times_are_local(lines: list[str], start: time | None, end: time | None) -> None:
    found = the_drill(component("UID:a", "SUMMARY:Fire drill", "CATEGORIES:heritage", *lines))
    assert (found.date, found.start, found.end) == (date(2025, 10, 3), start, end)


@pytest.mark.parametrize(
    ("entry", "problem", "message"),
    [
        (at("Spring Concert – Heritage Middle School"), "unknown_type", "'Spring Concert – Heritage Middle School' names no kind of drill that we know"),  # noqa: E501
        (at("Lockdown and fire drill – Heritage Middle School"), "unknown_type", "'Lockdown and fire drill – Heritage Middle School' may be lockdown, fire_evacuation"),  # noqa: E501
        (at("Fire drill"), "unknown_campus", "'Fire drill' names no campus of this district"),
        (at("Elementary fire drill"), "unknown_campus", "'Elementary fire drill' names several campuses: burnet-hill, mount-pleasant-elementary"),  # noqa: E501
        (at("", "CATEGORIES:heritage"), "unknown_type", "'(without a title)' names no kind of drill that we know"),
        (event("Fire drill LHS", "20251003", "20251008"), "unreadable", "'Fire drill LHS' runs from 2025-10-03 to 2025-10-07; a drill is on one day"),  # noqa: E501
        (event("Fire drill LHS", "2025-10-03"), "unreadable", "'Fire drill LHS': DTSTART cannot be read: 2025-10-03; taken as: ignored"),  # noqa: E501
    ],
)  # fmt: skip
def test_entries_that_cannot_be_placed_are_listed(entry: str, problem: str, message: str) -> None:
    found = the_problem(entry)
    assert (found.problem, found.message) == (problem, message)
    assert found.row in {3, 6}


def test_canceled_drills_and_tasks_are_counted() -> None:
    found = read(
        at("CANCELLED: Fire drill LHS", "STATUS:CANCELLED"),
        at("Tell the families of the fire drill – Heritage Middle School", "CATEGORIES:chore,notify,heritage"),
        at("Tell the police – Heritage Middle School", "CATEGORIES:chore,report,heritage"),
    )
    assert found.drills == () and found.problems == ()
    assert found.notes == (
        "Left out of drills.ics: 1 event marked as cancelled.",
        "Left out of drills.ics: 2 events marked as a chore and no drill.",
    )


def test_a_series_of_drills_has_an_id_for_each() -> None:
    found = read(
        event("Fire drill LHS", "20251003", None, "RRULE:FREQ=MONTHLY;COUNT=3", uid="a"),
        component("SUMMARY:Lockdown LHS", "DTSTART:20251010"),
        component("SUMMARY:Lockdown LHS", "DTSTART:20251010"),
    )
    assert [drill.drill_id for drill in found.drills] == [
        "a/2025-10-03",
        "a/2025-11-03",
        "a/2025-12-03",
        "row-9",
        "row-13",
    ]


def test_drills_come_in_the_order_of_the_file() -> None:
    found = read(event("Lockdown LHS", "20260110"), event("Fire drill LHS", "20250910"))
    assert [drill.row for drill in found.drills] == [3, 8]


def test_a_file_that_is_not_a_calendar_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "drills.ics"
    path.write_text("<html>", encoding="utf-8")
    with pytest.raises(InputError, match="this is a web page, not a calendar"):
        read_schedule(path, CAMPUSES, "America/New_York")
    path.write_text(calendar([at("Fire drill LHS")]), encoding="utf-8")
    assert len(read_schedule(path, CAMPUSES, "America/New_York").drills) == 1


clocks = st.integers(8 * 60, 14 * 60)
drills = st.builds(
    lambda campus_id, kind, on, start, length: builders.drill(
        campus_id,
        kind,
        on,
        start=time(start // 60, start % 60),
        end=time((start + length) // 60, (start + length) % 60),
    ),
    st.sampled_from(ALL),
    st.sampled_from(DrillType),
    st.dates(date(2025, 8, 27), date(2026, 6, 18)),
    clocks,
    st.integers(1, 60),
)


def request(planned: list[Drill]) -> PublishRequest:
    numbered = [drill.model_copy(update={"drill_id": f"drill-{number}"}) for number, drill in enumerate(planned)]
    task = Task(
        task_id="t1",
        mandate_id="NJ-01",
        campus_id="heritage",
        drill_id=None,
        kind="notify",
        who="families",
        text="Tell families about the fire drill",
        due=date(2025, 10, 1),
        due_words="two days before",
    )
    plan = Plan(
        district="Test",
        state="NJ",
        year="2025-26",
        status="optimal",
        objective=0,
        bound=0,
        gap=0,
        costs=(),
        drills=tuple(numbered),
        tasks=(task,),
        provenance=Provenance(
            program="test", solver="test", seed=0, inputs="0" * 64, packs={}, planned_on=date(2025, 8, 1)
        ),
    )
    workspace = builders.workspace(CAMPUSES, builders.calendar(date(2025, 8, 27), date(2026, 6, 18)))
    return PublishRequest(plan, workspace, verdicts=())


def places(found: list[Drill]) -> list[tuple[str, str, date, time | None, time | None]]:
    return sorted((drill.campus_id, drill.drill_type.value, drill.date, drill.start, drill.end) for drill in found)


@settings(max_examples=25, deadline=None)
@given(st.lists(drills, min_size=1, max_size=8))
def test_our_own_calendars_read_back_as_the_same_drills(planned: list[Drill]) -> None:
    feeds = {feed.stem: feed.content for feed in calendar_feeds(request(planned))}
    whole = read_calendar_schedule(feeds["district"], "district.ics", CAMPUSES, "America/New_York")
    assert whole.problems == () and whole.notes == ()
    assert places(list(whole.drills)) == places(planned)
    assert len({drill.drill_id for drill in whole.drills}) == len(planned)
    of_campuses = [
        drill
        for campus_id in {drill.campus_id for drill in planned}
        for drill in read_calendar_schedule(feeds[campus_id], "x.ics", CAMPUSES, "America/New_York").drills
    ]
    assert places(of_campuses) == places(planned)
    chores = read_calendar_schedule(feeds["district-chores"], "chores.ics", CAMPUSES, "America/New_York")
    assert chores.drills == () and chores.problems == ()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=20))
def test_any_title_is_a_drill_or_a_problem(titles: list[str], name: str) -> None:
    lines = [" ".join(title.split()) for title in titles]
    try:
        found = read(
            *(event(title, "20251003", uid=str(n)) for n, title in enumerate(lines)), head=(f"NAME:{name}",)
        )
    except InputError as error:
        assert error.problems
    else:
        assert len(found.drills) + len(found.problems) >= len(titles)
