"""Entries that cannot be right are each reported once."""

from __future__ import annotations

from datetime import date, time

import pytest

from drillplanner.audit.schedule.impossible_entries import DISCOUNTED, impossible_entries, without_duplicates
from drillplanner.audit.schedule.resource_capacity import impossible_visits
from drillplanner.model import (
    Agency,
    Audience,
    DayKind,
    DayVariation,
    Drill,
    DrillFacts,
    DrillType,
    SchoolDay,
    StaffMoment,
)
from drillplanner.model.scenarios.fact_vocabulary import OnSite
from tests.builders import calendar, campus, drill, scenario, workspace

FIRST, LAST = date(2025, 9, 2), date(2025, 10, 31)
YEAR = calendar(FIRST, LAST, {date(2025, 10, 14): DayKind.CLOSED})
HOLIDAY = SchoolDay(date=date(2025, 10, 13), kind=DayKind.CLOSED, title="Columbus Day")
PLACE = workspace(
    [campus("a"), campus("b")],
    YEAR.model_copy(update={"days": tuple(HOLIDAY if day.date == HOLIDAY.date else day for day in YEAR.days)}),
)


def problems_of(*drills: Drill) -> list[tuple[str, str | None]]:
    return [(entry.problem, entry.drill_id) for entry in impossible_entries(drills, PLACE)]


@pytest.mark.parametrize(
    ("on", "problem"),
    [
        (date(2025, 9, 6), "weekend"),
        (date(2025, 10, 13), "holiday"),
        (date(2025, 10, 14), "not_a_school_day"),
        (date(2025, 9, 1), "out_of_year"),
        (date(2025, 11, 3), "out_of_year"),
    ],
)
def test_a_day_without_school(on: date, problem: str) -> None:
    assert problems_of(drill("a", DrillType.LOCKDOWN, on)) == [(problem, "a-lockdown-01")]


@pytest.mark.parametrize("on", [FIRST, LAST, date(2025, 10, 15)])
def test_a_school_day_is_no_problem(on: date) -> None:
    assert problems_of(drill("a", DrillType.LOCKDOWN, on)) == []


AS_OF = date(2025, 10, 1)


@pytest.mark.parametrize(
    ("on", "held", "problems"),
    [
        (date(2025, 10, 1), True, []),
        (date(2025, 10, 2), True, ["future"]),
        (date(2025, 10, 2), False, []),
        (date(2025, 10, 2), None, []),
        (date(2025, 10, 14), True, ["not_a_school_day"]),
    ],
)
def test_a_held_drill_is_not_in_the_future(on: date, held: bool | None, problems: list[str]) -> None:
    entry = drill("a", DrillType.LOCKDOWN, on, held=held, row=5)
    reported = impossible_entries((entry,), PLACE, AS_OF)
    assert [(problem.problem, problem.row) for problem in reported] == [(name, 5) for name in problems]
    assert "future" in DISCOUNTED, "it counts for no duty"


def test_without_a_day_of_the_audit_nothing_is_future() -> None:
    assert impossible_entries((drill("a", DrillType.LOCKDOWN, LAST, held=True),), PLACE) == []


def test_the_message_on_a_future_record() -> None:
    problem = impossible_entries((drill("a", DrillType.LOCKDOWN, date(2025, 10, 2), held=True),), PLACE, AS_OF)[0]
    assert problem.message == (
        "it is entered as held on 2025-10-02, which is after 2025-10-01, the day of this audit"
    )


def test_a_day_off_at_one_school_is_none_at_another() -> None:
    flood = DayVariation(campus_ids=("a",), kind=DayKind.CLOSED, title="Flood")
    day = SchoolDay(date=date(2025, 10, 15), kind=DayKind.FULL, variations=(flood,))
    days = tuple(day if other.date == day.date else other for other in YEAR.days)
    place = PLACE.model_copy(update={"calendar": YEAR.model_copy(update={"days": days})})
    drills = tuple(drill(name, DrillType.LOCKDOWN, day.date) for name in ("a", "b"))
    (problem,) = impossible_entries(drills, place)
    assert (problem.drill_id, problem.message) == (
        "a-lockdown-01",
        "there is no school on Wednesday 2025-10-15: Flood",
    )


