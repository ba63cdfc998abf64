"""The data of fields and records: complete, consistent, and sourced; and errors that name file and line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.model import DrillRecord
from drillplanner.records.fields import FieldOrigin, FieldType, KeptRecord, kept_records, record_fields
from drillplanner.records.fields.loading import (
    read_fields,
    read_kept_records,
    records_of_codes,
    records_of_state,
)

#: The states of which a report, a posting, or a record of drills is known or was looked for, November 2026.
STATES = frozenset(re.findall("[A-Z]{2}", """
    PA MI OH IL VA WA TX NY NJ IN WI TN NC GA FL OK LA MD AL MN CO KY AZ NE SC MO CA KS IA
"""))  # fmt: skip
_FIELD = "  - {field: one, type: text, label: l, help: H}\n"
#: What the section of the model fire code lists, in its order.
FIRE_CODE = (
    *("conducted_by", "date", "alarm_time", "alert_method", "staff_on_duty", "occupants"),
    *("special_conditions", "problems", "weather", "clear_time"),
)


def test_every_state_that_was_looked_at_has_a_record() -> None:
    assert {record.state for record in kept_records()} == STATES | {None}


def test_the_records_of_a_state_or_a_code_are_found_in_its_own_file() -> None:
    by_state = [record for state in sorted(STATES) for record in records_of_state(state)]
    assert sorted(record.record for record in (*by_state, *records_of_codes().values())) == sorted(
        record.record for record in kept_records()
    )


def test_every_field_is_asked_by_some_record_or_is_told_by_all() -> None:
    asked = {ask.field for record in kept_records() for ask in record.asks}
    assert set(record_fields()) == asked


def test_the_fire_code_asks_for_what_it_lists() -> None:
    (record,) = [record for record in kept_records() if record.code == "IFC"]
    assert record.required == FIRE_CODE


def test_fields_of_the_log_are_attributes_of_an_entry() -> None:
    columns = {field.kept_as for field in record_fields().values() if field.origin is FieldOrigin.LOG}
    assert columns == {"date", "drill_type", "start", "minutes", "cause", "note", "recorded_by"}
    assert columns <= set(DrillRecord.model_fields)


@pytest.mark.parametrize("record", kept_records(), ids=lambda record: record.record)
def test_a_record_says_where_it_comes_from_and_what_is_not_sure(record: KeptRecord) -> None:
    assert record.cite
    assert record.url or record.not_certain
    assert date(2026, 11, 1) <= record.read <= date(2026, 12, 31)
    assert record.retention.years is not None or record.retention.words


def test_helps_of_choices_need_no_list_of_their_own() -> None:
    for field in record_fields().values():
        assert field.help[0].isupper() or field.type is FieldType.CHOICE, field.field
        assert len(field.label) <= 40, field.field


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"fields:\n{_FIELD}{_FIELD}", "fields.yaml:3"),
        (f"fields:\n{_FIELD.replace('text', 'txt')}", "fields.yaml:2"),
        (f"fields:\n{_FIELD.replace('text', 'choice')}", "fields.yaml:2"),
    ],
)
def test_a_wrong_file_of_fields_is_refused_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "fields.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=expected):
        read_fields(tmp_path)


RECORD = (
    "- record: one\n  state: OH\n  title: T\n  purpose: kept\n  goes_to: us\n  drills: []\n"
    "  asks:\n  - {field: wether, heading: W}\n  cite: C\n  url: U\n  read: 2026-11-30\n"
    "  certainty: secondary\n  not_certain: N\n  retention: {years: null, words: none}\n"
)


def refused(folder: Path, text: str) -> tuple[Problem, ...]:
    (folder / "oh.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_kept_records(folder.glob("*.yaml"), record_fields())
    return tuple(caught.value.problems)


def test_a_record_that_asks_for_an_unknown_field_is_refused_with_its_line(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, f"records:\n{RECORD}")
    assert problem.place.endswith("oh.yaml:9")
    assert (problem.message, problem.value) == ("there is no such field", "wether")
    assert problem.allowed is not None
    assert problem.allowed.startswith("agencies_invited, agencies_present, agency_official, ")
    assert problem.allowed.endswith(f" and {len(record_fields()) - 8} more")
    assert problem.maybe == "Maybe you meant 'weather'."


def test_a_field_that_a_record_asks_for_twice_and_an_id_of_two_records_are_refused(tmp_path: Path) -> None:
    ask = "  - {field: weather, heading: W}\n"
    right = RECORD.replace("wether", "weather")
    twice, again = refused(tmp_path, f"records:\n{right.replace(ask, ask + ask)}{right}")
    assert twice.place.endswith("oh.yaml:10")
    assert (twice.message, twice.value) == ("the record asks for this field twice", "weather")
    assert again.place.endswith("oh.yaml:17")
    assert (again.message, again.value) == ("another record has this id already", "one")
