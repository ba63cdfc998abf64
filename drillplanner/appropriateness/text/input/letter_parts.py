"""The parts of a letter or an email that are not its message, and the parts that we cannot read.

An email brings along what it answers, a signature, and a notice that it is confidential; a page brings code; and
many letters say the same again in Spanish. None of them is the message in English that is to be judged. What is
left unread is reported, since a person may not know that it is in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from drillplanner.appropriateness.text.input.plain_text import plain_letters
from drillplanner.files.yaml_document import parse_as, read_document

QUOTED, SPANISH, OTHER_LANGUAGE = "an earlier message quoted below", "a part in Spanish", "a part not in English"
#: With fewer words before it, what seems to be quoted is the message itself, for example one that was passed on.
_FEWEST_WORDS = 5
#: A part this short is read as English: too few small words to tell.
_FEWEST_SPANISH = 3
_MOST_OTHER_LETTERS = 0.3

_CODE = re.compile(r"(?is)<(head|style|script)\b[^>]{0,300}>.{0,50000}?</\1\s*>")
_QUOTE_BEGINS = re.compile(
    r"(?im)(?:^|(?<=>))[ \t]*(?:On\b[^\n<>]{5,200}\bwrote:|-{2,}[ \t]*Original Message[ \t]*-{2,}"
    r"|From:[^\n]{1,200}\n(?:[A-Z][a-z]+:[^\n]{0,200}\n){1,6})"
)
_QUOTED_LINE = re.compile(r"(?m)^[ \t]*(?:>|&gt;)[^\n]*(?:\n|\Z)")
_SIGNATURE = re.compile(r"(?im)(?:^|(?<=>))--[ \t]*(?=\n|<br|</|\Z)")
_NOTICE = re.compile(
    r"(?im)^[^\n]{0,20}(?:confidentiality (?:notice|statement)\b[^\n]*(?:\n[^\n]+)*|sent from my [^\n]{1,40}$)"
)
_HEADERS = re.compile(r"(?i)\A\s*(?:(?:From|Sent|Date|To|Cc|Bcc|Reply-To):[^\n]*\n)+")
_PARAGRAPH = re.compile(r"(?s)[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_TAG = re.compile(r"<[^<>]{0,500}>")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = Path(__file__).parent / "small_words.yaml"


@dataclass(frozen=True)
class UnreadPart:
    """A part of a text that is left out; ``what`` is what a person is told, empty for code and signatures."""

    start: int
    end: int
    what: str = ""


def unread_parts(text: str) -> tuple[UnreadPart, ...]:
    """Return the parts of a text that are not read, in order; they may overlap."""
    parts = [UnreadPart(*found.span()) for found in _CODE.finditer(text)]
    if headers := _HEADERS.match(text):
        parts.append(UnreadPart(*headers.span()))
    body = headers.end() if headers else 0
    quoted = list(_quoted(text, body))
    parts += quoted
    parts += [UnreadPart(*found.span()) for found in _NOTICE.finditer(text, body)]
    for found in _SIGNATURE.finditer(text, body):
        ends = min((part.start for part in quoted if part.start >= found.end()), default=len(text))
        if _has_words(text[body : found.start()]):
            parts.append(UnreadPart(found.start(), ends))
            break
    return tuple(sorted((*parts, *_in_other_languages(text)), key=lambda part: (part.start, -part.end)))


def _quoted(text: str, body: int) -> Iterator[UnreadPart]:
    """Yield what a reply quotes; nothing where too few words stand before the first quote."""
    for found in _QUOTE_BEGINS.finditer(text, body):
        if not _has_words(text[body : found.start()]):
            continue
        after = found.end()
        while (line := _QUOTED_LINE.match(text, _next_line(text, after))) is not None:
            after = line.end()
        yield UnreadPart(found.start(), after if after > found.end() else len(text), QUOTED)
        if after == found.end():
            return
    if lines := [found for found in _QUOTED_LINE.finditer(text, body) if _has_words(text[body : found.start()])]:
        yield from (UnreadPart(*found.span(), QUOTED) for found in lines)


def _next_line(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def _has_words(text: str) -> bool:
    return len(_WORD.findall(_TAG.sub(" ", text))) >= _FEWEST_WORDS


def _in_other_languages(text: str) -> Iterator[UnreadPart]:
    for found in _PARAGRAPH.finditer(text):
        words = _WORD.findall(_TAG.sub(" ", found.group()).lower())
        spanish = sum(word in small_words()["es"] for word in words)
        english = sum(word in small_words()["en"] for word in words)
        if spanish >= _FEWEST_SPANISH and spanish > 2 * english:
            yield UnreadPart(*found.span(), SPANISH)
        elif _is_other_script("".join(words)):
            yield UnreadPart(*found.span(), OTHER_LANGUAGE)


@lru_cache(maxsize=1)
def small_words() -> dict[str, frozenset[str]]:
    """Return the small words of each language, by its two letters."""
    return parse_as(dict[str, frozenset[str]], read_document(_SMALL_WORDS, _SMALL_WORDS.name))


def _is_other_script(letters: str) -> bool:
    """Check for letters that no one uses in place of Latin ones, such as Chinese, Arabic, or most Cyrillic."""
    plain = plain_letters(letters)
    return sum(not letter.isascii() for letter in plain) > _MOST_OTHER_LETTERS * max(1, len(letters))
