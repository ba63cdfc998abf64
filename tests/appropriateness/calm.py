"""A made-up scenario with nothing to object to, and changes to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drillplanner.documents import parse_as, read_document
from drillplanner.model import Scenario

DATA: dict[str, Any] = read_document(Path(__file__).parent / "calm.yaml").data


def changed(case: Mapping[str, Any]) -> Scenario:
    """The calm scenario with the changes of ``case`` (keys scenario, facts, band_facts, scripts); null forgets."""
    top: dict[str, Any] = {**DATA, **case.get("scenario", {})}
    bands = top["bands"]
    scripts = case.get("scripts", {})
    return Scenario.model_validate(
        {
            **top,
            "scenario_id": "calm",
            "facts": {**DATA["facts"], **case.get("facts", {})},
            "band_facts": case.get("band_facts", {}),
            "scripts": {band: {**DATA["scripts"][band], **scripts.get(band, {})} for band in bands},
        }
    )


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of one file."""
    return parse_as(list[dict[str, Any]], read_document(path))
