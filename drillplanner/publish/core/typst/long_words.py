"""Where words that are longer than a line may break, so that no name runs out of its box.

The templates break them (``broken-up`` in ``templates/sheet.typ``); here it is said where, for what is laid out
before it is set. No sign is put into the text that is printed: a zero-width space would be copied along with the
letters around it, and a name could no longer be found.
"""

from __future__ import annotations

import re

#: A place at which a line may break, in texts that are measured and never printed.
BREAK = "\u200b"
#: Letters in a row from which on a word gets places to break; words that people write for each other are shorter.
LONGEST_WORD = 30
_PIECE = 10
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_BETWEEN_DASHES = re.compile(r"[^–-]+[–-]*|[–-]+")


def breakable_text(text: str) -> str:
    """The text with a place to break after each tenth letter of its long words, and after dashes in them."""
    return _LONG.sub(lambda word: BREAK.join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    found = []
    for part in _BETWEEN_DASHES.findall(word):
        step = _PIECE if len(part) > LONGEST_WORD else len(part)
        found += [part[at : at + step] for at in range(0, len(part), step)]
    return found
