"""What families read and children hear, in English and Spanish: there, plain, and easy to read for its age.

English is measured by the Flesch-Kincaid grade (the library ``readability``, which needs no download). Spanish
is measured by the Fernández Huerta scale, on which 80 and more is easy and 90 very easy, with syllables as
``pyphen`` divides words; it never parts a single letter, so that it counts a little low.
"""

from __future__ import annotations

import re

import pyphen
import pytest
import readability

from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import ENGLISH, Audience, BandScript, GradeBand, Scenario, SpokenScript
from drillplanner.publish.core.families.passages import family_passage

SCENARIOS = tuple(parse_scenario(path.read_bytes(), path.name) for path in bundled_scenarios())
WITH_STUDENTS = tuple(one for one in SCENARIOS if one.audience is not Audience.STAFF)
SPOKEN = [pytest.param(one, band, id=f"{one.scenario_id} {band}") for one in WITH_STUDENTS for band in one.scripts]
SYLLABLES = pyphen.Pyphen(lang="es")

#: Bounds of our own: the highest Flesch-Kincaid grade, a good way below the grade of those who listen.
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
#: Families read: at most so long, and easy in both languages.
MOST_WORDS_FOR_FAMILIES, HIGHEST_GRADE_FOR_FAMILIES, LEAST_EASE_FOR_FAMILIES = 130, 10.0, 70.0

each_spoken = pytest.mark.parametrize(("scenario", "band"), SPOKEN)
each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.scenario_id)


def sentences(texts: tuple[str, ...]) -> list[str]:
    return [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s+", text.strip())]


def heard(script: BandScript | SpokenScript) -> list[str]:
    return sentences((*script.say, script.close))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)


def grade(english: list[str]) -> float:
    """The Flesch-Kincaid grade; the library wants one sentence a line and words parted by spaces."""
    text = "\n".join(" ".join(words(sentence)) for sentence in english)
    return float(readability.getmeasures(text, lang="en")["readability grades"]["Kincaid"])


def ease(spanish: list[str]) -> float:
    """The value on the Fernández Huerta scale: 206.84 - 60 syllables a word - 1.02 words a sentence."""
    every = [word for sentence in spanish for word in words(sentence)]
    syllables = sum(len(SYLLABLES.positions(word)) + 1 for word in every)
    return 206.84 - 60 * syllables / len(every) - 1.02 * len(every) / len(spanish)


def spanish_of(scenario: Scenario, band: GradeBand) -> SpokenScript:
    return scenario.translations["es"].scripts[band]


def test_the_measures_tell_easy_from_hard() -> None:
    assert grade(["We sit on the rug.", "You may hold a toy."]) < 1
    assert (
        grade(["Administrative personnel communicate comprehensive instructions to participating educators."]) > 9
    )
    assert ease(["Nos sentamos en la alfombra.", "Puedes tomar mi mano."]) > 85
    assert ease(["La administración comunicará oportunamente las instrucciones correspondientes."]) < 40


@each_spoken
def test_english_is_easy_for_its_age(scenario: Scenario, band: GradeBand) -> None:
    assert grade(heard(scenario.scripts[band])) <= HIGHEST_GRADE[band]


@each_spoken
def test_spanish_is_easy_for_its_age(scenario: Scenario, band: GradeBand) -> None:
    spoken = heard(spanish_of(scenario, band))
    assert ease(spoken) >= LEAST_EASE
    assert {one for one in spoken if len(words(one)) > MOST_WORDS[band]} == set()


@each_spoken
def test_spanish_says_as_much_as_english(scenario: Scenario, band: GradeBand) -> None:
    english, spanish = scenario.scripts[band], spanish_of(scenario, band)
    assert len(spanish.say) == len(english.say)
    for one, other in zip((*english.say, english.close), (*spanish.say, spanish.close), strict=True):
        # Nothing is left out and nothing is left in English.
        assert 0.4 <= len(words(other)) / len(words(one)) <= 2.5, other
        assert not {"the", "and", "you", "drill"} & {word.lower() for word in words(other)}
        assert other.count("¿") == other.count("?")
        assert other.count("¡") == other.count("!")


@each_scenario
def test_families_read_it_in_english_and_spanish(scenario: Scenario) -> None:
    translation = scenario.translations["es"]
    assert set(translation.scripts) == set(scenario.scripts)
    assert bool(translation.title) is bool(scenario.scripts)
    assert [one.bands for one in translation.for_families_by_grade] == [
        one.bands for one in scenario.for_families_by_grade
    ]
    for text in (family_passage(scenario, ENGLISH), family_passage(scenario, "es")):
        assert 12 <= len(words(text)) <= MOST_WORDS_FOR_FAMILIES
        assert text.endswith(".")
    passages = (scenario.for_families, *(one.say for one in scenario.for_families_by_grade))
    spanish = (translation.for_families, *(one.say for one in translation.for_families_by_grade))
    assert grade(sentences(passages)) <= HIGHEST_GRADE_FOR_FAMILIES
    assert ease(sentences(spanish)) >= LEAST_EASE_FOR_FAMILIES
    # Which grades are meant is told by the bands, so that a letter has only what concerns its campus.
    for text in (*passages, *spanish):
        assert not re.search(r"\b([Gg]rades?|[Gg]rados?|kindergarten|kínder)\b", text), text


def test_families_hear_what_will_not_happen_where_a_drill_is_about_violence() -> None:
    for one in SCENARIOS:
        if "about_violence" in one.commitments:
            assert re.search(r"[Nn]obody|[Nn]othing", one.for_families)
            assert re.search(r"counselor", one.for_families)
            assert re.search(r"[Nn]adie|[Nn]ada", one.translations["es"].for_families)
            assert re.search(r"consejero", one.translations["es"].for_families)
