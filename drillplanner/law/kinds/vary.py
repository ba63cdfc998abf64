"""``vary``: drills are not always at the same time of day, on the same weekday, or by the same exit route."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.files.counting import counted
from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import WEEKDAYS, Drill, DutyStatus


class Varied(StrEnum):
    """What must vary. For the time of day, the value says what counts as 'the same time'."""

    PERIOD = "period"
    HOUR = "hour"
    HALF_DAY = "half_day"
    WEEKDAY = "weekday"
    ROUTE = "route"

    @property
    def phrase(self) -> str:
        """The value in words, singular: 'bell period'."""
        return {Varied.PERIOD: "bell period", Varied.HALF_DAY: "half of the day"}.get(self, str(self))

    @property
    def plural(self) -> str:
        """The same in the plural: 'bell periods'."""
        return "halves of the day" if self is Varied.HALF_DAY else f"{self.phrase}s"


class Vary(PeriodicRequirement):
    """In each period, the drills of ``match`` all differ in ``field``, or have ``at_least`` values of it.

    With fewer drills than ``at_least``, all must differ. ``hour`` is the clock hour in which the drill starts;
    ``half_day`` is before or after noon.
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

    def sentence(self, window: Window) -> str:
        """Return 'fire drills in the school year in at least 3 different weekdays'."""
        if self.all_different:
            return f"{self.what} in {window.label}, no two in the same {self.field.phrase}"
        return f"{self.what} in {window.label} in at least {self.at_least} different {self.field.plural}"

    @property
    def can_be_mended(self) -> bool:
        """Whether a number of values is asked for: two drills that are the same stay so."""
        return not self.all_different

    @property
    def minimum(self) -> None:
        """None: it is about how drills differ from each other."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Count the values. A drill whose value is not known may have any value."""
        matched, unsure = schedule.sure_and_possible(self.match, window)
        values = [(drill, self.value(drill)) for drill in matched]
        numbers = Counter(value for _, value in values if value is not None)
        unknown = [drill for drill, value in values if value is None]
        drill_ids = tuple(drill.drill_id for drill in matched)
        repeated = [
            drill
            for drill, value in values
            if value is not None and (numbers[value] > 1 or self._shares_period(drill, matched))
        ]
        if self.all_different and repeated:
            names = ", ".join(drill.drill_id for drill in repeated[:4])
            return Judgment(DutyStatus.VIOLATED, drill_ids, f"{self.sentence(window)} required; the same: {names}")
        over_drills = f"over {counted(len(matched), 'drill')}"
        required = len(matched) if self.all_different else min(self.at_least or 0, len(matched))
        if len(numbers) + len(unknown) < required:
            reason = f"{self.sentence(window)} required; {len(numbers)} found {over_drills}"
            return Judgment(DutyStatus.VIOLATED, drill_ids, reason)
        if unknown and len(numbers) < required:
            missing = f"{self._column} of {unknown[0].drill_id}"
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", missing)
        if unsure and (self.all_different or len(numbers) < (self.at_least or 0)):
            missing = schedule.missing_information(self.match, unsure[0])
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", missing)
        return Judgment(DutyStatus.MET, drill_ids, f"{self.sentence(window)}: {len(numbers)} {over_drills}")

    def value(self, drill: Drill) -> Hashable:
        """Return the drill's value of the field, or None if the schedule does not say."""
        if self.field is Varied.WEEKDAY:
            return WEEKDAYS[drill.date.weekday()]
        if self.field is Varied.ROUTE:
            return drill.route
        if self.field is Varied.PERIOD:
            return drill.period
        if drill.start is None:
            return None
        return drill.start.hour if self.field is Varied.HOUR else drill.start.hour < 12

    def _shares_period(self, drill: Drill, others: Iterable[Drill]) -> bool:
        """Check whether another drill is in the same period for some grades with their own bells."""
        if self.field is not Varied.PERIOD:
            return False
        periods = _periods_of_grades(drill)
        return any(periods & _periods_of_grades(other) for other in others if other is not drill)

    @property
    def _column(self) -> str:
        return {Varied.ROUTE: "route", Varied.PERIOD: "period"}.get(self.field, "start")


def _periods_of_grades(drill: Drill) -> set[Hashable]:
    return {(moment.grades, moment.period) for moment in drill.by_grades if moment.period is not None}
