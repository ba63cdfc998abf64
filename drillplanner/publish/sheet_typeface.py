"""How wide text is: the advance widths of the typefaces that the sheets are set in.

The command chart is laid out before it is set, so that the largest size at which it fits can be found in
moments and tested without a PDF. A TrueType file tells how far each letter moves the pen ("hmtx") and which
letter stands for which character ("cmap", format 4); nothing else is needed. Kerning is left out: it almost
always draws letters closer, so that what fits here fits on paper.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drillplanner.shipped import shipped

#: A character that the typeface lacks is set from another one; a full em is as wide as those get.
UNKNOWN_WIDTH = 1.0

REGULAR, BOLD, ITALIC = "regular", "bold", "italic"

_FILES = {REGULAR: "SourceSansPro-Regular.ttf", BOLD: "SourceSansPro-Bold.ttf", ITALIC: "SourceSansPro-It.ttf"}


@dataclass(frozen=True)
class Typeface:
    """Widths of characters in ems (one em is the type size)."""

    widths: dict[str, float]

    def width(self, text: str) -> float:
        """The width of ``text`` in ems, set on one line."""
        return sum(self.widths.get(sign, UNKNOWN_WIDTH) for sign in text)


@cache
def typeface(style: str) -> Typeface:
    """The typeface of a style: regular, bold or italic."""
    return read_typeface(shipped("templates") / "fonts" / _FILES[style])


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
    for record in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">I", data, cmap + 4 + 8 * record + 4)[0]
        if struct.unpack_from(">H", data, start)[0] == 4:
            return _segments(data, start)
    raise ValueError("the typeface has no character map of format 4")


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
