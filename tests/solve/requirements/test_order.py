"""``order``: no drill before the event is over."""

from __future__ import annotations

from drillplanner.model import DutyStatus, Event, EventKind
from tests.solve.brute_force.boundary_pairs import MONDAY, TUESDAY, WEDNESDAY, dates, days, impossible, possible
from tests.solve.brute_force.tiny_districts import FRONT, POLICE, count, judged, law, match, planned

AFTER = {
    "kind": "order",
    "what": "fire drills",
    "match": match("fire_evacuation"),
    "after_event": "staff_training",
}


def training(first: object, last: object) -> Event:
    return Event.model_validate({"kind": EventKind.STAFF_TRAINING, "first": first, "last": last})


def test_the_event_s_last_day_is_late_enough() -> None:
    place = days(3, scenarios=(FRONT,), events=[training(MONDAY, TUESDAY)])
    assert dates(possible(place, law(count("fire_evacuation", minimum=2), AFTER))) == [TUESDAY, WEDNESDAY]
    impossible(place, law(count("fire_evacuation", minimum=3), AFTER), "T-1", "T-2")


def test_the_first_event_of_several_decides() -> None:
    place = days(2, scenarios=(FRONT,), events=[training(TUESDAY, TUESDAY), training(MONDAY, MONDAY)])
    assert len(possible(place, law(count("fire_evacuation", minimum=2), AFTER)).drills) == 2


def test_only_visited_drills_wait_where_the_law_speaks_of_them() -> None:
    visited = AFTER | {"match": match("fire_evacuation", agency="police")}
    place = days(2, scenarios=(FRONT,), agencies=(POLICE,), events=[training(MONDAY, TUESDAY)])
    book = law(count("fire_evacuation", minimum=2), count("fire_evacuation", agency="police"), visited)
    assert [drill.agencies for drill in possible(place, book).drills] == [(), ("police",)]
    monday = POLICE.model_copy(update={"weekdays": ("monday",)})
    place = days(2, scenarios=(FRONT,), agencies=(monday,), events=[training(MONDAY, TUESDAY)])
    impossible(place, book, "T-2", "T-3")


def test_an_event_that_nobody_knows_holds_nothing_up() -> None:
    place = days(2, scenarios=(FRONT,))
    book = law(count("fire_evacuation", minimum=2), AFTER)
    plan = planned(place, book)
    assert len(plan.drills) == 2
    statuses = {verdict.mandate: verdict.status for verdict in judged(place, book, plan.drills).verdicts}
    assert statuses == {"T-1": DutyStatus.MET, "T-2": DutyStatus.CANNOT_TELL}
