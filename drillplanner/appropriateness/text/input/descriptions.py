"""A free-text description of a drill, and its context: facts known from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from pydantic import ConfigDict, Field, field_validator

from drillplanner.appropriateness.text.input.plain_text import MAXIMUM_CHARACTERS
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_as
from drillplanner.model import DrillType, Frozen, GradeBand
from drillplanner.model.grade_spellings import parse_grades
from drillplanner.model.grades import bands_of

_PRESENT = {"yes": True, "no": False, "none": False, "few": True, "majority": True, "all": True}
_DRILL_TYPES = frozenset(DrillType)


class Context(Frozen):
    """What is known about a description apart from its text; it may contain any fact of a drill."""

    model_config = ConfigDict(frozen=True, extra="allow")

    grades: tuple[str, ...] | None = Field(default=None, description='As in campuses.csv: "K-2", "9-12", "PK,K".')
    students_present: bool | None = None
    drill_type: str | None = None
    audience: str | None = Field(default=None, description="everyone, students or staff")
    state: str | None = Field(default=None, description="The two letters of a state whose law differs.")

    @field_validator("students_present", mode="before")
    @classmethod
    def _yes_or_no(cls, value: object) -> object:
        return _PRESENT.get(value.lower(), value) if isinstance(value, str) else value

    @field_validator("grades", mode="before")
    @classmethod
    def _as_grades(cls, value: object) -> object:
        if isinstance(value, list | tuple):
            return parse_grades(",".join(str(part) for part in value))
        return None if value is None else parse_grades(str(value))

    @property
    def bands(self) -> frozenset[GradeBand]:
        """The grade bands of ``grades``; empty if it is not given."""
        return frozenset(bands_of(self.grades or ()))

    @property
    def standard_drill_type(self) -> DrillType | None:
        """The drill type if ``drill_type`` is one of ours; people may write anything there."""
        return DrillType(self.drill_type) if self.drill_type in _DRILL_TYPES else None

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts beyond the fields above."""
        return dict(self.model_extra or {})


class Description(Frozen):
    """A description to be screened."""

    id: str
    text: str = Field(max_length=MAXIMUM_CHARACTERS)
    context: Context = Context()

    @field_validator("context", mode="before")
    @classmethod
    def _nothing_known(cls, value: object) -> object:
        return {} if value is None else value

    @field_validator("id", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value


def descriptions_in(document: Document) -> tuple[Description, ...]:
    """Return the descriptions of a YAML or JSON list.

    Raises InputError for invalid entries, and if two have the same id.
    """
    descriptions = parse_as(tuple[Description, ...], document)
    ids: set[str] = set()
    for index, description in enumerate(descriptions):
        if description.id in ids:
            raise InputError(
                document.problem((index,), "another description has this id", description.id, "an id of its own")
            )
        ids.add(description.id)
    return descriptions


def description_of_text(raw: bytes, name: str) -> Description:
    """Return a plain text file as one description, named after the file.

    Raises InputError for a file that is not UTF-8 or far too long.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            Problem(name, line, "the file is not UTF-8 text", maybe="Maybe save it again as UTF-8.")
        ) from error
    if len(text) > MAXIMUM_CHARACTERS:
        raise InputError(
            Problem(name, None, "the text is too long", f"{len(text)} characters", f"at most {MAXIMUM_CHARACTERS}")
        )
    return Description(id=PurePath(name).stem, text=text)
