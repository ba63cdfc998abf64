"""``task``: a notice, a filing or a preparation that the law wants by a certain day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.mandates.match import Match
from drillplanner.mandates.requirement import Judgement, Requirement, Scene
from drillplanner.mandates.window import Per, Window, windows
from drillplanner.model import (
    AcademicCalendar,
    Campus,
    District,
    Drill,
    DutyStatus,
    Frozen,
    school_days_before,
)


class DueByDrill(Frozen):
    """Due so long before each drill, or on its day.

    A lead in hours is rounded up to whole days, and one day more is kept, since a notice may leave at any hour of
    its day: two school days lie wholly between a notice of 48 hours and the drill. Counting in school days, the
    office is open when the notice is due.
    """

    hours_before: int | None = Field(default=None, ge=1)
    same_day: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> DueByDrill:
        if (self.hours_before is None) == (not self.same_day):
            raise ValueError("give either 'hours_before' or 'same_day: true'")
        return self


class DueByYear(Frozen):
    """Due once a year: on a month and day (MM-DD), or on the first day of classes."""

    on: str | None = Field(default=None, pattern=r"^\d{2}-\d{2}$")
    first_day_of_classes: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> DueByYear:
        if (self.on is None) == (not self.first_day_of_classes):
            raise ValueError("give either 'on' or 'first_day_of_classes: true'")
        if self.on is not None:
            try:
                date(2023, *self.month_and_day)
            except ValueError:
                raise ValueError(f"'{self.on}' is not a day of every year; write month and day as 06-30") from None
        return self

    @property
    def month_and_day(self) -> tuple[int, int]:
        """The month and the day of ``on``."""
        month, day = (self.on or "01-01").split("-")
        return int(month), int(day)


class Chore(Requirement):
    """A dated chore, for each drill of ``match`` or once a year."""

    kind: Literal["task"]
    chore: Literal["notify", "notify_after", "report", "record", "prepare"]
    who: str = Field(description="To whom it is owed, in words.")
    text: str = Field(description="What is to be done, as an instruction.")
    due_words: str = Field(description="The lead time in the words of the law or its summary.")
    match: Match | None = None
    by_drill: DueByDrill | None = None
    by_year: DueByYear | None = None

    @model_validator(mode="after")
    def _one_due(self) -> Chore:
        if (self.by_drill is None) == (self.by_year is None):
            raise ValueError("give either 'by_drill' or 'by_year'")
        if (self.by_drill is None) != (self.match is None):
            raise ValueError("'match' goes with 'by_drill'")
        return self

    def windows(self, campus: Campus, calendar: AcademicCalendar, district: District) -> tuple[Window, ...]:
        """The school year."""
        return windows(Per.SCHOOL_YEAR, None, calendar, campus.campus_id, district.month_counts_from)

    def owes(self, window: Window) -> str:
        """What is owed."""
        return f"{self.text} ({self.who}; {self.due_words})"

    def due_dates(self, scene: Scene) -> tuple[tuple[Drill | None, date], ...]:
        """The drill (None for a yearly chore) and the latest day, for each chore owed at the campus."""
        if self.by_year is not None:
            return ((None, _yearly(self.by_year, scene.calendar)),)
        assert self.match is not None and self.by_drill is not None  # noqa: S101 (said by the validator)
        return tuple(
            (drill, self._due_for(drill, scene))
            for drill in scene.drills
            if self.match.selects(drill, scene.agency_kinds)
        )

    def _due_for(self, drill: Drill, scene: Scene) -> date:
        assert self.by_drill is not None  # noqa: S101 (only called for chores that drills bring)
        if self.by_drill.same_day or self.by_drill.hours_before is None:
            return drill.date
        days = -(-self.by_drill.hours_before // 24) + 1
        dates = scene.calendar.dates_at(scene.campus.campus_id)
        # Before the year's first school days there are only weekdays to count.
        return school_days_before(dates, drill.date, days) or _weekdays_before(drill.date, days)

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Every chore owed is on the plan, in time. A schedule that holds no chores cannot be told."""
        owed = self.due_dates(scene)
        counted = tuple(drill.drill_id for drill, _ in owed if drill is not None)
        if scene.tasks is None:
            return Judgement(DutyStatus.CANNOT_TELL, counted, self.owes(window), "a list of notices and filings")
        by_drill: dict[str | None, list[date]] = defaultdict(list)
        for task in scene.tasks:
            if task.kind == self.chore and task.text == self.text:
                by_drill[task.drill_id].append(task.due)
        for drill, due in owed:
            drill_id = drill.drill_id if drill is not None else None
            planned = by_drill[drill_id]
            if not planned:
                return Judgement(
                    DutyStatus.VIOLATED, counted, f"not on the plan: {self.text} ({drill_id or 'yearly'})"
                )
            if min(planned) > due:
                return Judgement(
                    DutyStatus.VIOLATED, counted, f"planned too late ({min(planned)}, due {due}): {self.text}"
                )
        return Judgement(DutyStatus.MET, counted, f"{len(owed)} on the plan: {self.text}")


def _weekdays_before(on: date, number: int) -> date:
    while number:
        on -= timedelta(1)
        number -= on.weekday() < 5
    return on


def _yearly(due: DueByYear, calendar: AcademicCalendar) -> date:
    if due.on is None:
        return calendar.first_day
    month, day = due.month_and_day
    # A school year runs from July to June.
    starts = calendar.first_day.year if calendar.first_day.month >= 7 else calendar.first_day.year - 1
    return date(starts if month >= 7 else starts + 1, month, day)
