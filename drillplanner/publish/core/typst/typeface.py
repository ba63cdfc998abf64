"""How wide text is in our typefaces, and where words longer than a line may break.

The command chart is laid out before Typst sets it, so that the largest size at which it fits is found quickly and
tested without a PDF. A TrueType file says how far each glyph moves the pen ("hmtx") and which glyph shows which
character ("cmap", formats 4 and 12); nothing else is needed. Kerning is ignored: it almost always moves letters
closer, so what fits here fits on paper.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drillplanner.files.shipped import shipped_folder

#: Width of a character that no typeface here has; those of Typst's own fonts are at most a full em wide.
UNKNOWN_WIDTH = 1.0

#: Unicode categories without a width of their own: marks on a letter, and invisible controls.
_NO_WIDTH = ("Mn", "Me", "Cf")

REGULAR, BOLD, ITALIC = "regular", "bold", "italic"

_FILES = {REGULAR: "SourceSansPro-Regular.ttf", BOLD: "SourceSansPro-Bold.ttf", ITALIC: "SourceSansPro-It.ttf"}
#: Searched in this order for what the first does not have, as in ``templates/sheet.typ``. None has an italic.
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
    """Widths of characters in ems (one em is the type size), and the typefaces to search for missing ones."""

    widths: dict[str, float]
    others: tuple[Path, ...] = ()

    def width(self, text: str) -> float:
        """Return the width of ``text`` in ems on one line; ligatures count as their single letters."""
        return sum(self._sign_width(sign) for sign in text)

    def _sign_width(self, sign: str) -> float:
        width = self.widths.get(sign)
        return self._fallback_width(sign) if width is None else width

    def _fallback_width(self, sign: str) -> float:
        for other in self.others:
            if (width := read_typeface(other).widths.get(sign)) is not None:
                return width
        return 0.0 if unicodedata.category(sign) in _NO_WIDTH else UNKNOWN_WIDTH


@cache
def typeface(style: str) -> Typeface:
    """Return the typeface of a style: regular, bold or italic."""
    folder = shipped_folder("templates") / "fonts"
    first = read_typeface(folder / _FILES[style])
    # Typst takes the nearest style of each family, and never a second file of one family.
    names = [(f"{name}-Bold.ttf", f"{name}-Regular.ttf") for name in _OTHERS]
    others = (
        folder / (bold if style == BOLD and (folder / bold).is_file() else regular) for bold, regular in names
    )
    return Typeface(first.widths, tuple(others))


@cache
def read_typeface(path: Path) -> Typeface:
    """Return the widths in a TrueType file. Raises ValueError if it has no character map of format 4."""
    data = path.read_bytes()
    tables = {
        data[offset : offset + 4]: struct.unpack_from(">I", data, offset + 8)[0]
        for offset in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    }
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    width_count = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    advances = struct.unpack_from(f">{width_count * 2}H", data, tables[b"hmtx"])[::2]
    glyphs = _glyphs_by_character(data, tables[b"cmap"])
    # Glyphs beyond the end of the table all have its last width.
    return Typeface({sign: advances[min(glyph, width_count - 1)] / units for sign, glyph in glyphs.items()})


def _glyphs_by_character(data: bytes, cmap: int) -> dict[str, int]:
    starts: dict[int, int] = {}
    for record in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">I", data, cmap + 4 + 8 * record + 4)[0]
        starts[struct.unpack_from(">H", data, start)[0]] = start
    if 4 not in starts:
        raise ValueError("the typeface has no character map of format 4")
    glyphs = _format_4_glyphs(data, starts[4])
    if 12 in starts:
        glyphs |= _format_12_glyphs(data, starts[12])
    return glyphs


def _format_12_glyphs(data: bytes, start: int) -> dict[str, int]:
    """Return glyphs by character from a map of format 12, which covers codes beyond 65535 in runs."""
    number = struct.unpack_from(">I", data, start + 12)[0]
    flat = struct.unpack_from(f">{3 * number}I", data, start + 16)
    glyphs: dict[str, int] = {}
    for first, last, glyph in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
        glyphs |= {chr(code): glyph + code - first for code in range(first, last + 1)}
    return glyphs


def _format_4_glyphs(data: bytes, start: int) -> dict[str, int]:
    """Return glyphs by character from a map of format 4: runs, each with a shift or a list of glyphs."""
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
                position = lists + 2 * place + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, position)[0]
                glyph = (glyph + shift) % 0x10000 if glyph else 0
            if glyph:
                glyphs[chr(code)] = glyph
    return glyphs


#: Marks where a line may break, in texts that are measured and never printed.
BREAK = "\u200b"
#: Words of more letters may break inside; words that people write for each other are shorter.
LONGEST_WORD = 30
_PIECE = 10
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_BETWEEN_DASHES = re.compile(r"[^–-]+[–-]*|[–-]+")


def breakable_text(text: str) -> str:
    """Return the text with break marks in its long words, after each tenth letter and after dashes."""
    return _LONG.sub(lambda word: BREAK.join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    pieces: list[str] = []
    for part in _BETWEEN_DASHES.findall(word):
        step = _PIECE if len(part) > LONGEST_WORD else len(part)
        pieces += [part[start : start + step] for start in range(0, len(part), step)]
    return pieces
