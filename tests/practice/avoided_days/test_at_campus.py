"""All avoided days of a campus: tests, the district's own dates, and the days that it takes off the list."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.model import AvoidedKind, DayKind, Event, EventKind, Workspace
from drillplanner.practice.avoided_days import avoided_days_at, unknown_wishes, words_for_days
from tests.builders import calendar, campus, workspace

YEAR = calendar(date(2026, 9, 8), date(2027, 6, 11), {date(2027, 4, 13): DayKind.TESTING})
SCHOOLS = (campus("elm"), campus("oak"))


def a_district(*events: Event, not_avoided: tuple[str, ...] = ()) -> Workspace:
    made = workspace(SCHOOLS, YEAR)
    district = made.district.model_copy(update={"not_avoided": not_avoided})
    return made.model_copy(update={"events": events, "district": district})


def avoided(district: Workspace, kind: AvoidedKind, campus_id: str = "elm") -> list[date]:
    days = avoided_days_at(district.campus_by_id[campus_id], district)
    return [day.on for day in days if day.kind is kind]


def test_only_school_days_are_named() -> None:
    days = avoided_days_at(SCHOOLS[0], a_district())
    assert {day.on for day in days} <= set(YEAR.dates_at("elm"))
    assert [day.on for day in days] == sorted(day.on for day in days)
    assert [day.phrase for day in days if day.on == date(2026, 9, 11)] == ["September 11 (day of remembrance)"]


def test_test_days_and_the_two_school_days_before() -> None:
    assert avoided(a_district(), AvoidedKind.TESTING) == [date(2027, 4, 9), date(2027, 4, 12), date(2027, 4, 13)]


def test_an_assessment_of_one_campus() -> None:
    assessment = Event(
        kind=EventKind.STATE_ASSESSMENT, first=date(2027, 5, 4), last=date(2027, 5, 5), campus_ids=("oak",)
    )
    district = a_district(assessment)
    assert avoided(district, AvoidedKind.TESTING, "oak")[3:] == [
        date(2027, 4, 30),
        date(2027, 5, 3),
        date(2027, 5, 4),
        date(2027, 5, 5),
    ]
    assert len(avoided(district, AvoidedKind.TESTING, "elm")) == 3


def test_the_own_list_of_the_district() -> None:
    vigil = Event(kind=EventKind.SENSITIVE_DATE, first=date(2026, 10, 9), last=date(2026, 10, 12), note="Vigil")
    district = a_district(vigil)
    assert avoided(district, AvoidedKind.OWN_LIST) == [date(2026, 10, 9), date(2026, 10, 12)]
    assert "Vigil (on the district's own list)" in {day.phrase for day in avoided_days_at(SCHOOLS[0], district)}


@pytest.mark.parametrize("wish", ["September 11", "september 11", "remembrance", "2026-09-11"])
def test_a_day_taken_off_the_list(wish: str) -> None:
    assert avoided(a_district(), AvoidedKind.REMEMBRANCE) == [date(2026, 9, 11)]
    assert avoided(a_district(not_avoided=(wish,)), AvoidedKind.REMEMBRANCE) == []


def test_test_days_can_be_taken_off_too() -> None:
    assert avoided(a_district(not_avoided=("testing",)), AvoidedKind.TESTING) == []


def test_a_campus_without_school_days() -> None:
    assert (
        avoided_days_at(
            campus("ash"), a_district().model_copy(update={"calendar": YEAR.model_copy(update={"days": ()})})
        )
        == ()
    )


def test_wishes_that_take_nothing_off() -> None:
    assert list(unknown_wishes(("Diwali", "2027-04-20", "anniversary", "Diwalli"))) == ["Diwalli"]
    assert list(unknown_wishes(words_for_days())) == []
