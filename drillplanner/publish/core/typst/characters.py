"""Letters of every script on paper: composed, in their own direction, and replaced if no typeface has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

#: Printed for a letter that none of our typefaces has: readers see it and do not take it for part of the name.
UNKNOWN_LETTER = "\ufffd"

#: Hebrew, Arabic and the other scripts written from right to left, with their marks.
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
#: What may be between two words of one name; a quotation mark is escaped in JSON text.
_BETWEEN = "(?:[ \u00a0.,/'\u2018\u2019\u2013\u200c-\u200f-]|\\\\\")"
_STRETCH = re.compile(f"[{_RIGHT_TO_LEFT}](?:(?:[{_RIGHT_TO_LEFT}]|{_BETWEEN})*[{_RIGHT_TO_LEFT}])?")
#: Start and end of a stretch whose order is independent of its surroundings (Unicode Annex 9, isolates).
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
#: Start of a whole text written from right to left, which ends like an isolate.
_TEXT_FROM_RIGHT = "\u2067"
_HAS_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT_TO_LEFT}]")
_WHOLE_TEXT = re.compile(f"({_TEXT_FROM_RIGHT}[^{_END_ISOLATE}]*{_END_ISOLATE})")

#: How Typst reports that no typeface has a letter, and how it writes an invisible one.
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
#: Control characters as JSON text escapes them, except line breaks and tabs; and what no PDF may contain.
_NEVER_PRINTED = re.compile(r"\\u00[01][0-9a-f]|\\[bf]|[\ufffe\uffff]")
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")


def prepare_text(content: str) -> str:
    """Return the JSON text for Typst: letters composed (NFC), and names from right to left isolated.

    Otherwise the marks after a Hebrew or Arabic name would be drawn before it: the Unicode rules for writing in
    two directions attach a number to the word that it follows. A text that is written from right to left as a
    whole (:func:`from_right_to_left`) stays as it is: there the numbers belong where those rules put them.
    """
    composed = _without_controls(unicodedata.normalize("NFC", content).replace("\ufeff", ""))
    return "".join(
        part if part.startswith(_TEXT_FROM_RIGHT) else _with_isolated_names(part)
        for part in _WHOLE_TEXT.split(composed)
    )


def _with_isolated_names(text: str) -> str:
    return _STRETCH.sub(lambda found: f"{_ISOLATE}{found[0]}{_END_ISOLATE}", text)


def from_right_to_left(value: Any) -> Any:  # noqa: ANN401 (values for JSON)
    """Return values for JSON in which each text of a language written from right to left is marked as such.

    Texts without any letter of such a script, and the keys of mappings, stay as they are.
    """
    if isinstance(value, str):
        return f"{_TEXT_FROM_RIGHT}{value}{_END_ISOLATE}" if _HAS_RIGHT_TO_LEFT.search(value) else value
    if isinstance(value, Mapping):
        return {key: from_right_to_left(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [from_right_to_left(inner) for inner in value]
    return value


def missing_letters(message: str) -> tuple[str, ...]:
    """Return the letters that Typst reports as missing, in order; empty for any other error message."""
    letters = _LACKING.findall(message)
    return tuple(sorted({_CODE.sub(lambda code: chr(int(code[1], 16)), letter) for letter in letters}))


def replace_letters(content: str, lacking: tuple[str, ...]) -> str:
    """Return the JSON text with these letters replaced by the unknown-letter sign; invisible ones are removed."""
    for letter in lacking:
        content = content.replace(letter, "" if is_invisible(letter) else UNKNOWN_LETTER)
    return content


def is_invisible(letter: str) -> bool:
    """Check whether the letter only controls how its neighbors are set, as the joiners of emoji do."""
    return all(unicodedata.category(sign) == "Cf" for sign in letter)


def _without_controls(content: str) -> str:
    # An escaped backslash before "u0007" is a backslash of the text itself.
    parts = content.split("\\\\")
    return "\\\\".join(_NEVER_PRINTED.sub(UNKNOWN_LETTER, part) for part in parts)
