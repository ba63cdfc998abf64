"""YAML text as plain data with the line of each value, read in one pass over the parser's events.

No tree of nodes is built in between: for some hundred files, building it would take longer than everything else
that a small district needs. Aliases, tags, too many levels, and repeated keys are refused as they occur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.harmless_text import control_character_in, with_whole_marks

#: The deepest nesting of lists and mappings.
MAXIMUM_DEPTH = 40
#: The most digits of a number; nobody means a longer one.
MAXIMUM_DIGITS = 300

KeyPath: TypeAlias = tuple[str | int, ...]

# The parser in C is ten times faster. Wheels include it on all systems; a build from source may not.
_PARSER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# YAML 1.1 would read ``08:30`` as the number 510, ``no`` as False, and ``2025-09-01`` as a date object.
# Here dates, times, yes, and no stay text until a model gives them a type.
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")


def read_yaml(text: str, name: str) -> tuple[Any, dict[KeyPath, int]]:
    """Return the data of the only document, and the line (from 1) of each value by its path.

    ``name`` is the file name in messages.

    Raises InputError: the document has something that no file may have (aliases, tags, repeated keys, too many
    levels). Raises yaml.YAMLError: the text is not YAML.
    """
    reader = _EventReader(name)
    for event in yaml.parse(text, Loader=_PARSER):
        reader.process(event)
    return reader.result()


@dataclass(slots=True)
class _OpenCollection:
    """A list or a mapping whose end has not come yet; ``key`` belongs to the value that comes next."""

    data: list[Any] | dict[Any, Any]
    path: KeyPath
    key: tuple[Any, str, int] | None = None
    seen: dict[Any, int] = field(default_factory=dict)


class _EventReader:
    """The builder of a document's data from the parser's events."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._documents = 0
        self._depth = 0
        self._anchors: set[str] = set()
        self._open: list[_OpenCollection] = []
        self._data: Any = None
        self._lines: dict[KeyPath, int] = {}
        # Reported at the end, since a later YAML syntax error takes precedence.
        self._malformed: InputError | None = None
        self._bad_key: InputError | None = None

    def process(self, event: yaml.Event) -> None:
        """Process one event. Raises InputError: something that no file may have."""
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

    def result(self) -> tuple[Any, dict[KeyPath, int]]:
        """Return the data and the lines. Raises InputError: the document is malformed or repeats a key."""
        if (error := self._malformed or self._bad_key) is not None:
            raise error
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
        text = self._text(event)
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

    def _text(self, event: yaml.ScalarEvent) -> str:
        """Return the text of a value. Raises InputError: it has a character that programs obey and nobody sees."""
        text: str = event.value
        if text.isprintable():
            return text
        if (found := control_character_in(text)) is not None:
            message = "the text has a control character, which no one can see and a terminal may obey"
            hint = "Type the text again, and leave out what begins with a backslash."
            raise InputError(Problem(self._name, _line(event), message, found, "letters and signs", hint))
        return with_whole_marks(text)

    def _key(self, top: _OpenCollection, event: yaml.ScalarEvent, value: Any) -> None:  # noqa: ANN401 (any scalar)
        text, line = event.value, _line(event)
        # 1 and 1.0, or ~ and null, are the same key of a mapping; a person also reads 1 and "1" as the same.
        if (first := top.seen.get(value, top.seen.get(text))) is not None:
            message = f"the key is given twice (first on line {first})"
            self._bad_key = InputError(Problem(self._name, line, message, text))
        top.seen[value] = top.seen[text] = line
        top.key = value, text, line

    def _start(self, event: yaml.CollectionStartEvent, data: list[Any] | dict[Any, Any]) -> None:
        if self._open and self._open[-1].key is None and isinstance(self._open[-1].data, dict):
            self._bad_key = InputError(Problem(self._name, _line(event), "a key must be a plain word"))
        else:
            self._open.append(_OpenCollection(data, self._put(data, event)))

    def _put(self, value: Any, event: yaml.Event) -> KeyPath:  # noqa: ANN401 (any value)
        """Store a value in the innermost open collection and return its path."""
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
    if event.start_mark is None:  # never happens; only the type allows it
        return 1
    line: int = event.start_mark.line
    return line + 1


def not_yaml(name: str, line: int | None, problem: str) -> Problem:
    """Return the Problem that the text is not valid YAML at that line."""
    maybe = "Maybe the indentation, a colon or a quotation mark is off on this line or the one above."
    return Problem(name, line, f"this is not valid YAML: {problem}", maybe=maybe)
