"""The one way to open a file that is read: a plain file, of a size that fits its kind.

A name may lead to a pipe that nobody writes to, a device that never ends, a folder, or a file larger than memory.
Each is refused at once, with what it is, what is allowed, and what to do. What drillplanner wrote itself is read
as carefully as what people give: it may be damaged, or another file by now.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from drillplanner.files.errors import InputError, Problem

_PIECE = 1 << 20
_MEGABYTE = 1_000_000
#: The largest file of a workspace that people write or export, in bytes.
MAXIMUM_BYTES = 5 * _MEGABYTE
#: What a name leads to, if not to a file, by the test of its mode.
_OTHERS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
#: Opening a pipe must not wait for a writer, and a terminal must not become ours; Windows has neither flag, and
#: would change line ends.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is read: the most bytes that one may have, and what to do about a larger one."""

    most_bytes: int = MAXIMUM_BYTES
    to_shrink: str | None = None


#: A table, a calendar, or YAML that people give or keep in a workspace.
GIVEN = FileKind()
#: A letter or another text for ``screen``: a PDF or Word file holds pictures too.
LETTER = FileKind(20 * _MEGABYTE, "Save the letter without its pictures, or as text (.txt), and give that file.")
#: ``plan.json`` and ``schedule.csv``: those of 663 schools have 11 MB.
PLAN = FileKind(100 * _MEGABYTE)
#: A record of what was published; it grows with every entry of every calendar.
PUBLISHED = FileKind(200 * _MEGABYTE)
#: The drill log of all schools as a table.
LOG = FileKind(100 * _MEGABYTE)
#: A paper that was just printed.
PAPER = FileKind(500 * _MEGABYTE)
#: An archive, of which single parts are read, each with a limit of its own.
ARCHIVE = FileKind(1000 * _MEGABYTE)
#: A line or two that the program keeps, or the address of a server.
NOTE = FileKind(_MEGABYTE)


class _ProblemAt(Protocol):
    def __call__(self, message: str, allowed: str | None = None, maybe: str | None = None) -> Problem: ...


def read_file(path: Path, kind: FileKind = GIVEN, shown_as: str | None = None) -> bytes:
    """Return the bytes of a file; ``shown_as`` is its name in messages (by default the path).

    Raises InputError: there is none, it is no plain file, is too large, or cannot be read.
    """
    return read_placed(path, kind, _problem_of(shown_as or str(path)))


def read_file_if_any(path: Path, kind: FileKind = GIVEN, shown_as: str | None = None) -> bytes | None:
    """Return the bytes of a file like :func:`read_file`; None if nothing has its name."""
    return read_file(path, kind, shown_as) if os.path.lexists(path) else None


def read_placed(path: Path, kind: FileKind, problem_at: _ProblemAt) -> bytes:
    """Return the bytes of a file like :func:`read_file`, with problems at the place that names it."""
    with _opened(path, kind, problem_at) as stream:
        try:
            # At once and not by pieces: a plan of many megabytes would be copied twice.
            raw = stream.read(os.fstat(stream.fileno()).st_size)
            # It grew since it was opened, or the system does not tell its size.
            while piece := stream.read(_PIECE):
                raw += piece
                if len(raw) > kind.most_bytes:
                    raise InputError(_too_large(len(raw), kind, problem_at))
        except OSError as error:
            raise InputError(_unreadable(error, problem_at)) from error
    return raw


def read_head(path: Path, size: int, problem_at: _ProblemAt) -> tuple[bytes, int]:
    """Return the first ``size`` bytes of a file of any size, and its size. Raises InputError as ``read_file``."""
    with _opened(path, None, problem_at) as stream:
        try:
            return stream.read(size), os.fstat(stream.fileno()).st_size
        except OSError as error:
            raise InputError(_unreadable(error, problem_at)) from error


@contextmanager
def opened_file(path: Path, kind: FileKind, shown_as: str | None = None) -> Iterator[BinaryIO]:
    """Open a file for the ``with`` block, to read parts of it. Raises InputError as :func:`read_file`."""
    with _opened(path, kind, _problem_of(shown_as or str(path))) as stream:
        yield stream


@contextmanager
def _opened(path: Path, kind: FileKind | None, problem_at: _ProblemAt) -> Iterator[BinaryIO]:
    try:
        # Asked before it is opened: opening some devices does something.
        _refuse_other(path.stat(), problem_at)
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise InputError(_unreadable(error, problem_at)) from error
    except ValueError as error:
        raise InputError(
            problem_at("this is not the name of a file", "a name without a zero character")
        ) from error
    with os.fdopen(handle, "rb") as stream:
        # Asked again of what is open now: another program may have put something else in its place.
        found = os.fstat(handle)
        _refuse_other(found, problem_at)
        if kind is not None and found.st_size > kind.most_bytes:
            raise InputError(_too_large(found.st_size, kind, problem_at))
        yield stream


def _problem_of(name: str) -> _ProblemAt:
    def problem_at(message: str, allowed: str | None = None, maybe: str | None = None) -> Problem:
        return Problem(name, None, message, allowed=allowed, maybe=maybe)

    return problem_at


def _refuse_other(found: os.stat_result, problem_at: _ProblemAt) -> None:
    if stat.S_ISREG(found.st_mode):
        return
    what = next((what for is_it, what in _OTHERS if is_it(found.st_mode)), "something else")
    raise InputError(
        problem_at(
            f"this is {what}, not a file",
            "a plain file",
            "Move it away, or give the file that you mean."
            if stat.S_ISDIR(found.st_mode)
            else "Save what it gives as a file, and give that one.",
        )
    )


def _too_large(size: int, kind: FileKind, problem_at: _ProblemAt) -> Problem:
    return problem_at(f"the file is too large: {size} bytes", f"at most {kind.most_bytes} bytes", kind.to_shrink)


def _unreadable(error: OSError, problem_at: _ProblemAt) -> Problem:
    return problem_at(f"cannot be read: {error.strerror or error}")
