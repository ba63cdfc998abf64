"""Kinds of drills and the words of other columns, as people write them, by ``drill_wording.yaml``."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from drillplanner.files.phrases import Phrases, comparable
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.tables.row_reader import RowReader
from drillplanner.files.tables.table import normalized_heading as comparable_cell
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import Audience, DrillFormat, DrillType, Route

_FILE = "drill_wording.yaml"

Word = TypeVar("Word", bound=StrEnum)


class _DrillTypeWording(Frozen):
    """Phrases and words of one kind of drill."""

    means: DrillType
    phrases: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    wins: bool = False
    alone: bool = False

    @cached_property
    def _anywhere(self) -> Phrases:
        return Phrases(self.phrases)

    @cached_property
    def _where_a_drill(self) -> Phrases:
        return Phrases([*self.phrases, *self.words])

    @cached_property
    def _unless(self) -> Phrases:
        return Phrases(self.unless)

    def take_from(self, text: str, is_drill: bool) -> tuple[bool, str]:
        """Whether a (comparable) text names the kind, and the text with the words taken that name it."""
        sought = self._where_a_drill if is_drill else self._anywhere
        spans = sought.spans_in(self._unless.without_matches(text))
        return bool(spans), Phrases.without_spans(text, spans)


class _DrillWordingTable(Frozen):
    """The table of ``drill_wording.yaml``."""

    types: tuple[_DrillTypeWording, ...]
    drill: tuple[str, ...]
    not_drills: tuple[str, ...]
    formats: dict[DrillFormat, tuple[str, ...]]
    audiences: dict[Audience, tuple[str, ...]]
    routes: dict[Route, tuple[str, ...]]

    @cached_property
    def drill_words(self) -> Phrases:
        """What says that something is a drill."""
        return Phrases(self.drill)


@cache
def _table() -> _DrillWordingTable:
    return parse_as(_DrillWordingTable, read_document(Path(__file__).with_name(_FILE), _FILE))


def _vocabulary_spelling(text: str) -> str:
    return "_".join(comparable(text).replace("-", " ").replace("_", " ").replace("/", " ").split())


def exact_drill_type(text: str) -> DrillType | None:
    """The kind of drill whose published word the text is, letter for letter but for capitals."""
    spelled = text.strip().lower()
    return next((kind for kind in DrillType if kind.value == spelled), None)


def says_drill(text: str) -> bool:
    """Whether a text says that it is about a drill, of whatever kind."""
    return bool(_table().drill_words.spans_in(comparable(text)))


def drill_types_in(text: str, *, is_drill: bool) -> tuple[DrillType, ...]:
    """The kinds of drills that a text names, each once; ``is_drill`` where it is known to be about a drill.

    More than one means that the text does not tell which.
    """
    # "Early Dismissal" is a published word, and a day in every school calendar.
    if (exact := exact_drill_type(_vocabulary_spelling(text) if is_drill else text)) is not None:
        return (exact,)
    read, known = comparable(text), is_drill or says_drill(text)
    found: list[_DrillTypeWording] = []
    for wording in _table().types:
        met, read = wording.take_from(read, known)
        if met:
            found.append(wording)
    counted = [one for one in found if one.wins] or [one for one in found if not one.alone] or found
    return tuple(dict.fromkeys(one.means for one in counted))


def drill_type_in_row(reader: RowReader, column: str) -> DrillType | None:
    """The kind of drill in a cell, in its published word or in common ones; None where a problem was added.

    An empty cell is a problem.
    """
    cell = reader.text(column)
    found = drill_types_in(cell, is_drill=True) if cell else ()
    if len(found) == 1:
        return found[0]
    if not cell:
        reader.refuse(f"the column '{column}' is empty in this row", None, listed(DrillType))
    elif found:
        reader.refuse("this may be several kinds of drill", cell, listed(found), "Maybe give each its own row.")
    else:
        message = "this is no kind of drill that we know"
        reader.refuse(message, cell, listed(DrillType), maybe_meant(comparable_cell(cell), DrillType))
    return None


def is_marked_as_no_drill(categories: tuple[str, ...]) -> bool:
    """Whether a category says that a calendar event is no drill."""
    return any(comparable(category) in _table().not_drills for category in categories)


def format_of(text: str) -> DrillFormat | None:
    """How a drill is held, in any of its words; None for a word that is not known."""
    return _word_of(text, _table().formats)


def audience_of(text: str) -> Audience | None:
    """Who takes part, in any of its words; None for a word that is not known."""
    return _word_of(text, _table().audiences)


def route_of(text: str) -> Route | None:
    """The way that people take, in any of its words; None for a word that is not known."""
    return _word_of(text, _table().routes)


def _word_of(text: str, words: dict[Word, tuple[str, ...]]) -> Word | None:
    spelled = _vocabulary_spelling(text)
    return next(
        (
            word
            for word, spellings in words.items()
            if spelled == word.value or spelled in map(_vocabulary_spelling, spellings)
        ),
        None,
    )
