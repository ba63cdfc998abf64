"""The files of one workspace folder: read safely, and digested.

A workspace may come from anyone, so a link in it must not make the program read a file elsewhere: absolute paths,
``..``, and symbolic links that lead out of the folder are refused, and no file may be too large.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import maybe_meant
from drillplanner.files.reading.bounded import GIVEN, read_placed
from drillplanner.files.sheet_names import split_sheet


@dataclass(frozen=True)
class Link:
    """The name of a file or folder inside a workspace, and the file and line that name it, if any."""

    target: str
    named_in: str | None = None
    line: int | None = None

    @property
    def is_explicit(self) -> bool:
        """Check whether a file names it; otherwise the name is one that every workspace uses."""
        return self.named_in is not None

    def problem(self, message: str, allowed: str | None = None, maybe: str | None = None) -> Problem:
        """Return a Problem at the line that names the file, or at the file itself."""
        value = self.target if self.is_explicit else None
        return Problem(self.named_in or self.target, self.line, message, value, allowed, maybe)


@dataclass(frozen=True)
class Footprint:
    """What was read of a workspace: the SHA-256 of each file, the names in each folder, and what was there.

    A workspace with the same footprint reads the same.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    there: Mapping[str, bool] = field(default_factory=dict)


class InputFolder:
    """The files of a workspace by name; it remembers the bytes read, for :meth:`digest`."""

    def __init__(self, root: Path, replacements: Mapping[str, bytes] | None = None) -> None:
        """Open a workspace; ``replacements`` holds bytes, by file name, that replace what the folder has.

        Raises InputError: ``root`` is not a folder.
        """
        if not root.is_dir():
            raise InputError(
                Problem(
                    str(root),
                    None,
                    "there is no such folder",
                    allowed="the folder of a workspace",
                    maybe="Maybe run 'drillplanner init' first, or check the spelling.",
                )
            )
        self._root = root.resolve()
        self._bytes_by_name: dict[str, bytes] = {}
        self._names_by_folder: dict[str, tuple[str, ...]] = {}
        self._is_there: dict[str, bool] = {}
        self._replacements = dict(replacements or {})

    def path_of(self, link: Link) -> Path:
        """Return the path to which the link leads; it need not exist.

        Raises InputError: the path is outside the workspace.
        """
        target = link.target
        inside = "a name inside the workspace folder, for example calendar.ics"
        parts = {*PurePosixPath(target).parts, *PureWindowsPath(target).parts}
        absolute = PurePosixPath(target).is_absolute() or bool(PureWindowsPath(target).anchor)
        if not target.strip() or "\0" in target:
            raise InputError(link.problem("this is not the name of a file", inside))
        if absolute or ".." in parts:
            raise InputError(
                link.problem("a path outside the workspace", inside, "Maybe copy the file into the workspace.")
            )
        path = self._root / target
        try:
            resolved = path.resolve()
        except (OSError, RuntimeError) as error:  # a symbolic link that leads to itself
            raise InputError(link.problem(f"cannot be followed: {error}", inside)) from error
        if not resolved.is_relative_to(self._root):
            raise InputError(
                link.problem(
                    "a path outside the workspace: a symbolic link leads out of the folder",
                    inside,
                    "Maybe copy the file into the workspace.",
                )
            )
        return path

    def exists(self, link: Link) -> bool:
        """Check whether the link leads to something. Raises InputError like :meth:`path_of`."""
        is_there = link.target in self._replacements or self._on_disk(link).exists()
        self._is_there[link.target] = is_there
        return is_there

    def read(self, link: Link) -> bytes:
        """Return the bytes of a file and remember them under its name.

        Raises InputError: the file is outside the workspace, missing, unreadable, not a plain file, or too large.
        """
        if link.target in self._replacements:
            self.remember(link.target, self._replacements[link.target])
            return self._replacements[link.target]
        path = self._on_disk(link)
        if not path.exists():
            raise InputError(link.problem("there is no such file", maybe=self.closest_name_hint(link)))
        raw = read_placed(path, GIVEN, link.problem)
        self.remember(PurePosixPath(link.target).as_posix(), raw)
        return raw

    def _on_disk(self, link: Link) -> Path:
        """Return the path of a file, without the sheet that the link may name ("staff.xlsx#Fall")."""
        path = self.path_of(link)
        return path if path.exists() else self.path_of(replace(link, target=split_sheet(link.target)[0]))

    def names_in(self, link: Link) -> tuple[str, ...]:
        """Return the sorted names in a folder, without those that begin with a dot.

        Raises InputError: the folder is outside the workspace, missing, unreadable, or not a folder.
        """
        path = self.path_of(link)
        if not path.exists():
            raise InputError(link.problem("there is no such folder", maybe=self.closest_name_hint(link)))
        if not path.is_dir():
            raise InputError(link.problem("this is not a folder", "a folder inside the workspace"))
        try:
            names = tuple(sorted(entry.name for entry in path.iterdir() if not entry.name.startswith(".")))
        except OSError as error:
            raise InputError(link.problem(f"cannot be read: {error.strerror or error}")) from error
        self._names_by_folder[link.target] = names
        return names

    def remember(self, name: str, raw: bytes) -> None:
        """Count bytes that were read elsewhere among the inputs."""
        self._bytes_by_name[name] = raw

    def digest(self) -> str:
        """Return the SHA-256 over name, length, and bytes of all files read, in the order of their names.

        Bytes count as they are: a changed line end is a changed input.
        """
        total = hashlib.sha256()
        for name, raw in sorted(self._bytes_by_name.items()):
            total.update(f"{name}\0{len(raw)}\0".encode("utf-8", "surrogateescape"))
            total.update(raw)
        return total.hexdigest()

    def footprint(self) -> Footprint:
        """Return what was read so far."""
        files = {name: hashlib.sha256(raw).hexdigest() for name, raw in self._bytes_by_name.items()}
        return Footprint(files, dict(self._names_by_folder), dict(self._is_there))

    def has(self, footprint: Footprint) -> bool:
        """Check whether all that a footprint names is as it was."""
        try:
            return (
                all(self.exists(Link(name)) is was for name, was in footprint.there.items())
                and all(self.names_in(Link(name)) == tuple(was) for name, was in footprint.folders.items())
                and all(
                    hashlib.sha256(self.read(Link(name))).hexdigest() == was
                    for name, was in footprint.files.items()
                )
            )
        except InputError:
            # Something is gone, or cannot be read any more: reading the workspace says what.
            return False

    def closest_name_hint(self, link: Link) -> str | None:
        """Return a "Maybe you meant …" line with the closest name in the link's folder; None if none is close."""
        path = self.path_of(link)
        if not path.parent.is_dir():
            return None
        return maybe_meant(path.name, [entry.name for entry in path.parent.iterdir()])
