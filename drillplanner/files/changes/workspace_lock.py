"""The lock of a workspace: one command at a time changes its files, from reading them to writing them.

Without it, two commands that read at the same moment would each write what they read with their own change, and
one change would be lost. Only the drill log has a lock of its own: an office records while others plan.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.files.changes.journal import finish_interrupted, is_interrupted
from drillplanner.files.changes.own_folders import refuse_links_out, remove_left_parts
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import NOTE, read_file

LOCK_FILE = ".drillplanner.lock"
#: Who has the lock, for people who wait; Windows lets nobody read the lock itself.
HOLDER_FILE = ".drillplanner.running"
#: Seconds to wait for another command. A large district is planned in less, and nobody looks at a screen longer.
LONGEST_WAIT = 600
_LONGEST_HOLDER = 120
#: Seconds for a change of some files by another command to come to its end.
_LONGEST_CHANGE = 10.0
#: Seconds after which a wait is told: two short commands side by side need no word about it.
_SECONDS_UNTOLD = 1.0


@contextmanager
def locked_workspace(
    folder: Path, command: str, tell: Callable[[str], None] = lambda sentence: None
) -> Iterator[None]:
    """Let no other command change the workspace during the block; within one thread, blocks may nest.

    At its beginning the change of a command that was stopped is finished, and what such a command left is removed.
    ``tell`` is given a sentence if the command has to wait, and for whom.

    Raises InputError: another command changes the workspace for longer than ``LONGEST_WAIT``, the folder cannot be
    written, or a link leads out of it.
    """
    place = folder.resolve()
    threads = _of_threads(place)
    if not threads.acquire(timeout=LONGEST_WAIT):
        raise InputError(_too_long(folder))
    try:
        # A missing folder is told by the reader, which says what to do.
        if place in _HELD or not place.is_dir():
            yield
            return
        with _locked(folder, place, command, tell):
            _HELD.add(place)
            try:
                refuse_links_out(folder)
                finish_interrupted(folder)
                remove_left_parts(folder)
                yield
            finally:
                _HELD.discard(place)
    finally:
        threads.release()


def finish_if_interrupted(folder: Path) -> None:
    """Finish the change of a command that was stopped in the middle of it, before the files are read.

    Raises InputError: it cannot be finished, or another command is still in the middle of it, with what to do.
    """
    if not is_interrupted(folder) or folder.resolve() in _HELD:
        return
    from filelock import FileLock, Timeout

    place, until = folder.resolve(), time.monotonic() + _LONGEST_CHANGE
    while is_interrupted(folder) and time.monotonic() < until:
        try:
            # Free only if the command is dead; one that is alive is done in some hundredths of a second.
            with FileLock(place / LOCK_FILE, timeout=0):
                try:
                    finish_interrupted(folder)
                finally:
                    _remove_held(place / LOCK_FILE)
        except Timeout:
            time.sleep(0.05)
        except OSError as error:
            raise InputError(_not_writable(folder, error)) from error
    if is_interrupted(folder):
        # Read now, some files would be of before the change, and some of after it.
        message = (
            f"{_holder_in(place / HOLDER_FILE)} is in the middle of a change of these files; nothing was read"
        )
        raise InputError(Problem(str(folder), None, message, maybe="Wait until it is done, and try again."))


#: The workspaces that this process has locked, and for each a lock between its own threads.
_HELD: set[Path] = set()
_THREADS: dict[Path, threading.RLock] = {}
_GUARD = threading.Lock()


def _of_threads(place: Path) -> threading.RLock:
    with _GUARD:
        return _THREADS.setdefault(place, threading.RLock())


@contextmanager
def _locked(folder: Path, place: Path, command: str, tell: Callable[[str], None]) -> Iterator[None]:
    # Imported here: only a command that writes needs it.
    from filelock import FileLock, Timeout

    path, holder = place / LOCK_FILE, place / HOLDER_FILE
    lock = FileLock(path)
    try:
        try:
            lock.acquire(timeout=_SECONDS_UNTOLD)
        except Timeout:
            tell(f"Waiting for another command in {folder}: {_holder_in(holder)}. Ctrl-C ends the wait.")
            lock.acquire(timeout=LONGEST_WAIT)
    except Timeout as error:
        raise InputError(_too_long(folder, _holder_in(holder))) from error
    except OSError as error:
        raise InputError(_not_writable(folder, error)) from error
    try:
        with contextlib.suppress(InputError):  # nobody is kept from working because others cannot be told of it
            write_text(holder, _this_command(command))
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        _remove_held(path)
        lock.release()


def _remove_held(path: Path) -> None:
    """Remove the file of a lock while it is held: who waits for it sees that it is gone, and makes it again.

    On Windows filelock removes it.
    """
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _this_command(command: str) -> str:
    began = f"{datetime.now().astimezone():%H:%M}"
    return f"{command} (process {os.getpid()} on {platform.node() or 'this computer'}, since {began})"


def _holder_in(path: Path) -> str:
    try:
        text = read_file(path, NOTE).decode("utf-8", "replace")
    except InputError:
        return "another command"
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())[:_LONGEST_HOLDER]


def _not_writable(folder: Path, error: OSError) -> Problem:
    message = f"the files of this folder cannot be changed: {error.strerror or error}; nothing was written"
    hint = "Ask who looks after the folder for the right to change it, or copy it and work in the copy."
    return Problem(str(folder), None, message, allowed="a folder in which you may make files", maybe=hint)


def _too_long(folder: Path, holder: str = "another command") -> Problem:
    message = f"{holder} has been changing this workspace for {LONGEST_WAIT // 60} minutes; nothing was written"
    hint = "Wait until it is done, or end it, and try again. Is it still asking something in another window?"
    return Problem(str(folder), None, message, maybe=hint)
