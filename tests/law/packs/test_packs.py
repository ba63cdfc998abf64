"""The pack files: read, used together, and refused with clear messages when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.law import (
    bundled_fire_codes,
    bundled_states,
    load_fire_code,
    load_law,
    load_pack,
    load_state_pack,
)
from drillplanner.law.kinds.count import Count
from drillplanner.law.packs.pack import known_facts

GOOD = """\
pack_id: district
name: Test policy (invented)
reviewed: 2025-08-01
review_by: 2026-08-01
drill_groups:
  hiding: [lockdown, secure]
sources:
  policy: {cite: Policy (invented), url: u, version: v1, read: 2025-08-01, known_by: district_policy}
mandates:
  - mandate_id: DISTRICT-1
    title: Extra
    text: One more.
    layer: district
    sources: [policy]
    confidence: district_policy
    also_counts_for: [NJ-02, NJ-04, NJ-07, NJ-10]
    requirement:
      kind: count
      what: hiding drill
      match: {types: ["group:hiding"]}
      min: 1
"""


def test_a_group_is_replaced_by_its_drill_types(tmp_path: Path) -> None:
    path = tmp_path / "district.yaml"
    path.write_text(GOOD)
    requirement = load_pack(path, "district.yaml").mandates[0].requirement
    assert isinstance(requirement, Count)
    assert requirement.match.types == ("lockdown", "secure")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: count", "kind: counting", ["district.yaml:1", "counting", "'count'"]),
        ("[lockdown, secure]", "[lockdown, secur]", ["secur", "secure"]),
        ('"group:hiding"', '"group:hidden"', ["group:hidden", "group:hiding"]),
        ("sources: [policy]", "sources: [polcy]", ["district.yaml:14", "polcy", "policy"]),
        ("min: 1", "minimum: 1", ["district.yaml:21", "minimum", "Maybe you meant 'min'"]),
        ("      min: 1", "", ["'min' or 'max' must be given"]),
        ("layer: district", "layer: county", ["district.yaml:13", "county", "local_authority"]),
        ("min: 1", "min: 2\n      max: 1", ["'min' (2) is more than 'max' (1)"]),
        ("cite: Policy (invented), ", "", ["district.yaml:8", "'cite' is missing"]),
        ("cite: Policy (invented)", "cite: ''", ["district.yaml:8", "letters that it must have: 3"]),
        (
            "min: 1",
            "min: 1\n      between: {since: 03-01, until: 11-01}",
            ["district.yaml:22", "the window is impossible"],
        ),
        (
            "min: 1",
            "min: 1\n      within: {first: 3, unit: day, unit_is_stated: true, of: first_day_for_students}",
            ["district.yaml:22", "found:   day", "'school_day'"],
        ),
        (
            "    requirement:",
            "    applies_if: {fire_escape: true}\n    requirement:",
            ["district.yaml:17", "fire_escapes"],
        ),
        ("    requirement:", "    vague: often\n    requirement:", ["district.yaml", "'reading'"]),
        ("title: Extra", "title: !!int x", ["district.yaml:11", "tags are not accepted"]),
        ("review_by: 2026-08-01", "review_by: soon", ["district.yaml:4", "soon"]),
        ("DISTRICT-1", "district one", ["district.yaml:10", "district one"]),
        ('"group:hiding"', '"group:hidden"', ["district.yaml:20"]),
        ("kind: count", "knd: count", ["district.yaml:17", "'kind' is missing"]),
        ('match: {types: ["group:hiding"]}', "match: lockdown", ["district.yaml:20", "this must be keys with"]),
        ('["group:hiding"]', "lockdown", ["district.yaml:20", "this must be a list"]),
        ('["group:hiding"]', "[]", ["district.yaml:20", "entries that it must have: 1"]),
        ("min: 1", "min: 0", ["district.yaml:21", "this must be at least 1"]),
        (
            "    requirement:",
            "    effective: {since: 2026-01-01, until: 2025-01-01}\n    requirement:",
            ["district.yaml:17", "until 2025-01-01, which is before"],
        ),
    ],
)
def test_a_wrong_pack_is_refused_with_its_line(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    path = tmp_path / "district.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(InputError) as caught:
        load_pack(path, "district.yaml")
    for word in words:
        assert word in str(caught.value)


def test_an_unknown_subject_is_refused_in_every_set_of_drills_of_a_requirement(tmp_path: Path) -> None:
    share = """
      kind: share
      what: lockdown
      of_what: lessons
      match: {types: [lockdown]}
      of: {types: [instruction], subjects: [juggling]}
      at_least: 1
      of_every: 2
