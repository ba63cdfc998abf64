"""``vary``: drills are not always at the same time of day, on the same weekday, by the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.files.counting import counted as number_of
from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Scene
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import WEEKDAYS, Drill, DutyStatus


class Varied(StrEnum):
    """What is to vary. For the time of day this is the dial of what 'the same time' is."""

    PERIOD = "period"
    HOUR = "hour"
    HALF_DAY = "half_day"
    WEEKDAY = "weekday"
    ROUTE = "route"

    @property
    def phrase(self) -> str:
        """In words, singular: 'bell period'."""
        return {Varied.PERIOD: "bell period", Varied.HALF_DAY: "half of the day"}.get(self, str(self))


class Vary(PeriodicRequirement):
    """In each period the drills of ``match`` are all different in ``field``, or take ``at_least`` values of it.

    With fewer drills than ``at_least`` each must be different. ``hour`` is the clock hour in which the drill
    starts, ``half_day`` is before or after noon.
    """

    kind: Literal["vary"]
    what: str = Field(description="The drills in words, plural.")
    match: Match
    field: Varied
    all_different: bool = False
    at_least: int | None = Field(default=None, ge=2, description="So many different values.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Vary:
        if self.all_different == (self.at_least is not None):
            raise ValueError("give either 'all_different: true' or 'at_least'")
        if self.field is Varied.HALF_DAY and (self.at_least or 0) > 2:
            raise ValueError("a day has two halves, so 'at_least' is at most 2")
        return self

    def owes(self, window: Window) -> str:
        """What is owed."""
        if self.all_different:
            return f"{self.what} in {window.label}, no two in the same {self.field.phrase}"
        return f"{self.what} in {window.label} in at least {self.at_least} different {self.field.phrase}s"

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Counts the values. A drill of which the value is not known may be of any."""
        matched, unsure = scene.sure_and_possible(self.match, window)
        values = [(drill, self.value(drill)) for drill in matched]
        seen = Counter(value for _, value in values if value is not None)
        unknown = [drill for drill, value in values if value is None]
        counted = tuple(drill.drill_id for drill in matched)
        doubles = [
            drill
            for drill, value in values
            if value is not None and (seen[value] > 1 or self._is_shared(drill, matched))
        ]
        if self.all_different and doubles:
            names = ", ".join(drill.drill_id for drill in doubles[:4])
            return Judgement(DutyStatus.VIOLATED, counted, f"{self.owes(window)} required; the same: {names}")
        wanted = len(matched) if self.all_different else min(self.at_least or 0, len(matched))
        if len(seen) + len(unknown) < wanted:
            reason = f"{self.owes(window)} required; {len(seen)} found over {number_of(len(matched), 'drill')}"
            return Judgement(DutyStatus.VIOLATED, counted, reason)
        if unknown and len(seen) < wanted:
            missing = f"{self._asks} of {unknown[0].drill_id}"
            return Judgement(DutyStatus.CANNOT_TELL, counted, f"{self.owes(window)} required", missing)
        if unsure and (self.all_different or len(seen) < (self.at_least or 0)):
            silent = scene.missing_information(self.match, unsure[0])
            return Judgement(DutyStatus.CANNOT_TELL, counted, f"{self.owes(window)} required", silent)
        return Judgement(
            DutyStatus.MET, counted, f"{self.owes(window)}: {len(seen)} over {number_of(len(matched), 'drill')}"
        )

    def value(self, drill: Drill) -> Hashable:
        """The drill's value of the field; None where the schedule does not say."""
        if self.field is Varied.WEEKDAY:
            return WEEKDAYS[drill.date.weekday()]
        if self.field is Varied.ROUTE:
            return drill.route
        if self.field is Varied.PERIOD:
            return drill.period
        if drill.start is None:
            return None
        return drill.start.hour if self.field is Varied.HOUR else drill.start.hour < 12

    def _is_shared(self, drill: Drill, others: Iterable[Drill]) -> bool:
        """Whether another drill falls into the same period of grades that have bells of their own."""
        if self.field is not Varied.PERIOD:
            return False
        own = _periods_of_grades(drill)
        return any(own & _periods_of_grades(other) for other in others if other is not drill)

    @property
    def _asks(self) -> str:
        return {Varied.ROUTE: "route", Varied.PERIOD: "period"}.get(self.field, "start")


def _periods_of_grades(drill: Drill) -> set[Hashable]:
    return {(one.grades, one.period) for one in drill.by_grades if one.period is not None}
