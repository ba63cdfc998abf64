"""Files attached to drills, in ``records/attachments/``, each stored once under the SHA-256 of its bytes.

On its own because a file is no row of the database: it is kept before its event is, so that no event names a file
that was never there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_bytes
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import FileKind, read_file
from drillplanner.records.attachments import MOST_BYTES, Attachment

ATTACHED = FileKind(MOST_BYTES, "Scan it again with fewer dots, or in gray.")
_RECORDS = "records"


@dataclass(frozen=True)
class AttachedFiles:
    """The attached files of a workspace."""

    folder: Path

    def keep(self, attachment: Attachment, data: bytes) -> None:
        """Store the bytes of an attachment unless they are there. Raises InputError: they cannot be written."""
        path = self._path(attachment)
        if not path.exists() or _hash(self.read(attachment)) != attachment.sha256:
            write_bytes(path, data)

    def read(self, attachment: Attachment) -> bytes:
        """Return the bytes. Raises InputError: there is no such file, or it cannot be read."""
        return read_file(self._path(attachment), ATTACHED, f"{_RECORDS}/{attachment.file}")

    def remove(self, attachment: Attachment, others: Iterable[Attachment]) -> None:
        """Delete the file unless another attachment has the same bytes.

        Raises InputError: it cannot be deleted.
        """
        if any(other.sha256 == attachment.sha256 for other in others):
            return
        try:
            self._path(attachment).unlink(missing_ok=True)
        except OSError as error:
            message = f"it is taken away in the records, but the file cannot be deleted: {error.strerror or error}"
            hint = "Close it in other programs, and delete it yourself."
            raise InputError(Problem(f"{_RECORDS}/{attachment.file}", None, message, maybe=hint)) from error

    def problems(self, attachments: Iterable[Attachment]) -> Iterator[str]:
        """Yield a sentence for each attachment whose file is gone or is not what was attached."""
        for attachment in {one.sha256: one for one in attachments}.values():
            what = f"{_RECORDS}/{attachment.file} ({attachment.name}, {attachment.drill_id})"
            if not self._path(attachment).exists():
                yield f"{what} is missing"
                continue
            try:
                is_whole = _hash(self.read(attachment)) == attachment.sha256
            except InputError as error:
                yield f"{what}: {error.problems[0].message}"
                continue
            if not is_whole:
                yield f"{what} is not what was attached"

    def _path(self, attachment: Attachment) -> Path:
        return self.folder / _RECORDS / Path(attachment.file)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
