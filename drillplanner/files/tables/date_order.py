"""The order of month and day in a table's dates, such as 03/04/2026.

The order is decided from all dates of the table and reported to the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from drillplanner.files.errors import Problem
from drillplanner.files.tables.table import Table

#: "10/3/2025", and "10/3" alone.
_PAIR = re.compile(r"(?<![\d/.-])(?:(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})|(\d{1,2})/(\d{1,2}))(?![\d/.-])")
_MONTHS = 12


@dataclass(frozen=True)
class DateOrder:
    """The order of month and day in a table, and the dates that prove it, each with its line.

    ``undecided`` are dates that would mean another day in the other order. If ``month_first`` and ``day_first``
    are both set, the table contradicts itself.
    """

    month_first: tuple[str, int] | None
    day_first: tuple[str, int] | None
    undecided: tuple[str, ...]

    @property
    def is_day_first(self) -> bool:
        """Check whether the day comes first: some date proves it and none proves the opposite."""
        return self.day_first is not None and self.month_first is None

    @property
    def contradicts_itself(self) -> bool:
        """Check whether some dates must have the month first and others the day."""
        return self.day_first is not None and self.month_first is not None

    def sentence(self, file: str) -> str | None:
        """Return how such dates are read and why, or None if the order makes no difference."""
        if not self.undecided or self.contradicts_itself:
            return None
        first = "day" if self.is_day_first else "month"
        proof = self.day_first or self.month_first
        why = f"since line {proof[1]} has {proof[0]}" if proof else "as in the United States; no date of it tells"
        return f"Dates such as {self.undecided[0]} in {file} are read with the {first} first, {why}."


def order_problem(table: Table, order: DateOrder) -> Problem:
    """Return the Problem of a table that contradicts itself."""
    first, other = order.day_first or ("", 0), order.month_first or ("", 0)
    return Problem(
        table.file,
        first[1],
        f"this date has the day first, and line {other[1]} has the month first",
        f"{first[0]} and {other[0]}",
        "one way of writing dates in all rows, best 2025-10-03",
        sheet=table.sheet,
    )


def date_order(cells: Iterable[tuple[str, int]]) -> DateOrder:
    """Return the order of month and day in dates such as 10/3/2025; ``cells`` are texts with their lines."""
    month_first = day_first = None
    undecided: dict[str, None] = {}
    for text, line in cells:
        for match in _PAIR.finditer(text):
            first, second = int(match[1] or match[3]), int(match[2] or match[4])
            if first > _MONTHS >= second:
                day_first = day_first or (match[0], line)
            elif second > _MONTHS >= first:
                month_first = month_first or (match[0], line)
            elif first != second:
                undecided[match[0]] = None
    return DateOrder(month_first, day_first, tuple(undecided))
