"""What a plan was before it is made anew: what stays as it is, and what should stay where it can.

Pins and the price of change are two things: a settled drill may not move, a planned one may if it must.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from drillplanner.law import Duty
from drillplanner.model import Audience, Campus, Drill, Scenario, Task, minutes_of
from drillplanner.solve.problem.resources import Interval


@dataclass(frozen=True)
class PreviousPlan:
    """The plan of one campus as it was, split by what may become of it.

    ``settled``    held, or taken as held, before ``as_of``: they stay
    ``planned``    from ``as_of`` on: each that does not stay as it is counts as moved
    ``displaced``  cannot stay, as they were not held or their day is closed: they count as moved whatever is done
    ``offers``     dates that were offered to an agency before ``as_of``: the offer stands
    ``is_hit``     whether the plan as it was no longer holds here
    ``unmet``      ids of duties that the judge finds violated if nothing is changed: most of those that can no
                   longer be met are among these, so that they are looked at first
    ``tells_late`` whether a drill may go to a day for which a notice of the law would come too late
    """

    as_of: date
    settled: tuple[Drill, ...]
    planned: tuple[Drill, ...]
    displaced: tuple[Drill, ...] = ()
    offers: tuple[Task, ...] = ()
    is_broken: bool = True
    unmet: frozenset[str] = frozenset()
    allows_late_notices: bool = False

    @property
    def drills(self) -> tuple[Drill, ...]:
        """All drills that the plan had, those that cannot stay included."""
        return (*self.settled, *self.planned, *self.displaced)

    @property
    def settled_ids(self) -> frozenset[str]:
        """Ids of the drills that stay."""
        return frozenset(drill.drill_id for drill in self.settled)


class KeptDrill(NamedTuple):
    """A drill of the plan as it was, in the problem's indices."""

    drill_id: str
    scenario: int
    day: int
    period: str
    resource_ids: tuple[str, ...]


@dataclass(frozen=True)
class StandingOffer:
    """An offer that stands: its duty, the days that can still be picked, and whether the drill is settled."""

    duty_id: str
    days: tuple[int, ...]
    is_settled: bool


@dataclass(frozen=True)
class KeptDrills:
    """What is kept at a campus, in the problem's indices; days before ``first_open`` are closed to anything new.

    ``displaced`` counts the drills that are moved whatever is done. Where ``all_stay``, those that are planned
    stand like those that are settled.
    """

    first_open: int = 0
    settled: tuple[KeptDrill, ...] = ()
    planned: tuple[KeptDrill, ...] = ()
    displaced: int = 0
    offers: tuple[StandingOffer, ...] = field(default=())
    all_stay: bool = False

    @property
    def fixed(self) -> tuple[KeptDrill, ...]:
        """What must be there as it was."""
        return (*self.settled, *self.planned) if self.all_stay else self.settled

    @property
    def closed_days(self) -> frozenset[int]:
        """Days from ``first_open`` on that take nothing new: a settled drill is there, or a date was offered."""
        offered = {day for offer in self.offers if offer.is_settled for day in offer.days}
        return frozenset({one.day for one in self.settled} | offered)

    @property
    def crowded_days(self) -> frozenset[int]:
        """Days on which more than one drill was held."""
        return frozenset(day for day, number in Counter(one.day for one in self.settled).items() if number > 1)

    def offer_of(self, duty: Duty) -> StandingOffer | None:
        """The offer that was made for the duty; None: none was."""
        return next((offer for offer in self.offers if offer.duty_id == duty.duty_id), None)


def scenario_of(drill: Drill, scenarios: Sequence[Scenario]) -> Scenario | None:
    """The scenario that the drill was, with what the drill says of itself; None: there is none of its type."""
    same = [scenario for scenario in scenarios if scenario.scenario_id == drill.scenario_id]
    near = same or [scenario for scenario in scenarios if scenario.drill_type is drill.drill_type]
    if not near:
        return None
    known = near[0]
    told: dict[str, object] = {
        "drill_type": drill.drill_type,
        "format": drill.format or known.format,
        "audience": drill.audience or (known.audience if same else Audience.EVERYONE),
        "route": drill.route if same else None,
        "announced": known.announced if drill.announced is None else drill.announced,
        "minutes": drill.minutes or known.minutes,
    }
    if not same:
        told |= {"scenario_id": drill.scenario_id or "", "subjects": ()}
    return (
        known
        if all(getattr(known, name) == value for name, value in told.items())
        else known.model_copy(update=told)
    )


def hours_of(drill: Drill, campus: Campus) -> Interval:
    """When it takes place, and in which building."""
    return Interval(start_of(drill), start_of(drill) + (drill.minutes or 0), campus.building or "")


def start_of(drill: Drill) -> int:
    """When it begins, in minutes since midnight; a drill of which nobody says begins the day."""
    return minutes_of(drill.start) if drill.start is not None else 0
