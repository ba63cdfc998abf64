"""``filed``: drills whose days were filed with an authority stay there; they move for listed causes alone."""

from __future__ import annotations

from bisect import bisect_left
from typing import Literal

from pydantic import Field

from drillplanner.files.counting import counted as number_of
from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Requirement, Scene
from drillplanner.law.timing.periods import Per, periods
from drillplanner.law.window import Setting, Window
from drillplanner.model import Drill, DutyStatus, EventKind, FiledDrill


class Filed(Requirement):
    """Each filed drill is held on its day, or within ``make_up_within`` school days for a listed cause."""

    kind: Literal["filed"]
    what: str = Field(description="The drills in words, plural.")
    match: Match
    moves_for: tuple[EventKind, ...] = Field(min_length=1, description="Causes that allow a move.")
    make_up_within: int = Field(ge=1, description="School days after the filed day.")

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """The school year."""
        return periods(Per.SCHOOL_YEAR, setting, 1)

    def owes(self, window: Window) -> str:
        """What is owed."""
        return f"{self.what} on the days that were filed, or moved for a listed cause"

    @property
    def counts_school_days(self) -> bool:
        """Always: a drill is made up within so many school days."""
        return True

    def filed_of(self, scene: Scene) -> list[FiledDrill]:
        """The filed drills of the campus of which this requirement speaks."""
        return [
            filed
            for filed in scene.filed
            if filed.campus_id == scene.campus.campus_id and filed.drill_type in self.match.types
        ]

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Looks up each filed drill in the schedule, and each move's cause and day."""
        counted: list[str] = []
        filed_drills = self.filed_of(scene)
        for filed in filed_drills:
            problem = self._move_problem(filed, scene)
            drill = _held(filed, scene)
            if problem is None and drill is None:
                problem = f"no {filed.drill_type.phrase} stands on {filed.effective_date}, as filed"
            if problem is not None or drill is None:
                return Judgement(DutyStatus.VIOLATED, tuple(counted), f"{self.owes(window)} required; {problem}")
            counted.append(drill.drill_id)
        if not filed_drills:
            return Judgement(DutyStatus.MET, (), f"{self.owes(window)}: none is filed yet")
        return Judgement(DutyStatus.MET, tuple(counted), f"{self.owes(window)}: so for all {len(counted)}")

    def _move_problem(self, filed: FiledDrill, scene: Scene) -> str | None:
        if filed.moved_to is None and not filed.needs_new_date:
            return None
        if filed.cause not in self.moves_for:
            allowed = ", ".join(cause.phrase for cause in self.moves_for)
            return f"the {filed.drill_type.phrase} of {filed.on} may move only for: {allowed}"
        dates = scene.calendar.dates_at(scene.campus.campus_id)
        # The first school day after the filed one is day 1.
        following = dates[bisect_left(dates, filed.on) + (filed.on in dates) :]
        late = following[: self.make_up_within]
        if filed.moved_to is None:
            by = f" by {late[-1]}" if late else ""
            return (
                f"the {filed.drill_type.phrase} of {filed.on} could not be held ({filed.cause.phrase}) and must "
                f"be made up{by}; filed.csv names no day to which it was moved"
            )
        if filed.moved_to not in late:
            return (
                f"the {filed.drill_type.phrase} of {filed.on} is made up on {filed.moved_to}, which is not within "
                f"{number_of(self.make_up_within, 'school day')}"
            )
        return None


def _held(filed: FiledDrill, scene: Scene) -> Drill | None:
    return next(
        (
            drill
            for drill in scene.drills
            if drill.drill_type is filed.drill_type
            and drill.date == filed.effective_date
            and (filed.start is None or filed.moved_to is not None or drill.start in (None, filed.start))
        ),
        None,
    )
