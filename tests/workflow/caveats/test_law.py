"""Open questions of law are named first where they matter: for the schools' grades and kinds, until settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from drillplanner.intake.workspace.states import states
from drillplanner.law import load_state_pack
from drillplanner.law.packs.pack import OpenQuestion
from drillplanner.model import Caveat
from drillplanner.workflow.caveats.law import open_questions
from tests.builders import campus
from tests.intake.small_workspace import CAMPUSES, DISTRICT, write_workspace


def questions_of(place: Path, state: str, more: str = "", campuses: str = CAMPUSES) -> list[Caveat]:
    changes = {"district.yaml": DISTRICT.replace("state: NJ", f"state: {state}") + more, "campuses.csv": campuses}
    return list(open_questions(api.prepare(write_workspace(place, changes))))


def in_pack(state: str) -> list[OpenQuestion]:
    return list(load_state_pack(state).open_questions)


def test_a_plan_that_may_hold_too_few_drills_says_so(tmp_path: Path) -> None:
    first, *_ = questions_of(tmp_path, "NV")
    assert first.text.startswith(
        "We may be missing something that the law of Nevada requires: drills, notices and records that NRS 392.450"
    )
    assert "drillplanner answer DIR settled=NV-Q1" in first.answer


def test_a_question_about_public_schools_does_not_matter_for_private_ones(tmp_path: Path) -> None:
    private = CAMPUSES.replace("fire_escapes", "private_school").replace("regular,no", "regular,yes")
    private = private.replace("regular,\n", "regular,yes\n")
    assert not any("We may be missing" in caveat.text for caveat in questions_of(tmp_path, "NV", campuses=private))


def test_a_settled_question_is_not_asked_again(tmp_path: Path) -> None:
    assert len(questions_of(tmp_path / "one", "NV", "settled: [NV-Q1]\n")) == 1
    assert questions_of(tmp_path / "both", "NV", "settled: [NV-Q1, NV-Q2]\n") == []
    with pytest.raises(InputError, match="settled: no law of this district has this open question"):
        questions_of(tmp_path / "wrong", "NV", "settled: [NV-Q9]\n")


def test_smaller_questions_of_a_state_are_one_caveat(tmp_path: Path) -> None:
    (only,) = questions_of(tmp_path, "NJ")
    assert "(1) " in only.text
    assert "(3) " in only.text
    assert "settled=NJ-Q1,NJ-Q2,NJ-Q3" in only.answer


def test_questions_about_the_same_drills_are_one_caveat(tmp_path: Path) -> None:
    missing = [caveat for caveat in questions_of(tmp_path, "MA") if "We may be missing" in caveat.text]
    fire = [caveat for caveat in missing if caveat.brief.endswith("requires: fire drills.")]
    assert [caveat.answer.rpartition("settled=")[2] for caveat in fire] == ["MA-Q3,MA-Q8"]
    assert len({caveat.brief for caveat in missing}) == len(missing)


def test_bills_that_are_not_law_are_not_named(tmp_path: Path) -> None:
    assert any("HB 4443" in question.text for question in in_pack("IL"))
    assert not any("HB 4443" in caveat.text for caveat in questions_of(tmp_path, "IL"))


def test_a_question_matters_by_grades_and_facts() -> None:
    (kindergarten,) = [question for question in in_pack("VA") if question.grades]
    assert kindergarten.bears_on(campus("low", ("K", "1")), {})
    assert not kindergarten.bears_on(campus("high", ("9",)), {})
    (charter,) = [question for question in in_pack("IN") if question.only_if_any]
    public = {"charter_school": False, "private_school": False}
    assert not charter.bears_on(campus("low", ("K",), **public), {})
    assert charter.bears_on(campus("low", ("K",), **public | {"charter_school": True}), {})
    assert not charter.bears_on(campus("low"), public)
    assert charter.bears_on(campus("low"), {}), "what is not known may be so"


def test_every_question_of_the_bundled_packs_has_an_id_of_its_own() -> None:
    ids = [question.question_id for state in states() for question in in_pack(state)]
    assert all(ids)
    assert len(ids) == len(set(ids))


def test_a_model_fire_code_is_no_state(tmp_path: Path) -> None:
    texts = [caveat.text for caveat in questions_of(tmp_path, "NJ", "fire_codes: [IFC]\n")]
    assert [text.partition(":")[0] for text in texts] == [
        "Still open about the law of New Jersey",
        "Still open about the model code International Fire Code",
    ]
