"""Fields that a state asks of the record of a held drill: values for them, and whether an entry lacks one."""

from __future__ import annotations

from collections.abc import Hashable

from benchmarks.simulated_status.log_book import Entry
from drillplanner.model import District, DrillType
from drillplanner.records.fields import asked_of
from drillplanner.records.fields.asked import AskedOf
from drillplanner.records.fields.record_field import FieldOrigin, FieldType, RecordField

_asked: dict[Hashable, AskedOf] = {}
#: A value of each type of field that has no list of values.
_VALUES = {
    FieldType.TEXT: "as practiced",
    FieldType.YES_NO: "yes",
    FieldType.DATE: "2026-01-15",
    FieldType.TIME: "09:40",
    FieldType.DATE_TIME: "2026-01-15 09:40",
    FieldType.DURATION: "3:20",
    FieldType.LIST: "one; two",
    FieldType.ACTIONS: "Fix the lock of room 4 | custodian | 2026-03-15",
}


def whole_record(drill_type: DrillType, district: District) -> dict[str, str]:
    """Return a value for every field that a drill of the type must have beyond the columns of each log."""
    return {
        field.field: _value(field)
        for field in _required(drill_type, district)
        if field.origin is FieldOrigin.ENTERED
    }


def lacks_evidence(entry: Entry, drill_type: DrillType, district: District) -> bool:
    """Check whether the record of a held drill lacks a field that is surely asked for."""
    given = {
        "start": entry.start is not None,
        "minutes": entry.minutes is not None,
        "note": False,
        "date": True,
        "drill_type": True,
        "recorded_by": True,
    }
    return any(
        not (given[field.kept_as] if field.origin is FieldOrigin.LOG else entry.fields.get(field.field))
        for field in _required(drill_type, district)
    )


def _required(drill_type: DrillType, district: District) -> tuple[RecordField, ...]:
    return tuple(
        asked.field
        for asked in _asked_of(district).for_drill(drill_type)
        if asked.required and not asked.presumed and asked.field.is_told and asked.field.kept_as != "cause"
    )


def _asked_of(district: District) -> AskedOf:
    """Return what is asked of records, worked out once for districts of which the same is asked."""
    key = district.state, district.fire_codes, district.record_fields
    if key not in _asked:
        _asked[key] = asked_of(district, with_presumed=False)
    return _asked[key]


def _value(field: RecordField) -> str:
    if field.values:
        return field.values[0]
    if field.type is FieldType.NUMBER:
        return str(field.least or 1)
    return _VALUES[field.type]
