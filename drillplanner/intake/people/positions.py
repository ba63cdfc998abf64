"""What a position title of a personnel office means: "TCHR ELEM" is a teacher (``position_words.yaml``).

A title is never guessed into a post that cares for children: for a nurse, a counselor, a secretary, or a principal
every other word of the title must be known too. What is not understood is asked (``positions.csv``).
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from pathlib import Path

from drillplanner.files.phrases import comparable
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen

_FILE = "position_words.yaml"
_WORD = re.compile(r"[a-z0-9]+")


class EverydayTitle(Frozen):
    """A title as charts use it, the phrases that mean it, and whether its people hold a class.

    ``whole`` titles may be given children to care for, or command: every word of the position must be understood.
    """

    title: str
    phrases: tuple[str, ...]
    whole: bool = False
    teaches: bool = False


class PositionWords(Frozen):
    """The table of ``position_words.yaml``."""

    shortened: dict[str, str]
    titles: tuple[EverydayTitle, ...]
    known: frozenset[str]
    nouns: frozenset[str]
    asked: tuple[str, ...]
    headings: dict[str, tuple[str, ...]]
    not_schools: frozenset[str]
    gone: frozenset[str]
    vacant: frozenset[str]

    @cached_property
    def title_of_phrase(self) -> dict[tuple[str, ...], EverydayTitle]:
        """Return the titles by the words of their phrases."""
        return {tuple(_WORD.findall(phrase)): title for title in self.titles for phrase in title.phrases}


@cache
def position_words() -> PositionWords:
    """Return the table that ships with the program."""
    return parse_as(PositionWords, read_document(Path(__file__).with_name(_FILE), _FILE))


def title_named(text: str) -> EverydayTitle | None:
    """Return the everyday title with this name, as ``positions.csv`` gives it; None if there is none."""
    plain = comparable(text)
    return next((title for title in position_words().titles if comparable(title.title) == plain), None)


@lru_cache(maxsize=4096)
def everyday_title(position: str) -> EverydayTitle | None:
    """Return what a position title means, or None if it must be asked."""
    table = position_words()
    words = _words(position)
    if any(_runs(words, tuple(phrase.split())) for phrase in table.asked):
        return None
    found: dict[str, EverydayTitle] = {}
    left = list(words)
    for phrase in sorted(table.title_of_phrase, key=lambda words: (-len(words), words)):
        for start in _runs(tuple(left), phrase):
            found.setdefault(table.title_of_phrase[phrase].title, table.title_of_phrase[phrase])
            left[start : start + len(phrase)] = [""] * len(phrase)
    if len(found) != 1:
        return None
    title = next(iter(found.values()))
    unknown = [word for word in left if word and word not in table.known and not word.isdigit()]
    is_another = any(word in table.nouns for word in unknown)
    return None if is_another or (title.whole and unknown) else title


def _words(position: str) -> tuple[str, ...]:
    """Return the words of a position with short forms written out."""
    text = f" {' '.join(_WORD.findall(comparable(position).replace('&', ' and ')))} "
    for short, whole in sorted(position_words().shortened.items(), key=lambda item: -len(item[0].split())):
        text = text.replace(f" {short} ", f" {whole} ").replace(f" {short} ", f" {whole} ")
    return tuple(text.split())


def _runs(words: tuple[str, ...], phrase: tuple[str, ...]) -> list[int]:
    """Return where a phrase begins among the words."""
    return [start for start in range(len(words) - len(phrase) + 1) if words[start : start + len(phrase)] == phrase]
