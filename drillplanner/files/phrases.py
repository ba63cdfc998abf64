"""Phrases that a table of wording lists, and the search for them in free text such as a calendar title.

A table of wording is written in plain phrases::

    no school            these words in a row; spaces, hyphens, slashes, and commas between them count alike
    early dismissal*     the last word may continue ("dismissals")
    last day of * term   any one word in between
    (late|delayed) start one of these, also of several words; with "?" the words may be missing: "(at)?"
    # hours              a number in figures or words ("2", "1:30", "2.5", "two")
    = a day              the whole text is this phrase

Case, accents, apostrophes, and the kind of dash make no difference. Rules are tried in the order of the table,
and a later rule never sees a word that an earlier rule has understood: "no early dismissal" is understood before
"early dismissal" is looked for.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, lru_cache
from operator import itemgetter

#: The longest title and description that are read, in characters; the rest is cut off.
LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 4_000

#: Replaces letters that have been understood; no phrase matches across a run of these marks.
UNDERSTOOD = "\0"

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# U+2028 to U+202F and U+200B to U+200F: separators and invisible marks that word processors leave behind.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_PLAIN_MARKS = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "½": "1/2",
    }
)  # fmt: skip
# A character of two or three bytes in UTF-8 that was once read as Windows-1252: "â€™" for an apostrophe.
_MISDECODED = re.compile("[\u00c2-\u00c5\u00e2][^\x00-\x7f]{1,2}")


def clean(text: str) -> str:
    """Return the text on one line as a person would have written it.

    HTML tags and entities, non-breaking spaces, and invisible and control characters are removed. UTF-8 that was
    once misread as Windows-1252 ("Presidentsâ€™ Day") is repaired if the repair is certain.
    """
    text = _MISDECODED.sub(_redecoded, text)
    text = html.unescape(_TAG.sub(" ", html.unescape(text)))
    text = _INVISIBLE.sub("", _CONTROL.sub("", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _redecoded(match: re.Match[str]) -> str:
    for length in (3, 2):
        with suppress(UnicodeError):  # not decodable: these characters were meant as they are
            return match[0][:length].encode("cp1252").decode("utf-8") + match[0][length:]
    return match[0]


@lru_cache(maxsize=2048)
def comparable(text: str) -> str:
    """Return the text in the spelling in which phrases are compared: lower case, no accents or apostrophes."""
    spelled = unicodedata.normalize("NFKD", text.translate(_PLAIN_MARKS)).casefold()
    letters = (mark for mark in spelled if not unicodedata.combining(mark) and mark not in "'" + UNDERSTOOD)
    return " ".join("".join(letters).split())


class Phrases:
    """Several phrases of one meaning, searched for together.

    Tables have thousands of phrases and titles have a few words, so a phrase is compiled only when a text first
    contains a word that the phrase requires.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Collect the phrases. Raises ValueError: a phrase has no words."""
        self._phrases = tuple(phrases)
        self._numbers_by_word: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._phrases):
            for word in _required_words(phrase):
                self._numbers_by_word.setdefault(word, []).append(number)

    def spans_in(self, text: str) -> list[tuple[int, int]]:
        """Return the start and end of each phrase found in the (comparable) text, from left to right.

        If two phrases begin at the same letter, the one listed first in the table counts.
        """
        numbers = {number for word, places in self._numbers_by_word.items() if word in text for number in places}
        phrases = (self._phrases[number] for number in sorted(numbers))
        expressions = [_compiled(phrase) for phrase in phrases if _may_be_in(phrase, text)]
        spans: list[tuple[int, int]] = []
        end = 0
        while matches := [
            match.span() for expression in expressions if (match := expression.search(text, end)) is not None
        ]:
            spans.append(min(matches, key=itemgetter(0)))
            end = spans[-1][1]
        return spans

    def without_matches(self, text: str) -> str:
        """Return the text with all phrases of this meaning marked as understood."""
        return self.without_spans(text, self.spans_in(text))

    @staticmethod
    def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
        """Return the text with these spans marked as understood; all other letters keep their places."""
        for start, end in spans:
            text = f"{text[:start]}{UNDERSTOOD * (end - start)}{text[end:]}"
        return text


_BETWEEN = rf"[^a-z0-9{UNDERSTOOD}]{{1,3}}"
_NUMBER = r"(?:[0-9]+(?:[./:][0-9]+)*|one|two|three|four|five|six|seven|eight|nine|ten|half)"
_PART = re.compile(r"\([^()]*\)\??|[a-z0-9]+\*?|\*|#")


@cache
def _parts(phrase: str) -> tuple[str, ...]:
    """Return the parts of a phrase.

    Raises ValueError: the phrase has no words, or begins with words that may be missing.
    """
    parts = tuple(_PART.findall(comparable(phrase)))
    if not any(re.search(r"[a-z0-9]", part) for part in parts) or all(map(_is_optional, parts)):
        raise ValueError(f"the phrase '{phrase}' has no words")
    if parts[0].endswith("?"):
        raise ValueError(f"the phrase '{phrase}' begins with words that need not be there")
    return parts


def _is_optional(part: str) -> bool:
    return part.endswith("?") or not all(part.strip("()").split("|"))


@cache
def _required_words(phrase: str) -> tuple[str, ...]:
    """Return words of which a text must contain one to contain the phrase; one empty word if none is needed.

    These are the longest word of the phrase, or the alternatives for one place.
    """
    required: tuple[str, ...] = ("",)
    for part in _parts(phrase):
        if part.endswith("?"):
            continue
        choices = part.strip("()").split("|")
        words = tuple(max(map(_literal_letters, choice.split()), key=len, default="") for choice in choices)
        if min(map(len, words)) > min(map(len, required)):
            required = words
    return required


def _may_be_in(phrase: str, text: str) -> bool:
    """Check whether the text has the letters of each part anywhere, to compile as few phrases as possible."""
    return all(
        any(all(word in text for word in alternative) for alternative in part) for part in _words_by_part(phrase)
    )


@cache
def _words_by_part(phrase: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return, for each required part of the phrase, the letters of each choice, word by word."""
    must = (part.strip("()").split("|") for part in _parts(phrase) if not part.endswith("?"))
    return tuple(tuple(tuple(map(_literal_letters, choice.split())) for choice in choices) for choices in must)


def _literal_letters(word: str) -> str:
    """Return the letters of a phrase's word without its wildcards."""
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
    """Return the regular expression of one part, including what separates it from the part before."""
    if not part.startswith("("):
        return between + _word(part)
    choices = "|".join(
        _BETWEEN.join(_word(word) for word in choice.split()) for choice in part.strip("()?").split("|")
    )
    return rf"(?:{between}(?:{choices}))?" if part.endswith("?") else rf"{between}(?:{choices})"


def _word(word: str) -> str:
    if word == "*":
        return r"[a-z0-9]+"
    if word == "#":
        return _NUMBER
    return re.escape(word.removesuffix("*")) + ("[a-z0-9]*" if word.endswith("*") else "")
