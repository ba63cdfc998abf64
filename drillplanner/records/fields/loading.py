"""Loading of the fields (``data/fields/``) and of the records that ask for them (``data/kept/``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.model import Frozen
from drillplanner.records.fields.kept_record import KeptRecord
from drillplanner.records.fields.record_field import RecordField

_DATA = Path(__file__).parent / "data"
_KEPT = _DATA / "kept"


class FieldFile(Frozen):
    """A file of fields that belong together."""

    fields: tuple[RecordField, ...]


class KeptRecordFile(Frozen):
    """A file of the records of one state or code."""

    records: tuple[KeptRecord, ...]


@lru_cache(maxsize=1)
def record_fields() -> Mapping[str, RecordField]:
    """Return every field by its name. Raises InputError if a file is wrong, with file and line."""
    return read_fields(_DATA / "fields")


@lru_cache(maxsize=1)
def kept_records() -> tuple[KeptRecord, ...]:
    """Return every record that a state or a fire code asks for. Raises InputError as :func:`record_fields`."""
    return read_kept_records(sorted(_KEPT.glob("*.yaml")), record_fields())


@lru_cache
def records_of_state(state: str) -> tuple[KeptRecord, ...]:
    """Return the records that a state asks for, reading its file alone. Raises InputError as `record_fields`."""
    own = _KEPT / f"{state.lower()}.yaml"
    records = read_kept_records([own if own.exists() else _KEPT / "others.yaml"], record_fields())
    return tuple(record for record in records if record.state == state)


@lru_cache(maxsize=1)
def records_of_codes() -> Mapping[str, KeptRecord]:
    """Return the records that fire codes ask for, by code. Raises InputError as :func:`record_fields`."""
    records = read_kept_records([_KEPT / "ifc.yaml"], record_fields())
    return {record.code: record for record in records if record.code is not None}


def read_fields(folder: Path) -> Mapping[str, RecordField]:
    """Return the fields of all files in a folder, by name.

    Raises InputError if a file is no list of fields, or if two fields have one name.
    """
    found: dict[str, RecordField] = {}
    problems: list[Problem] = []
    for document in map(_document, sorted(folder.glob("*.yaml"))):
        for place, field in enumerate(parse_as(FieldFile, document).fields):
            if field.field in found:
                message = "another field has this name already"
                problems.append(document.problem(("fields", place, "field"), message, field.field))
            found[field.field] = field
    if problems:
        raise InputError(problems)
    return MappingProxyType(found)


def read_kept_records(paths: Iterable[Path], fields: Mapping[str, RecordField]) -> tuple[KeptRecord, ...]:
    """Return the records of files.

    Raises InputError if a file is no list of records, if two records have one id, or if one asks for a field that
    does not exist or twice for the same.
    """
    found: dict[str, KeptRecord] = {}
    problems: list[Problem] = []
    for document in map(_document, paths):
        for place, record in enumerate(parse_as(KeptRecordFile, document).records):
            if record.record in found:
                message = "another record has this id already"
                problems.append(document.problem(("records", place, "record"), message, record.record))
            found[record.record] = record
            problems += _wrong_asks(document, place, record, fields)
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _wrong_asks(
    document: Document, place: int, record: KeptRecord, fields: Mapping[str, RecordField]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, ask in enumerate(record.asks):
        path = ("records", place, "asks", number, "field")
        if ask.field not in fields:
            message = "there is no such field"
            yield document.problem(path, message, ask.field, listed(fields, 8), maybe_meant(ask.field, fields))
        elif ask.field in seen:
            yield document.problem(path, "the record asks for this field twice", ask.field)
        seen.add(ask.field)


def _document(path: Path) -> Document:
    return read_document(path, f"records/fields/data/{path.parent.name}/{path.name}")
