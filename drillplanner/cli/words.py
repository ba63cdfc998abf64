"""Words of a closed list on the command line, with the message that a file would get."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from drillplanner.model import DrillType, EventKind

Word = TypeVar("Word", bound=StrEnum)


def event_kind(option: str, text: str) -> EventKind:
    """A kind of events.csv. Raises InputError, which names them all, for any other word."""
    from drillplanner.model import EventKind

    return _word(option, text, EventKind, "there is no such cause")


def drill_type(option: str, text: str) -> DrillType:
    """A type of drill. Raises InputError, which names them all, for any other word."""
    from drillplanner.model import DrillType

    return _word(option, text, DrillType, "this is no kind of drill that we know")


def _word(option: str, text: str, words: type[Word], message: str) -> Word:
    from drillplanner.files.errors import InputError, Problem
    from drillplanner.files.read_result import maybe_meant

    given = text.strip().lower().replace(" ", "_").replace("-", "_")
    for word in words:
        if word.value == given:
            return word
    allowed = ", ".join(words)
    raise InputError(Problem(option, None, message, text, allowed, maybe_meant(given, words)))
