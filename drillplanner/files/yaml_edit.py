"""Change one top-level key of a YAML file and leave every other byte as it is: comments, order, and line ends.

Each change is checked: the new text must read as the old data with just that change. Otherwise the file is written
in a way that is not foreseen here, and a person must edit it.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from typing import Any

import yaml

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import parse_document
from drillplanner.files.yaml_text import not_yaml

#: Words and dates that need no quotation marks.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\d{4}-\d{2}-\d{2}")


def with_value(raw: bytes, name: str, key: str, value: str) -> bytes:
    """Return the file with ``key: value`` at the top level; ``value`` is written as in YAML.

    Raises InputError: the file is not YAML, or it is written so that a person must edit it.
    """
    text = _EditedText(raw, name)
    node = text.values.get(key)
    if node is None:
        text.append(f"{key}: {value}")
    elif node.start_mark.index == node.end_mark.index:
        text.replace(node.start_mark.index, node.end_mark.index, f" {value}")
    else:
        text.replace(node.start_mark.index, node.end_mark.index, value)
    return text.checked({**text.data, key: parse_document(value.encode(), name).data})


def with_item(raw: bytes, name: str, key: str, item: str | dict[str, str]) -> bytes:
    """Return the file with one more entry in the list ``key``: a word, or a mapping of words.

    Raises InputError: the file is not YAML, or it is written so that a person must edit it.
    """
    text = _EditedText(raw, name)
    node = text.values.get(key)
    written = item if isinstance(item, str) else _flow_mapping(item)
    if node is None:
        text.append(f"{key}: [{written}]" if isinstance(item, str) else f"{key}:{text.line_end}  - {written}")
    elif isinstance(node, yaml.SequenceNode) and node.flow_style:
        text.replace(node.end_mark.index - 1, node.end_mark.index - 1, f"{', ' if node.value else ''}{written}")
    elif isinstance(node, yaml.SequenceNode):
        text.insert_below(node.value[-1], f"{' ' * node.start_mark.column}- {written}")
    else:
        text.replace(node.start_mark.index, node.end_mark.index, f" [{written}]")
    return text.checked({**text.data, key: [*(text.data.get(key) or ()), item]})


def without_entry(raw: bytes, name: str, key: str, entry: str) -> bytes:
    """Return the file without one entry of the mapping ``key``.

    Raises InputError: the file is not YAML, or it is written so that a person must edit it.
    """
    text = _EditedText(raw, name)
    rest = {other: value for other, value in text.data[key].items() if other != entry}
    node = text.values[key]
    if not rest or node.flow_style:
        after = "" if node.flow_style else text.line_end
        text.replace(node.start_mark.index, node.end_mark.index, _flow_mapping(rest) + after)
    else:
        text.remove(*next((name_node, value) for name_node, value in node.value if name_node.value == entry))
    return text.checked({**text.data, key: rest})


def _flow_mapping(entries: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {_quoted(value)}" for key, value in entries.items()) + "}"


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


class _EditedText:
    """The text of a YAML file whose top level is a mapping, with its values as nodes that know their places."""

    def __init__(self, raw: bytes, name: str) -> None:
        self._name = name
        self._mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        self._text = raw[len(self._mark) :].decode("utf-8")
        self.data: dict[str, Any] = parse_document(raw, name).data or {}
        self.line_end = "\r\n" if "\r\n" in self._text else "\n"
        try:
            top = yaml.compose(self._text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            raise InputError(not_yaml(name, None, str(error))) from error
        pairs: Sequence[tuple[yaml.Node, yaml.Node]] = top.value if isinstance(top, yaml.MappingNode) else ()
        self.values: dict[str, Any] = {key.value: value for key, value in pairs}

    def replace(self, start: int, end: int, new: str) -> None:
        """Put a new text in place of these characters."""
        self._text = self._text[:start] + new + self._text[end:]

    def append(self, lines: str) -> None:
        """Add lines at the end."""
        if self._text and not self._text.endswith(("\n", "\r")):
            self._text += self.line_end
        self._text += lines + self.line_end

    def insert_below(self, node: yaml.Node, line: str) -> None:
        """Add a line below the last line of a node."""
        end = self._end_of(node)
        self.replace(end, end, self.line_end + line)

    def remove(self, key: yaml.Node, value: yaml.Node) -> None:
        """Remove the lines from a key to the end of its value."""
        start = self._text.rfind("\n", 0, key.start_mark.index) + 1
        end = self._text.find("\n", self._end_of(value))
        self.replace(start, len(self._text) if end < 0 else end + 1, "")

    def _end_of(self, node: yaml.Node) -> int:
        """Return where the last line of a node ends; a block's own end is at the start of what follows."""
        end = len(self._text[: node.end_mark.index].rstrip())
        found = self._text.find("\n", end)
        found = len(self._text) if found < 0 else found
        return found - 1 if self._text[found - 1 : found] == "\r" else found

    def checked(self, expected: dict[str, Any]) -> bytes:
        """Return the bytes. Raises InputError: they do not read as expected."""
        raw = self._mark + self._text.encode("utf-8")
        try:
            read = parse_document(raw, self._name).data
        except InputError:
            read = None
        if read != expected:
            message = "this file is written so that it must be changed by hand"
            raise InputError(Problem(self._name, None, message, allowed="the change made in a text editor"))
        return raw
