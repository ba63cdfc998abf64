"""``spacing``: exact runs of school days and of calendar days."""

from __future__ import annotations

from typing import Any

from drillplanner.model import DayKind
from tests.solve.brute_force.boundary_pairs import FRIDAY, MONDAY, THURSDAY, dates, days, impossible, possible
from tests.solve.brute_force.tiny_districts import FRONT, count, law, match


def spacing(asked: str, number: int, unit: str) -> dict[str, Any]:
    gap = {"days": number, "unit": unit, "unit_is_stated": True}
    return {"kind": "spacing", "what": "drill", "match": match("fire_evacuation"), asked: gap}


def test_a_drill_in_every_run_of_school_days() -> None:
    every_third = spacing("at_least_every", 3, "school_day")
    one_at_most = count("fire_evacuation", minimum=None, maximum=1)
    assert len(possible(days(5, scenarios=(FRONT,)), law(every_third, one_at_most)).drills) == 1
    # Six school days in a row, of which Monday is the last, hold two such runs.
    impossible(days(8, scenarios=(FRONT,)), law(every_third, one_at_most), "T-1", "T-2")


def test_a_year_shorter_than_a_run_owes_nothing() -> None:
    assert possible(days(3, scenarios=(FRONT,)), law(spacing("at_least_every", 4, "school_day"))).drills == ()
    assert len(possible(days(4, scenarios=(FRONT,)), law(spacing("at_least_every", 4, "school_day"))).drills) == 1


def test_calendar_days_count_the_weekend() -> None:
    one_at_most = count("fire_evacuation", minimum=None, maximum=1)
    # From Monday to Monday are eight days: with a drill on Thursday or Friday, four at most are free in a row.
    place = days(8, scenarios=(FRONT,))
    plan = possible(place, law(spacing("at_least_every", 5, "calendar_day"), one_at_most))
    assert dates(plan)[0] in {THURSDAY, FRIDAY}
    impossible(place, law(spacing("at_least_every", 4, "calendar_day"), one_at_most), "T-1", "T-2")


def test_a_break_between_two_drills_is_no_gap() -> None:
    # Monday, and the Monday after: nobody could have drilled in between.
    closed = [(day, DayKind.CLOSED) for day in range(1, 5)]
    place = days(8, *closed, scenarios=(FRONT,))
    for number, drills in ((8, 1), (7, 2), (3, 2)):
        plan = possible(place, law(spacing("at_least_every", number, "calendar_day")))
        assert len(plan.drills) == drills


def test_school_days_apart() -> None:
    two, apart = count("fire_evacuation", minimum=2), spacing("apart", 3, "school_day")
    assert dates(possible(days(4, scenarios=(FRONT,)), law(two, apart))) == [MONDAY, THURSDAY]
    impossible(days(3, scenarios=(FRONT,)), law(two, apart), "T-1", "T-2")


def test_calendar_days_apart_over_a_weekend() -> None:
    two = count("fire_evacuation", minimum=2)
    place = days(8, (0, DayKind.CLOSED), (1, DayKind.CLOSED), (2, DayKind.CLOSED), scenarios=(FRONT,))
    # Thursday and Friday, then Monday: four days from the first to the last.
    possible(place, law(two, spacing("apart", 4, "calendar_day")))
    impossible(place, law(two, spacing("apart", 5, "calendar_day")), "T-1", "T-2")
    possible(place, law(two, spacing("apart", 2, "school_day")))
    impossible(place, law(two, spacing("apart", 3, "school_day")), "T-1", "T-2")
