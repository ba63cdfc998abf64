"""What families read of an exercise: the words for all families, then those for the grades that take part."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from drillplanner.appropriateness.spared_activities import SparedGroup
from drillplanner.model import ENGLISH, PeriodTag, Route, Scenario
from drillplanner.model.grades import grades_in
from drillplanner.model.scenarios.graded_text import concerned_grades
from drillplanner.model.scenarios.scenario import WordsForGrades
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.families.disclosure import DisclosureLevel
from drillplanner.publish.core.language.language import family_words


def scenario_description(
    details: DrillDetails, level: DisclosureLevel, language: str, agency_names: Collection[str]
) -> str:
    """Return the scenario's words for families, or a general sentence if it has none that they may read."""
    return told_passage(details, level, language, agency_names) or family_words(language).words


def told_passage(
    details: DrillDetails, level: DisclosureLevel, language: str, agency_names: Collection[str]
) -> str:
    """Return the scenario's words for families; empty if it has none, or those would give away too much.

    A scenario that has no words in the language gives its English ones, after a sentence that says so.

    They give away too much if an exit route other than the primary one is practiced, or if they belong to a time
    of day that families may not know. ``agency_names`` are those of the district: a district's own words may name
    who attends, which families learn in person and not from an open file.
    """
    if details.scenario is None:
        return ""
    passage = family_passage(details.scenario, language, details.grades) or family_words(language).in_english(
        family_passage(details.scenario, ENGLISH, details.grades)
    )
    return passage if may_be_told(passage, details, level, agency_names) else ""


def may_be_told(
    passage: str, details: DrillDetails, level: DisclosureLevel, agency_names: Collection[str]
) -> bool:
    """Check whether words of a drill's scenario give nothing away (:func:`told_passage`)."""
    scenario, route = details.scenario, details.drill.route
    if scenario is None or route not in {None, Route.PRIMARY}:
        return False
    if level is not DisclosureLevel.HOURS and set(scenario.moments) != {PeriodTag.INSTRUCTION}:
        return False
    return not any(_is_named(agency, passage) for agency in agency_names)


#: What an agency of this name is called in running text; the name alone is in "fire alarm" and "fire drill" too.
_CALLED = {"fire": r"fire ?(?:department|company|service|crew|engine|truck|officer|marshal|fighter)s?"}


def _is_named(agency: str, passage: str) -> bool:
    """Check whether a passage names an agency, in whole words: no "EMS" in "seems", no "Fire" in "fire drill"."""
    called = _CALLED.get(agency.strip().casefold(), re.escape(agency.strip()))
    return bool(agency.strip()) and re.search(rf"(?<!\w){called}(?!\w)", passage, re.IGNORECASE) is not None


def family_passage(scenario: Scenario, language: str, grades: Sequence[str] | None = None) -> str:
    """Return the scenario's words for families of these grades; empty if it has none in the language.

    Passages for grades that do not take part are left out. If a passage is for some of the grades only, it says
    for which. None for ``grades`` means readers of all grades.
    """
    translation = scenario.translations.get(language)
    if translation is not None:
        shared, passages = translation.for_families, translation.for_families_by_grade
    elif language == ENGLISH:
        shared, passages = scenario.for_families, scenario.for_families_by_grade
    else:
        return ""
    by_grade = [_passage(passage, language, scenario, grades) for passage in passages]
    return " ".join(text for text in (shared, *by_grade) if text)


def spared_title(group: SparedGroup, language: str) -> str:
    """Return the name of what spared grades have instead; empty if it has none in the language."""
    if language == ENGLISH:
        return "" if group.activity is None else group.activity.title
    translated = group.translations.get(language)
    return "" if translated is None else translated.title


def spared_passage(group: SparedGroup, language: str) -> str:
    """Return what families of spared grades read of it; empty if it has no words in the language."""
    if language == ENGLISH:
        return "" if group.activity is None else group.activity.for_families
    translated = group.translations.get(language)
    return "" if translated is None else translated.for_families


def _passage(passage: WordsForGrades, language: str, scenario: Scenario, grades: Sequence[str] | None) -> str:
    if grades is None:
        is_for_all = set(passage.bands) >= set(scenario.bands)
        meant = () if is_for_all else grades_in(passage.bands)
        return with_grade_heading(meant, passage.say, language)
    readers = concerned_grades(passage.bands, grades)
    if not readers:
        return ""
    meant = () if len(readers) == len(grades) else readers
    return with_grade_heading(meant, passage.say, language)


def with_grade_heading(
    grades: Sequence[str], say: str, language: str, own_names: Mapping[str, str] | None = None
) -> str:
    """Return the words with the grades that they are for before them; only the words if ``grades`` is empty.

    ``own_names`` are the district's own words for some grades.
    """
    if not grades:
        return say
    return f"{family_words(language).grades.heading(grades, own_names or {})}: {say}"
