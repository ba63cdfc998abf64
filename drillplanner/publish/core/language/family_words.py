"""The sentences that families read about drills, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from pydantic import Field

from drillplanner.model import DrillFormat, DrillType, Frozen
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.language.dates import DateWords
from drillplanner.publish.core.language.grades import GradeWords


class FamilyWords(Frozen):
    """The sentences of calendars and letters, with the names of drills, grades and days."""

    code: str = Field(pattern=r"^[a-z]{2}$", description="The language, as in the name of its file.")
    dates: DateWords
    grades: GradeWords
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
    some_grades: str
    instead: str
    instead_on: str
    instead_name: str
    not_in_it: str
    only_english: str
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
        title = details.imprint.vocabulary.fill(name, self.code)
        if not drill.spared_grades or not drill.grades:
            return title
        return self.some_grades.format(drill=title, grades=self.grades_phrase(drill.grades, details))

    def names(self, details: DrillDetails) -> dict[str, str]:
        """Return what the sentences about a drill fill in.

        ``drill_inside`` is the name where a sentence or a heading has begun before it: many languages begin it
        small there.
        """
        title = self.title_for(details)
        return {
            "drill": title,
            "drill_inside": f"{title[:1].lower()}{title[1:]}",
            "campus": details.campus_name,
            "date": self.date(details.drill.date),
        }

    def grades_phrase(self, grades: Sequence[str], details: DrillDetails) -> str:
        """Return ``grade K``, ``de prekínder a kínder``, with the district's own words for grades."""
        return self.grades.phrase(grades, details.grade_names)

    def date(self, on: date) -> str:
        """Return ``Friday, October 31, 2025``; ``viernes 31 de octubre de 2025``."""
        return self.dates.long(on)

    def hours(self, start: time, end: time) -> str:
        """Return ``1:05 PM–1:15 PM``; ``de 1:05 a 1:15 p. m.``."""
        return self.dates.span(start, end)

    def in_english(self, english: str) -> str:
        """Return an English text that this language lacks, after a sentence that says so; empty if it is empty."""
        return f"{self.only_english} {english}".strip() if english else ""
