"""What is said first about fire drills: that none are established, and what is not known of the fire code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import Caveat, CaveatKind
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.caveats.before_you_rely import caveats_of_files
from drillplanner.workflow.caveats.fire_codes import fire_code_questions
from tests.command_line import run
from tests.intake.small_workspace import DISTRICT, write_workspace

ZONES = {
    "AK": "America/Anchorage",
    "AR": "America/Chicago",
    "MO": "America/Chicago",
    "NV": "America/Los_Angeles",
}
ESTABLISHED = "Fire drills not established"


def place_in(folder: Path, state: str, more: str = "") -> Path:
    text = DISTRICT.replace("state: NJ", f"state: {state}")
    text = text.replace("America/New_York", ZONES.get(state, "America/New_York"))
    return write_workspace(folder, {"district.yaml": text + more})


def questions(folder: Path, state: str, more: str = "") -> list[Caveat]:
    return list(fire_code_questions(api.prepare(place_in(folder, state, more))))


def test_check_and_plan_say_first_and_once_that_fire_drills_are_not_established(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = place_in(tmp_path, "MO")
    first, *others = caveats_of_files(api.prepare(place))
    assert first.kind is CaveatKind.NO_DRILLS
    assert first.text.startswith(f"{ESTABLISHED}: no requirement on file asks for ")
    assert first.text.endswith("In Missouri, cities and counties decide (no statewide fire code).")
    assert not any("fire drill with students" in caveat.text for caveat in others)
    assert "fire_drills_a_year=8" in first.answer
    ran = run(capsys, "plan", "--all", place)
    planned, *rest = api.read_plan(place).before_you_rely
    assert planned.text.startswith(f"{ESTABLISHED}: ")
    assert "none is scheduled all year" in planned.text
    assert ran.out.index(planned.text) < ran.out.index("Planned ")
    assert not any("No fire drill with students" in caveat.text for caveat in rest)


def test_fire_drills_of_good_practice_do_not_establish_a_rule(tmp_path: Path) -> None:
    place = place_in(tmp_path, "MO", "practice: baseline\n")
    first, *_ = caveats_of_files(api.prepare(place))
    assert "A plan then holds only those of good practice, which no law asks for." in first.text


def test_pinned_fire_drills_do_not_establish_a_rule(tmp_path: Path) -> None:
    place = place_in(tmp_path, "MO", "pins:\n  - {drill_type: fire_evacuation, date: 2025-10-14}\n")
    api.plan(api.prepare(place), SolverSettings())
    first, *_ = api.read_plan(place).before_you_rely
    assert first.text.startswith(f"{ESTABLISHED}: ")
    assert "Fire drills in this plan come from your pins, your records, or" in first.text


def test_the_number_of_the_authority_establishes_them(tmp_path: Path) -> None:
    number = 'fire_drills_a_year: 4\nfire_drills_said_by: "Fire marshal, 3 August"\n'
    prepared = api.prepare(place_in(tmp_path, "MO", number))
    assert not any(ESTABLISHED in caveat.text for caveat in caveats_of_files(prepared))
    assert list(fire_code_questions(prepared)) == []


def test_a_number_without_its_author_asks_who_gave_it(tmp_path: Path) -> None:
    (asked,) = questions(tmp_path, "MO", "fire_drills_a_year: 4\n")
    assert "does not say who gave it" in asked.text


def test_a_presumed_code_is_named_with_its_drills_and_how_to_answer(tmp_path: Path) -> None:
    (asked,) = questions(tmp_path, "AR")
    assert asked.kind is CaveatKind.LAW_OPEN
    assert asked.text.startswith(
        "Presumed, not known law: in Arkansas, schools follow the Arkansas Fire Prevention Code, volume I "
        "(Ark. Rule 015.01.22-005)."
    )
    assert "Monthly evacuation drill (IFC-01)" in asked.text
    assert "drillplanner answer DIR fire_codes=IFC" in asked.answer


def test_a_citation_that_was_not_seen_says_so(tmp_path: Path) -> None:
    (asked,) = questions(tmp_path, "IN")
    assert "(675 IAC 22; this citation was not verified)" in asked.text


@pytest.mark.parametrize("answer", ["fire_codes: [IFC]\n", "fire_codes: []\n"])
def test_an_answer_settles_it(answer: str, tmp_path: Path) -> None:
    assert questions(tmp_path, "AR", answer) == []


def test_a_state_with_numbers_of_its_own_asks_nothing(tmp_path: Path) -> None:
    assert questions(tmp_path, "UT") == []


def test_where_the_code_was_not_read_beside_the_schools_numbers_one_sentence_says_so(tmp_path: Path) -> None:
    (asked,) = questions(tmp_path, "NJ")
    assert asked.text == (
        "We did not read the drill section of the fire code of New Jersey; your fire marshal may ask for more."
    )
    assert "fire_drills_a_year=8" in asked.answer


@pytest.mark.parametrize(
    "answer", ["fire_codes: []\n", 'fire_drills_a_year: 12\nfire_drills_said_by: "Fire marshal, 3 August"\n']
)
def test_an_answer_settles_that_too(answer: str, tmp_path: Path) -> None:
    assert questions(tmp_path, "NJ", answer) == []


def test_what_an_open_question_asks_about_fire_drills_is_not_asked_twice(tmp_path: Path) -> None:
    assert questions(tmp_path, "MA") == []


def test_a_city_is_asked_where_the_statute_has_fire_drills(tmp_path: Path) -> None:
    (asked,) = questions(tmp_path, "PA")
    assert asked.text.startswith("We do not know the fire code of your city or county: in Pennsylvania, ")
    assert "fire_codes=IFC (or NFPA)" in asked.answer


def test_a_code_that_is_set_aside_against_what_was_read_is_named(tmp_path: Path) -> None:
    (said,) = questions(tmp_path, "FL", "fire_codes: []\n")
    assert said.text.startswith("The drills of Florida Fire Prevention Code are not planned: ")


def test_a_code_for_places_without_one_of_their_own_says_so(tmp_path: Path) -> None:
    (asked,) = questions(tmp_path, "NV")
    assert asked.text.startswith(
        "Presumed, not known law: where no city or county has a code of its own, schools in Nevada follow the "
        "International Fire Code (NAC 477.281"
    )


def test_a_presumed_code_that_gives_no_duty_is_not_named(tmp_path: Path) -> None:
    prepared = api.prepare(place_in(tmp_path, "AR"))
    presumed = {mandate.mandate_id for mandate in prepared.law.presumed_mandates}
    without = tuple(duty for duty in prepared.duties if duty.mandate.mandate_id not in presumed)
    assert list(fire_code_questions(replace(prepared, duties=without))) == []


def test_the_local_code_is_asked_once_beside_a_school_without_students(tmp_path: Path) -> None:
    place = place_in(tmp_path, "MO")
    table = place / "campuses.csv"
    table.write_text(table.read_text().replace("K-5,300", "K-5,0"))
    prepared = api.prepare(place)
    asked = [caveat for caveat in caveats_of_files(prepared) if "fire_codes=" in caveat.answer]
    assert [caveat.kind for caveat in asked] == [CaveatKind.NO_DRILLS]


def test_no_code_settles_nothing_where_fire_drills_are_still_not_established(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = place_in(tmp_path, "MO")
    ran = run(capsys, "answer", place, "fire_codes=none")
    assert ran.code == 0
    assert ESTABLISHED in caveats_of_files(api.prepare(place))[0].text
    assert ESTABLISHED not in ran.out


@pytest.mark.parametrize("state", ["AR", "AK"])
def test_the_commands_in_the_answer_work(state: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = place_in(tmp_path, state)
    # In Alaska the statute's drill stands for the code's, so that the number alone has its own path.
    assert run(capsys, "answer", place_in(tmp_path / "alone", state), "fire_drills_a_year=8").code == 0
    ran = run(capsys, "answer", place, "fire_codes=none")
    assert ran.code == 0
    assert "Presumed, not known law" in ran.out, "it says what it settled"
    assert "fire_codes: []" in (place / "district.yaml").read_text()
    assert run(capsys, "answer", place, "fire_codes=ifc").code == 0
    assert "fire_codes: [IFC]" in (place / "district.yaml").read_text()
    assert run(capsys, "answer", place, "fire_codes=none").code == 0
    assert run(capsys, "answer", place, "fire_drills_a_year=8").code == 0
    assert run(capsys, "answer", place, "fire_drills_said_by=Fire marshal, 3 August").code == 0
    district = api.prepare(place).workspace.district
    assert district.fire_codes == ()
    assert district.fire_drills_a_year == 8
    assert district.fire_drills_said_by == "Fire marshal, 3 August"
    assert run(capsys, "answer", place, "fire_codes=UBC").code == 2
