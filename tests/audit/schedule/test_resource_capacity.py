"""Visits, sites, and busy dates on schedules written by hand: each limit, just kept and just broken."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.audit.schedule.resource_capacity import (
    agency_named,
    busy_dates,
    impossible_visits,
    overfull_sites,
)
from drillplanner.model import Agency, Drill, DrillType, FiledDrill, Pin, SameDay, Site, Workspace
from tests.builders import calendar, campus, drill, workspace
from tests.solve.brute_force.tiny_districts import count, duties_of, law

FIRE, LOCKDOWN = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN
MONDAY = date(2025, 10, 6)
POLICE = Agency(
    agency_id="police-1",
    name="Police (invented)",
    kind="police",
    visits_per_day=2,
    crews=1,
    travel_minutes=15,
    weekdays=("monday",),
    available_from=time(9),
    available_until=time(11),
)


def visited(at: str, start: str = "", end: str = "", number: int = 1, on: date = MONDAY, **more: Any) -> Drill:
    fields = {"start": start or None, "end": end or None, "agencies": ("police-1",), "row": number, **more}
    return drill(at, LOCKDOWN, on, number, **fields)


def problems(*drills: Drill, police: Agency = POLICE, **buildings: str) -> list[tuple[str, str, str]]:
    found = impossible_visits(drills, (police,), buildings)
    return [(problem.problem, problem.drill_id or "", problem.message) for problem in found]


def test_as_many_visits_a_day_as_the_agency_can_make() -> None:
    at_nine, at_ten = visited("a", "09:00", "09:10"), visited("b", "10:00", "10:10")
    assert problems(at_nine, at_ten) == []
    assert problems(at_nine, at_ten, visited("c", "10:30", "10:40")) == [
        (
            "agency_overbooked",
            "c-lockdown-01",
            "Police (invented) can make 2 visits a day and is entered for 3 on 2025-10-06: a-lockdown-01, "
            "b-lockdown-01, c-lockdown-01",
        )
    ]
    another_day = visited("c", "10:30", "10:40", on=date(2025, 10, 13))
    assert problems(at_nine, at_ten, another_day) == []


def test_drills_at_one_time_in_one_building_are_one_visit() -> None:
    drills = (visited("a", "09:00", "09:10"), visited("b", "09:00", "09:10"), visited("c", "10:00", "10:10"))
    assert problems(*drills, a="main", b="main") == []
    assert [kind for kind, *_ in problems(*drills, a="main", b="annex")] == ["agency_overbooked"]
    later = (drills[0], visited("b", "10:00", "10:10"), visited("c", "10:30", "10:40"))
    assert [kind for kind, *_ in problems(*later, a="main", b="main")] == ["agency_overbooked"]
    untimed = (visited("a"), visited("b"), visited("c"))
    assert [kind for kind, *_ in problems(*untimed, a="main", b="main")] == ["agency_overbooked"]
    assert problems(visited("a"), visited("b")) == []


def test_a_day_on_which_the_agency_does_not_come() -> None:
    tuesday = visited("a", "09:00", "09:10", on=date(2025, 10, 7))
    assert problems(tuesday) == [
        (
            "agency_unavailable",
            "a-lockdown-01",
            "Police (invented) cannot come on Tuesday 2025-10-07: a-lockdown-01",
        )
    ]


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("09:00", "09:10", True),
        ("08:59", "09:09", False),
        ("10:50", "11:00", True),
        ("10:51", "11:01", False),
        ("11:00", "", True),
        ("11:01", "", False),
        ("08:00", "", False),
        ("", "11:30", True),
    ],
)
def test_hours_of_the_agency(start: str, end: str, fits: bool) -> None:
    found = problems(visited("a", start, end))
    assert found == (
        []
        if fits
        else [
            (
                "agency_unavailable",
                "a-lockdown-01",
                f"Police (invented) cannot come at {start}; its hours are from 09:00 to 11:00",
            )
        ]
    )


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({"available_from": None}, "from the start of the day to 11:00"),
        ({"available_until": None}, "from 09:00 to its end"),
    ],
)
def test_hours_that_are_open_on_one_side(hours: dict[str, None], words: str) -> None:
    police = POLICE.model_copy(update=hours)
    ((_, _, message),) = problems(visited("a", "07:00" if "available_until" in hours else "12:00"), police=police)
    assert message.endswith(f"its hours are {words}")


@pytest.mark.parametrize(
    ("second", "at_once"), [("09:24", True), ("09:25", False), ("09:00", True), ("08:59", False)]
)
def test_a_crew_needs_time_between_two_schools(second: str, at_once: bool) -> None:
    """The first is over at 9:10, and the way takes 15 minutes."""
    police = POLICE.model_copy(update={"available_from": None})
    found = problems(visited("a", "09:00", "09:10"), visited("b", second, "10:00"), police=police)
    if second == "08:59":
        assert found[0][1:] == (
            "a-lockdown-01",
            "Police (invented) cannot be at a-lockdown-01 and b-lockdown-01 at once, travel counted",
        )
    else:
        assert bool(found) is at_once


def test_a_second_crew_can_be_at_a_second_school() -> None:
    police = POLICE.model_copy(update={"crews": 2, "visits_per_day": 3})
    two = (visited("a", "09:00", "09:10"), visited("b", "09:00", "09:10"))
    assert problems(*two, police=police) == []
    third = visited("c", "09:05", "09:15")
    assert problems(*two, third, police=police) == [
        (
            "agency_overbooked",
            "c-lockdown-01",
            "Police (invented) cannot be at a-lockdown-01 and b-lockdown-01 and c-lockdown-01 at once, travel "
            "counted",
        )
    ]
    assert problems(*two, third, police=police, a="main", b="main") == []


def test_several_problems_of_a_day_are_told_together_and_days_in_order() -> None:
    tuesday = date(2025, 10, 7)
    found = problems(
        visited("b", "08:00", "08:10", on=date(2025, 10, 14)),
        visited("a", "12:00", "12:10", on=tuesday),
        visited("c", "12:05", "12:15", 2, on=tuesday),
    )
    assert [(kind, drill_id) for kind, drill_id, _ in found] == [
        ("agency_unavailable", "c-lockdown-02"),
        ("agency_unavailable", "a-lockdown-01"),
        ("agency_unavailable", "c-lockdown-02"),
        ("agency_overbooked", "c-lockdown-02"),
        ("agency_unavailable", "b-lockdown-01"),
        ("agency_unavailable", "b-lockdown-01"),
    ]


def test_agencies_that_nobody_knows() -> None:
    unknown = visited("a", "09:00", "09:10", agencies=("sheriff", "police", "police-1", "police-1"))
    (problem,) = impossible_visits((unknown,), (POLICE,))
    assert (problem.problem, problem.row) == ("unknown_agency", 1)
    assert problem.message == "there is no agency 'sheriff'; known: police-1"
    (without,) = impossible_visits((visited("a"),), ())
    assert without.message == "there is no agency 'police-1'; known: none is listed in district.yaml"
    assert impossible_visits((visited("a", agencies=None),), (POLICE,)) == []


def test_a_kind_means_its_only_agency() -> None:
    other = POLICE.model_copy(update={"agency_id": "police-2"})
    assert agency_named("police", (POLICE,)) == POLICE
    assert agency_named("police", (POLICE, other)) is None
    assert agency_named("police-2", (POLICE, other)) == other
    assert agency_named("fire", (POLICE,)) is None
    # Which of the two comes is not known, so nothing is wrong.
    assert impossible_visits((visited("a", agencies=("police",)),), (POLICE, other)) == []


# ---- sites

FIELD = Site(site_id="field", name="Field (invented)", drills_at_once=1, minutes_between=30)


def walked(at: str, start: str, end: str, on: date = MONDAY, **more: Any) -> Drill:
    fields: dict[str, Any] = {"start": start or None, "end": end or None, "route": "off_site", **more}
    return drill(at, DrillType.EVACUATION_OTHER, on, **fields)


def overfull(*drills: Drill, site: Site = FIELD) -> list[tuple[str, str]]:
    places = [campus(name).model_copy(update={"evacuation_site": "field"}) for name in ("a", "b", "c")]
    place = workspace([*places, campus("d")], calendar(MONDAY, date(2025, 10, 10)), sites=(site,))
    return [(problem.drill_id or "", problem.message) for problem in overfull_sites(drills, place)]


@pytest.mark.parametrize(("second", "is_full"), [("09:39", True), ("09:40", False)])
def test_a_site_takes_a_drill_after_a_pause(second: str, is_full: bool) -> None:
    found = overfull(walked("b", second, "10:00"), walked("a", "09:00", "09:10"))
    expected = (
        "b-evacuation-other-01",
        "Field (invented) takes one drill at once, 30 minutes apart; on 2025-10-06 there are "
        "b-evacuation-other-01, a-evacuation-other-01",
    )
    assert found == ([expected] if is_full else [])


@pytest.mark.parametrize(
    "other",
    [
        walked("b", "09:05", "09:15", route="primary"),
        walked("b", "09:05", ""),
        walked("b", "", "09:15"),
        walked("d", "09:05", "09:15"),
        walked("b", "09:05", "09:15", on=date(2025, 10, 7)),
    ],
)
def test_drills_that_do_not_come_to_the_site_at_that_time(other: Drill) -> None:
    assert overfull(walked("a", "09:00", "09:10"), other) == []


def test_a_reunification_goes_to_the_site_too() -> None:
    reunited = drill("b", DrillType.REUNIFICATION, MONDAY, start=time(9, 5), end=time(10))
    assert [drill_id for drill_id, _ in overfull(walked("a", "09:00", "09:10"), reunited)] == [
        "b-reunification-01"
    ]


def test_each_drill_that_is_one_too_many_is_named_in_order_of_time() -> None:
    large = FIELD.model_copy(update={"drills_at_once": 2})
    drills = (walked("c", "09:10", "09:20"), walked("b", "09:05", "09:15"), walked("a", "09:00", "09:10"))
    assert [drill_id for drill_id, _ in overfull(*drills, site=large)] == ["c-evacuation-other-01"]
    assert [drill_id for drill_id, _ in overfull(*drills)] == ["b-evacuation-other-01", "c-evacuation-other-01"]


# ---- dates with many schools


def schools(most: object = 2, **more: Any) -> Workspace:
    places = [campus(name) for name in ("a", "b", "c", "d")] + [campus("high", ("9", "10"))]
    return workspace(places, calendar(MONDAY, date(2025, 10, 10)), schools_a_day=most, **more)


def drilled(*at: str, kind: DrillType = FIRE, on: date = MONDAY, **more: Any) -> list[Drill]:
    return [drill(name, kind, on, **more) for name in at]


def busy(
    drills: list[Drill], place: Workspace | None = None, *duties: Any
) -> list[tuple[date, str, tuple[str, ...]]]:
    found = busy_dates(drills, place or schools(), duties)
    return [(one.date, one.drill_type, one.campuses) for one in found]


def test_more_schools_of_a_level_than_are_allowed_on_one_date() -> None:
    (found,) = busy_dates(drilled("c", "a", "b"), schools(), ())
    assert (found.date, found.drill_type, found.campuses, found.most) == (MONDAY, FIRE, ("a", "b", "c"), 2)
    assert busy(drilled("a", "b", "high")) == []
    assert busy([*drilled("a", "b"), *drilled("c", kind=LOCKDOWN)]) == []
    assert busy([*drilled("a", "b"), *drilled("c", on=date(2025, 10, 7))]) == []
    assert busy(drilled("a", "a", "b")) == [], "a school counts once"
    assert busy(drilled("a", "b", "x")) == [], "an unknown school is no school of the level"
    assert busy(drilled("a", "b", "c"), schools("none")) == []


@pytest.mark.parametrize("more", [{"format": "lesson"}, {"format": "tabletop"}, {"audience": "staff"}])
def test_talks_and_drills_of_staff_alone_are_not_counted(more: dict[str, Any]) -> None:
    assert busy([*drilled("a", "b"), *drilled("c", **more)]) == []


def test_drills_whose_date_leaves_no_choice_are_not_counted() -> None:
    drills = drilled("a", "b", "c")
    filed = FiledDrill(campus_id="c", drill_type=FIRE, on=MONDAY)
    assert busy(drills, schools().model_copy(update={"filed": (filed,)})) == []
    moved = filed.model_copy(update={"on": date(2025, 10, 7)})
    assert busy(drills, schools().model_copy(update={"filed": (moved,)})) != []
    assert busy(drills, schools(pins=(Pin(campus="c", drill_type=FIRE, date=MONDAY),))) == []
    assert busy(drills, schools(pins=(Pin(campus="c", drill_type=LOCKDOWN, date=MONDAY),))) != []


def test_a_drill_on_one_day_for_all_is_not_counted() -> None:
    order = SameDay(drill_type=FIRE)
    everywhere = drilled("a", "b", "c", "d", "high")
    assert busy(everywhere, schools(same_day=(order,))) == []
    assert busy(everywhere[:-1], schools(same_day=(order,))) != [], "no day is common to all"


def test_the_only_date_that_the_law_leaves_is_not_counted() -> None:
    place = schools()
    on_monday = duties_of(place, law(count("fire_evacuation", between={"since": "10-06", "until": "10-06"})))
    assert busy(drilled("a", "b", "c"), place, *on_monday) == []
    in_two_days = duties_of(place, law(count("fire_evacuation", between={"since": "10-06", "until": "10-07"})))
    assert busy(drilled("a", "b", "c"), place, *in_two_days) != []
    assert busy(drilled("a", "b", "c", kind=LOCKDOWN), place, *on_monday) != []


def test_the_alarm_of_a_building_is_not_counted() -> None:
    place = schools()
    shared = tuple(
        one.model_copy(update={"building": "main" if one.campus_id in {"a", "b"} else None})
        for one in place.campuses
    )
    together = place.model_copy(update={"campuses": shared})
    assert busy(drilled("a", "b", "c"), together) == []
    assert busy(drilled("a", "b", "c", kind=DrillType.HOLD), together) != []