"""
    path = tmp_path / "district.yaml"
    path.write_text(GOOD[: GOOD.index("requirement:")] + "requirement:" + share)
    with pytest.raises(InputError, match=r"district\.yaml:17: .*subject(.|\n)*juggling"):
        load_pack(path, "district.yaml")


def test_an_unknown_state_is_refused_with_the_list_of_states() -> None:
    with pytest.raises(InputError, match="NJ"):
        load_law("ZZ", None)


def test_packs_must_say_whether_one_drill_counts_twice(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text(GOOD.replace("also_counts_for: [NJ-02, NJ-04, NJ-07, NJ-10]", ""))
    with pytest.raises(InputError, match="also_counts_for") as caught:
        load_law("NJ", tmp_path)
    assert "NJ-02 and DISTRICT-1" in str(caught.value)


def test_a_district_may_not_take_the_id_of_a_state_mandate(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text(GOOD.replace("DISTRICT-1", "NJ-01"))
    with pytest.raises(InputError, match="already used by the pack 'US-NJ'"):
        load_law("NJ", tmp_path)


def test_credit_with_an_unknown_mandate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text(GOOD.replace("[NJ-02, NJ-04", "[NJ-99, NJ-02, NJ-04"))
    with pytest.raises(InputError, match="no pack has") as caught:
        load_law("NJ", tmp_path)
    assert "NJ-99" in str(caught.value)


SECOND = """\
  - mandate_id: DISTRICT-2
    title: Another
    text: One more.
    layer: district
    sources: [policy]
    confidence: district_policy
    separate_from: [DISTRICT-1]
    also_counts_for: [NJ-02, NJ-04, NJ-07, NJ-10]
    requirement:
      kind: count
      what: hiding drill
      match: {types: [lockdown]}
      min: 1
"""


COVERED = "kind: cover\n      types: [lockdown, secure]\n      min_each: 1\n"


def stand_in(mandate_id: str, drill_type: str, instead_of: str) -> str:
    return f"""\
  - mandate_id: {mandate_id}
    title: In place
    text: It may stand in.
    layer: district
    sources: [policy]
    confidence: district_policy
    requirement:
      kind: stand_in
      what: drill
      match: {{types: [{drill_type}]}}
      instead_of: {instead_of}
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            GOOD + SECOND.replace("also_counts_for: [", "also_counts_for: [DISTRICT-1, "),
            ["mandates/district.yaml:28", "both count and not count"],
        ),
        (
            GOOD + SECOND + SECOND.replace("DISTRICT-2", "DISTRICT-3"),
            ["district.yaml:22", "DISTRICT-2 and DISTRICT-3", "must be from each other"],
        ),
        (
            GOOD
            + stand_in("DISTRICT-4", "lockdown", "NJ-01")
            + stand_in("DISTRICT-5", "fire_evacuation", "NJ-02"),
            ["district.yaml", "credit runs in a circle", "NJ-01", "NJ-02"],
        ),
        (
            GOOD + SECOND[: SECOND.index("kind:")] + COVERED,
            ["district.yaml:28", "DISTRICT-2", "not both ask for a number"],
        ),
        (
            GOOD + SECOND + stand_in("DISTRICT-4", "lockdown", "DISTRICT-1"),
            ["district.yaml:35", "count for DISTRICT-2 too", "separate from DISTRICT-1"],
        ),
        (GOOD + stand_in("DISTRICT-4", "lockdown", "NJ-99"), ["district.yaml:28", "NJ-99", "no pack has"]),
        (GOOD + stand_in("DISTRICT-4", "lockdown", "NJ-12"), ["district.yaml:28", "NJ-12", "kind count"]),
        (
            GOOD + "sets_aside:\n  - {mandate: NJ-99, clause: clause 1, authority: nobody}\n",
            ["district.yaml:23", "NJ-99"],
        ),
    ],
)
def test_contradictory_credit_is_refused_with_its_line(tmp_path: Path, text: str, words: list[str]) -> None:
    (tmp_path / "district.yaml").write_text(text)
    with pytest.raises(InputError) as caught:
        load_law("NJ", tmp_path)
    for word in words:
        assert word in str(caught.value)


def test_separate_from_decides_whether_one_drill_counts_twice(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text(GOOD + SECOND)
    assert load_law("NJ", tmp_path).mandates[-1].separate_from == ("DISTRICT-1",)


def test_a_mandate_that_is_set_aside_gives_no_duty(tmp_path: Path) -> None:
    sets_aside = "sets_aside:\n  - {mandate: NJ-08, clause: invented clause, authority: 'nobody, invented'}\n"
    (tmp_path / "district.yaml").write_text(GOOD + sets_aside)
    law = load_law("NJ", tmp_path)
    assert "NJ-08" not in {mandate.mandate_id for mandate in law.mandates}


@pytest.mark.parametrize("state", bundled_states())
@pytest.mark.parametrize("codes", [(), ("IFC",), ("NFPA",)])
def test_every_state_loads_alone_and_with_each_fire_code(state: str, codes: tuple[str, ...]) -> None:
    law = load_law(state, None, codes)
    assert len(law.packs) == 1 + len(codes)


def test_an_unknown_fire_code_is_refused() -> None:
    with pytest.raises(InputError, match="IFC, NFPA"):
        load_law("NJ", None, ("UBC",))


def test_a_district_pack_may_define_a_fact(tmp_path: Path) -> None:
    facts = "facts:\n  near_the_plant: {ask: Is the chemical plant near?, default: false}\nsources:"
    text = GOOD.replace("sources:", facts, 1).replace(
        "    requirement:", "    applies_if: {near_the_plant: true}\n    requirement:", 1
    )
    (tmp_path / "district.yaml").write_text(text)
    law = load_law("NJ", tmp_path)
    assert law.fact_defaults["near_the_plant"] is False


def test_every_fact_is_used_and_every_review_precedes_the_next() -> None:
    packs = [load_state_pack(state) for state in bundled_states()]
    packs += [load_fire_code(code) for code in bundled_fire_codes()]
    used = {fact for pack in packs for mandate in pack.mandates for fact in mandate.applies_if}
    assert set(known_facts()) == used
    assert all(pack.reviewed < pack.review_by for pack in packs)
