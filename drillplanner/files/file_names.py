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
