"""A district's own rule may name one of several agencies, which district.yaml must list with that kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from tests.worked.district import district

PACK = """\
pack_id: OWN
name: Our own rules (invented)
reviewed: 2025-08-01
review_by: 2026-08-01
sources:
  policy: {{cite: Policy 1 (invented), url: "https://example.org", version: "2025", read: 2025-08-01,
           known_by: district_policy}}
mandates:
  - mandate_id: OWN-1
    title: An agency at lockdowns
    text: An agency attends every lockdown.
    layer: district
    sources: [policy]
    confidence: district_policy
    requirement:
      {requirement}
"""
EVERY = "{{kind: every, what: lockdown, match: {{types: [lockdown]}}, has: {{agency: {}, agency_id: {}}}}}"


def place_with(folder: Path, kind: str, agency_id: str) -> Path:
    text = PACK.format(requirement=EVERY.format(kind, agency_id))
    return district(folder, "NJ", files={"mandates/own.yaml": text})


def test_an_agency_that_is_listed_is_taken(tmp_path: Path) -> None:
    prepared = api.prepare(place_with(tmp_path, "police", "police"))
    assert prepared.law.mandates[-1].mandate_id == "OWN-1"


@pytest.mark.parametrize(
    ("kind", "agency_id", "allowed"),
    [
        ("police", "polise", "police"),
        ("police", "fire", "police"),
        ("emergency_medical", "ems", "none: 'agencies' in district.yaml has no emergency medical agency"),
    ],
)
def test_an_agency_that_is_not_listed_is_refused(tmp_path: Path, kind: str, agency_id: str, allowed: str) -> None:
    with pytest.raises(InputError) as caught:
        api.prepare(place_with(tmp_path, kind, agency_id))
    (problem,) = caught.value.problems
    phrase = kind.replace("_", " ")
    assert problem.message == f"OWN-1 names a {phrase} agency that district.yaml does not list"
    assert (problem.value, problem.allowed) == (agency_id, allowed)
