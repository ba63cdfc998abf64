"""Attachments as events: a scanned sheet or a photo of a drill, named by the SHA-256 of its bytes.

What a file is follows from its first bytes, not from its name. A camera writes place and time into its pictures:
that is taken off before a picture is kept.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from drillplanner.records.events import ChainedEvent, LoggedEvent, LoggedKind
from drillplanner.records.log_events import Said

ATTACHMENT_KINDS = frozenset({LoggedKind.ATTACHED, LoggedKind.ATTACHMENT_REMOVED})
#: Bytes of one attachment.
MOST_BYTES = 10_000_000
#: The folder of attachments inside ``records/``, and in an archive of the records.
FOLDER = "attachments"
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
#: Chunks of a PNG picture that are needed to show it. Others have texts, times, places, or where it came from.
_PNG_NEEDED = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs"}
)
#: The byte with which each part of a JPEG picture begins.
_MARKS = 0xFF
#: Markers of a JPEG picture without a length: the start, the end, restarts, and one for some decoders.
_START_OF_SCAN, _COMMENT, _END = 0xDA, 0xFE, 0xD9
_RESTARTS = range(0xD0, 0xD8)
_BARE = frozenset({0xD8, _END, 0x01, *_RESTARTS})
#: Segments of programs (APP0 to APP15); those for sizes, color profiles, and colors are needed to show it.
_OF_PROGRAMS, _NEEDED = range(0xE0, 0xF0), frozenset({0xE0, 0xE2, 0xEE})


class AttachmentKind(StrEnum):
    """What an attachment is; the value is the ending of its name."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"

    @property
    def is_picture(self) -> bool:
        """Whether it may show people."""
        return self is not AttachmentKind.PDF


class DamagedPictureError(ValueError):
    """A picture breaks off, or is not what it begins as."""


def kind_of(data: bytes) -> AttachmentKind | None:
    """Return what a file is by its first bytes; None if it is nothing that can be attached."""
    heads = {b"%PDF-": AttachmentKind.PDF, b"\xff\xd8\xff": AttachmentKind.JPEG, _PNG_HEAD: AttachmentKind.PNG}
    return next((kind for head, kind in heads.items() if data.startswith(head)), None)


def without_camera_data(data: bytes, kind: AttachmentKind) -> bytes:
    """Return the file without what a camera or a program wrote into a picture: place, time, texts.

    Raises DamagedPictureError: the picture cannot be read through.
    """
    pieces = {AttachmentKind.JPEG: _jpeg_pieces, AttachmentKind.PNG: _png_pieces}.get(kind)
    if pieces is None:
        return data
    try:
        return b"".join(pieces(data))
    except (IndexError, struct.error) as error:
        raise DamagedPictureError("the picture breaks off") from error


def _jpeg_pieces(data: bytes) -> Iterator[bytes]:
    """Yield the segments to keep up to the end of the picture; what follows, such as a second one, is left out."""
    at = marker = 0
    while marker != _END:
        if data[at] != _MARKS:
            raise DamagedPictureError("a part of the picture does not begin as one")
        marker = data[at + 1]
        if marker == _MARKS:
            at += 1
            continue
        end = at + 2 + (0 if marker in _BARE else struct.unpack_from(">H", data, at + 2)[0])
        if marker == _START_OF_SCAN:
            end = _next_marker(data, end)
        is_text = marker == _COMMENT or (marker in _OF_PROGRAMS and marker not in _NEEDED)
        if not is_text:
            yield data[at:end]
        at = end


def _next_marker(data: bytes, at: int) -> int:
    """Return where the picture's dots end: at a marker that is no restart, nor a byte of the picture itself."""
    while (at := data.find(_MARKS, at)) >= 0 and data[at + 1] in (0, *_RESTARTS):
        at += 2
    if at < 0:
        raise DamagedPictureError("the picture breaks off")
    return at


def _png_pieces(data: bytes) -> Iterator[bytes]:
    """Yield the head and the chunks to keep; what follows the last chunk is left out."""
    yield data[: len(_PNG_HEAD)]
    at, name = len(_PNG_HEAD), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise DamagedPictureError("the picture breaks off")
        if name in _PNG_NEEDED:
            yield data[at:end]
        at = end


@dataclass(frozen=True)
class Attachment:
    """A file that was attached to a drill and stands.

    ``name`` is what it was called, ``sha256`` and ``size`` are of the bytes that are kept.
    """

    event_id: str
    drill_id: str
    campus_id: str
    name: str
    kind: AttachmentKind
    sha256: str
    size: int
    by_name: str
    note: str

    @property
    def file(self) -> PurePosixPath:
        """The file inside the folder of the records and inside an archive."""
        return PurePosixPath(FOLDER) / self.sha256[:2] / f"{self.sha256}.{self.kind.value}"


def attached_event(attachment: Attachment, said: Said) -> LoggedEvent:
    """Return the event that a file was attached."""
    return LoggedEvent(
        event_id=attachment.event_id,
        kind=LoggedKind.ATTACHED,
        by_name=attachment.by_name,
        said_at=said.at,
        source=said.source,
        drill_id=attachment.drill_id,
        campus_id=attachment.campus_id,
        body={
            "name": attachment.name,
            "kind": attachment.kind.value,
            "sha256": attachment.sha256,
            "size": attachment.size,
            "note": attachment.note,
        },
    )


def removed_event(attachment: Attachment, by_name: str, note: str, said: Said) -> LoggedEvent:
    """Return the event that an attachment was taken away: its file is deleted, and its hash stays on record."""
    return LoggedEvent(
        event_id=said.new_id(),
        kind=LoggedKind.ATTACHMENT_REMOVED,
        by_name=by_name,
        said_at=said.at,
        source=said.source,
        drill_id=attachment.drill_id,
        campus_id=attachment.campus_id,
        corrects=(attachment.event_id,),
        body={"sha256": attachment.sha256, "note": note},
    )


def standing_attachments(events: Iterable[ChainedEvent]) -> tuple[Attachment, ...]:
    """Return the attachments that were not taken away, in the order of the chain.

    Raises KeyError or ValueError: an event lacks what an attachment has, or has it in another form.
    """
    found: dict[str, Attachment] = {}
    for link in events:
        event = link.event
        if event.kind is LoggedKind.ATTACHED:
            found[event.event_id] = _attachment(event)
        elif event.kind is LoggedKind.ATTACHMENT_REMOVED:
            for event_id in event.corrects:
                found.pop(event_id, None)
    return tuple(found.values())


def _attachment(event: LoggedEvent) -> Attachment:
    body = event.body
    sha256 = str(body["sha256"])
    # It becomes the name of a file: nothing else than a hash may.
    if len(sha256) != hashlib.sha256().digest_size * 2 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(f"'{sha256[:80]}' is no SHA-256")
    return Attachment(
        event_id=event.event_id,
        drill_id=event.drill_id,
        campus_id=event.campus_id,
        name=str(body["name"]),
        kind=AttachmentKind(str(body["kind"])),
        sha256=sha256,
        size=int(str(body["size"])),
        by_name=event.by_name,
        note=str(body["note"]),
    )
