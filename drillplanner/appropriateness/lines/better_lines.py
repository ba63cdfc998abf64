"""Better lines for those that the rules object to, from a reviewed list (``better_lines.yaml``).

On its own because only the paths that show findings to a person use it, never a judgment.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import DevelopmentalFinding, Frozen, GradeBand

_FILE = Path(__file__).parent / "better_lines.yaml"


class BetterLine(Frozen):
    """A line to say in place of one that a rule objects to."""

    rule: str
    bands: tuple[GradeBand, ...] = Field(default=(), description="The grade bands that it is for; none: all.")
    say: str
    why: str = Field(description="Where it comes from.")


@lru_cache(maxsize=1)
def load_better_lines() -> tuple[BetterLine, ...]:
    """Return the lines, in the order in which they are offered."""
    return parse_as(tuple[BetterLine, ...], read_document(_FILE, _FILE.name))


def better_line_for(finding: DevelopmentalFinding) -> BetterLine | None:
    """Return the line to offer for a finding on a scenario's words; None if there is none."""
    place = finding.evidence.field or ""
    if finding.status != "violation" or place.startswith(("facts", "band_facts", "placed")):
        return None
    band = next((band for band in GradeBand if f".{band.value}." in f"{place}."), None)
    return next(
        (
            line
            for line in load_better_lines()
            if line.rule == finding.rule and (not line.bands or band is None or band in line.bands)
        ),
        None,
    )
