"""Bytes of a calendar file as properties: octets, folds, names, parameters, and the escapes of a text."""

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
#: A text in which each backslash begins an escape, and no semicolon or comma stands bare.
_TEXT = re.compile(r"[^\\;,]*(?:\\[\\;,n][^\\;,]*)*")


class OutgoingProperty(NamedTuple):
    """One property of a component."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    value: str

    @property
    def shown(self) -> str:
        """Its name with its parameters, as in the file."""
        return self.name + "".join(f";{name}={value}" for name, value in self.parameters)


class OutgoingComponent:
    """A component with its properties by name, in order, and what is inside it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.properties: list[OutgoingProperty] = []
        self.inside: list[OutgoingComponent] = []
        self._first: dict[str, OutgoingProperty] = {}

    def add(self, one: OutgoingProperty) -> None:
        """Take up a property."""
        self.properties.append(one)
        self._first.setdefault(one.name, one)

    def one(self, name: str) -> OutgoingProperty | None:
        """The first property of that name."""
        return self._first.get(name)

    def value(self, name: str) -> str:
        """The value of the first property of that name; empty where there is none."""
        found = self._first.get(name)
        return "" if found is None else found.value


def octet_flaws(raw: bytes) -> list[str]:
    """What is wrong with the lines themselves, before any is read."""
    rows = raw.split(b"\r\n")
    # Sound lines, which nearly all are, are seen at a glance: a fold inside a character breaks the whole.
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
        if found := _FORBIDDEN.search(shown):
            yield f"the character U+{ord(found[0]):04X} in a line: {row[:40]!r}"
    if rows and rows[0][:1] in _FOLDS:
        yield "the first line is a fold"


def components_of(raw: bytes) -> tuple[list[OutgoingComponent], list[str]]:
    """The outermost components, and what does not fit together; a sentence for each line that is no property."""
    outermost: list[OutgoingComponent] = []
    open_ones: list[OutgoingComponent] = []
    flaws = []
    text = raw.decode("utf-8", "replace").replace("\r\n ", "").replace("\r\n\t", "")
    for row in text.split("\r\n")[:-1]:
        found = _PROPERTY.fullmatch(row)
        if found is None:
            flaws.append(f"not a property: {row[:60]!r}")
            continue
        name, parameters, value = found.groups()
        if name == "BEGIN":
            component = OutgoingComponent(value)
            (open_ones[-1].inside if open_ones else outermost).append(component)
            open_ones.append(component)
        elif name == "END":
            if not open_ones or open_ones[-1].name != value:
                flaws.append(f"END:{value} closes nothing that is open")
            else:
                open_ones.pop()
        elif not open_ones:
            flaws.append(f"{name} stands outside of every component")
        else:
            told = tuple(_PARAMETER.findall(parameters)) if parameters else ()
            open_ones[-1].add(OutgoingProperty(name, told, value))
    flaws += [f"{one.name} is never closed" for one in open_ones]
    return outermost, flaws


def is_text(value: str) -> bool:
    """Whether the value is a TEXT with its escapes (RFC 5545 section 3.3.11)."""
    return _TEXT.fullmatch(value) is not None


def is_list(value: str) -> bool:
    """Whether the value is a list of texts, none of them empty."""
    parts = re.split(r"(?<!\\)(?:\\\\)*,", value)
    return bool(value) and all(part and is_text(part) for part in parts)
