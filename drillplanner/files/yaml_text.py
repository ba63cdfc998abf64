"""YAML text as plain data with the line of each value, read in one pass over the parser's events.

No tree of nodes is built in between, which for some hundred files takes longer than all else that a small district
needs. Aliases, tags, too many levels and doubled keys are refused where they are met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from drillplanner.files.errors import InputError, Problem

MAXIMUM_DEPTH = 40
#: Digits of a number; what is longer is no number that anybody means.
MAXIMUM_DIGITS = 300

KeyPath: TypeAlias = tuple[str | int, ...]

# The parser in C is ten times faster; wheels bring it for all systems, a build from source may not.
_PARSER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# YAML 1.1 would read ``08:30`` as the number 510, ``no`` as False and ``2025-09-01`` as an object of its own; here
# dates, times, yes and no stay text until a model says what they are.
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")


def read_yaml(text: str, name: str) -> tuple[Any, dict[KeyPath, int]]:
    """The data of the only document, and the line (from 1) of each value by its path.

    ``name`` is that of the file. Raises InputError, and yaml.YAMLError for what is not YAML.
    """
    reading = _EventReader(name)
    for event in yaml.parse(text, Loader=_PARSER):
        reading.take(event)
    return reading.finished()


@dataclass(slots=True)
class _Open:
    """A list or a mapping whose end has not come yet; ``key`` is that of the value which comes next."""

    data: list[Any] | dict[Any, Any]
    path: KeyPath
    key: tuple[Any, str, int] | None = None
    seen: dict[Any, int] = field(default_factory=dict)


class _EventReader:
    """The document as far as it is read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._documents = 0
        self._depth = 0
        self._anchors: set[str] = set()
        self._open: list[_Open] = []
        self._data: Any = None
        self._lines: dict[KeyPath, int] = {}
        # What is wrong with the document is told only where all of it is YAML.
        self._malformed: InputError | None = None
        self._bad_key: InputError | None = None

    def take(self, event: yaml.Event) -> None:
        """Read on by one event. Raises InputError for what no file may have."""
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event)
            if self._is_wanted:
                self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_tag(event)
            self._refuse_depth(event)
            if self._is_wanted:
                self._start(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.CollectionEndEvent):
            self._depth -= 1
            if self._is_wanted:
                self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2 and self._malformed is None:
                self._malformed = self._not_yaml(event, "but found another document")

    def finished(self) -> tuple[Any, dict[KeyPath, int]]:
        """The data and the lines. Raises InputError where the document may not be as it is."""
        if (wrong := self._malformed or self._bad_key) is not None:
            raise wrong
        return self._data, self._lines or {(): 1}

    @property
    def _is_wanted(self) -> bool:
        return self._bad_key is None and self._documents == 1

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        top = self._open[-1] if self._open else None
        value = self._value(event)
        if top is not None and top.key is None and isinstance(top.data, dict):
            self._key(top, event, value)
        else:
            self._put(value, event)

    def _value(self, event: yaml.ScalarEvent) -> Any:  # noqa: ANN401 (any scalar)
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "-0123456789" or not (number := _NUMBER.fullmatch(text)):
            return text
        if len(text) > MAXIMUM_DIGITS:
            raise InputError(
                Problem(
                    self._name, _line(event), "the number is too long", None, f"at most {MAXIMUM_DIGITS} digits"
                )
            )
        return int(text) if number[1] is None else float(text)

    def _key(self, top: _Open, event: yaml.ScalarEvent, value: Any) -> None:  # noqa: ANN401 (any scalar)
        text, line = event.value, _line(event)
        # 1 and 1.0, or ~ and null, are one key of a mapping; 1 and "1" are one in the eyes of a person.
        if (first := top.seen.get(value, top.seen.get(text))) is not None:
            message = f"the key is given twice (first on line {first})"
            self._bad_key = InputError(Problem(self._name, line, message, text))
        top.seen[value] = top.seen[text] = line
        top.key = value, text, line

    def _start(self, event: yaml.CollectionStartEvent, data: list[Any] | dict[Any, Any]) -> None:
        if self._open and self._open[-1].key is None and isinstance(self._open[-1].data, dict):
            self._bad_key = InputError(Problem(self._name, _line(event), "a key must be a plain word"))
        else:
            self._open.append(_Open(data, self._put(data, event)))

    def _put(self, value: Any, event: yaml.Event) -> KeyPath:  # noqa: ANN401 (any value)
        """Put a value where it belongs; returns its path."""
        line = _line(event)
        path: KeyPath = ()
        if not self._open:
            self._data = value
        elif isinstance((top := self._open[-1]).data, list):
            path = (*top.path, len(top.data))
            top.data.append(value)
        else:
            # The key's line is where a person looks; a value may start a line below it.
            assert top.key is not None  # noqa: S101 (a key comes before its value)
            key, text, line = top.key
            path = (*top.path, text)
            top.data[key], top.key = value, None
        self._lines[path] = line
        return path

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            message, allowed = "YAML tags are not accepted here", "plain values without '!'"
            raise InputError(Problem(self._name, _line(event), message, str(event.tag), allowed))
        if event.anchor is not None and self._documents == 1:
            if event.anchor in self._anchors and self._malformed is None:
                self._malformed = self._not_yaml(event, "second occurrence")
            self._anchors.add(event.anchor)

    def _refuse_depth(self, event: yaml.CollectionStartEvent) -> None:
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH:
            message, allowed = "the document is nested too deep", f"at most {MAXIMUM_DEPTH} levels"
            raise InputError(Problem(self._name, _line(event), message, None, allowed))

    def _refuse_alias(self, event: yaml.AliasEvent) -> None:
        raise InputError(
            Problem(
                self._name,
                _line(event),
                "YAML aliases are not accepted here",
                f"*{event.anchor}",
                "plain values",
                "Maybe write the value out where it is used.",
            )
        )

    def _not_yaml(self, event: yaml.Event, problem: str) -> InputError:
        return InputError(not_yaml(self._name, _line(event), problem))


def _line(event: yaml.Event) -> int:
    if event.start_mark is None:  # never; only the type allows it
        return 1
    line: int = event.start_mark.line
    return line + 1


def not_yaml(name: str, line: int | None, problem: str) -> Problem:
    """That the text breaks YAML's own rules there."""
    maybe = "Maybe the indentation, a colon or a quotation mark is off on this line or the one above."
    return Problem(name, line, f"this is not valid YAML: {problem}", maybe=maybe)
