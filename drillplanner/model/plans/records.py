"""What happened to drills: the entries of the drill log."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (the field below has the plain name)

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock
from drillplanner.model.calendar.events import EventKind
from drillplanner.model.vocabulary import DrillType


class DrillRecord(Frozen):
    """One entry of the log: a drill was held, or was not, on a day.

    ``drill_id`` is that of the plan, or one of its own for a drill that no plan knows. The last entry for a drill
    and a day counts: a correction stands below what it corrects.
    """

    drill_id: str
    campus_id: str
    drill_type: DrillType
    date: Date
    held: bool
    scenario_id: str | None = None
    start: Clock | None = None
    minutes: int | None = Field(default=None, ge=1)
    recorded_by: str
    cause: EventKind | None = Field(default=None, description="Why it was not held, where the law asks for it.")
    note: str = ""
    row: int | None = Field(default=None, description="Line of the log.")

    @property
    def key(self) -> tuple[str, Date]:
        """What one entry is about."""
        return self.drill_id, self.date
