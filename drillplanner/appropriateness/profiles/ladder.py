"""The ladder of sensory load (``ladder.yaml``): its levels, and the highest one for each grade band.

People who write rules and scenarios consult the file; the program judges by the rules alone and never reads it.
The module exists so that a test can prove that the rules DA-303, DA-304, DA-305, and DA-307 agree with the file,
level by level and band by band.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen, GradeBand

_LADDER = Path(__file__).parent / "ladder.yaml"

Group: TypeAlias = GradeBand | Literal["staff"]


class LevelPermission(StrEnum):
    """Whether a group may take part at a level."""

    YES = "yes"
    TAUGHT = "taught"
    CONDITIONS = "conditions"
    NO = "no"


class LadderLevel(Frozen):
    """One level of the ladder."""

    level: int
    title: str
    load: str
    may: dict[Group, LevelPermission]
    conditions: str = ""


@lru_cache(maxsize=1)
def load_ladder() -> tuple[LadderLevel, ...]:
    """Return the levels from 0 to 10, in order."""
    return parse_as(tuple[LadderLevel, ...], read_document(_LADDER, _LADDER.name))


def highest_level(group: Group) -> int:
    """Return the highest level at which a group may take part, under conditions or without."""
    return max(level.level for level in load_ladder() if level.may[group] is not LevelPermission.NO)
