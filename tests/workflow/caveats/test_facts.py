"""Facts that no file gives: each once, with the schools and the requirements that the answer decides."""

from __future__ import annotations

import re
from pathlib import Path

import drillplanner
from drillplanner import api
from drillplanner.model import Caveat, CaveatKind
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.caveats.facts import event_questions, unanswered_facts
from tests.intake.small_workspace import CAMPUSES, DISTRICT, STAFF, write_workspace


def facts_of(place: Path) -> dict[str, Caveat]:
    prepared = api.prepare(place)
    questions = {name: fact.ask for name, fact in prepared.law.facts.items()}
    found = tuple(unanswered_facts(prepared))
    assert all(caveat.kind is CaveatKind.FACT for caveat in found)
    named = {name: caveat for caveat in found for name, ask in questions.items() if caveat.text.startswith(ask)}
    assert len(named) == len(found), "each question once"
    return named


def test_a_fact_is_asked_once_for_all_schools_that_do_not_give_it(tmp_path: Path) -> None:
    found = facts_of(write_workspace(tmp_path))
    assert "No answer for any school." in found["buses"].text
    assert "1 requirement depends on the answer: " in found["buses"].text
    assert "Two bus evacuation drills (NJ-16)" in found["buses"].text


def test_only_schools_without_an_answer_are_named(tmp_path: Path) -> None:
    answered = (
        CAMPUSES.replace("fire_escapes", "fire_escapes,buses")
        .replace("regular,no", "regular,no,yes")
        .replace("regular,\n", "regular,,\n")
    )
    found = facts_of(write_workspace(tmp_path, {"campuses.csv": answered}))
    assert "No answer for Elm High School." in found["buses"].text


def test_a_fact_that_every_school_gives_is_not_asked(tmp_path: Path) -> None:
    answered = CAMPUSES.replace("fire_escapes", "buses").replace("regular,\n", "regular,yes\n")
    assert "buses" not in facts_of(write_workspace(tmp_path, {"campuses.csv": answered}))


def test_a_fact_that_decides_nothing_at_these_schools_is_not_asked(tmp_path: Path) -> None:
    nevada = {"district.yaml": DISTRICT.replace("state: NJ", "state: NV")}
    prepared = api.prepare(write_workspace(tmp_path, nevada))
    # NV-04 asks for a fire department, and only of private schools, which these are not by assumption.
    assert any("fire_department" in mandate.applies_if for mandate in prepared.law.mandates)
    assert set(facts_of(tmp_path)) == {"private_school"}


def test_an_assumed_answer_is_named_and_comes_after_the_questions_without_one(tmp_path: Path) -> None:
    colorado = {"district.yaml": DISTRICT.replace("state: NJ", "state: CO")}
    found = facts_of(write_workspace(tmp_path, colorado))
    assumed = [" We assume " in caveat.text for caveat in found.values()]
    assert set(assumed) == {True, False}
    assert assumed == sorted(assumed)


def test_a_plan_names_what_it_leaves_out_until_the_question_is_answered(tmp_path: Path) -> None:
    one_school = "".join(CAMPUSES.splitlines(keepends=True)[:2])
    colorado = {"district.yaml": DISTRICT.replace("state: NJ", "state: CO"), "campuses.csv": one_school}
    colorado["staff.csv"] = "".join(STAFF.splitlines(keepends=True)[:2])
    plan = api.plan(api.prepare(write_workspace(tmp_path, colorado)), SolverSettings())
    (child_care,) = [caveat for caveat in plan.before_you_rely if "child care or" in caveat.text]
    assert "Not scheduled until you answer: CO-05" in child_care.text
    assert not any("CO-05" in warning for warning in plan.warnings)


def test_a_public_district_is_not_asked_whether_its_schools_are_private(tmp_path: Path) -> None:
    nevada = DISTRICT.replace("state: NJ", "state: NV")
    for name, is_asked in (("Oak County School District", False), ("Oak Academy", True)):
        named = nevada.replace("Test District (invented)", name)
        found = facts_of(write_workspace(tmp_path, {"district.yaml": named}))
        assert ("private_school" in found) is is_asked


def test_events_that_no_row_names_are_asked_for_in_words(tmp_path: Path) -> None:
    new_york = {"district.yaml": DISTRICT.replace("state: NJ", "state: NY")}
    (caveat,) = (
        caveat
        for caveat in unanswered_facts(api.prepare(write_workspace(tmp_path, new_york)))
        if "Exits are announced at public events" in caveat.text
    )
    assert caveat.brief.startswith("On which days do visitors come for events")
    assert caveat.answer.endswith(": public_event,YYYY-MM-DD,YYYY-MM-DD")


def test_each_kind_of_event_on_which_a_law_depends_has_a_question() -> None:
    packs = Path(drillplanner.__file__).parent / "law" / "packs" / "us"
    depends = re.compile(r"(?:after_event: |by_event: \{event: |before_each: \{kind: )(\w+)")
    asked = {kind for pack in packs.glob("*.yaml") for kind in depends.findall(pack.read_text(encoding="utf-8"))}
    assert asked == {"staff_training", "student_training", "public_event", "athletic_season"}
    assert asked == set(event_questions())
