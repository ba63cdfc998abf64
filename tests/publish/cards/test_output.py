"""Cards and charts for the year, read back from the PDFs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.pdf_checkers import complaints
from drillplanner.incident_command.chart.role_chart import Holder, RoleChart
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import SchoolSite
from drillplanner.publish.cards.card_page import StopWords
from drillplanner.publish.cards.door_cards import door_cards
from drillplanner.publish.cards.output import CardOutput, card_jobs
from drillplanner.publish.cards.pocket_cards import SIZES, STOP_CAPTION, load_pocket_words, pocket_cards
from drillplanner.publish.cards.year_roles import year_roles
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import typeset_pdf
from tests.publish.forms.invented_school import TIERS, misplaced_words, opened, pages_of, request_of
from tests.publish.invented_site import SITE

LONG_NAME = "Featherstonehaugh-Smythe Bartholomew-Alexandersonfield"
#: Every place as long as site.yaml allows, with words of every length.
LONG_PLACE = (
    "Behind the kindergarten annex, by the gate that leads to the lower playing field and the road, " * 2
)[:120]
LONG_SITE = SITE.model_copy(
    update={
        "command_post": LONG_PLACE,
        "assembly": LONG_PLACE,
        "second_assembly": LONG_PLACE,
        "storm_shelter": LONG_PLACE,
        "bad_air_shelter": LONG_PLACE,
        "aeds": (LONG_PLACE,) * 20,
        "first_aid": (LONG_PLACE,) * 20,
        "doors": tuple(
            door.model_copy(
                update={
                    "room": ("Multipurpose wing with kindergarten rooms " * 2)[:60],
                    "way_out": LONG_PLACE,
                    "second_way_out": LONG_PLACE,
                    "assembly": LONG_PLACE,
                    "shelter": LONG_PLACE,
                }
            )
            for door in SITE.doors
        ),
    }
)
USUAL = StopWords("Stop the drill.", "Stop the drill. This is not a drill.")


def request_with(
    site: SchoolSite = SITE, folder: Path | None = None, tier: str = "L3", **more: Any
) -> PublishRequest:
    request = request_of(tier, **more)
    workspace = request.workspace.model_copy(update={"school_sites": {"oak": site}})
    return replace(request, workspace=workspace, folder=folder)


def pdfs(request: PublishRequest) -> dict[str, bytes]:
    """Return the PDFs by their names."""
    made = {}
    for job in card_jobs(request):
        made[job.path.name], lacking = typeset_pdf(job.content, job.timestamp, job.template)
        assert lacking == ()
    return made


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("oak")
    Image.new("RGB", (300, 200), "red").save(folder / "map.png")
    return pdfs(request_with(SITE.model_copy(update={"map": "map.png"}), folder))


@pytest.fixture(scope="module")
def long() -> dict[str, bytes]:
    return pdfs(request_with(LONG_SITE, names=lambda place, title: f"{LONG_NAME} {place}", campus_name=LONG_NAME))


def test_the_files_of_a_school_and_of_the_district(tmp_path: Path) -> None:
    names = ["pocket-cards", "door-cards", "wall-chart-letter", "wall-chart-11x17"]
    assert [path.relative_to(tmp_path).as_posix() for path in CardOutput().write(request_with(), tmp_path)] == [
        *(f"cards/oak/{name}.pdf" for name in names),
        "cards/coordinator-training-gaps.pdf",
    ]


def test_two_checkers_find_no_error(usual: dict[str, bytes], long: dict[str, bytes], tmp_path: Path) -> None:
    for made in (usual, long):
        for name, data in made.items():
            (tmp_path / name).write_bytes(data)
            assert complaints(tmp_path / name) == (), name


def test_no_words_overlap_or_are_outside_the_page(usual: dict[str, bytes], long: dict[str, bytes]) -> None:
    for made in (usual, long):
        assert {name: misplaced_words(data) for name, data in made.items()} == {name: [] for name in made}


def test_a_card_a_role_without_a_name_or_a_date(usual: dict[str, bytes]) -> None:
    request = request_with()
    (chart,) = request.charts.charts("oak")
    printed = " ".join(pages_of(usual["pocket-cards.pdf"]))
    for post in (*chart.posts, *chart.on_call):
        assert post.local_title in printed
        assert load_pocket_words()[post.position_id].do[0] in printed
    assert "Sample" not in printed
    assert "10/0" not in printed and "2025" not in printed
    cards = printed.count("To stop a drill, anyone says:")
    # The site team has a second card, with the shut-offs.
    assert cards == len(chart.posts) + len(chart.on_call) + 1
    assert printed.count("Command post: Main office") == cards - 1


def test_all_that_a_card_says_is_in_fourteen_points(usual: dict[str, bytes]) -> None:
    """Only the official title, the caption above the stop words, and the foot of the page are smaller."""
    (chart,) = request_with().charts.charts("oak")
    small = {post.title for post in (*chart.posts, *chart.on_call)} | {"Site check and security", STOP_CAPTION}
    with opened(usual["pocket-cards.pdf"]) as document:
        spans = [
            span
            for page in document
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
    smaller = {span["text"].strip() for span in spans if span["size"] < 13.9 and "Plan" not in span["text"]}
    assert smaller <= small
    assert any(span["text"].startswith("Shut-offs") and span["size"] > 14 for span in spans)


def test_our_own_words_fit_at_fourteen_points() -> None:
    """Every role of the catalog that has words, with its supervisor and the incident commander above it."""
    (chart,) = request_with().charts.charts("oak")
    by_id = {position.id: position for position in load_catalog().positions}
    post = chart.posts[0]
    for position_id in load_pocket_words():
        position = by_id[position_id]
        titles = {
            "position_id": position_id,
            "title": position.title,
            "local_title": position.local_title or position.title,
        }
        (role, *_) = year_roles((chart,))
        above = by_id.get(position.reports_to or "")
        first = () if above is None else (post.model_copy(update={"local_title": above.local_title}),)
        over = first if position.reports_to in (None, "CMD-IC") else (*first, post)
        role = replace(role, post=post.model_copy(update=titles), supervisors=over)
        (card,) = pocket_cards((role,), SchoolSite(command_post="Main office, at the front desk"), USUAL)
        assert card.size == SIZES[0] == 14.0, position_id
        assert len(card.actions) == 3


def test_a_role_without_words_of_its_own_has_those_of_the_catalog() -> None:
    (role, *_) = year_roles(request_with().charts.charts("oak"))
    post = role.post.model_copy(update={"position_id": "OPS-NEW", "duties": "Does something new."})
    (card,) = pocket_cards((replace(role, post=post),), SchoolSite(), USUAL)
    assert (card.job, card.actions) == ("Does something new.", ())


def test_a_door_card_names_the_ways_and_nobody(usual: dict[str, bytes]) -> None:
    front, back, gym, _ = pages_of(usual["door-cards.pdf"])
    assert front.startswith("Wing A, rooms 1 to 8 Oak Street Elementary Leave the building")
    assert "Way out Door 3, at the end of the hall If it is blocked Main doors Stand at North field" in front
    assert "Shelter from a storm Inner hall" in front
    assert "Lockdown Locks, lights, out of sight." in front
    assert "In class today Counted now Missing" in front
    assert "GREEN ALL HERE" in back and "RED HELP" in back
    assert "Sample" not in front + back
    # The gym's own shelter is not written down; that of the school holds.
    assert "Shelter from a storm Inner halls of wings A and B" in gym


def test_without_rooms_there_is_one_card_to_copy() -> None:
    (card,) = door_cards(SchoolSite(assembly="North field"), request_with().imprint.vocabulary)
    assert (card.room, card.way_out, card.assembly) == ("", "", "North field")
    named = door_cards(SITE, request_with().imprint.vocabulary)
    assert [one.room for one in named] == ["Wing A, rooms 1 to 8", "Gym"]


@pytest.mark.parametrize("name", ["wall-chart-letter.pdf", "wall-chart-11x17.pdf"])
def test_the_wall_chart_names_first_and_second_and_no_training(usual: dict[str, bytes], name: str) -> None:
    (chart,) = request_with().charts.charts("oak")
    people, *_, places = pages_of(usual[name])
    assert "†" not in people and "×" not in people
    for post in chart.posts:
        if post.primary is not None:
            assert post.primary.name in people
    assert "3rd" not in people
    assert "Command post: Main office" in people
    assert "555" not in places
    assert "Ambulance is met at Door 1, front circle" in places
    # Visitors read walls too: the site team's card has them.
    assert "Boiler room" not in people + places
    cards = " ".join(pages_of(usual["pocket-cards.pdf"]))
    shut_offs = "Only for a real emergency. Gas: Outside wall by the kitchen Water: Boiler room"
    assert cards.count(f"Shut-offs Site check and security {shut_offs}") == 1


def test_wall_charts_have_the_size_of_their_paper(usual: dict[str, bytes]) -> None:
    for name, size in {"wall-chart-letter.pdf": (792, 612), "wall-chart-11x17.pdf": (1224, 792)}.items():
        with opened(usual[name]) as document:
            assert {(page.rect.width, page.rect.height) for page in document} == {size}


def test_a_role_without_anybody_has_lines_to_write_on() -> None:
    made = pdfs(request_with(people=0))
    (chart, *_) = pages_of(made["wall-chart-letter.pdf"])
    assert "VACANT" not in chart
    assert "incident commander ______________ 2nd ______________" in chart


def test_without_a_site_file_the_wall_chart_has_no_page_of_places() -> None:
    made = pdfs(request_with(SchoolSite()))
    printed = pages_of(made["wall-chart-letter.pdf"])
    assert not any("Places and help" in page for page in printed)
    assert not any("None" in page for data in made.values() for page in pages_of(data))


def test_training_gaps_are_on_a_page_for_the_coordinator_alone(usual: dict[str, bytes]) -> None:
    printed = " ".join(pages_of(usual["coordinator-training-gaps.pdf"]))
    assert "do not post it" in printed
    assert "Sample Principal 0" in printed
    assert "IS-100" in printed
    others = " ".join(page for name, data in usual.items() if "gaps" not in name for page in pages_of(data))
    assert "IS-100" not in others


def test_training_of_a_school_without_a_staff_list_is_not_called_complete() -> None:
    request = request_with()
    nobody = replace(request, workspace=request.workspace.model_copy(update={"staff": ()}))
    printed = " ".join(pages_of(pdfs(nobody)["coordinator-training-gaps.pdf"]))
    assert "nobody of this school is on the staff list" in printed
    assert "Nothing is missing" not in printed


def charts_with(*holders: tuple[str, str, str]) -> list[RoleChart]:
    """Return a chart for each (commander, first alternate, safety officer), by staff id."""
    (chart,) = request_with(tier="L2").charts.charts("oak")

    def held(position_id: str, first: str, second: str = "") -> Any:
        def person(staff_id: str) -> Holder:
            return Holder(staff_id=staff_id, name=f"Sample {staff_id}", job="")

        alternates = (person(second),) if second else ()
        return chart.by_id[position_id].model_copy(update={"people": (person(first),), "alternates": alternates})

    return [
        chart.model_copy(update={"posts": (held("CMD-IC", first, second), held("CMD-SO", safety)), "on_call": ()})
        for first, second, safety in holders
    ]


def test_the_first_of_a_role_led_most_often_and_nobody_is_first_twice() -> None:
    command, safety = year_roles(charts_with(("a", "b", "c"), ("a", "b", "a"), ("d", "e", "a"), ("a", "b", "a")))
    assert command.primary and command.second and safety.primary
    assert (command.primary.staff_id, command.second.staff_id) == ("a", "b")
    # "a" led safety most often, but leads command already.
    assert safety.primary.staff_id == "c"
    assert safety.second is not None and safety.second.staff_id == "a"


def test_a_person_who_alone_led_two_roles_is_first_in_both() -> None:
    command, safety = year_roles(charts_with(("a", "", "a")))
    assert command.primary == safety.primary
    assert command.second is None and safety.second is None


@pytest.mark.parametrize("tier", sorted(TIERS))
def test_the_same_plan_gives_the_same_bytes(tier: str) -> None:
    def contents() -> list[str]:
        return [job.content for job in card_jobs(request_with(tier=tier))]

    assert contents() == contents()
    counted = Counter(json.loads(content)["title"].partition(" – ")[0] for content in contents())
    assert counted == {"Pocket cards": 1, "Door cards": 1, "Wall chart": 2, "Training gaps": 1}
