"""Drills that were held and lack a field, case by case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drillplanner.model import District, DrillRecord, DrillType
from drillplanner.records.fields import asked_of, evidence_gaps, record_fields, unknown_district_fields
from drillplanner.records.fields.evidence import value_of_field
from tests import fast_yaml

CASES: list[dict[str, Any]] = fast_yaml.load(
    (Path(__file__).parent / "evidence_cases.yaml").read_text(encoding="utf-8")
)


def district(state: str, **more: object) -> District:
    return District.model_validate(
        {"name": "Invented District", "state": state, "timezone": "America/New_York", "year": "2025-26"} | more
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_drill_lacks_what_is_asked_and_not_in_the_log(case: dict[str, Any]) -> None:
    settings = {key: case[key] for key in ("fire_codes", "record_fields") if key in case}
    record = DrillRecord.model_validate(
        {"drill_id": "one", "campus_id": "oak", "date": "2025-10-07", "held": True, "recorded_by": "office"}
        | case["drill"]
    )
    gaps = evidence_gaps([record], asked_of(district(case["state"], **settings)))
    missing = [asked.field.field for gap in gaps for asked in gap.missing]
    presumed = [asked.field.field for gap in gaps for asked in gap.presumed]
    assert sorted(missing) == sorted(case["missing"])
    if "presumed" in case:
        assert sorted(presumed) == sorted(case["presumed"])


def test_a_gap_names_the_field_and_who_asks() -> None:
    record = DrillRecord.model_validate(CASES[0]["drill"] | {
        "drill_id": "one", "campus_id": "oak", "date": "2025-10-07", "held": True, "recorded_by": "office"
    })  # fmt: skip
    (gap,) = evidence_gaps([record], asked_of(district("MI")))
    assert gap.sentence == "done, not evidenced: alarm time (MI), signed by (MI) missing"


def test_a_name_that_is_no_field_is_a_problem() -> None:
    (problem,) = unknown_district_fields(district("TX", record_fields=["wether"]))
    assert (problem.file, problem.line) == ("district.yaml", None)
    assert problem.message == "record_fields: there is no such field of a drill's record"
    assert (problem.value, problem.maybe) == ("wether", "Maybe you meant 'weather'.")
    told = [field for field in record_fields().values() if field.is_told]
    assert problem.allowed is not None
    assert problem.allowed.endswith(f" and {len(told) - 8} more")
    assert not unknown_district_fields(district("TX", record_fields=["weather"]))


def test_a_presumed_field_names_the_code_that_needs_it_and_no_form_with_room_for_it() -> None:
    asked = {one.field.field: one for one in asked_of(district("NJ")).for_drill(DrillType.FIRE_EVACUATION)}
    assert asked["alarm_time"].presumed
    assert asked["alarm_time"].asked_by == ("fire code (IFC)",)
    assert asked["families_notified_at"].asked_by == ("NJ",)


def test_the_fields_to_tell_are_those_that_people_know_each_once() -> None:
    names = [asked.field.field for asked in asked_of(district("MI")).fields_to_tell]
    assert len(names) == len(set(names))
    assert {"date", "alarm_time", "signed_by"} <= set(names)
    assert all(asked.field.is_told for asked in asked_of(district("MI")).fields_to_tell)
    asked_of_all = {
        asked.field.field for drill_type in DrillType for asked in asked_of(district("MI")).for_drill(drill_type)
    }
    assert "school_name" in asked_of_all
    assert "school_name" not in names


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "2025-10-07"),
        ("drill_type", "fire drill"),
        ("alarm_time", "09:05"),
        ("total_minutes", "7"),
        ("completed_by", "office"),
        ("comments_for_record", "calm"),
        ("reason_not_held", ""),
        ("weather", "rain"),
        ("students", ""),
    ],
)
def test_what_the_log_has_of_a_field_is_a_text_and_empty_if_nothing(field: str, value: str) -> None:
    record = DrillRecord.model_validate(
        {"drill_id": "one", "campus_id": "oak", "date": "2025-10-07", "held": True, "recorded_by": "office"}
        | {"drill_type": "fire_evacuation", "start": "09:05", "minutes": 7, "note": "calm"}
        | {"fields": {"weather": "rain"}}
    )
    assert value_of_field(record, record_fields()[field]) == value
    nothing = record.model_copy(update={"start": None, "minutes": None, "note": "", "fields": {}})
    if field in {"alarm_time", "total_minutes", "comments_for_record", "weather"}:
        assert value_of_field(nothing, record_fields()[field]) == ""
