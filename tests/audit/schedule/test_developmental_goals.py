"""The judge's count of each limit on a campus's year, at its edges. The school days are those of two weeks."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.audit.schedule.developmental_goals import (
    Bells,
    breaches_of,
    developmental_breaches,
    weight_of_breaches,
)
from drillplanner.model import (
    AvoidedDates,
    Ceiling,
    Coverage,
    Delay,
    DevelopmentalLimits,
    Drill,
    DrillType,
    Floor,
    GradeMoment,
    MinimumGap,
    PeriodTag,
    PracticeRank,
    Precedence,
    SeasonalDrill,
    TimeOfDay,
    TimeSpan,
    WeekdayVariety,
    YearLimit,
)
from tests.builders import drill

DAYS = tuple(date(2025, 9, day) for day in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12))
#: What every limit here says of itself.
SAID: dict[str, Any] = {"rule": "DA-1", "scenarios": ("walk",), "sentence": "s"}


def walk(day: int, number: int = 1, **more: Any) -> Drill:
    return drill("a", DrillType.LOCKDOWN, date(2025, 9, day), number, **{"scenario_id": "walk"} | more)


def other(day: int, scenario_id: str = "talk") -> Drill:
    return walk(day, 90, scenario_id=scenario_id)


def found(limit: YearLimit, *drills: Drill) -> int:
    return breaches_of(limit, drills, DAYS)


@pytest.mark.parametrize(
    ("drills", "expected"),
    [
        ((other(2), walk(3)), 0),
        ((other(3), walk(3)), 1),
        ((walk(3), other(4)), 1),
        ((other(2, "else"), walk(3)), 1),
        ((walk(2), walk(3)), 2),
        ((other(2),), 0),
    ],
)
def test_a_drill_comes_after_an_earlier_step(drills: tuple[Drill, ...], expected: int) -> None:
    assert found(Precedence(**SAID, after=("talk",)), *drills) == expected


DELAY = Delay(**SAID, by_band=({"band": "PK-K", "school_days": 6}, {"band": "1-2", "school_days": 3}))


@pytest.mark.parametrize(
    ("drills", "expected"),
    [
        ((walk(8),), 1),
        ((walk(9),), 0),
        ((walk(3, grades=("1",)),), 1),
        ((walk(4, grades=("1",)),), 0),
        ((walk(8, grades=("K", "1")),), 1),
        ((walk(1, grades=("9",)),), 0),
        ((walk(1, audience="staff"),), 0),
        ((walk(1, audience="staff", grades=("K",)),), 0),
        ((walk(6), walk(1)), 1),
        ((other(1), walk(1)), 1),
        ((walk(1), walk(2)), 2),
    ],
)
def test_a_drill_is_too_early_on_the_first_school_days_of_a_band(drills: tuple[Drill, ...], expected: int) -> None:
    """September 8 is the sixth school day; the 6th is none."""
    assert found(DELAY, *drills) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((1, 4), 1),
        ((1, 5), 0),
        ((2, 3), 2),
        ((2, 2), 2),
        ((1, 2, 3), 3),
        ((11, 12), 3),
        # From Friday to Monday are three days, over a weekend like in a week; from Thursday to Monday are four.
        ((5, 8), 1),
        ((4, 8), 0),
    ],
)
def test_runs_of_calendar_days_with_more_than_one_drill(days: tuple[int, ...], expected: int) -> None:
    """Four days apart: each school day begins a run of four calendar days."""
    drills = [walk(day, number) for number, day in enumerate(days)]
    assert found(MinimumGap(**SAID, days=4), *drills, other(3)) == expected


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (2, 0), (3, 1), (5, 3)])
def test_drills_beyond_a_number(number: int, expected: int) -> None:
    drills = [walk(2, each) for each in range(number)]
    assert found(Ceiling(**SAID, most=2), *drills, other(2), other(3)) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [((1,), 0), ((1, 8), 1), ((1, 9), 0), ((1, 8, 8), 1), ((1, 8, 9), 0), ((), 0)]
)
def test_not_all_drills_fall_on_one_weekday(days: tuple[int, ...], expected: int) -> None:
    drills = [walk(day, number) for number, day in enumerate(days)]
    assert found(WeekdayVariety(**SAID, from_drills=2), *drills, other(3)) == expected


def tagged(number: int, *tags: PeriodTag, **more: Any) -> Drill:
    return walk(2, number, period_tags=tags, **more)


COVERAGE = Coverage(**SAID, moments=(PeriodTag.LUNCH, PeriodTag.ARRIVAL))


@pytest.mark.parametrize(
    ("drills", "expected"),
    [
        ((), 2),
        ((tagged(1, PeriodTag.LUNCH),), 1),
        ((tagged(1, PeriodTag.LUNCH), tagged(2, PeriodTag.ARRIVAL, PeriodTag.INSTRUCTION)), 0),
        ((tagged(1, PeriodTag.LUNCH, PeriodTag.ARRIVAL, scenario_id="talk"),), 2),
        ((walk(3),), 2),
    ],
)
def test_moments_in_which_no_drill_is_held(drills: tuple[Drill, ...], expected: int) -> None:
    assert found(COVERAGE, *drills) == expected


def test_moments_of_grades_with_bells_of_their_own() -> None:
    moments = (
        GradeMoment(grades=("K", "1"), period="Lunch", tags=(PeriodTag.LUNCH,)),
        GradeMoment(grades=("2",), period="Arrival", tags=(PeriodTag.ARRIVAL,)),
    )
    drilled = tagged(1, PeriodTag.LUNCH, PeriodTag.ARRIVAL, by_grades=moments)
    young = COVERAGE.model_copy(update={"grades": ("K", "1")})
    assert (found(COVERAGE, drilled), found(young, drilled), found(young, tagged(1, PeriodTag.LUNCH))) == (0, 1, 2)


SEPTEMBER_3_TO_9: dict[str, Any] = {"first": date(2025, 9, 3), "last": date(2025, 9, 9)}


@pytest.mark.parametrize(
    ("days", "expected"), [((), 0), ((2,), 1), ((3,), 0), ((9,), 0), ((10,), 1), ((2, 10), 1), ((2, 5, 10), 0)]
)
def test_one_drill_is_in_season(days: tuple[int, ...], expected: int) -> None:
    drills = [walk(day, number) for number, day in enumerate(days)]
    assert found(SeasonalDrill(**SAID, **SEPTEMBER_3_TO_9), *drills, other(4)) == expected


@pytest.mark.parametrize(("days", "expected"), [((), 2), ((2, 10), 2), ((3,), 1), ((3, 9), 0), ((3, 5, 9), 0)])
def test_drills_that_are_missing_between_two_days(days: tuple[int, ...], expected: int) -> None:
    drills = [walk(day, number) for number, day in enumerate(days)]
    limit = Floor(**SAID, **SEPTEMBER_3_TO_9, least=2, may_add=False)
    assert found(limit, *drills, other(4), other(5)) == expected


def test_drills_on_dates_to_avoid() -> None:
    limit = AvoidedDates(**SAID, dates=(date(2025, 9, 3), date(2025, 9, 9)))
    assert found(limit, walk(3), walk(9), walk(9, 2), walk(8), other(3)) == 3


BELLS = {date(2025, 9, 2): Bells(8 * 60, 15 * 60)}


def at(hour: int, minute: int = 0, minutes: int = 10, day: int = 2, **more: Any) -> Drill:
    start = hour * 60 + minute
    end = time((start + minutes) // 60, (start + minutes) % 60)
    return walk(
        day, start, **{"start": time(hour, minute), "end": end, "period_tags": (PeriodTag.INSTRUCTION,)} | more
    )


def beyond(span: TimeSpan, *drills: Drill, percent: int = 0, is_outside: bool = False) -> int:
    limit = TimeOfDay(**SAID, span=span, most_percent=percent, is_outside=is_outside)
    return breaches_of(limit, drills, DAYS, BELLS)


@pytest.mark.parametrize(
    ("since", "until", "inside"),
    [
        (time(9), time(11), (0, 1, 1, 0, 0)),
        (time(9), None, (0, 1, 1, 1, 1)),
        (None, time(11), (1, 1, 1, 0, 0)),
    ],
)
def test_drills_that_start_between_two_times(
    since: time | None, until: time | None, inside: tuple[int, ...]
) -> None:
    drills = (at(8, 59), at(9), at(10, 59), at(11), at(11, 1))
    assert tuple(beyond(TimeSpan(since=since, until=until), each) for each in drills) == inside


def test_a_drill_without_a_start_is_at_no_time() -> None:
    assert beyond(TimeSpan(since=time(0)), walk(2)) == 0
    assert beyond(TimeSpan(since=time(0)), walk(2), is_outside=True) == 1


@pytest.mark.parametrize(
    ("drill_at", "inside"),
    [
        (at(8, 29), 1),
        (at(8, 30), 0),
        (at(14, 20), 0),
        (at(14, 21), 1),
        (at(8, 10, day=3), 0),
        (at(8, 10, period_tags=()), 0),
        (at(8, 10, period_tags=None), 0),
        (at(14, 25, end=None), 0),
        (at(14, 31, end=None), 1),
    ],
)
def test_drills_near_the_bells(drill_at: Drill, inside: int) -> None:
    """Half an hour, with bells at 8:00 and 15:00; the 3rd has no bells, nor have hours of staff alone."""
    assert beyond(TimeSpan(minutes_from_bells=30), drill_at) == inside


def test_drills_in_kinds_of_periods() -> None:
    lunch = TimeSpan(moments=(PeriodTag.LUNCH, PeriodTag.RECESS))
    in_recess = tagged(3, PeriodTag.INSTRUCTION, PeriodTag.RECESS)
    assert beyond(lunch, tagged(1, PeriodTag.LUNCH), tagged(2, PeriodTag.INSTRUCTION), in_recess, walk(3)) == 2


@pytest.mark.parametrize(
    ("percent", "inside", "outside", "is_outside", "expected"),
    [
        (50, 3, 3, False, 0),
        (50, 4, 2, False, 1),
        (50, 3, 2, False, 0),
        (50, 4, 1, False, 1),
        (34, 2, 1, False, 0),
        (100, 3, 0, False, 0),
        (0, 3, 1, False, 3),
        (25, 1, 3, True, 2),
        (25, 3, 1, True, 0),
    ],
)
def test_a_share_is_rounded_up(percent: int, inside: int, outside: int, is_outside: bool, expected: int) -> None:
    drills = [*(at(9, number) for number in range(inside)), *(at(12, number) for number in range(outside))]
    late = TimeSpan(since=time(9), until=time(11))
    assert beyond(late, *drills, other(2), percent=percent, is_outside=is_outside) == expected


CEILING = Ceiling(**SAID, most=0)
LIMITS = DevelopmentalLimits(
    ceilings=(CEILING, CEILING.model_copy(update={"goal": "piling_up"})),
    avoided=(
        AvoidedDates(**SAID, dates=(date(2025, 9, 2),), practice=PracticeRank.DATES),
        AvoidedDates(**SAID, dates=(date(2025, 9, 2),), goal="season"),
    ),
    gaps=(MinimumGap(**SAID, days=3),),
)


def test_breaches_are_counted_by_their_goal_or_as_required() -> None:
    drills = (walk(1), walk(2))
    counts = {goal: developmental_breaches(goal, LIMITS, drills, DAYS) for goal in (None, "piling_up", "season")}
    assert counts == {None: 2 + 1, "piling_up": 2, "season": 1}
    assert developmental_breaches("variety", LIMITS, drills, DAYS) == 0


def test_required_limits_and_good_practice_weigh_and_goals_do_not() -> None:
    weight = weight_of_breaches(LIMITS, (walk(1), walk(2)), DAYS, {})
    assert weight == 3 * CEILING.weight + PracticeRank.DATES.weight


def test_what_breaches_of_times_weigh_depends_on_the_bells() -> None:
    near = TimeOfDay(**SAID, span=TimeSpan(minutes_from_bells=30), most_percent=0)
    limits = DevelopmentalLimits(times=(near,))
    assert weight_of_breaches(limits, (at(8, 10),), DAYS, BELLS) == near.weight
    assert weight_of_breaches(limits, (at(8, 10),), DAYS, {}) == 0
