"""One school of a district, and whether a text may be a name of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from drillplanner.files.phrases import comparable
from drillplanner.intake.schools.names.words import (
    agree,
    is_one_of,
    levels_named,
    meanings,
    name_spellings,
    words_of,
)
from drillplanner.intake.schools.school_words import school_words

_SHORTEST_INITIALS = 2
#: Levels by which a name that says none may still be called, if its grades are of that level.
_BY_GRADES = ("elementary", "middle", "high")
_JUNIOR = frozenset({"junior", "jr"})


@dataclass(frozen=True)
class TextOfName:
    """A text that may name a school: as written, and its words."""

    text: str
    district_words: frozenset[str] = frozenset()

    @cached_property
    def spelled(self) -> str:
        """Return the text without capitals, accents, and periods."""
        return _spelled(self.text)

    @cached_property
    def all_words(self) -> tuple[str, ...]:
        """Return the words with abbreviations written out."""
        return words_of(self.text)

    @cached_property
    def full(self) -> tuple[str, ...]:
        """Return the words that a full name is compared by."""
        return _full(self.all_words)

    @cached_property
    def clues(self) -> frozenset[str]:
        """Return the words and joined words by which schools that the text may name are looked up."""
        joined = ("".join(self.full), "".join(self.telling), self.spelled.replace(" ", ""))
        return frozenset((*joined, *(meaning for word in self.all_words for meaning in meanings(word)))) - {""}

    @cached_property
    def levels(self) -> frozenset[str]:
        """Return the levels that the text says."""
        return levels_named(self.all_words)

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Return the words that say which school is meant: neither a level nor an empty word."""
        empty = name_spellings().empty
        return tuple(word for word in self.all_words if word not in empty and not is_one_of(word, _LEVEL_WORDS))

    @cached_property
    def is_short_capitals(self) -> bool:
        """Check whether the text can be initials of two letters, which are too short in small letters."""
        return len(self.spelled) > _SHORTEST_INITIALS or self.text.strip(" .") == self.text.strip(" .").upper()


_LEVEL_WORDS = frozenset(
    {"elementary", "primary", "intermediate", "middle", "junior", "jr", "senior", "sr", "high", "secondary"}
)


