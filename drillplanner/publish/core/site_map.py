"""The school's map as a picture for Typst, whether it was given as a picture or as a PDF."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.file_heads import JPEG_HEAD, PDF_HEAD, PNG_HEAD
from drillplanner.files.reading.bounded import read_file

#: How fine the first page of a PDF is drawn: enough for the small letters of a floor plan on a printed page.
DOTS_PER_INCH = 150
_STANDALONE_MARKERS = frozenset({0x01, *range(0xD0, 0xD8)})
_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_EXIF_MARKER, _ORIENTATION_TAG = 0xE1, 274
#: By Exif orientation, the SVG transformation that turns a picture of ``w`` by ``h`` upright (Exif 2.32, 4.6.4 A).
_TURNED = {
    1: "1 0 0 1 0 0",
    2: "-1 0 0 1 {w} 0",
    3: "-1 0 0 -1 {w} {h}",
    4: "1 0 0 -1 0 {h}",
    5: "0 1 1 0 0 0",
    6: "0 1 -1 0 {h} 0",
    7: "0 -1 -1 0 {h} {w}",
    8: "0 -1 1 0 0 {w}",
}
#: From this orientation on, width and height change places.
_FIRST_ON_ITS_SIDE = 5


@dataclass(frozen=True)
class SiteMap:
    """The file of a school's map; it is read when a paper first needs it, and once for all papers."""

    path: Path

    @cached_property
    def picture(self) -> str:
        """The map as the text of an SVG that holds it: bytes of pictures pass into Typst only as text.

        Raises InputError if the file cannot be read as a picture or PDF.
        """
        raw = read_file(self.path, shown_as=self.path.name)
        if raw.startswith(PDF_HEAD):
            raw = self._first_page(raw)
        size = picture_size(raw)
        if size is None:
            raise InputError(self._unreadable())
        width, height = size
        orientation = picture_orientation(raw)
        across, down = (height, width) if orientation >= _FIRST_ON_ITS_SIDE else (width, height)
        turn = _TURNED[orientation].format(w=width, h=height)
        kind = "png" if raw.startswith(PNG_HEAD) else "jpeg"
        data = base64.b64encode(raw).decode("ascii")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" '
            f'width="{across}" height="{down}">'
            f'<image width="{width}" height="{height}" transform="matrix({turn})" '
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
    if raw.startswith(PNG_HEAD):
        size: tuple[int, int] = struct.unpack(">II", raw[16:24]) if len(raw) >= 24 else (0, 0)
        return size if all(size) else None
    for marker, payload in _segments(raw):
        if marker in _SIZE_MARKERS and len(payload) >= 5:
            height, width = struct.unpack(">HH", payload[1:5])
            return (width, height) if width and height else None
    return None


def picture_orientation(raw: bytes) -> int:
    """Return how a picture is to be turned: the Exif orientation of a JPEG, 1 (as it is) to 8; 1 if it says none.

    A telephone writes pictures as the camera was held, and leaves the turning to who shows them.
    """
    for marker, payload in _segments(raw):
        if marker == _EXIF_MARKER and payload.startswith(b"Exif\0\0"):
            return _orientation_in(payload[6:])
    return 1


def _orientation_in(tiff: bytes) -> int:
    """Return the orientation in the first directory of a TIFF structure (TIFF 6.0, section 8: tag 274)."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    (start,) = struct.unpack(f"{order}I", tiff[4:8])
    entries = tiff[start + 2 :] if start + 2 <= len(tiff) else b""
    for place in range(0, min(len(entries) - 11, 12 * 200), 12):
        tag, _, _, value = struct.unpack(f"{order}HHIH", entries[place : place + 10])
        if tag == _ORIENTATION_TAG:
            return value if value in _TURNED else 1
    return 1


def _segments(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and the payload of each segment of a JPEG before its picture; nothing for another file."""
    place = 2 if raw.startswith(JPEG_HEAD) else len(raw)
    while place + 4 <= len(raw) and raw[place] == 0xFF:
        marker = raw[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _STANDALONE_MARKERS:
            place += 2
        else:
            (length,) = struct.unpack(">H", raw[place + 2 : place + 4])
            yield marker, raw[place + 4 : place + 2 + length]
            place += 2 + max(length, 2)
