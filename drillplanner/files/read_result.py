"""What reading one file gives: a value, what had to be assumed, and every problem found on the way."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from drillplanner.files.errors import InputError, Problem

Value = TypeVar("Value")


@dataclass(frozen=True)
class ReadResult(Generic[Value]):
    """A value as far as it could be read; it is whole only where ``problems`` is empty.

    ``assumptions`` are sentences about what the file does not say and how it was taken.
    """

    value: Value
    assumptions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_or_problems(read: Callable[[], ReadResult[Value]]) -> ReadResult[Value | None]:
    """What ``read`` gives, or None with the problems of the InputError that it raised."""
    try:
        reading = read()
    except InputError as error:
        return ReadResult(None, problems=error.problems)
    return ReadResult(reading.value, reading.assumptions, reading.problems)


def in_line_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of one file from top to bottom; those of one line in the order in which they were found."""
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def maybe_meant(value: str, known: Iterable[str]) -> str | None:
    """A "Maybe you meant …" line with the closest known word; None where nothing is close."""
    by_lower = {word.lower(): word for word in known}
    near = difflib.get_close_matches(value.lower(), sorted(by_lower), n=1)
    return f"Maybe you meant '{by_lower[near[0]]}'." if near else None


def listed(words: Iterable[str], limit: int = 20) -> str:
    """The words joined by commas, cut after ``limit`` of them."""
    every = list(words)
    more = len(every) - limit
    return ", ".join(every[:limit]) + (f" and {more} more" if more > 0 else "")
