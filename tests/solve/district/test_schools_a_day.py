"""So many schools of a level hold one kind of drill on a date: against trying every year of a tiny district."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.model import (
    DayKind,
    Drill,
    DrillType,
    FiledDrill,
    GoalWeights,
    Pin,
    SameDay,
    SchoolLevel,
    Workspace,
    level_of,
    most_schools_a_day,
)
from drillplanner.solve.campus.domains.problem_builder import build_problems
from drillplanner.solve.problem.resources import ResourceKind
from drillplanner.solve.problem.schools_a_day import SchoolsADay
from drillplanner.solve.solver import Solution
from tests.builders import campus
from tests.random_examples import tried
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.plain_agencies import alone_at, can_be_made, plain_agency_points
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    FIRE,
    LESSON,
    LOCKDOWN,
    POLICE,
    STAFF,
    all_met,
    count,
    duties_of,
    judged,
    law,
    planned,
    tiny,
    year_of,
)

SLOW = settings(max_examples=tried(60), deadline=None, suppress_health_check=list(HealthCheck))
#: Schedules of one campus, and years of all of them, that are tried at most.
MOST_SCHEDULES, MOST_YEARS = 600, 40_000


def with_limit(place: Workspace, limit: int | str) -> Workspace:
    return place.model_copy(update={"district": place.district.model_copy(update={"schools_a_day": limit})})


def with_orders(place: Workspace, **orders: object) -> Workspace:
    return place.model_copy(update={"district": place.district.model_copy(update=orders)})


def too_many(drills: Iterable[Drill], most: int) -> int:
    """Count the schools beyond the limit, date by date and type by type; lessons and staff are not counted."""
    watched = Counter(
        (drill.date, drill.drill_type)
        for drill in drills
        if drill.drill_type is not DrillType.INSTRUCTION and drill.audience != "staff"
    )
    return sum(max(0, number - most) for number in watched.values())


def best_of_all(place: Workspace, book: LawBook, most: int) -> tuple[int, int] | None:
    """Return the fewest schools beyond the limit and the fewest points; None without any year.

    Among the years in which each campus has as few drills, breaches, and visits as alone.
    """
    choices: list[list[tuple[tuple[Drill, ...], int]]] = []
    for number in range(len(place.campuses)):
        trial = Trial(alone_at(place, number), book)
        assume(trial.size <= MOST_SCHEDULES)
        lawful = [drills for drills in trial.schedules() if trial.is_lawful(drills, trial.kept)]
        tiers = {drills: trial.tiers(drills) for drills in lawful}
        fewest = min((worth[:3] for worth in tiers.values()), default=None)
        alike: dict[object, tuple[tuple[Drill, ...], int]] = {}
        for drills, worth in tiers.items():
            if worth[:3] == fewest:
                uses = tuple((drill.date, drill.drill_type, drill.agencies and drill.start) for drill in drills)
                if uses not in alike or worth[3] < alike[uses][1]:
                    alike[uses] = drills, worth[3]
        choices.append(list(alike.values()))
    years = 1
    for of_campus in choices:
        years *= len(of_campus)
    assume(years <= MOST_YEARS)
    worths = []
    for chosen in product(*choices):
        together = [
            drill.model_copy(update={"campus_id": at.campus_id})
            for at, (held, _) in zip(place.campuses, chosen, strict=True)
            for drill in held
        ]
        if can_be_made(place, together):
            points = sum(points for _, points in chosen) + plain_agency_points(place, together)
            worths.append((too_many(together, most), points))
    return min(worths, default=None)


@st.composite
def districts(draw: st.DrawFn) -> Workspace:
    """Two or three campuses of one level, a few days, perhaps the police for some drills."""
    days = draw(st.integers(2, 5))
    kinds = draw(
        st.dictionaries(
            st.integers(0, days - 1).map(lambda day: MONDAY + timedelta(day)),
            st.sampled_from([DayKind.EARLY_RELEASE, DayKind.TESTING]),
            max_size=2,
        )
    )
    place = tiny(
        MONDAY,
        MONDAY + timedelta(days - 1),
        kinds,
        campuses=draw(st.integers(2, 3)),
        agencies=(POLICE.model_copy(update={"visits_per_day": draw(st.integers(1, 3))}),),
        scenarios=(FIRE, LOCKDOWN),
    )
    weights = GoalWeights(
        short_day=draw(st.integers(0, 20)),
        testing_day=draw(st.integers(0, 20)),
        first_day=draw(st.integers(0, 20)),
        margin=draw(st.integers(0, 5)),
        lone_trip=draw(st.integers(0, 5)),
    )
    return with_orders(place, weights=weights)


@SLOW
@given(place=districts(), fires=st.integers(1, 2), lockdowns=st.integers(0, 1), attended=st.booleans())
def test_the_plan_is_the_best_of_all_years(place: Workspace, fires: int, lockdowns: int, attended: bool) -> None:
    requirements = [count("fire_evacuation", minimum=fires)]
    if lockdowns:
        requirements.append(count("lockdown", agency="police" if attended else None))
    book = law(*requirements)
    best = best_of_all(place, book, most=1)
    try:
        found = planned(with_limit(place, 1), book)
    except InfeasibleError:
        assert best is None
        return
    if best is None:
        event("campuses take on more than alone")
        return
    event("within the limit" if best[0] == 0 else "beyond the limit")
    report = judged(with_limit(place, 1), book, found.drills)
    assert all_met(report, duties_of(place, book))
    assert sum(len(busy.campuses) - busy.most for busy in report.busy_dates) == best[0]
    assert (too_many(found.drills, 1), found.cost) == best
    assert found.bound <= found.cost
    if best[0] == 0:
        assert found.status == "optimal"


def plain(days: int, campuses: int = 3, **orders: object) -> Workspace:
    scenarios = (FIRE, LOCKDOWN, STAFF, LESSON)
    return with_orders(
        tiny(MONDAY, MONDAY + timedelta(days - 1), campuses=campuses, scenarios=scenarios), **orders
    )


def dates(found: Solution, drill_type: DrillType = DrillType.FIRE_EVACUATION) -> list[date]:
    return sorted(drill.date for drill in found.drills if drill.drill_type is drill_type)


FIRE_LAW = law(count("fire_evacuation"))


def all_on_monday() -> tuple[Drill, ...]:
    return planned(plain(1), FIRE_LAW).drills


def test_alike_schools_get_different_days() -> None:
    alike = plain(10, campuses=6, schools_a_day="third")
    found = planned(alike, FIRE_LAW)
    assert max(Counter(dates(found)).values()) == 2
    assert judged(alike, FIRE_LAW, found.drills).busy_dates == ()


def test_a_district_may_set_the_number_or_no_limit() -> None:
    assert max(Counter(dates(planned(plain(10, schools_a_day="none"), FIRE_LAW))).values()) == 3
    assert max(Counter(dates(planned(plain(10, schools_a_day=1), FIRE_LAW))).values()) == 1


def test_too_few_days_lift_the_limit_as_little_as_can_be() -> None:
    short = plain(2, schools_a_day=1)
    found = planned(short, FIRE_LAW)
    assert sorted(Counter(dates(found)).values()) == [1, 2]
    (busy,) = judged(short, FIRE_LAW, found.drills).busy_dates
    assert len(busy.campuses) == 2
    assert busy.most == 1
    assert found.bound <= found.cost


@pytest.mark.parametrize(
    "orders",
    [
        {"pins": (Pin(drill_type=DrillType.FIRE_EVACUATION, date=MONDAY),)},
        {"same_day": (SameDay(drill_type=DrillType.FIRE_EVACUATION),)},
    ],
)
def test_drills_that_the_district_puts_on_one_day_do_not_count(orders: dict[str, object]) -> None:
    ordered = with_orders(plain(5, schools_a_day=1), **orders)
    found = planned(ordered, FIRE_LAW)
    assert len(set(dates(found))) == 1
    assert found.status == "optimal"
    assert judged(ordered, FIRE_LAW, found.drills).busy_dates == ()


def test_a_filed_date_does_not_count() -> None:
    place = plain(5, schools_a_day=1)
    ids = [at.campus_id for at in place.campuses]
    filed = [FiledDrill(campus_id=name, drill_type=DrillType.FIRE_EVACUATION, on=MONDAY) for name in ids]
    place = place.model_copy(update={"filed": tuple(filed)})
    assert judged(place, FIRE_LAW, all_on_monday()).busy_dates == ()
    problems = build_problems(year_of(place, FIRE_LAW))
    limits = SchoolsADay.of(place, problems)
    fire = next(i for i, held in enumerate(problems[0].scenarios) if held.drill_type is DrillType.FIRE_EVACUATION)
    assert limits.uses_at(problems[0]).of(fire, 0) is None
    assert limits.uses_at(problems[0]).of(fire, 1) is not None


def test_lessons_and_drills_of_staff_do_not_count() -> None:
    place, drills = plain(5, schools_a_day=1), all_on_monday()
    assert judged(place, FIRE_LAW, drills).busy_dates
    for changes in ({"audience": "staff"}, {"format": "lesson"}, {"format": "tabletop"}):
        quiet = tuple(Drill.model_validate(drill.model_dump() | changes) for drill in drills)
        assert judged(place, FIRE_LAW, quiet).busy_dates == ()


def test_the_alarm_of_a_shared_building_does_not_count() -> None:
    place = plain(5, schools_a_day=1)
    place = place.model_copy(
        update={"campuses": tuple(at.model_copy(update={"building": "b"}) for at in place.campuses)}
    )
    found = planned(place, FIRE_LAW)
    assert len(set(dates(found))) == 1
    assert judged(place, FIRE_LAW, found.drills).busy_dates == ()


def test_the_limit_never_makes_an_audit_fail() -> None:
    report = judged(plain(5, schools_a_day=1), FIRE_LAW, all_on_monday())
    assert report.busy_dates
    assert report.exit_code == 0


def test_choices_that_no_duty_tells_apart_count_together() -> None:
    """The search does not know which of the two types it will be, so it keeps both within the limit."""
    either = law(count("fire_evacuation", "lockdown"))
    place = plain(8, schools_a_day=1)
    found = planned(place, either)
    assert judged(place, either, found.drills).busy_dates == ()
    limits = SchoolsADay.of(place, build_problems(year_of(place, either)))
    assert {resource.kind for resource in limits.resources.values()} == {ResourceKind.SCHOOLS}


@pytest.mark.parametrize(
    ("grades", "level"),
    [
        ("PK,K,1,2,3,4,5", SchoolLevel.ELEMENTARY),
        ("K,1,2,3,4,5,6,7,8", SchoolLevel.ELEMENTARY),
        ("5,6", SchoolLevel.ELEMENTARY),
        ("6,7,8", SchoolLevel.MIDDLE),
        ("7,8,9,10,11,12", SchoolLevel.HIGH),
    ],
)
def test_the_level_is_that_of_most_grades(grades: str, level: SchoolLevel) -> None:
    assert level_of(campus("c0").model_copy(update={"grades": tuple(grades.split(","))})) is level


def test_a_third_of_a_level_and_at_least_one() -> None:
    place = plain(1, campuses=7)
    assert set(most_schools_a_day(with_limit(place, "third").district, place.campuses).values()) == {2}
    assert set(most_schools_a_day(with_limit(place, "third").district, place.campuses[:2]).values()) == {1}
    assert most_schools_a_day(with_limit(place, "none").district, place.campuses) == {}


def test_many_alike_schools_have_several_years() -> None:
    """Beyond the districts that are solved as one model: the classes need several columns."""
    place = plain(12, campuses=18, schools_a_day="third")
    book = law(count("fire_evacuation", minimum=2), count("lockdown"))
    found = planned(place, book)
    assert judged(place, book, found.drills).busy_dates == ()
    by_campus = defaultdict(set)
    for drill in found.drills:
        by_campus[drill.campus_id].add((drill.drill_type, drill.date))
    assert len({frozenset(held) for held in by_campus.values()}) >= 3
