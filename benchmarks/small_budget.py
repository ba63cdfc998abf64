"""A small budget for searches in thousands of random years; what is too hard for it has the usual one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from drillplanner.files.errors import OutOfTimeError
from drillplanner.solve import search_budget

#: The deterministic seconds of a search as the program has them.
USUAL = search_budget.FOR_A_DISTRICT

_Answer = TypeVar("_Answer")


def use(seconds: float) -> None:
    """Give each search from now on so many deterministic seconds."""
    search_budget.FOR_A_DISTRICT = seconds


def with_usual_if_too_hard(call: Callable[[], _Answer]) -> _Answer:
    """Return what the call returns, with the usual budget if it found nothing with the small one.

    Raises OutOfTimeError: it found nothing with the usual budget either.
    """
    small = search_budget.FOR_A_DISTRICT
    try:
        return call()
    except OutOfTimeError:
        use(USUAL)
        return call()
    finally:
        use(small)
