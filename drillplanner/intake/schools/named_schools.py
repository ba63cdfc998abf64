"""Whom a calendar entry is about: campuses by name or initials, grades, and levels such as "elementary".

Words and rules are data in ``calendar_audience.yaml``. A campus is meant

- by its name, its name without "School", what is its own in its name ("Burnet Hill"; not where that is part
  of the district's name, or shared), its id, or its initials in capitals ("LHS");
- by grades, where it teaches one of them;
- by a level, by the level's rule on grades.

Campuses named outright count alone; grades beside them only say which part of the campus is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drillplanner.files.phrases import Phrases, comparable
from drillplanner.intake.schools.grades import grades_in_text
from drillplanner.intake.schools.school_words import SchoolLevelWords, levels_in, school_words
from drillplanner.model import Campus, format_grades, sort_grades

_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST_INITIALS = 3
_PRESCHOOL = "PK"
#: Levels of which a school is one or another where its name says so.
_NAMED_OUTRIGHT = ("elementary", "middle", "high")
_SHORTEST_OWN_NAME = 4


@dataclass(frozen=True)
class NamedSchools:
    """The campuses that a text names; ``campus_ids`` is None where it names nobody, so everyone is meant.

    ``partly`` are those of which only some grades are named, with these grades. ``nobody`` are words that
    name an audience which no campus has; ``unsure`` are sentences on what may name one.
    """

    campus_ids: tuple[str, ...] | None
    partly: tuple[tuple[str, tuple[str, ...]], ...] = ()
    nobody: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    only: bool = False

    @property
    def for_everyone(self) -> bool:
        """Whether nobody in particular is named."""
        return self.campus_ids is None


EVERYONE = NamedSchools(None)


@dataclass(frozen=True)
class _NamesFound:
    """What is named in one stretch of a text."""

    campus_ids: frozenset[str]
    grades: frozenset[str]
    levels: tuple[SchoolLevelWords, ...]
    shared: tuple[str, ...]

    @property
    def anyone(self) -> bool:
        return bool(self.campus_ids or self.grades or self.levels)


class NamedSchoolReader:
    """Finds the campuses that a text names, for one district."""

    def __init__(self, campuses: tuple[Campus, ...], district_name: str) -> None:
        self._campuses = campuses
        self._aliases = _aliases(campuses, comparable(district_name))
        self._initials = _initials(campuses)
        self._levels_by_name = {
            campus.campus_id: tuple(
                level for level in levels_in(comparable(campus.name)) if level.name in _NAMED_OUTRIGHT
            )
            for campus in campuses
        }
        table = school_words()
        self._everyone = Phrases(table.everyone)
        self._excepting = Phrases(table.excepting)
        self._only = Phrases(table.only)
        self._not_levels = Phrases(table.not_levels)
        self._unknown_initials = re.compile(table.initials)
        self._bare_span = re.compile(table.bare_span, re.IGNORECASE)

    def named_in(self, text: str, read: str) -> NamedSchools:
        """The audience of ``text``; ``read`` is its comparable spelling without words that are other names."""
        exceptions = self._excepting.spans_in(read)
        before = read[: exceptions[0][0]] if exceptions else read
        meant = self._named(text, before)
        unsure = self._unsure(text, meant)
        if self._everyone.spans_in(before):
            meant = _NamesFound(frozenset(), frozenset(), (), ())
        if exceptions:
            return self._all_but(meant, self._named(text, read[exceptions[0][1] :]), unsure)
        if not meant.anyone:
            return NamedSchools(None, unsure=unsure)
        chosen = self._chosen(meant)
        return NamedSchools(
            tuple(campus.campus_id for campus in self._campuses if campus.campus_id in chosen),
            self._partly(meant, chosen),
            self._nobody(meant),
            unsure,
            bool(self._only.spans_in(read)),
        )

    def _all_but(self, meant: _NamesFound, excepted: _NamesFound, unsure: tuple[str, ...]) -> NamedSchools:
        everyone = {campus.campus_id for campus in self._campuses}
        kept = (self._chosen(meant) if meant.anyone else everyone) - self._chosen(excepted)
        if not excepted.anyone:
            unsure = (*unsure, "it names an exception that is no campus, grade or level")
        if kept == everyone:
            return NamedSchools(None, nobody=self._nobody(excepted), unsure=unsure)
        ordered = tuple(campus.campus_id for campus in self._campuses if campus.campus_id in kept)
        return NamedSchools(ordered, nobody=self._nobody(excepted), unsure=unsure)

    def _named(self, text: str, read: str) -> _NamesFound:
        campus_ids: set[str] = set()
        shared: list[str] = []
        words = set(_WORD.findall(read))
        for alias, owners in self._aliases:
            # A district may have hundreds of names: most are ruled out by one of their words.
            spans = Phrases([alias]).spans_in(read) if words.issuperset(alias.split()) else []
            if spans:
                campus_ids.update(owners)
                if len(owners) > 1:
                    shared.append(f"'{read[slice(*spans[0])]}' is in the name of {len(owners)} campuses")
                read = Phrases.without_spans(read, spans)
        for initials in sorted(set(re.findall(r"\b[A-Z]{3,6}\b", text)) & set(self._initials)):
            if re.search(rf"(?<![a-z0-9]){initials.lower()}(?![a-z0-9])", read):
                campus_ids.update(self._initials[initials])
                if len(self._initials[initials]) > 1:
                    shared.append(f"the initials {initials} are those of {len(self._initials[initials])} campuses")
        grades, read = grades_in_text(read, school_words().phrases_of_grades)
        read = self._not_levels.without_matches(read)
        levels = levels_in(read)
        return _NamesFound(frozenset(campus_ids), frozenset(grades), levels, tuple(shared))

    def _chosen(self, meant: _NamesFound) -> set[str]:
        if meant.campus_ids:
            return set(meant.campus_ids)
        return {
            campus.campus_id
            for campus in self._campuses
            if meant.grades & set(campus.grades) or any(self._is_of(level, campus) for level in meant.levels)
        }

    def _is_of(self, level: SchoolLevelWords, campus: Campus) -> bool:
        """Whether a campus is of a level: by its grades, unless its name says another level outright."""
        called = self._levels_by_name[campus.campus_id]
        if called and level not in called and level.name in _NAMED_OUTRIGHT:
            return level.selects_all_of(campus.grades)
        return level.selects(campus.grades)

    def _partly(self, meant: _NamesFound, chosen: set[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        partly = []
        for campus in self._campuses:
            whole = not meant.grades or any(self._is_of(level, campus) for level in meant.levels)
            # A calendar that says "K-5" means the school; its preschool has hours of its own, if any.
            if set(campus.grades) - meant.grades == {_PRESCHOOL} and len(campus.grades) > 2:
                continue
            if campus.campus_id in chosen and not whole and not set(campus.grades) <= meant.grades:
                partly.append((campus.campus_id, sort_grades(meant.grades & set(campus.grades))))
        return tuple(partly)

    def _nobody(self, meant: _NamesFound) -> tuple[str, ...]:
        if meant.campus_ids:
            return ()
        taught = {grade for campus in self._campuses for grade in campus.grades}
        missing = tuple(
            level.name
            for level in meant.levels
            if not any(self._is_of(level, campus) for campus in self._campuses)
        )
        if meant.grades and not meant.grades & taught:
            missing += (f"grades {format_grades(sort_grades(meant.grades))}",)
        return missing

    def _unsure(self, text: str, meant: _NamesFound) -> tuple[str, ...]:
        found = list(meant.shared)
        if not text.isupper():
            for initials in dict.fromkeys(self._unknown_initials.findall(text)):
                if initials not in self._initials and initials not in school_words().not_initials:
                    found.append(f"'{initials}' may be the initials of a school, but no campus has them")
        if not meant.grades:
            found += [f"'{span}' may be grades" for span in dict.fromkeys(self._bare_span.findall(text))]
        return tuple(found)


def _aliases(campuses: tuple[Campus, ...], district: str) -> list[tuple[str, frozenset[str]]]:
    """Names of campuses, the longer before the shorter, each with the campuses that it means."""
    owners: dict[str, set[str]] = {}
    for campus in campuses:
        for alias in _names_of(campus, district):
            owners.setdefault(alias, set()).add(campus.campus_id)
    ordered = sorted(owners, key=lambda alias: (-len(alias), alias))
    return [(alias, frozenset(owners[alias])) for alias in ordered]


def _names_of(campus: Campus, district: str) -> set[str]:
    table = school_words()
    words = _WORD.findall(comparable(campus.name))
    own = [word for word in words if word not in table.words_of_a_school]
    names = {" ".join(words), " ".join(words[:-1]) if words and words[-1] == "school" else ""}
    short = " ".join(own)
    in_district = re.search(rf"(?<![a-z0-9]){re.escape(short)}(?![a-z0-9])", district) is not None
    if own and len(short) >= _SHORTEST_OWN_NAME and not in_district:
        names.add(short)
    if re.search(r"[a-z]", campus.campus_id.lower()) and not _is_ordinary_word(campus.campus_id):
        names.add(" ".join(_WORD.findall(comparable(campus.campus_id))))
    for long, short_form in table.spellings.items():
        for one, other in ((long, short_form), (short_form, long)):
            names |= {re.sub(rf"\b{one}\b", other, name) for name in names}
    # A name of nothing but ordinary words ("Middle School") would match every title about a level.
    return {name for name in names if name and not set(name.split()) <= set(table.words_of_a_school)}


def _is_ordinary_word(campus_id: str) -> bool:
    """An id such as "high" or "6": as a word of a title it would not mean the campus."""
    read = comparable(campus_id)
    return len(read) < _SHORTEST_INITIALS or (
        any(level.words.spans_in(read) for level in school_words().levels) and not ("-" in read or "_" in read)
    )


def _initials(campuses: tuple[Campus, ...]) -> dict[str, tuple[str, ...]]:
    """Campuses by the initials of their names, with and without "School"."""
    found: dict[str, list[str]] = {}
    for campus in campuses:
        words = _WORD.findall(comparable(campus.name))
        whole = "".join(word[0] for word in words).upper()
        for initials in {whole, whole[:-1] if words and words[-1] == "school" else whole}:
            if len(initials) >= _SHORTEST_INITIALS and initials.isalpha():
                found.setdefault(initials, []).append(campus.campus_id)
    return {initials: tuple(ids) for initials, ids in found.items()}
