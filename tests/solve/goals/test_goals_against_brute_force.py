"""Goals about lessons, moments, seasons, and counselors: no schedule is better, whatever the weights."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner.audit.schedule.developmental_goals import developmental_breaches
from drillplanner.audit.schedule.goals import COUNTERS, FinishedYear
from drillplanner.model import (
    DEVELOPMENTAL_GOALS,
    BellSchedule,
    Coverage,
    DayKind,
    DevelopmentalLimits,
    DrillType,
    GoalWeights,
    Period,
    PeriodTag,
    Route,
    SeasonalDrill,
    Workspace,
)
from tests.builders import scenario
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.plain_goals import plain_counselor, plain_instruction_minutes
from tests.solve.brute_force.plain_limits import plain_breaches
from tests.solve.brute_force.random_laws import MONDAY, RULE
from tests.solve.brute_force.tiny_districts import (
    LOCKDOWN,
    LUNCH_BELLS,
    SHORT_LUNCH_BELLS,
    STAFF,
    count,
    law,
    planned,
    tiny,
)
from tests.solve.test_against_brute_force import calendars, compare

SLOW = settings(max_examples=tried(200), deadline=None, suppress_health_check=list(HealthCheck))

OUT_OF_LESSONS = (PeriodTag.LUNCH, PeriodTag.RECESS)
ANY_TIME = (PeriodTag.INSTRUCTION, *OUT_OF_LESSONS)
#: Two of the same hours, one of which takes twice as much from a lesson.
SHORT = scenario("front", DrillType.FIRE_EVACUATION, moments=ANY_TIME, route=Route.PRIMARY)
TWICE_AS_LONG = scenario("back", DrillType.FIRE_EVACUATION, minutes=20, moments=ANY_TIME, route=Route.SECONDARY)
GATHERING = scenario("gathering", DrillType.FIRE_EVACUATION, moments=OUT_OF_LESSONS, route=Route.PRIMARY)
OPEN_LOCKDOWN = scenario("lesson", DrillType.LOCKDOWN, moments=(PeriodTag.INSTRUCTION, PeriodTag.LUNCH))
SETS = [
    (SHORT, LOCKDOWN),
    (TWICE_AS_LONG, LOCKDOWN),
    (SHORT, TWICE_AS_LONG),
    (GATHERING, OPEN_LOCKDOWN),
    (GATHERING, STAFF),
    (LOCKDOWN, STAFF),
]
#: Lunch and recess in one day; on short days there is recess alone.
RECESS_BELLS = BellSchedule(
    bell_schedule_id="regular",
    name="A lesson, lunch and recess",
    days={
        DayKind.FULL: (
            Period(name="One", start=time(8, 15), end=time(9)),
            Period(name="Lunch", start=time(12), end=time(12, 30), tags=(PeriodTag.LUNCH,)),
            Period(name="Recess", start=time(12, 30), end=time(13), tags=(PeriodTag.RECESS,)),
        ),
        DayKind.EARLY_RELEASE: (
            Period(name="One", start=time(8, 15), end=time(9)),
            Period(name="Recess", start=time(9), end=time(9, 30), tags=(PeriodTag.RECESS,)),
        ),
    },
)
#: One period is lunch and recess at once.
BOTH_BELLS = LUNCH_BELLS.model_copy(
    update={
        "days": {
            DayKind.FULL: (
                Period(name="One", start=time(8, 15), end=time(9)),
                Period(name="Break", start=time(12), end=time(12, 30), tags=OUT_OF_LESSONS),
            )
        }
    }
)
NAMES = st.lists(
    st.sampled_from(["front", "back", "gathering", "lockdown", "lesson", "staff"]), max_size=3, unique=True
)


@st.composite
def occasions(draw: st.DrawFn) -> DevelopmentalLimits:
    """Draw moments to be covered, and a season."""
    first = MONDAY + timedelta(draw(st.integers(0, 6)))
    return DevelopmentalLimits(
        coverages=tuple(
            Coverage(scenarios=tuple(draw(NAMES)), moments=moments, goal="moments", **RULE)
            for moments in draw(st.sampled_from([(), (OUT_OF_LESSONS,), (OUT_OF_LESSONS, (PeriodTag.LUNCH,))]))
        ),
        seasons=(
            SeasonalDrill(
                scenarios=tuple(draw(NAMES)) or ("front",),
                first=first,
                last=first + timedelta(draw(st.integers(0, 3))),
                goal="season",
                **RULE,
            ),
        ),
    )


@st.composite
def places(draw: st.DrawFn, longest: int = 8) -> Workspace:
    """Draw a campus on some days, with counselors on some of them or unknown, and weights of its own."""
    last, kinds = draw(calendars(longest))
    bells = draw(st.sampled_from([RECESS_BELLS, RECESS_BELLS, BOTH_BELLS, SHORT_LUNCH_BELLS]))
    place = tiny(MONDAY, last, kinds, agencies=(), scenarios=draw(st.sampled_from(SETS)), bells=bells)
    weights = GoalWeights(
        instruction_minutes=draw(st.sampled_from([0, 1, 7])),
        moments=draw(st.sampled_from([0, 3, 20])),
        season=draw(st.sampled_from([0, 5, 30])),
        counselor=draw(st.sampled_from([0, 8, 30])),
    )
    counselor_days = draw(st.none() | st.lists(st.integers(0, 4), max_size=2, unique=True).map(tuple))
    return place.model_copy(
        update={
            "campuses": tuple(
                campus.model_copy(update={"counselor_days": counselor_days}) for campus in place.campuses
            ),
            "district": place.district.model_copy(update={"weights": weights}),
        }
    )


ASKED = st.lists(
    st.sampled_from(
        [
            count("fire_evacuation"),
            count("fire_evacuation", minimum=2),
            count("fire_evacuation", minimum=3),
            count("lockdown"),
            count("lockdown", minimum=2),
            count("fire_evacuation", "lockdown", minimum=2),
        ]
    ),
    min_size=1,
    max_size=2,
)


@SLOW
@given(place=places(), requirements=ASKED, limits=occasions())
def test_no_schedule_is_better_by_these_goals(
    place: Workspace, requirements: list[dict[str, Any]], limits: DevelopmentalLimits
) -> None:
    compare(place, law(*requirements), limits)


@SLOW
@given(place=places(5), requirement=laws.requirements(), limits=occasions())
def test_no_schedule_is_better_by_these_goals_under_laws_of_any_kind(
    place: Workspace, requirement: dict[str, Any], limits: DevelopmentalLimits
) -> None:
    compare(place, law(laws.FIRST, requirement), limits)


@settings(max_examples=tried(400), deadline=None, suppress_health_check=list(HealthCheck))
@given(place=places(), limits=laws.limits() | occasions(), data=st.data())
def test_the_judge_counts_what_plain_counting_finds(
    place: Workspace, limits: DevelopmentalLimits, data: st.DataObject
) -> None:
    trial = Trial(place, law(laws.FIRST), limits)
    drills = tuple(
        data.draw(st.sampled_from(options))
        for options in trial.options
        if options and data.draw(st.sampled_from([True, False]))
    )
    year = FinishedYear(place.campuses[0], place, drills, (), limits=limits)
    assert COUNTERS["instruction_minutes"](year) == plain_instruction_minutes(drills)
    assert COUNTERS["counselor"](year) == plain_counselor(place, drills)
    dates = trial.place.open_dates
    for goal in (None, *DEVELOPMENTAL_GOALS):
        assert developmental_breaches(goal, limits, drills, dates) == plain_breaches(
            goal, limits, drills, dates
        ), goal


def covering(*moments: PeriodTag) -> DevelopmentalLimits:
    return DevelopmentalLimits(
        coverages=(Coverage(scenarios=("gathering",), moments=moments, goal="moments", **RULE),)
    )


def week(**weights: int) -> Workspace:
    """Return ten days with fire drills in lessons or outside them, and only these goals weighted."""
    place = tiny(
        MONDAY, date(2025, 10, 10), agencies=(), scenarios=(GATHERING, SHORT, LOCKDOWN), bells=RECESS_BELLS
    )
    nothing = dict.fromkeys(GoalWeights.model_fields, 0)
    return place.model_copy(
        update={"district": place.district.model_copy(update={"weights": GoalWeights(**(nothing | weights))})}
    )


def test_each_moment_takes_a_drill_of_its_own() -> None:
    place, limits = week(moments=3), covering(*OUT_OF_LESSONS)
    plan = planned(place, law(count("fire_evacuation")), limits=limits)
    assert (plan.cost, plan.bound, len(plan.drills)) == (3, 3, 1)
    two = planned(place, law(count("fire_evacuation", minimum=2)), limits=limits)
    assert (two.cost, two.bound) == (0, 0)
    assert sorted(drill.period or "" for drill in two.drills) == ["Lunch", "Recess"]


def test_a_moment_that_nothing_can_cover_costs_and_is_proven() -> None:
    found = planned(week(moments=3), law(count("fire_evacuation")), limits=covering(PeriodTag.PASSING))
    assert (found.status, found.cost, found.bound) == ("optimal", 3, 3)


def test_a_drill_moves_out_of_lessons_where_their_minutes_weigh() -> None:
    found = planned(week(instruction_minutes=1), law(count("fire_evacuation", "lockdown", minimum=3)))
    assert found.cost == 0
    assert {drill.period for drill in found.drills} <= {"Lunch", "Recess"}
    lessons = planned(week(instruction_minutes=1), law(count("lockdown", minimum=2)))
    assert lessons.cost == lessons.bound == 2


def test_a_season_finds_people_practised_and_is_silent_without_such_drills() -> None:
    season = SeasonalDrill(
        scenarios=("lockdown",), first=date(2025, 10, 8), last=date(2025, 10, 8), goal="season", **RULE
    )
    limits = DevelopmentalLimits(seasons=(season,))
    inside = planned(week(season=2), law(count("lockdown")), limits=limits)
    assert [drill.date for drill in inside.drills] == [date(2025, 10, 8)]
    assert planned(week(season=2), law(count("fire_evacuation")), limits=limits).cost == 0
    weekend = season.model_copy(update={"first": date(2025, 10, 4), "last": date(2025, 10, 5)})
    never = planned(week(season=2), law(count("lockdown")), limits=DevelopmentalLimits(seasons=(weekend,)))
    assert never.cost == never.bound == 2


def test_a_lockdown_comes_before_a_day_with_a_counselor() -> None:
    place = week(counselor=4)

    def with_days(*days: int) -> Workspace:
        campuses = tuple(campus.model_copy(update={"counselor_days": days}) for campus in place.campuses)
        return place.model_copy(update={"campuses": campuses})

    # With a counselor on Tuesdays, Mondays and Tuesdays are good: four of ten days.
    book = law(count("lockdown", minimum=5))
    assert planned(with_days(1), book).cost == 4
    assert planned(with_days(), book).cost == 20
    assert planned(with_days(0, 2, 4), book).cost == 0
    assert planned(place, book).cost == 0
