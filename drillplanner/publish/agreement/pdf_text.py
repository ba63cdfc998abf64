"""The text of a PDF that Typst wrote, page by page, in the order in which it was drawn.

Typst writes glyph numbers; each font brings the table by which they are letters again. Nothing else is read:
pieces of text are joined by spaces, wherever they stand on the page.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping

from drillplanner.publish.packets.pdf_reader import PdfText, UnreadablePdfError, read_pdf, reference, references

_FONT = re.compile(rb"/([A-Za-z0-9]+) (\d+) 0 R")
#: A piece of text in a page's drawing. Typst writes line ends in strings as escapes: these words are no glyphs.
_PIECE = re.compile(rb"\nBT\b(.*?)\nET\b", re.DOTALL)
#: What is read of a piece: the font that is set, and strings of glyphs. A string may have parentheses in pairs;
#: two levels of them are read.
_PLAIN = rb"[^()\\]*(?:\\.[^()\\]*)*"
_NESTED = rb"(?:\(" + _PLAIN + rb"(?:\(" + _PLAIN + rb"\)" + _PLAIN + rb")*\)" + _PLAIN + rb")*"
_DRAWN = re.compile(
    rb"/(?:ActualText|Lang|Alt)\s*\(" + _PLAIN + _NESTED + rb"\)"
    rb"|/([A-Za-z0-9]+) [\d.]+ Tf|\((" + _PLAIN + _NESTED + rb")\)",
    re.DOTALL,
)
_TABLE = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")

#: Letters by glyph number, as ``str.translate`` takes them.
GlyphTable = dict[int, str]


class _DrawnText(dict[bytes, str]):
    """Pieces of text, as they are drawn and in words; the same ones are drawn on page after page."""

    def __init__(self, fonts: Mapping[bytes, GlyphTable]) -> None:
        super().__init__()
        self._fonts = fonts

    def __missing__(self, piece: bytes) -> str:
        words: list[str] = []
        glyphs: list[bytes] = []
        table: GlyphTable = {}
        for match in _DRAWN.finditer(piece):
            if match[1] is not None:
                words.append(_words(glyphs, table))
                glyphs, table = [], self._fonts.get(match[1], {})
            elif match[2] is not None:
                glyphs.append(match[2])
        text = self[piece] = "".join((*words, _words(glyphs, table)))
        return text


def _words(strings: Iterable[bytes], table: GlyphTable) -> str:
    drawn = b"".join(strings)
    glyphs = _unescaped(drawn) if b"\\" in drawn else drawn
    return glyphs.decode("utf-16-be", "replace").translate(table)


def pages_of_pdf(data: bytes) -> Iterator[str]:
    """Yield the text of each page. Raises UnreadablePdfError: it is not a PDF as Typst writes it."""
    pdf = read_pdf(data)
    tables: dict[int, GlyphTable] = {}
    # Pages that name their fonts alike share what was read of them.
    drawn: dict[tuple[tuple[bytes, int], ...], _DrawnText] = {}
    for page in _pages(pdf, reference(pdf.catalog, b"Pages")):
        body = pdf.body(page)
        fonts = tuple((name, int(number)) for name, number in _FONT.findall(_fonts_of(pdf, body)))
        if fonts not in drawn:
            for _, number in fonts:
                if number not in tables:
                    tables[number] = _glyph_table(pdf, number)
            drawn[fonts] = _DrawnText({name: tables[number] for name, number in fonts})
        yield _text(_stream(pdf, reference(body, b"Contents")), drawn[fonts])


def _pages(pdf: PdfText, node: int) -> Iterator[int]:
    kids = references(pdf.body(node), b"Kids")
    for kid in kids:
        if b"/Type/Pages" in pdf.body(kid)[:200]:
            yield from _pages(pdf, kid)
        else:
            yield kid


def _fonts_of(pdf: PdfText, page: bytes) -> bytes:
    resources = pdf.body(reference(page, b"Resources")) if re.search(rb"/Resources \d", page) else page
    listed = re.search(rb"/Font\s*(?:<<(.*?)>>|(\d+) 0 R)", resources, re.DOTALL)
    if listed is None:
        return b""
    return listed[1] if listed[2] is None else pdf.body(int(listed[2]))


def _stream(pdf: PdfText, number: int) -> bytes:
    body = pdf.body(number)
    begin = re.search(rb"stream\r?\n", body)
    if begin is None:
        raise UnreadablePdfError(f"object {number} has no stream")
    raw = body[begin.end() :]
    return zlib.decompressobj().decompress(raw) if b"/FlateDecode" in body[: begin.start()] else raw


def _glyph_table(pdf: PdfText, font: int) -> GlyphTable:
    body = pdf.body(font)
    if b"/ToUnicode" not in body:
        return {}
    table: GlyphTable = {}
    for kind, listed in _TABLE.findall(_stream(pdf, reference(body, b"ToUnicode"))):
        values = _HEX.findall(listed)
        if kind == b"bfchar":
            table |= {
                int(glyph, 16): _letters(text) for glyph, text in zip(values[::2], values[1::2], strict=True)
            }
            continue
        for first, last, text in zip(values[::3], values[1::3], values[2::3], strict=True):
            start, letters = int(first, 16), _letters(text)
            table |= {
                start + step: letters[:-1] + chr(ord(letters[-1]) + step)
                for step in range(int(last, 16) - start + 1)
            }
    return table


def _letters(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be", "replace")


def _text(drawing: bytes, drawn: Mapping[bytes, str]) -> str:
    pieces = (drawn[piece] for piece in _PIECE.findall(drawing))
    return " ".join(" ".join(piece for piece in pieces if piece).split())


def _unescaped(string: bytes) -> bytes:
    """Return the bytes of a PDF string; Python reads the same escapes, but for those of parentheses."""
    plain = string.replace(rb"\\", rb"\134").replace(rb"\(", b"(").replace(rb"\)", b")")
    return plain.decode("unicode_escape").encode("latin-1")
