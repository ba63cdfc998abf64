"""The schools that a calendar entry is about: campuses by name or initials, grades, and levels ("elementary").

Words and rules are data in ``calendar_audience.yaml``. A campus is meant

- by its name, its name without "School", the distinctive part of its name ("Burnet Hill"; not if that is part of
  the district's name, or shared), a nickname (``also_called``), its id, or its initials in capitals ("LHS");
- by grades, if it teaches one of them;
- by a level, by the level's rule on grades.

If campuses are named outright, only they count; grades next to them only say which part of the campus is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drillplanner.files.phrases import Phrases, comparable
from drillplanner.intake.schools.grades import grades_in_text
from drillplanner.intake.schools.school_words import SchoolLevelWords, levels_in, school_words
from drillplanner.model import Campus, format_grades, sort_grades

_WORD = re.compile(r"[a-z0-9]+")
_REMARK = re.compile(r"\([^()]*\)")
_SHORTEST_INITIALS = 3
_PRESCHOOL = "PK"
#: Levels that exclude each other if they are part of a school's name.
_NAMED_OUTRIGHT = ("elementary", "middle", "high")
_SHORTEST_DISTINCTIVE_NAME = 4


@dataclass(frozen=True)
class NamedSchools:
    """The campuses that a text names; ``campus_ids`` is None if it names none, so that everyone is meant.

    ``partial`` are campuses of which only some grades are named, with these grades. ``unmatched`` are words for an
    audience that no campus has; ``uncertain`` are sentences on words that may name a school. ``is_exclusive`` is
    True if the text says that no one else is meant.
    """

    campus_ids: tuple[str, ...] | None
    partial: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unmatched: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()
    is_exclusive: bool = False

    @property
    def for_everyone(self) -> bool:
        """Check whether no campus in particular is named."""
        return self.campus_ids is None


EVERYONE = NamedSchools(None)


@dataclass(frozen=True)
class _NamesFound:
    """The campuses, grades, and levels named in one part of a text."""

    campus_ids: frozenset[str]
    grades: frozenset[str]
    levels: tuple[SchoolLevelWords, ...]
    shared: tuple[str, ...]

    @property
    def any_named(self) -> bool:
        return bool(self.campus_ids or self.grades or self.levels)


class NamedSchoolReader:
    """A reader that finds the campuses of one district in texts."""

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
        self._held_as_usual = Phrases(table.held_as_usual)
        self._held_for_staff = Phrases(table.held_for_staff)
        self._only = Phrases(table.only)
        self._not_levels = Phrases(table.not_levels)
        self._unknown_initials = re.compile(table.initials)
        self._bare_span = re.compile(table.bare_span, re.IGNORECASE)

    def named_in(self, text: str, read: str) -> NamedSchools:
        """Return the schools that ``text`` names; ``read`` is its comparable text without other names."""
        read, as_usual = self._without_schools_as_usual(text, read)
        exceptions = self._excepting.spans_in(read)
        before = read[: exceptions[0][0]] if exceptions else read
        meant = self._named(text, before)
        uncertain = self._uncertain(text, meant)
        if self._everyone.spans_in(before):
            meant = _NamesFound(frozenset(), frozenset(), (), ())
        if exceptions or as_usual:
            excepted = read[exceptions[0][1] :] if exceptions else ""
            return self._all_but(meant, self._named(text, f"{excepted} {as_usual}"), uncertain)
        if not meant.any_named:
            return NamedSchools(None, uncertain=uncertain)
        chosen = self._chosen(meant)
        return NamedSchools(
            tuple(campus.campus_id for campus in self._campuses if campus.campus_id in chosen),
            self._partial(meant, chosen),
            self._unmatched(meant),
            uncertain,
            bool(self._only.spans_in(read)),
        )

    def _without_schools_as_usual(self, text: str, read: str) -> tuple[str, str]:
        """Return the text without remarks on schools that have a usual day, and these remarks."""
        remarks = [
            match[0]
            for match in _REMARK.finditer(read)
            if self._held_as_usual.spans_in(match[0])
            and not self._held_for_staff.spans_in(match[0])
            and self._named(text, match[0]).any_named
        ]
        for remark in remarks:
            read = read.replace(remark, " ")
        return read, " ".join(remarks)

    def _all_but(self, meant: _NamesFound, excepted: _NamesFound, uncertain: tuple[str, ...]) -> NamedSchools:
        everyone = {campus.campus_id for campus in self._campuses}
        remaining = (self._chosen(meant) if meant.any_named else everyone) - self._chosen(excepted)
        if not excepted.any_named:
            uncertain = (*uncertain, "it names an exception that is no campus, grade or level")
        if remaining == everyone:
            return NamedSchools(None, unmatched=self._unmatched(excepted), uncertain=uncertain)
        ordered = tuple(campus.campus_id for campus in self._campuses if campus.campus_id in remaining)
        return NamedSchools(ordered, unmatched=self._unmatched(excepted), uncertain=uncertain)

    def _named(self, text: str, read: str) -> _NamesFound:
        campus_ids: set[str] = set()
        shared: list[str] = []
        words = set(_WORD.findall(read))
        for alias, owners in self._aliases:
            # A district may have hundreds of names; looking for their words first rules most of them out.
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
        """Check whether a campus is of a level: by its grades, unless its name states another level."""
        levels_in_name = self._levels_by_name[campus.campus_id]
        if levels_in_name and level not in levels_in_name and level.name in _NAMED_OUTRIGHT:
            return level.selects_all_of(campus.grades)
        return level.selects(campus.grades)

    def _partial(self, meant: _NamesFound, chosen: set[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        partial = []
        for campus in self._campuses:
            whole = not meant.grades or any(self._is_of(level, campus) for level in meant.levels)
            # A calendar that says "K-5" means the whole school; a preschool in it has its own hours, if any.
            if set(campus.grades) - meant.grades == {_PRESCHOOL} and len(campus.grades) > 2:
                continue
            if campus.campus_id in chosen and not whole and not set(campus.grades) <= meant.grades:
                partial.append((campus.campus_id, sort_grades(meant.grades & set(campus.grades))))
        return tuple(partial)

    def _unmatched(self, meant: _NamesFound) -> tuple[str, ...]:
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

    def _uncertain(self, text: str, meant: _NamesFound) -> tuple[str, ...]:
        sentences = list(meant.shared)
        if not text.isupper():
            for initials in dict.fromkeys(self._unknown_initials.findall(text)):
                if initials not in self._initials and initials not in school_words().not_initials:
                    sentences.append(f"'{initials}' may be the initials of a school, but no campus has them")
        if not meant.grades:
            sentences += [f"'{span}' may be grades" for span in dict.fromkeys(self._bare_span.findall(text))]
        return tuple(sentences)


def _aliases(campuses: tuple[Campus, ...], district: str) -> list[tuple[str, frozenset[str]]]:
    """Return the names of campuses, longest first, each with the campuses that it means."""
    owners: dict[str, set[str]] = {}
    for campus in campuses:
        for alias in _names_of(campus, district):
            owners.setdefault(alias, set()).add(campus.campus_id)
    ordered = sorted(owners, key=lambda alias: (-len(alias), alias))
    return [(alias, frozenset(owners[alias])) for alias in ordered]


def _names_of(campus: Campus, district: str) -> set[str]:
    table = school_words()
    words = _WORD.findall(comparable(campus.name))
    distinctive_words = [word for word in words if word not in table.words_of_a_school]
    names = {" ".join(words), " ".join(words[:-1]) if words and words[-1] == "school" else ""}
    short = " ".join(distinctive_words)
    # Most names are no part of the district's, and making a pattern takes longer than looking.
    in_district = short in district and bool(re.search(rf"(?<![a-z0-9]){re.escape(short)}(?![a-z0-9])", district))
    if distinctive_words and len(short) >= _SHORTEST_DISTINCTIVE_NAME and not in_district:
        names.add(short)
    if re.search(r"[a-z]", campus.campus_id.lower()) and not _is_ordinary_word(campus.campus_id):
        names.add(" ".join(_WORD.findall(comparable(campus.campus_id))))
    for long, short_form in table.spellings.items():
        for old, new in ((long, short_form), (short_form, long)):
            names |= {re.sub(rf"\b{old}\b", new, name) for name in names}
    names |= {" ".join(_WORD.findall(comparable(nickname))) for nickname in campus.also_called}
    # A name that consists only of ordinary words ("Middle School") would match every title about a level.
    return {name for name in names if name and not set(name.split()) <= set(table.words_of_a_school)}


def _is_ordinary_word(campus_id: str) -> bool:
    """Check whether an id such as "high" or "6" would not mean the campus as a word of a title."""
    read = comparable(campus_id)
    return len(read) < _SHORTEST_INITIALS or (
        any(level.name_phrases.spans_in(read) for level in school_words().levels)
        and not ("-" in read or "_" in read)
    )


def _initials(campuses: tuple[Campus, ...]) -> dict[str, tuple[str, ...]]:
    """Return campuses by the initials of their names, with and without "School"."""
    ids_by_initials: dict[str, list[str]] = {}
    for campus in campuses:
        words = _WORD.findall(comparable(campus.name))
        whole = "".join(word[0] for word in words).upper()
        for initials in {whole, whole[:-1] if words and words[-1] == "school" else whole}:
            if len(initials) >= _SHORTEST_INITIALS and initials.isalpha():
                ids_by_initials.setdefault(initials, []).append(campus.campus_id)
    return {initials: tuple(ids) for initials, ids in ids_by_initials.items()}
