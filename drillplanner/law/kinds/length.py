"""``length``: a drill lasts about as long as another kind of drill."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from drillplanner.files.counting import counted as number_of
from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Requirement, Scene
from drillplanner.law.timing.periods import Per, periods
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus


class Length(Requirement):
    """Each drill of ``match`` is at most ``minutes_over`` minutes longer than the longest of ``reference``."""

    kind: Literal["length"]
    what: str = Field(description="The drills in words, singular.")
    reference_what: str = Field(description="The drills that they are measured against, in words, singular.")
    match: Match
    reference: Match
    minutes_over: int = Field(ge=0, description="Our reading of 'similar in duration', in minutes.")

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """The school year."""
        return periods(Per.SCHOOL_YEAR, setting, 1)

    def owes(self, window: Window) -> str:
        """What is owed."""
        return (
            f"every {self.what} at most {number_of(self.minutes_over, 'minute')} longer than the longest "
            f"{self.reference_what} of {window.label}"
        )

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Compares scheduled lengths; without times, or without a drill to compare with, it cannot be told."""
        judged, silent = scene.matching(self.match)
        references, _ = scene.matching(self.reference)
        counted = tuple(drill.drill_id for drill in judged)
        if not judged and silent is None:
            return Judgement(DutyStatus.MET, counted, f"no {self.what} is scheduled")
        lengths = [drill.minutes for drill in references if drill.minutes is not None]
        timeless = next(
            (f"start and end of {drill.drill_id}" for drill in judged if drill.minutes is None), silent
        )
        if not lengths:
            missing = f"start and end of a {self.reference_what} at {scene.campus.campus_id}"
            return Judgement(DutyStatus.CANNOT_TELL, counted, f"{self.owes(window)} required", missing)
        limit = max(lengths) + self.minutes_over
        wrong = [drill for drill in judged if drill.minutes is not None and drill.minutes > limit]
        if wrong:
            names = ", ".join(f"{drill.drill_id} ({number_of(drill.minutes or 0, 'minute')})" for drill in wrong)
            reason = f"at most {number_of(limit, 'minute')}; longer: {names}"
            return Judgement(DutyStatus.VIOLATED, counted, reason)
        if timeless is not None:
            return Judgement(DutyStatus.CANNOT_TELL, counted, f"{self.owes(window)} required", timeless)
        return Judgement(
            DutyStatus.MET, counted, f"none of {len(judged)} lasts longer than {number_of(limit, 'minute')}"
        )
