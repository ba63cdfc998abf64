"""Windows of dates in which a requirement must be met, and the campus and year they are drawn for."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from drillplanner.model import AcademicCalendar, Campus, District, DrillType, Event, EventKind, Frozen, Unit


class Window(Frozen):
    """The calendar dates from the first to the last, both included, with a label for people and a key for ids."""

    first: date
    last: date
    label: str
    key: str = Field(description="Short form, unique among the windows of one mandate at one campus.")
    drill_type: DrillType | None = Field(
        default=None, description="The type of drill that the window is about; None: those of the requirement."
    )
    missing: str | None = Field(
        default=None, description="What would have to be known to draw this window; its ends are then the year's."
    )

    def covers(self, on: date) -> bool:
        """Check whether the date is in the window."""
        return self.first <= on <= self.last


@dataclass(frozen=True)
class Setting:
    """The place and time in which a requirement binds: one campus, or one of its units, in one academic year."""

    campus: Campus
    calendar: AcademicCalendar
    district: District
    events: tuple[Event, ...] = ()
    unit: Unit | None = None
    with_summer: bool = False

    @property
    def dates(self) -> tuple[date, ...]:
        """The school days of the campus, or of the unit if it does not attend on all of them.

        Days of the summer session are omitted unless ``with_summer`` is True.
        """
        dates = self.calendar.dates_at(self.campus.campus_id)
        if self.calendar.summer is not None and not self.with_summer:
            dates = dates[: bisect_left(dates, self.calendar.summer[0])]
        if self.unit is None or self.unit.weekdays is None:
            return dates
        return tuple(on for on in dates if self.unit.attends(on))

    def events_of(self, kind: EventKind) -> tuple[Event, ...]:
        """Return the events of that kind that concern the campus, in order of date."""
        events = [event for event in self.events if event.kind is kind and event.concerns(self.campus.campus_id)]
        return tuple(sorted(events, key=lambda event: (event.first, event.last)))
