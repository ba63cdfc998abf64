"""``offer``: several dates for one drill are offered to an agency, which picks one of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment
from drillplanner.law.timing.span import PeriodicRequirement, day_of_year
from drillplanner.law.window import Window
from drillplanner.model import Drill, DutyStatus, Task


class Offer(PeriodicRequirement):
    """In each period, ``dates`` school days in at least ``weeks`` calendar weeks are offered for one drill.

    A drill of ``match`` is scheduled on one of them. Until it is held, no other drill is on an offered date, so
    that the drill can move to the date that the agency picks. The offer is a task, due on ``offer_by``, that lists
    the dates.
    """

    is_about_one_drill: ClassVar[bool] = True

    kind: Literal["offer"]
    what: str = Field(description="The drill in words, singular.")
    match: Match
    dates: int = Field(ge=2, description="How many dates are offered.")
    weeks: int = Field(default=1, ge=1, description="In how many calendar weeks they lie at least.")
    offer_by: str = Field(pattern=r"^\d{2}-\d{2}$", description="The last day for the offer: 09-15.")
    who: str = Field(description="To whom the dates are offered, in words.")
    due_words: str = Field(description="The rule in the words of the law or its summary.")

    @model_validator(mode="after")
    def _is_possible(self) -> Offer:
        day_of_year(self.offer_by, 2023)
        if self.weeks > self.dates:
            raise ValueError(f"{self.dates} dates cannot lie in {self.weeks} weeks")
        return self

    def sentence(self, window: Window) -> str:
        """Return '4 dates for one evacuation drill offered to the fire department in October 2025'."""
        weeks = f" in {self.weeks} or more weeks" if self.weeks > 1 else ""
        return f"{self.dates} dates for one {self.what}{weeks} offered to {self.who} in {window.label}"

    def due_in(self, window: Window) -> date:
        """Return the last day for the offer of a window: the last such day before the window is over."""
        in_year = day_of_year(self.offer_by, window.last.year)
        return in_year if in_year <= window.last else day_of_year(self.offer_by, window.last.year - 1)

    @property
    def minimum(self) -> None:
        """None: it asks for dates on which a drill could be held."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Find the offer among the tasks, and check whether the drill could be held on each of its dates."""
        if schedule.tasks is None:
            return Judgment(DutyStatus.CANNOT_TELL, (), self.sentence(window), "a list of notices and filings")
        offers = [task for task in schedule.tasks if task.kind == "offer" and task.dates]
        reasons = []
        for task in offers:
            problem = self._problem(task, window, schedule)
            if problem is None:
                drill_ids = tuple(drill.drill_id for drill in self._drills_on(task.dates, schedule))
                return Judgment(DutyStatus.MET, drill_ids, f"{self.sentence(window)}: {_listed(task.dates)}")
            reasons.append(problem)
        return Judgment(
            DutyStatus.VIOLATED,
            (),
            f"{self.sentence(window)} required; {reasons[0] if reasons else 'no offer is on the plan'}",
        )

    def _problem(self, task: Task, window: Window, schedule: CampusSchedule) -> str | None:
        campus_id = schedule.campus.campus_id
        open_dates = set(schedule.calendar.dates_at(campus_id))
        # A date on which the school was closed only after the offer still counts as offered.
        not_allowed = [
            on
            for on in task.dates
            if not window.covers(on)
            or (on not in open_dates and schedule.calendar.closed_since(on, campus_id) is None)
        ]
        if not_allowed:
            return f"{not_allowed[0]} is no school day of {window.label}"
        if len(set(task.dates)) < self.dates:
            return f"only {len(set(task.dates))} dates are offered"
        if len({on - timedelta(on.weekday()) for on in task.dates}) < self.weeks:
            return f"{_listed(task.dates)} lie in too few weeks"
        drills = self._drills_on(task.dates, schedule)
        others = [drill for drill in schedule.drills if drill.date in task.dates and drill not in drills]
        # Once the drill was held, the agency has picked, and the other dates are free again.
        is_picked = any(drill.held for drill in drills)
        if not is_picked and len(drills) != 1:
            return f"{len(drills)} {self.what}s stand on the dates offered, and it must be one"
        if not is_picked and others:
            return f"{others[0].drill_id} stands on a date that is offered"
        return None

    def _drills_on(self, dates: tuple[date, ...], schedule: CampusSchedule) -> list[Drill]:
        """Return the drills that match on these dates, first those that were held."""
        matching = [
            drill
            for drill in schedule.drills
            if drill.date in dates and self.match.selects(drill, schedule.match_context)
        ]
        return sorted(matching, key=lambda drill: not drill.held)


def _listed(dates: tuple[date, ...]) -> str:
    return ", ".join(on.isoformat() for on in dates)
