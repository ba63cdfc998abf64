"""What truly happened in a simulated year, kept apart from drillplanner's own files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True)
class HeldDrill:
    """A drill as it was held; the plan's start counts where ``start`` is None."""

    campus_id: str
    drill_type: str
    date: date
    start: time | None = None


@dataclass
class Facts:
    """The facts of one year so far.

    ``held`` are recorded drills by id, ``missed`` the (id, day) pairs that are recorded as not held, and
    ``closed`` the (day, campus) pairs closed since the calendar was published. ``happened`` counts what the
    coordinator did.
    """

    held: dict[str, HeldDrill] = field(default_factory=dict)
    missed: set[tuple[str, date]] = field(default_factory=set)
    closed: set[tuple[date, str]] = field(default_factory=set)
    happened: Counter[str] = field(default_factory=Counter)

    def is_recorded(self, drill_id: str, on: date) -> bool:
        """Check whether the log says what became of the drill on that day."""
        return drill_id in self.held or (drill_id, on) in self.missed
