"""Papers of one drill never differ: finished papers are read back and held against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from drillplanner.exercises.design.evaluation import target_minutes
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.files.errors import PapersDisagreeError
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.model import SchoolSite, Task
from drillplanner.model.scenarios.scenario import TargetMinutes
from drillplanner.publish.agreement.check import agreement_of, statements_of
from drillplanner.publish.agreement.pages import PaperPage
from drillplanner.publish.agreement.pdf_text import pages_of_pdf
from drillplanner.publish.agreement.stated_values import stated_values, statements_in
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.forms.packet import DrillFormPacket, fill_packet
from drillplanner.workflow import publish as publishing
from tests.bundled_scenarios import BUNDLED
from tests.publish.conftest import changed
from tests.publish.exercise_papers.test_output import request as exercise_request
from tests.publish.forms.invented_school import opened, pages_of, pdf, pdf_of, request_of
from tests.publish.forms.test_paper_tiers import DRILLS, papers, papers_of
from tests.publish.sheets.oak_school import fire_drill


@pytest.mark.parametrize("name", ["L1", "L3"])
def test_the_text_of_a_pdf_has_every_letter_that_another_reader_finds(name: str) -> None:
    data = pdf(name)
    ours = list(pages_of_pdf(data))
    assert len(ours) == len(pages_of(data))
    for page, text in zip(ours, opened(data), strict=True):
        assert Counter("".join(page.split())) == Counter("".join(text.get_text().split()))


def test_letters_of_other_scripts_and_brackets_are_read() -> None:
    names = ("Ана Kowalčik", "日本橋", "O'Neil (both)) (x", "back\\slash \\( 100%")
    data = pdf_of(papers("routine", names=lambda place, title: names[place % len(names)]))
    text = "".join("".join(page.split()) for page in pages_of_pdf(data))
    for name in names:
        assert "".join(name.split()) in text


OLD_PAPERS = {
    "after_action_day": (
        "☐ 09/12/2025, the school's safety team: Write the after-action report, with at least one change.",
        "Due review by 08/29/2025, actions agreed by 09/04/2025",
    ),
    "minutes_to_account": (
        "Students find their class's spot outside, and classroom teachers on their break come there and take the "
        "count within eight minutes.",
        "Account for all students, staff and visitors within 12 minutes of the alert.",
    ),
    "minutes_to_clear": (
        "Every occupied room is locked and all in it are out of the corridor's line of sight within two minutes.",
        "Bring everyone behind the doors that the action asks for within three minutes of the announcement.",
    ),
    "word": ("Stop the drill. This is not a drill.", "This is an exercise."),
    # A full-scale exercise, and the handbook of an earthquake drill.
    "word ": ("Announced: this is a drill", "Exercise message. The exercise begins. Walk, do not run."),
    " word": ("Closing words: the drill is over", "Stop exercise. Stop exercise."),
    "traffic_words": (
        'Every message begins and ends with "This is a drill".',
        "Every message starts and ends with the words “exercise message”.",
    ),
}


@pytest.mark.parametrize("value", OLD_PAPERS)
def test_sentences_in_which_papers_once_differed_are_found(value: str) -> None:
    stated = {
        found for text in OLD_PAPERS[value] for kind, found in statements_in(text) if kind.id == value.strip()
    }
    assert len(stated) == 2


def test_minutes_of_other_things_are_no_statement() -> None:
    for text in (
        "School command and the fire officer meet face to face within ten minutes of the first vehicle.",
        "Every hall is empty within two minutes of the announcement, and whoever was there is counted.",
        "A key from the hall ends it, and every class talks within five minutes.",
    ):
        assert [kind.id for kind, _ in statements_in(text)] == []


@pytest.mark.parametrize("name", BUNDLED)
def test_the_objectives_of_a_bundled_scenario_say_its_targets(name: str) -> None:
    scenario = BUNDLED[name]
    drill = fire_drill(start=None, end=None).model_copy(update={"drill_type": scenario.drill_type})
    targets = target_minutes(drill, scenario, load_reference().groups[scenario.drill_type])
    texts = [objective if isinstance(objective, str) else objective.say for objective in scenario.objectives]
    for text in texts:
        for kind, value in statements_in(text):
            expected = {"minutes_to_account": targets.account, "minutes_to_clear": targets.clear}.get(kind.id)
            assert expected in (None, int(value)), text


def one_fire_drill(**changes: Any) -> PublishRequest:
    """Return a request with one fire drill of the bundled scenario, whose fields may be replaced."""
    return one_drill_of("fire-evacuation", **changes)


def one_drill_of(name: str, **changes: Any) -> PublishRequest:
    """Return a request with one drill of a bundled scenario, whose fields may be replaced."""
    base = exercise_request(with_ledger=False)
    scenario = BUNDLED[name]
    drill = fire_drill(scenario_id=scenario.scenario_id).model_copy(update={"drill_type": scenario.drill_type})
    workspace = changed(base.workspace, scenarios=(changed(scenario, **changes),))
    return replace(base, plan=changed(base.plan, drills=(drill,), tasks=()), workspace=workspace)


def published(
    request: PublishRequest, folder: Path, monkeypatch: pytest.MonkeyPatch, only: tuple[str, ...]
) -> list[Path]:
    """Publish as the command does, of a request that is given."""
    monkeypatch.setattr(publishing, "publish_request", lambda *_: request)
    prepared = cast("Any", SimpleNamespace(folder=folder))
    return list(publishing.publish(prepared, only))


def test_papers_that_agree_are_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = published(one_fire_drill(), tmp_path, monkeypatch, ("sheets", "exercises"))
    assert len(files) > 3


@pytest.mark.parametrize("name", ["full-scale-exercise", "functional-exercise", "tabletop-exercise"])
def test_all_papers_of_an_exercise_call_it_an_exercise(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old papers said: Announced: this is a drill; Closing words: the drill is over; Not in the drill."""
    files = published(one_drill_of(name), tmp_path, monkeypatch, ("sheets", "forms", "exercises"))
    papers = [path for path in files if path.suffix == ".pdf" and "oak-fire" in path.name]
    text = " ".join(page for path in papers for page in pages_of_pdf(path.read_bytes()))
    assert "this is an exercise" in text or "talked through" in text
    assert re.findall(r".{30}\b(?:a|the|this) drill\b.{20}", text) == []


