"""``length``: a drill is about as long as drills of another set."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from drillplanner.files.counting import counted
from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment, Requirement
from drillplanner.law.timing.periods import Per, periods
from drillplanner.law.window import Setting, Window
from drillplanner.model import Drill, DutyStatus


class Length(Requirement):
    """Each drill of ``match`` is at most ``minutes_over`` minutes longer than the longest of ``reference``."""

    kind: Literal["length"]
    what: str = Field(description="The drills in words, singular.")
    reference_what: str = Field(description="The drills that they are measured against, in words, singular.")
    match: Match
    reference: Match
    minutes_over: int = Field(ge=0, description="Our reading of 'similar in duration', in minutes.")

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return the school year."""
        return periods(Per.SCHOOL_YEAR, setting, 1)

    def sentence(self, window: Window) -> str:
        """Return 'every lockdown at most 5 minutes longer than the longest fire drill of the school year'."""
        return (
            f"every {self.what} at most {counted(self.minutes_over, 'minute')} longer than the longest "
            f"{self.reference_what} of {window.label}"
        )

    @property
    def minimum(self) -> None:
        """None: it limits how long each drill lasts."""
        return None

    @property
    def looks_at_dates(self) -> bool:
        """Always False: it looks at drills and not at their dates."""
        return False

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Compare scheduled lengths; without times, or a drill to compare with, the duty cannot be decided.

        A drill is too long only if it is longer than every drill that may be one to compare with.
        """
        drills, missing_match = schedule.matching(self.match)
        references, possible = schedule.sure_and_possible(self.reference)
        drill_ids = tuple(drill.drill_id for drill in drills)
        if not drills and missing_match is None:
            return Judgment(DutyStatus.MET, drill_ids, f"no {self.what} is scheduled")
        lengths = [drill.minutes for drill in references if drill.minutes is not None]
        missing = next(
            (f"start and end of {drill.drill_id}" for drill in drills if drill.minutes is None), missing_match
        )
        if not lengths:
            missing = f"start and end of a {self.reference_what} at {schedule.campus.campus_id}"
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", missing)
        limit = max(lengths) + self.minutes_over
        too_long = [drill for drill in drills if drill.minutes is not None and drill.minutes > limit]
        if too_long:
            longest = max(drill.minutes or 0 for drill in too_long)
            missing = self._may_be_as_long(longest, references, possible, schedule)
            if missing is None:
                names = ", ".join(
                    f"{drill.drill_id} ({counted(drill.minutes or 0, 'minute')})" for drill in too_long
                )
                reason = f"at most {counted(limit, 'minute')}; longer: {names}"
                return Judgment(DutyStatus.VIOLATED, drill_ids, reason)
        if missing is not None:
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", missing)
        return Judgment(
            DutyStatus.MET, drill_ids, f"none of {len(drills)} lasts longer than {counted(limit, 'minute')}"
        )

    def _may_be_as_long(
        self, minutes: int, references: list[Drill], possible: list[Drill], schedule: CampusSchedule
    ) -> str | None:
        """Return what is missing to rule out a drill of the reference that allows so many minutes, or None."""
        for drill in references:
            if drill.minutes is None:
                return f"start and end of {drill.drill_id}"
        for drill in possible:
            if drill.minutes is None or minutes <= drill.minutes + self.minutes_over:
                return schedule.missing_information(self.reference, drill)
        return None
