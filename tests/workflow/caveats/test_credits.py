"""Drills that the state may not accept are named once, unless law or district says that they count."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.audit.schedule import AuditReport
from drillplanner.files.errors import InputError
from drillplanner.model import Audience, Caveat, CaveatKind, Plan
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.caveats.credits import doubtful_credits
from tests.intake.small_workspace import CAMPUSES, DISTRICT, STAFF, write_workspace

ONE_SCHOOL = {
    "campuses.csv": "".join(CAMPUSES.splitlines(keepends=True)[:2]),
    "staff.csv": "".join(STAFF.splitlines(keepends=True)[:2]),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workspace(tmp_path_factory.mktemp("credits"), ONE_SCHOOL)


@pytest.fixture(scope="module")
def planned(place: Path) -> tuple[Plan, AuditReport]:
    return api.plan_with_report(api.prepare(place), SolverSettings())


def asked(place: Path, planned: tuple[Plan, AuditReport], more: str = "") -> list[Caveat]:
    district = place / "district.yaml"
    district.write_text(DISTRICT + more, encoding="utf-8")
    try:
        return list(doubtful_credits(api.prepare(place), *planned))
    finally:
        district.write_text(DISTRICT, encoding="utf-8")


def test_talks_that_count_as_drills_are_asked_about_once(place: Path, planned: tuple[Plan, AuditReport]) -> None:
    found = asked(place, planned)
    assert all(caveat.kind is CaveatKind.CREDIT for caveat in found)
    (talks,) = [caveat for caveat in found if "active-assailant drill" in caveat.text]
    assert talks.text.startswith("All 2 active-assailant drills in this plan are each a talk without practice.")
    assert "Two of each of four security types (NJ-07)" in talks.text
    assert "NJ-07" in talks.answer


def test_a_lesson_that_the_law_asks_for_is_not_asked_about(place: Path, planned: tuple[Plan, AuditReport]) -> None:
    assert any(drill.drill_type == "instruction" for drill in planned[0].drills)
    assert not any("NJ-16.lesson" in caveat.text for caveat in asked(place, planned))


def test_what_the_district_confirmed_is_not_asked_again(place: Path, planned: tuple[Plan, AuditReport]) -> None:
    found = asked(place, planned, "accepts: [NJ-07]\n")
    assert not any("NJ-07" in caveat.text for caveat in found)
    assert asked(place, planned, "accepts: [NJ-02, NJ-04, NJ-07, NJ-10]\n") == []


def test_a_mandate_that_no_law_has_cannot_be_confirmed(place: Path, planned: tuple[Plan, AuditReport]) -> None:
    with pytest.raises(InputError, match="accepts: no law of this district has this requirement"):
        asked(place, planned, "accepts: [NJ-77]\n")


def test_what_the_text_of_the_law_names_is_not_asked_about(tmp_path: Path) -> None:
    # New Hampshire leaves kind and manner of the drills to the school.
    new_hampshire = ONE_SCHOOL | {"district.yaml": DISTRICT.replace("state: NJ", "state: NH")}
    prepared = api.prepare(write_workspace(tmp_path, new_hampshire))
    plan, report = api.plan_with_report(prepared, SolverSettings())
    assert any(drill.audience is Audience.STAFF and "NH-02/oak/year" in drill.credits for drill in plan.drills)
    assert list(doubtful_credits(prepared, plan, report)) == []
