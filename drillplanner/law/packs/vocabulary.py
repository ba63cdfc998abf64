"""The closed lists that packs, scenarios and campuses share: facts of a campus, subjects of a lesson."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen

_HERE = Path(__file__).parent


class Fact(Frozen):
    """A yes/no fact of a campus."""

    ask: str
    default: bool | None = None


@lru_cache(maxsize=1)
def known_facts() -> dict[str, Fact]:
    """Every fact on which some law depends, by name."""
    return parse_as(dict[str, Fact], read_document(_HERE / "facts.yaml", "law/packs/facts.yaml"))


@lru_cache(maxsize=1)
def known_subjects() -> dict[str, str]:
    """Every subject of a lesson that some law asks for, by name, in words."""
    return parse_as(dict[str, str], read_document(_HERE / "subjects.yaml", "law/packs/subjects.yaml"))
