"""Dates to try for drills that several campuses hold on one day, in order and as pins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from drillplanner.model import DayKind, SameDay, Workspace

#: One date for each order.
DateChoice = tuple[date, ...]


def with_pins_on(workspace: Workspace, orders: Sequence[SameDay], choice: DateChoice) -> Workspace:
    """Return the workspace with each order as pins on its chosen date, and no open same-day orders."""
    calendar = workspace.calendar
    open_campuses = {
        on: {
            campus.campus_id
            for campus in workspace.campuses
            if calendar.kind_at(on, campus.campus_id) != DayKind.CLOSED
        }
        for on in choice
    }
    pins = [pin for order, on in zip(orders, choice, strict=True) for pin in order.pins_on(on, open_campuses[on])]
    # Two orders that ask for the same drill on the same day give one pin.
    all_pins = tuple(dict.fromkeys((*workspace.district.pins, *pins)))
    return workspace.model_copy(
        update={"district": workspace.district.model_copy(update={"pins": all_pins, "same_day": ()})}
    )


def choices_in_order(days: Sequence[Sequence[date]]) -> Iterator[DateChoice]:
    """Yield every choice of one date from each list, those near the beginning of all lists first."""

    def places(left: int, total: int) -> Iterator[tuple[int, ...]]:
        if left == 0:
            if total == 0:
                yield ()
            return
        for first in range(min(total, len(days[-left]) - 1) + 1):
            for rest in places(left - 1, total - first):
                yield (first, *rest)

    for total in range(sum(len(dates) - 1 for dates in days) + 1 if all(days) else 0):
        for chosen in places(len(days), total):
            yield tuple(days[number][place] for number, place in enumerate(chosen))
