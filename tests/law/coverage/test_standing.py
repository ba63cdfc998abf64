"""A topic is known by the drills or chores that requirements ask for, and not by their words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from drillplanner.files.yaml_document import Document, parse_as
from drillplanner.law import Pack, load_state_pack
from drillplanner.law.coverage.registry import Registry
from drillplanner.law.coverage.standing import Part, Standing, TopicCoverage, coverage_of
from drillplanner.law.coverage.topics import Topic
from drillplanner.law.packs.fire_code import FireCodeRecord
from tests.builders import campus

REGISTRY = Registry(packs=(), topics=())

FIRE = {"kind": "count", "what": "fire drill", "match": {"types": ["fire_evacuation"]}, "min": 1}
LOCKDOWNS = {"kind": "count", "what": "lockdown", "match": {"types": ["lockdown", "secure"]}, "min": 1}
ANY = {
    "kind": "count",
    "what": "drill",
    "match": {"types": ["fire_evacuation", "lockdown", "severe_weather"]},
    "min": 1,
}
EACH = {"kind": "cover", "types": ["fire_evacuation", "earthquake"], "min_each": 1}
BUS_LESSON = {
    "kind": "count",
    "what": "lesson",
    "match": {"types": ["instruction"], "subjects": ["bus_safety"]},
    "min": 1,
}
STAFF_LESSON = {
    "kind": "count",
    "what": "lesson",
    "match": {"types": ["instruction"], "subjects": ["crisis_response"], "audiences": ["staff"]},
    "min": 1,
}
KEPT = {
    "kind": "task",
    "chore": "record",
    "who": "the office",
    "text": "Write it down.",
    "due_words": "after each drill",
    "match": {"types": ["fire_evacuation"]},
    "by_drill": {"after": 1, "unit": "school_day", "unit_is_stated": True},
}
HOUR = {
    "kind": "vary",
    "what": "fire drills",
    "match": {"types": ["fire_evacuation"]},
    "field": "hour",
    "at_least": 2,
}


def pack_of(*mandates: Mapping[str, object]) -> Pack:
    data = {
        "pack_id": "US-XX",
        "name": "Nowhere (invented)",
        "reviewed": "2026-11-30",
        "review_by": "2027-07-01",
        "sources": {
            "law": {
                "cite": "Invented 1",
                "url": "u",
                "version": "v",
                "read": "2026-11-24",
                "known_by": "legal_text",
            },
            "page": {
                "cite": "Invented 2",
                "url": "u",
                "version": "v",
                "read": "2026-11-29",
                "known_by": "secondary",
            },
        },
        "mandates": [
            {
                "mandate_id": f"XX-{number:02d}",
                "title": "One",
                "text": "One.",
                "layer": "statute",
                "sources": ["law"],
                "confidence": "legal_text",
                **mandate,
            }
            for number, mandate in enumerate(mandates, start=1)
        ],
    }
    return parse_as(Pack, Document("xx.yaml", data))


def covered(topic: Topic, *mandates: Mapping[str, object], registry: Registry = REGISTRY) -> TopicCoverage:
    (found,) = [entry for entry in coverage_of(pack_of(*mandates), "XX", registry) if entry.topic is topic]
    return found


def test_a_topic_of_which_nothing_is_held_was_not_looked_for() -> None:
    found = covered(Topic.BUS, {"requirement": LOCKDOWNS})
    assert (found.standing, found.is_held, found.cell) == (Standing.NOT_LOOKED_FOR, False, "-")


def test_drills_of_the_topic_alone_cover_it() -> None:
    found = covered(Topic.LOCKDOWN, {"requirement": LOCKDOWNS})
    assert (found.standing, found.part, found.mandates) == (Standing.READ_IN_LAW, None, ("XX-01",))
    assert found.read == date(2026, 11, 24)


def test_drills_that_may_be_of_several_kinds_cover_each_in_part() -> None:
    for topic in (Topic.FIRE, Topic.LOCKDOWN, Topic.WEATHER):
        assert covered(topic, {"requirement": ANY}).part is Part.AMONG_OTHERS
    assert not covered(Topic.BUS, {"requirement": ANY}).is_held


def test_one_drill_of_each_kind_covers_each() -> None:
    for topic in (Topic.FIRE, Topic.WEATHER):
        assert covered(topic, {"requirement": EACH}).part is None
    assert not covered(Topic.LOCKDOWN, {"requirement": EACH}).is_held


def test_a_lesson_for_students_covers_in_part_and_one_for_staff_is_training() -> None:
    assert covered(Topic.BUS, {"requirement": BUS_LESSON}).part is Part.LESSON
    assert covered(Topic.STAFF_TRAINING, {"requirement": STAFF_LESSON}).part is None
    assert not covered(Topic.STAFF_TRAINING, {"requirement": BUS_LESSON}).is_held


def test_chores_are_known_by_their_kind() -> None:
    assert covered(Topic.RECORD, {"requirement": KEPT}).standing is Standing.READ_IN_LAW
    assert not covered(Topic.FIRE, {"requirement": KEPT}).is_held


def test_a_rule_on_how_drills_are_held_asks_for_none() -> None:
    assert not covered(Topic.FIRE, {"requirement": HOUR}).is_held


def test_the_best_known_requirement_decides() -> None:
    by_page = {"sources": ["page"], "confidence": "secondary", "requirement": LOCKDOWNS}
    by_law = {"requirement": LOCKDOWNS, "also_counts_for": ["XX-01"]}
    assert covered(Topic.LOCKDOWN, by_page).standing is Standing.KNOWN_FROM_OTHERS
    assert covered(Topic.LOCKDOWN, by_page, by_law).standing is Standing.READ_IN_LAW


def test_a_requirement_that_has_ended_or_starts_later_decides_nothing() -> None:
    ended = {"effective": {"until": "2026-06-30"}, "requirement": LOCKDOWNS}
    later = {"effective": {"since": "2027-07-01"}, "requirement": LOCKDOWNS, "also_counts_for": ["XX-01"]}
    by_page = {
        "effective": {"since": "2026-07-01"},
        "sources": ["page"],
        "confidence": "secondary",
        "requirement": LOCKDOWNS,
        "also_counts_for": ["XX-01", "XX-02"],
    }
    found = covered(Topic.LOCKDOWN, ended, later, by_page)
    assert (found.standing, found.mandates) == (Standing.KNOWN_FROM_OTHERS, ("XX-03",))
    assert found.not_in_force == ("XX-01", "XX-02")
    alone = covered(Topic.LOCKDOWN, ended)
    assert (alone.standing, alone.is_held, alone.not_in_force) == (Standing.NOT_IN_FORCE, False, ("XX-01",))


def test_a_requirement_is_in_force_on_its_first_and_last_day() -> None:
    for effective in ({"until": "2026-11-30"}, {"since": "2026-11-30"}):
        assert covered(Topic.LOCKDOWN, {"effective": effective, "requirement": LOCKDOWNS}).mandates == ("XX-01",)


def test_missouris_lockdown_law_of_before_is_not_what_is_held() -> None:
    found = {entry.topic: entry for entry in coverage_of(load_state_pack("MO"), "MO", REGISTRY)}
    lockdown = found[Topic.LOCKDOWN]
    assert (lockdown.standing, lockdown.not_in_force) == (Standing.KNOWN_FROM_OTHERS, ("MO-03",))


def test_what_only_private_schools_owe_covers_in_part() -> None:
    for fact in ("private_school", "child_care"):
        found = covered(Topic.LOCKDOWN, {"applies_if": {fact: True}, "requirement": LOCKDOWNS})
        assert (found.part, found.cell) == (Part.SOME_SCHOOLS, "law*")


@pytest.mark.parametrize(
    ("missing", "standing"),
    [
        ("text_not_read", Standing.TEXT_NOT_READ),
        ("none_found", Standing.NONE_FOUND),
        ("not_planned", Standing.NOT_PLANNED),
    ],
)
def test_an_entry_says_why_a_topic_is_missing(missing: str, standing: Standing) -> None:
    entry = {"state": "XX", "topic": "bus", "missing": missing, "read": "2026-11-29", "note": "Looked."}
    registry = Registry.model_validate({"packs": [], "topics": [entry]})
    found = covered(Topic.BUS, {"requirement": LOCKDOWNS}, registry=registry)
    assert (found.standing, found.read, found.note) == (standing, date(2026, 11, 29), "Looked.")
    assert covered(Topic.LOCKDOWN, {"requirement": LOCKDOWNS}, registry=registry).cell == "law"


def test_more_may_be_owed_where_a_text_was_not_read() -> None:
    entry = {
        "state": "XX",
        "topic": "lockdown",
        "missing": "text_not_read",
        "read": "2026-11-29",
        "see": ["XX-Q1"],
    }
    registry = Registry.model_validate({"packs": [], "topics": [entry]})
    assert covered(Topic.LOCKDOWN, {"requirement": LOCKDOWNS}, registry=registry).cell == "law?"


def test_an_entry_must_say_something() -> None:
    with pytest.raises(ValueError, match="give 'see' or 'note'"):
        Registry.model_validate(
            {
                "packs": [],
                "topics": [{"state": "XX", "topic": "bus", "missing": "none_found", "read": "2026-11-29"}],
            }
        )


def test_a_real_pack() -> None:
    found = {entry.topic: entry for entry in coverage_of(load_state_pack("NJ"), "NJ", REGISTRY)}
    assert found[Topic.FIRE].standing is Standing.READ_IN_LAW
    assert found[Topic.WEATHER].part is Part.AMONG_OTHERS
    assert "NJ-12" in found[Topic.NOTICE].mandates


def test_bus_drills_matter_where_buses_run_or_may_run() -> None:
    assert Topic.BUS.matters_at(campus("low", ("K",)), {})
    assert not Topic.BUS.matters_at(campus("low", ("K",), buses=False), {})
    assert Topic.RECORD.matters_at(campus("low", ("K",), buses=False), {})
    assert not Topic.CARDIAC.matters_at(campus("low", ("K",), has_aed=False, athletics=False), {})
    assert Topic.CARDIAC.matters_at(campus("low", ("K",), has_aed=False), {})


def with_fire_code(drill_table: str, *mandates: dict[str, object]) -> TopicCoverage:
    """Return the topic of fire drills under an invented fire code."""
    record = FireCodeRecord.model_validate(
        {
            "code": "none" if drill_table in {"amended", "local"} else "IFC",
            "name": "Fire Code (invented)",
            "edition": "2021",
            "rule": "Rule 1 (invented)",
            "rule_was_seen": False,
            "reach": "statewide",
            "drill_table": drill_table,
            "confidence": "official_summary",
        }
    )
    pack = pack_of(*mandates).model_copy(update={"fire_code": record})
    return coverage_of(pack, "XX", REGISTRY)[0]


@pytest.mark.parametrize(
    ("drill_table", "alone", "beside_a_statute"),
    [
        ("unamended", Standing.KNOWN_FROM_SUMMARY, "law"),
        ("unread", Standing.PRESUMED, "law?"),
        ("local", Standing.LOCAL, "law"),
        ("amended", Standing.NOT_LOOKED_FOR, "law"),
        ("replaced", Standing.TEXT_NOT_READ, "law?"),
    ],
)
def test_the_fire_code_decides_where_no_statute_does(
    drill_table: str, alone: Standing, beside_a_statute: str
) -> None:
    found = with_fire_code(drill_table, {"requirement": LOCKDOWNS})
    assert found.standing is alone
    unverified = "; this citation was not verified" if drill_table not in {"amended", "local"} else ""
    assert f"Fire code: Fire Code (invented) (Rule 1 (invented){unverified})." in found.note
    assert with_fire_code(drill_table, {"requirement": FIRE}).cell == beside_a_statute
    in_part = with_fire_code(drill_table, {"requirement": ANY})
    assert (in_part.part is None) == (drill_table not in {"amended", "replaced"})
    assert in_part.more_may_be_owed == (drill_table == "replaced")
