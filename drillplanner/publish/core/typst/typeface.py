"""How wide text is: the advance widths of the typefaces that the sheets are set in.

The command chart is laid out before it is set, so that the largest size at which it fits can be found in
moments and tested without a PDF. A TrueType file tells how far each letter moves the pen ("hmtx") and which
letter stands for which character ("cmap", formats 4 and 12); nothing else is needed. Kerning is left out: it
almost always draws letters closer, so that what fits here fits on paper.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drillplanner.files.shipped import shipped_folder

#: A character that no typeface here has; a full em is as wide as those of Typst's own get.
UNKNOWN_WIDTH = 1.0

#: Categories of Unicode that take no room of their own: marks upon a letter, and signs that only steer.
_NO_WIDTH = ("Mn", "Me", "Cf")

REGULAR, BOLD, ITALIC = "regular", "bold", "italic"

_FILES = {REGULAR: "SourceSansPro-Regular.ttf", BOLD: "SourceSansPro-Bold.ttf", ITALIC: "SourceSansPro-It.ttf"}
#: Asked in turn for what the first does not have, as in ``templates/sheet.typ``. There are no slanted ones.
_OTHERS = (
    "NotoSansHebrew",
    "NotoSansArabic",
    "NotoSansSC",
    "NotoSansKR",
    "NotoSansDevanagari",
    "NotoSansThai",
    "NotoSansArmenian",
    "NotoSansGeorgian",
)


@dataclass(frozen=True)
class Typeface:
    """Widths of characters in ems (one em is the type size), and where to look for those it does not have."""

    widths: dict[str, float]
    others: tuple[Path, ...] = ()

    def width(self, text: str) -> float:
        """The width of ``text`` in ems on one line; letters that join are taken as wide as they stand alone."""
        return sum(self._of(sign) for sign in text)

    def _of(self, sign: str) -> float:
        width = self.widths.get(sign)
        return self._borrowed(sign) if width is None else width

    def _borrowed(self, sign: str) -> float:
        for other in self.others:
            if (width := read_typeface(other).widths.get(sign)) is not None:
                return width
        return 0.0 if unicodedata.category(sign) in _NO_WIDTH else UNKNOWN_WIDTH


@cache
def typeface(style: str) -> Typeface:
    """The typeface of a style: regular, bold or italic."""
    folder = shipped_folder("templates") / "fonts"
    own = read_typeface(folder / _FILES[style])
    # Typst looks for the nearest style of each family, and never for a second file of one family.
    names = [(f"{name}-Bold.ttf", f"{name}-Regular.ttf") for name in _OTHERS]
    found = (
        folder / (bold if style == BOLD and (folder / bold).is_file() else regular) for bold, regular in names
    )
    return Typeface(own.widths, tuple(found))


@cache
def read_typeface(path: Path) -> Typeface:
    """Widths of a TrueType file. Raises ValueError for a file without a character map of format 4."""
    data = path.read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    }
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    known = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    advances = struct.unpack_from(f">{known * 2}H", data, tables[b"hmtx"])[::2]
    glyphs = _characters(data, tables[b"cmap"])
    # Glyphs beyond the table's end all have its last width.
    return Typeface({sign: advances[min(glyph, known - 1)] / units for sign, glyph in glyphs.items()})


def _characters(data: bytes, cmap: int) -> dict[str, int]:
    starts: dict[int, int] = {}
    for record in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">I", data, cmap + 4 + 8 * record + 4)[0]
        starts[struct.unpack_from(">H", data, start)[0]] = start
    if 4 not in starts:
        raise ValueError("the typeface has no character map of format 4")
    found = _segments(data, starts[4])
    if 12 in starts:
        found |= _groups(data, starts[12])
    return found


def _groups(data: bytes, start: int) -> dict[str, int]:
    """Characters to glyphs, from a map of format 12, which reaches beyond 65535: runs of both."""
    number = struct.unpack_from(">I", data, start + 12)[0]
    flat = struct.unpack_from(f">{3 * number}I", data, start + 16)
    glyphs: dict[str, int] = {}
    for first, last, glyph in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
        glyphs |= {chr(code): glyph + code - first for code in range(first, last + 1)}
    return glyphs


def _segments(data: bytes, start: int) -> dict[str, int]:
    """Characters to glyphs, from a map of format 4: runs of characters, each with a shift or a list of glyphs."""
    count = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    starts = struct.unpack_from(f">{count}H", data, start + 16 + 2 * count)
    shifts = struct.unpack_from(f">{count}H", data, start + 16 + 4 * count)
    lists = start + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, lists)
    glyphs: dict[str, int] = {}
    for place, (first, last, shift, offset) in enumerate(zip(starts, ends, shifts, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset == 0:
                glyph = (code + shift) % 0x10000
            else:
                at = lists + 2 * place + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, at)[0]
                glyph = (glyph + shift) % 0x10000 if glyph else 0
            if glyph:
                glyphs[chr(code)] = glyph
    return glyphs


#: A place at which a line may break, in texts that are measured and never printed.
BREAK = "\u200b"
#: Letters in a row from which on a word gets places to break; words that people write for each other are shorter.
LONGEST_WORD = 30
_PIECE = 10
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_BETWEEN_DASHES = re.compile(r"[^–-]+[–-]*|[–-]+")


def breakable_text(text: str) -> str:
    """The text with a place to break after each tenth letter of its long words, and after dashes in them."""
    return _LONG.sub(lambda word: BREAK.join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    found = []
    for part in _BETWEEN_DASHES.findall(word):
        step = _PIECE if len(part) > LONGEST_WORD else len(part)
        found += [part[at : at + step] for at in range(0, len(part), step)]
    return found
