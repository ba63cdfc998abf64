"""Staff hours: named by the school, or a number of minutes after the last bell."""

from __future__ import annotations

from datetime import time

import pytest

from drillplanner.model import DayKind, StaffHours
from tests.builders import bells

#: The last bell rings at 12:25 on full days and at 10:20 on short ones.
BELLS = bells()
NAMED = StaffHours(start=time(7, 15), end=time(8))


@pytest.mark.parametrize(
    ("kind", "start"),
    [(DayKind.FULL, time(12, 25)), (DayKind.EARLY_RELEASE, time(10, 20)), (DayKind.TESTING, time(12, 25))],
)
def test_unnamed_staff_hours_begin_with_the_last_bell(kind: DayKind, start: time) -> None:
    hours = BELLS.staff_hours_on(kind, 45)
    assert hours is not None
    assert (hours.start, hours.length) == (start, 45)


@pytest.mark.parametrize("kind", [DayKind.FULL, DayKind.EARLY_RELEASE, DayKind.TESTING])
def test_named_staff_hours_apply_to_every_day(kind: DayKind) -> None:
    assert BELLS.model_copy(update={"staff_hours": NAMED}).staff_hours_on(kind, 45) == NAMED


@pytest.mark.parametrize("kind", [DayKind.CLOSED, DayKind.DELAYED_OPENING])
def test_a_day_without_periods_has_no_staff_hours(kind: DayKind) -> None:
    assert BELLS.staff_hours_on(kind, 45) is None
    assert BELLS.model_copy(update={"staff_hours": NAMED}).staff_hours_on(kind, 45) is None


def test_zero_minutes_give_no_staff_hours() -> None:
    assert BELLS.staff_hours_on(DayKind.FULL, 0) is None


def test_staff_hours_end_with_the_day() -> None:
    hours = BELLS.staff_hours_on(DayKind.FULL, 24 * 60)
    assert hours is not None
    assert hours.end == time(23, 59)
