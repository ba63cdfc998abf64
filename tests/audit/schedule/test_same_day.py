"""Drills on one day at several schools, on schedules written by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from drillplanner.audit.schedule.same_day import campuses_off_common_day, common_day
from drillplanner.model import Drill, DrillType, SameDay, Workspace
from tests.builders import calendar, campus, drill, workspace

LOCKDOWN = DrillType.LOCKDOWN
ORDER = SameDay(drill_type=LOCKDOWN)
OCTOBER = calendar(date(2025, 10, 1), date(2025, 10, 31))


def place(*orders: SameDay) -> Workspace:
    return workspace([campus(name) for name in ("a", "b", "c")], OCTOBER, same_day=orders)


def on(day: int, *at: str, kind: DrillType = LOCKDOWN) -> list[Drill]:
    return [drill(name, kind, date(2025, 10, day), day) for name in at]


@pytest.mark.parametrize(
    ("drills", "day"),
    [
        (on(7, "a", "b", "c"), 7),
        ([*on(8, "a", "b", "c"), *on(7, "a", "b", "c")], 7),
        ([*on(6, "a", "b"), *on(7, "a", "b", "c")], 7),
        (on(7, "a", "b"), None),
        ([*on(7, "a", "b"), *on(7, "c", kind=DrillType.FIRE_EVACUATION)], None),
        ([], None),
    ],
)
def test_the_first_day_on_which_all_hold_it(drills: list[Drill], day: int | None) -> None:
    assert common_day(ORDER, drills, place()) == (None if day is None else date(2025, 10, day))


def test_schools_that_the_order_does_not_name_are_not_asked() -> None:
    order = SameDay(drill_type=LOCKDOWN, campuses=("a", "b"))
    assert common_day(order, on(7, "a", "b"), place()) == date(2025, 10, 7)
    assert campuses_off_common_day(on(7, "a", "b"), place(order)) == ()


def missed(drills: list[Drill], *orders: SameDay) -> list[tuple[str, Any, str]]:
    return [
        (order.campus_id, order.on, order.message) for order in campuses_off_common_day(drills, place(*orders))
    ]


def test_schools_that_are_off_the_day_that_most_keep() -> None:
    drills = [*on(6, "a"), *on(7, "a", "b"), *on(8, "c")]
    assert missed(drills, ORDER) == [
        (
            "c",
            date(2025, 10, 7),
            f"{ORDER.phrase} is asked for in district.yaml; most hold it on 2025-10-07, and c does not",
        )
    ]
    (found,) = campuses_off_common_day(drills, place(ORDER))
    assert found.order == "same_day"


def test_of_days_that_as_many_keep_the_first_is_taken() -> None:
    found = missed([*on(8, "c"), *on(7, "b")], ORDER)
    assert [(at, day) for at, day, _ in found] == [("a", date(2025, 10, 7)), ("c", date(2025, 10, 7))]


@pytest.mark.parametrize(("until", "on_day"), [(None, 31), (20, 20)])
def test_no_such_drill_at_all(until: int | None, on_day: int) -> None:
    order = SameDay(drill_type=LOCKDOWN, campuses=("a", "c"), to=until and date(2025, 10, until))
    message = f"{order.phrase} is asked for in district.yaml, and no such drill stands at"
    assert missed(on(7, "a", kind=DrillType.FIRE_EVACUATION), order) == [
        ("a", date(2025, 10, on_day), f"{message} a"),
        ("c", date(2025, 10, on_day), f"{message} c"),
    ]
    (first, _) = campuses_off_common_day([], place(order))
    assert first.order == "same_day"


def test_an_order_that_is_kept_does_not_hide_the_next() -> None:
    fire = SameDay(drill_type=DrillType.FIRE_EVACUATION)
    drills = [*on(7, "a", "b", "c"), *on(9, "a", "b", kind=DrillType.FIRE_EVACUATION)]
    assert [at for at, *_ in missed(drills, ORDER, fire)] == ["c"]
    assert missed(drills, ORDER) == []
