"""Encoder of ``spacing``: sliding runs of days hold at least one drill, or at most one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.spacing import Spacing
from drillplanner.law.timing.span import DayUnit
from drillplanner.solve.model.rows import LinearRow
from drillplanner.solve.problem.campus_problem import DayChoice, days_between
from drillplanner.solve.requirements.encoder import Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


class SpacingEncoder(Encoder[Spacing]):
    """One row a run. Runs are over the campus's school days; a unit's drills are those on its own days."""

    def distinguishing_matches(self, requirement: Spacing, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that are spaced."""
        return (requirement.match,)

    def demanded_matches(self, requirement: Spacing, duty: Duty) -> tuple[Match, ...]:
        """Return the drills that are spaced, if each run must hold one."""
        return (requirement.match,) if requirement.at_least_every is not None else ()

    def constrain(self, requirement: Spacing, duty: Duty, variables: CampusVariables) -> None:
        """Add about as many rows as the window has days."""
        match, own_days = requirement.match, set(variables.days_of(duty))
        days = variables.problem.days
        window = days_between(days, duty.window.first, duty.window.last)
        inside = [days[day] for day in window]
        if requirement.at_least_every is not None:
            length = _SHUT[requirement.at_least_every.unit]
            for run in _shortest_runs(inside, length, requirement.at_least_every.days):
                kept = [day for day in run if day in own_days]
                variables.add_row(
                    LinearRow(kept, lambda day: [(1, drill) for drill in variables.toward_minimum(match, day)], 1)
                )
        if requirement.apart is not None:
            distance = _DISTANCE[requirement.apart.unit]
            for run in _longest_runs(inside, distance, requirement.apart.days):
                kept = [day for day in run if day in own_days]
                self._at_most_one(match, kept, variables)
            for day in sorted(own_days & variables.crowded_days & set(window)):
                self._at_most_one(match, [day], variables)

    def _at_most_one(self, match: Match, days: Sequence[int], variables: CampusVariables) -> None:
        variables.add_row(
            LinearRow(days, lambda day: [(-1, drill) for drill in variables.toward_maximum(match, day)], -1)
        )


def _shortest_runs(
    days: Sequence[DayChoice], length: Callable[[Sequence[DayChoice], int, int], int], enough: int
) -> Iterator[list[int]]:
    """Yield the runs of school days that would be ``enough`` days without a drill; none inside another."""
    last = 0
    for first in range(len(days)):
        last = max(last, first)
        while last < len(days) and length(days, first, last) < enough:
            last += 1
        if last == len(days):
            return
        # A run that begins a day later and ends on the same day is inside this one, and is stricter.
        if first + 1 > last or length(days, first + 1, last) < enough:
            yield [day.index for day in days[first : last + 1]]


def _school_days_shut(days: Sequence[DayChoice], first: int, last: int) -> int:
    return last - first + 1


def _calendar_days_shut(days: Sequence[DayChoice], first: int, last: int) -> int:
    """Count the days from the school day before the run to the one after it, inside the window."""
    opens = days[first].date.toordinal() if first == 0 else days[first - 1].date.toordinal() + 1
    closes = days[last].date.toordinal() if last == len(days) - 1 else days[last + 1].date.toordinal() - 1
    return closes - opens + 1


def _longest_runs(
    days: Sequence[DayChoice], distance: Callable[[DayChoice, DayChoice], int], apart: int
) -> Iterator[list[int]]:
    """Yield the runs of school days whose first and last day are too close; none inside another."""
    last = 0
    for first in range(len(days)):
        before = last
        while last + 1 < len(days) and distance(days[first], days[last + 1]) < apart:
            last += 1
        if last > before:
            yield [day.index for day in days[first : last + 1]]
        last = max(last, first + 1)


def _school_days_from(earlier: DayChoice, later: DayChoice) -> int:
    return later.index - earlier.index


def _calendar_days_from(earlier: DayChoice, later: DayChoice) -> int:
    return (later.date - earlier.date).days


_SHUT = {DayUnit.SCHOOL_DAY: _school_days_shut, DayUnit.CALENDAR_DAY: _calendar_days_shut}
_DISTANCE = {DayUnit.SCHOOL_DAY: _school_days_from, DayUnit.CALENDAR_DAY: _calendar_days_from}
