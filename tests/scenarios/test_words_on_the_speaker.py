"""The words on the speaker: the same in every drill, and tied to what each class hears, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import (
    ENGLISH,
    Audience,
    BandScript,
    DrillFormat,
    GradeBand,
    Scenario,
    SpeakerAnnouncements,
    SpokenScript,
)
from drillplanner.model.scenarios.response_actions import ACTIONS, ActionChoice, Vocabulary, WordChoice
from tests.bundled_scenarios import BUNDLED
from tests.scenarios.test_words_for_families import HIGHEST_GRADE, MOST_WORDS, ease, grade, sentences
from tests.scenarios.test_words_for_families import words as words_of

SCENARIOS = tuple(BUNDLED.values())
#: Drills with students; a lesson or a talk begins in class, without the speaker.
DRILLS = tuple(
    scenario
    for scenario in SCENARIOS
    if scenario.audience is not Audience.STAFF and scenario.format is not DrillFormat.LESSON
)
#: Practice of adults that is called or conducted over a channel, and no choice of what to do in an attack.
ANNOUNCED_TO_STAFF = {"cardiac-response", "full-scale-exercise"}
#: Words by which a test knows where a text refers to an action, in English and Spanish.
MARKED = Vocabulary.model_validate(
    {
        action: ActionChoice(word=f"zz{action}", translations={"es": WordChoice(word=f"yy{action}")})
        for action in ACTIONS
    }
)
#: Names of actions that a district could not replace: lockdown in any text, the others where they name the action.
BARE = re.compile(
    r"\blockdowns?\b|\b(?:hold|secure|shelter) drill|\b(?:a|the) (?:hold|secure)\b|cierre de emergencia"
    r"|evacuate and shelter|\((?:hold|secure|shelter)\)",
    re.IGNORECASE,
)
#: Parts of a scenario that no one reads as a text, or that name a source by its own title.
NOT_TEXTS = {"scenario_id", "drill_type", "subjects", "commitments", "facts", "band_facts", "sources", "exercise"}
#: Drills whose call names what to do without one of the five actions.
WITHOUT_ACTION = {"early-dismissal", "bus-evacuation"}
#: In English and Spanish: it is a drill; it is none; it is over.
PHRASES = {
    "en": ("This is a drill.", "This is not a drill.", r"\bover\b"),
    "es": ("Esto es un simulacro.", "Esto no es un simulacro.", r"\bterminó\b"),
}

#: The lowest Fernández Huerta value of announcements: 60 to 70 is normal.
LEAST_EASE_OF_CALLS = 60.0

each_drill = pytest.mark.parametrize("scenario", DRILLS, ids=lambda scenario: scenario.scenario_id)
each_language = pytest.mark.parametrize("language", PHRASES)


def heard(script: BandScript | SpokenScript) -> str:
    """Return all that a class hears, in small letters."""
    return " ".join((*script.day_before, *script.say, *script.waiting, *script.afterwards)).casefold()


def announcements_in(scenario: Scenario, language: str) -> SpeakerAnnouncements:
    words = scenario.announcements if language == ENGLISH else scenario.translations[language].announcements
    assert words is not None
    return words


@each_drill
@each_language
def test_a_drill_has_words_to_begin_to_stop_and_to_end(scenario: Scenario, language: str) -> None:
    is_drill, is_real, is_over = PHRASES[language]
    words = announcements_in(scenario, language)
    # It begins and ends with the words that make it a drill, and what everybody does is said twice.
    assert words.begin[0] == words.begin[-1] == is_drill
    assert words.begin[-3] == words.begin[-2]
    assert words.stop[0].endswith(is_real)
    assert words.stop[1] == words.stop[2]
    assert len(words.end) == 2 and words.end[0] == words.end[1]
    assert re.search(is_over, words.end[0])
    # A drill that goes on is never called real, and a real emergency never a drill.
    assert is_real not in " ".join((*words.begin, *words.end))
    assert is_drill not in " ".join(words.stop)


@each_drill
def test_the_words_are_easy_for_the_youngest(scenario: Scenario) -> None:
    # One announcement is for all ages, so it is as easy as a script for grades 1-2.
    english, spanish = (
        sentences((*words.begin, *words.stop, *words.end))
        for words in (announcements_in(scenario, language) for language in PHRASES)
    )
    assert grade(english) <= HIGHEST_GRADE[GradeBand.GRADES_1_2]
    assert {
        sentence for sentence in english if len(words_of(sentence)) > MOST_WORDS[GradeBand.GRADES_1_2]
    } == set()
    # Long official words, such as "terremoto" and "agáchense", are counted too.
    assert ease(spanish) >= LEAST_EASE_OF_CALLS


def test_adults_hear_only_what_is_called_over_a_channel() -> None:
    others = {
        scenario.scenario_id
        for scenario in SCENARIOS
        if scenario not in DRILLS and scenario.announcements is not None
    }
    assert others == ANNOUNCED_TO_STAFF


@each_language
def test_a_lockdown_ends_after_each_room_was_opened_with_a_key(language: str) -> None:
    lockdown = next(scenario for scenario in DRILLS if scenario.scenario_id == "lockdown")
    key = {"en": r"\bkey\b", "es": r"\bllave\b"}[language]
    assert re.search(key, announcements_in(lockdown, language).before_end)


def test_each_class_hears_the_word_of_the_speaker_in_both_languages() -> None:
    untied = []
    for path in bundled_scenarios():
        scenario = parse_scenario(path.read_bytes(), path.name, vocabulary=MARKED)
        if scenario.scenario_id in WITHOUT_ACTION or scenario.announcements is None or not scenario.scripts:
            continue
        (action,) = {found for found in ACTIONS if f"Zz{found}!" in " ".join(scenario.announcements.begin)}
        for language in PHRASES:
            for band in GradeBand:
                script = scenario.script_in(language, band)
                if script is not None and f"zz{action}" not in heard(script):
                    untied.append((scenario.scenario_id, language, band.value, action))
    assert untied == []


@pytest.mark.parametrize("scenario_id", sorted(WITHOUT_ACTION))
def test_a_drill_without_one_of_the_actions_says_so_in_class_too(scenario_id: str) -> None:
    scenario = next(scenario for scenario in DRILLS if scenario.scenario_id == scenario_id)
    word = {"early-dismissal": "go-home drill", "bus-evacuation": "evacuate"}[scenario_id]
    assert word in announcements_in(scenario, ENGLISH).begin[1].casefold()
    for band in scenario.bands:
        assert word in heard(scenario.scripts[band])


@pytest.mark.parametrize("path", bundled_scenarios(), ids=lambda path: path.stem)
def test_every_text_has_the_district_s_word_for_an_action(path: Path) -> None:
    scenario = parse_scenario(path.read_bytes(), path.name, vocabulary=MARKED)
    assert BARE.findall(scenario.model_dump_json(exclude=NOT_TEXTS)) == []