def test_the_holiday_is_named() -> None:
    problem = impossible_entries((drill("a", DrillType.LOCKDOWN, HOLIDAY.date, row=7),), PLACE)[0]
    assert "Columbus Day" in problem.message
    assert problem.row == 7


def test_the_message_on_an_unknown_campus_lists_the_known_ones() -> None:
    problem = impossible_entries((drill("z", DrillType.LOCKDOWN, FIRST),), PLACE)[0]
    assert problem.problem == "unknown_campus"
    assert "a, b" in problem.message


@pytest.mark.parametrize("number", [1, 2])
def test_the_same_drill_twice_is_one_duplicate_whatever_its_id(number: int) -> None:
    first = drill("a", DrillType.LOCKDOWN, FIRST, 1, start=time(9), end=time(9, 10), row=2)
    second = drill("a", DrillType.LOCKDOWN, FIRST, number, start=time(9), end=time(9, 10), row=3)
    drills, problems = without_duplicates((first, second))
    assert drills == (first,)
    assert [(problem.problem, problem.row) for problem in problems] == [("duplicate", 3)]
    assert "on line 2" in problems[0].message


def test_two_drills_with_one_id_get_different_ids() -> None:
    entries = (drill("a", DrillType.LOCKDOWN, FIRST), drill("a", DrillType.LOCKDOWN, LAST))
    drills, problems = without_duplicates(entries)
    assert problems == []
    assert [entry.drill_id for entry in drills] == ["a-lockdown-01", "a-lockdown-01#2"]


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [(time(9, 9), time(9, 19), True), (time(9, 10), time(9, 20), False)],
)
def test_two_drills_at_once_clash(start: time, end: time, problem: bool) -> None:
    first = drill("a", DrillType.LOCKDOWN, FIRST, start=time(9), end=time(9, 10))
    second = drill("a", DrillType.SECURE, FIRST, start=start, end=end)
    assert problems_of(first, second) == ([("clash", "a-secure-01")] if problem else [])


def test_the_same_time_at_two_campuses_is_no_clash() -> None:
    at_both = [drill(campus_id, DrillType.LOCKDOWN, FIRST, start=time(9), end=time(9, 10)) for campus_id in "ab"]
    assert problems_of(*at_both) == []


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        (time(7, 59), time(8, 9), True),
        (time(8), time(8, 10), False),
        (time(12, 15), time(12, 25), False),
        (time(12, 16), time(12, 26), True),
    ],
)
def test_a_drill_must_be_within_school_hours(start: time, end: time, problem: bool) -> None:
    entry = drill("a", DrillType.LOCKDOWN, FIRST, start=start, end=end)
    assert problems_of(entry) == ([("outside_hours", "a-lockdown-01")] if problem else [])


ALONE = scenario("alone", DrillType.TABLETOP, audience=Audience.STAFF, moments=(StaffMoment.STAFF_HOURS,))
AWAY = scenario(
    "away", DrillType.FULL_SCALE, audience=Audience.STAFF, facts=DrillFacts(students_on_site=OnSite.NONE)
)
STAFF_PLACE = PLACE.model_copy(update={"scenarios": (*PLACE.scenarios, ALONE, AWAY)})


@pytest.mark.parametrize(
    ("start", "end", "audience", "scenario_id", "problem"),
    [
        (time(12, 25), time(13, 10), Audience.STAFF, None, False),
        (time(12, 25), time(13, 11), Audience.STAFF, None, True),
        (time(12, 20), time(12, 35), Audience.STAFF, None, True),
        (time(12, 30), time(12, 40), Audience.EVERYONE, None, True),
        (time(12, 30), time(12, 40), None, None, False),  # a calendar does not say for whom
        (time(12, 30), time(13, 30), None, None, True),
        (time(9), time(9, 30), Audience.STAFF, None, False),
        (time(12, 30), time(12, 40), Audience.STAFF, "alone", False),
        (time(9), time(9, 30), Audience.STAFF, "alone", True),
        (time(9), time(9, 30), Audience.STAFF, "away", True),
        (time(12, 30), time(12, 40), Audience.STAFF, "away", False),
    ],
)
def test_drills_for_staff_only_may_be_in_staff_hours(
    start: time, end: time, audience: Audience | None, scenario_id: str | None, problem: bool
) -> None:
    # The last bell is at 12:25, and staff hours are the 45 minutes after it.
    entry = drill("a", DrillType.TABLETOP, FIRST, start=start, end=end, audience=audience, scenario_id=scenario_id)
    reported = [problem.problem for problem in impossible_entries((entry,), STAFF_PLACE)]
    assert reported == (["outside_hours"] if problem else [])


