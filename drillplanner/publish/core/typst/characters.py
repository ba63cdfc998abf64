"""Letters of every script on paper: composed, in their own direction, and told where no typeface has them."""

from __future__ import annotations

import re
import unicodedata

#: Stands on paper for a letter that no typeface at hand has: it is seen, and is not mistaken for the name.
UNKNOWN_LETTER = "\ufffd"

#: Hebrew, Arabic and the other scripts written from right to left, with their marks.
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
#: What may stand between two words of one name; a quotation mark is escaped in JSON text.
_BETWEEN = "(?:[ \u00a0.,/'\u2018\u2019\u2013\u200c-\u200f-]|\\\\\")"
_STRETCH = re.compile(f"[{_RIGHT_TO_LEFT}](?:(?:[{_RIGHT_TO_LEFT}]|{_BETWEEN})*[{_RIGHT_TO_LEFT}])?")
#: What begins and ends a stretch that is ordered by itself (Unicode Standard Annex 9, isolates).
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"

#: How Typst words that no typeface has a letter, and how it writes one that cannot be seen.
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
#: Control characters, as JSON text escapes them; line breaks and tabs are let through. And what no PDF may hold.
_NEVER_PRINTED = re.compile(r"\\u00[01][0-9a-f]|\\[bf]|[\ufffe\uffff]")
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")


def prepare_text(content: str) -> str:
    """The JSON text as it is set: letters composed (NFC), and words from right to left kept in one piece.

    Without that, the marks behind a Hebrew or Arabic name would be drawn before it: by the rules of writing in two
    directions a number belongs to the word that it follows.
    """
    composed = _without_controls(unicodedata.normalize("NFC", content).replace("\ufeff", ""))
    return _STRETCH.sub(lambda found: f"{_ISOLATE}{found[0]}{_END_ISOLATE}", composed)


def missing_letters(message: str) -> tuple[str, ...]:
    """The letters that Typst says no typeface has, in order; none where it complains about something else."""
    return tuple(sorted({_CODE.sub(lambda code: chr(int(code[1], 16)), one) for one in _LACKING.findall(message)}))


def replace_letters(content: str, lacking: tuple[str, ...]) -> str:
    """The JSON text with the sign for an unknown letter in the place of these; signs that only join go."""
    for one in lacking:
        content = content.replace(one, "" if is_invisible(one) else UNKNOWN_LETTER)
    return content


def is_invisible(letter: str) -> bool:
    """Whether it only steers how its neighbours are set, as the joiners of emoji do."""
    return all(unicodedata.category(sign) == "Cf" for sign in letter)


def _without_controls(content: str) -> str:
    # An escaped backslash before "u0007" is a backslash of the text itself.
    parts = content.split("\\\\")
    return "\\\\".join(_NEVER_PRINTED.sub(UNKNOWN_LETTER, part) for part in parts)
