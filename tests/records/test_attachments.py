"""What can be attached, by its first bytes, and pictures without what a camera wrote into them."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.records.attachments import AttachmentKind, DamagedPictureError, kind_of, without_camera_data

SECRET = b"GPS 40.79 N 74.31 W"


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(*segments: bytes) -> bytes:
    """Return a picture with these segments, two scans with a restart and a stuffed byte, and a second picture."""
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    table = segment(0xC4, b"\x00\xff\xd9\x01")
    return b"\xff\xd8" + b"".join(segments) + scan + table + scan + b"\xff\xd9"


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + b"".join(chunks) + chunk(b"IEND", b"")


SIZES, COLORS = segment(0xE0, b"JFIF\x00"), segment(0xE2, b"ICC_PROFILE\x00")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", AttachmentKind.PDF),
        (jpeg(), AttachmentKind.JPEG),
        (png(), AttachmentKind.PNG),
        (b"GIF89a", None),
        (b"MZ\x90", None),
        (b"<html>", None),
        (b" %PDF-1.7", None),
        (b"", None),
    ],
)
def test_what_a_file_is_follows_from_its_first_bytes(data: bytes, kind: AttachmentKind | None) -> None:
    assert kind_of(data) is kind


def test_a_jpeg_keeps_its_picture_and_nothing_of_the_camera() -> None:
    told = (segment(0xE1, b"Exif\x00\x00" + SECRET), segment(0xED, SECRET), segment(0xFE, SECRET))
    for before in (told, told[::-1]):
        taken = jpeg(SIZES, *before, COLORS) + jpeg(segment(0xE1, SECRET))
        assert without_camera_data(taken, AttachmentKind.JPEG) == jpeg(SIZES, COLORS)


def test_a_png_keeps_its_picture_and_no_texts() -> None:
    told = (chunk(b"tEXt", SECRET), chunk(b"eXIf", SECRET), chunk(b"iTXt", SECRET), chunk(b"tIME", bytes(7)))
    # Content credentials, and a chunk that some program made up.
    others = (chunk(b"caBX", SECRET), chunk(b"prVt", SECRET))
    taken = png(*told, *others, chunk(b"IDAT", b"dots")) + SECRET
    assert without_camera_data(taken, AttachmentKind.PNG) == png(chunk(b"IDAT", b"dots"))


def test_a_pdf_stays_as_it_is() -> None:
    assert without_camera_data(b"%PDF-1.7 any", AttachmentKind.PDF) == b"%PDF-1.7 any"


@given(st.integers(0, 200))
def test_a_picture_that_breaks_off_is_refused(length: int) -> None:
    for whole, kind in ((jpeg(SIZES), AttachmentKind.JPEG), (png(chunk(b"IDAT", b"dots")), AttachmentKind.PNG)):
        cut = whole[: min(length, len(whole) - 1)]
        with pytest.raises(DamagedPictureError):
            without_camera_data(cut, kind)


@given(st.binary(max_size=300))
def test_no_bytes_are_read_for_ever_or_end_in_another_error(data: bytes) -> None:
    for head, kind in ((b"\xff\xd8", AttachmentKind.JPEG), (b"\x89PNG\r\n\x1a\n", AttachmentKind.PNG)):
        try:
            assert len(without_camera_data(head + data, kind)) <= len(head + data)
        except DamagedPictureError:
            assert True