def test_the_message_names_staff_hours() -> None:
    late = drill("a", DrillType.TABLETOP, FIRST, start=time(14), end=time(15), audience=Audience.STAFF)
    beside = drill(
        "a", DrillType.TABLETOP, FIRST, start=time(9), end=time(10), audience=Audience.STAFF, scenario_id="alone"
    )
    assert [entry.message for entry in impossible_entries((late, beside), STAFF_PLACE)] == [
        "14:00 to 15:00 is not within the school day (08:00 to 12:25) nor in staff hours (12:25 to 13:10)",
        "09:00 to 10:00 lies between the bells; 'alone' is for a time without students, such as staff hours "
        "(12:25 to 13:10)",
    ]


def test_the_message_on_an_end_before_the_start() -> None:
    entry = drill("a", DrillType.LOCKDOWN, FIRST, start=time(9), end=time(8, 30))
    (problem,) = impossible_entries((entry,), PLACE)
    assert problem.problem == "outside_hours"
    assert problem.message == "it ends at 08:30, before it begins at 09:00"


POLICE = Agency(
    agency_id="police",
    name="Police (invented)",
    kind="police",
    weekdays=("tuesday", "wednesday"),
    available_from=time(9),
    available_until=time(12),
    unavailable=(date(2025, 9, 9),),
)


def visit(
    campus_id: str, on: date, start: time = time(10), end: time = time(10, 10), name: str = "police"
) -> Drill:
    return drill(campus_id, DrillType.LOCKDOWN, on, agencies=(name,), start=start, end=end)


def visits(*drills: Drill, agency: Agency = POLICE) -> list[str]:
    return [entry.problem for entry in impossible_visits(drills, (agency,))]


def test_a_visit_that_can_be_made() -> None:
    assert visits(visit("a", FIRST)) == []
    assert visits(visit("a", FIRST, name="police"), visit("b", date(2025, 9, 3))) == []


def test_two_visits_on_one_day_are_one_problem_that_names_both_drills() -> None:
    problems = impossible_visits((visit("a", FIRST), visit("b", FIRST)), (POLICE,))
    assert [problem.problem for problem in problems] == ["agency_overbooked"]
    assert "a-lockdown-01" in problems[0].message
    assert "b-lockdown-01" in problems[0].message


@pytest.mark.parametrize(("start", "problem"), [(time(10, 24), True), (time(10, 25), False)])
def test_one_crew_needs_travel_time_between_two_campuses(start: time, problem: bool) -> None:
    two = POLICE.model_copy(update={"visits_per_day": 2})
    later = visit("b", FIRST, start, time(10, 40))
    assert visits(visit("a", FIRST), later, agency=two) == (["agency_overbooked"] if problem else [])
    two_crews = two.model_copy(update={"crews": 2})
    assert visits(visit("a", FIRST), later, agency=two_crews) == []


@pytest.mark.parametrize(
    "entry",
    [
        visit("a", date(2025, 9, 4)),
        visit("a", date(2025, 9, 9)),
        visit("a", FIRST, time(8, 59), time(9, 9)),
        visit("a", FIRST, time(11, 51), time(12, 1)),
    ],
)
def test_visits_on_days_or_at_times_when_the_agency_is_not_available(entry: Drill) -> None:
    assert visits(entry) == ["agency_unavailable"]


def test_an_agency_may_be_named_by_kind_and_an_unknown_one_is_reported() -> None:
    fire = POLICE.model_copy(update={"agency_id": "oak-street", "kind": "fire"})
    assert visits(visit("a", FIRST, name="fire"), agency=fire) == []
    assert visits(visit("a", FIRST, name="coast guard"), agency=fire) == ["unknown_agency"]


