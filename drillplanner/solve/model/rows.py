"""A linear row over the days of a year, in a form that can be asked what a drill would add on another day.

Most duties come down to such rows: a sum over the drills of some days is at least so much. Where a drill may yet
move, because its date is offered to an agency, each row must hold wherever it goes (``encoders/offer.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from drillplanner.cp_sat import IntVar, LinearExprT

#: Variables with their weights.
Terms = list[tuple[int, IntVar]]


@dataclass(frozen=True)
class LinearRow:
    """The terms of all ``days`` add up to ``least`` or more.

    ``at`` gives the terms of any day of the year: what its drill would add if the day were one of ``days``.
    """

    days: Collection[int]
    terms_on: Callable[[int], Terms]
    least: int


@dataclass(frozen=True)
class CreditVariable:
    """A variable that is 1 if the drill of the day is credited to a duty, and on which days it could be."""

    variable: IntVar
    day: int
    days: frozenset[int]


@dataclass(frozen=True)
class Offering:
    """One offer: for each day whether it is offered, and whether the drill that is offered is held on it."""

    dates: Mapping[int, IntVar]
    is_on: Mapping[int, LinearExprT]


@dataclass(frozen=True)
class UnmovableDrills:
    """Drills that must not move on to or off ``days``, nor, with ``even_inside``, from one of them to another.

    ``at`` gives the variables of such drills on any day of the year.
    """

    days: frozenset[int]
    even_inside: bool
    variables_on: Callable[[int], list[IntVar]]
