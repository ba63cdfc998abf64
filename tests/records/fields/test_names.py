"""Names of fields and reasons as an office writes them: in headings of its own table, and in words."""

from __future__ import annotations

import pytest

from drillplanner.model import EventKind, MissedBecause
from drillplanner.records.causes import Cause, cause_of, causes_in, without_causes
from drillplanner.records.fields.names import field_meant, field_suggestion


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("clear_time", "clear_time"),
        ("Time to clear the building", "clear_time"),
        ("TIME TO EVACUATE", "clear_time"),  # the heading of a state's form
        ("Number evacuated", "occupants"),
        ("alarm_time", "alarm_time"),  # the log has a column for it
        ("Comments for the record", "comments_for_record"),
    ],
)
def test_a_heading_means_the_field_that_a_form_calls_so(heading: str, field: str) -> None:
    found = field_meant(heading)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize(
    "heading",
    [
        "Comments",  # a form's heading of a column of the log: in another table it may be about anything
        "Date of drill",
        "Name",
        "enrollment",  # nobody tells it with a drill
        "District",
        "weather of the day",
        "",
    ],
)
def test_any_other_heading_means_no_field(heading: str) -> None:
    assert field_meant(heading) is None


def test_a_slip_in_a_name_is_answered_with_the_nearest_field_that_people_tell() -> None:
    assert field_suggestion("wether") == "Maybe you meant 'weather'."
    assert field_suggestion("ocupants") == "Maybe you meant 'occupants'."
    # The enrollment is a fact of the school: nobody enters it with a drill.
    assert field_suggestion("enrolment") != "Maybe you meant 'enrollment'."
    assert field_suggestion("zzzzzz") is None


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("severe_weather", EventKind.SEVERE_WEATHER),
        ("Severe Weather", EventKind.SEVERE_WEATHER),
        ("snow day", EventKind.SEVERE_WEATHER),
        ("we had no power all morning", EventKind.UTILITY_FAILURE),
        ("forgot", MissedBecause.FORGOT),
        ("aliens", None),
        ("no power, then a storm", None),  # two causes: which one is for the office to say
    ],
)
def test_a_reason_in_words_is_one_of_the_causes_or_none(text: str, cause: Cause | None) -> None:
    assert cause_of(text) == cause


def test_all_reasons_of_a_text_are_found_and_what_is_left_has_none() -> None:
    text = "Held late because of no power and a storm"
    assert list(causes_in(text)) == [EventKind.UTILITY_FAILURE, EventKind.SEVERE_WEATHER]
    assert without_causes(text) == "held late because of and a"
    assert list(causes_in(without_causes(text))) == []
