"""ZIP archives that people give: workbooks, documents, exports. Whatever is wrong with one is one error.

On its own because three readers of files open archives, and each had its own list of what that raises.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: What reading an archive raises where the file is at fault. Each was seen on archives with changed bytes, in each
#: way of packing; ``tests/files/tables/test_archive.py`` changes them anew.
_FAULTS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,  # it is no archive, or a part does not have its checksum
    EOFError,  # the packed data end too early
    zlib.error,  # packed data that make no sense: as most programs pack,
    OSError,  # by bzip2 (or the file itself cannot be read),
    lzma.LZMAError,  # and by LZMA
    RuntimeError,  # a part wants a password; NotImplementedError, a subclass: a way of packing that Python lacks
    ValueError,  # a place before the file's first byte; UnicodeDecodeError, a subclass: a part's name is no text
    KeyError,  # a part that each file of this kind has is missing
)


class UnreadableArchiveError(Exception):
    """An archive is damaged, protected by a password, or packed in a way that cannot be read here."""


@contextmanager
def opened_archive(source: Path | bytes) -> Iterator[zipfile.ZipFile]:
    """Open an archive for the ``with`` block. Raises UnreadableArchiveError, also for what the block reads."""
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            yield archive
    except _FAULTS as error:
        raise UnreadableArchiveError(str(error) or "its data end too early") from error
