"""Verdicts on randomly altered schedules, compared with plain counting, duty by duty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.law import LawBook
from drillplanner.model import (
    WEEKDAYS,
    Audience,
    Drill,
    DutyStatus,
    StaffMoment,
    Unit,
    Verdict,
    Workspace,
    minutes_of,
)
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.plain_counting import keeps
from tests.solve.brute_force.plain_credit_sharing import can_be_shared_out, keeps_maximum, sharing
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import LUNCH_BELLS, POLICE, TOLD_ELSEWHERE, judged, law, tiny
from tests.solve.test_against_brute_force import BY_NAME, SCENARIOS, calendars

#: An agency that can come on any day; these tests do not concern its days.
ALWAYS = POLICE.model_copy(update={"weekdays": WEEKDAYS})
SLOW = settings(max_examples=tried(300), deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def tampered(draw: st.DrawFn, trial: Trial) -> tuple[Drill, ...]:
    """Draw a year of drills, some of them moved, dropped, or replaced by another drill."""
    drills: list[Drill] = []
    for number, options in enumerate(trial.options):
        if options and draw(st.sampled_from([True, False])):
            drills.append(draw(st.sampled_from(options)).model_copy(update={"drill_id": f"d{number}"}))
    for _ in range(draw(st.integers(0, 3))):
        if not drills:
            break
        place = draw(st.integers(0, len(drills) - 1))
        change = draw(st.sampled_from(["move", "drop", "retype"]))
        drill = drills.pop(place)
        if change == "move":
            on = draw(st.sampled_from([*trial.place.open_dates, MONDAY + timedelta(5)]))
            drills.append(drill.model_copy(update={"date": on}))
        elif change == "retype":
            options = (
                trial.options[trial.place.open_dates.index(drill.date)]
                if drill.date in trial.place.open_dates
                else []
            )
            if options:
                drills.append(draw(st.sampled_from(options)).model_copy(update={"drill_id": drill.drill_id}))
    return tuple(drills)


def _is_misplaced(drill: Drill, trial: Trial) -> bool:
    """Check whether the drill is after the last bell, or outside staff hours if it needs them."""
    day = trial.workspace.calendar.day(drill.date)
    assert day is not None and drill.start is not None and drill.end is not None
    if drill.audience is Audience.STAFF:
        hours = trial.workspace.staff_hours(trial.workspace.campuses[0], day)
        if hours is not None and hours.start <= drill.start and drill.end <= hours.end:
            return False
        scenario = trial.workspace.scenario_by_id[drill.scenario_id or ""]
        if scenario.moments == (StaffMoment.STAFF_HOURS,):
            return True
    return minutes_of(drill.end) > trial.place.last_bell(drill.date)


def compare(place: Workspace, book: LawBook, data: st.DataObject) -> None:
    assume(place.calendar.dates_at("c0"))
    trial = Trial(place, book)
    drills = data.draw(tampered(trial))
    report = judged(place, book, drills)
    counted = tuple(drill for drill in drills if drill.date in trial.place.open_dates)
    misplaced = any(_is_misplaced(drill, trial) for drill in counted)
    assert bool(report.entries) == (len(counted) < len(drills) or misplaced or _clash(drills))
    if _has_duplicates(drills):
        return  # The audit drops the duplicate, and plain counting would count it.
    verdicts = {verdict.duty: verdict for verdict in report.verdicts}
    groups = sharing(trial.duties, trial.place)
    shared = {duty.duty_id for group in groups for duty in group}
    begin_together = len({(drill.date, drill.start) for drill in counted}) < len(counted)
    for duty in trial.duties:
        verdict = verdicts[duty.duty_id]
        if duty.mandate.requirement.kind == "alternate" and begin_together:
            continue  # Which of the two comes first is not defined.
        if duty.duty_id not in shared and not TOLD_ELSEWHERE.search(verdict.missing_fact or ""):
            event(f"{duty.mandate.requirement.kind}: {verdict.status}")
            assert _is_met(verdict) == keeps(duty, counted, trial.place), verdict
    for group in groups:
        met = [_is_met(verdicts[duty.duty_id]) for duty in group]
        lawful = can_be_shared_out(group, counted, trial.place)
        event(f"shared: {all(met)}")
        assert all(met) == (lawful and all(keeps_maximum(duty, counted, trial.place) for duty in group))


def _is_met(verdict: Verdict) -> bool:
    return verdict.status is DutyStatus.MET


def _clash(drills: tuple[Drill, ...]) -> bool:
    """Check for two drills at once, or two on one day with the police, who make one visit a day."""
    pairs = [(drill, other) for position, drill in enumerate(drills) for other in drills[:position]]
    return any(
        drill.date == other.date
        and (drill.overlaps(other) or drill.start == other.start or bool(drill.agencies and other.agencies))
        for drill, other in pairs
    )


def _has_duplicates(drills: tuple[Drill, ...]) -> bool:
    return len({(drill.drill_type, drill.date, drill.start) for drill in drills}) < len(drills)


@SLOW
@given(
    requirements=st.lists(laws.requirements(), min_size=1, max_size=3),
    scenarios=SCENARIOS,
    calendar=calendars(),
    events=laws.events(),
    filed=laws.filings(6),
    units=st.sampled_from([(), (), (laws.COHORT,)]),
    data=st.data(),
)
def test_a_duty_is_met_exactly_when_plain_counting_says_so(
    requirements: list[dict[str, Any]],
    scenarios: tuple[str, ...],
    calendar: Any,
    events: list[Any],
    filed: list[Any],
    units: tuple[Unit, ...],
    data: st.DataObject,
) -> None:
    last, kinds = calendar
    place = tiny(
        MONDAY,
        last,
        kinds,
        agencies=(ALWAYS,),
        scenarios=tuple(BY_NAME[name] for name in scenarios),
        bells=LUNCH_BELLS,
        events=events,
        filed=filed,
        units=units,
    )
    by_cohort = {number: {"unit": "cohort"} for number in range(1, len(requirements) + 1)} if units else {}
    compare(place, law(*requirements, mandates=by_cohort), data)


@SLOW
@given(
    requirements=st.lists(laws.counts(), min_size=2, max_size=3),
    stand_in=st.none() | laws.stand_ins(),
    separate=st.booleans(),
    scenarios=SCENARIOS,
    calendar=calendars(),
    events=laws.events(),
    data=st.data(),
)
def test_shared_duties_are_met_exactly_when_some_assignment_meets_them(
    requirements: list[dict[str, Any]],
    stand_in: dict[str, Any] | None,
    separate: bool,
    scenarios: tuple[str, ...],
    calendar: Any,
    events: list[Any],
    data: st.DataObject,
) -> None:
    last, kinds = calendar
    place = tiny(
        MONDAY,
        last,
        kinds,
        agencies=(ALWAYS,),
        scenarios=tuple(BY_NAME[name] for name in scenarios),
        bells=LUNCH_BELLS,
        events=events,
    )
    written = [*requirements, *([stand_in] if stand_in else [])]
    compare(place, law(*written, mandates={2: {"separate_from": ["T-1"]}} if separate else {}), data)
