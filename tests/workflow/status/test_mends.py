"""Which drills mend a duty of each kind, and which is the last day for the first of them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.law import Duty
from drillplanner.model import Agency, AgencyKind, Drill, DutyState, PeriodTag, Unit, UnitKind
from drillplanner.workflow.status.last_day import Mend, latest_mend
from tests.workflow.status.small_year import FIRE, LOCKDOWN, PLACE, duties, entry, planned, status_on, trial_on

#: A Monday. The police come on Mondays, Tuesdays, and Fridays, to one drill a day.
MONDAY = date(2025, 9, 15)
FIRES, LOCKDOWNS = {"types": ["fire_evacuation"]}, {"types": ["lockdown"]}


def of_kind(kind: str, **more: Any) -> Duty:
    """Return the duty of September."""
    return duties("X-01", kind=kind, **({"per": "month_in_session"} | more))[0]


def gap(days: int) -> dict[str, Any]:
    return {"days": days, "unit": "school_day", "unit_is_stated": True}


def held(*days: int, kind: Any = FIRE, **more: Any) -> list[Drill]:
    return [planned(kind, date(2025, 9, day), day, held=True, **({"agencies": ()} | more)) for day in days]


def to_come(*days: int, kind: Any = FIRE, **more: Any) -> list[Drill]:
    return [planned(kind, date(2025, 9, day), day, **more) for day in days]


def mend(duty: Duty, drills: list[Drill], on: date = MONDAY, others: tuple[Duty, ...] = ()) -> Mend | None:
    return latest_mend(trial_on(on, [duty, *others], drills), duty)


def days(found: Mend | None) -> list[int]:
    """Return the days of September."""
    assert found is not None
    assert found.until == found.drills[0].date
    return [drill.date.day for drill in found.drills]


SHARE = of_kind(
    "share",
    what="lockdown with police",
    of_what="lockdowns",
    match=LOCKDOWNS | {"agency": "police"},
    of=LOCKDOWNS,
    at_least=1,
    of_every=2,
)


@pytest.mark.parametrize(("without_police", "expected"), [((8, 9), [29, 30]), ((8, 9, 10, 11), [23, 26, 29, 30])])
def test_half_of_the_drills_with_police_takes_as_many_more(
    without_police: tuple[int, ...], expected: list[int]
) -> None:
    found = mend(SHARE, held(*without_police, kind=LOCKDOWN))
    assert days(found) == expected
    assert found is not None
    assert all(drill.agencies == ("police",) for drill in found.drills)
    assert not found.needs_replan


def test_lengths_add_up() -> None:
    half_an_hour = of_kind("minutes", what="fire drills", match=FIRES, min_minutes=30)
    assert days(mend(half_an_hour, [])) == [26, 29, 30]
    assert days(mend(half_an_hour, held(8))) == [29, 30]
    # On two days there is room for eight of ten minutes.
    last = date(2025, 9, 29)
    found = mend(of_kind("minutes", what="fire drills", match=FIRES, min_minutes=80), [], last)
    assert days(found) == [29] * 4 + [30] * 4
    assert found is not None
    assert list(found.drills) == sorted(found.drills, key=lambda drill: (drill.date, drill.start or time.min))
    assert mend(of_kind("minutes", what="fire drills", match=FIRES, min_minutes=81), [], last) is None


def test_each_kind_that_is_covered() -> None:
    both = duties("X-01", kind="cover", types=["fire_evacuation", "lockdown"], min_each=2, per="month_in_session")
    fires, lockdowns = (next(duty for duty in both if duty.window.drill_type is kind) for kind in (FIRE, LOCKDOWN))
    assert days(mend(fires, held(8, 9, kind=LOCKDOWN))) == [29, 30]
    assert days(mend(lockdowns, held(8, kind=LOCKDOWN))) == [30]


def test_a_drill_in_every_run_of_days() -> None:
    every = of_kind("spacing", what="fire drill", match=FIRES, at_least_every=gap(15))
    # From September 2 on, the 15th school day is the 22nd.
    assert days(mend(every, [])) == [22]
    assert days(mend(every, held(8))) == [29]
    assert mend(of_kind("spacing", what="fire drill", match=FIRES, at_least_every=gap(5)), []) is None


def test_runs_and_a_limit_are_left_to_a_new_plan() -> None:
    both = of_kind("spacing", what="fire drill", match=FIRES, at_least_every=gap(5), apart=gap(2))
    found = mend(both, [], date(2025, 9, 2))
    assert days(found) == [30]
    assert found is not None
    assert found.needs_replan
    # Two that were too close stay so.
    assert (
        mend(of_kind("spacing", what="fire drill", match=FIRES, at_least_every=gap(9), apart=gap(2)), held(8, 9))
        is None
    )


def test_drills_take_turns() -> None:
    turns = of_kind("alternate", what="fire drills", other_what="lockdowns", match=FIRES, other=LOCKDOWNS)
    assert mend(turns, held(8, 9)) is None
    found = mend(turns, [*held(8), *to_come(24)])
    assert found is not None
    assert (found.drills[0].drill_type, days(found)) == (LOCKDOWN, [24])


def test_hours_that_differ() -> None:
    vary = {"what": "fire drills", "match": FIRES, "field": "hour"}
    found = mend(of_kind("vary", at_least=2, **vary), held(8, 9))
    assert days(found) == [30]
    assert found is not None
    assert found.drills[0].start == time(8, 15)
    found = mend(of_kind("vary", at_least=3, **vary), held(8, 9))
    assert found is not None
    assert len({9, *(drill.start.hour for drill in found.drills if drill.start)}) == len(found.drills) + 1 == 3
    assert mend(of_kind("vary", all_different=True, **vary), held(8, 9)) is None


def test_a_long_drill_needs_a_long_one_of_the_other_kind() -> None:
    length = duties(
        "X-01",
        kind="length",
        what="lockdown",
        reference_what="fire drill",
        match=LOCKDOWNS,
        reference=FIRES,
        minutes_over=1,
    )[0]
    found = mend(length, held(8, kind=LOCKDOWN))
    assert found is not None
    assert (found.until, found.drills[0].drill_type) == (date(2025, 10, 31), FIRE)


def test_too_many_drills_that_were_held_are_too_many() -> None:
    one = duties("X-01", min=1, max=1)[0]
    assert mend(one, held(8, 9)) is None
    (line,) = status_on(MONDAY, [one], held(8, 9), [entry(drill) for drill in held(8, 9)]).lines
    assert line.state is DutyState.LATE
    # Of those that are planned, others may move.
    found = mend(one, to_come(22, 23))
    assert days(found) == [30]
    assert found is not None
    assert found.needs_replan


def test_as_many_as_are_asked_for_and_no_more() -> None:
    assert days(mend(duties("X-01", min=3, max=3)[0], [])) == [26, 29, 30]
    assert days(mend(duties("X-01", min=3, max=4)[0], held(8))) == [29, 30]


def test_no_day_is_left() -> None:
    assert mend(duties("X-01")[0], [], date(2025, 10, 1)) is None
    assert mend(duties("X-01", min=None, max=0)[0], held(8)) is None


def test_a_cohort_has_its_own_days() -> None:
    mondays = Unit(unit_id="a", kind=UnitKind.COHORT, campus_id="oak", weekdays=(0,))
    of_cohort = duties("X-01")[0].model_copy(update={"unit": mondays})
    assert days(mend(of_cohort, [])) == [29]
    twice = duties("X-01", min=2)[0].model_copy(update={"unit": mondays})
    assert days(mend(twice, [])) == [22, 29]


def test_the_last_drill_is_not_where_another_is() -> None:
    """A full day takes no more, so the day before is the last."""
    lessons = [
        planned(LOCKDOWN, date(2025, 9, 30), number, start=time(8 + number, 15), end=time(9 + number, 15))
        for number in range(4)
    ]
    early = planned(LOCKDOWN, date(2025, 9, 30), 5, start=time(8), end=time(8, 15))
    late = planned(LOCKDOWN, date(2025, 9, 30), 6, start=time(12, 15), end=time(12, 25))
    assert days(mend(duties("X-01")[0], [*lessons, early, late])) == [29]
    assert days(mend(duties("X-01")[0], [*lessons, early])) == [30]


def test_another_duty_moves_the_last_day() -> None:
    fire = Agency(agency_id="engine", name="Engine (invented)", kind=AgencyKind.FIRE, weekdays=("wednesday",))
    place = PLACE.model_copy(update={"district": PLACE.district.model_copy(update={"agencies": (fire,)})})
    has: dict[str, Any] = {
        "kind": "every",
        "what": "fire drill",
        "match": FIRES,
        "has": {"agency": "fire"},
        "per": "school_year",
    }
    (asked,) = duties("X-02", place=place, **has)
    monthly = duties("X-01", place=place)[0]
    found = latest_mend(trial_on(MONDAY, [monthly, asked], place=place), monthly)
    assert days(found) == [24]
    not_in_lessons = has | {"has": {"not_moments": ["instruction"]}}
    (outside,) = duties("X-03", **not_in_lessons)
    found = mend(duties("X-01")[0], [], others=(outside,))
    assert found is not None
    assert found.drills[0].period_tags == (PeriodTag.ARRIVAL,)
