"""YAML documents whose values know their lines, as plain data or as models.

``read_document`` returns the plain data and a map from each value's path to its line. ``parse_as`` turns it into a
frozen model, and every complaint of pydantic into a ``Problem`` with file, line, value, and what is allowed.
Documents may come from anyone, so a file that is too large is not read, and one that is nested too deep, has an
alias, or repeats a key gives no data: an alias bomb never expands.
"""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.iso_date import FIRST_YEAR
from drillplanner.files.reading.bounded import MAXIMUM_BYTES, read_file
from drillplanner.files.yaml_text import KeyPath, not_yaml, read_yaml

#: A list or mapping longer than this many characters is not shown in a message; its line is enough.
_LONGEST = 80


def one_line(value: object) -> str:
    """Return the value on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return _yaml_line(value)
    return str(value)


def value_if_short(value: object) -> object:
    """Return the value if it is worth showing (text, a number, or a few keys or entries), else None."""
    if isinstance(value, dict | list):
        # Python's own text is faster to build and never much longer, so it rules out long values first.
        return value if len(str(value)) <= 2 * _LONGEST and len(_yaml_line(value)) <= _LONGEST else None
    return value if isinstance(value, str | int | float) else None


def _yaml_line(value: dict[object, object] | list[object]) -> str:
    line: str = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=math.inf)
    return line.strip()


Parsed = TypeVar("Parsed")


@dataclass(frozen=True)
class Document:
    """A parsed YAML file: its data, and the line (from 1) of each value by its path."""

    file: str
    data: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line_of(self, path: KeyPath) -> int | None:
        """Return the line of the value at ``path``, or of its nearest enclosing value."""
        for length in range(len(path), -1, -1):
            if (line := self.lines.get(path[:length])) is not None:
                return line
        return None

    def problem(
        self,
        path: KeyPath,
        message: str,
        value: object = None,
        allowed: str | None = None,
        maybe: str | None = None,
    ) -> Problem:
        """Return a ``Problem`` placed at ``path``."""
        shown = None if value is None else one_line(value)
        return Problem(self.file, self.line_of(path), message, shown, allowed, maybe)


def read_document(path: Path, shown_as: str | None = None) -> Document:
    """Read one YAML document; ``shown_as`` is its name in messages (by default the path).

    Raises InputError: the file is missing, too large, not UTF-8, not YAML, nested too deep, uses aliases, or
    repeats a key.
    """
    name = shown_as or str(path)
    return parse_document(read_file(path, shown_as=name), name)


def parse_document(raw: bytes, name: str) -> Document:
    """Parse one YAML document from bytes, with the limits and errors of :func:`read_document`."""
    if len(raw) > MAXIMUM_BYTES:
        raise InputError(
            Problem(name, None, "the file is too large", f"{len(raw)} bytes", f"at most {MAXIMUM_BYTES} bytes")
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            Problem(name, line, "the file is not UTF-8 text", maybe="Maybe save it again as UTF-8.")
        ) from error
    try:
        return Document(name, *read_yaml(text, name))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = mark.line + 1 if mark else None
        raise InputError(not_yaml(name, where, str(error.problem or error.context))) from error
    except yaml.YAMLError as error:
        raise InputError(Problem(name, None, f"this is not valid YAML: {error}")) from error


def parse_as(shape: type[Parsed], document: Document, path: KeyPath = (), first_year: int | None = None) -> Parsed:
    """Return the document (or its part at ``path``) as a model.

    ``first_year`` is the year in which the school year begins, for dates without a year.

    Raises InputError: the data does not fit the model; one Problem per complaint, with its line and what is
    allowed.
    """
    data = document.data
    for step in path:
        data = data[step]
    try:
        return TypeAdapter(shape).validate_python(data, context={FIRST_YEAR: first_year})
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems = [
            _problem_of(detail, document, path, shape)
            for detail in details
            if not _follows_from_another(detail, details)
        ]
        raise InputError(
            sorted(set(problems), key=lambda problem: (problem.line or 0, problem.message))
        ) from error


def _follows_from_another(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Check whether a list is called too short only because its entries were refused; then only those are
    reported.
    """
    depth = len(detail["loc"])
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > depth and other["loc"][:depth] == detail["loc"] for other in details
    )


