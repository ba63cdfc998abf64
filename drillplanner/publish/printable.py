"""Makes text fit for paper: what cannot be printed goes, and what has no place to break gets one.

Names and titles come from people's files. A control character has no picture; a word of two hundred letters would run
out of its box. Both are rare, and neither may spoil a form.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

#: A place at which a line may break, without a width of its own.
BREAK = "\u200b"
#: Letters in a row after which a word gets places to break; the longest English words and German names are shorter.
LONGEST_WORD = 30
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_PIECE = re.compile(r"\S{10}(?=\S)")


def printable(value: Any) -> Any:
    """The value with every text in it made fit for paper; mappings, lists and tuples are gone through."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    return value


def printable_text(text: str) -> str:
    """The text without control characters (tabs and line ends become spaces), long words with places to break."""
    if text.isprintable() and len(text) <= LONGEST_WORD:
        return text
    shown = text if text.isprintable() else "".join(_shown(sign) for sign in text)
    return _LONG.sub(lambda match: _PIECE.sub(lambda piece: piece[0] + BREAK, match[0]), shown)


def _shown(sign: str) -> str:
    if sign in "\t\n\r\v\f\u2028\u2029":
        return " "
    return "" if unicodedata.category(sign) in ("Cc", "Cs") else sign
