"""Gives words that are longer than a line places at which they may break, so that no name runs out of its box."""

from __future__ import annotations

import re
from typing import TypeAlias

#: What JSON text is made of.
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | tuple[Plain, ...] | str | int | float | bool | None"

#: A place at which a line may break, without a width of its own.
BREAK = "\u200b"
#: Letters in a row from which on a word gets places to break; words that people write for each other are shorter.
LONGEST_WORD = 30
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_PIECE = re.compile(r"\S{10}(?=\S)")


def breakable(value: Plain) -> Plain:
    """The value with every text in it made breakable; mappings, lists and tuples are gone through."""
    if isinstance(value, str):
        return breakable_text(value) if len(value) > LONGEST_WORD else value
    if isinstance(value, dict):
        return {key: breakable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [breakable(one) for one in value]
    return value


def breakable_text(text: str) -> str:
    """The text with a place to break after each tenth letter of its long words; it looks and reads the same."""
    return _LONG.sub(lambda word: _PIECE.sub(lambda piece: piece[0] + BREAK, word[0]), text)
