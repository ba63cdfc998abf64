"""Whether drills that are said to be held are evidenced: every field that the law asks for is in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from drillplanner.model import DrillRecord
from drillplanner.records.fields.asked import AskedField, AskedOf
from drillplanner.records.fields.record_field import FieldOrigin, RecordField

#: What the log's own columns hold of a record, by the column; a cause belongs to a drill that was not held.
_KEPT: Mapping[str, Callable[[DrillRecord], object]] = {
    "date": lambda record: record.date.isoformat(),
    "drill_type": lambda record: record.drill_type.phrase,
    "start": lambda record: "" if record.start is None else f"{record.start:%H:%M}",
    "minutes": lambda record: record.minutes,
    "recorded_by": lambda record: record.recorded_by,
    "cause": lambda record: "" if record.cause is None else record.cause.value,
    "note": lambda record: record.note,
}


@dataclass(frozen=True)
class MissingEvidence:
    """A drill that was held and whose record lacks fields.

    ``missing`` are those that a law, a rule, or the district surely asks for; ``presumed`` those of a fire code
    that may not bind.
    """

    record: DrillRecord
    missing: tuple[AskedField, ...]
    presumed: tuple[AskedField, ...] = ()

    @property
    def sentence(self) -> str:
        """What is missing, in a sentence's words: "done, not evidenced: alarm time missing (OH)"."""
        return f"done, not evidenced: {', '.join(asked.sentence_part for asked in self.missing)} missing"


def value_of(record: DrillRecord, asked: AskedField) -> str:
    """Return what the log has for an asked field of a drill; empty if it has nothing."""
    return value_of_field(record, asked.field)


def value_of_field(record: DrillRecord, field: RecordField) -> str:
    """Return what the log has for a field of a drill; empty if it has nothing."""
    if field.origin is FieldOrigin.LOG:
        kept = _KEPT[field.kept_as](record)
        return "" if kept is None else str(kept)
    return record.fields.get(field.field, "")


def evidence_gaps(records: Iterable[DrillRecord], asked: AskedOf) -> tuple[MissingEvidence, ...]:
    """Return the drills of the log that were held and lack a field that is asked for, in the order of the log."""
    gaps = []
    for record in records:
        if not record.held:
            continue
        lacking = [
            field
            for field in asked.for_drill(record.drill_type)
            if field.required
            and field.field.is_told
            and field.field.kept_as != "cause"
            and not value_of(record, field)
        ]
        missing = tuple(field for field in lacking if not field.presumed)
        presumed = tuple(field for field in lacking if field.presumed)
        if missing or presumed:
            gaps.append(MissingEvidence(record, missing, presumed))
    return tuple(gaps)
