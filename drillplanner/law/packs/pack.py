"""A pack: the drill law of one jurisdiction, or the policy of one district, as a file a lawyer can read."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import Field, field_validator

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.law.duties.applicability import Grades
from drillplanner.law.duties.mandate import Mandate, NotEncoded, SetAside, Source
from drillplanner.law.packs.fire_code import FireCodeRecord
from drillplanner.model import Campus, DrillType, Frozen
from drillplanner.model.plain_values import WebAddress

_HERE = Path(__file__).parent


class Fact(Frozen):
    """A yes/no fact of a campus: the question to ask and the answer assumed without one.

    ``plain_if_named`` are words in a district's name with which nobody need be asked: the schools of "Oak Public
    Schools" are not private.
    """

    ask: str
    default: bool | None = None
    plain_if_named: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def known_facts() -> dict[str, Fact]:
    """Return every fact on which some law depends, by name."""
    return parse_as(dict[str, Fact], read_document(_HERE / "facts.yaml", "law/packs/facts.yaml"))


@lru_cache(maxsize=1)
def known_subjects() -> dict[str, str]:
    """Return the words for every subject of a lesson that some law requires, by name."""
    return parse_as(dict[str, str], read_document(_HERE / "subjects.yaml", "law/packs/subjects.yaml"))


class Bill(Frozen):
    """A bill that may become law, as far as it was known on a day."""

    name: str = Field(description="Its number and year: HB 4226 of 2025.")
    status: str = Field(description="How far it had come on the day it was read: 'passed the House'.")
    read: date = Field(description="The day on which that was read.")
    url: WebAddress
    would_start: date | None = Field(default=None, description="The day from which it would bind, if it says.")


class OpenQuestion(Frozen):
    """A point that the texts we read leave open, or that is not law. It never becomes a duty."""

    text: str
    question_id: str = Field(
        default="",
        description="Stable id, such as NV-Q1, by which a district says that it has settled the question.",
    )
    record: str | None = Field(
        default=None, description="Id of the researched requirement that it stands for, where it stands for one."
    )
    may_lack: str = Field(
        default="", description="Drills of which a plan may hold too few, in words: 'fire drills'; empty: none."
    )
    is_background: bool = Field(
        default=False,
        description="It explains a choice, or a text that is not law: no plan lacks anything because of it.",
    )
    bill: Bill | None = Field(default=None, description="If it is about a bill: what was known of it, and when.")
    grades: Grades | None = Field(default=None, description="Grades that a school must teach for it to matter.")
    only_if_any: dict[str, bool] = Field(
        default_factory=dict, description="Facts of a school, one of which must be so for it to matter."
    )

    def bears_on(self, campus: Campus, defaults: dict[str, bool]) -> bool:
        """Check whether the question matters for the campus, as far as its grades and facts say.

        ``defaults`` are the values assumed for facts that campuses.csv does not give; other facts may be so.
        """
        if self.is_background or (self.grades is not None and not self.grades.holds(campus)):
            return False
        answers = [
            campus.facts.get(fact, defaults.get(fact)) in {required, None}
            for fact, required in self.only_if_any.items()
        ]
        return any(answers) or not answers


class Pack(Frozen):
    """One file of mandates.

    ``drill_groups`` names sets of drill types for which the law uses one word. The loader replaces the names by
    the drill types before the mandates are validated.
    """

    pack_id: str
    name: str
    reviewed: date = Field(description="The day on which the pack was last held against its sources.")
    review_by: date = Field(description="After this day the program warns that the pack is old.")
    fire_code: FireCodeRecord | None = Field(
        default=None, description="Of a state: the fire code that its schools answer to, and what is known of it."
    )
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
        return [{"text": question} if isinstance(question, str) else question for question in value]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all mandates, including those that are not checked and those that are open questions."""
        records = (question.record for question in self.open_questions)
        return (
            *(mandate.mandate_id for mandate in self.mandates),
            *(entry.mandate_id for entry in self.not_encoded),
            *(record for record in records if record is not None),
        )
