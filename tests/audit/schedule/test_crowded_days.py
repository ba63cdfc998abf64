"""Days with several drills, against our own rules for them, each just kept and just broken."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from drillplanner.audit.schedule.own_rules.crowded_days import broken_day_rules, interrupts_school_day
from drillplanner.model import CrowdedDay, Drill, DrillType, PeriodTag
from tests.builders import drill

DAY = date(2025, 10, 7)
LESSON = (PeriodTag.INSTRUCTION,)


def at(start: str, number: int, kind: DrillType = DrillType.LOCKDOWN, campus_id: str = "a", **more: Any) -> Drill:
    hour, minute = (int(part) for part in start.split(":"))
    fields = {"start": start, "end": f"{hour:02d}:{minute + 10:02d}", "announced": True, **more}
    return drill(campus_id, kind, fields.pop("date", DAY), number, **fields)


def broken(*drills: Drill, usual: int = 4, past: tuple[str, ...] = (), announced: bool = True) -> tuple[str, ...]:
    said = [CrowdedDay(campus_id="a", date=DAY, drills=tuple(one.drill_id for one in drills))] if announced else []
    return broken_day_rules(drills, said, usual, past)


def test_two_drills_an_hour_apart_break_nothing() -> None:
    assert broken(at("08:00", 1), at("09:10", 2)) == ()
    assert broken(at("08:00", 1), at("09:09", 2)) == (
        "a-lockdown-01 and a-lockdown-02 are less than 60 minutes apart",
    )
    assert broken(at("08:00", 1), at("08:30", 2, audience="staff")) == ()


def test_drills_of_different_days_or_schools_are_not_compared() -> None:
    assert broken(at("08:00", 1), at("08:05", 2, date=date(2025, 10, 8))) == ()
    assert broken(at("08:00", 1), at("08:05", 2, campus_id="b")) == ()


def test_four_drills_interrupt_a_day_at_most() -> None:
    four = [at(f"{hour:02d}:00", hour) for hour in (8, 10, 12, 14)]
    assert broken(*four) == ()
    assert broken(*four, at("16:00", 16), usual=5) == ("more than 4 drills interrupt 2025-10-07 at a",)
    assert broken(*four, at("16:00", 16, format="lesson"), usual=5) == ()


def test_the_first_of_several_is_announced() -> None:
    sudden = at("08:00", 1, announced=False)
    assert broken(sudden, at("10:00", 2)) == (
        "a-lockdown-01 is the first of several drills on 2025-10-07 and not announced",
    )
    assert broken(at("10:00", 2), sudden)[0].startswith("a-lockdown-01 is the first")
    assert broken(at("06:00", 2), sudden) == ()
    assert broken(sudden) == ()
    assert broken(at("08:00", 1, announced=None), at("10:00", 2)) == ()
    assert broken(sudden, at("10:00", 2, format="lesson")) == ()


def test_no_class_gives_the_same_lesson_to_two_drills() -> None:
    first = at("08:00", 1, period="One", period_tags=LESSON)
    talk = at("09:30", 2, period="One", period_tags=LESSON, format="lesson")
    assert broken(first, talk) == ("a-lockdown-01 and a-lockdown-02 take one lesson of a class",)
    assert broken(first, talk.model_copy(update={"period": "Two"})) == ()


@pytest.mark.parametrize(
    ("usual", "announced", "is_broken"), [(1, False, True), (1, True, False), (2, False, False)]
)
def test_the_plan_says_on_which_days_it_holds_more_than_usual(
    usual: int, announced: bool, is_broken: bool
) -> None:
    drills = (at("10:00", 1), at("08:00", 2))
    said = ("the plan does not say that a holds a-lockdown-02, a-lockdown-01 on 2025-10-07",)
    assert broken(*drills, usual=usual, announced=announced) == (said if is_broken else ())


def test_the_plan_names_all_drills_of_the_day() -> None:
    drills = (at("08:00", 1), at("10:00", 2))
    said = [CrowdedDay(campus_id="a", date=DAY, drills=("a-lockdown-01",))]
    assert len(broken_day_rules(drills, said, 1)) == 1


def test_days_that_are_past_are_facts() -> None:
    close = (at("08:00", 1), at("08:20", 2))
    assert broken(*close, past=("a-lockdown-02",)) == ()
    assert broken(*close, past=("a-lockdown-03",)) != ()


@pytest.mark.parametrize(
    ("more", "interrupts"),
    [
        ({}, True),
        ({"format": "physical"}, True),
        ({"format": "walk_through"}, True),
        ({"format": "lesson"}, False),
        ({"format": "tabletop"}, False),
        ({"audience": "staff"}, False),
        ({"audience": "students"}, True),
        ({"kind": DrillType.INSTRUCTION}, False),
        ({"kind": DrillType.TABLETOP, "format": "physical"}, False),
    ],
)
def test_what_interrupts_a_school_day(more: dict[str, Any], interrupts: bool) -> None:
    assert interrupts_school_day(at("08:00", 1, **more)) is interrupts
