"""Meetings and reports fall on working days, and never out of order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.exercises.design.milestones import AfterActionDay, dated_milestones, lead_days
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.files.errors import InputError
from drillplanner.model import DayKind, DayVariation, ExerciseSettings, LeadColumn, Milestone
from tests.builders import calendar

REFERENCE = load_reference()
FIRST, LAST = date(2025, 9, 2), date(2026, 6, 18)
BREAK = {date(2025, 12, 22) + timedelta(days): DayKind.CLOSED for days in range(12)}
CALENDAR = calendar(FIRST, LAST, BREAK)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(LeadColumn),
    st.integers(0, (LAST - FIRST).days),
    st.dictionaries(st.sampled_from(Milestone), st.integers(1, 400), max_size=3),
)
def test_the_order_holds_whatever_the_district_chooses(
    column: LeadColumn, day: int, district_days: dict[Milestone, int]
) -> None:
    on = FIRST + timedelta(day)
    try:
        days = lead_days(column, ExerciseSettings(lead_days={column: district_days}), REFERENCE)
    except InputError as error:
        assert "exercises.lead_days" in str(error)
        return
    made_on = date(2025, 8, 2)
    dated = dated_milestones(on, days, "oak", CALENDAR, REFERENCE, made_on)
    assert [milestone.milestone for milestone in dated] == [
        milestone for milestone in Milestone if milestone in days
    ]
    assert [milestone.date for milestone in dated] == sorted(milestone.date for milestone in dated)
    for milestone in dated:
        planning = REFERENCE.milestones[milestone.milestone].when == "before"
        assert milestone.date < on if planning else milestone.date >= on
        assert milestone.date >= made_on
        assert milestone.moved_from is None or milestone.moved_from < made_on
        if milestone.date != on:
            assert planning or CALENDAR.day(milestone.date) is not None
            assert milestone.date.weekday() < 5
            assert milestone.date not in BREAK
            assert (milestone.date.month, milestone.date.day) not in {(7, 4), (6, 19)}


def test_meetings_and_reports_move_to_the_school_day_before() -> None:
    days = lead_days(LeadColumn.TABLETOP, ExerciseSettings(), REFERENCE)
    assert dates_of(date(2026, 1, 13), days) == {
        Milestone.INITIAL_PLANNING: date(2025, 12, 12),  # thirty days before is a Sunday
        Milestone.FINAL_PLANNING: date(2026, 1, 6),
        Milestone.HOT_WASH: date(2026, 1, 13),
        Milestone.FINAL_REPORT: date(2026, 1, 27),
    }
    # Seven days before is in the winter break.
    assert dates_of(date(2026, 1, 6), days)[Milestone.FINAL_PLANNING] == date(2025, 12, 19)


def dates_of(
    on: date, days: Mapping[Milestone, int], after_action: AfterActionDay | None = None
) -> dict[Milestone, date]:
    dated = dated_milestones(on, days, "oak", CALENDAR, REFERENCE, date(2025, 8, 1), after_action)
    return {milestone.milestone: milestone.date for milestone in dated}


def test_meetings_are_in_proportion_to_the_exercise() -> None:
    """Before, an ordinary drill had two planning meetings and a tabletop three."""
    meetings = {
        column: sum(REFERENCE.milestones[milestone].when == "before" for milestone in days)
        for column, days in REFERENCE.lead_days.items()
    }
    assert meetings == {
        LeadColumn.DRILL: 0,
        LeadColumn.COMPLEX_DRILL: 3,  # the briefing of players on the day before is one of them
        LeadColumn.TABLETOP: 2,
        LeadColumn.FUNCTIONAL: 6,
        LeadColumn.FULL_SCALE: 6,
    }


def test_no_report_falls_on_a_day_without_school_where_the_campus_alone_is_closed() -> None:
    closed_at_oak = DayVariation(campus_ids=("oak",), kind=DayKind.CLOSED, title="Boiler")
    days = tuple(
        day.model_copy(update={"variations": (closed_at_oak,)}) if day.date == date(2026, 1, 27) else day
        for day in CALENDAR.days
    )
    one_day = CALENDAR.model_copy(update={"days": days})
    lead = lead_days(LeadColumn.DRILL, ExerciseSettings(), REFERENCE)
    for campus_id, due in (("oak", date(2026, 1, 26)), ("elm", date(2026, 1, 27))):
        dated = dated_milestones(date(2026, 1, 13), lead, campus_id, one_day, REFERENCE, date(2025, 8, 1))
        assert dated[-1].date == due


def test_no_report_falls_after_the_last_day_of_school() -> None:
    lead = lead_days(LeadColumn.DRILL, ExerciseSettings(), REFERENCE)
    assert dates_of(date(2026, 6, 10), lead)[Milestone.FINAL_REPORT] == LAST
    assert dates_of(LAST, lead)[Milestone.FINAL_REPORT] == LAST


@pytest.mark.parametrize(
    ("column", "by_law", "draft", "final"),
    [
        (LeadColumn.DRILL, False, None, date(2026, 1, 23)),
        (LeadColumn.TABLETOP, True, None, date(2026, 1, 23)),
        (LeadColumn.FUNCTIONAL, False, date(2026, 1, 23), date(2026, 3, 13)),
        (LeadColumn.FUNCTIONAL, True, date(2026, 1, 23), date(2026, 1, 23)),
    ],
)
def test_the_after_action_report_is_due_when_the_plan_says(
    column: LeadColumn, by_law: bool, draft: date | None, final: date
) -> None:
    """Before, the review of a drill was due on another day than its entry in the calendar."""
    lead = lead_days(column, ExerciseSettings(), REFERENCE)
    dates = dates_of(date(2026, 1, 13), lead, AfterActionDay(date(2026, 1, 23), by_law))
    assert dates.get(Milestone.DRAFT_REPORT) == draft
    assert dates[Milestone.FINAL_REPORT] == final
    assert list(dates.values()) == sorted(dates.values())


@pytest.mark.parametrize(
    ("district_days", "message"),
    [
        ({Milestone.FINAL_PLANNING: 120}, "final_planning would come before initial_planning"),
        ({Milestone.AFTER_ACTION_MEETING: 20}, "final_report would come before after_action_meeting"),
        ({Milestone.FINAL_PLANNING: 0}, "the meeting would be on the day of the exercise"),
    ],
)
def test_days_that_break_the_order_are_refused(district_days: dict[Milestone, int], message: str) -> None:
    with pytest.raises(InputError) as caught:
        lead_days(LeadColumn.TABLETOP, ExerciseSettings(lead_days={LeadColumn.TABLETOP: district_days}), REFERENCE)
    assert message in str(caught.value)


def test_a_meeting_before_the_day_of_the_plan_moves_to_the_first_possible_day() -> None:
    """Before, it was planned for a day that was over, and printed as late."""
    days = lead_days(LeadColumn.FULL_SCALE, ExerciseSettings(), REFERENCE)
    dated = dated_milestones(date(2026, 4, 14), days, "oak", CALENDAR, REFERENCE, date(2025, 8, 2))
    moved = {milestone.milestone: milestone for milestone in dated if milestone.moved_from is not None}
    assert set(moved) == {Milestone.CONCEPT_AND_OBJECTIVES, Milestone.INITIAL_PLANNING}
    assert {milestone.date for milestone in moved.values()} == {date(2025, 8, 4)}  # the Monday after
    assert moved[Milestone.INITIAL_PLANNING].moved_from == date(2025, 5, 19)
    assert moved[Milestone.INITIAL_PLANNING].days == -253


def test_a_meeting_for_which_no_day_is_left_is_not_planned() -> None:
    days = lead_days(LeadColumn.TABLETOP, ExerciseSettings(), REFERENCE)
    on = date(2025, 9, 3)
    dated = dated_milestones(on, days, "oak", CALENDAR, REFERENCE, date(2025, 9, 2))
    assert [(milestone.milestone, milestone.date) for milestone in dated][:2] == [
        (Milestone.INITIAL_PLANNING, FIRST),
        (Milestone.FINAL_PLANNING, FIRST),
    ]
    on = date(2025, 9, 8)  # a Monday, and the plan is of the Saturday before
    dated = dated_milestones(on, days, "oak", CALENDAR, REFERENCE, date(2025, 9, 6))
    assert [milestone.milestone for milestone in dated] == [Milestone.HOT_WASH, Milestone.FINAL_REPORT]
