"""``filed``: a drill is pinned to the filed date and minute."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.files.errors import InfeasibleError
from drillplanner.model import DayKind, FiledDrill
from tests.solve.brute_force.boundary_pairs import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    dates,
    days,
    impossible,
    possible,
)
from tests.solve.brute_force.random_laws import FILED
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, count, law, match, planned


def filed(on: date, **more: Any) -> FiledDrill:
    return FiledDrill.model_validate({"campus_id": "c0", "drill_type": "fire_evacuation", "on": on, **more})


def test_the_day_is_kept_though_a_better_one_is_free() -> None:
    place = days(3, scenarios=(FRONT, LOCKDOWN), filed=[filed(MONDAY)])
    assert dates(possible(place, law(count("fire_evacuation"), FILED))) == [MONDAY]
    impossible(
        days(1, scenarios=(FRONT, LOCKDOWN), filed=[filed(MONDAY)]), law(count("lockdown"), FILED), "T-1", "T-2"
    )


def test_a_day_without_school_cannot_be_kept() -> None:
    impossible(days(2, (0, DayKind.CLOSED), scenarios=(FRONT,), filed=[filed(MONDAY)]), law(FILED), "T-1")


def test_the_start_is_kept_to_the_minute() -> None:
    (drill,) = possible(days(1, scenarios=(FRONT,), filed=[filed(MONDAY, start=time(8, 47))]), law(FILED)).drills
    assert (drill.start, drill.period) == (time(8, 47), "One")
    # The drill of ten minutes would run on into the break.
    impossible(days(1, scenarios=(FRONT,), filed=[filed(MONDAY, start=time(8, 51))]), law(FILED), "T-1")


def test_a_move_for_a_listed_cause_in_time() -> None:
    moved = {"moved_to": WEDNESDAY, "cause": "severe_weather"}
    # A drill could not start at 8:51, and need not: another day may have another hour.
    place = days(5, scenarios=(FRONT,), filed=[filed(MONDAY, start=time(8, 51), **moved)])
    assert dates(possible(place, law(FILED))) == [WEDNESDAY]
    late = {"moved_to": THURSDAY, "cause": "severe_weather"}
    impossible(days(5, scenarios=(FRONT,), filed=[filed(MONDAY, **late)]), law(FILED), "T-1")
    whim = {"moved_to": WEDNESDAY, "cause": "public_event"}
    impossible(days(5, scenarios=(FRONT,), filed=[filed(MONDAY, **whim)]), law(FILED), "T-1")


def test_a_make_up_is_counted_in_school_days() -> None:
    moved = filed(TUESDAY, moved_to=FRIDAY, cause="severe_weather")
    possible(days(5, (2, DayKind.CLOSED), scenarios=(FRONT,), filed=[moved]), law(FILED))
    impossible(days(5, scenarios=(FRONT,), filed=[moved]), law(FILED), "T-1")


def test_without_such_a_law_nothing_is_pinned() -> None:
    place = days(2, (0, DayKind.CLOSED), scenarios=(FRONT,), filed=[filed(MONDAY)])
    assert dates(possible(place, law(count("fire_evacuation")))) == [TUESDAY]


def test_a_drill_that_could_not_be_held_is_made_up_in_the_next_two_school_days() -> None:
    lost = filed(MONDAY, cause="severe_weather")
    (day,) = dates(planned(days(5, scenarios=(FRONT,), filed=[lost]), law(FILED)))
    assert day in {TUESDAY, WEDNESDAY}
    closed = days(5, (1, DayKind.CLOSED), (2, DayKind.CLOSED), scenarios=(FRONT,), filed=[lost])
    (day,) = dates(planned(closed, law(FILED)))
    assert day in {THURSDAY, FRIDAY}


def test_each_drill_to_be_made_up_has_a_day_of_its_own() -> None:
    lost = [filed(MONDAY, cause="severe_weather"), filed(TUESDAY, cause="severe_weather")]
    first, second = dates(planned(days(5, scenarios=(FRONT,), filed=lost), law(FILED)))
    assert first in {TUESDAY, WEDNESDAY}
    assert second in {WEDNESDAY, THURSDAY}
    # Tuesday is taken by the drill that was filed for it.
    place = days(5, scenarios=(FRONT,), filed=[lost[0], filed(TUESDAY)])
    assert dates(planned(place, law(FILED))) == [TUESDAY, WEDNESDAY]


def test_a_drill_is_made_up_by_one_of_its_own_type() -> None:
    both = FILED | {"match": match("fire_evacuation", "lockdown")}
    lost = [filed(MONDAY, cause="severe_weather"), filed(MONDAY, drill_type="lockdown", cause="severe_weather")]
    plan = planned(days(5, scenarios=(FRONT, LOCKDOWN), filed=lost), law(both))
    assert sorted(drill.drill_type for drill in plan.drills) == ["fire_evacuation", "lockdown"]
    assert set(dates(plan)) == {TUESDAY, WEDNESDAY}


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        pytest.param(5, "public_event", id="not for this cause"),
        pytest.param(1, "severe_weather", id="no school day is left"),
    ],
)
def test_a_drill_that_the_law_does_not_let_move_leaves_no_plan(number: int, cause: str) -> None:
    place = days(number, scenarios=(FRONT,), filed=[filed(MONDAY, cause=cause)])
    with pytest.raises(InfeasibleError):
        planned(place, law(FILED))


def test_a_second_filed_drill_is_kept_though_another_is_to_be_made_up() -> None:
    place = days(5, scenarios=(FRONT,), filed=[filed(MONDAY, cause="severe_weather"), filed(FRIDAY)])
    first, second = dates(planned(place, law(FILED)))
    assert first in {TUESDAY, WEDNESDAY}
    assert second == FRIDAY
