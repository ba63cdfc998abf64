"""Finds the data folders that ship with the program, in a wheel or in a checkout.

In a wheel they lie under ``drillplanner/_shipped``; in a checkout (and an editable install) beside the
package. No other module knows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

ShippedFolder = Literal["templates", "scenarios", "examples"]

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(folder: ShippedFolder) -> Path:
    """The folder of that name that came with this installation.

    Raises FileNotFoundError when the installation is broken.
    """
    beside = _PACKAGE.parent / folder
    inside = _PACKAGE / "_shipped" / folder
    # A checkout wins: an editable install leaves a stale copy under _shipped.
    for candidate in (beside, inside):
        if candidate.is_dir() and (candidate == inside or (_PACKAGE.parent / "pyproject.toml").is_file()):
            return candidate
    raise FileNotFoundError(f"the folder '{folder}' is missing from this installation of drillplanner")
