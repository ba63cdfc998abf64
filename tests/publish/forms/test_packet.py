"""Which forms a drill needs, and the values they print."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from typing import Any

import pytest

from drillplanner.exercises.doctrine.activity import Activity
from drillplanner.incident_command.chart.role_chart import ClassCover
from drillplanner.model import Audience, DrillFacts, DrillFormat, DrillType, Exercise, GradeBand, Route
from drillplanner.model.scenarios.fact_parts import MentalHealth, SensoryElement
from drillplanner.model.scenarios.fact_vocabulary import SensoryKind
from drillplanner.publish.forms import texts
from drillplanner.publish.forms.context import Signer
from drillplanner.publish.forms.packet import DrillFormPacket, fill_packet, packet_content
from tests.publish.conftest import changed
from tests.publish.forms.invented_school import (
    TIERS,
    opened,
    packet,
    packet_of,
    pages_of,
    pdf_of,
    request_of,
    with_scenario,
)


def sheets(filled_packet: DrillFormPacket, form_id: str) -> list[Any]:
    return [sheet for form in filled_packet.forms if form.form.id == form_id for sheet in form.sheets]


@pytest.mark.parametrize(
    ("tier", "forms"),
    [
        ("L1", "201 203 207 214"),
        ("L2", "201 202 203 204 205 205A 206 207 208 214"),
        ("L3", "201 202 203 204 205 205A 206 207 208 211 213 214 215A 221"),
        ("exercise", "201 202 203 204 205 205A 206 207 208 211 213 214 215A 221"),
    ],
)
def test_each_tier_has_its_forms(tier: str, forms: str) -> None:
    assert packet(tier).numbers == tuple(forms.split())
    own_forms = [form.form.id for form in packet(tier).forms if form.form.number is None]
    assert own_forms == ["command_post", "drill_sheet", "sign_in", "role_cards"]


def test_an_attending_agency_adds_the_forms_for_visitors() -> None:
    alone = packet_of(request_of("L2", drill={"agencies": ()}))
    visited = packet_of(request_of("L2", drill={"agencies": ("engine-7",)}))
    assert set(visited.numbers) - set(alone.numbers) == {"211", "213", "215A"}
    assert set(packet_of(request_of("L1", drill={"agencies": ("engine-7",)})).numbers) >= {"211"}
    away = packet_of(request_of("L2", drill={"route": Route.OFF_SITE}))
    # An evacuation off site is a relocation, which has the largest structure.
    assert set(away.numbers) - set(alone.numbers) >= {"215A"}


def test_one_channel_needs_no_radio_plan() -> None:
    request = request_of("L2")
    on_one_channel = tuple(member.model_copy(update={"radio": "Office"}) for member in request.workspace.staff)
    workspace = request.workspace.model_copy(update={"staff": on_one_channel})
    one_channel = packet_of(type(request)(request.plan, workspace, ()))
    assert "205" not in one_channel.numbers
    assert "205" in packet("L2").numbers


def test_a_borrowed_adult_checks_in() -> None:
    filled_packet = packet("L2")
    request = request_of("L2")
    staff = tuple(
        person.model_copy(update={"campus_id": "elm"}) if person.staff_id == "p00" else person
        for person in request.workspace.staff
    )
    moved = type(request)(request.plan, request.workspace.model_copy(update={"staff": staff}), ())
    filled = fill_packet(moved.details(filled_packet.context.drill), filled_packet.context.chart)
    (check_in,) = sheets(filled, "form_211")
    assert [(row.name, row.home) for row in check_in.rows] == [("Sample Principal 0", "elm")]


def test_a_tabletop_has_no_safety_analysis_and_no_check_out() -> None:
    tabletop = packet_of(
        request_of(
            "L2",
            drill={
                "drill_type": DrillType.TABLETOP,
                "format": DrillFormat.TABLETOP,
                "agencies": ("engine-7",),
            },
        )
    )
    assert tabletop.context.structure == "L2"
    assert not {"215A", "221"} & set(tabletop.numbers)
    assert "202" in tabletop.numbers


@pytest.mark.parametrize("tier", sorted(set(TIERS) - {"L1"}))
def test_the_boxes_of_ics_202_are_checked_for_exactly_the_forms_in_the_packet(tier: str) -> None:
    (objectives,) = sheets(packet(tier), "form_202")
    ticked = {tick.label.removeprefix("ICS ") for tick in objectives.ticks if tick.ticked}
    others = {
        attachment.removeprefix("ICS ") for attachment in objectives.attachments if attachment.startswith("ICS ")
    }
    assert ticked | others | {"202"} == set(packet(tier).numbers)
    assert not ticked & others


@pytest.mark.parametrize("tier", sorted(TIERS))
def test_the_same_people_are_on_every_form(tier: str) -> None:
    filled_packet = packet(tier)
    chart = filled_packet.context.chart
    (briefing,) = sheets(filled_packet, "form_201")
    assert [seat.title for seat in briefing.organization] == [post.title for post in chart.posts]
    assert [seat.name for seat in briefing.organization if seat.name] == [
        ", ".join(person.name for person in post.people) or post.everyone
        for post in chart.posts
        if not post.vacant
    ]
    if "204" in filled_packet.numbers:
        teams = {sheet.position_id for sheet in sheets(filled_packet, "form_204")}
        assert teams <= {post.position_id for post in chart.posts}
        rows = "\n".join(str(sheet.resources) for sheet in sheets(filled_packet, "form_204"))
        operations = [
            post
            for post in chart.posts
            if post.section == "operations" and post.level not in ("chief", "director")
        ]
        assert all(post.local_title in rows for post in operations)
    if "205A" in filled_packet.numbers:
        (listed,) = sheets(filled_packet, "form_205a")
        names = {row.name for row in listed.contacts}
        assert {person.name for person in filled_packet.context.people} <= names


def test_the_communications_list_is_by_last_name_and_not_for_the_public() -> None:
    (listed,) = sheets(packet("L2"), "form_205a")
    assert listed.notice.startswith("Not for public release")
    last_names = [row.name.split()[-1].casefold() for row in listed.contacts]
    assert last_names == sorted(last_names)
    assert any("(973) 555-0100 · radio Ch 1" in row.methods for row in listed.contacts)


def test_no_other_form_has_a_telephone_number() -> None:
    for tier in TIERS:
        for form in packet(tier).forms:
            if form.form.number != "205A":
                assert "555" not in str([asdict(sheet) for sheet in form.sheets])


@pytest.mark.parametrize("tier", ["L2", "L3", "exercise"])
def test_every_channel_of_an_assignment_list_is_in_the_radio_plan(tier: str) -> None:
    (plan,) = sheets(packet(tier), "form_205")
    channels = {channel.name for channel in plan.channels}
    assert len(channels) == len(plan.channels) > 1
    used = {
        line.contact.removeprefix("radio ")
        for sheet in sheets(packet(tier), "form_204")
        for line in sheet.communications
        if line.contact
    }
    assert used
    assert used <= channels


@pytest.mark.parametrize("tier", sorted(TIERS))
def test_supervisors_keep_a_log_from_tier_l2_on(tier: str) -> None:
    filled_packet = packet(tier)
    logs = sheets(filled_packet, "form_214")
    scribe = logs[0]
    assert scribe.position == "Documentation Unit Leader"
    assert (scribe.sides, len(scribe.milestones)) == (
        2,
        len(texts.milestones(filled_packet.context.drill.drill_type)),
    )
    keepers = {log.position_id for log in logs}
    leading = {
        post.position_id
        for post in filled_packet.context.chart.posts
        if filled_packet.context.chart.reports(post.position_id)
    }
    assert keepers == {"PLN-DOC"} if tier == "L1" else leading | {"PLN-DOC"} <= keepers
    assert len(keepers) == len(logs)


def test_the_holders_of_posts_sign_the_forms() -> None:
    filled_packet = packet("L3")
    held = {post.position_id: post.primary.name for post in filled_packet.context.chart.posts if post.primary}
    (medical,), (analysis,), (cover,) = (
        sheets(filled_packet, name) for name in ("form_206", "form_215a", "form_202")
    )
    assert (medical.prepared_by.name, medical.approved_by.name) == (held["OPS-MED"], held["CMD-SO"])
    assert (analysis.safety_officer.name, analysis.operations_chief.name) == (held["CMD-SO"], held["OPS-OSC"])
    assert cover.approved_by.name == held["CMD-IC"]


def test_command_signs_for_a_post_that_is_not_activated() -> None:
    context = packet("L1").context
    assert context.on_chart("CMD-SO") is None
    assert context.signer("CMD-SO", "CMD-IC").position == "Incident Commander"
    assert context.signer("FIN-FSC") == Signer()


@pytest.mark.parametrize("kind", list(DrillType))
def test_every_drill_type_has_milestones_from_planned_start_to_end(kind: DrillType) -> None:
    moments = texts.milestones(kind)
    assert len(moments) >= 4
    (briefing,) = sheets(packet_of(request_of("L2", drill={"drill_type": kind})), "form_201")
    assert [action.what for action in briefing.actions] == list(map(Activity(kind).call, moments))
    assert [action.planned for action in briefing.actions] == ["09:40", *[""] * (len(moments) - 2), "09:50"]


def test_hazards_have_mitigations_and_the_sources_that_the_scenario_names() -> None:
    dark = DrillFacts(sensory=(SensoryElement(kind=SensoryKind.DARKNESS, source="lights off for two minutes"),))
    lit = DrillFacts(sensory=(SensoryElement(kind=SensoryKind.STROBE),))
    request = with_scenario(request_of("L2"), facts=dark, band_facts={GradeBand.PK_K: lit})
    (message,) = sheets(packet_of(request), "form_208")
    hazards = {row.hazard: row for row in message.hazards}
    assert any(hazard.endswith("(lights off for two minutes)") for hazard in hazards)
    assert any("seizure" in hazard and "Flashing" in hazard for hazard in hazards)
    assert all(row.area and row.mitigation for row in message.hazards)
    only_young = with_scenario(
        request_of("L2", drill={"grades": ("K",)}), facts=dark, band_facts={GradeBand.PK_K: lit}
    )
    (young,) = sheets(packet_of(only_young), "form_208")
    assert not any("lights off" in row.hazard for row in young.hazards)


def test_only_promises_of_the_scenario_are_printed_as_limits() -> None:
    facts = DrillFacts(hidden_minutes=5, mental_health=MentalHealth(may_step_out=True, quiet_space=False))
    (message,) = sheets(packet_of(with_scenario(request_of("L2"), facts=facts)), "form_208")
    assert message.limits == (
        "Nobody stays hidden for more than 5 minutes.",
        "Anyone may step out, with no reason given.",
    )
    (silent,) = sheets(packet("L2"), "form_208")
    assert silent.limits == ()


def test_each_person_has_a_role_card_and_all_teachers_share_one() -> None:
    filled_packet = packet("L2")
    cards = sheets(filled_packet, "role_cards")
    named = [card.name for card in cards if card.name]
    assert sorted(named) == sorted(person.name for person in filled_packet.context.people)
    assert [card.heading for card in cards if not card.name] == ["Teachers with their classes"]
    commander = cards[0]
    assert commander.heading == "Incident Commander"
    assert [fact.label for fact in commander.facts] == ["Your radio", "Takes over from you"]
    assert commander.tasks == texts.load_tasks()["CMD-IC"]
    stand_in = next(card for card in cards if card.heading.startswith("Stand-in: "))
    assert stand_in.local.startswith("If Sample ")


def test_a_post_without_written_tasks_has_its_duties_from_the_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "load_tasks", dict)
    filled_packet = packet_of(request_of("L1"))
    assert sheets(filled_packet, "role_cards")[0].tasks == (filled_packet.context.chart.posts[0].duties,)


def test_cards_of_a_teacher_and_of_the_adult_who_covers_the_class_name_each_other() -> None:
    filled_packet = packet("L1")
    chart = filled_packet.context.chart
    scribe = chart.by_id["PLN-DOC"]
    assert scribe.primary is not None
    teacher = scribe.primary.model_copy(
        update={"class_covered_by": ClassCover(staff_id="aide", name="Sample Aide")}
    )
    posts = tuple(
        post.model_copy(update={"people": (teacher,)}) if post is scribe else post for post in chart.posts
    )
    covered = fill_packet(filled_packet.context.details, chart.model_copy(update={"posts": posts}))
    cards = {card.name: card for card in sheets(covered, "role_cards")}
    assert ("Your class goes to", "Sample Aide") in [
        (fact.label, fact.value) for fact in cards[teacher.name].facts
    ]
    (sign_in,) = sheets(covered, "sign_in")
    assert (sign_in.rows[-1].name, sign_in.rows[-1].post) == ("Sample Aide", f"class of {teacher.name}")
    assert cards["Sample Aide"].heading == f"Class of {teacher.name}"
    assert cards["Sample Aide"].tasks == texts.load_tasks()["OPS-TCH"]


def test_a_drill_for_staff_only_has_no_card_for_teachers_with_classes() -> None:
    cards = sheets(packet_of(request_of("L2", drill={"audience": Audience.STAFF})), "role_cards")
    assert all(card.name for card in cards)


def test_the_same_packet_gives_the_same_bytes() -> None:
    assert packet_content(packet("L3")) == packet_content(packet_of(request_of("L3")))


def test_one_form_can_be_printed_alone() -> None:
    content = json.loads(packet_content(packet("L3").only("form_206")))
    assert [form["id"] for form in content["forms"]] == ["form_206"]


@pytest.mark.parametrize("tier", sorted(TIERS))
def test_forms_use_no_radio_codes_and_no_color_codes(tier: str) -> None:
    printed = json.dumps([asdict(sheet) for form in packet(tier).forms for sheet in form.sheets])
    assert not re.search(r"\b10-\d\d?\b|Code (Red|Blue|Yellow)", printed)


def test_the_stop_words_of_the_scenario_are_on_every_sheet() -> None:
    request = with_scenario(
        request_of("L2"), exercise=Exercise(stop_words="time out", real_emergency_words="real, real!")
    )
    content = packet_content(packet_of(request))
    assert content.count("Time out.") > 3
    assert content.count("Real, real!") > 3
    usual = packet("L2").context
    assert (usual.stop_words, usual.real_emergency_words) == (
        "Stop the drill.",
        "Stop the drill. This is not a drill.",
    )


def test_a_drill_for_staff_only_has_no_enrollment_and_no_blank_fact() -> None:
    def printed_for(audience: Audience) -> str:
        request = request_of("L2", drill={"audience": audience, "period": None})
        campuses = tuple(changed(campus, enrollment=812) for campus in request.workspace.campuses)
        request = replace(request, workspace=changed(request.workspace, campuses=campuses))
        return " ".join(pages_of(pdf_of(packet_of(request).only("drill_sheet", "form_201"))))

    staff_only, everyone = printed_for(Audience.STAFF), printed_for(Audience.EVERYONE)
    assert "Grades no students" in staff_only
    assert "Period –" in staff_only
    assert "With staff only. " in staff_only
    assert "812 enrolled" in everyone
    assert "Grades K-2" in everyone


def test_the_rest_of_the_last_page_of_the_drill_page_has_lines_to_write_on() -> None:
    with opened(pdf_of(packet_of(request_of("L1")).only("drill_sheet"))) as document:
        lowest = max(line["rect"].y1 for line in document[-1].get_drawings() if line["type"] == "s")
    assert lowest > 700
