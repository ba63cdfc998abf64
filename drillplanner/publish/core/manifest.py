"""The list of files in ``out/`` that we wrote, so that publishing deletes those of an earlier plan.

Nothing else in the folder is ever touched: a district may keep its own notes there.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from drillplanner.files.atomic_write import write_text
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import PUBLISHED, read_file_if_any
from drillplanner.files.reading.json_text import parse_json

FILE = "published.json"
#: The note if the list cannot be read; {0} is its name and {1} the reason.
LOST = (
    "{0}, the list of the files that were published last, cannot be read ({1}). It is written again. If the plan "
    "has changed, files of an earlier plan may be left in the folder: look for old dates, and delete them."
)
_LISTS: TypeAdapter[dict[str, tuple[str, ...]]] = TypeAdapter(dict[str, tuple[str, ...]])


@dataclass(frozen=True)
class Manifest:
    """The files last written below ``folder``, by the name of the output that wrote them."""

    folder: Path
    files: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, folder: Path, tell: Callable[[str], None] = lambda sentence: None) -> Manifest:
        """Return the manifest of the folder; an empty one if there is none.

        It is only a help to clean up, so one that is damaged stops nothing: ``tell`` is given what is lost by it.
        """
        try:
            raw = read_file_if_any(folder / FILE, PUBLISHED, f"{folder.name}/{FILE}")
            return cls(folder, {} if raw is None else _LISTS.validate_python(parse_json(raw, FILE)))
        except (InputError, ValidationError) as error:
            reason = error.problems[0].message if isinstance(error, InputError) else "this is no such list"
            tell(LOST.format(f"{folder.name}/{FILE}", reason))
            return cls(folder, {})

    def refuse_blocked_places(self, places: Iterable[str]) -> None:
        """Refuse a file or link in the place of a published folder, and a folder in that of a file.

        ``places`` are those to be written, folders with a slash at the end; those of the last run are known.

        Raises InputError: the first of them.
        """
        if os.path.lexists(self.folder) and not self.folder.is_dir():
            message = "this is no folder, where a folder is to be published; nothing was written"
            raise InputError(Problem(self.folder.name, None, message, maybe="Remove it, or give it another name."))
        files = {PurePosixPath(name) for names in self.files.values() for name in names}
        # A list that was tampered with has others; nothing is written there.
        files = {file for file in files if file.parts and not file.is_absolute() and ".." not in file.parts}
        folders = {folder for file in files for folder in file.parents[:-1]}
        for place in places:
            (folders if place.endswith("/") else files).add(PurePosixPath(place))
        for published in sorted(files | folders):
            path, is_file = self.folder / published, published in files
            blocks = path.is_dir() and not path.is_symlink() if is_file else not path.is_dir()
            if blocks and os.path.lexists(path):
                wanted, there = ("file", "a folder") if is_file else ("folder", "no folder")
                message = f"this is {there}, where a {wanted} is to be published; nothing was written"
                shown = f"{self.folder.name}/{published}"
                raise InputError(Problem(shown, None, message, maybe="Remove it, or give it another name."))

    def with_written_files(self, output: str, written: Iterable[Path]) -> Manifest:
        """Save and return the manifest after an output wrote these files; delete those it wrote only before."""
        now = tuple(sorted(path.relative_to(self.folder).as_posix() for path in written))
        for name in sorted(set(self.files.get(output, ())) - set(now)):
            self._delete(name)
        files = {**self.files, output: now}
        _make_room(self.folder / FILE)
        text = json.dumps({name: files[name] for name in sorted(files)}, indent=1) + "\n"
        write_text(self.folder / FILE, text)
        return Manifest(self.folder, files)

    def _delete(self, name: str) -> None:
        # A list that was tampered with has names that no file has, or that reach out of the folder.
        path = (self.folder / name.replace("\0", "")).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            return
        try:
            path.unlink()
        except OSError as error:
            message = f"this file of an earlier plan cannot be removed: {error.strerror or error}"
            hint = "If a program has it open, close it there, and run 'drillplanner publish' again."
            raise InputError(Problem(f"{self.folder.name}/{name}", None, message, maybe=hint)) from error
        with contextlib.suppress(OSError):  # a folder that is not empty stays
            path.parent.rmdir()


def _make_room(path: Path) -> None:
    """Give a folder that has the file's name another one: nothing in it is lost, and publishing goes on."""
    if path.is_dir() and not path.is_symlink():
        free = (path.with_name(f"{path.name}-{number}") for number in range(1, 1000))
        with contextlib.suppress(OSError):  # writing the file then says what is wrong
            path.rename(next(other for other in free if not other.exists()))
