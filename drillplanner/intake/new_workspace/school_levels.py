"""The level of a school by its grades, and the default bell schedule of each level."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document

_HERE = Path(__file__).parent


@cache
def _grades_by_level() -> dict[str, tuple[str, ...]]:
    name = "school_levels.yaml"
    return parse_as(dict[str, tuple[str, ...]], read_document(_HERE / name, name))


def levels() -> tuple[str, ...]:
    """The levels, youngest first: elementary, middle, high."""
    return tuple(_grades_by_level())


def level_of(grades: tuple[str, ...]) -> str:
    """The level that has most of the grades; the younger one where two have as many."""
    shared = {level: len(set(grades) & set(members)) for level, members in _grades_by_level().items()}
    return max(shared, key=lambda level: shared[level])  # the first of equals, and they are youngest first


def default_bell_schedule(level: str) -> bytes:
    """The YAML file of a default bell schedule for that level, with full, early and delayed days."""
    return (_HERE / "default_bells" / f"{level}.yaml").read_bytes()
