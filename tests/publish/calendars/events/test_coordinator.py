"""The coordinator's calendar: one that a person can read, whatever the size of the district."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drillplanner import api
from drillplanner.model import Frozen
from drillplanner.publish.calendars.events.coordinator import MOST_ENTRIES, coordinator_events
from drillplanner.publish.calendars.events.staff import event_settings
from drillplanner.publish.calendars.output import OUTPUT
from drillplanner.publish.calendars.publication import publication
from drillplanner.publish.calendars.revisions.revision import EventContent, PlannedCalendar, next_publication
from drillplanner.publish.calendars.revisions.store import REVISIONS_FILE, write_published
from drillplanner.publish.core.request import PublishRequest
from drillplanner.workflow.publish import publish_request


@pytest.fixture(scope="module")
def example(planned_example: Any) -> PublishRequest:
    prepared = api.prepare(planned_example)
    return replace(publish_request(prepared, lambda sentence: None, None), revisions=None)


@pytest.fixture(scope="module")
def large(example: PublishRequest) -> PublishRequest:
    """The example five times over: 45 schools."""

    def copies(items: tuple[Any, ...], *ids: str) -> Iterator[Any]:
        for number in range(5):
            for item in items:
                changes = {name: f"{getattr(item, name)}-{number}" for name in ids if getattr(item, name)}
                yield item.model_copy(update=changes)

    plan = example.plan.model_copy(
        update={
            "drills": tuple(copies(example.plan.drills, "drill_id", "campus_id")),
            "tasks": tuple(copies(example.plan.tasks, "task_id", "drill_id", "campus_id")),
        }
    )
    campuses = tuple(copies(example.workspace.campuses, "campus_id"))
    workspace = example.workspace.model_copy(update={"campuses": campuses})
    duties = tuple(copies(example.duties, "duty_id", "campus_id"))
    return replace(example, plan=plan, workspace=workspace, duties=duties)


def entries(request: PublishRequest) -> tuple[EventContent, ...]:
    return coordinator_events(request, event_settings(request.workspace.district, request.imprint))


def kinds(request: PublishRequest) -> Counter[str]:
    return Counter(entry.title.partition(":")[0].partition(" ")[0] for entry in entries(request))


def test_a_district_of_45_schools_has_a_calendar_that_a_person_can_read(large: PublishRequest) -> None:
    assert len(large.workspace.campuses) == 45
    found = entries(large)
    assert 50 < len(found) <= MOST_ENTRIES
    assert len({entry.uid for entry in found}) == len(found)
    assert max(len(entry.title) for entry in found) <= 60
    assert max(len(entry.description) for entry in found) < 12_000


def test_every_week_with_a_drill_lists_its_drills(example: PublishRequest) -> None:
    weeks = [entry for entry in entries(example) if entry.title.startswith("This week:")]
    assert all(entry.starts.weekday() == 0 for entry in weeks)
    text = "\n".join(entry.description for entry in weeks)
    assert text.count("\n- ") >= len(example.plan.drills)
    for campus in example.workspace.campuses:
        assert campus.name in text


def test_each_last_day_of_the_law_is_an_entry_that_names_the_rule(example: PublishRequest) -> None:
    last_days = {entry.starts.date(): entry for entry in entries(example) if entry.title.startswith("Last day:")}
    wanted = {duty.window.last for duty in example.duties if duty.demand is not None}
    assert last_days.keys() == wanted
    first_drills = last_days[date(2025, 9, 5)]
    assert first_drills.title.endswith("– all 9 schools")
    assert "NJ-09" in first_drills.description


def test_a_deadline_that_is_only_presumed_says_so(example: PublishRequest) -> None:
    """Papers and tables mark presumed law; the calendar gave its last days as those of known law."""

    def presumed(*mandates: str) -> PublishRequest:
        duties = tuple(
            duty.model_copy(update={"presumed": duty.mandate.mandate_id in mandates}) for duty in example.duties
        )
        return replace(example, duties=duties)

    def on_september_5(request: PublishRequest) -> EventContent:
        return next(
            entry
            for entry in entries(request)
            if "ast day: " in entry.title and entry.starts.date() == date(2025, 9, 5)
        )

    known = on_september_5(presumed())
    assert known.title.startswith("Last day: ")
    assert "presumed" not in known.description
    found = on_september_5(presumed("NJ-09"))
    assert found.title.startswith("Presumed last day: First fire drill")
    assert "presumed: not known law): " in found.description


def test_months_visits_yearly_tasks_and_questions_are_entries(example: PublishRequest) -> None:
    found = kinds(example)
    months = {(drill.date.year, drill.date.month) for drill in example.plan.drills}
    assert found["Record"] == len(months)
    visited = {(drill.date.year, drill.date.month) for drill in example.plan.drills if drill.agencies}
    assert found["Confirm"] == len(visited)
    assert found["Answer"] == 1
    assert any("statement of assurance" in entry.description for entry in entries(example))
    assert any("corrective action" in entry.title for entry in entries(example))


def test_an_entry_keeps_its_id_when_its_words_change(example: PublishRequest) -> None:
    fewer = replace(example, plan=example.plan.model_copy(update={"drills": example.plan.drills[3:]}))
    before = {entry.uid: entry for entry in entries(example)}
    after = {entry.uid: entry for entry in entries(fewer)}
    assert after.keys() <= before.keys()
    assert any(before[uid].title != entry.title for uid, entry in after.items())


def test_too_many_single_days_are_gathered_by_week(example: PublishRequest) -> None:
    def on(item: Frozen, number: int) -> Frozen:
        day = date.fromordinal(date(2025, 8, 1).toordinal() + number % 330)
        return item.model_copy(update={"task_id": f"X-{number}", "due": day, "drill_id": None})

    (yearly, *_) = [task for task in example.plan.tasks if task.drill_id is None]
    tasks = tuple(on(yearly, number) for number in range(330))
    crowded = replace(example, plan=example.plan.model_copy(update={"tasks": (*example.plan.tasks, *tasks)}))
    assert len(entries(crowded)) <= MOST_ENTRIES
    assert any("deadlines" in entry.title for entry in entries(crowded))


def test_tasks_that_this_calendar_once_had_vanish_and_it_becomes_one_file(
    example: PublishRequest, tmp_path: Path
) -> None:
    """Published before by a version that put every task into it, split into parts."""
    record = tmp_path / REVISIONS_FILE
    request = replace(example, revisions=record)
    made = publication(request)
    tasks = [
        revision.content
        for stem, _, revision in made.published.events()
        if stem.endswith("-chores") and stem != "district-chores"
    ]
    wanted = (
        PlannedCalendar(
            stem,
            calendar.title,
            tuple(tasks if stem == "coordinator" else (event.content for event in calendar.events.values())),
        )
        for stem, calendar in made.published.calendars.items()
    )
    old = next_publication(made.former, wanted, request.day_of_change)
    old = old.model_copy(update={"parts": {"coordinator": ("", "heritage/")}})
    write_published(record, old)
    files = {path.relative_to(tmp_path / "out").as_posix() for path in OUTPUT.write(request, tmp_path / "out")}
    assert "calendars/coordinator.ics" in files
    assert not any("coordinator.part" in name for name in files)
    text = (tmp_path / "out/calendars/coordinator.ics").read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == len(entries(request))
    assert "STATUS:CANCELLED" not in text
