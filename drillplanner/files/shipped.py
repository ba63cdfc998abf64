"""The data folders that ship with the program, found in a wheel or in a checkout.

A wheel has them under ``drillplanner/_shipped``; a checkout (and an editable install) has them next to the
package. Only this module knows the difference.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

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
