"""Good practice changes nothing about the law: neither whether a year is possible nor which duties it meets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.law import LawBook
from drillplanner.model import DayKind, DevelopmentalLimits, DutyStatus, Floor, PracticeRank, Workspace
from drillplanner.solve import solver
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.solver import Solution, SolverSettings
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    BACK,
    FRONT,
    LESSON,
    LOCKDOWN,
    LUNCH_BELLS,
    STAFF,
    count,
    judged,
    law,
    planned,
    tiny,
)


def statuses(place: Workspace, book: LawBook, found: Solution) -> Mapping[str, DutyStatus]:
    """Return the judge's status of each duty under a planned year."""
    report = judged(place, book, found.drills, found.tasks)
    return {verdict.duty: verdict.status for verdict in report.verdicts}


def planned_if_any(place: Workspace, book: LawBook, limits: DevelopmentalLimits) -> Solution | None:
    """Return the planned year; None if no year is lawful."""
    try:
        return planned(place, book, limits=limits)
    except InfeasibleError:
        return None


@settings(max_examples=tried(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    certain=st.lists(laws.requirements(), min_size=1, max_size=2),
    unknown=st.lists(laws.requirements(), max_size=2),
    vague=st.booleans(),
    scenarios=st.sampled_from([(FRONT, LOCKDOWN), (FRONT, STAFF), (FRONT, BACK, LOCKDOWN), (LOCKDOWN, LESSON)]),
    days=st.integers(3, 9),
    events=laws.events(),
    practice=laws.practices(),
)
def test_good_practice_takes_no_year_away_and_gives_up_no_duty(
    certain: list[dict[str, Any]],
    unknown: list[dict[str, Any]],
    vague: bool,
    scenarios: tuple[Any, ...],
    days: int,
    events: list[Any],
    practice: DevelopmentalLimits,
) -> None:
    last: date = MONDAY + timedelta(days - 1)
    place = tiny(
        MONDAY, last, {MONDAY + timedelta(1): DayKind.EARLY_RELEASE}, scenarios=scenarios, bells=LUNCH_BELLS
    )
    place = place.model_copy(update={"events": tuple(events)})
    assume(place.calendar.dates_at("c0"))
    # Of mandates 2 and on, some hang on a fact that nobody gave.
    first = len(certain) + 1
    mandates: dict[int, Mapping[str, Any]] = {
        number: {"applies_if": {"has_aed": True}} for number in range(first, first + len(unknown))
    }
    if vague:
        mandates[1] = {"vague": "at reasonable intervals", "reading": "As we read it."}
    book = law(*certain, *unknown, mandates=mandates)
    by_law, with_practice = (planned_if_any(place, book, limits) for limits in (DevelopmentalLimits(), practice))
    assert (by_law is None) is (with_practice is None)
    if by_law is None or with_practice is None:
        return
    before, after = statuses(place, book, by_law), statuses(place, book, with_practice)
    assert set(before) == set(after)
    violated = {duty for duty, status in after.items() if status is DutyStatus.VIOLATED}
    assert violated.isdisjoint(duty for duty, status in before.items() if status is DutyStatus.MET)
    assert set(with_practice.set_aside) <= set(by_law.set_aside)
    assert bool(with_practice.crowded_days) is bool(by_law.crowded_days)
    # Practice adds only drills that it may add, and counts the ones that are missing.
    addable = sum(floor.least for floor in practice.floors if floor.may_add)
    assert len(with_practice.drills) <= len(by_law.drills) + addable


FLOOR = DevelopmentalLimits(
    floors=(
        Floor(
            rule="GP-2",
            scenarios=("lockdown",),
            practice=PracticeRank.ORDER,
            sentence="one is held",
            least=1,
            first=MONDAY,
            last=MONDAY + timedelta(4),
            may_add=True,
        ),
    )
)


def test_where_no_year_is_found_next_to_practice_the_law_s_year_is_planned_and_the_plan_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The search next to practice is made to run out; the one without is the real one."""
    place = tiny(MONDAY, MONDAY + timedelta(4), scenarios=(FRONT, LOCKDOWN))
    book = law(count("fire_evacuation"))
    search = solver._year

    def only_by_law(year: YearToPlan, *rest: Any) -> Solution:
        if year.has_practice:
            raise OutOfTimeError("no year was found in the effort allowed")
        return search(year, *rest)

    with_practice = planned(place, book, limits=FLOOR)
    assert not with_practice.practice_left_out
    monkeypatch.setattr(solver, "_year", only_by_law)
    found = planned(place, book, limits=FLOOR)
    assert found.practice_left_out
    assert found.status == "feasible"
    assert found.warnings[0] == solver.WITHOUT_PRACTICE
    assert (len(with_practice.drills), len(found.drills)) == (2, 1)
    with pytest.raises(OutOfTimeError):
        planned(place, book, SolverSettings(time_limit=60.0), limits=FLOOR)
