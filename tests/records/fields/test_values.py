"""Values as people write them, and what the log keeps."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.records.fields import FieldType, RecordField, allowed_in_words, read_value, record_fields

FIELDS = record_fields()


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("weather", "Rain And Wind", "rain and wind"),
        ("alert_method", "Intercom;SIREN; intercom", "intercom; siren"),
        ("students", "1,204", "1204"),
        ("clear_time", "3:20", "3:20"),
        ("clear_time", "4", "4:00"),
        ("clear_time", "4 min", "4:00"),
        ("clear_time", "1:02:03", "62:03"),
        ("real_event", "N", "no"),
        ("signed_on", "Oct 7", "2025-10-07"),
        ("all_clear_time", "1:15 pm", "13:15"),
        ("families_notified_at", "2026-02-12 1:15 pm", "2026-02-12 13:15"),
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
        ("total_minutes", "0"),
        ("clear_time", "3:75"),
        ("clear_time", "soon"),
        ("real_event", "perhaps"),
        ("signed_on", "2025-13-01"),
        ("families_notified_at", "2026-02-12"),
        ("special_conditions", "x" * 1001),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_what_is_allowed(field: str, written: str) -> None:
    with pytest.raises(ValueError, match=f"'{field}' cannot be read: ") as refused:
        read_value(FIELDS[field], written, 2025)
    assert allowed_in_words(FIELDS[field]) in str(refused.value)


_WRITTEN = {
    FieldType.NUMBER: st.integers(1, 1440).map(str),
    FieldType.YES_NO: st.sampled_from(["yes", "Y", "no", "FALSE"]),
    FieldType.DATE: st.dates().filter(lambda day: 2000 <= day.year <= 2099).map(str),
    FieldType.TIME: st.times().map(lambda clock: f"{clock:%H:%M}"),
    FieldType.DATE_TIME: st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map("{:%Y-%m-%d %H:%M}".format),
    FieldType.DURATION: st.tuples(st.integers(0, 300), st.integers(0, 59)).map(lambda at: f"{at[0]}:{at[1]:02}"),
    FieldType.TEXT: st.text(max_size=40),
    FieldType.LIST: st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=4).map(";".join),
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
