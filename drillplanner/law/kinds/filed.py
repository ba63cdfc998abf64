"""``filed``: drills stay on the dates filed with an authority and move only for listed causes."""

from __future__ import annotations

from bisect import bisect_left
from typing import Literal

from pydantic import Field

from drillplanner.files.counting import counted
from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment, Requirement
from drillplanner.law.timing.periods import Per, periods
from drillplanner.law.window import Setting, Window
from drillplanner.model import Drill, DutyStatus, EventKind, FiledDrill


class Filed(Requirement):
    """Each filed drill is held on its date or, for a listed cause, within ``make_up_within`` school days."""

    kind: Literal["filed"]
    what: str = Field(description="The drills in words, plural.")
    match: Match
    moves_for: tuple[EventKind, ...] = Field(min_length=1, description="Causes that allow a move.")
    make_up_within: int = Field(ge=1, description="School days after the filed day.")

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return the school year."""
        return periods(Per.SCHOOL_YEAR, setting, 1)

    def sentence(self, window: Window) -> str:
        """Return 'fire drills on the days that were filed, or moved for a listed cause'."""
        return f"{self.what} on the days that were filed, or moved for a listed cause"

    @property
    def counts_school_days(self) -> bool:
        """Always True: a drill must be made up within a number of school days."""
        return True

    def filed_drills(self, schedule: CampusSchedule) -> list[FiledDrill]:
        """Return the filed drills of the campus that this requirement concerns."""
        return [
            filed
            for filed in schedule.filed
            if filed.campus_id == schedule.campus.campus_id and filed.drill_type in self.match.types
        ]

    @property
    def minimum(self) -> None:
        """None: it binds drills to filed dates, and asks for no further one."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Check that each filed drill is in the schedule, and the cause and date of each move."""
        drill_ids: list[str] = []
        filed_drills = self.filed_drills(schedule)
        for filed in filed_drills:
            problem = self._move_problem(filed, schedule)
            drill = _drill_as_filed(filed, schedule)
            if problem is None and drill is None:
                problem = f"no {filed.drill_type.phrase} stands on {filed.effective_date}, as filed"
            if problem is not None or drill is None:
                return Judgment(
                    DutyStatus.VIOLATED, tuple(drill_ids), f"{self.sentence(window)} required; {problem}"
                )
            drill_ids.append(drill.drill_id)
        if not filed_drills:
            return Judgment(DutyStatus.MET, (), f"{self.sentence(window)}: none is filed yet")
        return Judgment(DutyStatus.MET, tuple(drill_ids), f"{self.sentence(window)}: so for all {len(drill_ids)}")

    def _move_problem(self, filed: FiledDrill, schedule: CampusSchedule) -> str | None:
        if filed.moved_to is None and not filed.needs_new_date:
            return None
        if filed.cause not in self.moves_for:
            allowed = ", ".join(cause.phrase for cause in self.moves_for)
            return f"the {filed.drill_type.phrase} of {filed.on} may move only for: {allowed}"
        dates = schedule.calendar.dates_at(schedule.campus.campus_id)
        # The first school day after the filed one is day 1.
        following = dates[bisect_left(dates, filed.on) + (filed.on in dates) :]
        allowed_dates = following[: self.make_up_within]
        if filed.moved_to is None:
            by = f" by {allowed_dates[-1]}" if allowed_dates else ""
            return (
                f"the {filed.drill_type.phrase} of {filed.on} could not be held ({filed.cause.phrase}) and must "
                f"be made up{by}; filed.csv names no day to which it was moved"
            )
        if filed.moved_to not in allowed_dates:
            return (
                f"the {filed.drill_type.phrase} of {filed.on} is made up on {filed.moved_to}, which is not within "
                f"{counted(self.make_up_within, 'school day')}"
            )
        return None


def _drill_as_filed(filed: FiledDrill, schedule: CampusSchedule) -> Drill | None:
    return next(
        (
            drill
            for drill in schedule.drills
            if drill.drill_type is filed.drill_type
            and drill.date == filed.effective_date
            and (filed.start is None or filed.moved_to is not None or drill.start in (None, filed.start))
        ),
        None,
    )
