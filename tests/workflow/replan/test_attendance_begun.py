"""Agencies that a district asks to come in the middle of the year, without saying from which day."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.model import Drill, DrillType, Plan
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.replan.request import ReplanRequest
from tests.worked.district import district

AS_OF = date(2026, 1, 5)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school in New York, whose law asks for four lockdowns and for no police."""
    place = district(tmp_path_factory.mktemp("new-york"), "NY")
    api.plan(api.prepare(place), SolverSettings())
    return place


def asking(planned: Path, folder: Path, entry: str) -> Path:
    """Return the district of the plan, which asks for an agency since then."""
    place = Path(shutil.copytree(planned, folder / "district"))
    file = place / "district.yaml"
    file.write_text(f"{file.read_text()}attend:\n  - {entry}\n")
    return place


def updated(place: Path, as_of: date = AS_OF) -> Plan:
    return api.replan(place, ReplanRequest(as_of), SolverSettings())


def lockdowns(plan: Plan) -> tuple[list[Drill], list[Drill]]:
    """Return those before the update, and those from it on."""
    found = [drill for drill in plan.drills if drill.drill_type is DrillType.LOCKDOWN]
    return [drill for drill in found if drill.date < AS_OF], [drill for drill in found if drill.date >= AS_OF]


def test_the_drills_that_are_left_are_attended(planned: Path, tmp_path: Path) -> None:
    place = asking(planned, tmp_path, "{agency: police, drills: [lockdown], share: all}")
    plan = updated(place)
    past, coming = lockdowns(plan)
    assert past and coming and len(past) + len(coming) == 4
    assert {drill.agencies for drill in past} == {()}
    assert {drill.agencies for drill in coming} == {("police",)}
    repair = plan.repair
    assert repair is not None
    assert any(duty.startswith("ATTEND-police-lockdown/") for duty in repair.lost)
    # Each of them changes, and on no other day than before.
    assert (repair.moved, repair.is_proven) == (len(coming), True)
    assert {change.was_on == change.now_on for change in repair.changes} == {True}
    assert {change.why for change in repair.changes} == {"you ask for the visit (attend in district.yaml)"}
    # The plan says how to write what was meant.
    assert any("'from: 2026-01-05'" in warning for warning in plan.warnings)

    # The next update changes nothing.
    again = updated(place, date(2026, 1, 6))
    assert again.repair is not None and not again.repair.moved
    assert lockdowns(again)[1] == coming


@pytest.mark.parametrize("begin", ["", ", from: 2026-01-05"])
@pytest.mark.parametrize(("share", "visits"), [("once", 1), ("50%", 2), ("90%", 2)])
def test_a_share_adds_no_drill(planned: Path, tmp_path: Path, share: str, visits: int, begin: str) -> None:
    plan = updated(asking(planned, tmp_path, f"{{agency: police, drills: [lockdown], share: {share}{begin}}}"))
    past, coming = lockdowns(plan)
    assert (len(past), len(coming)) == (2, 2)
    expected = 1 if begin and share == "50%" else visits
    assert [drill.agencies for drill in coming].count(("police",)) == expected
    assert plan.repair is not None and plan.repair.moved == expected


def test_an_agency_that_can_come_to_none_of_them_is_named_once_with_what_to_change(
    planned: Path, tmp_path: Path
) -> None:
    place = asking(planned, tmp_path, "{agency: police, drills: [lockdown], share: all}")
    file = place / "district.yaml"
    file.write_text(file.read_text().replace("available_until: 14:30", "available_until: 08:31", 1))
    plan = updated(place)
    assert plan.repair is not None
    assert plan.repair.lost == ("ATTEND-police-lockdown/burnet-hill/year",)
    assert {drill.agencies for drill in lockdowns(plan)[1]} == {()}
    (sentence,) = [warning for warning in plan.warnings if "ATTEND-" in warning]
    assert "the agency cannot come to as many drills from 2026-01-05 on as you ask for" in sentence
    assert "'from:" not in sentence


@pytest.mark.parametrize("order", [("police", "fire"), ("fire", "police")])
def test_two_agencies_come_to_the_same_drill(planned: Path, tmp_path: Path, order: tuple[str, str]) -> None:
    """Of the two lockdowns that are left, one is on a day on which the police do not come."""
    first = lockdowns(updated(Path(shutil.copytree(planned, tmp_path / "as-it-was"))))[1][0].date
    place = asking(
        planned,
        tmp_path,
        "\n  - ".join(f"{{agency: {agency}, drills: [lockdown], share: once}}" for agency in order),
    )
    file = place / "district.yaml"
    text = file.read_text().replace("unavailable:\n", f"unavailable:\n      - {first}\n", 1)
    file.write_text(text.replace("available_from: 09:00", "available_from: 08:30", 1))
    plan = updated(place)
    assert sorted(drill.agencies or () for drill in lockdowns(plan)[1]) == [(), ("police", "fire")]
    assert plan.repair is not None and (plan.repair.moved, plan.repair.is_proven) == (1, True)
