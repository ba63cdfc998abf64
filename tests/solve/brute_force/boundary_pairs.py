"""Helpers for pairs of tests: a year that is just possible, and one that is just impossible, both judged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from drillplanner.files.errors import InfeasibleError
from drillplanner.law import LawBook
from drillplanner.model import DayKind, Drill, DutyStatus, Workspace
from drillplanner.solve.solver import Solution
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    BACK,
    FRONT,
    LESSON,
    LOCKDOWN,
    LUNCH_BELLS,
    STAFF,
    all_met,
    duties_of,
    judged,
    planned,
    tiny,
)

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days) for days in range(1, 5))
MOST_SCHEDULES = 3000

__all__ = [
    "FRIDAY",
    "MONDAY",
    "THURSDAY",
    "TUESDAY",
    "WEDNESDAY",
    "dates",
    "days",
    "held",
    "impossible",
    "possible",
]


def days(number: int, *kinds: tuple[int, DayKind], **more: Any) -> Workspace:
    """Return a campus with that many civil days from a Monday on, with a lesson and lunch a day.

    ``kinds`` gives the days that are not full.
    """
    named = {MONDAY + timedelta(day): kind for day, kind in kinds}
    usual: dict[str, Any] = {
        "scenarios": (FRONT, BACK, LOCKDOWN, STAFF, LESSON),
        "bells": LUNCH_BELLS,
        "agencies": (),
    }
    return tiny(MONDAY, MONDAY + timedelta(number - 1), named, **usual | more)


def possible(place: Workspace, book: LawBook) -> Solution:
    """Return the plan after the judge has accepted it."""
    found = planned(place, book)
    report = judged(place, book, found.drills, found.tasks)
    assert all_met(report, duties_of(place, book)), [
        verdict.reason for verdict in report.verdicts if verdict.status != "met"
    ]
    assert found.status == "optimal"
    return found


def impossible(place: Workspace, book: LawBook, *mandates: str) -> None:
    """Check that no plan with one drill a day exists, because of these mandates, and that the judge agrees.

    Either the plan has a day with several drills and names the mandates that leave no other way, or there is none.
    """
    try:
        found = planned(place, book)
    except InfeasibleError as error:
        reasons = "\n".join(error.reasons)
        assert all(f"({mandate}," in reasons for mandate in mandates), reasons
    else:
        named = {duty.split("/")[0] for day in found.crowded_days for duty in day.duties}
        assert found.crowded_days
        assert set(mandates) <= named, named
        report = judged(place, book, found.drills, found.tasks)
        assert all_met(report, duties_of(place, book))
    trial = Trial(place, book)
    assert trial.size <= MOST_SCHEDULES, "too many schedules to try them all"
    for drills in trial.schedules():
        report = judged(place, book, drills)
        assert report.entries or any(verdict.status is not DutyStatus.MET for verdict in report.verdicts), drills


def dates(found: Solution, *types: str) -> list[date]:
    return [drill.date for drill in held(found, *types)]


def held(found: Solution, *types: str) -> list[Drill]:
    return [drill for drill in found.drills if not types or drill.drill_type in types]
