"""Where in its day a scenario can be held, before and after each duty has narrowed it down.

An opening is a period with the minutes at which the drill may start there. Duties close openings or move their
ends; what is left gives each drill one start: some minutes into the period, or as near to that as is allowed.
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

#: A drill starts so many minutes into its period, when attendance has been taken, if it fits.
SETTLING_MINUTES = 10


class StartWindow(NamedTuple):
    """A period of a day, or staff hours, which have no tags.

    The drill may start there from ``first`` to ``last``, in minutes since midnight.
    """

    period: str
    tags: tuple[PeriodTag, ...]
    first: int
    last: int
    preferred: int
    by_grades: tuple[GradeMoment, ...] = ()

    @property
    def slot(self) -> Slot:
        """The start that is taken: the usual one, or the nearest that is allowed."""
        return Slot(self.period, min(max(self.preferred, self.first), self.last), self.tags, self.by_grades)

    @property
    def slot_with_span(self) -> Slot:
        """The same where campuses of a building are still to agree on the start."""
        return self.slot._replace(span=(self.first, self.last))

    def has_name(self, name: str) -> bool:
        """Whether that is its name, or what some grades call it."""
        return name == self.period or any(name == one.period for one in self.by_grades)


#: The openings of one scenario, day by day.
Openings = tuple[tuple[StartWindow, ...], ...]


@dataclass(frozen=True)
class CampusYearFacts:
    """What a duty may look at before there are variables: the campus's days, and what stands in its year."""

    days: tuple[DayChoice, ...]
    events: tuple[Event, ...]
    filed: tuple[FiledDrill, ...]
    screenings: Mapping[str, Screening]

    def days_of(self, duty: Duty) -> tuple[int, ...]:
        """Indices of the days in the duty's window on which its unit attends."""
        return days_of(duty, self.days)


def openings_of(scenario: Scenario, days: tuple[DayChoice, ...]) -> Openings:
    """Every period of the scenario's moments that is long enough, and staff hours where it is for adults alone.

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
            there = _opening(scenario.minutes, minutes_of(period.start), period.length, period.name, period.tags)
            yield there._replace(by_grades=period.by_grades)
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
    """The openings without those of these days that are of the match's moments."""
    shut = set(days)
    return tuple(
        tuple(one for one in there if not is_moment(match, one.tags)) if there and day in shut else there
        for day, there in enumerate(openings)
    )


def is_moment(match: Match, tags: tuple[PeriodTag, ...]) -> bool:
    """Whether a period with these tags is one of the kinds that the match speaks of."""
    return match.moments is None or not set(match.moments).isdisjoint(tags)


def narrowed(
    openings: Openings,
    days: Collection[int],
    ground: CampusYearFacts,
    keep: Callable[[DayChoice, StartWindow], StartWindow | None],
) -> Openings:
    """The openings with those of these days put through ``keep``, which returns what is left of one, or None.

    ``keep`` may look at nothing of a day but its kind and its bells.
    """
    inside = set(days)
    known: dict[tuple[tuple[DayKind, int], tuple[StartWindow, ...]], tuple[StartWindow, ...]] = {}

    def of(day: int, there: tuple[StartWindow, ...]) -> tuple[StartWindow, ...]:
        if day not in inside or not there:
            return there
        choice = ground.days[day]
        key = choice.bell_key, there
        if key not in known:
            left = (keep(choice, opening) for opening in there)
            known[key] = tuple(opening for opening in left if opening is not None)
        return known[key]

    return tuple(of(day, there) for day, there in enumerate(openings))
