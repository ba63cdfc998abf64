"""Choices of days for drills that several campuses hold on one day: in which turn they are tried, and as pins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from drillplanner.model import DayKind, SameDay, Workspace

#: A choice: one day for each order.
DateChoice = tuple[date, ...]


def with_pins_on(workspace: Workspace, orders: Sequence[SameDay], choice: DateChoice) -> Workspace:
    """The district with a pin for each of these orders, on its day; no order of one day is left open."""
    calendar = workspace.calendar
    there = {
        on: {
            campus.campus_id
            for campus in workspace.campuses
            if calendar.kind_at(on, campus.campus_id) != DayKind.CLOSED
        }
        for on in choice
    }
    pins = [pin for order, on in zip(orders, choice, strict=True) for pin in order.pins_on(on, there[on])]
    # Two orders that ask for the same on the same day are one.
    kept = tuple(dict.fromkeys((*workspace.district.pins, *pins)))
    return workspace.model_copy(
        update={"district": workspace.district.model_copy(update={"pins": kept, "same_day": ()})}
    )


def choices_in_order(days: Sequence[Sequence[date]]) -> Iterator[DateChoice]:
    """Every choice of one day from each of these, those near the beginning of all of them first."""

    def places(left: int, total: int) -> Iterator[tuple[int, ...]]:
        if left == 0:
            if total == 0:
                yield ()
            return
        for first in range(min(total, len(days[-left]) - 1) + 1):
            for rest in places(left - 1, total - first):
                yield (first, *rest)

    for total in range(sum(len(some) - 1 for some in days) + 1 if all(days) else 0):
        for some in places(len(days), total):
            yield tuple(days[number][place] for number, place in enumerate(some))
