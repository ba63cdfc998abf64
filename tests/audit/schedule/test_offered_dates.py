"""Dates that are offered to an agency: each must keep every other duty met, if it can still be picked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from drillplanner.audit.schedule import judge_schedule
from drillplanner.model import Schedule, Verdict, Workspace
from tests.builders import all_ok
from tests.solve.brute_force.boundary_pairs import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, days
from tests.solve.brute_force.tiny_districts import FRONT, count, duties_of, law, match, planned, stand_ins_of

OFFER: dict[str, Any] = {
    "kind": "offer",
    "what": "fire drill",
    "match": match("fire_evacuation"),
    "dates": 2,
    "weeks": 1,
    "offer_by": "09-15",
    "who": "the fire department",
    "due_words": "by 15 September",
}
SEPTEMBER_ALONE = count("fire_evacuation", minimum=1, per="month_in_session", months=[9])
BOOK = law(OFFER, SEPTEMBER_ALONE)
#: Monday and Tuesday are in September, Wednesday to Friday in October.
WEEK = days(5, scenarios=(FRONT,))


def offered(*dates: date, place: Workspace = WEEK, settled_before: date | None = None) -> Verdict:
    """Return the verdict on the offer if these dates are offered for September's drill, which is on Monday."""
    plan = planned(WEEK, BOOK)
    (drill,) = (found.model_copy(update={"date": MONDAY}) for found in plan.drills)
    (task,) = plan.tasks
    report = judge_schedule(
        Schedule(source="the test's", drills=(drill,)),
        place,
        duties_of(place, BOOK),
        all_ok(place.scenarios),
        (task.model_copy(update={"dates": dates, "drill_id": drill.drill_id}),),
        stand_ins_of(place, BOOK),
        settled_before=settled_before,
    )
    return next(verdict for verdict in report.verdicts if verdict.duty.startswith("T-1"))


def test_dates_that_keep_the_other_duties_met() -> None:
    verdict = offered(MONDAY, TUESDAY)
    assert verdict.status == "met"


def test_a_date_that_breaks_another_duty_is_named_with_the_duty() -> None:
    verdict = offered(MONDAY, FRIDAY)
    assert verdict.status == "violated"
    assert f"if {FRIDAY} is picked for " in verdict.reason
    assert ", T-2/" in verdict.reason


@pytest.mark.parametrize(("today", "status"), [(MONDAY, "violated"), (TUESDAY, "met"), (THURSDAY, "met")])
def test_once_the_drill_is_held_there_is_nothing_left_to_pick(today: date, status: str) -> None:
    verdict = offered(MONDAY, WEDNESDAY, settled_before=today)
    assert verdict.status == status
