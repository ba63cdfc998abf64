"""How people write drill types, formats, audiences, and routes; the data is ``drill_wording.yaml``."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from drillplanner.files.phrases import Phrases, comparable
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.tables.heading_row import normalized_heading
from drillplanner.files.tables.row_reader import RowReader
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import Audience, DrillFormat, DrillType, Route

_FILE = "drill_wording.yaml"

Value = TypeVar("Value", bound=StrEnum)


class _DrillTypeWording(Frozen):
    """The phrases and words for one drill type."""

    means: DrillType
    phrases: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    wins: bool = False
    alone: bool = False

    @cached_property
    def _phrases_in_any_text(self) -> Phrases:
        return Phrases(self.phrases)

    @cached_property
    def _phrases_in_drill_text(self) -> Phrases:
        return Phrases([*self.phrases, *self.words])

    @cached_property
    def _exceptions(self) -> Phrases:
        return Phrases(self.unless)

    def take_from(self, text: str, is_drill: bool) -> tuple[bool, str]:
        """Return whether a (comparable) text names the type, and the text without the words that name it."""
        phrases = self._phrases_in_drill_text if is_drill else self._phrases_in_any_text
        spans = phrases.spans_in(self._exceptions.without_matches(text))
        return bool(spans), Phrases.without_spans(text, spans)


class _DrillWordingTable(Frozen):
    """The content of ``drill_wording.yaml``."""

    types: tuple[_DrillTypeWording, ...]
    drill: tuple[str, ...]
    not_drills: tuple[str, ...]
    formats: dict[DrillFormat, tuple[str, ...]]
    audiences: dict[Audience, tuple[str, ...]]
    routes: dict[Route, tuple[str, ...]]

    @cached_property
    def drill_words(self) -> Phrases:
        """Words that mark a text as being about a drill."""
        return Phrases(self.drill)


@cache
def _table() -> _DrillWordingTable:
    return parse_as(_DrillWordingTable, read_document(Path(__file__).with_name(_FILE), _FILE))


def _vocabulary_spelling(text: str) -> str:
    return "_".join(comparable(text).replace("-", " ").replace("_", " ").replace("/", " ").split())


def exact_drill_type(text: str) -> DrillType | None:
    """Return the drill type whose published value equals the text, apart from case."""
    spelled = text.strip().lower()
    return next((drill_type for drill_type in DrillType if drill_type.value == spelled), None)


def says_drill(text: str) -> bool:
    """Check whether a text says that it is about a drill of any type."""
    return bool(_table().drill_words.spans_in(comparable(text)))


def drill_types_in(text: str, *, is_drill: bool) -> tuple[DrillType, ...]:
    """Return the drill types that a text names, each once; several mean that the text is ambiguous.

    ``is_drill`` says that the text is known to be about a drill.
    """
    # "Early Dismissal" is a published value, and also a day in every school calendar.
    if (exact := exact_drill_type(_vocabulary_spelling(text) if is_drill else text)) is not None:
        return (exact,)
    remaining, is_about_drill = comparable(text), is_drill or says_drill(text)
    matches: list[_DrillTypeWording] = []
    for wording in _table().types:
        is_named, remaining = wording.take_from(remaining, is_about_drill)
        if is_named:
            matches.append(wording)
    preferred = [match for match in matches if match.wins] or [match for match in matches if not match.alone]
    return tuple(dict.fromkeys(match.means for match in preferred or matches))


def drill_type_in_row(reader: RowReader, column: str) -> DrillType | None:
    """Return the drill type in a cell, in its published value or common words; None if a problem was added.

    An empty cell is a problem.
    """
    cell = reader.text(column)
    drill_types = drill_types_in(cell, is_drill=True) if cell else ()
    if len(drill_types) == 1:
        return drill_types[0]
    if not cell:
        reader.refuse(f"the column '{column}' is empty in this row", None, listed(DrillType))
    elif drill_types:
        hint = "Maybe give each its own row."
        reader.refuse("this may be several kinds of drill", cell, listed(drill_types), hint)
    else:
        message = "this is no kind of drill that we know"
        reader.refuse(message, cell, listed(DrillType), maybe_meant(normalized_heading(cell), DrillType))
    return None


def is_marked_as_no_drill(categories: tuple[str, ...]) -> bool:
    """Check whether a category marks a calendar event as not a drill."""
    return any(comparable(category) in _table().not_drills for category in categories)


def format_of(text: str) -> DrillFormat | None:
    """Return the drill format for any of its words; None if unknown."""
    return _value_of(text, _table().formats)


def audience_of(text: str) -> Audience | None:
    """Return the audience for any of its words; None if unknown."""
    return _value_of(text, _table().audiences)


def route_of(text: str) -> Route | None:
    """Return the exit route for any of its words; None if unknown."""
    return _value_of(text, _table().routes)


def _value_of(text: str, wordings: dict[Value, tuple[str, ...]]) -> Value | None:
    spelled = _vocabulary_spelling(text)
    return next(
        (
            value
            for value, spellings in wordings.items()
            if spelled == value.value or spelled in map(_vocabulary_spelling, spellings)
        ),
        None,
    )
