"""The papers of a drill by what it is: how many pages, which forms, what the first page says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pdf_checkers import complaints
from drillplanner.incident_command.positions.catalog import OrganizationLevel
from drillplanner.model import DrillFormat, DrillType, Route, SchoolSite, SpeakerAnnouncements, Task
from drillplanner.publish.core.paper.tiers import PaperAmount, load_tiers, paper_tier
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.forms.packet import DrillFormPacket, fill_packet
from tests.publish.conftest import changed
from tests.publish.forms.invented_school import (
    misplaced_words,
    pages_of,
    pdf_of,
    request_of,
    sample,
    with_scenario,
)
from tests.publish.forms.test_printed_forms import LONG
from tests.publish.sheets.oak_school import fire_drill, make_request, staff

#: A drill of each tier: the structure of the invented school that it needs, and its type.
DRILLS = {
    "routine": ("L2", DrillType.FIRE_EVACUATION),
    "major": ("L2", DrillType.LOCKDOWN),
    "reunification": ("L3", DrillType.REUNIFICATION),
    "exercise": ("exercise", DrillType.FULL_SCALE),
    "tabletop": ("L2", DrillType.TABLETOP),
}
TIERS = {tier.id: tier for tier in load_tiers().tiers}


def papers(tier: str, **more: Any) -> DrillFormPacket:
    structure, drill_type = DRILLS[tier]
    form = {"format": DrillFormat.TABLETOP} if tier == "tabletop" else {}
    request = request_of(structure, drill={"drill_type": drill_type} | form, **more)
    return papers_of(request)


def papers_of(request: PublishRequest) -> DrillFormPacket:
    drill = request.plan.drills[0]
    chart = request.charts.chart(drill.drill_id)
    return fill_packet(request.details(drill), chart, paper_tier(drill, request.paper))


def test_every_type_of_drill_has_one_tier() -> None:
    assert {drill_type for tier in TIERS.values() for drill_type in tier.drill_types} == set(DrillType)


@pytest.mark.parametrize(
    ("fields", "tier"),
    [
        ({"drill_type": DrillType.FIRE_EVACUATION}, "routine"),
        ({"drill_type": DrillType.FIRE_EVACUATION, "route": Route.OFF_SITE}, "major"),
        ({"drill_type": DrillType.LOCKDOWN, "format": DrillFormat.TABLETOP}, "tabletop"),
        ({"drill_type": DrillType.LOCKDOWN, "route": Route.OFF_SITE}, "major"),
        ({"drill_type": DrillType.FUNCTIONAL, "format": DrillFormat.TABLETOP}, "exercise"),
    ],
)
def test_format_and_route_may_move_a_drill_to_another_tier(fields: dict[str, Any], tier: str) -> None:
    drill = fire_drill().model_copy(update=fields)
    found = paper_tier(drill, PaperAmount.TIERS)
    assert found is not None
    assert found.id == tier
    assert paper_tier(drill, PaperAmount.FULL) is None


@pytest.mark.parametrize("tier", DRILLS)
def test_a_drill_has_as_many_pages_as_its_tier_allows_also_with_names_of_forty_letters(tier: str) -> None:
    for names in ({}, {"names": lambda place, title: f"{LONG} {place}", "campus_name": f"{LONG} School"}):
        data = pdf_of(crowded(tier, **names))
        pages = pages_of(data)
        assert TIERS[tier].least_pages <= len(pages) <= TIERS[tier].most_pages
        assert misplaced_words(data) == []
        assert "Command Post Sheet" in pages[0]
        assert "Drill Record" in pages[-1]


@pytest.mark.parametrize("adults", [2, 12, 120])
def test_a_small_and_a_large_school_have_the_pages_of_the_tier(adults: int) -> None:
    for tier_id, tier in TIERS.items():
        pages = pages_of(pdf_of(papers(tier_id, times=10, people=adults)))
        assert tier.least_pages <= len(pages) <= tier.most_pages, tier_id


def crowded(tier: str, **more: Any) -> DrillFormPacket:
    """Return papers of a drill with much to say: words on the speaker, objectives, questions, tasks."""
    structure, drill_type = DRILLS[tier]
    form = {"format": DrillFormat.TABLETOP} if tier == "tabletop" else {}
    request = with_scenario(
        request_of(structure, drill={"drill_type": drill_type} | form, **more),
        announcements=SpeakerAnnouncements(
            begin=("This is a drill.",) * 6,
            stop=("Stop the drill. This is no drill.",) * 6,
            end=("It is over.",) * 3,
        ),
        objectives=tuple(
            f"{number}: every class reports its count to whoever counts people. " * 2 for number in range(6)
        ),
        debrief=tuple(
            f"Staff, {number}: which way was taken, and which way was forgotten or closed?" for number in range(6)
        ),
        accommodations=(
            "People who use wheelchairs have their helper and their way, which is known to both of them.",
        )
        * 5,
    )
    drill = request.plan.drills[0]
    tasks = tuple(
        Task(
            task_id=f"T-{number}",
            mandate_id="NJ-12",
            campus_id="oak",
            drill_id=drill.drill_id,
            kind="notify_after",
            who="police, fire and emergency medical services",
            text="Tell the emergency responders of the drill that was held, and ask what they saw of it.",
            due=date(2025, 10, 7 + number),
            due_words="after the drill",
        )
        for number in range(12)
    )
    return papers_of(replace(request, plan=changed(request.plan, tasks=tasks)))


@pytest.mark.parametrize("tier", DRILLS)
def test_two_checkers_find_no_error_in_the_papers_of_a_tier(tier: str, tmp_path: Path) -> None:
    path = tmp_path / f"{tier}.pdf"
    path.write_bytes(pdf_of(crowded(tier)))
    assert complaints(path) == ()


@pytest.mark.parametrize("tier", DRILLS)
def test_no_page_is_empty_but_for_lines(tier: str) -> None:
    """Beyond head, foot and the blocks that all forms share, each page has at least 25 words of its own."""
    pages = pages_of(pdf_of(papers(tier)))
    words = [set(re.findall(r"[A-Za-z]{3,}", page)) for page in pages]
    shared = set.intersection(*words)
    assert all(len(page - shared) >= 25 for page in words)


def test_assignment_lists_and_logs_are_for_those_who_supervise_somebody() -> None:
    packet = papers("exercise")
    chart = packet.context.chart
    sheets = {form.form.id: form.sheets for form in packet.forms}
    for form_id in ("form_204", "form_214"):
        keepers = [sheet.position_id for sheet in sheets[form_id]]  # type: ignore[attr-defined]
        assert keepers
        for position_id in keepers:
            post = chart.by_id[position_id]
            keeps_log_of_all = form_id == "form_214" and position_id == "PLN-DOC"
            assert chart.reports(position_id) or len(post.people) > 1 or keeps_log_of_all
    alone = [post for post in chart.posts if post.level is OrganizationLevel.GROUP and len(post.people) == 1]
    assert any(not chart.reports(post.position_id) for post in alone), "the school has a leader without a team"


def test_the_boxes_of_ics_202_are_ticked_for_the_forms_that_are_printed() -> None:
    for tier in ("reunification", "exercise"):
        packet = papers(tier)
        (objectives,) = next(form.sheets for form in packet.forms if form.form.id == "form_202")
        ticked = {tick.label.removeprefix("ICS ") for tick in objectives.ticks if tick.ticked}  # type: ignore[attr-defined]
        boxes = {tick.label.removeprefix("ICS ") for tick in objectives.ticks}  # type: ignore[attr-defined]
        assert ticked == boxes & set(packet.numbers)


def test_the_first_page_says_who_commands_who_is_next_where_people_go_and_who_counts() -> None:
    request = request_of("L2")
    drill = request.plan.drills[0]
    page = pages_of(pdf_of(papers_of(request)))[0]
    command = request.charts.chart(drill.drill_id).posts[0]
    assert f"In command: {command.people[0].name}" in page
    assert f"Then: {command.alternates[0].name}, then {command.alternates[1].name}" in page
    assert re.search(r"Counts people: Sample .* \(", page)
    assert "Assembly:" in page
    site = SchoolSite(assembly="Ball field", second_assembly="Church lot", command_post="Main door")
    at_place = changed(request.workspace, school_sites={"oak": site})
    page = pages_of(pdf_of(papers_of(replace(request, workspace=at_place))))[0]
    for words in ("Command post: Main door", "Assembly: Ball field", "Church lot"):
        assert words in page


def test_without_a_post_that_counts_the_leader_of_the_place_where_classes_gather_does() -> None:
    drill = fire_drill().model_copy(update={"drill_type": DrillType.REVERSE_EVACUATION})
    request = make_request((drill,), positions=("CMD-IC", "CMD-SO", "OPS-STC", "PLN-DOC"), people=staff(sample, 3))
    leader = request.charts.chart(drill.drill_id).by_id["OPS-STC"].people[0]
    assert f"Counts people: {leader.name}" in pages_of(pdf_of(papers_of(request)))[0]


def test_in_full_a_drill_has_all_forms_of_its_structure() -> None:
    request = replace(request_of("L2"), paper=PaperAmount.FULL)
    packet = papers_of(request)
    assert {"201", "202", "203", "204", "207", "214"} <= set(packet.numbers)
    assert "drill_record" not in {form.form.id for form in packet.forms}
