"""The packs as files: complete, registered, and refused in words when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from drillplanner.errors import InputError
from drillplanner.mandates import bundled_states, load_law, load_pack, load_state_pack
from drillplanner.mandates import kinds as mandate_kinds
from drillplanner.mandates.kinds import AnyRequirement
from drillplanner.solve.encoders import ENCODERS

PACKS = Path(mandate_kinds.__file__).parent.parent / "packs"

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


def kinds() -> set[str]:
    union = AnyRequirement.__origin__  # type: ignore[attr-defined]  # the union behind Annotated
    return {kind.model_fields["kind"].annotation.__args__[0] for kind in union.__args__}


def test_every_kind_has_a_check_an_encoder_and_a_file() -> None:
    files = {path.stem for path in Path(mandate_kinds.__file__).parent.glob("*.py")} - {"__init__"}
    assert kinds() == set(ENCODERS) == files


def test_coverage_list_and_packs_are_in_step() -> None:
    coverage = yaml.safe_load((PACKS / "coverage.yaml").read_text(encoding="utf-8"))
    assert [entry["state"] for entry in coverage] == list(bundled_states())
    for entry in coverage:
        pack = load_state_pack(entry["state"])
        assert entry["name"] == pack.name
        assert entry["verified"] == pack.reviewed


def test_new_jersey_is_whole() -> None:
    pack = load_state_pack("NJ")
    ids = [mandate.mandate_id for mandate in pack.mandates] + [entry.mandate_id for entry in pack.not_encoded]
    assert {mandate_id.split(".")[0] for mandate_id in ids} == {f"NJ-{number:02d}" for number in range(1, 21)}
    assert all(entry.reason for entry in pack.not_encoded)


def test_a_group_is_written_out(tmp_path: Path) -> None:
    path = tmp_path / "district.yaml"
    path.write_text(GOOD)
    requirement = load_pack(path, "district.yaml").mandates[0].requirement
    assert isinstance(requirement, mandate_kinds.Count)
    assert requirement.match.types == ("lockdown", "secure")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: count", "kind: counting", ["district.yaml:1", "counting", "'count'"]),
        ("[lockdown, secure]", "[lockdown, secur]", ["secur", "secure"]),
        ('"group:hiding"', '"group:hidden"', ["group:hidden", "group:hiding"]),
        ("sources: [policy]", "sources: [polcy]", ["polcy", "policy"]),
        ("min: 1", "minimum: 1", ["district.yaml:21", "minimum", "Maybe you meant 'min'"]),
        ("      min: 1", "", ["'min' or 'max' must be given"]),
        ("layer: district", "layer: county", ["district.yaml:13", "county", "local_authority"]),
        ("min: 1", "min: 2\n      max: 1", ["'min' (2) is more than 'max' (1)"]),
        (
            "min: 1",
            "min: 1\n      per: month_in_session\n      within: {first: 3, unit: school_day, unit_is_stated: "
            "true, of: first_day_for_students}",
            ["cannot go with 'per: month_in_session'"],
        ),
        ("title: Extra", "title: !!int x", ["district.yaml:11", "tags are not accepted"]),
        ("review_by: 2026-08-01", "review_by: soon", ["district.yaml:4", "soon"]),
        ("DISTRICT-1", "district one", ["district.yaml:10", "district one"]),
    ],
)
def test_a_wrong_pack_is_refused_in_words(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    path = tmp_path / "district.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(InputError) as caught:
        load_pack(path, "district.yaml")
    for word in words:
        assert word in str(caught.value)


def test_an_unknown_state_is_refused_with_those_that_are_held() -> None:
    with pytest.raises(InputError, match="NJ"):
        load_law("ZZ", None)


def test_double_credit_must_be_said(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text(GOOD.replace("also_counts_for: [NJ-02, NJ-04, NJ-07, NJ-10]", ""))
    with pytest.raises(InputError, match="also_counts_for") as caught:
        load_law("NJ", tmp_path)
    assert "NJ-02 and DISTRICT-1" in str(caught.value)


def test_a_district_may_not_take_the_id_of_a_state_mandate(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text(GOOD.replace("DISTRICT-1", "NJ-01"))
    with pytest.raises(InputError, match="already used by the pack 'US-NJ'"):
        load_law("NJ", tmp_path)


def test_a_partner_that_no_pack_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "district.yaml").write_text(GOOD.replace("[NJ-02, NJ-04", "[NJ-99, NJ-02, NJ-04"))
    with pytest.raises(InputError, match="no pack has") as caught:
        load_law("NJ", tmp_path)
    assert "NJ-99" in str(caught.value)


def test_an_old_pack_warns() -> None:
    law = load_law("NJ", None)
    review = law.packs[0].review_by
    assert law.warnings(review) == ()
    assert "New Jersey" in law.warnings(review.replace(year=review.year + 1))[0]
