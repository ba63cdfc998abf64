"""Conversion of a text to plain letters, with a map back to positions in the original.

Homoglyphs, invisible marks, decorated letters, markup, and emoji become plain letters, so that nothing escapes the
lexicon because of how it was typed. Every character of the plain text has its position in the original.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

#: Longer texts are truncated; a drill description has a few hundred characters.
MAXIMUM_CHARACTERS = 400_000

_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁԛԝһӏАВЕКМНОРСТУХІЈЅԌԜҺαβεικνορτυχγΑΒΕΖΗΙΚΜΝΟΡΤΥΧıłøđɑɡʟɴɪʀᴀʙᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢ",
    "abekmhopctyxijsdqwhlABEKMHOPCTYXIJSGWHabeiknoptuxyABEZHIKMNOPTYXilodaglnirabcdejkmoptuvwz",
)
_SPELLED = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201b": "'",
    "\u02bc": "'",
    "\u00b4": "'",
    "`": "",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2043": "-",
    "\u2212": "-",
    "\u2013": " — ",
    "\u2014": " — ",
    "\u2015": " — ",
    "\u2022": "\n- ",
    "\u2026": "...",
    "\u2028": "\n",
    "\u2029": "\n\n",
    "*": "",
    "~": "",
    "_": " ",
    "|": " , ",
    "\u00df": "ss",
    "\u00e6": "ae",
    "\U0001f52b": " gun ",
    "\U0001f4a3": " bomb ",
    "\U0001f4a5": " bang ",
    "\U0001f52a": " knife ",
    "\U0001f5e1": " dagger ",
    "\U0001fa78": " blood ",
}
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "wbr",
    ]
)
_MARKUP = re.compile(
    r"<!--.{0,5000}?-->|</?([A-Za-z][A-Za-z0-9-]{0,20})(?:\s[^<>]{0,500})?/?>|&#?\w{1,12};", re.DOTALL
)
_BULLET = re.compile(r"(?m)^[ \t]*\*[ \t]+|(?<=[ \t])\*(?=[ \t])")
_KEPT_CONTROLS = frozenset("\n\t\r\v\f")


@dataclass(frozen=True)
class PlainText:
    """A plain text whose character ``i`` comes from ``original[starts[i]:ends[i]]``."""

    original: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``plain[start:end]`` in the original; ``start`` must be less than ``end``."""
        return self.starts[start], self.ends[end - 1]


def plain_letters(text: str) -> str:
    """Return a text in plain letters, without offsets."""
    return "".join(_plain(character) for character in text)


def to_plain_text(original: str, unread: Sequence[tuple[int, int]] = ()) -> PlainText:
    """Return the text in plain letters with its offsets; each unread span (start, end) is a break in it."""
    original = original[:MAXIMUM_CHARACTERS]
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(plain: str, start: int, end: int) -> None:
        pieces.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))

    position = 0
    marks = [
        (mark.start(), mark.end(), _plain_mark(mark))
        for mark in (*_MARKUP.finditer(original), *_BULLET.finditer(original))
    ]
    breaks = [(start, min(end, len(original)), "\n\n") for start, end in unread]
    for start, end, plain in sorted([*breaks, *marks], key=lambda piece: piece[0]):
        if start < position:
            if plain == "\n\n":
                position = max(position, end)
            continue
        for index in range(position, start):
            add(_plain(original[index]), index, index + 1)
        add(plain, start, end)
        position = end
    for index in range(position, len(original)):
        add(_plain(original[index]), index, index + 1)
    return PlainText(original, "".join(pieces), tuple(starts), tuple(ends))


def _plain_mark(mark: re.Match[str]) -> str:
    """Return the plain text for a tag, a character entity, a comment, or a bullet."""
    text = mark.group()
    if mark.re is _BULLET:
        return "- " if text.endswith((" ", "\t")) else ","
    if text.startswith("&"):
        unescaped = html.unescape(text)
        return "".join(_plain(character) for character in unescaped) if unescaped != text else text
    if text.startswith("<!--"):
        return ""
    tag = mark.group(1).lower()
    return "" if tag in _INLINE else "\n\n" if tag in {"p", "div", "br"} else " "


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    if character.isascii() and character.isprintable() and character not in _SPELLED:
        return character
    if character in _SPELLED:
        return _SPELLED[character]
    if character in _KEPT_CONTROLS:
        return "\n" if character in "\n\r\v\f" else " "
    shown = unicodedata.normalize("NFKD", character.translate(_LOOKALIKES))
    return "".join(_shown(part) for part in shown)


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "C" or category[0] == "M":
        return ""
    if category[0] == "Z":
        return " "
    if category[0] == "S" and not character.isascii():
        return " "
    mapped = character.translate(_LOOKALIKES)
    return _SPELLED.get(mapped, mapped)
