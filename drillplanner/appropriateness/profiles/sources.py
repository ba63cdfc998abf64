"""The public sources on which rules and state profiles rest: each stands once, and is cited by its key."""

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

#: The file beside a folder's rules in which a district lists sources of its own.
SOURCES_FILE = "sources.yaml"


class Directness(StrEnum):
    """How near a source comes to the rule."""

    SAYS_IT = "says_it"
    SAYS_PART = "says_part"
    INFERRED = "inferred"


class SourceAccess(StrEnum):
    """How the source was read: its words, at second hand, or not at all."""

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
        """Name and address, as findings print them."""
        return f"{self.name}, {self.address}"


class RuleSource(DevelopmentalSource):
    """A source with how near it comes to one rule."""

    directness: Directness


class Citations(Frozen):
    """Keys of sources by how near each comes to the rule."""

    says_it: tuple[str, ...] = ()
    says_part: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()

    def resolved(self, sources: Mapping[str, DevelopmentalSource]) -> tuple[RuleSource, ...]:
        """The sources, nearest first; every key must be known (see :func:`unknown_source_problems`)."""
        return tuple(
            RuleSource(**sources[key].model_dump(), directness=directness)
            for directness in Directness
            for key in getattr(self, directness.value)
        )


@lru_cache(maxsize=1)
def load_sources() -> dict[str, DevelopmentalSource]:
    """The sources that come with the program, by key."""
    return parse_as(dict[str, DevelopmentalSource], read_document(_BUNDLED, _BUNDLED.name))


def sources_for(folder: Path) -> dict[str, DevelopmentalSource]:
    """The program's sources and those in the folder's own ``sources.yaml``, which wins for a key of both.

    Raises InputError for a file that is no list of sources.
    """
    own = folder / SOURCES_FILE
    if not own.exists():
        return load_sources()
    return {
        **load_sources(),
        **parse_as(dict[str, DevelopmentalSource], read_document(own, f"{folder.name}/{own.name}")),
    }


def unknown_source_problems(
    document: Document, path: KeyPath, keys: Iterable[str], sources: Mapping[str, DevelopmentalSource]
) -> list[Problem]:
    """A problem for each key that no list of sources has."""
    return [
        document.problem(path, "no source has this key", key, f"a key of {SOURCES_FILE}, for example NASSP")
        for key in keys
        if key not in sources
    ]
