"""Which events are in which calendar: companions of a drill, the coordinator's tasks, an agency's visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from icalendar import Calendar

from drillplanner import api
from drillplanner.model import DrillType, Task
from drillplanner.publish.calendars.events.companions import companion_of, companions
from drillplanner.publish.calendars.output import calendar_feeds
from drillplanner.publish.core.request import PublishRequest
from drillplanner.workflow.publish import publish_request
from tests.publish.conftest import changed


@pytest.fixture(scope="module")
def example(planned_example: Any) -> PublishRequest:
    prepared = api.prepare(planned_example)
    return replace(publish_request(prepared, lambda sentence: None, None), revisions=None)


@pytest.fixture(scope="module")
def calendars(example: PublishRequest) -> Mapping[str, list[Any]]:
    """The events of every calendar; the parts of a split one are joined."""
    events: dict[str, list[Any]] = {}
    for feed in calendar_feeds(example):
        events.setdefault(feed.stem.partition(".part-")[0], []).extend(Calendar.from_ical(feed.content).events)
    return events


def test_every_chore_has_one_sort_and_the_last_sort_takes_all(example: PublishRequest) -> None:
    sorts = companions()
    assert len({sort.id for sort in sorts}) == len(sorts)
    assert (sorts[-1].kinds, sorts[-1].tells, sorts[-1].covers) == (None, None, None)
    used = {companion_of(task).id for task in example.plan.tasks}
    assert {"notice", "briefing", "lesson", "debrief", "record", "report", "calls"} <= used


@pytest.mark.parametrize("campus", ["burnet-hill", "heritage", "livingston-high"])
def test_staff_calendars_have_the_companions_of_each_drill(
    example: PublishRequest, calendars: Mapping[str, list[Any]], campus: str
) -> None:
    drills = [drill for drill in example.plan.drills if drill.campus_id == campus]
    titles = Counter(str(calendar["SUMMARY"]).partition(":")[0] for calendar in calendars[f"staff/{campus}"])
    assert titles["Debriefing"] == len(drills)
    assert titles["Staff briefing"] == len(drills)
    tasks = [task for task in example.plan.tasks if task.campus_id == campus]
    for sort in (companion for companion in companions() if not companion.staff):
        assert sort.title not in titles
    assert titles["Classroom lesson"] == len({task.drill_id for task in tasks if "lesson" in task.covers})
    chores = Counter(str(calendar["SUMMARY"]).partition(":")[0] for calendar in calendars[f"{campus}-chores"])
    assert chores["Record"] == len({task.drill_id for task in tasks if "record" in task.covers})
    assert chores["Report"] == len({task.drill_id for task in tasks if "after_action" in task.covers})
    # Families are told of every drill but of tabletops, at which adults talk.
    tabletops = sum(drill.drill_type is DrillType.TABLETOP for drill in drills)
    assert chores["Notice to families"] == len(drills) - tabletops
    drill_events = {(str(calendar["UID"]), calendar.to_ical()) for calendar in calendars[campus]}
    assert drill_events <= {
        (str(calendar["UID"]), calendar.to_ical()) for calendar in calendars[f"staff/{campus}"]
    }
    talks = [
        calendar for calendar in calendars[f"staff/{campus}"] if str(calendar["SUMMARY"]).startswith("Debriefing:")
    ]
    assert all("Questions:\n- " in str(talk["DESCRIPTION"]) for talk in talks)


def test_the_schools_calendars_have_every_task_on_its_day(
    example: PublishRequest, calendars: Mapping[str, list[Any]]
) -> None:
    events = {
        str(calendar["UID"]): calendar
        for campus in example.workspace.campuses
        for calendar in calendars[f"{campus.campus_id}-chores"]
    }
    texts: dict[object, list[str]] = {}
    for event in events.values():
        texts.setdefault((event.start, str(event["LOCATION"])), []).append(str(event["DESCRIPTION"]))
    for task in example.plan.tasks:
        that_day = texts[task.due, example.campus_name(task.campus_id)]
        assert any(task.text in text and task.due_words in text for text in that_day), task.task_id


def test_an_agency_reads_only_its_own_visits(example: PublishRequest, calendars: Mapping[str, list[Any]]) -> None:
    names = {agency.agency_id: agency.name for agency in example.workspace.district.agencies}
    for agency_id, agency_name in names.items():
        attended = [drill for drill in example.plan.drills if agency_id in (drill.agencies or ())]
        assert len(attended) > 1
        visits = calendars[f"agencies/{agency_id}"]
        assert sorted(
            (visit.start.date(), visit.start.time(), str(visit["LOCATION"])) for visit in visits
        ) == sorted((drill.date, drill.start, example.campus_name(drill.campus_id)) for drill in attended)
        for visit in visits:
            text = str(visit["DESCRIPTION"])
            assert f"For {agency_name} only." in text
            assert not any(name in text for name in names.values() if name != agency_name)
            assert "Way out" not in text
            assert "Counts for:" not in text


def test_a_drill_may_name_an_agency_by_kind_or_one_that_is_not_listed(request_: PublishRequest) -> None:
    drills = tuple(
        drill.model_copy(update={"agencies": agencies})
        for drill, agencies in zip(
            request_.plan.drills, [("police",), ("Red Cross / North",), ("nurse",)], strict=False
        )
    )
    two = tuple(
        changed(police, agency_id=f"police-{number}", name=f"Police {number}")
        for number, police in enumerate((request_.workspace.district.agencies[0],) * 2)
    )
    district = changed(request_.workspace.district, agencies=two)
    request = replace(
        request_,
        plan=request_.plan.model_copy(update={"drills": drills, "tasks": ()}),
        workspace=changed(request_.workspace, district=district),
    )
    visits = {feed.stem: feed.events for feed in calendar_feeds(request) if feed.stem.startswith("agencies/")}
    assert visits == {
        "agencies/police-0": 1,
        "agencies/police-1": 1,
        "agencies/Red-Cross-North": 1,
        "agencies/nurse": 1,
    }


def test_staff_calendars_have_what_the_law_requires_of_staff(request_: PublishRequest) -> None:
    first = request_.plan.drills[0]
    task = Task(
        task_id="XX-1/one",
        mandate_id="XX-1",
        campus_id=first.campus_id,
        drill_id=first.drill_id,
        kind="debrief",
        who="staff",
        text="Talk the drill over within a day.",
        due=first.date,
        due_words="within a day",
    )
    request = replace(request_, plan=request_.plan.model_copy(update={"drills": (first,), "tasks": (task,)}))
    feeds = {feed.stem: feed for feed in calendar_feeds(request)}
    titles = [str(event["SUMMARY"]) for event in Calendar.from_ical(feeds["staff/burnet"].content).events]
    assert titles == [
        "Fire drill – Burnet Hill Elementary",
        "Talk the drill over within a day – Burnet Hill Elementary",
    ]


def test_every_title_has_at_most_60_signs(calendars: Mapping[str, list[Any]]) -> None:
    titles = {str(event["SUMMARY"]) for events in calendars.values() for event in events}
    assert max(map(len, titles)) <= 60
    # A school's name is never lost, whatever was cut: a shared calendar shows many schools.
    staff = {str(event["SUMMARY"]) for event in calendars["staff/burnet-hill"]}
    assert all("Burnet" in title for title in staff)


def test_an_agency_that_does_not_come_has_no_calendar(request_: PublishRequest) -> None:
    alone = tuple(drill.model_copy(update={"agencies": ()}) for drill in request_.plan.drills)
    request = replace(request_, plan=request_.plan.model_copy(update={"drills": alone}))
    assert not [feed.stem for feed in calendar_feeds(request) if feed.stem.startswith("agencies/")]
