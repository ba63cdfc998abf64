"""What families of some grades read of an exercise, and what they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from drillplanner.model import (
    DrillType,
    GradeBand,
    Route,
    Scenario,
    Translation,
    bands_of,
)
from drillplanner.model.scenarios.scenario import WordsForGrades
from drillplanner.publish.core.families.disclosure import DisclosureLevel, FamilyDisclosures
from drillplanner.publish.core.families.passages import family_passage, told_passage
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.sheets.drill_page import script_view
from tests.publish.calendars.events.test_families import in_state, with_drills
from tests.publish.conftest import changed, make_drill, make_scenario
from tests.publish.letters.test_output import EVE, FAMILIES, SCENARIOS, letters_by_path, notice_task, text_of

YOUNG = (GradeBand.PK_K, GradeBand.GRADES_1_2)
OLD = (GradeBand.GRADES_6_8, GradeBand.GRADES_9_12)
EVERY = tuple(GradeBand)
DAY = date(2025, 11, 4)
TALK = next(scenario for scenario in SCENARIOS if scenario.scenario_id == "active-assailant-discussion")
CHOICES = "adults choose between locking and leaving"


def sample(**changes: object) -> Scenario:
    known = {
        "bands": EVERY,
        "scripts": {band: next(iter(TALK.scripts.values())) for band in EVERY},
        "for_families": "All practice.",
        "for_families_by_grade": (
            WordsForGrades(bands=YOUNG, say="They sing."),
            WordsForGrades(bands=OLD, say="Talk."),
        ),
        "translations": {
            "es": Translation(
                for_families="Todos practican.",
                for_families_by_grade=(WordsForGrades(bands=YOUNG, say="Cantan."),),
            )
        },
    }
    return changed(make_scenario("one", "One", DrillType.LOCKDOWN), **(known | changes))


@pytest.mark.parametrize(
    ("grades", "english", "spanish"),
    [
        (("K", "1", "2"), "All practice. They sing.", "Todos practican. Cantan."),
        (("3", "4", "5"), "All practice.", "Todos practican."),
        (
            ("K", "1", "3"),
            "All practice. Grades K-1: They sing.",
            "Todos practican. De kínder a 1.er grado: Cantan.",
        ),
        (("2", "3"), "All practice. Grade 2: They sing.", "Todos practican. 2.º grado: Cantan."),
        (
            ("1", "2", "9"),
            "All practice. Grades 1-2: They sing. Grade 9: Talk.",
            "Todos practican. De 1.º a 2.º grado: Cantan.",
        ),
        (
            None,
            "All practice. Grades PK-2: They sing. Grades 6-12: Talk.",
            "Todos practican. De prekínder a 2.º grado: Cantan.",
        ),
    ],
)
def test_families_read_only_passages_for_their_grades_and_for_whom_each_is(
    grades: tuple[str, ...] | None, english: str, spanish: str
) -> None:
    assert family_passage(sample(), "en", grades) == english
    assert family_passage(sample(), "es", grades) == spanish
    assert family_passage(sample(), "vi", grades) == ""


def test_the_drill_s_grades_come_before_those_of_its_campus(request_: PublishRequest) -> None:
    drill = changed(make_drill("one", "burnet", DrillType.LOCKDOWN, DAY), grades=None)
    campuses = tuple(changed(campus, grades=("2", "3")) for campus in request_.workspace.campuses)
    request_ = replace(request_, workspace=changed(request_.workspace, campuses=campuses))
    assert family_passage(sample(), "en", request_.details(drill).grades) == "All practice. Grade 2: They sing."
    assert (
        family_passage(sample(), "en", request_.details(changed(drill, grades=("3",))).grades) == "All practice."
    )


@pytest.mark.parametrize(
    ("agency", "says", "is_told"),
    [
        ("Fire", "We practice when the fire alarm rings; it seems loud, and fire doors close.", True),
        ("Fire", "The fire department watches.", False),
        ("EMS", "It seems long, but it is short.", True),
        ("Oak Police Department", "Oak police department comes.", False),
        ("Police", "Two police officers watch.", False),
    ],
)
def test_words_for_families_are_left_out_only_if_they_name_an_agency(
    agency: str, says: str, is_told: bool, request_: PublishRequest
) -> None:
    """An agency named "Fire" once removed the words of every fire drill."""
    scenario = sample(for_families=says, for_families_by_grade=(), moments=("instruction",))
    request_ = replace(request_, workspace=changed(request_.workspace, scenarios=(scenario,)))
    details = request_.details(changed(make_drill("one", "burnet", DrillType.LOCKDOWN, DAY), scenario_id="one"))
    assert bool(told_passage(details, DisclosureLevel.HOURS, "en", [agency])) is is_told


def test_scripts_quote_for_families_only_what_letters_say(request_: PublishRequest) -> None:
    """Scripts once quoted words on another way out, which no letter has."""
    scenario = sample(for_families="We leave by the other stairs.", for_families_by_grade=(), translations={})
    request_ = replace(request_, workspace=changed(request_.workspace, scenarios=(scenario,)))
    for route, expected in ((Route.PRIMARY, True), (Route.SECONDARY, False)):
        drill = changed(
            make_drill("one", "burnet", DrillType.FIRE_EVACUATION, DAY), scenario_id="one", route=route
        )
        request_ = with_drills(request_, drill)
        disclosures = FamilyDisclosures(request_)
        view = script_view([request_.details(drill)], disclosures)
        told = told_passage(request_.details(drill), disclosures.of(drill).level, "en", disclosures.agency_names)
        assert bool(told) is expected
        assert [one["families"] for one in view["languages"]] == ([told] if expected else [])


@pytest.mark.parametrize(
    "changes",
    [
        {"for_families_by_grade": (WordsForGrades(bands=OLD, say="Talk."),)},
        {
            "translations": {
                "es": Translation(for_families="T.", for_families_by_grade=(WordsForGrades(bands=OLD, say="H."),))
            }
        },
    ],
)
def test_passages_for_grades_that_the_scenario_does_not_have_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="for_families_by_grade' speaks of 6-8, 9-12"):
        sample(bands=YOUNG, scripts={band: TALK.scripts[band] for band in YOUNG}, **changes)


@pytest.mark.parametrize(
    ("grades", "reads"), [(("K", "1", "2", "3", "4", "5"), False), (("6", "7", "8"), True), (("5", "6"), True)]
)
def test_a_letter_has_the_passages_for_the_grades_of_its_campus(
    grades: tuple[str, ...], reads: bool, request_: PublishRequest
) -> None:
    """Families of an elementary school read nothing of what is said from grade 6 on."""
    drill = make_drill("one", "burnet", TALK.drill_type, DAY, scenario_id=TALK.scenario_id, route=None)
    drill = changed(drill, grades=None)
    campuses = tuple(changed(campus, grades=grades) for campus in request_.workspace.campuses)
    workspace = changed(request_.workspace, scenarios=(TALK,), campuses=campuses)
    tasks = (notice_task(FAMILIES, "notify", EVE),)
    request_ = in_state(with_drills(replace(request_, workspace=workspace), drill, tasks=tasks), "NJ")
    found = letters_by_path(request_)
    (letter,) = found[Path("notices/burnet/families-en")].letters
    assert (CHOICES in text_of(letter)) is reads
    assert ("Grade 6: Students also hear" in text_of(letter)) is (grades == ("5", "6"))
    spanish = text_of(found[Path("notices/burnet/families-es")].letters[0])
    assert ("deciden entre cerrar con llave y salir" in spanish) is reads


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.scenario_id)
def test_every_passage_of_a_bundled_scenario_has_readers(scenario: Scenario) -> None:
    every = tuple(str(grade) for grade in ("PK", "K", *range(1, 13)))
    for passage in scenario.for_families_by_grade:
        readers = [grade for grade in every if passage.say in family_passage(scenario, "en", (grade,))]
        assert set(bands_of(tuple(readers))) == set(passage.bands)
