"""Whether a table writes 03/04/2026 with the month or the day first: decided from all of its dates, and told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PAIR = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?![\d/.-])")
_MONTHS = 12


@dataclass(frozen=True)
class DateOrder:
    """Which of the two numbers is the day, and the dates that say so: each the text and its line.

    ``undecided`` are dates that would be another day the other way round; there is at most one entry of each of
    the other two where the table agrees with itself.
    """

    month_first: tuple[str, int] | None
    day_first: tuple[str, int] | None
    undecided: tuple[str, ...]

    @property
    def is_day_first(self) -> bool:
        """Whether the day comes first: only where a date says so, and none says the opposite."""
        return self.day_first is not None and self.month_first is None

    @property
    def contradicts_itself(self) -> bool:
        """Whether some dates must have the month first and others the day."""
        return self.day_first is not None and self.month_first is not None

    def sentence(self, file: str) -> str | None:
        """How such dates are read, and why; None where it makes no difference."""
        if not self.undecided or self.contradicts_itself:
            return None
        first = "day" if self.is_day_first else "month"
        proof = self.day_first or self.month_first
        why = f"since line {proof[1]} has {proof[0]}" if proof else "as in the United States; no date of it tells"
        return f"Dates such as {self.undecided[0]} in {file} are read with the {first} first, {why}."


def date_order(cells: Iterable[tuple[str, int]]) -> DateOrder:
    """The order of month and day in dates such as 10/3/2025; ``cells`` are texts with their lines."""
    month_first = day_first = None
    undecided: dict[str, None] = {}
    for text, line in cells:
        for match in _PAIR.finditer(text):
            first, second = int(match[1]), int(match[2])
            if first > _MONTHS >= second:
                day_first = day_first or (match[0], line)
            elif second > _MONTHS >= first:
                month_first = month_first or (match[0], line)
            elif first != second:
                undecided[match[0]] = None
    return DateOrder(month_first, day_first, tuple(undecided))
