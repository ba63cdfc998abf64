"""The ladder of sensory load (``ladder.yaml``): what happens on each level, and how far each grade band goes."""

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
    """Whether a group goes to a level."""

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
    """The levels from 0 to 10, in order."""
    return parse_as(tuple[LadderLevel, ...], read_document(_LADDER, _LADDER.name))


def highest_level(group: Group) -> int:
    """The highest level to which a group goes at all, conditions kept."""
    return max(level.level for level in load_ladder() if level.may[group] is not LevelPermission.NO)
