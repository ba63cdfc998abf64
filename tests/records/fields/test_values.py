"""Values as people write them, and what the log keeps."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.records.fields import FieldType, RecordField, record_fields
from drillplanner.records.fields.values import allowed_in_words, read_value, shown_value

FIELDS = record_fields()


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("weather", "Rain And Wind", "rain and wind"),
        ("alert_method", "Intercom;SIREN; intercom", "intercom; siren"),
        ("students", "1,204", "1204"),
        ("students", "0", "0"),
        ("students", "100000", "100000"),
        ("total_minutes", "1", "1"),
        ("total_minutes", "1440", "1440"),
        ("clear_time", "3:20", "3:20"),
        ("clear_time", "4", "4:00"),
        ("clear_time", "4 min", "4:00"),
        ("clear_time", "1:02:03", "62:03"),
        ("real_event", "N", "no"),
        ("signed_on", "Oct 7", "2025-10-07"),
        ("all_clear_time", "1:15 pm", "13:15"),
        ("families_notified_at", "2026-02-12 1:15 pm", "2026-02-12 13:15"),
        ("families_notified_at", "2026-02-12T13:15", "2026-02-12 13:15"),
        ("clear_time", "3:59", "3:59"),
        ("clear_time", "12 Minutes", "12:00"),
        ("special_conditions", "x" * 1000, "x" * 1000),
        ("special_conditions", " none \n at  all ", "none at all"),
        ("strengths", " calm ;  quick;", "calm; quick"),
        ("rating_movement", "s", "S"),
        ("special_conditions", "", ""),
    ],
)
def test_what_people_write_is_kept_in_one_form(field: str, written: str, kept: str) -> None:
    assert read_value(FIELDS[field], written, 2025) == kept


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("weather", "fine"),
        ("alert_method", "intercom; drum"),
        ("alert_method", " ; "),
        ("students", "-3"),
        ("students", "many"),
        ("students", "100001"),
        ("total_minutes", "1441"),
        ("total_minutes", "0"),
        ("clear_time", "3:60"),
        ("clear_time", "3:75"),
        ("clear_time", "soon"),
        ("real_event", "perhaps"),
        ("signed_on", "2025-13-01"),
        ("families_notified_at", "2026-02-12"),
        ("families_notified_at", "2026-02-12 noonish"),
        ("special_conditions", "x" * 1001),
        ("strengths", "x" * 1001),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_what_is_allowed(field: str, written: str) -> None:
    with pytest.raises(ValueError, match=f"'{field}' cannot be read: ") as refused:
        read_value(FIELDS[field], written, 2025)
    assert allowed_in_words(FIELDS[field]) in str(refused.value)


@pytest.mark.parametrize(
    ("field", "allowed"),
    [
        ("students", "a whole number from 0 to 100000"),
        ("total_minutes", "a whole number from 1 to 1440"),
        ("weather", "one of: clear, cloudy, rain, rain and wind, wind, snow or sleet, hot, cold"),
        (
            "participants",
            "one or more, joined by ';', of: administrators, teachers, custodial, students, security, "
            "law enforcement, fire department, EMS, county emergency management, other",
        ),
        ("special_conditions", "a text of at most 1000 letters"),
    ],
)
def test_what_may_be_written_into_a_field_is_said_in_words(field: str, allowed: str) -> None:
    assert allowed_in_words(FIELDS[field]) == allowed


def test_a_long_list_of_choices_is_cut_and_a_list_to_join_is_not() -> None:
    values = tuple("abcdefghij")
    choice = RecordField(field="letter", type=FieldType.CHOICE, label="letter", help="One.", values=values)
    assert allowed_in_words(choice) == "one of: a, b, c, d, e, f, g, h and 2 more"
    several = choice.model_copy(update={"type": FieldType.CHOICES})
    assert allowed_in_words(several).endswith("of: a, b, c, d, e, f, g, h, i, j")


def test_yes_and_no_have_a_capital_on_paper_and_other_values_stay() -> None:
    assert [shown_value(FIELDS["real_event"], value) for value in ("yes", "no")] == ["Yes", "No"]
    assert shown_value(FIELDS["weather"], "rain and wind") == "rain and wind"


_WRITTEN = {
    FieldType.NUMBER: st.integers(1, 1440).map(str),
    FieldType.YES_NO: st.sampled_from(["yes", "Y", "no", "FALSE"]),
    FieldType.DATE: st.dates().filter(lambda day: 2000 <= day.year <= 2099).map(str),
    FieldType.TIME: st.times().map(lambda clock: f"{clock:%H:%M}"),
    FieldType.DATE_TIME: st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map("{:%Y-%m-%d %H:%M}".format),
    FieldType.DURATION: st.tuples(st.integers(0, 300), st.integers(0, 59)).map(lambda at: f"{at[0]}:{at[1]:02}"),
    FieldType.TEXT: st.text(max_size=40),
    FieldType.LIST: st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=4).map(";".join),
    FieldType.ACTIONS: st.lists(
        st.from_regex(r"[a-z ]{0,3}[a-z]([|][a-z ]{0,4}([|] ?(2026-03-15)?)?)?", fullmatch=True), min_size=1
    ).map(";".join),
}  # fmt: skip


def _written(field: RecordField) -> st.SearchStrategy[str]:
    """Return texts that people may write into the field."""
    if field.type is FieldType.CHOICE:
        return st.sampled_from(field.values)
    if field.type is FieldType.CHOICES:
        return st.lists(st.sampled_from(field.values), min_size=1).map(";".join)
    return _WRITTEN[field.type]


@given(st.data())
def test_what_was_kept_reads_the_same_again(data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(sorted(FIELDS)).map(FIELDS.__getitem__))
    kept = read_value(field, data.draw(_written(field)), 2025)
    assert read_value(field, kept, 2025) == kept
