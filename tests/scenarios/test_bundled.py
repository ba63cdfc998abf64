"""The bundled scenarios: appropriate, readable for their age, and complete for what the states ask for."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from drillplanner.appropriateness import judge_scenario
from drillplanner.incident_command.load_positions import load_positions, unknown_positions
from drillplanner.intake.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.intake.workspace import read_workspace
from drillplanner.mandates.vocabulary import known_facts, known_subjects
from drillplanner.model import (
    Audience,
    BandScript,
    BellSchedule,
    DayKind,
    DrillFacts,
    DrillFormat,
    DrillType,
    GradeBand,
    PeriodTag,
    Route,
    Scenario,
)
from drillplanner.shipped import shipped

SCENARIOS = tuple(parse_scenario(path.read_bytes(), f"scenarios/{path.name}") for path in bundled_scenarios())
WITH_STUDENTS = tuple(one for one in SCENARIOS if one.audience is not Audience.STAFF)
STAFF_ALONE = tuple(one for one in SCENARIOS if one.audience is Audience.STAFF)
#: For a class period of its own, besides the lesson of the same subject that serves all ages.
OLDER_ALONE = "violence-prevention-lesson-older"
YOUNG = (GradeBand.PK_K, GradeBand.GRADES_1_2)
#: Bounds of our own for what is read aloud to children up to grade 2, in words and letters.
AVERAGE_WORDS, MOST_WORDS, AVERAGE_LETTERS, MOST_LETTERS = 9, 14, 4.3, 10

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.scenario_id)
each_with_students = pytest.mark.parametrize("scenario", WITH_STUDENTS, ids=lambda one: one.scenario_id)
each_of_staff_alone = pytest.mark.parametrize("scenario", STAFF_ALONE, ids=lambda one: one.scenario_id)
each_young_band = pytest.mark.parametrize("band", YOUNG)


def spoken(script: BandScript) -> list[str]:
    """The sentences that children hear, closing words included."""
    texts = (*script.say, script.close)
    return [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s+", text.strip())]


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9'’-]+", text)


def test_a_new_jersey_year_has_all_it_needs() -> None:
    found = {(scenario.drill_type, scenario.route) for scenario in SCENARIOS}
    assert found >= {
        (DrillType.FIRE_EVACUATION, Route.PRIMARY),
        (DrillType.FIRE_EVACUATION, Route.SECONDARY),
        (DrillType.FIRE_EVACUATION, Route.FIRE_ESCAPE),
        (DrillType.EVACUATION_OTHER, Route.PRIMARY),
        (DrillType.BOMB_THREAT, Route.PRIMARY),
        (DrillType.LOCKDOWN, None),
        (DrillType.ACTIVE_ASSAILANT, None),
        (DrillType.BUS_EVACUATION, None),
        (DrillType.INSTRUCTION, None),
    }


@each_scenario
def test_it_is_ok_with_nothing_open_and_nothing_to_notice(scenario: Scenario) -> None:
    screening = judge_scenario(scenario)
    assert (screening.verdict, screening.findings, screening.missing) == ("ok", (), ())


@each_scenario
def test_every_fact_is_given(scenario: Scenario) -> None:
    # Consent in writing is asked of adults in exercises of their own; no bundled scenario is one.
    asked = set(DrillFacts.model_fields) - {"written_consent"}
    assert {name for name in asked if getattr(scenario.facts, name) is None} == set()
    assert (scenario.facts.ladder_level or 0) in range(1, 5)


@each_scenario
def test_it_serves_all_bands_each_in_its_own_words(scenario: Scenario) -> None:
    assert scenario.bands == tuple(GradeBand)
    for one, other in combinations(scenario.scripts.values(), 2):
        assert not set(one.say) & set(other.say)
        assert one.close != other.close
        assert not set(one.do) & set(other.do)


def test_no_two_scenarios_share_a_script_or_an_objective() -> None:
    for one, other in combinations(SCENARIOS, 2):
        assert not set(one.objectives) & set(other.objectives)
        assert not {one.scripts[band].close for band in GradeBand} & {
            other.scripts[band].close for band in GradeBand
        }


@each_scenario
@each_young_band
def test_the_youngest_hear_short_sentences(scenario: Scenario, band: GradeBand) -> None:
    lengths = {sentence: len(words(sentence)) for sentence in spoken(scenario.scripts[band])}
    assert {sentence for sentence, length in lengths.items() if length > MOST_WORDS} == set()
    assert sum(lengths.values()) / len(lengths) <= AVERAGE_WORDS


@each_scenario
@each_young_band
def test_the_youngest_hear_short_words(scenario: Scenario, band: GradeBand) -> None:
    letters = [word for sentence in spoken(scenario.scripts[band]) for word in words(sentence)]
    assert {word for word in letters if len(word) > MOST_LETTERS} == set()
    assert sum(map(len, letters)) / len(letters) <= AVERAGE_LETTERS


@each_scenario
def test_older_children_hear_longer_sentences_but_none_that_runs_on(scenario: Scenario) -> None:
    for script in scenario.scripts.values():
        assert {sentence for sentence in spoken(script) if len(words(sentence)) > 36} == set()


@each_scenario
def test_every_script_calls_it_practice_and_ends_it(scenario: Scenario) -> None:
    for script in scenario.scripts.values():
        close = script.close.lower()
        assert re.search(r"\b(drill|practice|lesson|instruction)\b", close)
        assert re.search(r"\bover\b", close)
        if scenario.format is not DrillFormat.LESSON:
            assert re.search(r"\b(drill|practice)\b", " ".join(script.say).lower())
            assert re.search(r"\b(safe|danger|nothing is wrong)\b", close)


@each_scenario
def test_it_is_announced_and_says_to_whom(scenario: Scenario) -> None:
    assert scenario.announced
    told = " ".join(scenario.announced_to)
    assert "staff" in told or "teachers" in told or "drivers" in told
    assert "students" in told
    assert "families" in told


@each_scenario
def test_it_is_short(scenario: Scenario) -> None:
    # N.J.S.A. 18A:41-6: a security drill is similar in duration to a fire drill. A lesson is no drill.
    assert scenario.minutes <= (20 if scenario.format is DrillFormat.LESSON else 15)


@each_scenario
def test_it_prepares_for_people_who_need_it(scenario: Scenario) -> None:
    told = " ".join(scenario.accommodations)
    for need in ("Mobility", "Hearing", "Vision", "Medical", "Language"):
        assert f"{need}:" in told
    assert re.search(r"Sensory|Sensory and autism", told)
    assert len(scenario.objectives) >= 3
    assert any(question.startswith("Staff") for question in scenario.debrief)
    assert any(question.startswith("Students") for question in scenario.debrief)


@each_scenario
def test_its_positions_are_in_the_catalogue_and_none_waits_on_call(scenario: Scenario) -> None:
    assert unknown_positions(scenario) == ()
    assert "CMD-IC" in scenario.positions
    assert "PLN-DOC" in scenario.positions
    assert len(set(scenario.positions)) == len(scenario.positions)
    catalogue = load_positions().by_id
    assert [one for one in scenario.positions if scenario.drill_type in catalogue[one].on_call] == []


@each_scenario
def test_its_sources_have_an_address(scenario: Scenario) -> None:
    for source in scenario.sources:
        assert re.search(r", https?://\S+$", source), source
    assert any(source.startswith("NASSP, position statement Safe Schools") for source in scenario.sources)


def test_only_the_bus_and_the_outside_stairs_presuppose_a_fact_of_the_building() -> None:
    assert {scenario.scenario_id: scenario.needs_facts for scenario in SCENARIOS if scenario.needs_facts} == {
        "bus-evacuation": {"buses": True},
        "fire-evacuation-fire-escape": {"fire_escapes": True},
    }


def test_students_practice_alone_only_on_the_bus() -> None:
    alone = {scenario.scenario_id for scenario in SCENARIOS if scenario.audience is Audience.STUDENTS}
    assert alone == {"bus-evacuation", "bus-safety-lesson"}
