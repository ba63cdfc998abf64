"""Back-up dates that cannot be right, and those that can, on a calendar of three weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from drillplanner.audit.schedule.own_rules.back_up_dates import wrong_back_up_dates
from drillplanner.model import DayKind, Drill, DrillType, ForbiddenDays, Workspace
from tests.solve.brute_force.boundary_pairs import MONDAY, days

#: Three weeks of school; the first Thursday is a holiday.
PLACE = days(19, (3, DayKind.CLOSED))


def fire(day: int, back_up: int | None = None, name: str = "fire", campus: str = "c0") -> Drill:
    return Drill(
        drill_id=name,
        campus_id=campus,
        drill_type=DrillType.FIRE_EVACUATION,
        date=MONDAY + timedelta(day),
        back_up=None if back_up is None else MONDAY + timedelta(back_up),
    )


def said(*drills: Drill, place: Workspace = PLACE, settled_before: date | None = None) -> list[str]:
    """Return the end of each sentence."""
    found = wrong_back_up_dates(drills, place, settled_before)
    return [problem.message.split(", on which ")[1] for problem in found]


@pytest.mark.parametrize(
    ("back_up", "problem"),
    [
        (1, []),
        (2, []),
        (0, ["its own date is not over"]),
        (3, ["there is no school"]),
        (5, ["there is no school"]),
        # The tenth school day after Monday, since Thursday was none, and the eleventh.
        (15, []),
        (16, ["11 school days are over since its date, and 10 is the most"]),
    ],
)
def test_a_drill_is_made_up_on_one_of_the_next_ten_school_days(back_up: int, problem: list[str]) -> None:
    assert said(fire(0, back_up)) == problem


def test_the_sentence_names_the_drill_and_the_date() -> None:
    (problem,) = wrong_back_up_dates([fire(1, 0)], PLACE)
    assert problem.message == "the back-up date of fire is 2025-09-29, on which its own date is not over"


def test_a_back_up_date_has_no_other_drill_and_is_that_of_one_drill() -> None:
    assert said(fire(0, 2), fire(2, name="other")) == ["another drill is planned"]
    assert said(fire(0, 4), fire(1, 4, name="other")) == ["another drill has its back-up date too"] * 2
    assert said(fire(0, 4), fire(1, 7, name="other")) == []


def test_another_school_may_have_a_drill_on_that_date() -> None:
    two = days(19)
    campus = two.campuses[0]
    two = two.model_copy(update={"campuses": (campus, campus.model_copy(update={"campus_id": "c1"}))})
    assert said(fire(0, 2), fire(2, name="other", campus="c1"), place=two) == []
    assert said(fire(0, 2), fire(0, 2, name="other", campus="c1"), place=two) == []


def test_drills_that_are_over_and_unknown_schools_are_not_looked_at() -> None:
    assert said(fire(1, 0), settled_before=MONDAY + timedelta(1)) == ["its own date is not over"]
    assert said(fire(1, 0), settled_before=MONDAY + timedelta(2)) == []
    assert said(fire(1, 0, campus="elsewhere")) == []
    assert said(fire(1, 0).model_copy(update={"held": True})) == []


def test_the_district_may_block_the_day() -> None:
    blocked = ForbiddenDays(date=MONDAY + timedelta(2), drill_types=(DrillType.FIRE_EVACUATION,))
    district = PLACE.district.model_copy(update={"forbidden": (blocked,)})
    place = PLACE.model_copy(update={"district": district})
    assert said(fire(0, 2), place=place) == ["district.yaml blocks such drills"]
    assert said(fire(0, 1), place=place) == []
