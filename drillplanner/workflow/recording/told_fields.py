"""Fields of a drill's record, told by name: read, checked, and joined with the rest of a request.

A field for which the log has always had a column (the alarm time is ``start``) goes there; every other one is kept
by its name. A later report may complete an earlier one without taking anything back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TypeVar

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.model import DrillRecord
from drillplanner.records import CAUSES, Cause, cause_of
from drillplanner.records.fields.names import field_meant, field_suggestion
from drillplanner.records.fields.record_field import FieldOrigin, RecordField
from drillplanner.records.fields.values import allowed_in_words, read_value
from drillplanner.workflow.in_words.record_request import FieldName, RecordRequest

Told = TypeVar("Told")

#: Fields that many schools note, whatever their state asks; examples in a message.
_COMMON = ("weather", "occupants", "problems_described")


def with_told_fields(request: RecordRequest, first_year: int, field_name: FieldName) -> RecordRequest:
    """Return the request with its fields as the log keeps them; those of a column of the log are moved there.

    Raises InputError with every name that is no field, every value that its field cannot hold, and every field
    that contradicts the rest of the request.
    """
    problems: list[Problem] = []
    kept: dict[str, str] = {}
    for name, written in request.fields.items():
        field = field_meant(name)
        if field is None:
            message = f"'{name}' is no field of a drill's record"
            allowed = f"{listed(_COMMON)}, and all that your state asks for: drillplanner record DIR --fields"
            problems.append(Problem(field_name("fields"), None, message, name, allowed, field_suggestion(name)))
            continue
        try:
            value = read_value(field, written, first_year)
        except ValueError:
            message = f"{field.field} ({field.label}) cannot hold this"
            problems.append(Problem(field_name("fields"), None, message, written, allowed_in_words(field)))
            continue
        if not value:
            continue
        if field.origin is FieldOrigin.LOG:
            try:
                request = _moved_into_column(request, field, value, field_name)
            except InputError as error:
                problems += error.problems
        else:
            kept[field.field] = value
    if problems:
        raise InputError(problems)
    return replace(request, fields=kept)


def _moved_into_column(
    request: RecordRequest, field: RecordField, value: str, field_name: FieldName
) -> RecordRequest:
    """Return the request with the value in the place of the log's own column. Raises InputError."""
    option = field_name(field.kept_as)
    match field.kept_as:
        case "start":
            return replace(request, start=_told_once(request.start, time.fromisoformat(value), option))
        case "minutes":
            return replace(request, minutes=_told_once(request.minutes, int(value), option))
        case "cause":
            return replace(request, cause=_told_once(request.cause, _cause(value, option), option))
        case "note":
            return replace(request, note=value)
        case "recorded_by":
            return replace(request, recorded_by=value)
        case _:
            message = f"{field.field} names the drill itself"
            raise InputError(Problem(field_name("fields"), None, message, value, option))


def _told_once(before: Told | None, now: Told, option: str) -> Told:
    if before not in {None, now}:
        raise InputError(Problem(option, None, "this is told twice, and differently", f"{before} and {now}"))
    return now


def _cause(value: str, option: str) -> Cause:
    cause = cause_of(value)
    if cause is None:
        maybe = maybe_meant(value, CAUSES)
        raise InputError(Problem(option, None, "there is no such cause", value, listed(CAUSES), maybe))
    return cause


def completed(earlier: DrillRecord, entry: DrillRecord) -> DrillRecord | None:
    """Return the earlier entry completed by what a later one adds; the earlier one itself if that is nothing.

    None if the later one contradicts the earlier one: then it is a correction.
    """
    if (earlier.key, earlier.held) != (entry.key, entry.held):
        return None
    added: dict[str, object] = {}
    for name in ("start", "minutes", "note", "cause"):
        before, now = getattr(earlier, name), getattr(entry, name)
        if not now or now == before:
            continue
        if before:
            return None
        added[name] = now
    if entry.scenario_id not in {None, earlier.scenario_id}:
        return None
    new = {name: value for name, value in entry.fields.items() if earlier.fields.get(name) != value}
    if not new.keys().isdisjoint(earlier.fields):
        return None
    if not (added or new):
        return earlier
    return earlier.model_copy(
        update={**added, "fields": earlier.fields | new, "recorded_by": entry.recorded_by, "row": None}
    )


def adds_nothing(earlier: DrillRecord, request: RecordRequest, first_year: int) -> bool:
    """Check whether the log says all of a request already. Raises InputError as :func:`with_told_fields`."""
    told = with_told_fields(request, first_year, str)
    names = ("start", "minutes", "note", "cause")
    entry = earlier.model_copy(
        update={name: getattr(told, name) for name in names} | {"fields": dict(told.fields)}
    )
    return completed(earlier, entry) is earlier
