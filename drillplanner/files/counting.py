"""Counts of things as English text."""

from __future__ import annotations


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Return the number with its noun: ``1 drill``, ``2 drills``, ``0 duties``, ``1,200 drills``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
