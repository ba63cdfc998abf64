"""What families read of an exercise: what is said to all, then what concerns the grades that take part."""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.model import ENGLISH, Drill, Scenario, format_grades
from drillplanner.model.scenarios.graded_text import concerned_grades
from drillplanner.model.scenarios.scenario import WordsForGrades
from drillplanner.publish.core import words
from drillplanner.publish.core.request import PublishRequest


def family_passage(scenario: Scenario, language: str, drill: Drill, request: PublishRequest) -> str:
    """The scenario's words for families of that drill, in the language; empty where it has none in it.

    Passages for grades that do not take part are left out. Where some grades that do are not meant, the passage
    says whom it is for.
    """
    return family_passage_for_grades(scenario, language, request.grades_at(drill))


def family_passage_for_grades(scenario: Scenario, language: str, grades: Sequence[str] | None = None) -> str:
    """The same for families of these grades; None for readers of all grades, who are told which are meant."""
    translation = scenario.translations.get(language)
    if translation is not None:
        said, passages = translation.for_families, translation.for_families_by_grade
    elif language == ENGLISH:
        said, passages = scenario.for_families, scenario.for_families_by_grade
    else:
        return ""
    told = [_passage(passage, language, scenario, grades) for passage in passages]
    return " ".join(one for one in (said, *told) if one)


def _passage(one: WordsForGrades, language: str, scenario: Scenario, grades: Sequence[str] | None) -> str:
    if grades is None:
        meant = "" if set(one.bands) >= set(scenario.bands) else ", ".join(band.value for band in one.bands)
        return _with_grade_heading(meant, one.say, language)
    readers = concerned_grades(one.bands, grades)
    if not readers:
        return ""
    return _with_grade_heading("" if len(readers) == len(grades) else format_grades(readers), one.say, language)


def _with_grade_heading(grades: str, say: str, language: str) -> str:
    headings = words.language_words(language)
    if not grades:
        return say
    single = "-" not in grades and "," not in grades
    return f"{headings.grade if single else headings.grades} {grades}: {say}"
