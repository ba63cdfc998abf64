"""The words of a school's name, with the abbreviations that people use (``name_spellings.yaml``)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from drillplanner.files.phrases import comparable
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen

_FILE = "name_spellings.yaml"
_WORD = re.compile(r"[a-z0-9]+")
#: "h.s." and "a.w.": letters with periods and no spaces are one word.
_DOTTED = re.compile(r"\b(?:[a-z]\.){1,5}[a-z]\b\.?")
#: "Jr." before "High" or "Sr." is no part of a person's name.
_BEFORE_HIGH = {"jr": "junior", "sr": "senior"}
_HIGH = frozenset({"high", "senior", "sr"})
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")


class NameSpellings(Frozen):
    """The table of ``name_spellings.yaml``."""

    expanded: dict[str, str]
    apart: dict[str, str]
    may_mean: dict[str, tuple[str, ...]]
    empty: frozenset[str]
    kinds: frozenset[str]
    titles: frozenset[str]
    common: frozenset[str]


@cache
def name_spellings() -> NameSpellings:
    """Return the table that ships with the program."""
    return parse_as(NameSpellings, read_document(Path(__file__).with_name(_FILE), _FILE))


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name in one spelling: "Lake Ave. H.S." gives lake, ave, high, school."""
    table = name_spellings()
    plain = comparable(text).replace("&", " and ")
    plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), plain)
    spaced = f" {' '.join(_WORD.findall(plain))} "
    for apart, together in table.apart.items():
        spaced = spaced.replace(f" {apart} ", f" {together} ")
    words = [part for word in spaced.split() for part in table.expanded.get(word, word).split()]
    following = (*words[1:], "")
    return tuple(
        _BEFORE_HIGH[word] if word in _BEFORE_HIGH and after in _HIGH else _LEADING_ZEROS.sub("", word)
        for word, after in zip(words, following, strict=False)
    )


@lru_cache(maxsize=8192)
def meanings(word: str) -> frozenset[str]:
    """Return the words that a word may stand for, itself included."""
    return frozenset((word, *name_spellings().may_mean.get(word, ())))


def agree(one: str, other: str) -> bool:
    """Check whether two words may be the same word."""
    return one == other or not meanings(one).isdisjoint(meanings(other))


def is_one_of(word: str, words: frozenset[str]) -> bool:
    """Check whether a word, or what it may stand for, is one of some words."""
    return not meanings(word).isdisjoint(words)


def levels_named(words: tuple[str, ...]) -> frozenset[str]:
    """Return the levels that a name says: "junior high" is no high school, "junior senior high" is both."""
    levels: set[str] = set()
    for place, word in enumerate(words):
        rest = words[place + 1 : place + 3]
        if word == "junior" and not _HIGH.isdisjoint(rest):
            levels.add("junior")
        elif word == "high":
            if not place or words[place - 1] != "junior":
                levels.add("high")
        elif word in ("elementary", "primary", "intermediate", "middle", "secondary"):
            levels.add(word)
        elif place and word in ("int", "inter"):
            levels.add("intermediate")
        elif word == "el" and place == len(words) - 1 and place:
            levels.add("elementary")
    return frozenset(levels)
