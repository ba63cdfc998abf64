"""The result of reading one file: a value, the assumptions made, and every problem found."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from drillplanner.files.errors import InputError, Problem

Value = TypeVar("Value")


@dataclass(frozen=True)
class ReadResult(Generic[Value]):
    """The value as far as it could be read; it is complete only if ``problems`` is empty.

    ``assumptions`` are sentences about facts that the file leaves open and how they were interpreted.
    """

    value: Value
    assumptions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_or_problems(read: Callable[[], ReadResult[Value]]) -> ReadResult[Value | None]:
    """Return what ``read`` returns, or None with the problems of the InputError that it raises."""
    try:
        result = read()
    except InputError as error:
        return ReadResult(None, problems=error.problems)
    return ReadResult(result.value, result.assumptions, result.problems)


def in_line_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems of one file from top to bottom, in the order found within one line."""
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def maybe_meant(value: str, known: Iterable[str]) -> str | None:
    """Return a "Maybe you meant …" line with the closest known word, or None if no word is close."""
    by_lower = {word.lower(): word for word in known}
    near = difflib.get_close_matches(value.lower(), sorted(by_lower), n=1)
    return f"Maybe you meant '{by_lower[near[0]]}'." if near else None


#: The most schools whose names a sentence lists; of more it says how many there are.
NAMES_LISTED = 5


def names_of(some: Sequence[str], of_all: int, everyone: str = "every school") -> str:
    """Return the names of schools for a sentence; ``everyone`` stands for them if these are all of several."""
    return everyone if len(some) == of_all > 1 else listed(some, NAMES_LISTED)


def listed(words: Iterable[str], limit: int = 20) -> str:
    """Return the words joined by commas, cut after ``limit`` of them."""
    all_words = list(words)
    more = len(all_words) - limit
    return ", ".join(all_words[:limit]) + (f" and {more} more" if more > 0 else "")
