"""Which names a file or folder can have on every system, Windows being the strictest."""

from __future__ import annotations

#: Names that Windows keeps for devices, in any case and with any ending.
DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
#: The most characters of an id that stands in names of files. The longest such path holds it twice, and has at
#: most 260 characters on many Windows computers, the folders above the workspace included.
LONGEST_ID = 40


def is_device_name(text: str) -> bool:
    """Return whether Windows could not make a file or folder of this name."""
    return text.partition(".")[0].rstrip().casefold() in DEVICE_NAMES


def unfit_id(text: str) -> tuple[str, str] | None:
    """Return why no file can be named after an id on some system, and an id that fits; None if it fits."""
    if is_device_name(text):
        return (
            "Windows keeps this name for a device, so no file or folder can have it",
            f"{text.partition('.')[0]}-1",
        )
    if len(text) > LONGEST_ID:
        cut = text[: LONGEST_ID + 1].rpartition("-")[0] or text[:LONGEST_ID]
        return f"the id is too long: files are named after it ({len(text)} characters)", cut
    return None


def fit_id(text: str) -> str:
    """Return the id if files can be named after it on every system. Raises ValueError: they cannot."""
    if (unfit := unfit_id(text)) is not None:
        message, other = unfit
        raise ValueError(f"{message}; write {other}")
    return text
