"""The table of words that name schools, ``calendar_audience.yaml``: levels, grades, exceptions, reasons."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

from drillplanner.files.phrases import Phrases
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import GRADES, Frozen, parse_grades

_FILE = "calendar_audience.yaml"


class SchoolLevelWords(Frozen):
    """A level of school, the words for it, and the campuses that it selects."""

    name: str
    phrases: tuple[str, ...]
    teaches: str
    lowest: str
    highest: str
    or_all_of: str

    def selects(self, grades: tuple[str, ...]) -> bool:
        """Check whether a campus with these grades is of the level.

        The rule is at the head of ``calendar_audience.yaml``.
        """
        taught, span, complete = self._sets
        return complete.issubset(grades) or (not taught.isdisjoint(grades) and span.issuperset(grades))

    def selects_all_of(self, grades: tuple[str, ...]) -> bool:
        """Check whether a campus teaches every grade that makes it one of the level, whatever its name."""
        return self._sets[2].issubset(grades)

    @cached_property
    def _sets(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        span = GRADES[GRADES.index(self.lowest) : GRADES.index(self.highest) + 1]
        return frozenset(parse_grades(self.teaches)), frozenset(span), frozenset(parse_grades(self.or_all_of))

    @cached_property
    def name_phrases(self) -> Phrases:
        """Return the phrases that name the level."""
        return Phrases(self.phrases)


class SchoolWords(Frozen):
    """The table of ``calendar_audience.yaml``."""

    everyone: tuple[str, ...]
    excepting: tuple[str, ...]
    held_as_usual: tuple[str, ...]
    held_for_staff: tuple[str, ...]
    only: tuple[str, ...]
    levels: tuple[SchoolLevelWords, ...]
    not_levels: tuple[str, ...]
    grade_words: dict[str, str]
    words_of_a_school: tuple[str, ...]
    spellings: dict[str, str]
    initials: str
    not_initials: tuple[str, ...]
    bare_span: str
    reasons: tuple[str, ...]

    @cached_property
    def reason_phrases(self) -> Phrases:
        """Return phrases that name schools as the reason for a day, not as its audience."""
        return Phrases(self.reasons)

    @cached_property
    def phrases_of_grades(self) -> tuple[tuple[Phrases, str], ...]:
        """Return the phrases for grades, each with its grade."""
        return tuple((Phrases([words]), grade) for words, grade in self.grade_words.items())


@cache
def school_words() -> SchoolWords:
    """Return the table that ships with the program."""
    return parse_as(SchoolWords, read_document(Path(__file__).with_name(_FILE), _FILE))


def levels_in(read: str) -> tuple[SchoolLevelWords, ...]:
    """Return the levels that a (comparable) text names; "junior high school" is not a high school."""
    levels = []
    for level in school_words().levels:
        spans = level.name_phrases.spans_in(read)
        if spans:
            levels.append(level)
            read = Phrases.without_spans(read, spans)
    return tuple(levels)


def reasons_in(read: str) -> tuple[str, ...]:
    """Return words of a (comparable) text that name schools as the reason for a day: "secondary finals"."""
    return tuple(read[slice(*span)] for span in school_words().reason_phrases.spans_in(read))
