"""A free-text description and what is known about it from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from pydantic import ConfigDict, Field, field_validator

from drillplanner.appropriateness.text.reading import MAXIMUM_CHARACTERS
from drillplanner.documents import Document, parse_as
from drillplanner.errors import InputError, Problem
from drillplanner.model import Frozen, GradeBand

_GRADES = {"PK": GradeBand.PK_K, "K": GradeBand.PK_K, "TK": GradeBand.PK_K}
_BANDS_OF_NUMBERS = (
    (range(1, 3), GradeBand.GRADES_1_2),
    (range(3, 6), GradeBand.GRADES_3_5),
    (range(6, 9), GradeBand.GRADES_6_8),
    (range(9, 13), GradeBand.GRADES_9_12),
)


class Context(Frozen):
    """What is known about a description besides its words; any fact of the drill-facts schema may stand here too."""

    model_config = ConfigDict(frozen=True, extra="allow")

    grades: str | tuple[str, ...] | None = Field(default=None, description='As in campuses.csv: "K-2", "9-12", "PK,K".')
    students_present: bool | None = None
    drill_type: str | None = None
    audience: str | None = Field(default=None, description="everyone, students or staff")
    state: str | None = Field(default=None, description="The two letters of a state whose law differs.")

    @field_validator("students_present", mode="before")
    @classmethod
    def _yes_or_no(cls, value: object) -> object:
        return {"yes": True, "no": False, "none": False, "all": True}.get(value.lower(), value) if isinstance(value, str) else value

    @field_validator("grades", mode="before")
    @classmethod
    def _as_words(cls, value: object) -> object:
        if isinstance(value, int):
            return str(value)
        return tuple(str(part) for part in value) if isinstance(value, list | tuple) else value

    @property
    def bands(self) -> frozenset[GradeBand]:
        """The grade bands that ``grades`` names; none where it is not given or not understood."""
        if self.grades is None:
            return frozenset()
        parts = self.grades.split(",") if isinstance(self.grades, str) else self.grades
        return frozenset(band for part in parts for band in _bands(part))

    @property
    def facts(self) -> Mapping[str, Any]:
        """The further facts."""
        return dict(self.model_extra or {})


class Description(Frozen):
    """One description to be judged."""

    id: str
    text: str = Field(max_length=MAXIMUM_CHARACTERS)
    context: Context = Context()

    @field_validator("id", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value


def descriptions_in(document: Document) -> tuple[Description, ...]:
    """The descriptions of a YAML or JSON list.

    Raises InputError for entries that are none, and where two have the same id.
    """
    found = parse_as(tuple[Description, ...], document)
    seen: set[str] = set()
    for index, description in enumerate(found):
        if description.id in seen:
            raise InputError(
                document.problem((index,), "another description has this id", description.id, "an id of its own")
            )
        seen.add(description.id)
    return found


def description_of_text(raw: bytes, name: str) -> Description:
    """A plain text file as one description, named after the file.

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


def _bands(part: str) -> frozenset[GradeBand]:
    ends = [_number(piece) for piece in part.upper().replace("–", "-").replace("TH", "").split("-")]
    known = [end for end in ends if end is not None]
    if not known:
        return frozenset()
    reach = range(min(known), max(known) + 1)
    youngest = frozenset({GradeBand.PK_K}) if min(known) <= 0 else frozenset()
    return youngest | {band for numbers, band in _BANDS_OF_NUMBERS if set(numbers) & set(reach)}


def _number(piece: str) -> int | None:
    piece = piece.strip()
    if piece in _GRADES:
        return 0
    return int(piece) if piece.isdigit() and len(piece) < 3 else None