@pytest.mark.parametrize("name", ["earthquake", "reunification-staff", "lockdown", "fire-evacuation"])
def test_all_papers_of_a_drill_call_it_a_drill_where_people_speak(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handbook of an earthquake drill said "this is an exercise", its forms "this is a drill"."""
    published(one_drill_of(name), tmp_path, monkeypatch, ("sheets", "forms", "exercises"))


def test_each_kind_of_statement_is_found_on_two_finished_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a new wording of a template would end a comparison in silence."""
    request = one_fire_drill()
    (drill,) = request.plan.drills
    report = Task(
        task_id="T-1",
        mandate_id="NJ-12",
        campus_id=drill.campus_id,
        drill_id=drill.drill_id,
        kind="record",
        who="the school's safety team",
        text="Write the after-action report, with at least one change.",
        covers=("after_action",),
        due=date(2025, 10, 21),
        due_words="within 14 days",
    )
    site = SchoolSite(command_post="Main office")
    workspace = changed(request.workspace, school_sites={drill.campus_id: site})
    request = replace(request, plan=changed(request.plan, tasks=(report,)), workspace=workspace)
    found: dict[str, set[tuple[str, int]]] = {value.id: set() for value, _ in stated_values()}
    exercise = one_drill_of("full-scale-exercise")
    papers = [
        *published(request, tmp_path / "drill", monkeypatch, ("sheets", "forms", "exercises")),
        *published(exercise, tmp_path / "exercise", monkeypatch, ("sheets", "exercises")),
    ]
    for path in papers:
        if path.suffix == ".pdf" and drill.drill_id in path.name:
            for number, page in enumerate(pages_of_pdf(path.read_bytes()), start=1):
                for kind, _ in statements_in(page):
                    found[kind.id].add((path.name, number))
    assert {kind: pages for kind, pages in found.items() if len(pages) < 2} == {}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"target_minutes": TargetMinutes(clear=3, account=9)},
            "accounted for: 5 (exercises/oak/2025-10-07-oak-fire-evacuation-01-review.pdf, page 1); 9 (",
        ),
        (
            {"debrief": ("This is an exercise: what went well?",)},
            "whether it is called a drill or an exercise: drill (",
        ),
    ],
)
def test_publishing_fails_if_two_papers_of_a_drill_differ(
    changes: dict[str, Any], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PapersDisagreeError) as caught:
        published(one_fire_drill(**changes), tmp_path, monkeypatch, ("start", "sheets", "exercises", "packets"))
    assert "oak-fire-evacuation-01: " in str(caught.value)
    assert says in str(caught.value)
    assert "To change it: " in str(caught.value)
    assert caught.value.exit_code == 1
    # Nobody prints a paper that another one contradicts, but whoever looks for the difference can open it.
    out = tmp_path / "out"
    left = {path.relative_to(out).as_posix() for path in out.rglob("*.pdf")}
    apart = {name for name in left if name.endswith("-do-not-use.pdf")}
    assert "sheets/oak/2025-10-07-oak-fire-evacuation-01-do-not-use.pdf" in apart
    assert "packets/oak-do-not-use.pdf" in apart
    assert left - apart
    assert [name for name in left - apart if "oak-fire-evacuation-01" in name or name == "packets/oak.pdf"] == []
    # The first page links to none of them, and every link leads to a file.
    page = out / "schools" / "oak.html"
    links = [link for link in re.findall(r'href="([^"#]+)"', page.read_text("utf-8")) if link.endswith(".pdf")]
    assert links
    assert [link for link in links if not (page.parent / link).is_file() or "do-not-use" in link] == []
    # Once the papers agree, the old ones are gone.
    published(one_fire_drill(), tmp_path, monkeypatch, ("start", "sheets", "exercises", "packets"))
    assert not list(out.rglob("*do-not-use*"))
    assert (out / "packets" / "oak.pdf").is_file()


