"""What bundled scenarios teach: where to go, who opens a door, what a body needs, and no naming in public."""

from __future__ import annotations

import re

import pytest

from drillplanner.model import Audience, BandScript, DrillType, GradeBand, Scenario
from tests.bundled_scenarios import BUNDLED

SCENARIOS = tuple(BUNDLED.values())
WITH_STUDENTS = tuple(scenario for scenario in SCENARIOS if scenario.audience is not Audience.STAFF)
BY_ID = {scenario.scenario_id: scenario for scenario in SCENARIOS}
#: Moving, and the words that begin and end a drill, besides hidden time and the talk.
MINUTES_BESIDES = 2
#: What a sentence calls the exception to putting phones, watches or bags away: what a body or a voice needs.
EXCEPTION = re.compile(r"speak|voice|silent and wait")
#: Sentences that put phones away, and those that only speak of telephones.
PUT_AWAY = re.compile(
    r"\b([Pp]hones?|[Ww]atch(es)?|[Rr]adios)\b.*\b(off|silent|silence|away|pockets?|stay|put)\b"
    r"|[Ss]ilence your phones|stay off your phone"
)

each_band = pytest.mark.parametrize("band", GradeBand)
each_with_students = pytest.mark.parametrize("scenario", WITH_STUDENTS, ids=lambda scenario: scenario.scenario_id)


def spoken(script: BandScript) -> tuple[str, ...]:
    return (*script.day_before, *script.say, *script.waiting, script.close, *script.afterwards)


@each_band
def test_a_lockdown_ends_by_a_key_from_outside(band: GradeBand) -> None:
    script = BY_ID["lockdown"].scripts[band]
    assert re.search(r"\bkey\b", " ".join((*script.day_before, *script.say)))
    steps = " ".join(script.do)
    assert re.search(r"unlock\w* .*\bkey\b", steps)
    # Nothing opens the door but the key: no step lets a voice, a knock or the office open it.
    for step in (*spoken(script), *script.do):
        assert not re.search(r"teacher open|open\w* (it|the door) when the office|until the office ends", step), (
            step
        )


@each_band
def test_the_adult_looks_into_the_hall_before_locking(band: GradeBand) -> None:
    for scenario_id in ("lockdown", "hold"):
        steps = " ".join(BY_ID[scenario_id].scripts[band].do)
        look = re.search(r"looks? into the hall|checks the hall|sweeps the hall", steps)
        lock = re.search(r"\blocks\b|\bis locked\b", steps)
        assert look and lock, scenario_id
        assert look.start() < lock.start(), scenario_id


@each_band
def test_a_lockdown_says_what_to_do_away_from_class(band: GradeBand) -> None:
    text = " ".join(spoken(BY_ID["lockdown"].scripts[band]))
    for place in (r"\bhall\b", r"outside|[Oo]utdoors"):
        assert re.search(place, text), place
    assert re.search(r"restroom|bathroom", text)
    if band not in (GradeBand.PK_K, GradeBand.GRADES_1_2):
        assert re.search(r"If (doors are locked|no door opens|there is none)", text)


@each_with_students
def test_time_for_hiding_and_for_the_talk_is_planned(scenario: Scenario) -> None:
    if "about_violence" not in scenario.commitments:
        return
    for band in scenario.bands:
        facts = scenario.facts_for(band)
        talk = facts.mental_health.debrief_minutes if facts.mental_health else 0
        assert (facts.hidden_minutes or 0) + (talk or 0) + MINUTES_BESIDES <= scenario.minutes, band


def test_hidden_time_stays_under_the_ceilings_and_is_shortest_for_the_youngest() -> None:
    ceilings = dict(zip(GradeBand, (3, 5, 7, 10, 10), strict=True))
    for scenario in WITH_STUDENTS:
        for band in scenario.bands:
            assert (scenario.facts_for(band).hidden_minutes or 0) <= ceilings[band]
    assert "about one minute" in " ".join(BY_ID["lockdown"].scripts[GradeBand.PK_K].do)


@each_with_students
def test_phones_are_put_away_except_for_what_a_body_needs(scenario: Scenario) -> None:
    for band, script in scenario.scripts.items():
        for text in spoken(script):
            if PUT_AWAY.search(text):
                assert EXCEPTION.search(text), (band, text)


def test_students_do_not_search_in_a_bomb_threat() -> None:
    for script in BY_ID["bomb-threat"].scripts.values():
        for text in (*spoken(script), *script.do):
            assert not re.search(
                r"^(Look (over|without|at the space)|Sit and look)|[Bb]efore you go, take one minute", text
            ), text


@each_with_students
def test_nobody_is_named_in_public_who_needs_another_way(scenario: Scenario) -> None:
    for script in scenario.scripts.values():
        for text in spoken(script):
            assert not re.search(r"refuge area|[Ww]heelchair users|raise a hand\. You can sit", text), text


def test_nine_eight_eight_stands_where_staff_and_older_students_read() -> None:
    for scenario_id in ("lockdown", "violence-prevention-lesson", "violence-prevention-lesson-older"):
        assert "988" in " ".join(spoken(BY_ID[scenario_id].scripts[GradeBand.GRADES_9_12])), scenario_id
    staff = BY_ID["staff-crisis-response-lesson"].staff_script
    assert staff is not None
    assert any("988" in text.say for text in staff.say)


@each_with_students
def test_a_reason_that_is_given_is_among_the_facts(scenario: Scenario) -> None:
    # Up to grade 5 nobody hears of a person as the reason of a drill; in grades 6 to 12 the facts say so.
    person = re.compile(
        r"not safe to be around|dangerous person|someone .* dangerous|[Aa]ctive assailant|bomb threat"
    )
    for band, script in scenario.scripts.items():
        teaching = scenario.facts_for(band).teaching
        assert teaching is not None
        says_person = any(person.search(text) for text in spoken(script))
        if band in (GradeBand.PK_K, GradeBand.GRADES_1_2, GradeBand.GRADES_3_5):
            assert not says_person, band
        elif scenario.drill_type is not DrillType.INSTRUCTION:
            assert (teaching.reason_given == "threat") is says_person, band
