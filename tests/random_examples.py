"""How many random examples a property test tries that takes seconds for them."""

from __future__ import annotations

from hypothesis import settings


def tried(explored: int) -> int:
    """Return how many examples a test tries that tries ``explored`` when new ones are looked for.

    A run of all tests tries the same examples each time, so two fifths of them are enough to notice a fault that a
    change brings in. ``make explore`` tries all, and new ones each time.
    """
    is_same_each_time = settings().derandomize
    return explored * 2 // 5 if is_same_each_time else explored
