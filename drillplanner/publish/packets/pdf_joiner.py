"""Joins accessible PDFs into one, with bookmarks and structure, in little memory.

Each part is read, numbered anew and written at once; kept are the places of objects, eight bytes each, and a few
lines a part. What makes a PDF accessible is joined too: the structure trees under one document element, the
numbers by which pages find their elements (ISO 32000-1, 14.7.4.4), ids of table headers, named places, page
labels. The libraries that join PDFs (pypdf, pikepdf) take pages over and leave their structure behind.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

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

#: A link of the front that leads to the first page of a part has this before the part's name.
TO_PART = "binder:"

#: The name of the front, to which no link leads.
_FRONT = ""
#: So many lines of the table of objects are written at a time.
_LINES = 1000

_NUMBERED = re.compile(rb"(\d+) (\d+) 0 R")
_LINK_TO_PART = re.compile(rb"/A\s*<<[^<>]*?/URI\(" + TO_PART.encode() + rb"([^()\\]*)\)[^<>]*?>>")

#: The first objects of the joined file.
_CATALOG, _PAGES, _STRUCTURE, _DOCUMENT, _OUTLINES, _PARENTS, _IDS, _PLACES = range(1, 9)


@dataclass(frozen=True)
class PdfPart:
    """A PDF to be joined: its name, to which links of the front may lead, and where it lies."""

    name: str
    path: Path


def page_count(data: bytes) -> int:
    """How many pages a PDF has. Raises UnreadablePdfError."""
    pdf = read_pdf(data)
    pages = pdf.body(reference(pdf.catalog, b"Pages"))
    found = re.search(rb"/Count (\d+)", pages)
    if found is None:
        raise UnreadablePdfError("the PDF does not say how many pages it has")
    return int(found[1])


def join_pdfs(front: Sequence[Path], parts: Sequence[PdfPart]) -> Iterator[bytes]:
    """The bytes of one PDF: the front, of one file or several, then the parts.

    Title and language are those of the front's first file. The front's pages are numbered through.
    Raises UnreadablePdfError for a file that is not as Typst writes it.
    """
    writer = _Writer()
    yield writer.header()
    for number, part in enumerate(parts, start=len(front)):
        yield from writer.take(read_pdf(part.path.read_bytes()), number, part.name)
    for number, path in enumerate(front):  # written last, when it is known where its links lead
        yield from writer.take(read_pdf(path.read_bytes()), number, _FRONT)
    yield from writer.finish()


@dataclass
class _JoinedPart:
    """What is kept of a part until the end: all numbers are those of the joined file."""

    name: str
    pages: int
    pages_root: int
    first_page: int
    elements: list[int]
    bookmarks: list[tuple[int, bytes]]
    parents: tuple[int, int]
    ids: list[int]
    places: list[int]
    metadata: int
    info: int


@dataclass
class _Writer:
    at: int = 0
    offsets: array[int] = field(default_factory=lambda: array("Q", [0] * (_PLACES + 1)))
    structure_parents: int = 0
    pieces: dict[int, _JoinedPart] = field(default_factory=dict)
    roles: dict[bytes, bytes] = field(default_factory=dict)
    language: bytes = b"en-US"
    digest: hashlib._Hash = field(default_factory=lambda: hashlib.sha256(usedforsecurity=False))

    def header(self) -> bytes:
        return self._counted(b"%PDF-1.7\n%\x80\x80\x80\x80\n")

    def take(self, pdf: PdfText, number: int, name: str) -> Iterator[bytes]:
        """Write the objects of a part; keeps what joins it to the others."""
        catalog = pdf.catalog
        pages, structure = reference(catalog, b"Pages"), reference(catalog, b"StructTreeRoot")
        outlines, info = reference(catalog, b"Outlines"), reference(pdf.trailer, b"Info")
        metadata = reference(catalog, b"Metadata")
        tree = pdf.body(structure)
        base, first_key = len(self.offsets) - 1, self.structure_parents
        moved = {structure: _DOCUMENT, outlines: _OUTLINES}
        ids, places = names_of(tree, b"IDTree"), names_of(catalog, b"Dests")
        plain = ObjectRenumbering(
            lambda one: moved.get(one, base + one), lambda key: first_key + key, lambda text: text
        )
        named = replace(plain, name=_renaming(number, ids.keys() | places.keys()))
        tops = bookmarks_of(pdf, outlines)
        elements = references(tree, b"K")
        skipped = {reference(pdf.trailer, b"Root"), structure, outlines, *tops}
        skipped |= {info, metadata} if number else set()
        self.offsets.extend([0] * max(pdf.places))
        for one in sorted(pdf.places.keys() - skipped):
            body = pdf.body(one)
            head = body[:200]
            body = rewrite_object(body, named if b"/StructElem" in head or b"/Link" in head else plain)
            if one == pages:
                body = body.replace(b"<<", b"<</Parent %d 0 R" % _PAGES, 1)
            elif one in elements:
                body = body.replace(b"/S/Document", b"/S/Part", 1)
            elif name == _FRONT and b"/Link" in head:
                body = _LINK_TO_PART.sub(self._link, body)
            yield self._object(base + one, body)
        parents, last_key, leaf = self._parents_of(tree, base)
        yield leaf
        kids = references(pdf.body(pages), b"Kids")
        id_leaf, place_leaf = self._leaf(ids, number, base), self._leaf(places, number, base)
        yield from (leaf for _, leaf in (*id_leaf, *place_leaf))
        self.structure_parents = last_key + 1
        self.roles |= dict(re.findall(rb"/(\w+)/(\w+)", first_group(rb"/RoleMap<<(.*?)>>", tree)))
        if number == 0:
            self.language = first_group(rb"/Lang\(([^()]*)\)", catalog)
        self.pieces[number] = _JoinedPart(
            name=name,
            pages=len(kids),
            pages_root=base + pages,
            first_page=base + kids[0],
            elements=[base + element for element in elements],
            bookmarks=[(base + top, rewrite_object(pdf.body(top), plain)) for top in tops],
            parents=(first_key, parents),
            ids=[one for one, _ in id_leaf],
            places=[one for one, _ in place_leaf],
            metadata=base + metadata,
            info=base + info,
        )

    def finish(self) -> Iterator[bytes]:
        """What holds the parts together, and the table of all objects."""
        pieces = [self.pieces[number] for number in sorted(self.pieces)]
        front = pieces[0]
        count, roots = sum(piece.pages for piece in pieces), _refs(piece.pages_root for piece in pieces)
        yield self._object(_PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, roots))
        yield self._object(
            _DOCUMENT,
            b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>"
            % (_STRUCTURE, _refs(element for piece in pieces for element in piece.elements)),
        )
        roles = b"".join(b"/%s/%s" % pair for pair in sorted(self.roles.items()))
        ids = [one for piece in pieces for one in piece.ids]
        places = [place for piece in pieces for place in piece.places]
        yield self._object(
            _STRUCTURE,
            b"<</Type/StructTreeRoot/RoleMap<<%s>>/K[%d 0 R]"
            b"/ParentTree %d 0 R/ParentTreeNextKey %d/IDTree %d 0 R>>"
            % (roles, _DOCUMENT, _PARENTS, self.structure_parents, _IDS),
        )
        parents = [leaf for _, leaf in sorted(piece.parents for piece in pieces)]
        for number, kids in ((_PARENTS, parents), (_IDS, ids), (_PLACES, places)):
            kind = b"Nums" if number == _PARENTS else b"Names"
            yield self._object(number, b"<</Kids[%s]>>" % _refs(kids) if kids else b"<</%s[]>>" % kind)
        bookmarks = [bookmark for piece in pieces for bookmark in piece.bookmarks]
        for place, (number, body) in enumerate(bookmarks):
            yield self._object(number, _link_bookmark(body, bookmarks, place))
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
            % (_PAGES, front.metadata, self.language, _STRUCTURE, _OUTLINES, _labels(pieces), _PLACES),
        )
        yield from self._table(front.info)

    def _link(self, found: re.Match[bytes]) -> bytes:
        page = next(piece.first_page for piece in self.pieces.values() if piece.name.encode() == found[1])
        return b"/Dest[%d 0 R/XYZ null null null]" % page

    def _parents_of(self, tree: bytes, base: int) -> tuple[int, int, bytes]:
        """A leaf of the tree by which pages and links find their elements; gives it with its last key."""
        keys = [
            (self.structure_parents + int(key), base + int(value))
            for key, value in _NUMBERED.findall(first_group(rb"/ParentTree<</Nums\[(.*?)\]", tree))
        ]
        if not keys:
            raise UnreadablePdfError("the PDF is not tagged")
        leaf, first, last = self._next(), keys[0][0], keys[-1][0]
        pairs = b" ".join(b"%d %d 0 R" % pair for pair in keys)
        return leaf, last, self._object(leaf, b"<</Limits[%d %d]/Nums[%s]>>" % (first, last, pairs))

    def _leaf(self, names: dict[bytes, int], number: int, base: int) -> list[tuple[int, bytes]]:
        """A leaf of a tree of names with its object's text, if there are any names."""
        if not names:
            return []
        leaf, ordered = self._next(), sorted(names)
        prefix = _prefix(number)
        pairs = b"".join(b"(%s%s)%d 0 R" % (prefix, name, base + names[name]) for name in ordered)
        limits = b"(%s%s)(%s%s)" % (prefix, ordered[0], prefix, ordered[-1])
        return [(leaf, self._object(leaf, b"<</Limits[%s]/Names[%s]>>" % (limits, pairs)))]

    def _next(self) -> int:
        self.offsets.append(0)
        return len(self.offsets) - 1

    def _object(self, number: int, body: bytes) -> bytes:
        self.offsets[number] = self.at
        return self._counted(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _counted(self, piece: bytes) -> bytes:
        self.at += len(piece)
        self.digest.update(piece)
        return piece

    def _table(self, info: int) -> Iterator[bytes]:
        start, size = self.at, len(self.offsets)
        yield b"xref\n0 %d\n0000000000 65535 f\r\n" % size
        for first in range(1, size, _LINES):
            yield b"".join(
                b"%010d 00000 n\r\n" % place if place else b"0000000000 65535 f\r\n"
                for place in self.offsets[first : first + _LINES]
            )
        mark = self.digest.hexdigest()[:32].encode()
        yield (
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (size, _CATALOG, info, mark, mark, start)
        )


def _prefix(number: int) -> bytes:
    return b"p%05d-" % number


def _renaming(number: int, names: AbstractSet[bytes]) -> Callable[[bytes], bytes]:
    """Gives names of a part its prefix, since another part may have the same; other strings stay as they are."""
    return lambda text: b"(" + _prefix(number) + text[1:] if text[1:-1] in names else text


def _link_bookmark(body: bytes, bookmarks: list[tuple[int, bytes]], place: int) -> bytes:
    """A bookmark of the highest level between its new neighbours, closed."""
    head = re.sub(rb"/(?:Prev|Next) \d+ 0 R", b"", body)
    head = re.sub(rb"/Count (\d+)", rb"/Count -\1", head)
    before = b"/Prev %d 0 R" % bookmarks[place - 1][0] if place else b""
    after = b"/Next %d 0 R" % bookmarks[place + 1][0] if place + 1 < len(bookmarks) else b""
    return head.replace(b"<<", b"<<" + before + after, 1)


def _refs(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _labels(pieces: list[_JoinedPart]) -> bytes:
    """What viewers call the pages: 1, 2 for the front, then 7-1, 7-2 for the part that is named 7."""
    labels, at = [b"0<</S/D>>"], 0
    for piece in pieces:
        if piece.name != _FRONT:
            labels.append(b"%d<</S/D/P(%s-)>>" % (at, piece.name.encode()))
        at += piece.pages
    return b"".join(labels)
