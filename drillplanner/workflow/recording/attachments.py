"""Attach a scanned sheet or a photo to a drill, list what is attached, and take it away again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import read_file
from drillplanner.records import locked_log
from drillplanner.records.attachments import (
    Attachment,
    AttachmentKind,
    DamagedPictureError,
    attached_event,
    kind_of,
    removed_event,
    without_camera_data,
)
from drillplanner.store.attached_files import ATTACHED, AttachedFiles
from drillplanner.store.place import place_of
from drillplanner.workflow.kept_records.kept_log import district_of, opened, recorded_now, said_now, writing_log
from drillplanner.workflow.kept_records.log_by_school import attachments_of_store, whole_events
from drillplanner.workflow.recording.checked_against import checked_against
from drillplanner.workflow.recording.known_drill import campus_of_drill
from drillplanner.workflow.recording.schools_and_days import read_schools_and_days

#: The least of a hash with which an attachment is named.
_LEAST_OF_A_HASH = 8


@dataclass(frozen=True)
class FileToAttach:
    """A file that may be attached: its name, what it is, and its bytes without what a camera wrote into them."""

    name: str
    kind: AttachmentKind
    data: bytes


def file_to_attach(file: Path, shows_nobody: bool = False) -> FileToAttach:
    """Read and check a file; nothing is kept yet.

    ``shows_nobody`` says that no one can be recognized on a picture. A picture is refused without it.

    Raises InputError: it cannot be read or attached.
    """
    data = read_file(file, ATTACHED, file.name)
    kind = kind_of(data)
    if kind is None:
        allowed = "a PDF, JPEG, or PNG file, by its content"
        raise InputError(Problem(file.name, None, "this file cannot be attached", allowed=allowed))
    if kind.is_picture and not shows_nobody:
        raise InputError(_picture(file))
    return FileToAttach(file.name, kind, _without_camera_data(file, data, kind))


def attach_file(folder: Path, drill_id: str, file: FileToAttach, by_name: str, note: str = "") -> Attachment:
    """Attach a file to a drill and return the attachment; the same file again is attached once.

    Raises InputError: no such drill, or the records cannot be written; nothing is kept then.
    """
    with checked_against(folder) as against:
        campus_id = campus_of_drill(drill_id, against)
    said = said_now("record")
    attachment = Attachment(
        event_id=said.new_id(),
        drill_id=drill_id,
        campus_id=campus_id,
        name=file.name,
        kind=file.kind,
        sha256=hashlib.sha256(file.data).hexdigest(),
        size=len(file.data),
        by_name=by_name,
        note=note,
    )
    with writing_log(folder, against.schools_and_days) as log:
        standing = attachments_of_store(log.store, log.store.events_of_drills({drill_id}))
        known = next((one for one in standing if one.sha256 == attachment.sha256), None)
        # The file first: an event never names one that was not kept.
        AttachedFiles(folder).keep(attachment, file.data)
        if known is None:
            log.store.append((attached_event(attachment, said),), recorded_now())
    return known or attachment


def remove_attachment(
    folder: Path, sha256: str, by_name: str, note: str = "", drill_id: str | None = None
) -> tuple[Attachment, ...]:
    """Take an attachment away, named by its hash or the beginning of it, and return it for each drill that had it.

    With ``drill_id`` it is taken away from that drill alone. Its file is deleted once no drill has it, and its
    hash stays on record.

    Raises InputError: no attachment, or several, have such a hash, and nothing is changed; or the file cannot be
    deleted.
    """
    schools = read_schools_and_days(folder).schools_and_days
    with writing_log(folder, schools) as log:
        standing = attachments_of_store(log.store, whole_events(log.store))
        meant = [
            one
            for one in standing
            if one.sha256.startswith(sha256.strip().lower()) and drill_id in {None, one.drill_id}
        ]
        if len(sha256.strip()) < _LEAST_OF_A_HASH or len({one.sha256 for one in meant}) != 1:
            of_drill = "" if drill_id is None else f" of {drill_id}"
            message = (
                f"no attachment{of_drill} has this hash" if not meant else "this names more than one attachment"
            )
            allowed = f"the hash as 'records attach' lists it, or at least its first {_LEAST_OF_A_HASH} characters"
            raise InputError(Problem("--remove", None, message, sha256, allowed))
        said = said_now("record")
        log.store.append(tuple(removed_event(one, by_name, note, said) for one in meant), recorded_now())
    # After the event: if this is cut off, a file is left that no one names. Read again, and with the log locked:
    # the same file may have been attached meanwhile.
    with locked_log(folder):
        AttachedFiles(folder).remove(meant[0], attached_files(folder))
    return tuple(meant)


def attached_files(folder: Path) -> tuple[Attachment, ...]:
    """Return the attachments that stand. Raises InputError: the records cannot be read, or are not whole."""
    schools = read_schools_and_days(folder).schools_and_days
    with opened(folder, place_of(folder), district_of(schools.district)) as store:
        return () if store is None else attachments_of_store(store, whole_events(store))


def _without_camera_data(file: Path, data: bytes, kind: AttachmentKind) -> bytes:
    try:
        return without_camera_data(data, kind)
    except DamagedPictureError as error:
        hint = "Save it again in another program, or as PDF."
        raise InputError(Problem(file.name, None, f"this picture cannot be read: {error}", maybe=hint)) from error


def _picture(file: Path) -> Problem:
    message = "a picture may show a child, and records name no student"
    hint = "Attach the signed sheet as PDF. If no one can be recognized on it, add --shows-nobody."
    return Problem(file.name, None, message, maybe=hint)
