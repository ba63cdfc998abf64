"""What can be attached, by its first bytes, pictures without what a camera wrote, and attachments as events."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.records.attachments import (
    Attachment,
    AttachmentKind,
    DamagedPictureError,
    attached_event,
    kind_of,
    removed_event,
    standing_attachments,
    without_camera_data,
)
from drillplanner.records.events import ChainedEvent, ChainHead, LoggedEvent, LoggedKind, chained
from drillplanner.records.events.canonical_json import Json
from drillplanner.records.log_events import Said

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
        with suppress(DamagedPictureError):  # what most random bytes are; any other error fails the test
            assert len(without_camera_data(head + data, kind)) <= len(head + data)


def test_bytes_between_the_parts_of_a_jpeg_are_refused_and_fill_bytes_are_not() -> None:
    start, rest = jpeg(SIZES)[:2], jpeg(SIZES)[2:]
    assert without_camera_data(start + b"\xff\xff" + rest, AttachmentKind.JPEG) == start + rest
    with pytest.raises(DamagedPictureError, match=r"^a part of the picture does not begin as one$"):
        without_camera_data(start + b"\x00" + rest, AttachmentKind.JPEG)
    for broken in (start, jpeg(SIZES)[:-1], jpeg(SIZES)[:-2]):
        with pytest.raises(DamagedPictureError, match=r"^the picture breaks off$"):
            without_camera_data(broken, AttachmentKind.JPEG)


SHEET = Attachment(
    event_id="event-1",
    drill_id="oak-1",
    campus_id="oak",
    name="Sign-in sheet.pdf",
    kind=AttachmentKind.PDF,
    sha256="ab" + "0123456789" * 6 + "cf",
    size=1204,
    by_name="office",
    note="signed by all teachers",
)
AT = "2025-10-07T10:00:00+00:00"


def said(event_id: str = "event-9") -> Said:
    return Said("record", AT, lambda: event_id)


def links(*events: LoggedEvent) -> tuple[ChainedEvent, ...]:
    return tuple(chained(event, AT, ChainHead()) for event in events)


def test_the_record_says_what_was_attached_to_which_drill_and_by_whom() -> None:
    assert attached_event(SHEET, said()) == LoggedEvent(
        event_id="event-1",
        kind=LoggedKind.ATTACHED,
        by_name="office",
        said_at=AT,
        source="record",
        drill_id="oak-1",
        campus_id="oak",
        body={
            "name": "Sign-in sheet.pdf",
            "kind": "pdf",
            "sha256": SHEET.sha256,
            "size": 1204,
            "note": "signed by all teachers",
        },
    )
    assert SHEET.file == PurePosixPath("attachments/ab") / f"{SHEET.sha256}.pdf"


def test_an_attachment_stands_until_it_is_taken_away_and_its_hash_stays_on_record() -> None:
    photo = replace(SHEET, event_id="event-2", name="hall.jpg", kind=AttachmentKind.JPEG, sha256="0" * 64)
    removal = removed_event(SHEET, "Pat", "shows a name", said())
    assert removal == LoggedEvent(
        event_id="event-9",
        kind=LoggedKind.ATTACHMENT_REMOVED,
        by_name="Pat",
        said_at=AT,
        source="record",
        drill_id="oak-1",
        campus_id="oak",
        corrects=("event-1",),
        body={"sha256": SHEET.sha256, "note": "shows a name"},
    )
    note = LoggedEvent("event-3", LoggedKind.NOTE, "office", AT, "record", "oak-1", "oak", corrects=("event-2",))
    attached = [attached_event(attachment, said()) for attachment in (SHEET, photo)]
    assert standing_attachments(links(*attached, note)) == (SHEET, photo)
    assert standing_attachments(links(*attached, removal, removal)) == (photo,)
    # What was attached again after that stands.
    again = replace(SHEET, event_id="event-10")
    assert standing_attachments(links(*attached, removal, attached_event(again, said()))) == (photo, again)
    assert [AttachmentKind.PDF.is_picture, AttachmentKind.JPEG.is_picture, AttachmentKind.PNG.is_picture] == [
        False,
        True,
        True,
    ]


def test_a_long_note_of_the_camera_is_taken_off_and_a_long_color_profile_stays() -> None:
    """A segment has up to 65,535 bytes with its length: cameras put a small picture into theirs."""
    longest = 0xFFFF - 2
    note, profile = segment(0xE1, b"x" * longest), segment(0xE2, b"p" * longest)
    assert without_camera_data(jpeg(note, profile), AttachmentKind.JPEG) == jpeg(profile)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"sha256": "../" * 21 + "x"}, "is no SHA-256"),
        ({"sha256": "a" * 63}, f"^'{'a' * 63}' is no SHA-256$"),
        ({"sha256": "a" * 65}, "is no SHA-256"),
        ({"sha256": "A" * 64}, "is no SHA-256"),
        ({"sha256": "g" * 200}, f"^'{'g' * 80}' is no SHA-256$"),
        ({"kind": "exe"}, "exe"),
        ({"size": "many"}, "many"),
    ],
)
def test_an_archive_in_which_a_file_is_named_by_anything_else_than_a_hash_is_refused(
    wrong: dict[str, Json], says: str
) -> None:
    event = attached_event(SHEET, said())
    with pytest.raises(ValueError, match=says):
        standing_attachments(links(replace(event, body={**event.body, **wrong})))
