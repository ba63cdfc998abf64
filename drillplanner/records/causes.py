"""Why a drill was not held, in the words that people use; the data is ``cause_words.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from drillplanner.files.phrases import Phrases, comparable
from drillplanner.files.tables.heading_row import normalized_heading
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import EventKind, MissedBecause

Cause = EventKind | MissedBecause

_FILE = "cause_words.yaml"

#: What may be written as a cause; other words for each are understood.
CAUSES: tuple[Cause, ...] = (*MissedBecause, *EventKind)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    words = parse_as(dict[str, tuple[str, ...]], read_document(Path(__file__).with_name(_FILE), _FILE))
    unknown = set(words) - {cause.value for cause in CAUSES}
    if unknown:
        raise ValueError(f"{_FILE} has words for what is no cause: {unknown}")
    return words


@cache
def _phrases() -> tuple[tuple[Phrases, Cause], ...]:
    by_value = {cause.value: cause for cause in CAUSES}
    return tuple((Phrases(spellings), by_value[value]) for value, spellings in _words().items())


def cause_of(text: str) -> Cause | None:
    """Return the cause that a text is, in its published value or in common words; None if it is none of them."""
    spelled = normalized_heading(text)
    exact = next((cause for cause in CAUSES if cause.value == spelled), None)
    if exact is not None:
        return exact
    named = tuple(dict.fromkeys(causes_in(text)))
    return named[0] if len(named) == 1 else None


def causes_in(text: str) -> Iterator[Cause]:
    """Yield the causes that a text names."""
    read = comparable(text)
    for phrases, cause in _phrases():
        if phrases.spans_in(read):
            read = phrases.without_matches(read)
            yield cause


def without_causes(text: str) -> str:
    """Return the (comparable) text without the words that name causes."""
    read = comparable(text)
    for phrases, _ in _phrases():
        read = phrases.without_matches(read)
    return comparable(read)
