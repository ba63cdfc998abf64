"""Drills that run over a bell of some grades, at campuses where grades have their own bells.

A drill is held in a stretch in which no grades have a bell. If the bells of other grades cut a period into
stretches that are too short, the drill is held in the whole period, only from its usual start, because the start
decides what each group of grades does then. Other grades may come from a lesson or go to one during the drill.
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
    """A drill over bells: its period's name, its start, and what the time is for each group of grades."""

    name: str
    start: int
    by_grades: tuple[GradeMoment, ...]

    @property
    def tags(self) -> tuple[PeriodTag, ...]:
        """The period tags of any group of grades."""
        return period_tags_of_any_grade(self.by_grades)


def crossings(scenario: Scenario, periods: Sequence[Period], settling: int) -> Iterator[Crossing]:
    """Yield a crossing for each period of some grades that only as a whole is long enough for the scenario.

    The drill starts ``settling`` minutes into the period, or earlier so that it ends with it. Only for drills with
    students; those of adults have their own hours.
    """
    # Only the search for conflicts adds periods without grades.
    periods = [period for period in periods if period.by_grades]
    if scenario.audience is Audience.STAFF or not periods:
        return
    used = {period.name for period in periods}
    known: set[tuple[int, tuple[GradeMoment, ...]]] = set()
    for group in range(len(periods[0].by_grades)):
        for run in _group_periods(group, periods):
            first, last = minutes_of(run[0].start), minutes_of(run[-1].end) - scenario.minutes
            if last < first or any(_fits(stretch, scenario) for stretch in run):
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


def _group_periods(group: int, periods: Sequence[Period]) -> Iterator[list[Period]]:
    """Yield the stretches of each period of the group, in order."""
    runs: dict[str, list[Period]] = {}
    for period in periods:
        name = period.by_grades[group].period
        if name is not None:
            runs.setdefault(name, []).append(period)
    yield from runs.values()


def _fits(stretch: Period, scenario: Scenario) -> bool:
    return stretch.length >= scenario.minutes and scenario.can_be_held_in(stretch.tags, stretch.by_grades)


def _is_fit(scenario: Scenario, periods: Sequence[Period], start: int, moments: tuple[GradeMoment, ...]) -> bool:
    """Check whether all grades are present throughout, in class or at one of the scenario's moments.

    At some time, all must be at one of those moments.
    """
    end = start + scenario.minutes
    for group in range(len(moments)):
        group_periods = [period for period in periods if period.by_grades[group].period is not None]
        if (
            not group_periods
            or start < minutes_of(group_periods[0].start)
            or end > minutes_of(group_periods[-1].end)
        ):
            return False
        overlapped = [
            period for period in group_periods if minutes_of(period.start) < end and start < minutes_of(period.end)
        ]
        if any(
            not period.by_grades[group].in_class and not set(period.by_grades[group].tags) & set(scenario.moments)
            for period in overlapped
        ):
            return False
    return scenario.can_be_held_in((), moments)
