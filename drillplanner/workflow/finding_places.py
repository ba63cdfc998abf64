"""The place of a finding in a scenario's file, and a better line to offer for it."""

from __future__ import annotations

import re
from pathlib import Path

from drillplanner.appropriateness.lines.better_lines import better_line_for
from drillplanner.files.errors import InputError
from drillplanner.files.yaml_document import Document, read_document
from drillplanner.model import DevelopmentalFinding, Screening

#: How the place of a district's own words for response actions begins.
OWN_WORDS = "vocabulary."
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def with_places(screening: Screening, document: Document | None) -> Screening:
    """Return the screening with the line of each finding (if the document is known), and better lines."""
    return screening.model_copy(
        update={"findings": tuple(_placed(finding, document) for finding in screening.findings)}
    )


def scenario_document(folder: Path, scenario_id: str) -> Document | None:
    """Return a workspace's own file of a scenario; None if it has none, or if it cannot be read."""
    for ending in (".yaml", ".yml"):
        path = folder / "scenarios" / f"{scenario_id}{ending}"
        if path.is_file():
            try:
                return read_document(path, f"scenarios/{path.name}")
            except InputError:
                return None
    return None


def _placed(finding: DevelopmentalFinding, document: Document | None) -> DevelopmentalFinding:
    better = better_line_for(finding)
    place = finding.evidence.field or ""
    # A district's own words are in its district.yaml, not in the scenario's file.
    line = None if document is None or place.startswith(OWN_WORDS) else document.line_of(_path_of(place))
    return finding.model_copy(
        update={
            "evidence": finding.evidence.model_copy(update={"line": line}),
            "better": "" if better is None else better.say,
        }
    )


def _path_of(place: str) -> tuple[str | int, ...]:
    return tuple(int(index) if index else key for index, key in _STEP.findall(place))
