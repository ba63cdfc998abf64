"""``share``: drills of one set are at least such a part of the drills of another set."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Scene
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import DutyStatus


class Share(PeriodicRequirement):
    """In each period, drills of ``match`` × ``of_every`` ≥ drills of ``of`` × ``at_least``.

    Half of all drills: ``at_least: 1, of_every: 2``. A set that is at least as large as another one:
    ``at_least: 1, of_every: 1``.
    """

    kind: Literal["share"]
    what: str = Field(description="The drills that make up the share, in words, singular.")
    of_what: str = Field(description="The drills that it is a share of, in words, plural.")
    match: Match
    of: Match
    at_least: int = Field(ge=1)
    of_every: int = Field(ge=1)

    @model_validator(mode="after")
    def _is_a_part(self) -> Share:
        if self.at_least > self.of_every and set(self.match.types) <= set(self.of.types):
            raise ValueError(f"a part cannot be {self.at_least} of every {self.of_every}")
        return self

    def owes(self, window: Window) -> str:
        """What is owed."""
        return f"at least {self.at_least} {self.what} for every {self.of_every} {self.of_what} in {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Counts both sets; a drill of which it cannot be told may tip the scale either way."""
        part, part_unsure = scene.sure_and_possible(self.match, window)
        whole, whole_unsure = scene.sure_and_possible(self.of, window)
        counted = tuple(drill.drill_id for drill in part)
        reason = f"{self.owes(window)} required, {len(part)} of {len(whole)} found"
        if self._holds(len(part), len(whole) + len(whole_unsure)):
            return Judgement(DutyStatus.MET, counted, reason)
        if not self._holds(len(part) + len(part_unsure), len(whole)):
            return Judgement(DutyStatus.VIOLATED, counted, reason)
        if part_unsure:
            silent = scene.missing_information(self.match, part_unsure[0])
        else:
            silent = scene.missing_information(self.of, whole_unsure[0])
        return Judgement(DutyStatus.CANNOT_TELL, counted, reason, silent)

    def _holds(self, part: int, whole: int) -> bool:
        return part * self.of_every >= whole * self.at_least