def test_two_crews_attend_three_drills_if_at_most_two_are_at_once() -> None:
    two_crews = POLICE.model_copy(update={"visits_per_day": 3, "crews": 2, "travel_minutes": 0})
    chain = [
        visit("a", FIRST, time(9, 0), time(9, 20)),
        visit("b", FIRST, time(9, 10), time(9, 40)),
        visit("a", FIRST, time(9, 30), time(9, 50)),
    ]
    assert visits(*chain, agency=two_crews) == []
    third = visit("b", FIRST, time(9, 15), time(9, 25))
    crowded = two_crews.model_copy(update={"visits_per_day": 4})
    assert visits(*chain, third, agency=crowded) == ["agency_overbooked"]


def test_a_kind_of_several_agencies_is_no_unknown_agency() -> None:
    sheriff = POLICE.model_copy(update={"agency_id": "sheriff"})
    assert impossible_visits((visit("a", FIRST, name="police"),), (POLICE, sheriff)) == []
    town = POLICE.model_copy(update={"agency_id": "town"})
    assert impossible_visits((visit("a", FIRST, name="police"),), (town, sheriff)) == []


def _by_grades() -> list[Drill]:
    on = date(2025, 9, 3)
    return [
        drill("a", DrillType.LOCKDOWN, on, start=time(9, 30), end=time(9, 40)),
        drill("a", DrillType.LOCKDOWN, on, start=time(10), end=time(10, 10)),
        drill("a", DrillType.LOCKDOWN, on, start=time(10, 15), end=time(10, 25), grades=("2",)),
        drill("a", DrillType.LOCKDOWN, on, start=time(10, 20), end=time(10, 29), audience=Audience.STAFF),
    ]


def test_a_drill_needs_all_its_grades_at_school_when_grades_have_their_own_bells() -> None:
    from tests.solve.brute_force.bells_by_grade import bells_of
    from tests.solve.problem.test_bell_crossings import OLD, YOUNG, period

    bells = bells_of((YOUNG, (period("L", "08:00", "09:45"),)), (OLD, (period("P", "08:00", "10:30"),)))
    place = workspace([campus("a")], YEAR, schedule=bells)
    entries = impossible_entries(tuple(_by_grades()), place)
    (entry,) = [entry for entry in entries if entry.problem == "outside_hours"]
    assert entry.message == (
        "10:00 to 10:10 is no time at which everyone who takes part is at school: "
        "grades K-1 are there from 08:00 to 09:45"
    )


def test_the_period_of_each_group_of_grades_follows_from_the_time() -> None:
    from drillplanner.audit.schedule.grade_moments import with_moments_of_grades
    from drillplanner.model import PeriodTag
    from tests.solve.problem.test_bell_crossings import WAVES

    place = workspace([campus("a")], YEAR, schedule=WAVES)
    on = date(2025, 9, 3)
    rows = (
        drill("a", DrillType.LOCKDOWN, on, start=time(9, 20), end=time(9, 40)),
        drill("a", DrillType.LOCKDOWN, on, start=time(9, 20), end=time(9, 40), grades=("2",)),
        drill("a", DrillType.LOCKDOWN, on, start=time(9, 5), period_tags=(PeriodTag.RECESS,)),
        drill("a", DrillType.LOCKDOWN, on),
        drill("a", DrillType.LOCKDOWN, on, start=time(10, 30), period_tags=()),
    )
    read = with_moments_of_grades(rows, place)
    assert [(moment.period, moment.tags) for moment in read[0].by_grades] == [
        ("Lunch and L2", (PeriodTag.LUNCH, PeriodTag.INSTRUCTION)),
        ("P1 and Lunch", (PeriodTag.INSTRUCTION, PeriodTag.LUNCH)),
    ]
    assert [moment.grades for moment in read[1].by_grades] == [("2",)]
    assert [moment.period for moment in read[2].by_grades] == ["Lunch", "P1"]
    assert [row.period_tags for row in read] == [
        (PeriodTag.INSTRUCTION, PeriodTag.LUNCH),
        (PeriodTag.INSTRUCTION, PeriodTag.LUNCH),
        (PeriodTag.RECESS,),
        None,
        (),
    ]
    assert read[3:] == rows[3:]
