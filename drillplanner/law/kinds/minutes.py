"""``minutes``: a number of minutes of a set of drills or lessons in each period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from drillplanner.files.counting import counted
from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment, LooserRequirement
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import Drill, DutyStatus


class Minutes(PeriodicRequirement):
    """At least ``min_minutes`` minutes of ``match`` in each period."""

    kind: Literal["minutes"]
    what: str = Field(description="The drills or lessons in words, plural.")
    match: Match
    min_minutes: int = Field(ge=1)

    def sentence(self, window: Window) -> str:
        """Return 'at least 60 minutes of fire safety lessons in the school year'."""
        return f"at least {counted(self.min_minutes, 'minute')} of {self.what} in {window.label}"

    @property
    def minimum(self) -> None:
        """None: it asks for minutes, not for a number of drills."""
        return None

    @property
    def without_limits(self) -> Minutes:
        """The same requirement: it has no limits."""
        return self

    @property
    def looks_at_dates(self) -> bool:
        """Always False: it looks at drills and not at their dates."""
        return False

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Add up scheduled lengths; a drill without start and end may have any length."""
        matched, unsure = schedule.sure_and_possible(self.match, window)
        total = sum(drill.minutes or 0 for drill in matched)
        drill_ids = tuple(drill.drill_id for drill in matched)
        reason = f"{self.sentence(window)} required, {total} found"
        if total >= self.min_minutes:
            return Judgment(DutyStatus.MET, drill_ids, reason)
        without_times: list[Drill] = [drill for drill in matched if drill.minutes is None]
        if without_times:
            missing = f"start and end of {without_times[0].drill_id}"
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, reason, missing)
        if any(drill.minutes is None for drill in unsure) or (
            total + sum(drill.minutes or 0 for drill in unsure) >= self.min_minutes and unsure
        ):
            missing = schedule.missing_information(self.match, unsure[0])
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, reason, missing)
        return Judgment(DutyStatus.VIOLATED, drill_ids, reason)

    def looser(self, rule: str, sentence: str) -> Iterator[LooserRequirement]:
        """Yield smaller sums, in steps of five minutes."""
        for minutes in range(self.min_minutes - 5, 0, -5):
            words = f"Ask for {minutes} instead of {self.min_minutes} minutes in {rule}: {sentence}"
            yield LooserRequirement(words, self.model_copy(update={"min_minutes": minutes}))
