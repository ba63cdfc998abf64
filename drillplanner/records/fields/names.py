"""Which field people mean by a name: its id, its label, or what a form calls it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from drillplanner.files.read_result import maybe_meant
from drillplanner.files.tables.heading_row import normalized_heading
from drillplanner.records.fields.loading import kept_records, record_fields
from drillplanner.records.fields.record_field import FieldOrigin, RecordField


def field_meant(text: str) -> RecordField | None:
    """Return the field that a name or the heading of a column means; None if it means none, or several."""
    return _by_name().get(normalized_heading(text))


def field_suggestion(text: str) -> str | None:
    """Return a "Maybe you meant …" line with the nearest field that people tell; None if none is near."""
    return maybe_meant(text, (name for name, field in record_fields().items() if field.is_told))


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, RecordField]:
    """Return the fields that people tell by their ids, labels, and headings that mean one field alone."""
    told = {name: field for name, field in record_fields().items() if field.is_told}
    by_label = {normalized_heading(field.label): field for field in told.values()}
    meant: dict[str, set[str]] = {}
    for record in kept_records():
        for ask in record.asks:
            meant.setdefault(normalized_heading(ask.heading), set()).add(ask.field)
    # "Comments" or "Initials" of anyone's table need not be meant for the log, as the field's own name is.
    by_heading = {
        heading: told[name]
        for heading, names in meant.items()
        if len(names) == 1
        for name in names
        if name in told and told[name].origin is FieldOrigin.ENTERED
    }
    return by_heading | by_label | told
