"""Numbers of things in English words."""

from __future__ import annotations


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """``1 drill``, ``2 drills``, ``0 duties``, ``1,200 drills``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
