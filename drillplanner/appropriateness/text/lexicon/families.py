"""The lexicon, read from YAML: classes of words, and families of patterns for what a text may reveal.

A class is a list of words or phrases in dictionary form (``=word`` requires that exact spelling, ``{name}``
includes another class). A family is a list of patterns. The parts of a pattern come in order, with at most two
words between them, or six after ``..`` and twelve after ``...``; ``&`` joins two halves that may come in either
order in one clause; ``|`` separates alternatives; a closing ``?`` makes a part optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen, Severity

_FOLDER = Path(__file__).parent
NEAR, FAR, CLAUSE = 2, 6, 12


class Breach(StrEnum):
    """The polarity that turns a match into a finding."""

    ASSERTED = "asserted"  # the text says that it will be so
    DENIED = "denied"  # the text says that it will not be so
    OPEN = "open"  # the words leave it open, and a person must be asked


class BreachAudience(StrEnum):
    """The people in whose presence a match is a breach."""

    STUDENTS = "students"
    ANYONE = "anyone"
    STAFF = "staff"


class LexiconFamily(Frozen):
    """Statements that concern the same rules, with the patterns that find them."""

    id: str
    rules: tuple[str, ...] = Field(min_length=1)
    breach: Breach = Breach.ASSERTED
    concerns: BreachAudience = BreachAudience.STUDENTS
    staff_rules: tuple[str, ...] = Field(default=(), description="Rules that speak where adults practise alone.")
    staff_breach: bool = Field(default=False, description="With adults alone it is a breach too, not a notice.")
    hazard: str = Field(default="any", description="any, not_fire, threat")
    bands: tuple[str, ...] = Field(default=(), description="Grade bands to which it speaks; none: all.")
    states: tuple[str, ...] = Field(default=(), description="States in which a recommendation binds.")
    not_states: tuple[str, ...] = Field(
        default=(), description="States whose law leaves this open or asks for it."
    )
    unless: tuple[str, ...] = Field(default=(), description="Classes of words that clear what stands near them.")
    needs: tuple[str, ...] = Field(
        default=(), description="Classes of which one must stand somewhere in the text."
    )
    lacks: tuple[str, ...] = Field(default=(), description="Classes of which none may stand anywhere in the text.")
    reach: int = Field(default=30, description="How many words a negation may stand before the thing.")
    severity: Severity | None = Field(default=None, description="Where it differs from the rule's.")
    fact: str | None = Field(default=None, description="The fact of a full plan that the words give.")
    patterns: tuple[str, ...] = Field(min_length=1)
    innocent: tuple[str, ...] = ()
    anywhere: bool = Field(default=False, description="It does not matter where the thing once happened.")
    spoken: bool = Field(
        default=False, description="Told to children: that it only might be so makes it no better."
    )
    question: bool = Field(default=False, description="It is put as a question to a person, never as a violation.")
    raised_to: tuple[str, ...] = Field(default=(), description="Bands for which the rule is required.")
    raised_by: tuple[str, ...] = Field(
        default=(), description="Classes of words that make the rule required, such as a kind of drill."
    )


@dataclass(frozen=True)
class PatternPart:
    """A part of a pattern: the classes that match it, and the number of words that may precede it."""

    classes: frozenset[str]
    gap: int
    optional: bool


@dataclass(frozen=True)
class Pattern:
    """Parts in order; ``other`` is the second half of a pair in either order; ``loose`` allows commas between."""

    parts: tuple[PatternPart, ...]
    other: tuple[PatternPart, ...] = ()
    loose: bool = False

    @cached_property
    def needed(self) -> tuple[frozenset[str], ...]:
        """The alternatives of each required part."""
        return tuple(part.classes for part in (*self.parts, *self.other) if not part.optional)


@dataclass(frozen=True)
class CompiledFamily:
    """A family with its compiled patterns."""

    family: LexiconFamily
    patterns: tuple[Pattern, ...]
    innocent: tuple[Pattern, ...]

    @cached_property
    def needed(self) -> frozenset[str]:
        """Classes of which a sentence has at least one if any pattern matches it: of each, the rarest part."""
        return frozenset(name for pattern in self.patterns for name in min(pattern.needed, key=len))


@dataclass(frozen=True)
class Lexicon:
    """All phrases, by their first word, and all families."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    families: tuple[CompiledFamily, ...]
    innocent: tuple[Pattern, ...]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the lexicon that comes with the program."""
    return read_lexicon(_FOLDER)


def read_lexicon(folder: Path) -> Lexicon:
    """Read the lexicon of a folder with ``words/*.yaml``, ``families/*.yaml``, and ``innocent.yaml``.

    Raises InputError for an invalid class or family, or a pattern that names an unknown class.
    """
    classes: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "words").glob("*.yaml")):
        for name, entries in parse_as(dict[str, tuple[str, ...]], read_document(path)).items():
            classes[name] = (*classes.get(name, ()), *entries)
    compiler = _Compiler(classes)
    families = []
    for path in sorted((folder / "families").glob("*.yaml")):
        for family in parse_as(tuple[LexiconFamily, ...], read_document(path)):
            families.append(
                CompiledFamily(
                    family,
                    tuple(compiler.pattern(text, path.name) for text in family.patterns),
                    tuple(compiler.pattern(text, path.name, loose=True) for text in family.innocent),
                )
            )
    innocent = parse_as(tuple[str, ...], read_document(folder / "innocent.yaml"))
    harmless = tuple(compiler.pattern(text, "innocent.yaml", near=0, loose=True) for text in innocent)
    return Lexicon(compiler.phrases(), tuple(families), harmless)


class _Compiler:
    """Expands classes, and compiles patterns with the plain words that they contain."""

    def __init__(self, classes: Mapping[str, tuple[str, ...]]) -> None:
        self._classes = classes
        self._plain: set[str] = set()

    def pattern(self, text: str, file: str, near: int = NEAR, loose: bool = False) -> Pattern:
        halves = text.split(" & ")
        parts = [tuple(self._parts(half, file, near)) for half in halves]
        return Pattern(parts[0], parts[1] if len(parts) > 1 else (), loose)

    def phrases(self) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
        found: dict[str, set[tuple[tuple[str, ...], str]]] = {}
        for name in self._classes:
            for phrase in self._opened(name):
                for spelling in _spellings(phrase):
                    found.setdefault(spelling[0], set()).add((spelling, name))
        for phrase in self._plain:
            for spelling in _spellings(phrase):
                found.setdefault(spelling[0], set()).add((spelling, _plain_name(phrase)))
        return {first: tuple(sorted(entries)) for first, entries in found.items()}

    def _opened(self, name: str, seen: tuple[str, ...] = ()) -> Iterator[str]:
        for entry in self._classes[name]:
            if entry.startswith("{") and entry[1:-1] not in seen:
                yield from self._opened(entry[1:-1], (*seen, name))
            else:
                yield entry

    def _parts(self, text: str, file: str, near: int) -> Iterator[PatternPart]:
        gap = 0
        for piece in text.split():
            if piece in {"..", "..."}:
                gap = FAR if piece == ".." else CLAUSE
                continue
            optional = piece.endswith("?")
            yield PatternPart(frozenset(self._names(piece.rstrip("?"), file)), gap, optional)
            gap = near

    def _names(self, piece: str, file: str) -> Iterator[str]:
        for alternative in piece.split("|"):
            if alternative.startswith("{"):
                if alternative[1:-1] not in self._classes:
                    raise InputError(Problem(file, None, "a pattern names an unknown class", alternative))
                yield alternative[1:-1]
            else:
                phrase = "lock-down" if alternative == "lockdown" else alternative.replace("_", " ")
                self._plain.add(phrase)
                yield _plain_name(phrase)


def _plain_name(phrase: str) -> str:
    """Return the name under which a plain word of a pattern is indexed; never the name of a class."""
    return f"'{phrase}'"


def _spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield the spellings of a phrase; ``lock-down`` yields "lockdown" and "lock down"."""
    if "-" in phrase:
        yield tuple(re.sub(r"-", " ", phrase).split())
        yield tuple(re.sub(r"-", "", phrase).split())
    else:
        yield tuple(phrase.split())
