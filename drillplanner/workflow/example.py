"""The bundled example district, copied into a user's folder, under the law of any state."""

from __future__ import annotations

from pathlib import Path

from drillplanner.files.atomic_write import write_bytes
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import read_file
from drillplanner.files.shipped import shipped_folder
from drillplanner.law import bundled_states

#: The state of the example district.
HOME = "NJ"


def copy_example(folder: Path, state: str = HOME) -> None:
    """Copy the bundled example district into a new or empty folder, or over an earlier copy of itself.

    For another state, ``examples/elsewhere`` replaces files of the example: it answers what other laws ask and has
    no district rules.

    Raises InputError for a folder that holds anything else, and for a state without a mandate pack.
    """
    if state not in bundled_states():
        allowed = ", ".join(bundled_states())
        raise InputError(Problem("--state", None, "there is no mandate pack for this state", state, allowed))
    files = _files(state)
    is_ours = folder.is_dir() and all(
        (folder / name).is_file() and read_file(folder / name) == data for name, data in files.items()
    )
    if folder.exists() and not is_ours and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            Problem(
                str(folder),
                None,
                "this is not an empty folder",
                None,
                "a folder that does not exist yet, an empty one, or an earlier demo that nobody changed",
                "Maybe give another name: drillplanner demo NAME.",
            )
        )
    for name, data in files.items():
        write_bytes(folder / name, data)


def _files(state: str) -> dict[Path, bytes]:
    """Return the example's files by their path in the workspace."""
    files = _read(shipped_folder("examples") / "livingston_nj")
    if state == HOME:
        return files
    files = {name: data for name, data in files.items() if name.parts[0] != "mandates"}
    files |= _read(shipped_folder("examples") / "elsewhere")
    settings = Path("district.yaml")
    asked = b"state: ZZ  # the state that was asked for"
    files[settings] = files[settings].replace(asked, f"state: {state}".encode())
    return files


def _read(source: Path) -> dict[Path, bytes]:
    return {path.relative_to(source): path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file()}
