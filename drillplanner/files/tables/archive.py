"""ZIP archives that people give: workbooks, documents, exports. Whatever is wrong with one is one error.

On its own because three readers of files open archives, and each had its own list of what that raises.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

from drillplanner.files.reading.bounded import ARCHIVE, opened_file

#: What reading an archive raises where the file is at fault. Each was seen on archives with changed bytes, in each
#: way of packing; ``tests/files/tables/test_archive.py`` changes them anew.
_FAULTS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,  # it is no archive, or a part does not have its checksum
    EOFError,  # the packed data end too early
    zlib.error,  # packed data that make no sense: as most programs pack,
    OSError,  # by bzip2 (or the file itself cannot be read),
    lzma.LZMAError,  # and by LZMA
    # zipfile raises this of a part packed in a way that Python cannot undo: such a file is refused as well.
    NotImplementedError,
    ValueError,  # a place before the file's first byte; UnicodeDecodeError, a subclass: a part's name is no text
    KeyError,  # a part that each file of this kind has is missing
)
#: The bit of a part's flags that says that it wants a password (APPNOTE.TXT of the ZIP format, 4.4.4).
_ENCRYPTED = 0x1


class UnreadableArchiveError(Exception):
    """An archive is damaged, protected by a password, or packed in a way that cannot be read here."""


@contextmanager
def opened_archive(source: Path | bytes) -> Iterator[zipfile.ZipFile]:
    """Open an archive for the ``with`` block.

    Raises UnreadableArchiveError, also for what the block reads; InputError: it is no plain file, or too large.
    """
    try:
        with _opened(source) as file, zipfile.ZipFile(file) as archive:
            if any(part.flag_bits & _ENCRYPTED for part in archive.infolist()):
                raise UnreadableArchiveError("a part of it wants a password")
            yield archive
    except _FAULTS as error:
        raise UnreadableArchiveError(str(error) or "its data end too early") from error


def _opened(source: Path | bytes) -> AbstractContextManager[BinaryIO]:
    return io.BytesIO(source) if isinstance(source, bytes) else opened_file(source, ARCHIVE)