class KnownSchool:
    """A school with everything that people may call it; ``is_planned`` is False if it is left out."""

    def __init__(
        self,
        school_id: str,
        name: str,
        nicknames: Sequence[str] = (),
        other_ids: Sequence[str] = (),
        grades: Sequence[str] = (),
        is_planned: bool = True,
    ) -> None:
        self.school_id, self.name, self.is_planned = school_id, name, is_planned
        self._grades = tuple(grades)
        self._spelled = frozenset(map(_spelled, (name, *nicknames, *other_ids))) - {""}
        self._names = tuple(words_of(called) for called in (name, *nicknames))
        self._ids = frozenset(without_zeros(given.casefold()) for given in (school_id, *other_ids) if given)
        words = self._names[0]
        self._words = words
        self._core = _core(words)
        self._levels = levels_named(words)
        table = name_spellings()
        self._kinds = frozenset(word for word in words if word in table.kinds) - _LEVEL_WORDS
        last_level = max((place for place, word in enumerate(words) if word in _LEVEL_WORDS), default=len(words))
        #: Words after the level make another school of it: "Oak Elementary Community Day".
        self._after_level = tuple(word for word in words[last_level + 1 :] if word not in table.empty)
        self._initials = frozenset(self._all_initials())

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Return texts that are exactly the school: names, nicknames, and ids."""
        return self._spelled | self._ids

    @cached_property
    def clues(self) -> frozenset[str]:
        """Return the words, initials, and joined words of which every name of the school has one.

        A text that is a full name or may name the school shares a clue with it (:attr:`TextOfName.clues`).
        """
        clues = {meaning for name in self._names for word in name for meaning in meanings(word)}
        clues |= self._initials
        for words in (self._core, self._words):
            run = "".join(own[0] for own in words)
            clues |= {run[:length] for length in range(_SHORTEST_INITIALS, len(run) + 1)}
        return frozenset(clues | {"".join(self._core), *("".join(_full(words)) for words in self._names)})

    def is_exactly(self, text: TextOfName) -> bool:
        """Check whether the text is the name, a nickname, or an id of the school, whatever its capitals."""
        return bool(text.spelled) and (
            text.spelled in self._spelled or without_zeros(text.spelled.replace(" ", "")) in self._ids
        )

    def is_full_name(self, text: TextOfName) -> bool:
        """Check whether the text is the name or a nickname with abbreviations: "Lake Ave. ES"."""
        return any(_same(text.full, _full(words)) for words in self._names)

    def may_be_named(self, text: TextOfName) -> bool:
        """Check whether the text may be a short form of the name: initials, or words of the name."""
        if self._has_initials(text):
            return True
        if not self._fits_levels(text.levels):
            return False
        if not text.telling:
            return bool(text.levels) and (bool(self._levels & text.levels) or self._teaches(text.levels))
        if "".join(self._core) == "".join(text.telling):  # "Southside" for "South Side"
            return True
        # Single letters agree with any word that begins so: they confirm another word, and are no sign alone.
        return all(map(self._has_word, text.telling)) and any(map(self._has_whole_word, text.telling))

    def is_surely_named(self, text: TextOfName) -> bool:
        """Check whether a text that may name the school is more than a word that many names have ("Park")."""
        if self._has_initials(text):
            return True
        if not text.telling:
            # "High School" of the only high school.
            return text.levels <= self._levels
        is_whole = _same(text.telling, self._core) or "".join(self._core) == "".join(text.telling)
        if text.levels and not text.levels <= self._levels and (not is_whole or self._kinds):
            # Its grades alone fit the level: "Oak Elementary" is "Oak School", and not "Oak Hill School".
            return False
        if is_whole:
            return bool(text.levels) or not set(text.telling) <= text.district_words
        if not all(any(agree(own, word) for word in text.telling) for own in self._after_level):
            return False
        common = name_spellings().common
        strong = [word for word in text.telling if len(word) > 1 and not is_one_of(word, common)]
        return bool(strong) and (bool(text.levels) or not set(strong) <= text.district_words)

    def resembles(self, text: TextOfName) -> bool:
        """Check whether the text shares a word with the name, or begins one; only for choices to show."""
        common = name_spellings().common
        return any(
            (agree(word, own) or (len(word) > 2 and own.startswith(word)))
            and not is_one_of(own, common)
            and own not in _LEVEL_WORDS
            for word in text.telling
            for own in self._core
        )

    def _has_initials(self, text: TextOfName) -> bool:
        return text.is_short_capitals and text.spelled.replace(" ", "") in self._initials

    def _has_whole_word(self, word: str) -> bool:
        """Check whether a word is one of the name, or the initials of its first words."""
        if len(word) == 1 and word.isalpha():
            return False
        if any(agree(word, own) for name in self._names for own in name):
            return True
        return word.isalpha() and any(_run_of_initials(word, words) for words in (self._core, self._words))

    def _has_word(self, word: str) -> bool:
        """Check whether a word is one of the name, or agrees with an initial: "Fitzgerald" with "F."."""
        if self._has_whole_word(word):
            return True
        if len(word) == 1 and word.isalpha():
            return any(own.startswith(word) for own in self._core)
        last = "".join(own[0] for own in self._words)
        if word.isalpha() and len(word) >= _SHORTEST_INITIALS and last.endswith(word):
            return True  # "ELC" for the last words of "Oak Early Learning Center"
        return any(len(own) == 1 and own.isalpha() and word.startswith(own) for own in self._core[1:-1])

    def _fits_levels(self, levels: frozenset[str]) -> bool:
        """Check whether the school may be called by these levels: those of its name, or else of its grades."""
        if self._levels:
            return levels <= self._levels
        return not levels or self._teaches(levels)

    def _teaches(self, levels: frozenset[str]) -> bool:
        named = {"junior": "middle", "primary": "elementary"}
        by_name = {level.name: level for level in school_words().levels}
        return bool(self._grades) and all(
            by_name[named.get(level, level)].selects(self._grades) for level in levels
        )

    def _all_initials(self) -> Iterable[str]:
        table = name_spellings()
        names = [self._words, _without(self._words, frozenset({"of", "the", "and", "at", "for", "a", "an", "in"}))]
        names += [words[1:] for words in names if words and words[0] in table.titles]
        names += [_without_suffix(words) for words in names]
        # "Senior" is left out of "Lincoln Senior High School", not of a junior senior high school.
        names += [_without(words, frozenset({"senior"})) for words in names if "junior" not in words]
        if not self._levels:
            names += [
                (*_core(words), level, "school")
                for words in names
                for level in _BY_GRADES
                if self._teaches(frozenset({level}))
            ]
        names += [words[:-1] for words in names if words and words[-1] in ("school", "schools")]
        names += [_core(words) for words in names]
        for words in names:
            initials = "".join(word if word.isdigit() else word[0] for word in words)
            if len(initials) >= _SHORTEST_INITIALS and not initials.isdigit() and len(words) > 1:
                yield initials


def _spelled(text: str) -> str:
    return " ".join(comparable(text).replace(".", "").split())


def without_zeros(text: str) -> str:
    """Return a number without the zeros in front, which spreadsheets drop."""
    return text.lstrip("0") if text.isdigit() else text


def _full(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a full name without "the" and "school", which are left out as often as not."""
    return tuple(word for word in words if word not in ("the", "school", "schools", "and", "of"))


def _core(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name that are its own, without level, kind, and empty words."""
    table = name_spellings()
    core = tuple(word for word in words if word not in table.empty and word not in table.kinds)
    return core[1:] if len(core) > 1 and core[0] in table.titles else core


def _same(some: Sequence[str], others: Sequence[str]) -> bool:
    if not some or not others:
        return False
    if "".join(some) == "".join(others):
        return True
    return len(some) == len(others) and all(agree(one, other) for one, other in zip(some, others, strict=True))


def _without(words: Sequence[str], left_out: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in left_out)


def _without_suffix(words: Sequence[str]) -> tuple[str, ...]:
    """Return a name without the "Jr." of a person, which is no junior high school."""
    kept = []
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else ""
        if word in _JUNIOR and place and after not in ("high", "senior", "sr"):
            continue
        kept.append(word)
    return tuple(kept)


def _run_of_initials(word: str, words: Sequence[str]) -> bool:
    """Check whether a word is the initials of several words in a row from the first one: MLK, AW."""
    run = "".join(own[0] for own in words)
    return len(word) >= _SHORTEST_INITIALS and run.startswith(word)
