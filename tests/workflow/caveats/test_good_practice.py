"""Good practice is on where district.yaml names no level, and is said until that is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from drillplanner.model import CaveatKind, SchoolLevel, most_schools_a_day
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.caveats.before_you_rely import caveats_of_files
from tests.worked.district import district, set_practice


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Return a workspace of a school in Wyoming, whose law is silent on most, with no line ``practice``."""
    place = district(tmp_path, "WY")
    set_practice(place, None)
    return place


def said(place: Path) -> list[str]:
    found = caveats_of_files(api.prepare(place))
    return [caveat.text for caveat in found if caveat.kind is CaveatKind.GUESS and "good practice" in caveat.text]


def test_without_the_line_good_practice_is_on_and_said_until_it_is_answered(older: Path) -> None:
    assert "We plan with it" in said(older)[0]
    prepared = api.prepare(older)
    assert prepared.practice is not None
    assert prepared.practice.pack_id == "baseline"
    answered = api.answer(older, api.Answer("practice", "lighter"))
    assert any("good practice" in text for text in answered.settled)
    assert said(older) == []
    again = api.prepare(older).practice
    assert again is not None
    assert again.pack_id == "lighter"


def test_it_is_switched_off_with_its_limit_on_schools_a_day(older: Path) -> None:
    before = api.prepare(older).workspace
    assert most_schools_a_day(before.district, before.campuses) == {SchoolLevel.ELEMENTARY: 1}
    api.answer(older, api.Answer("practice", "none"))
    prepared = api.prepare(older)
    assert prepared.practice is None
    assert most_schools_a_day(prepared.workspace.district, prepared.workspace.campuses) == {}


def test_a_level_that_does_not_exist_is_refused(older: Path) -> None:
    with pytest.raises(InputError, match=r"there is no such level(?s:.*)baseline, lighter, none"):
        api.answer(older, api.Answer("practice", "best"))


def test_a_plan_of_an_earlier_version_is_as_lawful_as_before(older: Path) -> None:
    set_practice(older, "none")
    api.plan(api.prepare(older), SolverSettings())
    by_law = api.audit(api.prepare(older))
    set_practice(older, None)
    judged = api.audit(api.prepare(older))
    assert judged.verdicts == by_law.verdicts
    assert judged.practice.of > judged.practice.kept, "it was made without good practice"
