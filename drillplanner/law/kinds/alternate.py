"""``alternate``: drills of two sets take turns, so that no two of one set follow each other."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import Drill, DutyStatus


class Alternate(PeriodicRequirement):
    """In each period, a drill of ``other`` is between any two drills of ``match``, and vice versa."""

    kind: Literal["alternate"]
    what: str = Field(description="Drills of the first set in words, plural.")
    other_what: str = Field(description="Drills of the second set in words, plural.")
    match: Match
    other: Match

    @model_validator(mode="after")
    def _are_apart(self) -> Alternate:
        if shared := set(self.match.types) & set(self.other.types):
            raise ValueError(f"a drill cannot be of both sets: {', '.join(sorted(shared))}")
        return self

    def sentence(self, window: Window) -> str:
        """Return 'fire drills and lockdowns in turn in the school year'."""
        return f"{self.what} and {self.other_what} in turn in {window.label}"

    @property
    def minimum(self) -> None:
        """None: it orders the drills that are held, and asks for none."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Compare each drill of either set with the next one; on one day their start times give the order."""
        first_set, first_unsure = schedule.sure_and_possible(self.match, window)
        second_set, second_unsure = schedule.sure_and_possible(self.other, window)
        first_ids = {drill.drill_id for drill in first_set}
        in_order = sorted([*first_set, *second_set], key=_time_order)
        drill_ids = tuple(drill.drill_id for drill in in_order)
        if first_unsure or second_unsure:
            match, drill = (self.match, first_unsure[0]) if first_unsure else (self.other, second_unsure[0])
            missing = schedule.missing_information(match, drill)
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", missing)
        for drill, following in pairwise(in_order):
            if (drill.drill_id in first_ids) == (following.drill_id in first_ids):
                reason = f"{self.sentence(window)} required; {following.drill_id} follows {drill.drill_id}"
                return Judgment(DutyStatus.VIOLATED, drill_ids, reason)
        return Judgment(DutyStatus.MET, drill_ids, f"{self.sentence(window)}: so for all {len(in_order)}")


def _time_order(drill: Drill) -> tuple[object, ...]:
    return drill.date, drill.start is not None, drill.start or drill.date, drill.drill_id
