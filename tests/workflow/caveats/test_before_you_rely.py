"""What is said before anyone relies on a plan is said first, and is not said again elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import CaveatKind
from drillplanner.workflow.caveats.before_you_rely import caveats_of_files
from drillplanner.workflow.caveats.law import overdue_packs, requirements_set_aside
from tests.command_line import run
from tests.intake.small_workspace import DISTRICT, write_workspace

SET_ASIDE = """\
pack_id: DISTRICT-TEST
name: Policy of the district (invented)
reviewed: 2025-07-01
review_by: 2026-07-01
sources: {}
mandates: []
sets_aside:
  - {mandate: NJ-08, clause: An invented clause., authority: 'nobody, invented'}
"""


def test_check_says_it_first_and_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write_workspace(tmp_path)
    caveats = caveats_of_files(api.prepare(place))
    ran = run(capsys, "check", "--all", place)
    assert ran.code == 1
    assert ran.out.startswith("Before you rely on this:\n  1. ")
    assert all(ran.out.count(caveat.text) == 1 for caveat in caveats)


def test_check_has_it_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write_workspace(tmp_path)
    document = json.loads(run(capsys, "check", "--all", place, "--format", "json").out)
    assert document["before_you_rely"] == [
        caveat.model_dump(mode="json") for caveat in caveats_of_files(api.prepare(place))
    ]
    texts = {caveat["text"] for caveat in document["before_you_rely"]}
    assert not texts & {*document["assumptions"], *document["warnings"]}


def test_the_gravest_kind_comes_first(tmp_path: Path) -> None:
    kinds = [caveat.kind for caveat in caveats_of_files(api.prepare(write_workspace(tmp_path)))]
    assert kinds == sorted(kinds, key=list(CaveatKind).index)


def test_a_pack_that_is_due_for_review_is_named(tmp_path: Path) -> None:
    prepared = api.prepare(write_workspace(tmp_path))
    assert list(overdue_packs(prepared)) == []
    later = {"district.yaml": DISTRICT.replace("2025-08-01", "2031-08-01")}
    (caveat,) = overdue_packs(api.prepare(write_workspace(tmp_path / "later", later)))
    assert "New Jersey" in caveat.text
    assert "drillplanner mandates NJ" in caveat.answer


def test_a_requirement_that_is_set_aside_is_named(tmp_path: Path) -> None:
    prepared = api.prepare(write_workspace(tmp_path, {"mandates/own.yaml": SET_ASIDE}))
    (caveat,) = requirements_set_aside(prepared)
    assert caveat.text.startswith("NJ-08 is not planned for: ")


def test_every_kind_has_a_label() -> None:
    assert all(kind.phrase for kind in CaveatKind)
