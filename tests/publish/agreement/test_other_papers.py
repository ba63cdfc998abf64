"""Calendars, letters, packets, and cards are held against the papers of a drill; no paper has its name unread."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from drillplanner.model import Drill, SchoolSite, Task, ToldGroup
from drillplanner.publish.agreement.check import PaperReader
from drillplanner.publish.agreement.pages import DrillIndex, pages_of
from drillplanner.publish.agreement.stated_values import statements_in
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.registry import load_output
from drillplanner.workflow import publish as publishing
from tests.publish.agreement.test_agreement import one_fire_drill
from tests.publish.conftest import changed

OUTPUTS = ("sheets", "exercises", "icalendar", "notices", "packets", "cards")


def fire_drill_request(**moved: Any) -> PublishRequest:
    """Return a request with one fire drill, its letters, and its report; ``moved`` are fields of the drill."""
    request = one_fire_drill()
    site = SchoolSite(command_post="Main office", assembly="North field")
    request = replace(request, workspace=changed(request.workspace, school_sites={"oak": site}))
    drill = request.plan.drills[0].model_copy(update={"start": time(9, 40), "end": time(9, 52), **moved})
    tasks = (
        _task(drill, "notify", "families", "Tell families of the drill.", drill.date, (ToldGroup.FAMILIES,)),
        _task(drill, "notify", "all staff", "Brief staff before the drill.", drill.date, (ToldGroup.STAFF,)),
        _task(drill, "record", "the school's safety team", "Write the after-action report.", date(2025, 10, 21)),
    )
    return replace(request, plan=changed(request.plan, drills=(drill,), tasks=tasks))


def _task(drill: Drill, kind: str, who: str, text: str, due: date, tells: tuple[ToldGroup, ...] = ()) -> Task:
    return Task(
        task_id=f"T-{who}",
        mandate_id="NJ-12",
        campus_id=drill.campus_id,
        drill_id=drill.drill_id,
        kind=kind,
        who=who,
        text=text,
        covers=() if tells else ("after_action",),
        tells=tells,
        due=due,
        due_words="on its day",
    )


def written(request: PublishRequest, folder: Path, outputs: Iterable[str]) -> list[Path]:
    request = replace(request, revisions=folder / "revisions.json")
    return [path.relative_to(folder) for name in outputs for path in load_output(name).write(request, folder)]


def conflicts_in(folder: Path, papers: Iterable[Path], request: PublishRequest) -> tuple[str, ...]:
    with PaperReader(request) as reader:
        for paper in papers:
            reader.read(folder, paper)
        return reader.agreement().conflicts


def test_every_folder_states_the_day_or_the_place_that_others_state(tmp_path: Path) -> None:
    """Else a new wording of a template would end a comparison in silence."""
    request = fire_drill_request()
    papers = written(request, tmp_path, OUTPUTS)
    found: dict[str, set[str]] = {}
    for paper in papers:
        for page in pages_of(tmp_path, paper, DrillIndex(request)):
            assert not page.names_no_drill
            for value, _ in statements_in(page.text):
                found.setdefault(value.id, set()).add(f"{paper.parts[0]}{paper.suffix}")
    assert found["day"] >= {"sheets.pdf", "exercises.pdf", "calendars.ics", "notices.pdf", "packets.pdf"}
    assert found["hours"] >= {"sheets.pdf", "exercises.pdf", "calendars.ics", "notices.pdf", "packets.pdf"}
    assert found["after_action_day"] >= {"sheets.pdf", "exercises.pdf", "calendars.ics", "packets.pdf"}
    assert found["command_post"] >= {"sheets.pdf", "cards.pdf", "packets.pdf"}
    assert conflicts_in(tmp_path, papers, request) == ()


@pytest.mark.parametrize(
    ("other", "spoiled", "says"),
    [
        ("icalendar", {"start": time(9, 45)}, "the hours of the drill: 09:40–09:52 (sheets/oak/"),
        ("icalendar", {"date": date(2025, 10, 8)}, "the day of the drill: 2025-10-07 (sheets/oak/"),
        ("notices", {"end": time(9, 59)}, "the hours of the drill: 09:40–09:52 (sheets/oak/"),
        ("notices", {"date": date(2025, 10, 8)}, "the day that a letter names: a day without a drill"),
        ("packets", {"start": time(9, 41)}, "the hours of the drill: 09:40–09:52 (sheets/oak/"),
    ],
)
def test_papers_of_another_plan_contradict_those_of_this_one(
    other: str, spoiled: dict[str, Any], says: str, tmp_path: Path
) -> None:
    request = fire_drill_request()
    papers = [
        *written(request, tmp_path, ("sheets",)),
        *written(fire_drill_request(**spoiled), tmp_path, (other,)),
    ]
    found = conflicts_in(tmp_path, papers, request)
    assert any(says in conflict for conflict in found), found
    assert conflicts_in(tmp_path, written(request, tmp_path, ("sheets", other)), request) == ()


def test_a_card_with_another_command_post_contradicts_the_sheets(tmp_path: Path) -> None:
    request = fire_drill_request()
    moved = changed(request.workspace, school_sites={"oak": SchoolSite(command_post="Gym")})
    papers = [
        *written(request, tmp_path, ("sheets",)),
        *written(replace(request, workspace=moved), tmp_path, ("cards",)),
    ]
    (conflict,) = conflicts_in(tmp_path, papers, request)
    assert conflict.startswith(
        "oak: where the command post is: Gym (cards/oak/pocket-cards.pdf, page 1); Main office ("
    )


def test_a_stopped_publication_leaves_the_papers_of_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = cast("Any", SimpleNamespace(folder=tmp_path))
    monkeypatch.setattr(publishing, "publish_request", lambda *_: fire_drill_request())
    papers = [path for path in publishing.publish(prepared, ("sheets", "exercises")) if path.suffix == ".pdf"]
    before = {path: path.read_bytes() for path in papers}
    monkeypatch.setattr(publishing, "publish_request", lambda *_: fire_drill_request(end=time(10, 5)))
    run = cast("Generator[Path]", publishing.publish(prepared, ("sheets", "exercises")))
    for _ in range(len(papers) - 1):
        assert next(run) in before
    run.close()
    assert {path: path.read_bytes() for path in papers} == before
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")] == []
    list(publishing.publish(prepared, ("sheets", "exercises")))
    assert all(path.read_bytes() != data for path, data in before.items() if "2025-10-07" in path.name)
