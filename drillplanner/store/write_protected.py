"""Folders in which nothing can be written, such as an archive on a share: their records are read as they are.

On its own because opening a SQLite file and exports of it both ask.
"""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

_REFUSALS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def is_write_protected(file: Path) -> bool:
    """Check whether a file cannot be changed, or nothing can be written into its folder, by trying it.

    What a system says of rights is not the whole of it: a share may be read-only as a whole.
    """
    if file.exists() and not os.access(file, os.W_OK):
        return True
    trial = file.parent / f".drillplanner-{secrets.token_hex(8)}.part"
    try:
        trial.touch(exist_ok=False)
        trial.unlink()
    except OSError as error:
        # A full disk, say, is no protection: who writes is told of it.
        return error.errno in _REFUSALS
    return False
