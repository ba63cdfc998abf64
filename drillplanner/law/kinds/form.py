"""``form``: what a drill may not contain; decided by the developmental rules over its scenario."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Requirement, Scene
from drillplanner.law.timing.periods import Per, periods
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus


class Form(Requirement):
    """The scenario of each drill of ``match`` keeps the named developmental rules."""

    kind: Literal["form"]
    what: str = Field(description="The drills in words, singular.")
    match: Match
    rules: tuple[str, ...] = Field(min_length=1, description="Ids of developmental rules, for example DA-101.")

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """The school year."""
        return periods(Per.SCHOOL_YEAR, setting, 1)

    def owes(self, window: Window) -> str:
        """What is owed."""
        return f"every {self.what} in a form that keeps {', '.join(self.rules)} in {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Looks up the screening of each drill's scenario."""
        judged, unknown = scene.matching(self.match)
        counted = tuple(drill.drill_id for drill in judged)
        for drill in judged:
            screening = scene.screenings.get(drill.scenario_id or "")
            if screening is None:
                unknown = unknown or f"scenario of {drill.drill_id}"
                continue
            for finding in screening.findings:
                if finding.rule not in self.rules:
                    continue
                if finding.status == "violation":
                    reason = f"{drill.drill_id} ({drill.scenario_id}) breaks {finding.rule}: {finding.message}"
                    return Judgement(DutyStatus.VIOLATED, counted, reason)
                if finding.status == "cannot_tell":
                    unknown = unknown or f"{finding.evidence.field} in scenario {drill.scenario_id}"
        if unknown is not None:
            return Judgement(DutyStatus.CANNOT_TELL, counted, f"{self.owes(window)} required", unknown)
        return Judgement(DutyStatus.MET, counted, f"so for all {len(judged)} scheduled")
