"""Requirements that start or end in the planned year are named once, where they concern some school."""

from __future__ import annotations

from pathlib import Path

from drillplanner import api
from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.caveats.before_you_rely import caveats_of_files
from drillplanner.workflow.caveats.law_changes import law_changes
from tests.intake.small_workspace import DISTRICT, write_workspace

PACK = """\
pack_id: district
name: Test policy (invented)
reviewed: 2025-08-01
review_by: 2026-08-01
sources:
  policy: {cite: Policy (invented), url: u, version: v1, read: 2025-08-01, known_by: district_policy}
mandates:
  - mandate_id: DISTRICT-1
    title: Staff take part
    text: Staff alone.
    layer: district
    sources: [policy]
    confidence: district_policy
    effective: {until: 2025-12-31}
    requirement: {kind: count, what: cardiac drill, match: {types: [cardiac], audiences: [staff]}, min: 1}
  - mandate_id: DISTRICT-1.students
    title: Students take part
    text: Everyone.
    layer: district
    sources: [policy]
    confidence: district_policy
    effective: {since: 2026-01-01}
    requirement: {kind: count, what: cardiac drill, match: {types: [cardiac], audiences: [everyone]}, min: 1}
"""


def changes_of(place: Path, pack: str, district: str = DISTRICT) -> list[Caveat]:
    files = {"district.yaml": district, "mandates/district.yaml": pack}
    return list(law_changes(api.prepare(write_workspace(place, files))))


def test_what_ends_and_what_starts_is_one_caveat(tmp_path: Path) -> None:
    (only,) = changes_of(tmp_path, PACK)
    assert only.kind is CaveatKind.LAW_CHANGES
    assert "Until 2025-12-31: Staff take part (DISTRICT-1); " in only.text
    assert "from 2026-01-01: Students take part (DISTRICT-1.students)." in only.text
    assert "The plan uses each rule from its first day. Do not copy" in only.text
    assert "drillplanner mandates NJ --changes --year 2025-26" in only.answer


def test_a_change_of_another_year_is_not_named(tmp_path: Path) -> None:
    assert changes_of(tmp_path, PACK.replace("2025-12-31", "2024-12-31").replace("2026-01-01", "2025-01-01")) == []


def test_a_change_that_concerns_no_school_is_not_named(tmp_path: Path) -> None:
    elsewhere = PACK.replace("    effective:", "    applies_if: {private_school: true}\n    effective:")
    assert changes_of(tmp_path, elsewhere) == []


def test_what_starts_and_no_plan_can_show_is_named_too(tmp_path: Path) -> None:
    alarms = """\
not_encoded:
  - {mandate_id: DISTRICT-2, text: Each school has a panic alarm., reason: It is a device., sources: [policy],
     confidence: district_policy, since: 2026-01-01}
"""
    said = "From 2026-01-01, outside any plan: Each school has a panic alarm. (DISTRICT-2)"
    (with_others,) = changes_of(tmp_path / "with", PACK + alarms)
    assert with_others.text.endswith(f"Do not copy last year's plan. {said}")
    (alone,) = changes_of(tmp_path / "alone", PACK.partition("mandates:")[0] + "mandates: []\n" + alarms)
    assert alone.text == f"The law changes in this school year. {said}"


def test_it_is_among_the_caveats_once(tmp_path: Path) -> None:
    files = {"mandates/district.yaml": PACK}
    found = caveats_of_files(api.prepare(write_workspace(tmp_path, files)))
    assert [caveat.kind for caveat in found].count(CaveatKind.LAW_CHANGES) == 1