def test_another_radio_for_the_same_person_is_a_conflict(tmp_path: Path) -> None:
    request = request_of("L2")
    drill = request.plan.drills[0]
    chart = request.charts.chart(drill.drill_id)
    folder = tmp_path / "sheets" / "oak"
    folder.mkdir(parents=True)

    def paper(name: str, change: Callable[[str], str]) -> Path:
        people = tuple(changed(person, radio=change(person.radio)) for person in request.workspace.staff)
        other = replace(request, workspace=changed(request.workspace, staff=people))
        path = folder / name
        path.write_bytes(pdf_of(_chart_alone(other)))
        return path

    same = [paper("a.pdf", lambda radio: radio), paper("b.pdf", lambda radio: radio)]
    assert conflicts_of(same, chart) == ()
    swap = {"Ch 1": "Ch 2", "Ch 2": "Ch 1"}
    differ = [*same, paper("c.pdf", lambda radio: swap.get(radio, radio))]
    found = conflicts_of(differ, chart)
    assert found
    assert all("the radio of Sample" in conflict for conflict in found)


def conflicts_of(paths: Iterable[Path], chart: RoleChart) -> tuple[str, ...]:
    """Return what these papers of one drill state differently."""
    pages = (
        PaperPage(path, number, text, "oak", "drill")
        for path in paths
        for number, text in enumerate(pages_of_pdf(path.read_bytes()), start=1)
    )
    return agreement_of(statements_of(pages, chart)).conflicts


def _chart_alone(request: PublishRequest) -> DrillFormPacket:
    return fill_packet(papers_of(request).context.details, papers_of(request).context.chart).only("form_207")


@pytest.mark.parametrize("tier", DRILLS)
def test_the_papers_of_every_tier_agree_with_themselves(tier: str, tmp_path: Path) -> None:
    packet = papers(tier)
    path = tmp_path / "a" / "b" / "c.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(pdf_of(packet))
    assert conflicts_of([path], packet.context.chart) == ()
