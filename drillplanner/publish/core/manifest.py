"""The list of files in ``out/`` that we wrote, so that publishing deletes those of an earlier plan.

Nothing else in the folder is ever touched: a district may keep its own notes there.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_text

FILE = "published.json"


@dataclass(frozen=True)
class Manifest:
    """The files last written below ``folder``, by the name of the output that wrote them."""

    folder: Path
    files: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Return the manifest of the folder; an empty one if there is none or it cannot be read."""
        files: dict[str, tuple[str, ...]] = {}
        with contextlib.suppress(OSError, ValueError, AttributeError, TypeError):
            stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
            files = {name: tuple(map(str, paths)) for name, paths in stored.items()}
        return cls(folder, files)

    def with_written_files(self, output: str, written: Iterable[Path]) -> Manifest:
        """Save and return the manifest after an output wrote these files; delete those it wrote only before."""
        now = tuple(sorted(path.relative_to(self.folder).as_posix() for path in written))
        for name in sorted(set(self.files.get(output, ())) - set(now)):
            self._delete(name)
        files = {**self.files, output: now}
        text = json.dumps({name: files[name] for name in sorted(files)}, indent=1) + "\n"
        write_text(self.folder / FILE, text)
        return Manifest(self.folder, files)

    def _delete(self, name: str) -> None:
        path = (self.folder / name).resolve()
        # A manifest that was tampered with must not reach out of the folder.
        if path.is_relative_to(self.folder.resolve()):
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # a folder that is not empty stays
                path.parent.rmdir()
