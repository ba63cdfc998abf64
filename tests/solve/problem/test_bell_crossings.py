"""Grades of one campus with bells of their own: what a plan may do, and that solver and judge read it alike."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner.audit.schedule.goals import minutes_of_lessons
from drillplanner.audit.schedule.grade_moments import drills_with_wrong_moments
from drillplanner.model import (
    Audience,
    Coverage,
    DayKind,
    DevelopmentalLimits,
    DrillType,
    Period,
    PeriodTag,
    Scenario,
    Workspace,
)
from drillplanner.model.calendar.bells import shared_periods
from drillplanner.solve.problem.campus_problem import DayChoice
from drillplanner.solve.problem.openings import openings_of
from tests.builders import scenario
from tests.random_examples import tried
from tests.solve.brute_force.bells_by_grade import GradesTrial, bells_of, clock, days_of_periods, places_in
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import LOCKDOWN, count, law, match, planned, tiny
from tests.solve.test_against_brute_force import calendars, compare

YOUNG, OLD = ("K", "1"), ("2",)
SLOW = settings(max_examples=tried(60), deadline=None, suppress_health_check=list(HealthCheck))
IN_CLASS = scenario("in-class", DrillType.FIRE_EVACUATION)
AT_LUNCH = scenario("at-lunch", DrillType.FIRE_EVACUATION, moments=(PeriodTag.LUNCH, PeriodTag.RECESS))
ANY_TIME = scenario(
    "any-time", DrillType.FIRE_EVACUATION, minutes=20, moments=(PeriodTag.INSTRUCTION, PeriodTag.LUNCH)
)
BUS = scenario("bus", DrillType.BUS_EVACUATION, minutes=15, moments=(PeriodTag.ARRIVAL,))
OF_STAFF = scenario("of-staff", DrillType.LOCKDOWN, audience=Audience.STAFF, moments=(PeriodTag.LUNCH,))
ALL = (IN_CLASS, AT_LUNCH, ANY_TIME, BUS, OF_STAFF)
LESSON, LUNCH, ARRIVAL = PeriodTag.INSTRUCTION, PeriodTag.LUNCH, PeriodTag.ARRIVAL


def period(name: str, start: str, end: str, tag: PeriodTag = LESSON) -> Period:
    return Period(name=name, start=clock(start), end=clock(end), tags=(tag,))


#: The young eat while the others have class, and the other way round.
WAVES = bells_of(
    (
        YOUNG,
        (period("L1", "08:00", "09:00"), period("Lunch", "09:00", "09:30", LUNCH), period("L2", "09:30", "10:30")),
    ),
    (
        OLD,
        (period("P1", "08:00", "09:30"), period("Lunch", "09:30", "10:00", LUNCH), period("P2", "10:00", "10:30")),
    ),
)


@given(young=days_of_periods("y"), old=days_of_periods("o"), middle=st.one_of(st.just(()), days_of_periods("m")))
@settings(max_examples=tried(40), deadline=None)
def test_the_solver_opens_just_what_a_look_at_each_minute_allows(
    young: tuple[Period, ...], old: tuple[Period, ...], middle: tuple[Period, ...]
) -> None:
    groups = [(("K",), young), (("1",), middle), (OLD, old)]
    shared = bells_of(*groups).periods_on(DayKind.FULL)
    day = DayChoice(0, MONDAY, DayKind.FULL, False, shared)
    for candidate in ALL:
        (openings,) = openings_of(candidate, (day,))
        names = [opening.period for opening in openings]
        assert len(set(names)) == len(names)
        found = {(opening.slot.start, opening.by_grades) for opening in openings}
        assert found == set(places_in(groups, candidate))


@given(young=days_of_periods("y"), old=days_of_periods("o"))
@settings(max_examples=tried(40), deadline=None)
def test_a_shared_period_is_a_stretch_without_a_bell(young: tuple[Period, ...], old: tuple[Period, ...]) -> None:
    shared = shared_periods([(YOUNG, young), (OLD, old)])
    bells = {bell for period_ in (*young, *old) for bell in (period_.start, period_.end)}
    assert all(before.end <= after.start for before, after in pairwise(shared))
    for stretch in shared:
        assert not any(stretch.start < bell < stretch.end for bell in bells)
        for part, periods in zip(stretch.by_grades, (young, old), strict=True):
            around = [
                bell_period
                for bell_period in periods
                if bell_period.start <= stretch.start and stretch.end <= bell_period.end
            ]
            assert [bell_period.name for bell_period in around] == ([part.period] if part.period else [])
    assert sum(stretch.length for stretch in shared) == len(
        {minute for period_ in (*young, *old) for minute in range(_minute(period_.start), _minute(period_.end))}
    )


def _minute(clock_time: Any) -> int:
    return int(clock_time.hour * 60 + clock_time.minute)


def test_a_period_with_one_name_for_all_grades_keeps_it() -> None:
    shared = shared_periods(
        [
            (YOUNG, (period("Arrival", "08:00", "08:10", ARRIVAL), period("L1", "08:10", "09:00"))),
            (OLD, (period("Arrival", "08:00", "08:10", ARRIVAL), period("P1", "08:10", "08:30"))),
        ]
    )
    assert [stretch.name for stretch in shared] == ["Arrival", "L1 (K-1), P1 (2)", "L1 (K-1)"]
    assert [moment.period for moment in shared[2].by_grades] == ["L1", None]


@st.composite
def places(draw: st.DrawFn) -> Workspace:
    last, kinds = draw(calendars(6))
    bells = bells_of(
        (YOUNG, draw(days_of_periods("y"))), (OLD, draw(days_of_periods("o"))), short=draw(st.booleans())
    )
    chosen = draw(
        st.sampled_from([(IN_CLASS, AT_LUNCH), (ANY_TIME, LOCKDOWN), (AT_LUNCH, OF_STAFF), (IN_CLASS, BUS)])
    )
    return tiny(MONDAY, last, kinds, agencies=(), scenarios=chosen, bells=bells)


IN_LUNCH = {
    "kind": "every",
    "what": "drill",
    "match": match("fire_evacuation"),
    "has": {"moments": ["lunch", "recess"]},
}
NOT_AT_LUNCH = {
    "kind": "every",
    "what": "drill",
    "match": match("fire_evacuation"),
    "has": {"not_moments": ["lunch"]},
}
AT_SOME_LUNCH = count("fire_evacuation") | {"match": match("fire_evacuation", moments=["lunch"])}
OTHER_PERIODS = {
    "kind": "vary",
    "what": "drills",
    "match": match("fire_evacuation"),
    "field": "period",
    "all_different": True,
}
COVERED = DevelopmentalLimits(
    coverages=tuple(
        Coverage(
            rule="DA-209",
            goal="moments",
            sentence="s",
            scenarios=("any-time", "at-lunch"),
            moments=(LUNCH,),
            grades=grades,
        )
        for grades in (YOUNG, OLD)
    )
)


@SLOW
@given(
    place=places(),
    requirements=st.lists(
        st.sampled_from(
            [
                count("fire_evacuation"),
                count("fire_evacuation", minimum=3),
                count("lockdown"),
                count("bus_evacuation"),
                IN_LUNCH | {"has": {"moments": ["instruction"]}},
                IN_LUNCH,
                NOT_AT_LUNCH,
                AT_SOME_LUNCH,
                OTHER_PERIODS,
            ]
        ),
        min_size=1,
        max_size=2,
    ),
    limits=st.sampled_from([DevelopmentalLimits(), COVERED]),
)
def test_no_schedule_is_better(
    place: Workspace, requirements: list[dict[str, Any]], limits: DevelopmentalLimits
) -> None:
    compare(place, law(*requirements), limits, GradesTrial)


def of_waves(*scenarios: Scenario, law_of: dict[str, Any]) -> Any:
    place = tiny(MONDAY, MONDAY, agencies=(), scenarios=scenarios, bells=WAVES)
    return place, planned(place, law(law_of))


def test_a_drill_in_class_keeps_off_every_lunch() -> None:
    place, found = of_waves(IN_CLASS, law_of=count("fire_evacuation"))
    (drill,) = found.drills
    assert drill.period_tags == (LESSON,)
    assert [moment.tags for moment in drill.by_grades] == [(LESSON,), (LESSON,)]
    assert drills_with_wrong_moments(found.drills, place) == ()


def test_a_drill_at_lunch_finds_the_others_in_class() -> None:
    _, found = of_waves(AT_LUNCH, law_of=AT_SOME_LUNCH)
    (drill,) = found.drills
    assert sorted(moment.tags for moment in drill.by_grades) == [(LESSON,), (LUNCH,)]
    # One of three grades is in class if the young eat, two if the old do: a third, or two thirds, of ten minutes.
    assert minutes_of_lessons(drill) * 3 in {10, 20}


def test_each_group_of_grades_is_asked_for_its_own_lunch() -> None:
    place = tiny(MONDAY, MONDAY + timedelta(4), agencies=(), scenarios=(AT_LUNCH,), bells=WAVES)
    found = planned(place, law(count("fire_evacuation", minimum=2)), limits=COVERED)
    at_lunch = {moment.grades for drill in found.drills for moment in drill.by_grades if LUNCH in moment.tags}
    assert at_lunch == {YOUNG, OLD}


def test_buses_of_staggered_bells_are_emptied_over_a_bell() -> None:
    bells = bells_of(
        (YOUNG, (period("L1", "08:00", "08:45"), period("Out", "08:45", "09:00", PeriodTag.DISMISSAL))),
        (OLD, (period("P1", "08:00", "08:53"), period("Out", "08:53", "09:05", PeriodTag.DISMISSAL))),
    )
    bus = scenario("bus", DrillType.BUS_EVACUATION, minutes=15, moments=(PeriodTag.DISMISSAL,))
    place = tiny(MONDAY, MONDAY, agencies=(), scenarios=(bus,), bells=bells)
    (drill,) = planned(place, law(count("bus_evacuation"))).drills
    assert drill.start == clock("08:45")
    assert [moment.period for moment in drill.by_grades] == ["Out", "P1 and Out"]
