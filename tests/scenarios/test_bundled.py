"""The bundled scenarios: appropriate, readable for their grades, and complete for what states require."""

from __future__ import annotations

import re
from itertools import combinations, product

import pytest

from drillplanner.appropriateness import judge_scenario, profile_of
from drillplanner.appropriateness.profiles.profile import profiled_states
from drillplanner.files.yaml_document import read_document
from drillplanner.incident_command.positions.load_catalog import load_catalog, unknown_positions
from drillplanner.intake.workspace.scenario_files import bundled_scenarios
from drillplanner.law.packs.pack import known_facts, known_subjects
from drillplanner.model import (
    Audience,
    BandScript,
    DrillFacts,
    DrillFormat,
    DrillType,
    GradeBand,
    PeriodTag,
    Route,
    Scenario,
)
from drillplanner.model.grades import grades_in
from drillplanner.model.scenarios.adult_texts import scenario_text
from tests.bundled_scenarios import BUNDLED

SCENARIOS = tuple(BUNDLED.values())
WITH_STUDENTS = tuple(scenario for scenario in SCENARIOS if scenario.audience is not Audience.STAFF)
STAFF_ONLY = tuple(scenario for scenario in SCENARIOS if scenario.audience is Audience.STAFF)
#: A lesson that fills a class period of the upper grades, in addition to the one for all grades.
FOR_UPPER_GRADES = "violence-prevention-lesson-older"
#: An exercise for adults and responders in real time, with no student on site.
FULL_SCALE = "full-scale-exercise"
YOUNG = (GradeBand.PK_K, GradeBand.GRADES_1_2)
CHILDREN = (*YOUNG, GradeBand.GRADES_3_5)
#: Our own limits for what is read aloud to children up to grade 2: words a sentence, letters a word.
AVERAGE_WORDS, MOST_WORDS, AVERAGE_LETTERS, MOST_LETTERS = 9, 14, 4.3, 10
#: The longest drill, drill with the talk after it, evacuation off site, lesson, and staff exercise, in minutes.
MOST_MINUTES, MOST_MINUTES_WITH_TALK = 15, 20
MOST_MINUTES_OFF_SITE, MOST_MINUTES_OF_A_LESSON, MOST_MINUTES_OF_STAFF = 25, 20, 30
#: What adults do and learn about assailants is out of the earshot of students: in staff hours alone.
OUT_OF_EARSHOT = {"active-assailant-staff", "staff-active-assailant-lesson"}
#: It fits the 45 minutes of staff hours that drillplanner assumes if a school gives none.
MOST_MINUTES_OF_FULL_SCALE = 45

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.scenario_id)
each_with_students = pytest.mark.parametrize("scenario", WITH_STUDENTS, ids=lambda scenario: scenario.scenario_id)
each_staff_only = pytest.mark.parametrize("scenario", STAFF_ONLY, ids=lambda scenario: scenario.scenario_id)
each_young_band = pytest.mark.parametrize("band", YOUNG)


