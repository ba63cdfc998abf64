"""Windows of start times per period, before and after duties narrow them.

An opening is a period with the minutes at which the drill may start in it. Duties close openings or move their
ends. The rest gives each drill one start: some minutes into the period, or as near to that as is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from drillplanner.law import Duty, Match
from drillplanner.model import (
    STAFF_HOURS,
    DayKind,
    Event,
    FiledDrill,
    GradeMoment,
    PeriodTag,
    Scenario,
    Screening,
    minutes_of,
)
from drillplanner.solve.problem.bell_crossings import crossings
from drillplanner.solve.problem.campus_problem import DayChoice, days_of, fits
from drillplanner.solve.problem.slots import Slot

#: Minutes into its period at which a drill starts, when attendance has been taken, if it fits.
SETTLING_MINUTES = 10


class StartWindow(NamedTuple):
    """A period of a day, or staff hours (without tags), in which a drill may start.

    ``first`` and ``last`` are the possible starts, in minutes since midnight; ``preferred`` is the usual one.
    """

    period: str
    tags: tuple[PeriodTag, ...]
    first: int
    last: int
    preferred: int
    by_grades: tuple[GradeMoment, ...] = ()

    @property
    def slot(self) -> Slot:
        """The slot at the preferred start, or at the nearest one that is allowed."""
        return Slot(self.period, min(max(self.preferred, self.first), self.last), self.tags, self.by_grades)

    @property
    def slot_with_span(self) -> Slot:
        """The slot with all possible starts, for campuses of a building that still have to agree on one."""
        return self.slot._replace(span=(self.first, self.last))

    def has_name(self, name: str) -> bool:
        """Check whether that is the period's name, or its name for some grades."""
        return name == self.period or any(name == moment.period for moment in self.by_grades)


#: The openings of one scenario, day by day.
Openings = tuple[tuple[StartWindow, ...], ...]


@dataclass(frozen=True)
class CampusYearFacts:
    """What duties may look at before there are variables: the campus's days, events, and filed drills."""

    days: tuple[DayChoice, ...]
    events: tuple[Event, ...]
    filed: tuple[FiledDrill, ...]
    screenings: Mapping[str, Screening]

    def days_of(self, duty: Duty) -> tuple[int, ...]:
        """Return the indices of the days in the duty's window on which its unit attends."""
        return days_of(duty, self.days)


def openings_of(scenario: Scenario, days: tuple[DayChoice, ...]) -> Openings:
    """Return for each day the periods in which the scenario fits, and staff hours if it is for adults only.

    Days with the same bells share one tuple.
    """
    by_bells: dict[tuple[DayKind, int], tuple[StartWindow, ...]] = {}
    for day in days:
        if day.bell_key not in by_bells:
            by_bells[day.bell_key] = (*_in_periods(scenario, day), *_in_staff_hours(scenario, day))
    return tuple(by_bells[day.bell_key] for day in days)


def _in_periods(scenario: Scenario, day: DayChoice) -> Iterator[StartWindow]:
    for period in day.periods:
        if fits(scenario, period):
            window = _opening(scenario.minutes, minutes_of(period.start), period.length, period.name, period.tags)
            yield window._replace(by_grades=period.by_grades)
    if not scenario.needs_students_away:
        for crossing in crossings(scenario, day.periods, SETTLING_MINUTES):
            yield StartWindow(
                crossing.name, crossing.tags, crossing.start, crossing.start, crossing.start, crossing.by_grades
            )


def _in_staff_hours(scenario: Scenario, day: DayChoice) -> Iterator[StartWindow]:
    hours = day.staff_hours
    if hours is not None and scenario.fits_staff_hours and hours.length >= scenario.minutes:
        yield _opening(scenario.minutes, minutes_of(hours.start), hours.length, STAFF_HOURS, ())


def _opening(minutes: int, start: int, length: int, name: str, tags: tuple[PeriodTag, ...]) -> StartWindow:
    last = start + length - minutes
    return StartWindow(name, tags, start, last, min(start + SETTLING_MINUTES, last))


def closed_on(openings: Openings, days: Collection[int], match: Match) -> Openings:
    """Return the openings without those on these days that are at the match's moments."""
    closed = set(days)
    return tuple(
        tuple(window for window in windows if not is_moment(match, window.tags))
        if windows and day in closed
        else windows
        for day, windows in enumerate(openings)
    )


def is_moment(match: Match, tags: tuple[PeriodTag, ...]) -> bool:
    """Check whether a period with these tags is at one of the match's moments."""
    return match.moments is None or not set(match.moments).isdisjoint(tags)


def narrowed(
    openings: Openings,
    days: Collection[int],
    ground: CampusYearFacts,
    keep: Callable[[DayChoice, StartWindow], StartWindow | None],
) -> Openings:
    """Return the openings, with ``keep`` applied to those on these days.

    ``keep`` returns the rest of an opening, or None. It may look only at the day's kind and bells, since the
    result is reused for other days with the same.
    """
    inside = set(days)
    known: dict[tuple[tuple[DayKind, int], tuple[StartWindow, ...]], tuple[StartWindow, ...]] = {}

    def of(day: int, windows: tuple[StartWindow, ...]) -> tuple[StartWindow, ...]:
        if day not in inside or not windows:
            return windows
        choice = ground.days[day]
        key = choice.bell_key, windows
        if key not in known:
            left = (keep(choice, opening) for opening in windows)
            known[key] = tuple(opening for opening in left if opening is not None)
        return known[key]

    return tuple(of(day, windows) for day, windows in enumerate(openings))
