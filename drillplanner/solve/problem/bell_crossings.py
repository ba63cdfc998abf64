"""Drills that run over a bell of some grades, where grades of one campus have bells of their own.

A drill is held in a stretch in which no grades have a bell. Where no such stretch of a period takes it, since the
bells of others cut the period up, it is held in the whole of that period, from its usual start and no other: what
it is then for whom hangs on the minute. Others may come from a lesson to what the scenario is for, or go to one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drillplanner.model import (
    Audience,
    GradeMoment,
    Period,
    PeriodTag,
    Scenario,
    clock_of,
    minutes_of,
)
from drillplanner.model.calendar.bells import (
    grade_moments_between,
    period_names_by_grades,
    period_tags_of_any_grade,
)


@dataclass(frozen=True)
class Crossing:
    """A drill over bells: its name among the periods of the day, when it starts, and what it is for whom."""

    name: str
    start: int
    by_grades: tuple[GradeMoment, ...]

    @property
    def tags(self) -> tuple[PeriodTag, ...]:
        """What it is for some."""
        return period_tags_of_any_grade(self.by_grades)


def crossings(scenario: Scenario, periods: Sequence[Period], settling: int) -> Iterator[Crossing]:
    """One for each period of some grades of which no stretch takes the scenario, if the whole of it does.

    The drill starts ``settling`` minutes into the period, or so early that it ends with it. Only for drills with
    students; those of adults have hours of their own.
    """
    # A period without grades is one that the search for what stands in a plan's way has added.
    periods = [period for period in periods if period.by_grades]
    if scenario.audience is Audience.STAFF or not periods:
        return
    used = {period.name for period in periods}
    known: set[tuple[int, tuple[GradeMoment, ...]]] = set()
    for group in range(len(periods[0].by_grades)):
        for run in _own_periods(group, periods):
            first, last = minutes_of(run[0].start), minutes_of(run[-1].end) - scenario.minutes
            if last < first or any(_takes(one, scenario) for one in run):
                continue
            start = min(first + settling, last)
            moments = grade_moments_between(periods, start, start + scenario.minutes)
            if (start, moments) in known or not _is_fit(scenario, periods, start, moments):
                continue
            known.add((start, moments))
            named = period_names_by_grades(moments)
            name = named if named not in used else f"{named} from {clock_of(start):%H:%M}"
            used.add(name)
            yield Crossing(name, start, moments)


def _own_periods(group: int, periods: Sequence[Period]) -> Iterator[list[Period]]:
    """The stretches of each period of the group, in order."""
    runs: dict[str, list[Period]] = {}
    for period in periods:
        name = period.by_grades[group].period
        if name is not None:
            runs.setdefault(name, []).append(period)
    yield from runs.values()


def _takes(stretch: Period, scenario: Scenario) -> bool:
    return stretch.length >= scenario.minutes and scenario.can_be_held_in(stretch.tags, stretch.by_grades)


def _is_fit(scenario: Scenario, periods: Sequence[Period], start: int, moments: tuple[GradeMoment, ...]) -> bool:
    """Whether all are there all the while, in class or in what the scenario is for, and in that at some time."""
    end = start + scenario.minutes
    for group in range(len(moments)):
        own = [period for period in periods if period.by_grades[group].period is not None]
        if not own or start < minutes_of(own[0].start) or end > minutes_of(own[-1].end):
            return False
        touched = [one for one in own if minutes_of(one.start) < end and start < minutes_of(one.end)]
        if any(
            not one.by_grades[group].in_class and not set(one.by_grades[group].tags) & set(scenario.moments)
            for one in touched
        ):
            return False
    return scenario.can_be_held_in((), moments)
