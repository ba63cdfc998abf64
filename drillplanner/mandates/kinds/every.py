"""``every``: each drill of a set has a certain audience or takes a certain route."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from drillplanner.mandates.match import Match
from drillplanner.mandates.requirement import Judgement, Requirement, Scene
from drillplanner.mandates.window import Per, Window, windows
from drillplanner.model import (
    AcademicCalendar,
    Audience,
    Campus,
    District,
    Drill,
    DutyStatus,
    Frozen,
    Route,
)


class Attributes(Frozen):
    """What each drill must have; at least one is given."""

    audiences: tuple[Audience, ...] | None = None
    routes: tuple[Route, ...] | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Attributes:
        if self.audiences is None and self.routes is None:
            raise ValueError("'audiences' or 'routes' must be given")
        return self


class Every(Requirement):
    """Each drill of ``match`` in the school year has the attributes of ``has``."""

    kind: Literal["every"]
    what: str = Field(description="The drills in words, singular.")
    match: Match
    has: Attributes

    def windows(self, campus: Campus, calendar: AcademicCalendar, district: District) -> tuple[Window, ...]:
        """The school year."""
        return windows(Per.SCHOOL_YEAR, None, calendar, campus.campus_id, district.month_counts_from)

    def owes(self, window: Window) -> str:
        """What is owed."""
        asked = []
        if self.has.audiences is not None:
            asked.append(f"audience {' or '.join(self.has.audiences)}")
        if self.has.routes is not None:
            asked.append(f"route {' or '.join(self.has.routes).replace('_', ' ')}")
        return f"every {self.what} with {' and '.join(asked)} in {window.label}"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Looks at every drill that matches; one that breaks the rule decides."""
        matched, silent = scene.matching(self.match)
        wrong = [drill for drill in matched if self._holds(drill) is False]
        unknown = [drill for drill in matched if self._holds(drill) is None]
        counted = tuple(drill.drill_id for drill in matched)
        if wrong:
            names = ", ".join(drill.drill_id for drill in wrong[:3])
            names += f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
            return Judgement(DutyStatus.VIOLATED, counted, f"{self.owes(window)} required; not so: {names}")
        if unknown:
            field = "audience" if unknown[0].audience is None and self.has.audiences else "route"
            return Judgement(
                DutyStatus.CANNOT_TELL,
                counted,
                f"{self.owes(window)} required; the schedule does not say it for {len(unknown)} of them",
                f"{field} of {unknown[0].drill_id}",
            )
        if silent is not None:
            return Judgement(DutyStatus.CANNOT_TELL, counted, f"{self.owes(window)} required", silent)
        return Judgement(DutyStatus.MET, counted, f"{self.owes(window)}: so for all {len(matched)}")

    def _holds(self, drill: Drill) -> bool | None:
        answers: list[bool | None] = []
        if self.has.audiences is not None:
            answers.append(None if drill.audience is None else drill.audience in self.has.audiences)
        if self.has.routes is not None:
            answers.append(None if drill.route is None else drill.route in self.has.routes)
        if False in answers:
            return False
        return None if None in answers else True
