"""A YAML file of a workspace as a frozen model, with better words where it is empty or no mapping."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_document

#: Endings of files that are read as YAML.
YAML_ENDINGS = (".yaml", ".yml")


def parse_mapping(raw: bytes, name: str) -> Document:
    """The document in ``raw``, whose data is a dict.

    Raises InputError like ``parse_document``, and where the file is empty or is not a list of keys.
    """
    document = parse_document(raw, name)
    if document.data is None:
        raise InputError(Problem(name, 1, "the file is empty", allowed="lines such as 'name: value'"))
    if not isinstance(document.data, dict):
        raise InputError(
            document.problem((), "the file is not a list of keys", allowed="lines such as 'name: value'")
        )
    return document


def with_values(document: Document, **values: object) -> Document:
    """The document with some top-level values put in, for what is not written in the file itself."""
    return replace(document, data={**document.data, **values})
