"""The folders of a workspace that are written: not by a link out of it, and without what dead commands left."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from drillplanner.files.errors import InputError, Problem

#: The folders that drillplanner writes with all that is in them.
WRITTEN = ("plan", "out", "details")
#: Names of files that were not given their own name yet.
_LEFT = (".drillplanner-", ".part")


def refuse_links_out(folder: Path, names: tuple[str, ...] = (*WRITTEN, "records")) -> None:
    """Refuse a workspace that has a link out of it where files are written.

    Raises InputError: a folder, or one inside it, is such a link.
    """
    inside = folder.resolve()
    for name in names:
        for place in (*_folders(folder / name), *_links_in(folder / name)):
            shown, allowed = place.relative_to(folder).as_posix(), "a folder inside the workspace"
            try:
                target = place.resolve()
            except (OSError, RuntimeError) as error:
                # A link that leads to itself: a RuntimeError before Python 3.13.
                message = "this link cannot be followed, and nothing is written there"
                raise InputError(Problem(shown, None, message, str(error), allowed, "Remove the link.")) from error
            if not target.is_relative_to(inside):
                message = "this is a link that leads out of the workspace, and nothing is written there"
                hint = "Remove the link. To have the files elsewhere too, copy them there after each publish."
                raise InputError(Problem(shown, None, message, str(target), allowed, hint))


def remove_left_parts(folder: Path) -> None:
    """Remove files that dead commands left half written; the caller holds the lock of the workspace."""
    for place in (folder, *(inner for name in WRITTEN for inner in _folders(folder / name))):
        remove_parts_in(place)


def remove_parts_in(place: Path) -> None:
    """Remove half-written files from one folder, which only the caller writes now."""
    with contextlib.suppress(OSError):  # there is no such folder, or it cannot be changed: writing tells that
        for entry in os.scandir(place):
            if entry.name.startswith(_LEFT[0]) and entry.name.endswith(_LEFT[1]):
                Path(entry.path).unlink()


def _links_in(folder: Path) -> tuple[Path, ...]:
    """Return the links among a folder's files: a database is written where its link leads."""
    return tuple(path for path in folder.glob("*") if path.is_symlink()) if folder.name == "records" else ()


def _folders(folder: Path) -> Iterator[Path]:
    """Yield a folder and those inside it, or a link to one; no link is followed."""
    if not os.path.lexists(folder):
        return
    yield folder
    if not folder.is_symlink():
        for parent, names, _ in os.walk(folder):
            yield from (Path(parent) / name for name in names)
