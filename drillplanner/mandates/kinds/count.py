"""``count``: at least, or at most, so many drills of a set in each period."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from drillplanner.mandates.match import Match
from drillplanner.mandates.requirement import Judgement, Requirement, Scene
from drillplanner.mandates.window import FirstDays, Per, Window, windows
from drillplanner.model import AcademicCalendar, Campus, District, DutyStatus


class Count(Requirement):
    """At least ``min`` and at most ``max`` drills of ``match`` in each period."""

    kind: Literal["count"]
    what: str = Field(description="The drills in words, singular: 'fire drill'.")
    plural: str | None = Field(default=None, description="The same in the plural, where it is not just an s more.")
    match: Match
    min: int | None = Field(default=None, ge=1)
    max: int | None = Field(default=None, ge=0)
    per: Per = Per.SCHOOL_YEAR
    within: FirstDays | None = Field(default=None, description="Only drills in the first days count.")

    @model_validator(mode="after")
    def _has_a_bound(self) -> Count:
        if self.min is None and self.max is None:
            raise ValueError("'min' or 'max' must be given")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"'min' ({self.min}) is more than 'max' ({self.max})")
        if self.within is not None and self.per is not Per.SCHOOL_YEAR:
            raise ValueError(
                "'within' counts the first days of the year and cannot go with 'per: month_in_session'"
            )
        return self

    def windows(self, campus: Campus, calendar: AcademicCalendar, district: District) -> tuple[Window, ...]:
        """One window a period."""
        return windows(self.per, self.within, calendar, campus.campus_id, district.month_counts_from)

    def owes(self, window: Window) -> str:
        """What is owed."""
        bounds = []
        if self.min is not None:
            bounds.append(f"at least {self.min}")
        if self.max is not None:
            bounds.append(f"at most {self.max}")
        number = self.min if self.max is None else self.max
        what = self.what if number == 1 else self.plural or f"{self.what}s"
        return f"{' and '.join(bounds)} {what} in {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Counts the drills of the window that surely match, and those of which it cannot be told."""
        inside = [drill for drill in scene.drills if window.first <= drill.date <= window.last]
        answers = [(drill, self.match.selects(drill, scene.agency_kinds)) for drill in inside]
        sure = tuple(drill.drill_id for drill, answer in answers if answer)
        unsure = [drill for drill, answer in answers if answer is None]
        found = f"{len(sure)} found in {window.label}"
        most = len(sure) + len(unsure)
        if (self.min is not None and most < self.min) or (self.max is not None and len(sure) > self.max):
            return Judgement(DutyStatus.VIOLATED, sure, f"{self.owes(window)} required, {found}")
        if (self.min is None or len(sure) >= self.min) and (self.max is None or most <= self.max):
            return Judgement(DutyStatus.MET, sure, f"{self.owes(window)} required, {found}")
        silent = self.match.silent_on(unsure[0])
        return Judgement(
            DutyStatus.CANNOT_TELL,
            sure,
            f"{self.owes(window)} required, {found}, and {len(unsure)} of which it cannot be told",
            f"{silent} of {unsure[0].drill_id}",
        )
