"""The sentences that families read about drills, in each of their languages (``wording.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import DrillFormat, DrillType, FamilyLanguage, Frozen
from drillplanner.publish.core.dates import NOON
from drillplanner.publish.core.drill_details import DrillDetails

_FILE = Path(__file__).parent / "wording.yaml"


class FamilyWords(Frozen):
    """The sentences of one language."""

    language: FamilyLanguage
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    weekdays: tuple[str, ...] = Field(min_length=7, max_length=7)
    long_date: str
    halves: tuple[str, ...] = Field(min_length=2, max_length=2, description="Of the day: AM and PM.")
    plan: str
    calendar: str
    about: str
    disclaimer: str
    drill: str
    drill_on: str
    drill_at: str
    notice: str
    notice_says: str
    after: str
    after_says: str
    one_grade: str
    many_grades: str
    some_grades: str
    instead: str
    instead_on: str
    instead_name: str
    not_in_it: str
    spared: str
    words: str
    ask: str
    lesson: str
    drills: Mapping[DrillType, str]

    def title_for(self, details: DrillDetails) -> str:
        """Return the drill's name for families: its type, without a word of its scenario.

        If a law spares some grades, the grades that take part are named too.
        """
        drill = details.drill
        name = self.lesson if drill.format is DrillFormat.LESSON else self.drills[drill.drill_type]
        title = details.imprint.vocabulary.fill(name, self.language)
        if not drill.spared_grades or not drill.grades:
            return title
        return self.some_grades.format(drill=title, grades=self.grades_phrase(drill.grades, details.grades_text))

    def grades_phrase(self, grades: Sequence[str], text: str) -> str:
        """Return ``grade K``, ``grados PK-K``; ``text`` is the grades in the district's own words."""
        return (self.one_grade if len(grades) == 1 else self.many_grades).format(grades=text)

    def date(self, on: date) -> str:
        """Return ``Friday, October 31, 2025``; ``viernes, 31 de octubre de 2025``."""
        weekday, month = self.weekdays[on.weekday()], self.months[on.month - 1]
        return self.long_date.format(weekday=weekday, day=on.day, month=month, year=on.year)

    def hours(self, start: time, end: time) -> str:
        """Return ``1:05 PM–1:15 PM``."""
        return f"{self._clock(start)}–{self._clock(end)}"

    def _clock(self, at: time) -> str:
        return f"{at.hour % NOON or NOON}:{at.minute:02d} {self.halves[at.hour >= NOON]}"


@lru_cache(maxsize=1)
def family_words() -> dict[FamilyLanguage, FamilyWords]:
    """Return the sentences of every language."""
    return parse_as(dict[FamilyLanguage, FamilyWords], read_document(_FILE, _FILE.name))
