"""Meetings and reports fall on working days, and never out of order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.exercises.design.milestones import dated_milestones, lead_days
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.files.errors import InputError
from drillplanner.model import DayKind, ExerciseSettings, LeadColumn, Milestone
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
    dated = dated_milestones(on, days, CALENDAR, REFERENCE, date(2025, 8, 1))
    assert [milestone.milestone for milestone in dated] == [
        milestone for milestone in Milestone if milestone in days
    ]
    assert [milestone.date for milestone in dated] == sorted(milestone.date for milestone in dated)
    for milestone in dated:
        planning = REFERENCE.milestones[milestone.milestone].when == "before"
        assert milestone.date < on if planning else milestone.date >= on
        if milestone.date != on:
            assert milestone.date.weekday() < 5
            assert milestone.date not in BREAK
            assert (milestone.date.month, milestone.date.day) not in {(7, 4), (6, 19)}
        assert milestone.is_late is (milestone.date < date(2025, 8, 1))


def test_meetings_and_reports_move_to_the_school_day_before() -> None:
    days = lead_days(LeadColumn.TABLETOP, ExerciseSettings(), REFERENCE)
    dates = {
        milestone.milestone: milestone.date
        for milestone in dated_milestones(date(2026, 1, 13), days, CALENDAR, REFERENCE, date(2025, 8, 1))
    }
    # Twenty-one days before is in the winter break, ninety days before a Wednesday.
    assert dates[Milestone.FINAL_PLANNING] == date(2025, 12, 19)
    assert dates[Milestone.INITIAL_PLANNING] == date(2025, 10, 15)
    assert dates[Milestone.HOT_WASH] == date(2026, 1, 13)
    assert dates[Milestone.FINAL_REPORT] == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("district_days", "message"),
    [
        ({Milestone.INITIAL_PLANNING: 120}, "initial_planning would come before concept_and_objectives"),
        ({Milestone.FINAL_REPORT: 10}, "final_report would come before after_action_meeting"),
        ({Milestone.FINAL_PLANNING: 0}, "the meeting would be on the day of the exercise"),
    ],
)
def test_days_that_break_the_order_are_refused(district_days: dict[Milestone, int], message: str) -> None:
    with pytest.raises(InputError) as caught:
        lead_days(LeadColumn.TABLETOP, ExerciseSettings(lead_days={LeadColumn.TABLETOP: district_days}), REFERENCE)
    assert message in str(caught.value)


def test_a_meeting_before_the_day_of_the_plan_is_marked_late() -> None:
    days = lead_days(LeadColumn.FULL_SCALE, ExerciseSettings(), REFERENCE)
    dated = dated_milestones(date(2026, 4, 14), days, CALENDAR, REFERENCE, date(2025, 8, 1))
    late = {milestone.milestone for milestone in dated if milestone.is_late}
    assert late == {Milestone.CONCEPT_AND_OBJECTIVES, Milestone.INITIAL_PLANNING}