def _problem_of(detail: ErrorDetails, document: Document, path: KeyPath, shape: type[Any]) -> Problem:
    # A tagged union adds the tag to the location; steps that the document does not have are omitted.
    location = _existing_path(document, (*path, *detail["loc"]))
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    where = ".".join(str(step) for step in location)
    value = detail["input"]
    match detail["type"]:
        case "missing":
            return document.problem(location, f"'{last}' is missing", None, f"a value for '{last}'")
        case "extra_forbidden":
            known = _known_keys(shape, detail["loc"][:-1])
            near = difflib.get_close_matches(last, known, n=1)
            return document.problem(
                location,
                f"'{last}' is not known here",
                last,
                ", ".join(known) or None,
                f"Maybe you meant '{near[0]}'." if near else None,
            )
        case "union_tag_not_found":
            kind = detail["ctx"]["discriminator"]
            return document.problem(location, f"{kind} is missing", None, f"a value for {kind}")
        case "enum" | "literal_error" | "union_tag_invalid":
            value = (context := detail["ctx"]).get("tag", value)
            # pydantic shows a literal of an enumeration with the name of its class.
            listed = str(context.get("expected_tags") or context["expected"])
            expected = re.sub(r"<[\w.]+: ('[^']*')>", r"\1", listed)
            near = difflib.get_close_matches(str(value), re.findall(r"'([^']*)'", expected), n=1)
            maybe = f"Maybe you meant '{near[0]}'." if near else None
            return document.problem(location, f"'{where}' has a value that is not known", value, expected, maybe)
        case _:
            message = _our_message(detail)
            return document.problem(location, f"'{where}': {message}" if where else message, value_if_short(value))


#: Our message for a mistake, by pydantic's name for it.
_MESSAGES = {
    **dict.fromkeys(("tuple_type", "list_type"), "this must be a list"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), "this must be keys with values"),
    "string_type": "this must be text",
    "greater_than_equal": "this must be at least {ge}",
    "too_short": "the list is too short; entries that it must have: {min_length}",
    "too_long": "the list is too long; at most {max_length} entries",
    "string_too_long": "this is too long; at most {max_length} letters",
    "string_too_short": "this is empty or too short; letters that it must have: {min_length}",
}


def _our_message(detail: ErrorDetails) -> str:
    """Return our message for the mistake, or pydantic's if we have none."""
    template = _MESSAGES.get(detail["type"])
    return (
        detail["msg"].removeprefix("Value error, ")
        if template is None
        else template.format(**detail.get("ctx", {}))
    )


def _existing_path(document: Document, location: KeyPath) -> KeyPath:
    existing: list[str | int] = []
    for step in location:
        if (*existing, step) in document.lines:
            existing.append(step)
    return tuple(existing)


def _known_keys(shape: object, location: KeyPath) -> list[str]:
    """Return the field names allowed at ``location`` of a model; empty if the type cannot tell."""
    models = _models_in(shape)
    is_key_of_mapping = False
    for step in location:
        if isinstance(step, int) or is_key_of_mapping:
            is_key_of_mapping = False
            continue
        fields = [model.model_fields[step] for model in models if step in model.model_fields]
        if fields:
            models = [inner for field in fields for inner in _models_in(field.annotation)]
            is_key_of_mapping = any(get_origin(field.annotation) is dict for field in fields)
        else:
            # The tag of a tagged union: keep the member that has it.
            models = [model for model in models if _has_tag(model, step)]
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models_in(argument)]


def _has_tag(model: type[BaseModel], tag: str) -> bool:
    return any(tag in get_args(field.annotation) for field in model.model_fields.values())


#: File name endings that are read as YAML.
YAML_ENDINGS = (".yaml", ".yml")


def parse_mapping(raw: bytes, name: str) -> Document:
    """Return the document in ``raw``, whose data is a dict.

    Raises InputError: as ``parse_document``, or the file is empty or is not a mapping of keys.
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
    """Return the document with top-level values added that are not written in the file itself."""
    return replace(document, data={**document.data, **values})
