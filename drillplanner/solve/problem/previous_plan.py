"""The plan before a replan: drills that are settled, planned, or displaced.

A settled drill may not move; a planned drill may if it must.
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
    """The previous plan of one campus, by what may happen to each drill.

    ``settled``    drills held, or counted as held, before ``as_of``: they stay
    ``planned``    drills from ``as_of`` on: each that does not stay as it is counts as moved
    ``displaced``  drills that cannot stay because they were not held or their day is closed: they count as moved
    ``offers``     dates that were offered to an agency before ``as_of``: the offer stays
    ``new_offers`` dates that the plan offers from ``as_of`` on: a campus that is planned anew may offer others
    ``is_broken``  whether the previous plan no longer meets all duties at this campus
    ``unmet``      ids of duties that are violated if nothing changes: most duties that can no longer be met are
                   among these, so they are tried first
    ``days_over`` days from ``as_of`` on that the log reports as over, since a drill was not held on them
    ``void_pins``  dates of pins that no longer bind: the past, or what the law asks for, leaves no room for them
    ``allows_late_notices`` whether a drill may go to a day for which a notice required by law would be late
    """

    as_of: date
    settled: tuple[Drill, ...]
    planned: tuple[Drill, ...]
    displaced: tuple[Drill, ...] = ()
    offers: tuple[Task, ...] = ()
    new_offers: tuple[Task, ...] = ()
    is_broken: bool = True
    unmet: frozenset[str] = frozenset()
    days_over: frozenset[date] = frozenset()
    void_pins: frozenset[date] = frozenset()
    allows_late_notices: bool = False

    @property
    def drills(self) -> tuple[Drill, ...]:
        """All drills of the plan, including those that cannot stay."""
        return (*self.settled, *self.planned, *self.displaced)

    @property
    def settled_ids(self) -> frozenset[str]:
        """Ids of the drills that stay."""
        return frozenset(drill.drill_id for drill in self.settled)


class KeptDrill(NamedTuple):
    """A drill of the previous plan, in the problem's indices."""

    drill_id: str
    scenario: int
    day: int
    period: str
    resource_ids: tuple[str, ...]
    grades: tuple[str, ...] = ()
    """The grades that took part in a settled drill; empty if not recorded, or for adults alone."""


@dataclass(frozen=True)
class StandingOffer:
    """An earlier offer: its duty, the days that can still be picked, and whether the drill is settled.

    ``is_picked`` says that the log has the drill as held, so that its other days are free again.
    """

    duty_id: str
    days: tuple[int, ...]
    is_settled: bool
    is_picked: bool = False


@dataclass(frozen=True)
class KeptDrills:
    """The previous plan in the problem's indices; days before ``first_open`` are closed to new drills.

    ``displaced`` counts the drills that move in every plan. If ``all_stay``, planned drills are fixed like settled
    ones.
    """

    first_open: int = 0
    settled: tuple[KeptDrill, ...] = ()
    planned: tuple[KeptDrill, ...] = ()
    displaced: int = 0
    offers: tuple[StandingOffer, ...] = field(default=())
    all_stay: bool = False

    @property
    def fixed(self) -> tuple[KeptDrill, ...]:
        """The drills that must stay as they were."""
        return (*self.settled, *self.planned) if self.all_stay else self.settled

    @property
    def closed_days(self) -> frozenset[int]:
        """Days from ``first_open`` on that are closed to new drills: one is settled there, or it was offered.

        Days that were offered for a drill taken as held stay closed, since the log may still name another of them.
        """
        offered = {day for offer in self.offers if offer.is_settled and not offer.is_picked for day in offer.days}
        return frozenset({drill.day for drill in self.settled} | offered)

    @property
    def crowded_days(self) -> frozenset[int]:
        """Days on which more than one drill was held."""
        return frozenset(day for day, number in Counter(drill.day for drill in self.settled).items() if number > 1)

    @property
    def held_beside_others(self) -> frozenset[int]:
        """The scenarios of drills that were held on one day with others, by index."""
        return frozenset(drill.scenario for drill in self.settled if drill.day in self.crowded_days)

    def offer_of(self, duty: Duty) -> StandingOffer | None:
        """Return the earlier offer for the duty, or None."""
        return next((offer for offer in self.offers if offer.duty_id == duty.duty_id), None)


def offer_id(duty: Duty) -> str:
    """Return the id of the task of offering dates for the duty."""
    unit = "" if duty.unit is None else f"/{duty.unit.unit_id}"
    return f"{duty.mandate.mandate_id}/{duty.campus_id}{unit}/{duty.window.key}"


def scenario_of(drill: Drill, scenarios: Sequence[Scenario]) -> Scenario | None:
    """Return the drill's scenario, changed to what the drill records; None if no scenario has its type."""
    exact = [scenario for scenario in scenarios if scenario.scenario_id == drill.scenario_id]
    candidates = exact or [scenario for scenario in scenarios if scenario.drill_type is drill.drill_type]
    if not candidates:
        return None
    known = candidates[0]
    recorded: dict[str, object] = {
        "drill_type": drill.drill_type,
        "format": drill.format or known.format,
        "audience": drill.audience or (known.audience if exact else Audience.EVERYONE),
        "route": drill.route,
        "announced": known.announced if drill.announced is None else drill.announced,
        "minutes": drill.minutes or known.minutes,
    }
    if not exact:
        recorded |= {"scenario_id": drill.scenario_id or "", "subjects": ()}
    return (
        known
        if all(getattr(known, name) == value for name, value in recorded.items())
        else known.model_copy(update=recorded)
    )


def hours_of(drill: Drill, campus: Campus) -> Interval:
    """Return the time of the drill, and the campus's building."""
    return Interval(start_of(drill), start_of(drill) + (drill.minutes or 0), campus.building or "")


def start_of(drill: Drill) -> int:
    """Return the start in minutes since midnight; 0 if no start is recorded."""
    return minutes_of(drill.start) if drill.start is not None else 0
