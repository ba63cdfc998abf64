"""``form``: content that a drill may not have, decided by the well-being rules on its scenario."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment, Requirement
from drillplanner.law.timing.periods import Per, periods
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus


class Form(Requirement):
    """The scenario of each drill of ``match`` follows the named well-being rules."""

    kind: Literal["form"]
    what: str = Field(description="The drills in words, singular.")
    match: Match
    rules: tuple[str, ...] = Field(min_length=1, description="Ids of developmental rules, for example DA-101.")

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return the school year."""
        return periods(Per.SCHOOL_YEAR, setting, 1)

    def sentence(self, window: Window) -> str:
        """Return 'every lockdown in a form that keeps DA-101 in the school year'."""
        return f"every {self.what} in a form that keeps {', '.join(self.rules)} in {window.label}"

    @property
    def can_be_mended(self) -> bool:
        """Always False: a drill that was held otherwise stays as it was."""
        return False

    @property
    def minimum(self) -> None:
        """None: it is about how each drill is done."""
        return None

    @property
    def looks_at_dates(self) -> bool:
        """Always False: it looks at drills and not at their dates."""
        return False

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Look up the screening of each drill's scenario."""
        drills, unknown = schedule.matching(self.match)
        drill_ids = tuple(drill.drill_id for drill in drills)
        for drill in drills:
            screening = schedule.screenings.get(drill.scenario_id or "")
            if screening is None:
                unknown = unknown or f"scenario of {drill.drill_id}"
                continue
            for finding in screening.findings:
                if finding.rule not in self.rules:
                    continue
                if finding.status == "violation":
                    reason = f"{drill.drill_id} ({drill.scenario_id}) breaks {finding.rule}: {finding.message}"
                    return Judgment(DutyStatus.VIOLATED, drill_ids, reason)
                if finding.status == "cannot_tell":
                    unknown = unknown or f"{finding.evidence.field} in scenario {drill.scenario_id}"
        if unknown is not None:
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", unknown)
        return Judgment(DutyStatus.MET, drill_ids, f"so for all {len(drills)} scheduled")
