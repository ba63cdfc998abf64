"""The data folders that ship with the program, found in a wheel or in a checkout.

A wheel has them under ``drillplanner/_shipped``; a checkout (and an editable install) has them next to the
package. Only this module knows the difference.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from drillplanner.files.reading.bounded import ARCHIVE, read_file

ShippedFolder = Literal["templates", "scenarios", "languages", "examples"]

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_folder(folder: ShippedFolder) -> Path:
    """Return the path of a data folder that came with this installation.

    Raises FileNotFoundError: the installation is broken.
    """
    next_to_package = _PACKAGE.parent / folder
    in_package = _PACKAGE / "_shipped" / folder
    # A checkout wins: an editable install leaves a stale copy under _shipped.
    for candidate in (next_to_package, in_package):
        if candidate.is_dir() and (candidate == in_package or (_PACKAGE.parent / "pyproject.toml").is_file()):
            return candidate
    raise FileNotFoundError(f"the folder '{folder}' is missing from this installation of drillplanner")


@cache
def program_digest() -> str:
    """Return the SHA-256 of the program and its data as installed here, read once a process.

    Two installations with the same digest make the same plan of the same files, if their libraries are the same.
    """
    places = {"program": _PACKAGE} | {name: shipped_folder(name) for name in get_args(ShippedFolder)}
    total = hashlib.sha256()
    for place, folder in places.items():
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if {"__pycache__", "_shipped"}.isdisjoint(name.parts) and path.is_file():
                raw = read_file(path, ARCHIVE)
                total.update(f"{place}/{name.as_posix()}\0{len(raw)}\0".encode())
                total.update(raw)
    return total.hexdigest()
