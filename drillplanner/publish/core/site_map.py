"""The school's map as a picture for Typst, whether it was given as a picture or as a PDF."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from drillplanner.files.errors import InputError, Problem

#: How fine the first page of a PDF is drawn: enough for the small letters of a floor plan on a printed page.
DOTS_PER_INCH = 150
_PNG, _JPEG, _PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
_STANDALONE_MARKERS = frozenset({0x01, *range(0xD0, 0xD8)})
_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class SiteMap:
    """The file of a school's map; it is read when a paper first needs it, and once for all papers."""

    path: Path

    @cached_property
    def picture(self) -> str:
        """The map as the text of an SVG that holds it: bytes of pictures pass into Typst only as text.

        Raises InputError if the file cannot be read as a picture or PDF.
        """
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            raise InputError(Problem(self.path.name, None, f"the map cannot be read: {error.strerror}")) from error
        if raw.startswith(_PDF):
            raw = self._first_page(raw)
        size = picture_size(raw)
        if size is None:
            raise InputError(self._unreadable())
        width, height = size
        kind = "png" if raw.startswith(_PNG) else "jpeg"
        data = base64.b64encode(raw).decode("ascii")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}"><image width="{width}" height="{height}" '
            f'href="data:image/{kind};base64,{data}"/></svg>'
        )

    def _first_page(self, raw: bytes) -> bytes:
        """Return the first page as a PNG: Typst seals no PDF as accessible that holds another PDF."""
        import typst  # a large library, loaded only if papers with a map are made

        numbers = ",".join(map(str, raw))
        source = f"#set page(width: 8.5in, height: auto, margin: 0pt)\n#image(bytes(({numbers},)), width: 100%)"
        try:
            page = typst.compile(source.encode(), format="png", ppi=DOTS_PER_INCH)
        except typst.TypstError as error:
            raise InputError(self._unreadable()) from error
        if not isinstance(page, bytes):
            raise InputError(self._unreadable())
        return page

    def _unreadable(self) -> Problem:
        return Problem(
            self.path.name,
            None,
            "the map cannot be opened",
            allowed="a picture (.png, .jpg) or a PDF without a password",
            maybe="Maybe open it, and save or print it as a new PDF.",
        )


def picture_size(raw: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels of a PNG or JPEG; None for anything else, or if it says none.

    A JPEG says it in the first segment that begins a frame (ITU-T T.81, B.2.2).
    """
    if raw.startswith(_PNG):
        size: tuple[int, int] = struct.unpack(">II", raw[16:24]) if len(raw) >= 24 else (0, 0)
        return size if all(size) else None
    place = 2 if raw.startswith(_JPEG) else len(raw)
    while place + 9 <= len(raw) and raw[place] == 0xFF:
        marker = raw[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _SIZE_MARKERS:
            height, width = struct.unpack(">HH", raw[place + 5 : place + 9])
            return (width, height) if width and height else None
        elif marker in _STANDALONE_MARKERS:
            place += 2
        else:
            place += 2 + struct.unpack(">H", raw[place + 2 : place + 4])[0]
    return None
