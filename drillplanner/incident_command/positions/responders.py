"""What becomes of command when outside agencies come, by kind of drill, read from ``responders.yaml``.

On its own because it is the reader of that file, as its neighbors are of theirs.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.incident_command.positions.catalog import CertaintyMark
from drillplanner.model import AgencyKind, CommandHandling, DrillType, Frozen

_PATH = Path(__file__).parent / "data" / "responders.yaml"


class UsualHandling(Frozen):
    """What becomes of command in a kind of drill, unless its scenario says otherwise (our choice: D)."""

    command: CommandHandling
    briefing_minute: int = Field(ge=0, description="Minutes after the start at which responders are briefed.")
    lead: AgencyKind | None = Field(default=None, description="Of transferred command: who takes it, if present.")


class _ResponderFile(Frozen):
    kinds: dict[DrillType, UsualHandling]
    basis: CertaintyMark


@cache
def usual_handling() -> dict[DrillType, UsualHandling]:
    """Return what becomes of command by kind of drill. Raises InputError for a table that cannot be read."""
    document = read_document(_PATH, "incident_command/positions/data/responders.yaml")
    return parse_as(_ResponderFile, document).kinds
