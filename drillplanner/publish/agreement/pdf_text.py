"""The text of a PDF that Typst wrote, page by page, in the order in which it was drawn.

Typst writes glyph numbers; each font brings the table by which they are letters again. Nothing else is read:
pieces of text are joined by spaces, wherever they stand on the page.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from drillplanner.publish.packets.pdf_reader import PdfText, UnreadablePdfError, read_pdf, reference, references

_FONT = re.compile(rb"/([A-Za-z0-9]+) (\d+) 0 R")
#: What is read of a page's drawing: the font that is set, a string of glyphs, and the end of a piece of text.
#: A string may have parentheses in pairs; two levels of them are read.
_PLAIN = rb"[^()\\]*(?:\\.[^()\\]*)*"
_NESTED = rb"(?:\(" + _PLAIN + rb"(?:\(" + _PLAIN + rb"\)" + _PLAIN + rb")*\)" + _PLAIN + rb")*"
_DRAWN = re.compile(
    rb"/(?:ActualText|Lang|Alt)\s*\(" + _PLAIN + _NESTED + rb"\)"
    rb"|/([A-Za-z0-9]+) [\d.]+ Tf|\((" + _PLAIN + _NESTED + rb")\)|\bET\b",
    re.DOTALL,
)
_TABLE = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")

#: Letters by glyph number, as ``str.translate`` takes them.
GlyphTable = dict[int, str]


class _FontWords(dict[bytes, str]):
    """Strings of glyphs that were drawn with a font, as words; the same ones are drawn on page after page."""

    def __init__(self, table: GlyphTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, drawn: bytes) -> str:
        glyphs = _unescaped(drawn) if b"\\" in drawn else drawn
        words = self[drawn] = glyphs.decode("utf-16-be", "replace").translate(self._table)
        return words


def pages_of_pdf(data: bytes) -> Iterator[str]:
    """Yield the text of each page. Raises UnreadablePdfError: it is not a PDF as Typst writes it."""
    pdf = read_pdf(data)
    words: dict[int, _FontWords] = {}
    for page in _pages(pdf, reference(pdf.catalog, b"Pages")):
        body = pdf.body(page)
        fonts = {name: int(number) for name, number in _FONT.findall(_fonts_of(pdf, body))}
        for number in fonts.values():
            if number not in words:
                words[number] = _FontWords(_glyph_table(pdf, number))
        yield _text(_stream(pdf, reference(body, b"Contents")), {name: words[fonts[name]] for name in fonts})


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


def _text(drawing: bytes, fonts: dict[bytes, _FontWords]) -> str:
    pieces: list[str] = []
    piece: list[str] = []
    words = _FontWords({})
    for match in _DRAWN.finditer(drawing):
        if match[1] is not None:
            words = fonts.get(match[1], _FontWords({}))
        elif match[2] is not None:
            piece.append(words[match[2]])
        elif piece and match[0] == b"ET":
            pieces.append("".join(piece))
            piece = []
    return " ".join(" ".join(pieces).split())


def _unescaped(string: bytes) -> bytes:
    """Return the bytes of a PDF string; Python reads the same escapes, but for those of parentheses."""
    plain = string.replace(rb"\\", rb"\134").replace(rb"\(", b"(").replace(rb"\)", b")")
    return plain.decode("unicode_escape").encode("latin-1")
