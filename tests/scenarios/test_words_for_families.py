"""Texts for families and students, in English and Spanish: complete, plain, and easy to read for their grades.

English is measured by the Flesch-Kincaid grade (the library ``readability``, which needs no download). Spanish
is measured by the Fernández Huerta scale, on which 80 and more is easy and 90 very easy, with syllables as
``pyphen`` divides words; it never splits off a single letter, so it counts slightly too few syllables.
"""

from __future__ import annotations

import re

import pyphen
import pytest
import readability

from drillplanner.model import ENGLISH, Audience, BandScript, GradeBand, Scenario, SpokenScript
from drillplanner.publish.core.families.passages import family_passage
from tests.bundled_scenarios import BUNDLED

SCENARIOS = tuple(BUNDLED.values())
WITH_STUDENTS = tuple(scenario for scenario in SCENARIOS if scenario.audience is not Audience.STAFF)
SPOKEN = [
    pytest.param(scenario, band, id=f"{scenario.scenario_id} {band}")
    for scenario in WITH_STUDENTS
    for band in scenario.scripts
]
SYLLABLES = pyphen.Pyphen(lang="es")

#: Our own limits: the highest Flesch-Kincaid grade, well below the grade of the students who listen.
HIGHEST_GRADE = {
    GradeBand.PK_K: 1.0,
    GradeBand.GRADES_1_2: 2.0,
    GradeBand.GRADES_3_5: 4.0,
    GradeBand.GRADES_6_8: 6.0,
    GradeBand.GRADES_9_12: 7.0,
}
#: The lowest Fernández Huerta value, and the longest sentence in words.
LEAST_EASE = 80.0
MOST_WORDS = {
    GradeBand.PK_K: 14,
    GradeBand.GRADES_1_2: 14,
    GradeBand.GRADES_3_5: 28,
    GradeBand.GRADES_6_8: 36,
    GradeBand.GRADES_9_12: 36,
}
#: Limits for texts for families: words, Flesch-Kincaid grade (English), Fernández Huerta value (Spanish).
MOST_WORDS_FOR_FAMILIES, HIGHEST_GRADE_FOR_FAMILIES, LEAST_EASE_FOR_FAMILIES = 130, 10.0, 70.0

each_spoken = pytest.mark.parametrize(("scenario", "band"), SPOKEN)
each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.scenario_id)


def sentences(texts: tuple[str, ...]) -> list[str]:
    return [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s+", text.strip())]


def spoken_texts(script: BandScript | SpokenScript) -> tuple[str, ...]:
    return (*script.day_before, *script.say, *script.waiting, script.close, *script.afterwards)


def spoken_sentences(script: BandScript | SpokenScript) -> list[str]:
    return sentences(spoken_texts(script))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)


def grade(english: list[str]) -> float:
    """Return the Flesch-Kincaid grade; the library needs one sentence a line, words separated by spaces."""
    text = "\n".join(" ".join(words(sentence)) for sentence in english)
    return float(readability.getmeasures(text, lang="en")["readability grades"]["Kincaid"])


def ease(spanish: list[str]) -> float:
    """Return the Fernández Huerta value: 206.84 - 60 syllables a word - 1.02 words a sentence."""
    all_words = [word for sentence in spanish for word in words(sentence)]
    syllables = sum(len(SYLLABLES.positions(word)) + 1 for word in all_words)
    return 206.84 - 60 * syllables / len(all_words) - 1.02 * len(all_words) / len(spanish)


def spanish_of(scenario: Scenario, band: GradeBand) -> SpokenScript:
    return scenario.translations["es"].scripts[band]


def test_the_measures_distinguish_easy_from_hard() -> None:
    assert grade(["We sit on the rug.", "You may hold a toy."]) < 1
    assert (
        grade(["Administrative personnel communicate comprehensive instructions to participating educators."]) > 9
    )
    assert ease(["Nos sentamos en la alfombra.", "Puedes tomar mi mano."]) > 85
    assert ease(["La administración comunicará oportunamente las instrucciones correspondientes."]) < 40


@each_spoken
def test_english_scripts_are_easy_for_their_grades(scenario: Scenario, band: GradeBand) -> None:
    assert grade(spoken_sentences(scenario.scripts[band])) <= HIGHEST_GRADE[band]


@each_spoken
def test_spanish_scripts_are_easy_for_their_grades(scenario: Scenario, band: GradeBand) -> None:
    spoken = spoken_sentences(spanish_of(scenario, band))
    assert ease(spoken) >= LEAST_EASE
    assert {sentence for sentence in spoken if len(words(sentence)) > MOST_WORDS[band]} == set()


@each_spoken
def test_spanish_scripts_say_as_much_as_english_ones(scenario: Scenario, band: GradeBand) -> None:
    english, spanish = scenario.scripts[band], spanish_of(scenario, band)
    for purpose in ("day_before", "say", "waiting", "afterwards"):
        assert len(getattr(spanish, purpose)) == len(getattr(english, purpose)), purpose
    for original, translated in zip(spoken_texts(english), spoken_texts(spanish), strict=True):
        # Nothing is omitted and nothing is still in English.
        assert 0.4 <= len(words(translated)) / len(words(original)) <= 2.5, translated
        assert not {"the", "and", "you", "drill"} & {word.lower() for word in words(translated)}
        assert translated.count("¿") == translated.count("?")
        assert translated.count("¡") == translated.count("!")


@each_scenario
def test_every_scenario_has_texts_for_families_in_english_and_spanish(scenario: Scenario) -> None:
    translation = scenario.translations["es"]
    assert set(translation.scripts) == set(scenario.scripts)
    assert bool(translation.title) is bool(scenario.scripts)
    assert [passage.bands for passage in translation.for_families_by_grade] == [
        passage.bands for passage in scenario.for_families_by_grade
    ]
    for text in (family_passage(scenario, ENGLISH), family_passage(scenario, "es")):
        assert 12 <= len(words(text)) <= MOST_WORDS_FOR_FAMILIES
        assert text.endswith(".")
    passages = (scenario.for_families, *(passage.say for passage in scenario.for_families_by_grade))
    spanish = (translation.for_families, *(passage.say for passage in translation.for_families_by_grade))
    assert grade(sentences(passages)) <= HIGHEST_GRADE_FOR_FAMILIES
    assert ease(sentences(spanish)) >= LEAST_EASE_FOR_FAMILIES
    # Grades are named by bands and not in words, so that a letter has only the passages for its campus.
    for text in (*passages, *spanish):
        assert not re.search(r"\b([Gg]rades?|[Gg]rados?|kindergarten|kínder)\b", text), text


def test_families_read_what_will_not_happen_in_violence_related_drills() -> None:
    for scenario in SCENARIOS:
        if "about_violence" in scenario.commitments:
            assert re.search(r"[Nn]obody|[Nn]othing", scenario.for_families)
            assert re.search(r"counselor", scenario.for_families)
            assert re.search(r"[Nn]adie|[Nn]ada", scenario.translations["es"].for_families)
            assert re.search(r"consejero", scenario.translations["es"].for_families)
