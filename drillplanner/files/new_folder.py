"""A folder that appears whole or not at all: filled under another name, then renamed.

An empty folder that is there already stays the same folder, since somebody may stand in it
(``drillplanner init .``): the entries are moved into it one by one, and out again if one of them cannot be.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drillplanner.files.errors import InputError, Problem


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Gives a temporary folder to fill; at the end it gets the name ``folder``, after an error it is gone.

    Raises InputError where ``folder`` is there and not empty, is no folder, or cannot be written.
    """
    place = folder.resolve()
    _refuse_occupied(folder, place)
    home = next(one for one in (place, *place.parents) if one.exists())
    draft = home / f".{place.name}.{uuid.uuid4().hex[:8]}.partial"
    try:
        draft.mkdir()
        yield draft
        if place.exists():
            _move_entries(draft, place)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            draft.rename(place)
    except OSError as error:
        message = f"the folder cannot be written: {error.strerror or error}"
        raise InputError(Problem(str(folder), None, message)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _refuse_occupied(folder: Path, place: Path) -> None:
    allowed = "a new name, or an empty folder"
    if place.exists() and not place.is_dir():
        raise InputError(Problem(str(folder), None, "this is a file", allowed=allowed))
    if place.exists() and any(place.iterdir()):
        raise InputError(
            Problem(
                str(folder),
                None,
                "the folder is not empty, and nothing in it is overwritten",
                allowed=allowed,
                maybe="Maybe choose another name, or move away what is in it.",
            )
        )


def _move_entries(draft: Path, place: Path) -> None:
    entries = sorted(draft.iterdir())
    moved: list[Path] = []
    try:
        for entry in entries:
            moved.append(entry.rename(place / entry.name))
    except OSError:
        for entry in moved:
            entry.rename(draft / entry.name)
        raise
