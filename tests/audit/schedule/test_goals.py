"""The judge's count of each goal, on years written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from fractions import Fraction
from typing import Any

import pytest

from drillplanner.audit.schedule.goals import (
    AGENCY_COUNTERS,
    COUNTERS,
    FinishedYear,
    agency_load,
    lone_trip,
    lost_lessons,
    minutes_of_lessons,
    recount,
    recount_breaches,
)
from drillplanner.law import Duty
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.model import (
    Agency,
    AvoidedDates,
    BellSchedule,
    Ceiling,
    DayKind,
    DevelopmentalLimits,
    Drill,
    DrillType,
    GradeMoment,
    PeriodTag,
    PracticeRank,
    TimeOfDay,
    TimeSpan,
    Workspace,
)
from drillplanner.model.calendar.bells import GradeBells
from tests.builders import bells, calendar, campus, drill, workspace
from tests.solve.brute_force.tiny_districts import count, duties_of, law, stand_in_of, stand_ins_of

FIRE, LOCKDOWN = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN
LESSON, LUNCH = (PeriodTag.INSTRUCTION,), (PeriodTag.LUNCH,)
#: September 1 is a Monday; the week of the 15th is off after the Friday before.
KINDS = {
    **{date(2025, 9, day): DayKind.CLOSED for day in range(15, 20)},
    date(2025, 9, 3): DayKind.TESTING,
    date(2025, 9, 4): DayKind.EARLY_RELEASE,
    date(2025, 9, 5): DayKind.DELAYED_OPENING,
}
POLICE = Agency(agency_id="police", name="Police (invented)", kind="police", visits_per_day=5)
PLACE = workspace(
    [campus("a"), campus("b")], calendar(date(2025, 9, 1), date(2025, 9, 30), KINDS), agencies=(POLICE,)
)


def on(day: int, number: int = 1, kind: DrillType = FIRE, at: str = "a", **more: Any) -> Drill:
    return drill(at, kind, date(2025, 9, day), number, **more)


def breaches(goal: str, drills: Iterable[Drill], place: Workspace = PLACE, duties: Iterable[Duty] = ()) -> int:
    return COUNTERS[goal](FinishedYear(place.campuses[0], place, tuple(drills), tuple(duties)))


def seen(day: int, number: int, *agencies: str) -> Drill:
    return on(day, number, agencies=agencies)


@pytest.mark.parametrize(
    ("a_day", "visits", "expected"),
    [(1, 2, 0), (1, 3, 1), (4, 3, 1), (5, 3, 0), (5, 5, 2), (8, 4, 0), (9, 7, 2)],
)
def test_visits_beyond_half_of_what_an_agency_can_make_on_a_date(a_day: int, visits: int, expected: int) -> None:
    police = POLICE.model_copy(update={"visits_per_day": a_day})
    district = PLACE.district.model_copy(update={"agencies": (police,)})
    others = (on(2, 90), seen(2, 91, "fire"), seen(8, 92, "police"))
    drills = (*(seen(2, number, "police") for number in range(visits)), *others)
    assert agency_load(district, 2, drills) == expected


def test_visits_of_each_agency_and_of_each_date_are_counted_apart() -> None:
    fire = Agency(agency_id="fire", name="Fire (invented)", kind="fire", visits_per_day=2)
    district = PLACE.district.model_copy(update={"agencies": (POLICE, fire)})
    drills = tuple(seen(day, 10 * day + number, "police", "fire") for day in (2, 8) for number in range(4))
    # Of 4 visits, 1 is beyond half of 5, and 2 beyond the two that never count.
    assert agency_load(district, 2, drills) == 2 * 1 + 2 * 2


def test_a_trip_for_one_visit_counts_for_an_agency_that_can_make_several() -> None:
    slow = Agency(agency_id="fire", name="Fire (invented)", kind="fire", visits_per_day=1)
    able = Agency(agency_id="ems", name="EMS (invented)", kind="emergency_medical", visits_per_day=2)
    district = PLACE.district.model_copy(update={"agencies": (POLICE, slow, able)})
    drills = (seen(2, 1, "police", "fire"), seen(2, 2, "police"), seen(8, 3, "police"), seen(9, 4, "ems", "fire"))
    assert lone_trip(district, 2, drills) == 2
    assert lone_trip(district, 1, drills) == 0


def test_a_drill_takes_the_lesson_in_which_it_is() -> None:
    lesson, lunch = on(2, 1, period="One", period_tags=LESSON), on(2, 2, period="Lunch", period_tags=LUNCH)
    assert list(lost_lessons([lesson, lunch, on(8)])) == [(lesson, "One")]


GROUPS = (
    GradeMoment(grades=("K", "1"), period="One", tags=LESSON),
    GradeMoment(grades=("2",), period="Lunch", tags=LUNCH),
    GradeMoment(grades=("3",), period="Two", tags=LESSON),
)


def test_where_grades_have_bells_of_their_own_a_drill_takes_a_lesson_of_each_group_in_class() -> None:
    drilled = on(2, by_grades=GROUPS, period_tags=LESSON)
    assert [lesson for _, lesson in lost_lessons([drilled])] == [(("K", "1"), "One"), (("3",), "Two")]


@pytest.mark.parametrize(
    ("more", "minutes"),
    [
        ({"period_tags": LESSON}, Fraction(12)),
        ({"period_tags": LUNCH}, Fraction(0)),
        ({}, Fraction(0)),
        ({"by_grades": GROUPS, "period_tags": LESSON}, Fraction(9)),
    ],
)
def test_minutes_that_are_taken_from_lessons(more: dict[str, Any], minutes: Fraction) -> None:
    assert minutes_of_lessons(on(2, start=time(9), end=time(9, 12), **more)) == minutes


def test_a_drill_without_times_takes_no_minutes() -> None:
    assert minutes_of_lessons(on(2, period_tags=LESSON)) == 0


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((1, 5), 1),
        ((1, 8), 0),
        ((1, 2), 1),
        ((1, 1), 1),
        ((2, 3), 2),
        ((1, 3, 5), 4),
        ((1, 2, 30), 1),
        ((29, 30), 1),
    ],
)
def test_drills_beyond_the_first_in_every_run_of_five_school_days(days: tuple[int, ...], expected: int) -> None:
    assert breaches("crowding", [on(day, number) for number, day in enumerate(days)]) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [((1,), 0), ((1, 8), 1), ((1, 8, 22, 29, 2), 3), ((1, 8, 22, 29, 2, 9), 2), ((1, 2, 3, 4, 5), 0)],
)
def test_drills_beyond_an_even_share_on_a_weekday(days: tuple[int, ...], expected: int) -> None:
    assert breaches("weekday", [on(day, number) for number, day in enumerate(days)]) == expected


@pytest.mark.parametrize(("number", "expected"), [(2, 0), (3, 1), (5, 3), (6, 2)])
def test_drills_beyond_two_even_shares_in_a_lesson_period(number: int, expected: int) -> None:
    """Of five lessons a day: up to five drills are one a lesson, six are two."""
    drills = [on(2, each, period="One", period_tags=LESSON) for each in range(number)]
    assert breaches("period", drills) == expected


def test_groups_of_grades_with_their_own_bells_have_shares_of_their_own() -> None:
    own = bells(2)
    grouped = BellSchedule(
        bell_schedule_id="regular",
        name="Two bells",
        days={},
        groups=tuple(GradeBells(grades=grades, schedule=own) for grades in (("K",), ("1", "2"))),
    )
    place = workspace([campus("a")], PLACE.calendar, schedule=grouped)
    year = FinishedYear(place.campuses[0], place, (), ())
    assert (year.lesson_periods, year.bell_groups) == (len(grouped.lesson_names), 2)
    without = FinishedYear(place.campuses[0].model_copy(update={"bell_schedule": None}), place, (), ())
    assert (without.lesson_periods, without.bell_groups) == (0, 1)
    assert (FinishedYear(PLACE.campuses[0], PLACE, (), ()).lesson_periods) == 5


def test_without_bells_all_drills_may_be_in_one_period() -> None:
    place = PLACE.model_copy(update={"campuses": (PLACE.campuses[0].model_copy(update={"bell_schedule": None}),)})
    drills = [on(2, number, period="One", period_tags=LESSON) for number in range(7)]
    assert breaches("period", drills, place) == 0


def test_the_same_lesson_of_the_same_weekday() -> None:
    def in_lesson(day: int, number: int, period: str) -> Drill:
        return on(day, number, period=period, period_tags=LESSON)

    drills = [in_lesson(1, 1, "One"), in_lesson(8, 2, "One"), in_lesson(22, 3, "One"), in_lesson(2, 4, "One")]
    assert breaches("lesson", [*drills, in_lesson(29, 5, "Two")]) == 2


@pytest.mark.parametrize(("minutes", "expected"), [((9, 9), 0), ((10, 9), 1), ((20, 19), 3)])
def test_every_full_ten_minutes_of_a_lesson(minutes: tuple[int, ...], expected: int) -> None:
    drills = [
        on(2, number, start=time(9), end=time(9, length), period_tags=LESSON)
        for number, length in enumerate(minutes)
    ]
    assert breaches("instruction_minutes", drills) == expected


@pytest.mark.parametrize(
    ("goal", "day", "other"),
    [
        ("testing_day", 3, 2),
        ("short_day", 4, 3),
        ("short_day", 5, 3),
        ("break_eve", 12, 11),
        ("first_day", 1, 2),
    ],
)
def test_drills_on_days_that_are_better_left_free(goal: str, day: int, other: int) -> None:
    assert breaches(goal, [on(day, 1), on(day, 2), on(other, 3)]) == 2


def test_drills_for_staff() -> None:
    for_staff = [
        on(2, 1, LOCKDOWN, audience="staff"),
        on(2, 2, LOCKDOWN, audience="staff", period_tags=LESSON),
        on(3, 3, DrillType.TABLETOP, audience="staff", period_tags=()),
        on(3, 4, DrillType.FULL_SCALE, audience="staff"),
        on(3, 5, LOCKDOWN, audience="everyone", period_tags=LESSON),
    ]
    assert breaches("without_students", for_staff) == 2
    assert breaches("beside_students", for_staff) == 1
    assert breaches("full_scale", for_staff) == 1


@pytest.mark.parametrize(("uses", "expected"), [(2, 0), (3, 1), (4, 2), (5, 4), (7, 9)])
def test_uses_of_a_scenario_beyond_each_step(uses: int, expected: int) -> None:
    drills = [on(2, number, scenario_id="front") for number in range(uses)]
    assert breaches("repetition", [*drills, on(3, 90, scenario_id="back")]) == expected


def with_counselor(*weekdays: int) -> Workspace:
    first = PLACE.campuses[0].model_copy(update={"counselor_days": weekdays})
    return PLACE.model_copy(update={"campuses": (first, *PLACE.campuses[1:])})


@pytest.mark.parametrize(("day", "expected"), [(1, 0), (2, 0), (3, 0), (4, 1), (12, 1), (30, 0)])
def test_a_counselor_is_there_on_the_day_or_the_next_school_day(day: int, expected: int) -> None:
    """She comes on Tuesdays and Wednesdays. The school day after the 12th is Monday the 22nd."""
    drills = [on(day, 1, LOCKDOWN), on(day, 2, FIRE), on(day, 3, LOCKDOWN, audience="staff")]
    assert breaches("counselor", drills, with_counselor(1, 2)) == expected
    assert breaches("counselor", drills, with_counselor()) == 1
    assert breaches("counselor", drills) == 0


def monthly(*mandates: dict[str, Any], **more: Any) -> tuple[Duty, ...]:
    return duties_of(workspace([campus("a")], PLACE.calendar), law(*mandates, **more))


SEPTEMBER = count("fire_evacuation", minimum=2, per="month_in_session", months=[9])


@pytest.mark.parametrize(
    ("days", "expected"), [((1, 25), 0), ((1, 26), 1), ((26, 29), 1), ((), 1), ((24, 25), 0), ((2, 3, 30), 0)]
)
def test_a_minimum_that_is_reached_only_in_the_last_three_school_days(
    days: tuple[int, ...], expected: int
) -> None:
    """The last three are September 26, 29 and 30."""
    drills = [on(day, number) for number, day in enumerate(days)]
    assert breaches("margin", [*drills, on(2, 99, LOCKDOWN)], duties=monthly(SEPTEMBER)) == expected


def test_a_window_of_three_school_days_has_no_margin_to_keep() -> None:
    short = workspace([campus("a")], calendar(date(2025, 9, 1), date(2025, 9, 3)))
    longer = workspace([campus("a")], calendar(date(2025, 9, 1), date(2025, 9, 4)))
    asks = law(count("fire_evacuation"))
    assert breaches("margin", [], short, duties_of(short, asks)) == 0
    assert breaches("margin", [], longer, duties_of(longer, asks)) == 1


def test_what_may_not_be_owed_and_what_others_may_meet_has_no_margin() -> None:
    unsure = monthly(SEPTEMBER, mandates={1: {"applies_if": {"fire_escapes_of_wood": True}}})
    assert [duty.missing_fact is None for duty in unsure] == [False]
    assert breaches("margin", [], duties=unsure) == 0
    (owed,) = monthly(SEPTEMBER)
    year = FinishedYear(PLACE.campuses[0], PLACE, (), (owed,), frozenset({"T-1"}))
    assert COUNTERS["margin"](year) == 0


def test_visits_of_an_agency_are_told_by_its_kind() -> None:
    (attended,) = monthly(count("fire_evacuation", agency="police"))
    assert breaches("margin", [on(2, agencies=("police",))], duties=[attended]) == 0
    assert breaches("margin", [on(2, agencies=("fire",))], duties=[attended]) == 1


TWICE = Ceiling(rule="DA-1", scenarios=("front",), goal="piling_up", sentence="s", most=1)


def test_every_goal_has_its_breaches_and_points_over_all_campuses() -> None:
    drills = (on(1, 1), on(1, 2, at="b"), on(8, 3, at="b"), seen(2, 4, "police"))
    weights = PLACE.district.weights
    costs = {cost.goal: cost for cost in recount(drills, (), PLACE, {}, {})}
    assert list(costs) == [*COUNTERS, *AGENCY_COUNTERS]
    assert (costs["first_day"].breaches, costs["first_day"].points) == (2, 2 * weights.first_day)
    assert costs["weekday"].breaches == 1, "the two Mondays are at b"
    assert costs["lone_trip"].breaches == 1, "one visit in a district of two campuses"
    only_b = {cost.goal: cost.breaches for cost in recount(drills, (), PLACE, {}, {}, only={"b"})}
    assert (only_b["first_day"], only_b["weekday"], only_b["lone_trip"]) == (1, 1, 1)
    nothing = recount(drills, (), PLACE, {}, {}, only=())
    assert sum(cost.breaches for cost in nothing) == 1, "the visit of the agency"


def test_limits_duties_and_stand_ins_are_those_of_the_campus() -> None:
    place = workspace([campus("a"), campus("b")], PLACE.calendar)
    book = law(SEPTEMBER, stand_in_of("T-1", "lockdown"))
    duties = tuple(duty for duty in duties_of(place, law(SEPTEMBER)))
    stand_ins: dict[str, tuple[StandIn, ...]] = {"a": stand_ins_of(place, book)["a"]}
    drills = tuple(on(2, number, at=at, scenario_id="front") for number, at in enumerate(("b", "b", "a")))
    limits = {"b": DevelopmentalLimits(ceilings=(TWICE,))}
    costs = {cost.goal: cost.breaches for cost in recount(drills, duties, place, stand_ins, limits)}
    assert costs["piling_up"] == 1
    assert costs["margin"] == 0, "a's may be met by others, b's two are early"
    without = {cost.goal: cost.breaches for cost in recount(drills, duties, place, {}, limits)}
    assert without["margin"] == 1


def test_breaches_of_required_limits_weigh_and_those_of_goals_do_not() -> None:
    required = TWICE.model_copy(update={"goal": None})
    practice = AvoidedDates(
        rule="GP-1",
        scenarios=("front",),
        practice=PracticeRank.DATES,
        sentence="s",
        dates=(date(2025, 9, 2),),
    )
    drills = tuple(on(2, number, scenario_id="front") for number in range(3))
    for limits, weight in (
        (DevelopmentalLimits(ceilings=(TWICE,)), 0),
        (DevelopmentalLimits(ceilings=(required,)), 2 * required.weight),
        (
            DevelopmentalLimits(ceilings=(required,), avoided=(practice,)),
            2 * required.weight + 3 * practice.weight,
        ),
    ):
        assert recount_breaches(drills, PLACE, {"a": limits}) == weight
    assert recount_breaches(drills, PLACE, {}) == 0


def test_the_bells_of_the_campus_are_asked_where_a_limit_is_of_times() -> None:
    near = TimeOfDay(
        rule="GP-2",
        scenarios=("front",),
        practice=PracticeRank.DATES,
        sentence="s",
        span=TimeSpan(minutes_from_bells=30),
        most_percent=0,
    )
    drills = (on(2, scenario_id="front", start=time(8, 20), end=time(8, 30), period_tags=LESSON),)
    assert recount_breaches(drills, PLACE, {"a": DevelopmentalLimits(times=(near,))}) == near.weight
