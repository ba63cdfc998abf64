"""Writes a file whole or not at all.

A calendar program that fetches a half-written feed shows an empty calendar, and a plan cut in half by a
full disk is worse than none. So every file is written beside its place, forced to the disk and then
renamed over it, which a file system does in one step.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from drillplanner.errors import InputError, Problem


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8, line ends exactly as given; otherwise like :func:`write_bytes`."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Make ``path`` hold ``data``, with parents made where they are missing.

    Until the last step the old file stays as it was; whoever reads sees the old bytes or the new ones.
    A file that was there keeps its permissions. Raises InputError where the place cannot be written.
    """
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Like :func:`write_bytes` for a file that need not stand in memory as a whole."""
    # The name does not grow with the target's, which may already be as long as a file system allows.
    beside = path.parent / f".drillplanner-{secrets.token_hex(8)}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_and_force(beside, pieces)
        if path.is_file():
            beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
        _force_folder(path.parent)
    except OSError as error:
        raise InputError(Problem(str(path), None, f"cannot be written: {error.strerror or error}")) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _write_and_force(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _force_folder(folder: Path) -> None:
    """Make the rename last through a power cut, on systems where a folder can be opened for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
