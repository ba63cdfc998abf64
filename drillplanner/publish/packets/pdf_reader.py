"""Reads a PDF that Typst wrote, object by object, as far as joining several into one needs it.

Typst writes plain objects with an old-fashioned table of their places, nothing packed into streams of objects, so
that a reference is text such as ``12 0 R`` outside strings and streams. A file of another sort is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

#: What stands in an object besides strings and streams, and matters: references, and numbers of structure parents.
_MARK = re.compile(rb"\(|<[0-9A-Fa-f]|(?<![0-9.])(\d+) 0 R(?![A-Za-z0-9])|/StructParents? (\d+)|stream\r?\n")
_NAMED = re.compile(rb"\(([^()\\]*)\)\s*(\d+) 0 R")
_IN_STRING = re.compile(rb"[()\\]")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")


class UnreadablePdfError(Exception):
    """The file is not as Typst writes it."""


@dataclass(frozen=True)
class ObjectRenumbering:
    """How an object is written into another file: its references, numbers of structure parents, and ids."""

    reference: Callable[[int], int]
    structure_parent: Callable[[int], int]
    name: Callable[[bytes], bytes]


@dataclass(frozen=True)
class PdfText:
    """A PDF's bytes, with where each of its objects begins and where the next one, or the table, does."""

    data: bytes
    places: dict[int, tuple[int, int]] = field(repr=False)
    trailer: bytes = b""

    def body(self, number: int) -> bytes:
        """What stands between ``obj`` and ``endobj``."""
        first, last = self.places[number]
        start = self.data.index(b"obj", first) + 3
        return self.data[start:last].rstrip().removesuffix(b"endobj").strip(b"\r\n ")

    @cached_property
    def catalog(self) -> bytes:
        """The catalog's dictionary."""
        return self.body(reference(self.trailer, b"Root"))


def read_pdf(data: bytes) -> PdfText:
    """The objects of a PDF. Raises UnreadablePdfError for one that is not as Typst writes it."""
    at = data.rfind(b"startxref")
    table = int(data[at + 9 :].split()[0]) if at >= 0 else -1
    if table < 0 or not data.startswith(b"xref", table) or b"/ObjStm" in data:
        raise UnreadablePdfError("the PDF has no plain table of objects")
    head = re.compile(rb"xref\s+0 (\d+)\s+").match(data, table)
    if head is None:
        raise UnreadablePdfError("the PDF's table of objects does not begin at 0")
    entries = _ENTRY.findall(data, head.end(), head.end() + 20 * int(head[1]))
    begins = {number: int(place) for number, (place, _, kind) in enumerate(entries) if kind == b"n"}
    in_order = sorted(begins.values())
    ends = dict(zip(in_order, [*in_order[1:], table], strict=True))
    places = {number: (place, ends[place]) for number, place in begins.items()}
    trailer = data[data.index(b"trailer", head.end()) : at]
    return PdfText(data, places, trailer)


def reference(dictionary: bytes, key: bytes) -> int:
    """The object that a key of a dictionary refers to. Raises UnreadablePdfError where there is none."""
    found = re.search(rb"/" + key + rb"\s*\[?\s*(\d+) 0 R", dictionary)
    if found is None:
        raise UnreadablePdfError(f"no reference under /{key.decode()}")
    return int(found[1])


def references(dictionary: bytes, key: bytes) -> list[int]:
    """All objects in the array of a key."""
    found = re.search(rb"/" + key + rb"\s*\[([^\]]*)\]", dictionary)
    return [int(one) for one in re.findall(rb"(\d+) 0 R", found[1])] if found else []


def first_group(pattern: bytes, text: bytes) -> bytes:
    """The first group of a pattern in a text; empty where it does not match."""
    found = re.search(pattern, text, re.DOTALL)
    return found[1] if found else b""


def names_of(dictionary: bytes, key: bytes) -> dict[bytes, int]:
    """The names of a tree that stands in a dictionary as one list, with the objects that they name."""
    listed = first_group(rb"/" + key + rb"<</Names\[(.*?)\]", dictionary)
    names = {name: int(number) for name, number in _NAMED.findall(listed)}
    if len(names) != listed.count(b" 0 R"):
        raise UnreadablePdfError(f"names under /{key.decode()} are not plain")
    return names


def bookmarks_of(pdf: PdfText, outlines: int) -> list[int]:
    """The bookmarks of the highest level, in their order. Raises UnreadablePdfError where there are none."""
    chain, body, key = [], pdf.body(outlines), b"First"
    while re.search(rb"/" + key + rb" \d+ 0 R", body):
        chain.append(reference(body, key))
        body, key = pdf.body(chain[-1]), b"Next"
    if not chain:
        raise UnreadablePdfError("the PDF has no bookmarks")
    return chain


def rewrite_object(body: bytes, how: ObjectRenumbering) -> bytes:
    """An object's text with everything that is numbered anew; strings are given to ``how.name``, streams left."""
    parts: list[bytes] = []
    at = 0
    while (found := _MARK.search(body, at)) is not None:
        parts.append(body[at : found.start()])
        if found[0] == b"(":
            end = _end_of_string(body, found.start())
            parts.append(how.name(body[found.start() : end]))
            at = end
        elif found[1] is not None:
            parts.append(b"%d 0 R" % how.reference(int(found[1])))
            at = found.end()
        elif found[2] is not None:
            word = found[0].split()[0]
            parts.append(b"%s %d" % (word, how.structure_parent(int(found[2]))))
            at = found.end()
        elif found[0].startswith(b"<"):
            at = body.index(b">", found.start()) + 1
            parts.append(body[found.start() : at])
        else:  # a stream runs to the end of its object
            parts.append(body[found.start() :])
            return b"".join(parts)
    parts.append(body[at:])
    return b"".join(parts)


def _end_of_string(body: bytes, at: int) -> int:
    """Behind the bracket that ends the string which begins at ``at``."""
    depth = 0
    while (found := _IN_STRING.search(body, at)) is not None:
        at = found.end()
        if found[0] == b"\\":
            at += 1
        elif found[0] == b"(":
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return at
    raise UnreadablePdfError("a string has no end")
