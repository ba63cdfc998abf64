"""``alternate``: drills of two sets take turns; no two of one set follow each other."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Scene
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import Drill, DutyStatus


class Alternate(PeriodicRequirement):
    """In each period, between two drills of ``match`` lies one of ``other``, and the other way round."""

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

    def owes(self, window: Window) -> str:
        """What is owed."""
        return f"{self.what} and {self.other_what} in turn in {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Looks at each drill of either set and the next one; on one day their times tell the order."""
        ones, unsure = scene.sure_and_possible(self.match, window)
        others, more_unsure = scene.sure_and_possible(self.other, window)
        first_set = {drill.drill_id for drill in ones}
        in_order = sorted([*ones, *others], key=_when)
        counted = tuple(drill.drill_id for drill in in_order)
        if unsure or more_unsure:
            match, drill = (self.match, unsure[0]) if unsure else (self.other, more_unsure[0])
            silent = scene.missing_information(match, drill)
            return Judgement(DutyStatus.CANNOT_TELL, counted, f"{self.owes(window)} required", silent)
        for one, following in pairwise(in_order):
            if (one.drill_id in first_set) == (following.drill_id in first_set):
                reason = f"{self.owes(window)} required; {following.drill_id} follows {one.drill_id}"
                return Judgement(DutyStatus.VIOLATED, counted, reason)
        return Judgement(DutyStatus.MET, counted, f"{self.owes(window)}: so for all {len(in_order)}")


def _when(drill: Drill) -> tuple[object, ...]:
    return drill.date, drill.start is not None, drill.start or drill.date, drill.drill_id
