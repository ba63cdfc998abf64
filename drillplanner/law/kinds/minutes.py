"""``minutes``: so many minutes of a set of drills or lessons in each period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from drillplanner.files.counting import counted as number_of
from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, LooserRequirement, Scene
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import Drill, DutyStatus


class Minutes(PeriodicRequirement):
    """At least ``min_minutes`` of ``match`` in each period."""

    kind: Literal["minutes"]
    what: str = Field(description="The drills or lessons in words, plural.")
    match: Match
    min_minutes: int = Field(ge=1)

    def owes(self, window: Window) -> str:
        """What is owed."""
        return f"at least {number_of(self.min_minutes, 'minute')} of {self.what} in {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Adds up scheduled lengths; a drill without start and end may be of any length."""
        matched, unsure = scene.sure_and_possible(self.match, window)
        total = sum(drill.minutes or 0 for drill in matched)
        counted = tuple(drill.drill_id for drill in matched)
        reason = f"{self.owes(window)} required, {total} found"
        if total >= self.min_minutes:
            return Judgement(DutyStatus.MET, counted, reason)
        timeless: list[Drill] = [drill for drill in matched if drill.minutes is None]
        if timeless:
            missing = f"start and end of {timeless[0].drill_id}"
            return Judgement(DutyStatus.CANNOT_TELL, counted, reason, missing)
        if any(drill.minutes is None for drill in unsure) or (
            total + sum(drill.minutes or 0 for drill in unsure) >= self.min_minutes and unsure
        ):
            silent = scene.missing_information(self.match, unsure[0])
            return Judgement(DutyStatus.CANNOT_TELL, counted, reason, silent)
        return Judgement(DutyStatus.VIOLATED, counted, reason)

    def looser(self, rule: str, sentence: str) -> Iterator[LooserRequirement]:
        """Yield smaller sums, in steps of five minutes."""
        for minutes in range(self.min_minutes - 5, 0, -5):
            words = f"Ask for {minutes} instead of {self.min_minutes} minutes in {rule}: {sentence}"
            yield LooserRequirement(words, self.model_copy(update={"min_minutes": minutes}))
