"""Meetings and reports fall on days when people are at work, and never out of order."""

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
BREAK = {date(2025, 12, 22) + timedelta(one): DayKind.CLOSED for one in range(12)}
CALENDAR = calendar(FIRST, LAST, BREAK)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(LeadColumn),
    st.integers(0, (LAST - FIRST).days),
    st.dictionaries(st.sampled_from(Milestone), st.integers(1, 400), max_size=3),
)
def test_the_order_holds_whatever_the_district_chooses(
    column: LeadColumn, day: int, own: dict[Milestone, int]
) -> None:
    on = FIRST + timedelta(day)
    try:
        days = lead_days(column, ExerciseSettings(lead_days={column: own}), REFERENCE)
    except InputError as error:
        assert "exercises.lead_days" in str(error)
        return
    found = dated_milestones(on, days, CALENDAR, REFERENCE, date(2025, 8, 1))
    assert [one.milestone for one in found] == [one for one in Milestone if one in days]
    assert [one.date for one in found] == sorted(one.date for one in found)
    for one in found:
        planning = REFERENCE.milestones[one.milestone].when == "before"
        assert one.date < on if planning else one.date >= on
        if one.date != on:
            assert one.date.weekday() < 5
            assert one.date not in BREAK
            assert (one.date.month, one.date.day) not in {(7, 4), (6, 19)}
        assert one.is_late is (one.date < date(2025, 8, 1))


def test_meetings_and_reports_move_to_the_school_day_before() -> None:
    days = lead_days(LeadColumn.TABLETOP, ExerciseSettings(), REFERENCE)
    found = {
        milestone.milestone: milestone.date
        for milestone in dated_milestones(date(2026, 1, 13), days, CALENDAR, REFERENCE, date(2025, 8, 1))
    }
    # Twenty-one days before is in the winter break, ninety days before a Wednesday.
    assert found[Milestone.FINAL_PLANNING] == date(2025, 12, 19)
    assert found[Milestone.INITIAL_PLANNING] == date(2025, 10, 15)
    assert found[Milestone.HOT_WASH] == date(2026, 1, 13)
    assert found[Milestone.FINAL_REPORT] == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({Milestone.INITIAL_PLANNING: 120}, "initial_planning would come before concept_and_objectives"),
        ({Milestone.FINAL_REPORT: 10}, "final_report would come before after_action_meeting"),
        ({Milestone.FINAL_PLANNING: 0}, "the meeting would be on the day of the exercise"),
    ],
)
def test_days_that_break_the_order_are_refused(own: dict[Milestone, int], said: str) -> None:
    with pytest.raises(InputError) as caught:
        lead_days(LeadColumn.TABLETOP, ExerciseSettings(lead_days={LeadColumn.TABLETOP: own}), REFERENCE)
    assert said in str(caught.value)


def test_a_meeting_that_is_past_when_the_plan_is_made_says_so() -> None:
    days = lead_days(LeadColumn.FULL_SCALE, ExerciseSettings(), REFERENCE)
    found = dated_milestones(date(2026, 4, 14), days, CALENDAR, REFERENCE, date(2025, 8, 1))
    late = {one.milestone for one in found if one.is_late}
    assert late == {Milestone.CONCEPT_AND_OBJECTIVES, Milestone.INITIAL_PLANNING}