def spoken(script: BandScript) -> list[str]:
    """Return the sentences that are read aloud, of every purpose."""
    texts = (*script.day_before, *script.say, *script.waiting, script.close, *script.afterwards)
    return [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s+", text.strip())]


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9'’-]+", text)


def scripts_of(scenario: Scenario) -> tuple[BandScript, ...]:
    """Return every script of the scenario, the one for staff included."""
    staff = scenario_text(scenario, None).staff_script
    return (*scenario.scripts.values(), *([] if staff is None else [staff]))


def test_a_new_jersey_year_has_all_scenarios_it_needs() -> None:
    types_and_routes = {(scenario.drill_type, scenario.route) for scenario in WITH_STUDENTS}
    assert types_and_routes >= {
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


@pytest.mark.parametrize("band", GradeBand)
def test_every_drill_type_has_a_scenario_for_every_grade_band(band: GradeBand) -> None:
    assert {scenario.drill_type for scenario in SCENARIOS if band in scenario.bands} == set(DrillType)


def test_scenarios_cover_the_routes_times_and_formats_that_laws_name() -> None:
    assert {scenario.route for scenario in SCENARIOS if scenario.drill_type is DrillType.FIRE_EVACUATION} == set(
        Route
    ) - {Route.OFF_SITE}
    assert {scenario.route for scenario in SCENARIOS if scenario.drill_type is DrillType.EVACUATION_OTHER} == {
        Route.PRIMARY,
        Route.OFF_SITE,
    }
    moments = {
        scenario.drill_type: scenario.moments
        for scenario in SCENARIOS
        if scenario.scenario_id == "fire-evacuation-gathering"
    }
    assert moments == {DrillType.FIRE_EVACUATION: (PeriodTag.LUNCH, PeriodTag.RECESS, PeriodTag.ASSEMBLY)}
    formats = {(scenario.drill_type, scenario.format, scenario.audience) for scenario in SCENARIOS}
    assert formats >= {
        (DrillType.ACTIVE_ASSAILANT, DrillFormat.PHYSICAL, Audience.EVERYONE),
        (DrillType.ACTIVE_ASSAILANT, DrillFormat.LESSON, Audience.EVERYONE),
        (DrillType.ACTIVE_ASSAILANT, DrillFormat.WALK_THROUGH, Audience.STAFF),
        (DrillType.LOCKDOWN, DrillFormat.WALK_THROUGH, Audience.STAFF),
        (DrillType.BUS_EVACUATION, DrillFormat.WALK_THROUGH, Audience.STAFF),
        (DrillType.CARDIAC, DrillFormat.PHYSICAL, Audience.STAFF),
        (DrillType.TABLETOP, DrillFormat.TABLETOP, Audience.STAFF),
    }


def test_every_subject_that_a_law_may_require_is_taught() -> None:
    lessons = [scenario for scenario in SCENARIOS if scenario.format is DrillFormat.LESSON]
    assert {subject for lesson in lessons for subject in lesson.subjects} == set(known_subjects())
    assert all(lesson.subjects for lesson in lessons if lesson.drill_type is DrillType.INSTRUCTION)
    assert {subject for scenario in SCENARIOS for subject in scenario.subjects} <= set(known_subjects())
    to_students = {
        subject
        for scenario in WITH_STUDENTS
        for subject in scenario.subjects
        if scenario.drill_type is DrillType.INSTRUCTION and scenario.bands == tuple(GradeBand)
    }
    assert to_students == {
        "bus_safety",
        "emergency_procedures",
        "fire_safety",
        "first_aid",
        "lockdown",
        "severe_weather",
        "violence_prevention",
    }


@pytest.mark.parametrize("state", [None, *profiled_states()])
def test_each_scenario_breaks_no_well_being_rule_in_any_state(state: str | None) -> None:
    for scenario in SCENARIOS:
        screening = judge_scenario(scenario, profile=profile_of(state))
        # Missouri's law makes staff take part in a simulated drill; DA-1101 says it should be voluntary.
        expected = ["DA-1101"] if state == "MO" and scenario.scenario_id == FULL_SCALE else []
        assert (
            scenario.scenario_id,
            screening.verdict,
            [finding.rule for finding in screening.findings],
            screening.missing,
        ) == (scenario.scenario_id, "ok", expected, ())


@each_scenario
def test_every_fact_of_a_scenario_is_given(scenario: Scenario) -> None:
    # Facts about an exercise of adults away from students are not needed with students present.
    needed = set(DrillFacts.model_fields) - (set() if scenario.needs_students_away else {"staff_exercise"})
    assert {name for name in needed if getattr(scenario.facts, name) is None} == set()
    # During school hours students are in the building.
    assert scenario.facts.students_on_site == ("none" if scenario.needs_students_away else "all")


def test_each_file_states_what_happens_and_names_its_commitments() -> None:
    stated = {"hazard_theme", "ladder_level", "simulation", "sensory", "props", "role_players", "contact"}
    for path in bundled_scenarios():
        data = read_document(path).data
        assert stated <= set(data["facts"])
        assert set(data["commitments"]) & {"students", "staff"}


@each_with_students
def test_students_have_at_most_a_discussion_or_an_announced_drill(scenario: Scenario) -> None:
    for band in scenario.bands:
        level = scenario.facts_for(band).ladder_level
        assert level is not None
        may_talk_about_choices = scenario.format is DrillFormat.LESSON and band not in CHILDREN
        assert level in range(1, 5) or (level == 6 and may_talk_about_choices)


def test_staff_scenarios_without_buses_fit_staff_hours_and_the_full_scale_exercise_needs_them() -> None:
    only_in_school_hours = {scenario.scenario_id for scenario in STAFF_ONLY if not scenario.fits_staff_hours}
    assert only_in_school_hours == {"bus-evacuation-staff"}
    away = {scenario.scenario_id for scenario in SCENARIOS if scenario.needs_students_away}
    assert away == {FULL_SCALE, *OUT_OF_EARSHOT}


def test_a_full_scale_exercise_has_every_condition_that_protects_adults() -> None:
    (facts,) = (scenario.facts for scenario in SCENARIOS if scenario.scenario_id == FULL_SCALE)
    assert facts.staff_exercise is not None
    conditions = facts.staff_exercise.model_dump()
    absent = {"strikes_or_falls", "minors"}
    assert {name for name, answer in conditions.items() if answer is not (name not in absent)} == set()
    assert {notice.audience for notice in facts.notices or ()} >= {
        "families",
        "neighbors",
        "dispatch",
        "responders",
        "staff",
    }
    assert (facts.projectiles, facts.role_players, facts.armed_persons) == (False, (), ())
    assert {prop.stands_for for prop in facts.props or ()} == {"training_aid"}


@each_staff_only
def test_staff_only_scenarios_are_discussions_or_walk_throughs_with_the_lights_on(scenario: Scenario) -> None:
    level = scenario.facts.ladder_level
    assert level is not None
    assert level == 8 if scenario.scenario_id == FULL_SCALE else level <= 3
    assert scenario.facts.simulation is False
    assert [element.kind for element in scenario.facts.sensory or ()] in ([], ["other"])


@each_scenario
def test_each_grade_band_has_its_own_script(scenario: Scenario) -> None:
    upper = tuple(band for band in GradeBand if band not in CHILDREN)
    assert scenario.bands == (upper if scenario.scenario_id == FOR_UPPER_GRADES else tuple(GradeBand))
    for script, other in combinations(scripts_of(scenario), 2):
        assert not set(script.say) & set(other.say)
        assert script.close != other.close
        assert not set(script.do) & set(other.do)


@each_staff_only
def test_staff_only_scenarios_have_a_script_for_staff(scenario: Scenario) -> None:
    assert scenario.scripts == {}
    assert scenario.staff_script is not None
    assert len(scenario.staff_script.say) >= 4
    assert len(scenario.staff_script.do) >= 4


def test_no_two_scenarios_share_a_script_or_an_objective() -> None:
    for first, second in combinations(SCENARIOS, 2):
        assert not set(first.objectives) & set(second.objectives)
        for script, other in product(scripts_of(first), scripts_of(second)):
            assert script.close != other.close
            assert not set(script.do) & set(other.do)


@each_with_students
@each_young_band
def test_the_youngest_hear_short_sentences(scenario: Scenario, band: GradeBand) -> None:
    if band not in scenario.bands:
        return
    lengths = {sentence: len(words(sentence)) for sentence in spoken(scenario.scripts[band])}
    assert {sentence for sentence, length in lengths.items() if length > MOST_WORDS} == set()
    assert sum(lengths.values()) / len(lengths) <= AVERAGE_WORDS


@each_with_students
@each_young_band
def test_the_youngest_hear_short_words(scenario: Scenario, band: GradeBand) -> None:
    if band not in scenario.bands:
        return
    letters = [word for sentence in spoken(scenario.scripts[band]) for word in words(sentence)]
    assert {word for word in letters if len(word) > MOST_LETTERS} == set()
    assert sum(map(len, letters)) / len(letters) <= AVERAGE_LETTERS


@each_scenario
def test_no_sentence_of_a_script_is_longer_than_36_words(scenario: Scenario) -> None:
    for script in scripts_of(scenario):
        assert {sentence for sentence in spoken(script) if len(words(sentence)) > 36} == set()


@each_scenario
def test_every_script_calls_it_practice_and_ends_it(scenario: Scenario) -> None:
    for script in scripts_of(scenario):
        close = script.close.lower()
        assert re.search(r"\b(drill|practice|lesson|instruction)\b", close)
        assert re.search(r"\bover\b", close)
        if scenario.format is not DrillFormat.LESSON:
            assert re.search(r"\b(drill|practice|exercise)\b", " ".join(script.say).lower())
            assert re.search(r"\b(safe|danger|nothing is wrong)\b", close)


@each_scenario
def test_each_scenario_is_announced_and_says_to_whom(scenario: Scenario) -> None:
    assert scenario.announced
    announced_to = " ".join(text.say for text in scenario.announced_to)
    assert re.search(r"staff|teachers|drivers|team", announced_to)
    assert "families" in announced_to
    if scenario.audience is not Audience.STAFF:
        assert "students" in announced_to


@each_scenario
def test_each_scenario_is_short(scenario: Scenario) -> None:
    # N.J.S.A. 18A:41-6: a security drill is similar in duration to a fire drill. A lesson is not a drill.
    if scenario.scenario_id == FULL_SCALE:
        most = MOST_MINUTES_OF_FULL_SCALE
    elif scenario.audience is Audience.STAFF or scenario.scenario_id == FOR_UPPER_GRADES:
        most = MOST_MINUTES_OF_STAFF
    elif scenario.format is DrillFormat.LESSON:
        most = MOST_MINUTES_OF_A_LESSON
    elif "about_violence" in scenario.commitments:
        # The talk is planned with the drill, but is not the drill whose length the law compares.
        mental_health = scenario.facts.mental_health
        assert mental_health is not None
        assert scenario.minutes - (mental_health.debrief_minutes or 0) <= MOST_MINUTES
        most = MOST_MINUTES_WITH_TALK
    else:
        most = MOST_MINUTES_OFF_SITE if scenario.route is Route.OFF_SITE else MOST_MINUTES
    assert scenario.minutes <= most


@each_scenario
@pytest.mark.parametrize("band", GradeBand)
def test_each_scenario_has_accommodations_for_every_need(scenario: Scenario, band: GradeBand) -> None:
    text = scenario_text(scenario, grades_in((band,)))
    accommodations = " ".join(text.accommodations)
    for need in ("Mobility", "Hearing", "Vision", "Medical", "Language"):
        assert f"{need}:" in accommodations
    assert re.search(r"Sensory|Sensory and autism", accommodations)
    assert len(text.objectives) >= 2
    assert len(scenario.objectives) >= 3
    assert any(question.startswith("Staff") for question in text.debrief)
    # A scenario that is not for these grades gives all texts, each after the grades it is for.
    asks_students = any(re.match(r"(\(Grades? [^)]+\) )?Students", question) for question in text.debrief)
    assert asks_students is (scenario.audience is not Audience.STAFF)


@each_scenario
def test_its_positions_are_in_the_catalog_and_none_is_on_call(scenario: Scenario) -> None:
    assert unknown_positions(scenario) == ()
    assert "CMD-IC" in scenario.positions
    assert "PLN-DOC" in scenario.positions
    assert len(set(scenario.positions)) == len(scenario.positions)
    catalog = load_catalog().by_id
    assert [position for position in scenario.positions if scenario.drill_type in catalog[position].on_call] == []


@each_scenario
def test_its_sources_have_a_web_address(scenario: Scenario) -> None:
    for source in scenario.sources:
        assert re.search(r", https?://\S+$", source), source
    assert any(source.startswith("NASSP, position statement Safe Schools") for source in scenario.sources)


def test_only_bus_fire_escape_and_tsunami_drills_need_a_fact_of_the_campus() -> None:
    needed = {scenario.scenario_id: scenario.needs_facts for scenario in SCENARIOS if scenario.needs_facts}
    assert needed == {
        "bus-evacuation": {"buses": True},
        "bus-evacuation-staff": {"buses": True},
        "fire-evacuation-fire-escape": {"fire_escapes": True},
        "tsunami": {"tsunami_zone": True},
    }
    assert {fact for facts in needed.values() for fact in facts} <= set(known_facts())


def test_only_bus_drills_and_lessons_are_for_students_alone() -> None:
    for_students = {scenario.scenario_id for scenario in SCENARIOS if scenario.audience is Audience.STUDENTS}
    assert {name for name in for_students if not name.removesuffix("-older").endswith("-lesson")} == {
        "bus-evacuation"
    }
