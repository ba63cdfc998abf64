"""Linear constraints over the days of a year, kept in a form that answers what a drill adds on another day.

Most duties become such rows: a sum over the drills of some days is at least a number. If a drill may still move,
because several dates are offered to an agency, each row must hold on each date (``requirements/offer.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from drillplanner.cp_sat import IntVar, LinearExprT
from drillplanner.solve.problem.campus_problem import DayChoice
from drillplanner.solve.problem.slots import Slot

#: Variables with their weights.
Terms = list[tuple[int, IntVar]]


@dataclass(frozen=True)
class LinearRow:
    """A constraint: the terms of all ``days`` add up to ``least`` or more.

    ``terms_on`` returns the terms of any day of the year: what its drill would add if it were one of ``days``.
    """

    days: Collection[int]
    terms_on: Callable[[int], Terms]
    least: int


@dataclass(frozen=True)
class CreditVariable:
    """A variable that is 1 if the drill of the day is credited to a duty, and all days for which one exists."""

    variable: IntVar
    day: int
    days: frozenset[int]


@dataclass(frozen=True)
class Offering:
    """One offer: variables by day for whether it is offered, and whether the offered drill is held on it.

    ``offers[s, d]`` is 1 if the offered drill is scenario s, held on day d.
    """

    dates: Mapping[int, IntVar]
    is_on: Mapping[int, LinearExprT]
    offers: Mapping[tuple[int, int], IntVar]

    @cached_property
    def scenarios(self) -> frozenset[int]:
        """The scenarios that the offered drill can have, by index."""
        return frozenset(scenario for scenario, _ in self.offers)


@dataclass(frozen=True)
class UnmovableDrills:
    """Drills that must not move on to or off ``days``, nor, with ``even_inside``, from one of them to another.

    ``variables_on`` returns the variables of such drills on any day of the year.
    """

    days: frozenset[int]
    even_inside: bool
    variables_on: Callable[[int], list[IntVar]]


@dataclass(frozen=True)
class WeeklyPeriod:
    """A period of a weekday, and the number of drills of a group of scenarios that fall into it.

    ``day`` is one of the days with that slot; days of a weekday with other bells have periods of their own.
    """

    group: int
    weekday: int
    slot: Slot
    day: DayChoice
    drills: IntVar
