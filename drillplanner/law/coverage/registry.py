"""The registry of packs and topics, ``packs/coverage.yaml``: what no pack can say of itself.

For each pack it says how many requirements were found, and for a topic of a state's law that the pack does not
hold, whether anyone looked for it. What a pack holds is read from the pack.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.law import packs
from drillplanner.law.coverage.topics import Topic
from drillplanner.model import Frozen


class Missing(StrEnum):
    """Why a topic is not in a pack."""

    TEXT_NOT_READ = "text_not_read"
    """A law is known, or is likely, and its text was not read."""
    NONE_FOUND = "none_found"
    """It was looked for in public texts, and no law was found."""
    NOT_PLANNED = "not_planned"
    """A law was read, and no schedule or list of chores can show that it is met."""


class PackEntry(Frozen):
    """One pack: the number of requirements that were found, and when it was last compared with its sources."""

    state: str | None = None
    code: str | None = None
    name: str
    records: int = Field(ge=1)
    verified: date

    @model_validator(mode="after")
    def _is_one(self) -> PackEntry:
        if (self.state is None) == (self.code is None):
            raise ValueError("give one of 'state' and 'code'")
        return self

    @property
    def short(self) -> str:
        """The two letters of the state, or the name of the model code."""
        return self.state or self.code or ""


class TopicEntry(Frozen):
    """What is known of one topic in one state beyond its pack."""

    state: str
    topic: Topic
    missing: Missing
    read: date = Field(description="The day on which it was looked for, or on which the last text was read.")
    see: tuple[str, ...] = Field(
        default=(), description="Ids of the pack's open questions or requirements that say more."
    )
    note: str = Field(default="", description="What was found, and where to look, in one sentence.")

    @model_validator(mode="after")
    def _says_more(self) -> TopicEntry:
        if not self.see and not self.note:
            raise ValueError("give 'see' or 'note': what is known of it")
        return self


class Registry(Frozen):
    """The file: its packs, and the topics that packs lack."""

    packs: tuple[PackEntry, ...]
    topics: tuple[TopicEntry, ...]

    def topics_of(self, state: str) -> dict[Topic, TopicEntry]:
        """Return the entries of one state, by topic."""
        return {entry.topic: entry for entry in self.topics if entry.state == state}


def topic_id(state: str, topic: Topic) -> str:
    """Return the id by which a district says that it has settled what its state asks on a topic: AL-bus."""
    return f"{state}-{topic}"


@lru_cache(maxsize=1)
def load_registry() -> Registry:
    """Return the registry that comes with the packs."""
    path = Path(packs.__file__).parent / "coverage.yaml"
    return parse_as(Registry, read_document(path, "law/packs/coverage.yaml"))
