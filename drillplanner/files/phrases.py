"""Turns of phrase: how the words of a title are compared with the words of a table.

A table of wording is written in plain phrases::

    no school            these words side by side; spaces, hyphens, slashes and commas between them count alike
    early dismissal*     the last word may go on ("dismissals")
    last day of * term   one word of any kind between
    (late|delayed) start one of these; also of several words, and none of them where "?" follows: "(at)?"
    # hours              a number in figures or words ("2", "1:30", "2.5", "two")
    = a day              the whole text is this phrase

Case, accents, apostrophes and the several kinds of dash make no difference. Rules are tried in the order
of the table, and a word that one rule has understood is not read a second time by a later one: so "no early
dismissal" can be understood before "early dismissal" is looked for.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from operator import itemgetter

#: Longest title or description that is looked at, in characters; more is cut off.
LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 4_000

#: Stands in a text for letters that have been understood; no phrase matches across a run of them.
TAKEN = "\0"

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# U+2028 to U+202F and U+200B to U+200F: separators and invisible marks that word processors leave behind.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_TRANSLATED = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "½": "1/2",
    }
)  # fmt: skip
# A character of two or three bytes in UTF-8 that was once read as Windows-1252: "â€™" for an apostrophe.
_MISREAD = re.compile("[\u00c2-\u00c5\u00e2][^\x00-\x7f]{1,2}")


def clean(text: str) -> str:
    """The text as a person would have written it, on one line.

    HTML tags and entities, non-breaking spaces, invisible and control characters go; UTF-8 that was once
    misread as Windows-1252 ("Presidentsâ€™ Day") is mended where that is certain.
    """
    text = _MISREAD.sub(_mended, text)
    text = html.unescape(_TAG.sub(" ", html.unescape(text)))
    text = _INVISIBLE.sub("", _CONTROL.sub("", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _mended(misread: re.Match[str]) -> str:
    for length in (3, 2):
        with suppress(UnicodeError):  # where it fails, it was meant so
            return misread[0][:length].encode("cp1252").decode("utf-8") + misread[0][length:]
    return misread[0]


def comparable(text: str) -> str:
    """The text in the spelling that phrases are compared in: lower case, without accents or apostrophes."""
    spelled = unicodedata.normalize("NFKD", text.translate(_TRANSLATED)).casefold()
    kept = (mark for mark in spelled if not unicodedata.combining(mark) and mark not in "'" + TAKEN)
    return " ".join("".join(kept).split())


class Phrases:
    """Several phrases of one meaning.

    Tables have thousands of phrases and titles a few words: a phrase is compiled when a text first has a word that
    it cannot do without, and looked for only in such texts.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Raises ValueError for a phrase without words."""
        self._phrases = tuple(phrases)
        self._of_word: dict[str, list[int]] = {}
        for place, phrase in enumerate(self._phrases):
            for word in _needed(phrase):
                self._of_word.setdefault(word, []).append(place)

    def spans_in(self, text: str) -> list[tuple[int, int]]:
        """Where the phrases stand in the (comparable) text, from left to right.

        Where two phrases begin at one letter, the one that comes first in the table counts.
        """
        there = {place for word, places in self._of_word.items() if word in text for place in places}
        phrases = (self._phrases[place] for place in sorted(there))
        expressions = [_compiled(phrase) for phrase in phrases if _may_be_in(phrase, text)]
        spans: list[tuple[int, int]] = []
        end = 0
        while found := [
            match.span() for expression in expressions if (match := expression.search(text, end)) is not None
        ]:
            spans.append(min(found, key=itemgetter(0)))
            end = spans[-1][1]
        return spans

    def taken_from(self, text: str) -> str:
        """The text with all such phrases taken."""
        return self.without(text, self.spans_in(text))

    @staticmethod
    def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
        """The text with those stretches taken; all other letters keep their places."""
        for start, end in spans:
            text = f"{text[:start]}{TAKEN * (end - start)}{text[end:]}"
        return text


_BETWEEN = rf"[^a-z0-9{TAKEN}]{{1,3}}"
_NUMBER = r"(?:[0-9]+(?:[./:][0-9]+)*|one|two|three|four|five|six|seven|eight|nine|ten|half)"
_PART = re.compile(r"\([^()]*\)\??|[a-z0-9]+\*?|\*|#")


@cache
def _parts(phrase: str) -> tuple[str, ...]:
    """The parts of a phrase. Raises ValueError where it cannot be looked for."""
    parts = tuple(_PART.findall(comparable(phrase)))
    if not any(re.search(r"[a-z0-9]", part) for part in parts) or all(map(_may_be_left_out, parts)):
        raise ValueError(f"the phrase '{phrase}' has no words")
    if parts[0].endswith("?"):
        raise ValueError(f"the phrase '{phrase}' begins with words that need not be there")
    return parts


def _may_be_left_out(part: str) -> bool:
    return part.endswith("?") or not all(part.strip("()").split("|"))


@cache
def _needed(phrase: str) -> tuple[str, ...]:
    """Letters of which a text must hold at least one to hold the phrase; a single empty word where none must be.

    These are the longest word of the phrase, or the words of which one must stand in a place.
    """
    needed: tuple[str, ...] = ("",)
    for part in _parts(phrase):
        if part.endswith("?"):
            continue
        choices = part.strip("()").split("|")
        words = tuple(max(map(_letters, choice.split()), key=len, default="") for choice in choices)
        if min(map(len, words)) > min(map(len, needed)):
            needed = words
    return needed


def _may_be_in(phrase: str, text: str) -> bool:
    """Whether the text has the letters of each part, in whatever place: to compile no more than need be."""
    return all(any(all(word in text for word in one) for one in part) for part in _lettered(phrase))


@cache
def _lettered(phrase: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """For each part of the phrase that must be there, the letters of each choice, word by word."""
    must = (part.strip("()").split("|") for part in _parts(phrase) if not part.endswith("?"))
    return tuple(tuple(tuple(map(_letters, choice.split())) for choice in choices) for choices in must)


def _letters(word: str) -> str:
    """The letters that stand for themselves in a word of a phrase."""
    return "" if word in {"*", "#"} else word.removesuffix("*")


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    return re.compile(_expression(phrase))


@cache
def _expression(phrase: str) -> str:
    body = "".join(_part(part, _BETWEEN if number else "") for number, part in enumerate(_parts(phrase)))
    if phrase.startswith("="):
        return rf"^[^a-z0-9]*{body}[^a-z0-9]*$"
    return rf"(?<![a-z0-9]){body}(?![a-z0-9])"


def _part(part: str, between: str) -> str:
    """A part of a phrase with what stands between it and the part before."""
    if not part.startswith("("):
        return between + _word(part)
    either = "|".join(_BETWEEN.join(_word(word) for word in one.split()) for one in part.strip("()?").split("|"))
    return rf"(?:{between}(?:{either}))?" if part.endswith("?") else rf"{between}(?:{either})"


def _word(word: str) -> str:
    if word == "*":
        return r"[a-z0-9]+"
    if word == "#":
        return _NUMBER
    return re.escape(word.removesuffix("*")) + ("[a-z0-9]*" if word.endswith("*") else "")
