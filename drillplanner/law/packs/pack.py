"""A mandate pack: the drill law of one jurisdiction, or of one district, as a file a lawyer can read."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import Field, field_validator

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.law.duties.mandate import Mandate, NotEncoded, SetAside, Source
from drillplanner.model import DrillType, Frozen

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


class OpenQuestion(Frozen):
    """Something that what was read does not settle, or that is not law: it is never loaded as a duty."""

    text: str
    record: str | None = Field(
        default=None, description="Id of the researched requirement that it stands for, where it stands for one."
    )


class Pack(Frozen):
    """One file of mandates.

    ``drill_groups`` gives names to sets of drill types that the law uses as one word; the loader has
    written them out before this model sees the mandates.
    """

    pack_id: str
    name: str
    reviewed: date = Field(description="The day on which the pack was last held against its sources.")
    review_by: date = Field(description="After this day the program warns that the pack is old.")
    shares_credit: bool = Field(
        default=False,
        description="A drill that counts for this pack counts for every other pack as well: a model fire code, "
        "which knows nothing of the state's law that it stands beside.",
    )
    drill_groups: dict[str, tuple[DrillType, ...]] = Field(default_factory=dict)
    facts: dict[str, Fact] = Field(
        default_factory=dict, description="Facts of a campus that only this pack asks, beside those of facts.yaml."
    )
    sources: dict[str, Source]
    mandates: tuple[Mandate, ...]
    sets_aside: tuple[SetAside, ...] = ()
    not_encoded: tuple[NotEncoded, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()

    @field_validator("open_questions", mode="before")
    @classmethod
    def _as_questions(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            return value
        return [{"text": one} if isinstance(one, str) else one for one in value]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all mandates, those that are not encoded and those that are open included."""
        records = (question.record for question in self.open_questions)
        return (
            *(mandate.mandate_id for mandate in self.mandates),
            *(entry.mandate_id for entry in self.not_encoded),
            *(record for record in records if record is not None),
        )
