"""The explanation when no plan exists: conflicting duties, their choices, and changes that help."""

from __future__ import annotations

import pytest

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.law import LawBook
from drillplanner.model import Conflict, Pin, Workspace
from tests.solve.brute_force.boundary_pairs import days
from tests.solve.brute_force.random_laws import FILED, MONDAY, ORDER
from tests.solve.brute_force.tiny_districts import (
    FIRE,
    FRONT,
    LOCKDOWN,
    POLICE,
    count,
    law,
    match,
    planned,
    stand_in_of,
    tiny,
)


def reasons(place: Workspace, book: LawBook) -> list[str]:
    with pytest.raises(InfeasibleError) as caught:
        planned(place, book)
    return list(caught.value.reasons)


def test_drills_too_near_on_one_day_say_that_the_rules_for_such_days_are_the_limit() -> None:
    # The day has less than two hours.
    found = reasons(tiny(MONDAY, MONDAY), law(count("fire_evacuation"), count("lockdown")))
    assert any("60 minutes apart" in reason for reason in found)


def test_what_no_second_drill_would_help_does_not_say_so() -> None:
    more = law(count("fire_evacuation", minimum=2), count("fire_evacuation", minimum=None, maximum=1))
    assert not any("a day with several drills" in reason for reason in reasons(days(1, scenarios=(FRONT,)), more))


def test_the_room_is_told_for_each_kind_that_asks_for_drills() -> None:
    place = days(2, scenarios=(FRONT,))
    minutes = {"kind": "minutes", "what": "drills", "match": match("fire_evacuation"), "min_minutes": 2100}
    (reason,) = reasons(place, law(minutes))
    assert "scenarios that can be used: 1; school days on which they fit: 2" in reason
    visits = law(count("fire_evacuation", agency="fire"))
    (reason,) = reasons(days(2, scenarios=(FRONT,), agencies=(POLICE,)), visits)
    assert "no fire agency is listed in district.yaml" in reason


def test_stand_ins_are_reckoned_with() -> None:
    book = law(count("fire_evacuation", minimum=9), stand_in_of("T-1", "lockdown", up_to=1))
    found = reasons(days(1, scenarios=(FRONT, LOCKDOWN)), book)
    assert len(found) == 1
    assert "(T-1," in found[0]


def test_two_conflicts_that_have_nothing_in_common_are_both_named() -> None:
    book = law(
        count("fire_evacuation", minimum=2),
        count("fire_evacuation", minimum=None, maximum=1),
        count("lockdown", minimum=2),
        count("lockdown", minimum=None, maximum=1),
        ORDER,
        FILED,
    )
    text = "\n".join(reasons(days(5, scenarios=(FRONT, LOCKDOWN)), book))
    assert all(f"(T-{number}," in text for number in (1, 2, 3, 4))
    assert "(T-5," not in text
    assert "(T-6," not in text


def test_dates_that_were_not_found_are_not_called_impossible() -> None:
    # The lockdown is on Tuesday, so Monday and Wednesday are offered; on Thursday is the second fire drill. If
    # Wednesday is picked, two fire drills follow each other. That nothing else would do is not worked out.
    turns = {
        "kind": "alternate",
        "what": "fire drills",
        "other_what": "lockdowns",
        "match": match("fire_evacuation"),
        "other": match("lockdown"),
    }
    offer = {
        "kind": "offer",
        "what": "fire drill",
        "match": match("fire_evacuation"),
        "dates": 2,
        "between": {"until": "10-01"},
        "offer_by": "09-15",
        "who": "the fire department",
        "due_words": "by 15 September",
    }
    tuesday = {"since": "09-30", "until": "09-30"}
    book = law(count("fire_evacuation", minimum=2), count("lockdown", between=tuesday), turns, offer)
    with pytest.raises(OutOfTimeError) as caught:
        planned(days(4, scenarios=(FRONT, LOCKDOWN)), book)
    assert "none are proven impossible" in str(caught.value)


def test_campuses_that_differ_in_name_alone_are_told_together_but_for_what_names_them() -> None:
    place = tiny(MONDAY, MONDAY, campuses=3, scenarios=(FIRE, LOCKDOWN))
    pins = tuple(Pin(campus=name, drill_type="lockdown", date=MONDAY) for name in ("c0", "c1"))
    ordered = place.model_copy(update={"district": place.district.model_copy(update={"pins": pins})})
    with pytest.raises(InfeasibleError) as caught:
        planned(ordered, law(count("fire_evacuation")))
    conflicts = [conflict for conflict in caught.value.conflicts if isinstance(conflict, Conflict)]
    assert [conflict.campuses for conflict in conflicts] == [("c0",), ("c1",)]
    for name, conflict in zip(("c0", "c1"), conflicts, strict=True):
        assert any(f"at {name} on" in member.words for member in conflict.members)
        assert any(f"at {name} on" in change.words for change in conflict.relaxations)
    with pytest.raises(InfeasibleError) as caught:
        planned(place, law(count("fire_evacuation", minimum=2)))
    (conflict,) = [conflict for conflict in caught.value.conflicts if isinstance(conflict, Conflict)]
    assert conflict.campuses == ("c0", "c1", "c2")
    assert conflict.names == ("C0", "C1", "C2")
