"""The public sources of rules and state profiles; each is listed once and cited by its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.errors import Problem
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.model import Frozen

_BUNDLED = Path(__file__).parent / "sources.yaml"

#: The file next to a folder's rules in which a district lists its own sources.
SOURCES_FILE = "sources.yaml"


class Directness(StrEnum):
    """How directly a source supports a rule."""

    SAYS_IT = "says_it"
    SAYS_PART = "says_part"
    INFERRED = "inferred"


class SourceAccess(StrEnum):
    """How the source was read: its text, a summary by others, or not at all."""

    TEXT = "text"
    SUMMARY = "summary"
    UNREAD = "unread"


class DevelopmentalSource(Frozen):
    """A public source."""

    name: str
    address: str = Field(pattern=r"^https?://\S+$")
    known: SourceAccess

    @property
    def cited(self) -> str:
        """Name and address, as findings show them."""
        return f"{self.name}, {self.address}"


class RuleSource(DevelopmentalSource):
    """A source, and how directly it supports one rule."""

    directness: Directness


class Citations(Frozen):
    """Keys of sources, by how directly each supports the rule."""

    says_it: tuple[str, ...] = ()
    says_part: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()

    def resolved(self, sources: Mapping[str, DevelopmentalSource]) -> tuple[RuleSource, ...]:
        """Return the sources, most direct first; every key must be known (see :func:`unknown_source_problems`)."""
        return tuple(
            RuleSource(**sources[key].model_dump(), directness=directness)
            for directness in Directness
            for key in getattr(self, directness.value)
        )


@lru_cache(maxsize=1)
def load_sources() -> dict[str, DevelopmentalSource]:
    """Return the sources that come with the program, by key."""
    return parse_as(dict[str, DevelopmentalSource], read_document(_BUNDLED, _BUNDLED.name))


def sources_for(folder: Path) -> dict[str, DevelopmentalSource]:
    """Return the program's sources and those of the folder's ``sources.yaml``, which overrides equal keys.

    Raises InputError if the file is not a list of sources.
    """
    path = folder / SOURCES_FILE
    if not path.exists():
        return load_sources()
    added = parse_as(dict[str, DevelopmentalSource], read_document(path, f"{folder.name}/{path.name}"))
    return {**load_sources(), **added}


def unknown_source_problems(
    document: Document, path: KeyPath, keys: Iterable[str], sources: Mapping[str, DevelopmentalSource]
) -> list[Problem]:
    """Return a problem for each key that no list of sources contains."""
    return [
        document.problem(path, "no source has this key", key, f"a key of {SOURCES_FILE}, for example NASSP")
        for key in keys
        if key not in sources
    ]
