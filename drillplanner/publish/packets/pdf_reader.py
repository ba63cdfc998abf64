"""A reader for PDFs that Typst wrote, object by object, as far as joining several PDFs needs it.

Typst writes plain objects with a classic cross-reference table and no object streams, so a reference is text such
as ``12 0 R`` outside strings and streams. Any other kind of file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

#: What renumbering an object must recognize: strings (skipped), streams (skipped), references, and the numbers of
#: structure parents.
_MARK = re.compile(rb"\(|<[0-9A-Fa-f]|(?<![0-9.])(\d+) 0 R(?![A-Za-z0-9])|/StructParents? (\d+)|stream\r?\n")
_NAMED = re.compile(rb"\(([^()\\]*)\)\s*(\d+) 0 R")
_IN_STRING = re.compile(rb"[()\\]")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")


class UnreadablePdfError(Exception):
    """The file is not a PDF as Typst writes it."""


@dataclass(frozen=True)
class ObjectRenumbering:
    """The functions that map an object's references, structure parent numbers, and names into another file."""

    reference: Callable[[int], int]
    structure_parent: Callable[[int], int]
    name: Callable[[bytes], bytes]


@dataclass(frozen=True)
class PdfText:
    """A PDF's bytes. ``object_ranges`` maps object numbers to (first byte, byte after the end)."""

    data: bytes
    object_ranges: dict[int, tuple[int, int]] = field(repr=False)
    trailer: bytes = b""

    def body(self, number: int) -> bytes:
        """Return an object's bytes between ``obj`` and ``endobj``."""
        first, last = self.object_ranges[number]
        start = self.data.index(b"obj", first) + 3
        return self.data[start:last].rstrip().removesuffix(b"endobj").strip(b"\r\n ")

    @cached_property
    def catalog(self) -> bytes:
        """The catalog's dictionary (the PDF's root object)."""
        return self.body(reference(self.trailer, b"Root"))


def read_pdf(data: bytes) -> PdfText:
    """Return the objects of a PDF. Raises UnreadablePdfError: the file is not as Typst writes it."""
    start_mark = data.rfind(b"startxref")
    table = int(data[start_mark + 9 :].split()[0]) if start_mark >= 0 else -1
    if table < 0 or not data.startswith(b"xref", table) or b"/ObjStm" in data:
        raise UnreadablePdfError("the PDF has no plain table of objects")
    head = re.compile(rb"xref\s+0 (\d+)\s+").match(data, table)
    if head is None:
        raise UnreadablePdfError("the PDF's table of objects does not begin at 0")
    entries = _ENTRY.findall(data, head.end(), head.end() + 20 * int(head[1]))
    begins = {number: int(start) for number, (start, _, kind) in enumerate(entries) if kind == b"n"}
    in_order = sorted(begins.values())
    ends = dict(zip(in_order, [*in_order[1:], table], strict=True))
    object_ranges = {number: (start, ends[start]) for number, start in begins.items()}
    trailer = data[data.index(b"trailer", head.end()) : start_mark]
    return PdfText(data, object_ranges, trailer)


def reference(dictionary: bytes, key: bytes) -> int:
    """Return the number of the object under a key of a dictionary. Raises UnreadablePdfError: there is none."""
    match = re.search(rb"/" + key + rb"\s*\[?\s*(\d+) 0 R", dictionary)
    if match is None:
        raise UnreadablePdfError(f"no reference under /{key.decode()}")
    return int(match[1])


def references(dictionary: bytes, key: bytes) -> list[int]:
    """Return the numbers of all objects in the array under a key."""
    match = re.search(rb"/" + key + rb"\s*\[([^\]]*)\]", dictionary)
    return [int(number) for number in re.findall(rb"(\d+) 0 R", match[1])] if match else []


def first_group(pattern: bytes, text: bytes) -> bytes:
    """Return the first group of a pattern's first match in a text; empty if nothing matches."""
    match = re.search(pattern, text, re.DOTALL)
    return match[1] if match else b""


def names_of(dictionary: bytes, key: bytes) -> dict[bytes, int]:
    """Return the names of a name tree with the objects they name. Raises UnreadablePdfError: not one flat list."""
    listed = first_group(rb"/" + key + rb"<</Names\[(.*?)\]", dictionary)
    names = {name: int(number) for name, number in _NAMED.findall(listed)}
    if len(names) != listed.count(b" 0 R"):
        raise UnreadablePdfError(f"names under /{key.decode()} are not plain")
    return names


def bookmarks_of(pdf: PdfText, outlines: int) -> list[int]:
    """Return the top-level bookmarks in order. Raises UnreadablePdfError: there are none."""
    chain, body, key = [], pdf.body(outlines), b"First"
    while re.search(rb"/" + key + rb" \d+ 0 R", body):
        chain.append(reference(body, key))
        body, key = pdf.body(chain[-1]), b"Next"
    if not chain:
        raise UnreadablePdfError("the PDF has no bookmarks")
    return chain


def rewrite_object(body: bytes, renumbering: ObjectRenumbering) -> bytes:
    """Return an object's text renumbered; strings go through ``renumbering.name``, streams stay as they are."""
    parts: list[bytes] = []
    position = 0
    while (match := _MARK.search(body, position)) is not None:
        parts.append(body[position : match.start()])
        if match[0] == b"(":
            end = _end_of_string(body, match.start())
            parts.append(renumbering.name(body[match.start() : end]))
            position = end
        elif match[1] is not None:
            parts.append(b"%d 0 R" % renumbering.reference(int(match[1])))
            position = match.end()
        elif match[2] is not None:
            word = match[0].split()[0]
            parts.append(b"%s %d" % (word, renumbering.structure_parent(int(match[2]))))
            position = match.end()
        elif match[0].startswith(b"<"):
            position = body.index(b">", match.start()) + 1
            parts.append(body[match.start() : position])
        else:  # a stream runs to the end of its object
            parts.append(body[match.start() :])
            return b"".join(parts)
    parts.append(body[position:])
    return b"".join(parts)


def _end_of_string(body: bytes, position: int) -> int:
    """Return the position after the parenthesis that ends the string beginning at ``position``."""
    depth = 0
    while (match := _IN_STRING.search(body, position)) is not None:
        position = match.end()
        if match[0] == b"\\":
            position += 1
        elif match[0] == b"(":
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return position
    raise UnreadablePdfError("a string has no end")
