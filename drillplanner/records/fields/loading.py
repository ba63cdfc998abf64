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
    return read_kept_records(_DATA / "kept", record_fields())


def read_fields(folder: Path) -> Mapping[str, RecordField]:
    """Return the fields of all files in a folder, by name.

    Raises InputError if a file is no list of fields, or if two fields have one name.
    """
    found: dict[str, RecordField] = {}
    problems: list[Problem] = []
    for document in _documents(folder):
        for place, field in enumerate(parse_as(FieldFile, document).fields):
            if field.field in found:
                message = "another field has this name already"
                problems.append(document.problem(("fields", place, "field"), message, field.field))
            found[field.field] = field
    if problems:
        raise InputError(problems)
    return MappingProxyType(found)


def read_kept_records(folder: Path, fields: Mapping[str, RecordField]) -> tuple[KeptRecord, ...]:
    """Return the records of all files in a folder.

    Raises InputError if a file is no list of records, if two records have one id, or if one asks for a field that
    does not exist or twice for the same.
    """
    found: dict[str, KeptRecord] = {}
    problems: list[Problem] = []
    for document in _documents(folder):
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


def _documents(folder: Path) -> Iterable[Document]:
    paths = sorted(folder.glob("*.yaml"))
    return (read_document(path, f"records/fields/data/{folder.name}/{path.name}") for path in paths)
