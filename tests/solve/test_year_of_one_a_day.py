"""Where any day may hold several drills, the search begins with a year of one a day, and never ends with less."""

from __future__ import annotations

import itertools

import pytest

from drillplanner.files.errors import OutOfTimeError
from drillplanner.model import Workspace
from drillplanner.solve import solver
from drillplanner.solve.problem.plans import Solution
from drillplanner.solve.problem.year_to_plan import YearToPlan
from tests.solve.brute_force.boundary_pairs import days
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, LUNCH_BELLS, count, law, planned

VAGUE = {"vague": "at reasonable intervals", "reading": "As we read it."}


def several(number: int, drills_a_day: int = 2) -> Workspace:
    """A district of so many school days, each of which may hold several drills."""
    place = days(number, scenarios=(FRONT, LOCKDOWN), agencies=(), bells=LUNCH_BELLS)
    district = place.district.model_copy(update={"drills_a_day": drills_a_day})
    return place.model_copy(update={"district": district})


@pytest.mark.parametrize(("number", "fire", "lockdown"), [*itertools.product((2, 3), (1, 2), (1, 2))])
def test_a_year_of_more_extra_drills_is_no_answer(number: int, fire: int, lockdown: int) -> None:
    book = law(count("fire_evacuation", minimum=fire), count("lockdown", minimum=lockdown))
    found = planned(several(number), book)
    assert found.status == "optimal"
    assert found.bound == found.cost
    dates = [drill.date for drill in found.drills]
    assert len(dates) == fire + lockdown
    assert all(dates.count(on) <= 2 for on in dates)


def test_a_duty_in_doubt_that_several_drills_a_day_meet_is_planned_for() -> None:
    book = law(count("fire_evacuation"), count("lockdown"), mandates={2: VAGUE})
    found = planned(several(1), book)
    assert found.set_aside == ()
    assert len(found.drills) == 2


def test_where_the_search_with_several_finds_nothing_the_year_of_one_a_day_is_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search = solver._solve

    def nothing_with_several(year: YearToPlan, *rest: object, **named: object) -> Solution:
        if year.workspace.district.drills_a_day > 1:
            raise OutOfTimeError("nothing found")
        return search(year, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(solver, "_solve", nothing_with_several)
    found = planned(several(5), law(count("fire_evacuation", minimum=2)))
    assert (found.status, found.bound, len(found.drills)) == ("feasible", 0, 2)
