"""Fields of the record of a drill: which there are, who asks for them, and whether a drill is evidenced."""

from drillplanner.records.fields.asked import AskedField, AskedOf, asked_of, unknown_district_fields
from drillplanner.records.fields.evidence import MissingEvidence, evidence_gaps
from drillplanner.records.fields.kept_record import (
    YEARS_SUGGESTED,
    FieldAsk,
    KeptRecord,
    RecordPer,
    RecordPurpose,
    Retention,
    last_day_after,
)
from drillplanner.records.fields.loading import kept_records, record_fields
from drillplanner.records.fields.record_field import FieldOrigin, FieldType, RecordField

__all__ = [
    "YEARS_SUGGESTED",
    "AskedField",
    "AskedOf",
    "FieldAsk",
    "FieldOrigin",
    "FieldType",
    "KeptRecord",
    "MissingEvidence",
    "RecordField",
    "RecordPer",
    "RecordPurpose",
    "Retention",
    "asked_of",
    "evidence_gaps",
    "kept_records",
    "last_day_after",
    "record_fields",
    "unknown_district_fields",
]
