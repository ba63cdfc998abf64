"""The campus of a district that a text means, by id or by name."""

from __future__ import annotations

import re
from functools import cached_property

from drillplanner.files.phrases import Phrases, comparable
from drillplanner.intake.schools.named_schools import NamedSchoolReader
from drillplanner.model import Campus

_SUFFIX = " school"


class CampusNames:
    """The ids and names of a district's campuses. A name that two campuses share means neither."""

    def __init__(self, campuses: tuple[Campus, ...]) -> None:
        self._campuses = campuses
        self.ids = tuple(campus.campus_id for campus in campuses)
        #: Ids and names, for messages.
        names = (name for campus in campuses for name in (campus.name, *campus.also_called))
        self.ids_and_names = tuple(dict.fromkeys([*self.ids, *names]))
        owners: dict[str, set[str]] = {}
        for campus in campuses:
            name = _key(campus.name)
            for spelling in (name, name.removesuffix(_SUFFIX), *map(_key, campus.also_called)):
                owners.setdefault(spelling, set()).add(campus.campus_id)
        self._by_name = {name: min(ids) for name, ids in owners.items() if len(ids) == 1 and name}
        # An id is certain, even if it is also the name of another campus.
        self._by_id = {_key(campus_id): campus_id for campus_id in self.ids}
        # In running text an id such as "high" or "6" is an ordinary word.
        unmistakable = {key: campus_id for key, campus_id in self._by_id.items() if re.search("[-_]", key)}
        longest_first = sorted(
            {**self._by_name, **unmistakable}.items(), key=lambda item: (-len(item[0]), item[0])
        )
        self._phrases = [(Phrases([name]), campus_id) for name, campus_id in longest_first if _has_words(name)]

    @cached_property
    def _named_schools(self) -> NamedSchoolReader:
        """The reader of running text; made when it is first asked, which for hundreds of schools takes a while."""
        return NamedSchoolReader(self._campuses, district_name="")

    def by_id_or_name(self, text: str) -> str | None:
        """Return the id of the campus whose id or name the text is, ignoring case and spacing."""
        if text.strip() in self.ids:
            return text.strip()
        key = _key(text)
        return self._by_id.get(key) or self._by_name.get(key)

    def named_in(self, text: str) -> tuple[str, ...]:
        """Return the ids of the campuses named in a text; of overlapping names the longest counts."""
        read = comparable(text)
        campus_ids: list[str] = []
        for phrase, campus_id in self._phrases:
            spans = phrase.spans_in(read)
            if spans and campus_id not in campus_ids:
                campus_ids.append(campus_id)
            read = Phrases.without_spans(read, spans)
        return tuple(campus_ids)

    def loosely_named_in(self, text: str) -> tuple[str, ...]:
        """Return the ids of the campuses that a text names by part of a name, initials, or level."""
        return self._named_schools.named_in(text, comparable(text)).campus_ids or ()


def _key(text: str) -> str:
    return " ".join(comparable(text).replace(".", " ").split())


def _has_words(name: str) -> bool:
    return any(mark.isascii() and mark.isalnum() for mark in name)
