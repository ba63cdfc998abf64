"""Schools in one building, on schedules written by hand: what one of them hears, the others hold or are told."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.audit.schedule.shared_alarms import (
    heard_alarm_sentences,
    missing_building_drills,
    unready_offered_dates,
)
from drillplanner.model import DayKind, Drill, DrillType, Task
from tests.builders import calendar, campus, drill, workspace

FIRE, LOCKDOWN, HOLD = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN, DrillType.HOLD
OCTOBER = calendar(date(2025, 10, 1), date(2025, 10, 10), {date(2025, 10, 9): DayKind.CLOSED})
#: a and b share a building, c is in another, d in none. Bells ring from 8:00 to 12:25.
PLACE = workspace(
    [
        campus(name).model_copy(update={"building": building})
        for name, building in (("a", "main"), ("b", "main"), ("c", "annex"), ("d", None))
    ],
    OCTOBER,
)


def on(day: int, at: str = "a", kind: DrillType = FIRE, number: int = 1, **more: Any) -> Drill:
    return drill(at, kind, date(2025, 10, day), number, **more)


def lasting(hour: int, minute: int = 0, minutes: int = 10) -> dict[str, Any]:
    return {"start": time(hour, minute), "end": time(hour + (minute + minutes) // 60, (minute + minutes) % 60)}


def missed(*drills: Drill) -> list[tuple[str, str | None]]:
    return [(order.campus_id, order.drill_id) for order in missing_building_drills(drills, PLACE)]


def test_a_school_that_hears_the_alarm_holds_the_drill_with_it() -> None:
    assert missed(on(1), on(1, "b")) == []
    assert missed(on(1), on(2, "b")) == [("b", "a-fire-evacuation-01"), ("a", "b-fire-evacuation-01")]


def test_what_is_missing_is_said_with_its_time() -> None:
    (timed, untimed) = missing_building_drills([on(1, **lasting(9)), on(2, "b")], PLACE)
    assert timed.message == (
        "a-fire-evacuation-01 on 2025-10-01 at 09:00 is heard in all of the building 'main', and b, which has "
        "school then, holds no fire drill with it"
    )
    assert (timed.order, timed.on) == ("building", date(2025, 10, 1))
    assert untimed.message.startswith("b-fire-evacuation-01 on 2025-10-02 is heard")


@pytest.mark.parametrize(
    ("neighbor", "others"),
    [("c", []), ("d", []), ("b", [("b", "a-fire-evacuation-01"), ("a", "b-fire-evacuation-01")])],
)
def test_only_the_same_building_hears_it(neighbor: str, others: list[tuple[str, str]]) -> None:
    assert missed(on(1), on(2, neighbor)) == others


def test_a_school_without_a_building_and_an_unknown_one_are_passed_over() -> None:
    assert missed(on(1, "d"), on(1, "x"), on(1), on(2, "b"))[:1] == [("b", "a-fire-evacuation-01")]


def test_a_school_that_never_holds_the_type_is_not_asked_to() -> None:
    assert missed(on(1), on(2, "b", LOCKDOWN)) == []


@pytest.mark.parametrize(
    ("more", "is_heard"),
    [
        ({"format": "physical"}, True),
        ({"format": "walk_through"}, False),
        ({"format": "lesson"}, False),
        ({"audience": "everyone"}, True),
        ({"audience": "students"}, True),
        ({"audience": "staff"}, False),
    ],
)
def test_an_alarm_sounds_where_a_drill_is_practiced_with_students(more: dict[str, Any], is_heard: bool) -> None:
    assert (("b", "a-fire-evacuation-01") in missed(on(1, **more), on(2, "b"))) is is_heard


def test_a_hold_is_heard_by_nobody_else() -> None:
    assert missed(on(1, kind=HOLD), on(2, "b", HOLD)) == []


@pytest.mark.parametrize(
    ("own", "others", "is_joint"),
    [
        (lasting(9), lasting(9), True),
        (lasting(9), lasting(9, 9), True),
        (lasting(9), lasting(9, 10), False),
        (lasting(9), {}, True),
        ({}, lasting(9), True),
        ({"start": time(9)}, {"start": time(9)}, True),
        ({"start": time(9)}, {"start": time(9, 1)}, False),
        ({"start": time(9)}, lasting(9), True),
        (lasting(9, 2), {"start": time(9)}, False),
    ],
)
def test_drills_at_one_time_are_held_together(own: dict[str, Any], others: dict[str, Any], is_joint: bool) -> None:
    assert (missed(on(1, **own), on(1, "b", **others)) == []) is is_joint


@pytest.mark.parametrize(
    ("day", "times", "is_heard"),
    [
        (1, lasting(12, 24), True),
        (1, lasting(12, 25), False),
        (1, {"start": time(7, 50), "end": time(8, 1)}, True),
        (1, lasting(7, 50), False),
        (1, {"start": time(8)}, False),
        (1, {"start": time(8, 1)}, True),
        (9, {}, False),
        (4, {}, False),
    ],
)
def test_an_alarm_is_heard_while_there_is_school(day: int, times: dict[str, Any], is_heard: bool) -> None:
    """October 4 is a Saturday, the 9th is closed."""
    assert (("b", "a-fire-evacuation-01") in missed(on(day, **times), on(8, "b"))) is is_heard


def test_a_school_without_bells_hears_nothing() -> None:
    silent = PLACE.model_copy(
        update={"campuses": tuple(one.model_copy(update={"bell_schedule": None}) for one in PLACE.campuses)}
    )
    assert missing_building_drills([on(1), on(2, "b")], silent) == ()


# ---- dates that are offered


def offer(*days: int, at: str = "a", number: int = 1, **more: Any) -> Task:
    fields = {
        "task_id": f"{at}-offer-{number}",
        "mandate_id": "T-1",
        "campus_id": at,
        "drill_id": f"{at}-fire-evacuation-{number:02d}",
        "kind": "offer",
        "due": date(2025, 9, 1),
        "dates": tuple(date(2025, 10, day) for day in days),
    }
    return Task.model_validate({**fields, **{"text": "t", "who": "w", "due_words": "soon"}, **more})


def unready(drills: list[Drill], tasks: list[Task], settled_before: date | None = None) -> list[tuple[Any, ...]]:
    found = unready_offered_dates(drills, tasks, PLACE, settled_before)
    return [(order.campus_id, order.on and order.on.day, order.drill_id) for order in found]


JOINT = [on(1), on(1, "b")]


def test_schools_that_offer_the_same_dates_are_ready() -> None:
    assert unready(JOINT, [offer(1, 6), offer(1, 6, at="b")]) == []


def test_a_school_that_offers_nothing_itself_keeps_the_dates_free() -> None:
    assert unready(JOINT, [offer(1, 6)]) == []
    assert unready([*JOINT, on(6, "b", LOCKDOWN)], [offer(1, 6)]) == [("b", 6, "b-lockdown-01")]


def test_a_school_that_offers_other_dates_is_named_with_each_that_it_lacks() -> None:
    found = unready_offered_dates(JOINT, [offer(1, 6), offer(1, 7, at="b")], PLACE)
    assert [(order.campus_id, order.on, order.drill_id) for order in found] == [
        ("b", date(2025, 10, 6), "a-fire-evacuation-01"),
        ("a", date(2025, 10, 7), "b-fire-evacuation-01"),
    ]
    assert found[0].message == (
        "2025-10-06 is offered for a-fire-evacuation-01, which all of the building 'main' would hear, and b "
        "offers other dates for its own fire drill"
    )
    assert found[0].order == "building"


def test_another_drill_on_an_offered_date_is_named() -> None:
    (found,) = unready_offered_dates([*JOINT, on(6, "b", LOCKDOWN)], [offer(1, 6), offer(1, 6, at="b")], PLACE)
    assert found.message == (
        "2025-10-06 is offered for a-fire-evacuation-01, which all of the building 'main' would hear, and b has "
        "b-lockdown-01 on that day"
    )
    assert (found.order, found.on, found.campus_id) == ("building", date(2025, 10, 6), "b")


@pytest.mark.parametrize(
    "also",
    [on(6, "c", LOCKDOWN), on(6, "b", LOCKDOWN, held=True), on(7, "b", LOCKDOWN), on(1, "b", HOLD, held=True)],
)
def test_a_drill_elsewhere_held_already_or_on_another_day_is_in_no_way(also: Drill) -> None:
    assert unready([*JOINT, also], [offer(1, 6), offer(1, 6, at="b")]) == []


def test_a_school_that_holds_no_such_drill_need_not_be_ready() -> None:
    assert unready([on(1), on(6, "b", LOCKDOWN)], [offer(1, 6)]) == []


def test_no_alarm_is_heard_on_a_date_without_school() -> None:
    assert unready([*JOINT, on(9, "b", LOCKDOWN)], [offer(1, 9)]) == []


@pytest.mark.parametrize(
    ("settled_before", "expected"),
    [
        (None, [("b", 3, "b-lockdown-01"), ("b", 7, "b-lockdown-02")]),
        (date(2025, 10, 1), [("b", 3, "b-lockdown-01"), ("b", 7, "b-lockdown-02")]),
        (date(2025, 10, 3), [("b", 3, "b-lockdown-01"), ("b", 7, "b-lockdown-02")]),
        (date(2025, 10, 6), [("b", 7, "b-lockdown-02")]),
        (date(2025, 10, 7), []),
    ],
)
def test_dates_that_are_past_can_no_longer_be_picked(
    settled_before: date | None, expected: list[tuple[Any, ...]]
) -> None:
    drills = [on(6), on(6, "b"), on(3, "b", LOCKDOWN), on(7, "b", LOCKDOWN, 2)]
    assert unready(drills, [offer(3, 6, 7)], settled_before) == expected


def test_once_the_drill_was_held_its_other_dates_are_free() -> None:
    drills = [on(1, held=True), on(1, "b"), on(6, "b", LOCKDOWN)]
    assert unready(drills, [offer(1, 6)]) == []


def test_only_offers_of_schools_in_a_shared_building_bind_others() -> None:
    lockdown = on(6, "b", LOCKDOWN)
    assert unready([*JOINT, lockdown], [offer(1, 6, kind="notify")]) == []
    assert unready([*JOINT, on(1, "d"), lockdown], [offer(1, 6, at="d")]) == []


def test_the_drill_of_the_offer_is_the_one_it_names_or_the_first_on_its_dates() -> None:
    drills = [on(1), on(2, number=2), on(1, "b"), on(2, "b", number=2), on(6, "b", LOCKDOWN)]
    second = offer(1, 2, 6, number=2)
    (found,) = (order for order in unready_offered_dates(drills, [second], PLACE) if order.on == date(2025, 10, 6))
    assert "is offered for a-fire-evacuation-02" in found.message
    unnamed = offer(1, 2, 6, drill_id=None)
    (first,) = (
        order for order in unready_offered_dates(drills, [unnamed], PLACE) if order.on == date(2025, 10, 6)
    )
    assert "is offered for a-fire-evacuation-01" in first.message


# ---- what a school is told


def test_a_school_is_told_of_alarms_that_it_hears_and_never_holds() -> None:
    drills = [on(1), on(2, kind=LOCKDOWN), on(3, "b", LOCKDOWN), on(6, "c")]
    assert heard_alarm_sentences(drills, PLACE) == (
        "B hears the fire drills of A in the same building and holds none: no law that we hold asks it for one, "
        "or no scenario is fit for it. Maybe tell it of their days.",
    )
    several = heard_alarm_sentences([on(1), on(2, kind=LOCKDOWN)], PLACE)
    assert several[0].startswith("B hears the fire drills, lockdown drills of A in the same building")


def test_a_school_is_told_nothing_of_what_it_holds_too_or_cannot_hear() -> None:
    assert heard_alarm_sentences([on(1), on(2, "b")], PLACE) == ()
    assert heard_alarm_sentences([on(9), on(1, kind=HOLD), on(1, "d")], PLACE) == ()
    assert heard_alarm_sentences([on(1, audience="staff")], PLACE) == ()
