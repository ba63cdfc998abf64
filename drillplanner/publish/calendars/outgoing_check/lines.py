"""The bytes of a calendar file as properties: octets, folds, names, parameters, escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_LINE = 75

_FOLDS = frozenset({b" ", b"\t"})
_EMPTY = _FOLDS | {b""}
_FORBIDDEN = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")
_PROPERTY = re.compile(r'([A-Z][A-Z0-9-]*)((?:;[A-Z][A-Z0-9-]*=(?:"[^"]*"|[^";:,]*))*):(.*)')
_PARAMETER = re.compile(r';([A-Z][A-Z0-9-]*)=("[^"]*"|[^";:,]*)')
#: A text in which each backslash starts an escape and each semicolon or comma is escaped.
_TEXT = re.compile(r"[^\\;,]*(?:\\[\\;,n][^\\;,]*)*")


class OutgoingProperty(NamedTuple):
    """One property of a component."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    value: str

    @property
    def shown(self) -> str:
        """The name with its parameters, as in the file."""
        return self.name + "".join(f";{name}={value}" for name, value in self.parameters)


class OutgoingComponent:
    """A component: its properties in order, and the components inside it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.properties: list[OutgoingProperty] = []
        self.inside: list[OutgoingComponent] = []
        self._first: dict[str, OutgoingProperty] = {}

    def add(self, entry: OutgoingProperty) -> None:
        """Add a property."""
        self.properties.append(entry)
        self._first.setdefault(entry.name, entry)

    def find(self, name: str) -> OutgoingProperty | None:
        """Return the first property with this name, or None."""
        return self._first.get(name)

    def value(self, name: str) -> str:
        """Return the value of the first property with this name; empty if there is none."""
        entry = self._first.get(name)
        return "" if entry is None else entry.value


def octet_flaws(raw: bytes) -> list[str]:
    """Return what is wrong with the lines themselves, before any is read."""
    rows = raw.split(b"\r\n")
    # Quick check, which nearly all files pass: a fold inside a character makes the decoding fail.
    if rows.pop() == b"" and rows and max(map(len, rows)) <= LONGEST_LINE and not _EMPTY & {*rows}:
        try:
            if _FORBIDDEN.search(raw.decode("utf-8").replace("\r\n", "")) is None and rows[0][:1] not in _FOLDS:
                return []
        except UnicodeDecodeError:
            pass
    return list(_octet_flaws(raw))


def _octet_flaws(raw: bytes) -> Iterator[str]:
    if not raw.endswith(b"\r\n"):
        yield "the last line has no end"
    rows = raw.split(b"\r\n")[:-1]
    for row in rows:
        if len(row) > LONGEST_LINE:
            yield f"a line of {len(row)} octets: {row[:40]!r}"
        if row in _EMPTY:
            yield "an empty line"
        try:
            shown = row.decode("utf-8")
        except UnicodeDecodeError:
            yield f"a line that is no UTF-8, or is folded inside a character: {row[:40]!r}"
            continue
        if match := _FORBIDDEN.search(shown):
            yield f"the character U+{ord(match[0]):04X} in a line: {row[:40]!r}"
    if rows and rows[0][:1] in _FOLDS:
        yield "the first line is a fold"


def components_of(raw: bytes) -> tuple[list[OutgoingComponent], list[str]]:
    """Return the outermost components, and a sentence for each line that is no property or does not fit."""
    outermost: list[OutgoingComponent] = []
    open_components: list[OutgoingComponent] = []
    flaws = []
    text = raw.decode("utf-8", "replace").replace("\r\n ", "").replace("\r\n\t", "")
    for row in text.split("\r\n")[:-1]:
        match = _PROPERTY.fullmatch(row)
        if match is None:
            flaws.append(f"not a property: {row[:60]!r}")
            continue
        name, parameters, value = match.groups()
        if name == "BEGIN":
            component = OutgoingComponent(value)
            (open_components[-1].inside if open_components else outermost).append(component)
            open_components.append(component)
        elif name == "END":
            if not open_components or open_components[-1].name != value:
                flaws.append(f"END:{value} closes nothing that is open")
            else:
                open_components.pop()
        elif not open_components:
            flaws.append(f"{name} stands outside of every component")
        else:
            pairs = tuple(_PARAMETER.findall(parameters)) if parameters else ()
            open_components[-1].add(OutgoingProperty(name, pairs, value))
    flaws += [f"{component.name} is never closed" for component in open_components]
    return outermost, flaws


def is_text(value: str) -> bool:
    """Check whether the value is a TEXT with its escapes (RFC 5545 section 3.3.11)."""
    return _TEXT.fullmatch(value) is not None


def is_list(value: str) -> bool:
    """Check whether the value is a list of texts, none of them empty."""
    parts = re.split(r"(?<!\\)(?:\\\\)*,", value)
    return bool(value) and all(part and is_text(part) for part in parts)
