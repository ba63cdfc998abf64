"""``filed``: a drill is pinned to the filed date and minute."""

from __future__ import annotations

from datetime import date, time
from typing import Any

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
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, count, law


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
