"""What a school wrote down about its place stands on every form that asks for it; what it did not is a line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.pdf_checkers import complaints
from drillplanner.model import (
    AmbulanceService,
    AwayPlace,
    DrillType,
    NearHospital,
    RadioChannel,
    ReunificationPlace,
    Route,
    SchoolSite,
    SchoolTelephone,
    ShutOffs,
    Site,
)
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.site_places import places_of, some_of, team_place
from tests.publish.conftest import changed
from tests.publish.forms.invented_school import (
    TIERS,
    misplaced_words,
    opened,
    packet_of,
    pages_of,
    pdf_of,
    request_of,
)
from tests.publish.invented_site import SITE

#: A place as long as site.yaml allows.
PLACE = ("Behind the annex, by the gate that leads to the lower playing field and to the road, " * 2)[:120]


def with_site(request: PublishRequest, site: SchoolSite = SITE, folder: Path | None = None) -> PublishRequest:
    workspace = request.workspace.model_copy(update={"school_sites": {"oak": site}})
    return replace(request, workspace=workspace, folder=folder)


def values(request: PublishRequest, form_id: str) -> Any:
    (form,) = packet_of(request).only(form_id).forms
    return form.sheets[0]


def test_the_medical_plan_names_help_and_where_it_is() -> None:
    plan = values(with_site(request_of("L3")), "form_206")
    assert [(one.name, one.location, one.contact, one.level) for one in plan.ambulances] == [
        ("Town Ambulance (invented)", "Station 2, 40 Main Street", "911", "ALS")
    ]
    general, children = plan.hospitals
    assert (general.name, general.contact, general.minutes) == ("General Hospital (invented)", "555-0150", "9 min")
    assert (general.trauma, general.trauma_level, general.burn, general.helipad) == ("Yes", "II", "No", "Yes")
    assert (children.trauma, children.trauma_level, children.helipad) == ("No", "", "")
    assert (plan.defibrillator_at, plan.ambulance_door) == (
        "Front hall; Gym, by the doors",
        "Door 1, front circle",
    )
    assert plan.stations[0].location == "Nurse's office"


def test_the_radio_plan_has_the_channels_of_people_and_of_the_school() -> None:
    plan = values(with_site(request_of("L3")), "form_205")
    by_name = {channel.name: channel for channel in plan.channels}
    assert (by_name["Ch 1"].frequency, by_name["Ch 1"].tone, by_name["Ch 1"].mode) == ("462.5625", "CSQ", "A")
    assert by_name["Ch 1"].assignment.startswith("Command post and team leaders; Command")
    assert by_name["Ch 9"].assignment == "Buses and traffic"
    assert {"Ch 2", "Ch 3"} < set(by_name)


def test_facts_of_the_greatest_length_fit_on_every_form() -> None:
    longest = SITE.model_copy(
        update={
            **{
                name: PLACE
                for name, field in SchoolSite.model_fields.items()
                if field.annotation is str and name != "map"
            },
            "relocation": AwayPlace(place=PLACE[:80], address=PLACE, telephone="5" * 40, how=PLACE),
            "reunification": ReunificationPlace(
                place=PLACE[:80], address=PLACE, families_enter=PLACE, students_wait=PLACE, students_leave=PLACE
            ),
            "shut_offs": ShutOffs(**dict.fromkeys(ShutOffs.model_fields, PLACE)),
            "aeds": (PLACE,) * 20,
            "first_aid": (PLACE,) * 20,
            "ambulance": AmbulanceService(name=PLACE[:80], location=PLACE, telephone="5" * 40),
            "hospitals": (
                NearHospital(name=PLACE[:80], address=PLACE, telephone="5" * 40, trauma_level="pediatric I"),
            )
            * 3,
            "telephones": (SchoolTelephone(who=PLACE[:80], number="5" * 40),) * 20,
            "radio_channels": tuple(
                RadioChannel(
                    name=f"{PLACE[:38]}{number}",
                    function=PLACE[:40],
                    assignment=PLACE[:80],
                    frequency="462.56255",
                    send_frequency="467.56255",
                    tone="141.300",
                    mode="M",
                    remarks=PLACE[:80],
                )
                for number in range(10)
            ),
        }
    )
    for kind in (DrillType.FULL_SCALE, DrillType.REUNIFICATION):
        request = with_site(request_of("exercise", drill={"drill_type": kind, "route": None}), longest)
        assert misplaced_words(pdf_of(packet_of(request))) == []


def test_numbers_of_services_stand_on_the_communications_list() -> None:
    contacts = values(with_site(request_of("L3")), "form_205a").contacts
    numbers = {row.name: row.methods for row in contacts if row.position == "Telephone"}
    assert numbers == {
        "Police and fire dispatch": "911",
        "Town Ambulance (invented)": "911",
        "General Hospital (invented)": "555-0150",
        "Town gymnasium": "555-0155",
    }


def test_the_site_team_reads_where_utilities_are_shut_off() -> None:
    packet = packet_of(with_site(request_of("L3")))
    (form,) = packet.only("form_204").forms
    lists: dict[str, Any] = {sheet.position_id: sheet for sheet in map(_any, form.sheets)}
    said = "Shut-offs, only for a real emergency: gas: Outside wall by the kitchen; water: Boiler room."
    assert said in lists["OPS-SFC"].instructions
    assert not any(said in sheet.instructions for post, sheet in lists.items() if post != "OPS-SFC")


def test_teams_of_a_reunification_read_where_they_stand() -> None:
    request = with_site(request_of("L3", drill={"drill_type": DrillType.REUNIFICATION, "route": None}))
    details = request.details(request.plan.drills[0])
    assert team_place("REU-GRT", details) == "Front door"
    assert team_place("REU-ASM", details) == "Upper hall"
    assert team_place("REU-RUN", details) == "Side door"
    assert team_place("OPS-STC", details) == "Town gymnasium"
    assert team_place("OPS-MED", details) == "Nurse's office"
    assert team_place("OPS-SRL", details) == "request: Front door; release: Side door"
    assert team_place("OPS-SFC", details) == ""
    fire = with_site(request_of("L3", drill={"drill_type": DrillType.FIRE_EVACUATION}))
    (form,) = packet_of(fire).only("form_204").forms
    printed = {sheet.position_id: sheet.place for sheet in map(_any, form.sheets)}
    assert printed["OPS-STC"] == "North field"
    rows = [row for sheet in map(_any, form.sheets) for row in sheet.resources]
    assert {row.location for row in rows if row.location} >= {"North field", "Nurse's office", "Side door"}


def test_the_safety_message_says_where_help_is() -> None:
    message = values(with_site(request_of("L2")), "form_208")
    assert [(one.label, one.place) for one in message.help] == [
        ("AED", "Front hall; Gym, by the doors"),
        ("First aid", "Nurse's office; Gym office"),
        ("Rescue medicine", "Nurse's office, locked cabinet"),
        ("Ambulance is met at", "Door 1, front circle"),
    ]
    assert values(request_of("L2"), "form_208").help == ()
    assert some_of(("a", "b", "c", "d", "e")) == "a; b; c (and 2 more)"


def test_command_reads_where_it_stands_and_where_people_go() -> None:
    printed = " ".join(
        pages_of(pdf_of(packet_of(with_site(request_of("L2"))).only("command_post", "drill_sheet")))
    )
    assert "Command post: Main office. If it cannot be used: Bus garage office" in printed
    assert "Assembly: North field. If it cannot be used: Staff parking" in printed
    cards = values_of_cards(with_site(request_of("L2")))
    assert all(("Command post", "Main office") in facts for name, facts in cards if name)
    assert all(("Assembly", "North field") in facts for name, facts in cards if not name)


@pytest.mark.parametrize(
    ("drill", "labels"),
    [
        ({"drill_type": DrillType.FIRE_EVACUATION}, ["Command post", "Assembly"]),
        ({"route": Route.OFF_SITE}, ["Command post", "Assembly", "Relocation"]),
        ({"drill_type": DrillType.LOCKDOWN, "route": None}, ["Command post"]),
        ({"drill_type": DrillType.SEVERE_WEATHER, "route": None}, ["Command post", "Storm shelter"]),
        ({"drill_type": DrillType.TSUNAMI, "route": Route.OFF_SITE}, ["Command post", "Relocation"]),
        (
            {"drill_type": DrillType.REUNIFICATION, "route": None},
            [
                *("Command post", "Reunification", "Families come in at", "Students wait in"),
                "Students are handed over at",
            ],
        ),
    ],
)
def test_a_drill_names_the_places_that_it_needs(drill: dict[str, object], labels: list[str]) -> None:
    request = with_site(request_of("L2", drill=drill))
    places = places_of(request.details(request.plan.drills[0]))
    assert [place.label for place in places] == labels
    assert all(place.place for place in places)


def test_the_relocation_place_is_the_site_to_which_the_school_is_sent() -> None:
    request = request_of("L2", drill={"route": Route.OFF_SITE})
    (campus,) = request.workspace.campuses
    workspace = request.workspace.model_copy(
        update={
            "campuses": (changed(campus, evacuation_site="gym"),),
            "district": changed(request.workspace.district, sites=(Site(site_id="gym", name="Hill gym"),)),
        }
    )
    request = replace(request, workspace=workspace)
    assert places_of(request.details(request.plan.drills[0]))[-1].place == "Hill gym"


@pytest.mark.parametrize("tier", sorted(TIERS))
def test_what_nobody_wrote_down_is_never_printed_as_a_word(tier: str) -> None:
    request = request_of(tier)
    for one in (request, with_site(request, SchoolSite(command_post="Main office"))):
        assert "None" not in " ".join(pages_of(pdf_of(packet_of(one))))


def test_the_map_stands_on_the_briefing_and_two_checkers_find_no_error(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "red").save(tmp_path / "map.png")
    request = with_site(request_of("L3"), SITE.model_copy(update={"map": "map.png"}), tmp_path)
    path = tmp_path / "forms.pdf"
    path.write_bytes(pdf_of(packet_of(request)))
    assert complaints(path) == ()
    with opened(pdf_of(packet_of(request).only("form_201"))) as document:
        pictures = [page.get_images() for page in document]
    assert [len(found) for found in pictures] == [1] + [0] * (len(pictures) - 1)


def values_of_cards(request: PublishRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    (form,) = packet_of(request).only("role_cards").forms
    return [(card.name, [(fact.label, fact.value) for fact in card.facts]) for card in map(_any, form.sheets)]


def _any(value: object) -> Any:
    return value
