"""The schools and the kinds of drill that words may mean; several mean that someone must choose."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from drillplanner.files.phrases import comparable
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.schools.campus_names import CampusNames
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import Campus, DrillType, SchoolsAndDays
from drillplanner.model.scenarios.drill_wording import drill_types_in

_FILE = "ambiguous_kinds.yaml"
_WORD = re.compile(r"[a-z0-9]+")


class SchoolsInWords:
    """The schools of a district by any words that people use for them."""

    def __init__(self, schools_and_days: SchoolsAndDays) -> None:
        self._campus_by_id = schools_and_days.campus_by_id
        self._names = CampusNames(schools_and_days.campuses)
        self._by_name = SchoolNames(
            schools_and_days.campuses, schools_and_days.left_out, schools_and_days.district.name
        )
        self.ids_and_names = self._names.ids_and_names
        self._left_out = {
            comparable(spelled): school
            for school in schools_and_days.left_out
            for spelled in (school.name, school.campus_id)
            if spelled
        }

    def exactly(self, text: str) -> str | None:
        """Return the id of the school whose id, name, or nickname the text is."""
        return self._names.by_id_or_name(text)

    def named_in(self, text: str) -> tuple[str, ...]:
        """Return the ids of the schools that a text names by name, nickname, initials, or level."""
        return self._names.named_in(text) or self._names.loosely_named_in(text)

    def meant_by(self, text: str) -> tuple[str, ...]:
        """Return the ids of the schools that a text, which is about a school alone, may mean."""
        meant = self._by_name.meant(text)
        if meant.school_id is not None:
            return (meant.school_id,) if meant.school_id in self._by_name.ids else ()
        planned = tuple(school_id for school_id in meant.choices if school_id in self._by_name.ids)
        return (() if meant.is_alike else planned) or self.named_in(text)

    def is_sure(self, text: str) -> bool:
        """Check whether a text that may mean one school alone surely does: "Park" is a word of many names."""
        meant = self._by_name.meant(text)
        return meant.school_id is not None or meant.is_alike or not meant.choices

    def alike(self, text: str) -> tuple[str, ...]:
        """Return the ids of schools whose names look like a text that names no school."""
        return tuple(
            school_id for school_id in self._by_name.meant(text).choices if school_id in self._by_name.ids
        )

    def reason_left_out(self, text: str) -> str | None:
        """Return why a school is left out, if the text is the name or id of such a school."""
        school = self._left_out.get(comparable(text))
        return None if school is None else school.reason

    def label(self, campus_id: str) -> str:
        """Return a school as a choice: its id and name."""
        return f"{campus_id} ({self._campus_by_id[campus_id].name})"

    def without_name(self, text: str, campus_id: str) -> str:
        """Return the words of a text that are no part of the school's names."""
        campus = self._campus_by_id[campus_id]
        own = {word for name in _names_of(campus) for word in _WORD.findall(comparable(name))}
        return " ".join(word for word in _WORD.findall(comparable(text)) if word not in own)


def _names_of(campus: Campus) -> tuple[str, ...]:
    initials = "".join(word[0] for word in _WORD.findall(comparable(campus.name)))
    return (campus.campus_id, campus.name, *campus.also_called, initials, initials.removesuffix("s"))


@cache
def _ambiguous() -> dict[str, tuple[DrillType, ...]]:
    return parse_as(dict[str, tuple[DrillType, ...]], read_document(Path(__file__).with_name(_FILE), _FILE))


def kinds_meant(text: str) -> tuple[DrillType, ...]:
    """Return the kinds of drill that a text, which is about a drill, may mean; none if it names none."""
    bare = " ".join(
        word for word in _WORD.findall(comparable(text)) if word not in ("drill", "drills", "a", "the")
    )
    return _ambiguous().get(bare) or drill_types_in(text, is_drill=True)
