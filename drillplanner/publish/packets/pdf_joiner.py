"""A joiner of accessible PDFs: one file with bookmarks and structure, in little memory.

Each part is read, renumbered, and written at once; only the position of each object (eight bytes) and a few lines
for each part stay in memory. What makes a PDF accessible is joined too: the structure trees under one document
element, the numbers by which pages find their elements (ISO 32000-1, 14.7.4.4), ids of table headers, named
destinations, and page labels. The usual libraries (pypdf, pikepdf) join pages and drop their structure.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from drillplanner.files.reading.bounded import PAPER, read_file
from drillplanner.publish.packets.pdf_reader import (
    ObjectRenumbering,
    PdfText,
    UnreadablePdfError,
    bookmarks_of,
    first_group,
    names_of,
    read_pdf,
    reference,
    references,
    rewrite_object,
)

#: Prefix of the address of a link in the front that leads to a part's first page; the part's name follows.
TO_PART = "binder:"

#: The name of the front; no link leads to it.
_FRONT = ""
#: How many lines of the cross-reference table are written at a time.
_TABLE_LINES = 1000

_NUMBERED = re.compile(rb"(\d+) (\d+) 0 R")
_LINK_TO_PART = re.compile(rb"/A\s*<<[^<>]*?/URI\(" + TO_PART.encode() + rb"([^()\\]*)\)[^<>]*?>>")

#: The numbers of the joined file's first objects.
_CATALOG, _PAGES, _STRUCTURE, _DOCUMENT, _OUTLINES, _PARENTS, _IDS, _DESTINATIONS = range(1, 9)


@dataclass(frozen=True)
class PdfPart:
    """A PDF to be joined: its name, which links of the front refer to, and its file."""

    name: str
    path: Path


def page_count(data: bytes) -> int:
    """Return the number of pages of a PDF. Raises UnreadablePdfError."""
    pdf = read_pdf(data)
    pages = pdf.body(reference(pdf.catalog, b"Pages"))
    match = re.search(rb"/Count (\d+)", pages)
    if match is None:
        raise UnreadablePdfError("the PDF does not say how many pages it has")
    return int(match[1])


def join_pdfs(front: Sequence[Path], parts: Sequence[PdfPart]) -> Iterator[bytes]:
    """Yield the bytes of one PDF: the front (one file or several), then the parts.

    Title and language are those of the front's first file. The front's pages are numbered continuously.
    Raises UnreadablePdfError: a file is not as Typst writes it.
    """
    writer = _JoinedFile()
    yield writer.header()
    for number, part in enumerate(parts, start=len(front)):
        yield from writer.add_part(read_pdf(read_file(part.path, PAPER)), number, part.name)
    for number, path in enumerate(front):  # written last: only now the targets of its links are known
        yield from writer.add_part(read_pdf(read_file(path, PAPER)), number, _FRONT)
    yield from writer.finish()


@dataclass
class _JoinedPart:
    """What stays in memory of a written part until the end; all numbers are those of the joined file."""

    name: str
    pages: int
    pages_root: int
    first_page: int
    elements: list[int]
    bookmarks: list[tuple[int, bytes]]
    parents: tuple[int, int]
    ids: list[int]
    destinations: list[int]
    metadata: int
    info: int


@dataclass
class _JoinedFile:
    """The joined file while it is written: bytes so far (``position``), object positions, and parts by number.

    ``structure_parents`` is the next free number by which a page finds its elements; ``roles`` maps the parts' own
    structure types to standard ones.
    """

    position: int = 0
    offsets: array[int] = field(default_factory=lambda: array("Q", [0] * (_DESTINATIONS + 1)))
    structure_parents: int = 0
    parts: dict[int, _JoinedPart] = field(default_factory=dict)
    roles: dict[bytes, bytes] = field(default_factory=dict)
    language: bytes = b"en-US"
    digest: hashlib._Hash = field(default_factory=lambda: hashlib.sha256(usedforsecurity=False))

    def header(self) -> bytes:
        return self._counted(b"%PDF-1.7\n%\x80\x80\x80\x80\n")

    def add_part(self, pdf: PdfText, number: int, name: str) -> Iterator[bytes]:
        """Yield the objects of a part, renumbered; remember what joins it to the others."""
        catalog = pdf.catalog
        pages, structure = reference(catalog, b"Pages"), reference(catalog, b"StructTreeRoot")
        outlines, info = reference(catalog, b"Outlines"), reference(pdf.trailer, b"Info")
        metadata = reference(catalog, b"Metadata")
        tree = pdf.body(structure)
        base, first_key = len(self.offsets) - 1, self.structure_parents
        moved = {structure: _DOCUMENT, outlines: _OUTLINES}
        ids, destinations = names_of(tree, b"IDTree"), names_of(catalog, b"Dests")
        plain = ObjectRenumbering(
            lambda old: moved.get(old, base + old), lambda key: first_key + key, lambda text: text
        )
        named = replace(plain, name=_renaming(number, ids.keys() | destinations.keys()))
        tops = bookmarks_of(pdf, outlines)
        elements = references(tree, b"K")
        skipped = {reference(pdf.trailer, b"Root"), structure, outlines, *tops}
        skipped |= {info, metadata} if number else set()
        self.offsets.extend([0] * max(pdf.object_ranges))
        for old in sorted(pdf.object_ranges.keys() - skipped):
            body = pdf.body(old)
            head = body[:200]
            body = rewrite_object(body, named if b"/StructElem" in head or b"/Link" in head else plain)
            if old == pages:
                body = body.replace(b"<<", b"<</Parent %d 0 R" % _PAGES, 1)
            elif old in elements:
                body = body.replace(b"/S/Document", b"/S/Part", 1)
            elif name == _FRONT and b"/Link" in head:
                body = _LINK_TO_PART.sub(self._destination, body)
            yield self._object(base + old, body)
        parents, last_key, leaf = self._parent_leaf(tree, base)
        yield leaf
        kids = references(pdf.body(pages), b"Kids")
        id_leaf = self._name_leaf(ids, number, base)
        destination_leaf = self._name_leaf(destinations, number, base)
        yield from (leaf for _, leaf in (*id_leaf, *destination_leaf))
        self.structure_parents = last_key + 1
        self.roles |= dict(re.findall(rb"/(\w+)/(\w+)", first_group(rb"/RoleMap<<(.*?)>>", tree)))
        if number == 0:
            self.language = first_group(rb"/Lang\(([^()]*)\)", catalog)
        self.parts[number] = _JoinedPart(
            name=name,
            pages=len(kids),
            pages_root=base + pages,
            first_page=base + kids[0],
            elements=[base + element for element in elements],
            bookmarks=[(base + top, rewrite_object(pdf.body(top), plain)) for top in tops],
            parents=(first_key, parents),
            ids=[leaf_number for leaf_number, _ in id_leaf],
            destinations=[leaf_number for leaf_number, _ in destination_leaf],
            metadata=base + metadata,
            info=base + info,
        )

    def finish(self) -> Iterator[bytes]:
        """Yield the objects that hold the parts together, and the cross-reference table."""
        parts = [self.parts[number] for number in sorted(self.parts)]
        front = parts[0]
        count, roots = sum(part.pages for part in parts), _refs(part.pages_root for part in parts)
        yield self._object(_PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, roots))
        yield self._object(
            _DOCUMENT,
            b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>"
            % (_STRUCTURE, _refs(element for part in parts for element in part.elements)),
        )
        roles = b"".join(b"/%s/%s" % pair for pair in sorted(self.roles.items()))
        ids = [leaf for part in parts for leaf in part.ids]
        destinations = [leaf for part in parts for leaf in part.destinations]
        yield self._object(
            _STRUCTURE,
            b"<</Type/StructTreeRoot/RoleMap<<%s>>/K[%d 0 R]"
            b"/ParentTree %d 0 R/ParentTreeNextKey %d/IDTree %d 0 R>>"
            % (roles, _DOCUMENT, _PARENTS, self.structure_parents, _IDS),
        )
        parents = [leaf for _, leaf in sorted(part.parents for part in parts)]
        for number, kids in ((_PARENTS, parents), (_IDS, ids), (_DESTINATIONS, destinations)):
            kind = b"Nums" if number == _PARENTS else b"Names"
            yield self._object(number, b"<</Kids[%s]>>" % _refs(kids) if kids else b"<</%s[]>>" % kind)
        bookmarks = [bookmark for part in parts for bookmark in part.bookmarks]
        for index, (number, body) in enumerate(bookmarks):
            yield self._object(number, _link_bookmark(body, bookmarks, index))
        yield self._object(
            _OUTLINES,
            b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
            % (bookmarks[0][0], bookmarks[-1][0], len(bookmarks)),
        )
        yield self._object(
            _CATALOG,
            b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R/Lang(%s)/StructTreeRoot %d 0 R"
            b"/MarkInfo<</Marked true/Suspects false>>/ViewerPreferences<</DisplayDocTitle true/Direction/L2R>>"
            b"/Outlines %d 0 R/PageMode/UseOutlines/PageLabels<</Nums[%s]>>"
            b"/Names<</Dests %d 0 R>>>>"
            % (_PAGES, front.metadata, self.language, _STRUCTURE, _OUTLINES, _page_labels(parts), _DESTINATIONS),
        )
        yield from self._cross_reference_table(front.info)

    def _destination(self, link: re.Match[bytes]) -> bytes:
        page = next(part.first_page for part in self.parts.values() if part.name.encode() == link[1])
        return b"/Dest[%d 0 R/XYZ null null null]" % page

    def _parent_leaf(self, tree: bytes, base: int) -> tuple[int, int, bytes]:
        """Return a leaf of the tree by which pages and links find their elements: its number, last key, object."""
        keys = [
            (self.structure_parents + int(key), base + int(value))
            for key, value in _NUMBERED.findall(first_group(rb"/ParentTree<</Nums\[(.*?)\]", tree))
        ]
        if not keys:
            raise UnreadablePdfError("the PDF is not tagged")
        leaf, first, last = self._new_number(), keys[0][0], keys[-1][0]
        pairs = b" ".join(b"%d %d 0 R" % pair for pair in keys)
        return leaf, last, self._object(leaf, b"<</Limits[%d %d]/Nums[%s]>>" % (first, last, pairs))

    def _name_leaf(self, names: dict[bytes, int], number: int, base: int) -> list[tuple[int, bytes]]:
        """Return the leaf of a name tree, as its number and its object; an empty list without names."""
        if not names:
            return []
        leaf, ordered = self._new_number(), sorted(names)
        prefix = _prefix(number)
        pairs = b"".join(b"(%s%s)%d 0 R" % (prefix, name, base + names[name]) for name in ordered)
        limits = b"(%s%s)(%s%s)" % (prefix, ordered[0], prefix, ordered[-1])
        return [(leaf, self._object(leaf, b"<</Limits[%s]/Names[%s]>>" % (limits, pairs)))]

    def _new_number(self) -> int:
        self.offsets.append(0)
        return len(self.offsets) - 1

    def _object(self, number: int, body: bytes) -> bytes:
        self.offsets[number] = self.position
        return self._counted(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _counted(self, data: bytes) -> bytes:
        self.position += len(data)
        self.digest.update(data)
        return data

    def _cross_reference_table(self, info: int) -> Iterator[bytes]:
        start, size = self.position, len(self.offsets)
        yield b"xref\n0 %d\n0000000000 65535 f\r\n" % size
        for first in range(1, size, _TABLE_LINES):
            yield b"".join(
                b"%010d 00000 n\r\n" % offset if offset else b"0000000000 65535 f\r\n"
                for offset in self.offsets[first : first + _TABLE_LINES]
            )
        file_id = self.digest.hexdigest()[:32].encode()
        yield (
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (size, _CATALOG, info, file_id, file_id, start)
        )


def _prefix(number: int) -> bytes:
    return b"p%05d-" % number


def _renaming(number: int, names: AbstractSet[bytes]) -> Callable[[bytes], bytes]:
    """Return a function that prefixes a part's names, since parts may share names, and leaves other strings."""
    return lambda text: b"(" + _prefix(number) + text[1:] if text[1:-1] in names else text


def _link_bookmark(body: bytes, bookmarks: list[tuple[int, bytes]], index: int) -> bytes:
    """Return a top-level bookmark linked to its new neighbors, and collapsed."""
    head = re.sub(rb"/(?:Prev|Next) \d+ 0 R", b"", body)
    head = re.sub(rb"/Count (\d+)", rb"/Count -\1", head)
    before = b"/Prev %d 0 R" % bookmarks[index - 1][0] if index else b""
    after = b"/Next %d 0 R" % bookmarks[index + 1][0] if index + 1 < len(bookmarks) else b""
    return head.replace(b"<<", b"<<" + before + after, 1)


def _refs(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _page_labels(parts: list[_JoinedPart]) -> bytes:
    """Return the labels viewers show for pages: 1, 2 in the front, then 7-1, 7-2 in the part named 7."""
    labels, first_page = [b"0<</S/D>>"], 0
    for part in parts:
        if part.name != _FRONT:
            labels.append(b"%d<</S/D/P(%s-)>>" % (first_page, part.name.encode()))
        first_page += part.pages
    return b"".join(labels)
