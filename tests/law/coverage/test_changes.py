"""What starts or ends in a school year is listed by its day, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.files.errors import InputError
from drillplanner.law.coverage.changes import bills_of, changes_between, dates_of_school_year, unplanned_between
from drillplanner.law.duties.mandate import NotEncoded
from drillplanner.law.packs.pack import Bill, OpenQuestion
from tests.law.coverage.test_standing import LOCKDOWNS, pack_of

YEAR = dates_of_school_year("2026-27")


def starting_and_ending(**effective: str) -> list[str]:
    pack = pack_of({"effective": effective, "requirement": LOCKDOWNS})
    return [change.sentence for change in changes_between(pack.mandates, *YEAR)]


def test_a_school_year_runs_from_july_to_june() -> None:
    assert (date(2026, 7, 1), date(2027, 6, 30)) == YEAR
    assert dates_of_school_year("2026-2027") == YEAR
    for wrong in ("2026", "2026-28", "next year"):
        with pytest.raises(InputError, match="this is not a school year"):
            dates_of_school_year(wrong)


def test_the_first_and_the_last_day_of_the_year_are_in_it() -> None:
    assert starting_and_ending(since="2026-07-01") == ["from 2026-07-01: One (XX-01)"]
    assert starting_and_ending(since="2027-06-30") == ["from 2027-06-30: One (XX-01)"]
    assert starting_and_ending(since="2026-06-30") == []
    assert starting_and_ending(since="2027-07-01") == []


def test_what_ends_is_named_on_the_day_after() -> None:
    assert starting_and_ending(until="2026-06-30") == ["until 2026-06-30: One (XX-01)"]
    assert starting_and_ending(until="2026-06-29") == []
    assert starting_and_ending(until="2027-06-30") == []


def test_what_is_replaced_is_named_before_what_replaces_it() -> None:
    new = {"effective": {"since": "2027-01-01"}, "requirement": LOCKDOWNS}
    old = {"effective": {"until": "2026-12-31"}, "requirement": LOCKDOWNS}
    changes = changes_between(pack_of(new, old).mandates, *YEAR)
    assert [(change.mandate_id, change.starts) for change in changes] == [("XX-02", False), ("XX-01", True)]


def test_what_no_schedule_can_show_is_listed_from_its_day() -> None:
    days = {
        "XX-01": "2026-06-30",
        "XX-02": "2026-07-01",
        "XX-03": "2027-06-30",
        "XX-04": "2027-07-01",
        "XX-05": None,
    }
    invented = [
        NotEncoded(
            mandate_id=known,
            text="An alarm.",
            reason="No drill.",
            sources=("a",),
            confidence="secondary",
            since=day,
        )
        for known, day in days.items()
    ]
    assert [each.mandate_id for each in unplanned_between(invented, *YEAR)] == ["XX-02", "XX-03"]


def test_only_questions_about_bills_are_bills() -> None:
    bill = Bill(name="HB 1 (invented)", status="passed one house", read=date(2026, 11, 30), url="u")
    asked = (OpenQuestion(text="A bill.", bill=bill), OpenQuestion(text="A point."))
    pack = pack_of({"requirement": LOCKDOWNS}).model_copy(update={"open_questions": asked})
    assert [question.text for question in bills_of(pack)] == ["A bill."]
