"""The school that a text names: one resolver for tables, options, and files.

A text names a school surely

- by its id, its name, a nickname (``also_called``), or another id (``other_ids``), if one school has it;
- else by its full name with abbreviations ("Lake Ave. ES"), if one school has it;
- else by initials or words of the name, if they fit one school alone, and are more than a word of many names.

Anything that fits two schools is asked, whichever fits better. So a school that is added can make a name unsure,
and can never give a name that was unsure to another school than itself. Schools left out of the plan count too.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from drillplanner.files.phrases import comparable
from drillplanner.files.read_result import listed
from drillplanner.files.reading.shell_words import shell_word
from drillplanner.intake.schools.names.known_school import KnownSchool, TextOfName, without_zeros
from drillplanner.intake.schools.names.words import words_of
from drillplanner.model import Campus, LeftOutSchool

#: The most schools that a question offers as choices.
_CHOICES = 6
#: The letters of a word by which names that look alike are found.
_START = 2
_SEVERAL = re.compile(r"\s*(?:[;,/&\n]|\band\b|\+)\s*")


@dataclass(frozen=True)
class SchoolMeant:
    """What a text names: ``school_id`` if it is sure, else the schools among which someone must choose.

    ``is_exact`` tells that the text is an id, a name, or a nickname, so that nothing need be reported.
    ``is_alike`` tells that the choices only look like the text, which is no name of any of them.
    """

    text: str
    school_id: str | None
    choices: tuple[str, ...] = ()
    is_exact: bool = False
    is_alike: bool = False


class SchoolNames:
    """The schools of a district, found by any name that people use for them."""

    def __init__(
        self, campuses: Iterable[Campus], left_out: Iterable[LeftOutSchool] = (), district_name: str = ""
    ) -> None:
        planned = tuple(campuses)
        self.ids = tuple(campus.campus_id for campus in planned)
        #: Ids, names, and nicknames, for messages.
        self.ids_and_names = tuple(
            dict.fromkeys(
                (*self.ids, *(name for campus in planned for name in (campus.name, *campus.also_called)))
            )
        )
        self._planned, self._left_out = planned, tuple(left_out)
        self._name_by_id = {school.campus_id: school.name for school in self._left_out if school.campus_id}
        self._name_by_id |= {campus.campus_id: campus.name for campus in planned}
        self._district_words = frozenset(words_of(district_name))
        self._meant: dict[str, SchoolMeant] = {}

    @cached_property
    def _schools(self) -> tuple[KnownSchool, ...]:
        # Made when a name is no id, which is rare in the files of a workspace.
        schools = [
            KnownSchool(campus.campus_id, campus.name, campus.also_called, campus.other_ids, campus.grades)
            for campus in self._planned
        ]
        schools += [
            KnownSchool(school.campus_id, school.name, is_planned=False)
            for school in self._left_out
            if school.campus_id not in self.ids
        ]
        return tuple(schools)

    @cached_property
    def _places_by_clue(self) -> dict[str, list[int]]:
        """Return the places of schools by the words, initials, and spellings that a name of theirs has."""
        places: dict[str, list[int]] = {}
        for place, school in enumerate(self._schools):
            for clue in school.clues | school.spellings:
                places.setdefault(clue, []).append(place)
        return places

    @cached_property
    def _places_by_start(self) -> dict[str, list[int]]:
        """Return the places of schools by the first letters of the words of their names."""
        places: dict[str, list[int]] = {}
        for place, school in enumerate(self._schools):
            for start in {word[:_START] for word in words_of(school.name)}:
                places.setdefault(start, []).append(place)
        return places

    def _possible(self, text: TextOfName) -> list[KnownSchool]:
        """Return the schools that a text may name, before each of them is looked at."""
        if not text.telling:
            return list(self._schools)  # "High School"
        clues = (*text.clues, text.spelled, without_zeros(text.spelled.replace(" ", "")))
        places = {place for clue in clues for place in self._places_by_clue.get(clue, ())}
        return [self._schools[place] for place in sorted(places)]

    def meant(self, text: str) -> SchoolMeant:
        """Return the school that a text, which is about one school alone, names."""
        if text not in self._meant:
            self._meant[text] = self._find(text.strip())
        return self._meant[text]

    def all_meant(self, text: str) -> tuple[SchoolMeant, ...]:
        """Return the schools that a cell names: one, or several that commas, slashes, or "and" divide."""
        whole = self.meant(text)
        parts = [part for part in _SEVERAL.split(text.strip()) if part]
        if whole.school_id is not None or len(parts) < 2:
            return (whole,)
        read = tuple(map(self.meant, parts))
        return read if any(part.school_id is not None or part.choices for part in read) else (whole,)

    def label(self, school_id: str) -> str:
        """Return a school as a choice: its id and name."""
        return f"{school_id} ({self._name_by_id.get(school_id, school_id)})"

    def name_of(self, school_id: str) -> str:
        """Return the name of a school."""
        return self._name_by_id.get(school_id, school_id)

    def reading_sentence(self, meant: SchoolMeant) -> str:
        """Return how a text was read, as a sentence; empty if it is an id, a name, or a nickname."""
        if meant.school_id is None or meant.is_exact:
            return ""
        return f"'{meant.text}' is read as {self.name_of(meant.school_id)} ({meant.school_id})"

    def question(self, meant: SchoolMeant) -> str:
        """Return what to do about a text that is not sure: the choices, and how to answer for good."""
        if not meant.choices:
            return f"Allowed: {listed(self.ids)}"
        named = {part.school_id for part in self.all_meant(meant.text)} - {None}
        if len(named) > 1:
            # As a nickname of one of them it would be wrong of the others.
            return "These are several schools: write a row for each."
        choices = listed((self.label(school_id) for school_id in meant.choices), _CHOICES)
        first = meant.choices[0]
        return (
            f"Which school? {choices}. Write its id, or give it this nickname for good: "
            f"drillplanner answer DIR {shell_word(f'also_called={meant.text}')} --campus {first}"
        )

    def _find(self, text: str) -> SchoolMeant:
        if text in self.ids:
            return SchoolMeant(text, text, is_exact=True)
        read = TextOfName(text, self._district_words)
        if not read.spelled:
            return SchoolMeant(text, None)
        possible = self._possible(read)
        exact = [school for school in possible if school.is_exactly(read)]
        full = exact or [school for school in possible if school.is_full_name(read)]
        fitting = full or [school for school in possible if school.may_be_named(read)]
        if not fitting:
            return SchoolMeant(text, None, self._near(read), is_alike=True)
        if len(fitting) == 1 and fitting[0].school_id and (full or fitting[0].is_surely_named(read)):
            return SchoolMeant(text, fitting[0].school_id, is_exact=bool(exact))
        return SchoolMeant(text, None, _ids(fitting))

    def _near(self, text: TextOfName) -> tuple[str, ...]:
        """Return schools that the text may mean although it fits none: typing mistakes, other levels."""
        # Whoever mistypes a name mostly begins one of its words rightly; comparing all names of a city takes long.
        places = {place for word in text.telling for place in self._places_by_start.get(word[:_START], ())}
        begun = [school for place in sorted(places) if (school := self._schools[place]).is_planned]
        alike = _ids(school for school in begun if school.resembles(text))
        by_name = {comparable(school.name): school.school_id for school in begun}
        close = difflib.get_close_matches(text.spelled, by_name, n=3, cutoff=0.75)
        return tuple(dict.fromkeys((*(by_name[name] for name in close), *alike)))


def _ids(schools: Iterable[KnownSchool]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(school.school_id for school in schools if school.school_id))
