"""What a solve is given and gives: effort, placements, plans of campuses, outcomes. Plain frozen values."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from drillplanner.model import Drill, Task
from drillplanner.progress import Interruption


@dataclass(frozen=True)
class Effort:
    """How hard to search: CP-SAT's deterministic seconds a solve, and the seed.

    ``deadline`` (of ``time.monotonic``) is the last resort of a user's time limit, ``interruption`` the user's
    word; without them the wall clock plays no part and the same input gives the same plan.
    """

    deterministic_seconds: float
    seed: int
    deadline: float | None = None
    interruption: Interruption = field(default_factory=Interruption, compare=False)

    @property
    def seconds_left(self) -> float | None:
        """Of the wall clock; None is no limit."""
        if self.interruption.is_requested:
            return 0.0
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether time ran out, or the user wants no more: nothing new is begun then."""
        return self.seconds_left == 0.0

    def scaled(self, factor: float) -> Effort:
        """The same with so many times the deterministic seconds."""
        return replace(self, deterministic_seconds=factor * self.deterministic_seconds)

    def with_share_of_time(self, part: float) -> Effort:
        """The same for so great a part of the time that is left, so that some is left for what comes after."""
        left = self.seconds_left
        return self if left is None else replace(self, deadline=time.monotonic() + part * left)

    @property
    def without_deadline(self) -> Effort:
        """For steps that make a plan of what was found: they are short, and half of them would be none."""
        return replace(self, deadline=None, interruption=Interruption())


@dataclass(frozen=True)
class ModelOptions:
    """What a model asks for besides the duties.

    ``periods``: drills have a period; else days are chosen and periods left open, which is quicker and a bound.
    ``careful``: a plan must be sure to hold on each date that is offered; see ``encoders/offer.py``.
    ``offering``: dates must be offered where a duty says so.
    ``one_a_day``: a campus holds one drill a day at most, but where more were held already.
    ``alone``: one campus has the agencies to itself; what is quickest then is slow where campuses bargain.
    """

    periods: bool
    careful: bool = True
    offering: bool = True
    one_a_day: bool = True
    alone: bool = False


@dataclass(frozen=True, order=True)
class Placement:
    """One drill of a campus: day and scenario as indices into the problem, period, and the resources it uses."""

    day: int
    scenario: int
    period: str
    resource_ids: tuple[str, ...]


@dataclass(frozen=True, order=True)
class OfferedDates:
    """The dates of one offer: the duty (its place among the problem's duties) and the indices of the days."""

    duty: int
    days: tuple[int, ...]


@dataclass(frozen=True)
class CampusPlan:
    """The drills of one campus in order of day, and the dates that are offered for some of them."""

    campus_id: str
    placements: tuple[Placement, ...]
    cost: int
    offers: tuple[OfferedDates, ...] = ()
    breaches: int = 0
    """How often a required developmental limit gives way."""
    moves: int = 0
    """How many drills of the plan as it was do not stay as they were."""

    @property
    def visits(self) -> int:
        """How often an agency comes."""
        return sum(len(placement.resource_ids) for placement in self.placements)


@dataclass(frozen=True)
class SolveOutcome:
    """What a solve gave.

    ``status`` is optimal, feasible, infeasible, unoffered or unknown; ``bound`` is on the cost, and no lawful plan
    moves fewer drills than ``fewest_moves``. ``shared`` are the points that the plans add to the agencies' days,
    beside what other campuses already took; less than 0 where they join single visits.
    """

    status: str
    plans: tuple[CampusPlan, ...] = ()
    bound: int = 0
    fewest_moves: int = 0
    agency_day_points: int = 0

    @property
    def cost(self) -> int:
        """Points of all soft goals."""
        return sum(plan.cost for plan in self.plans) + self.agency_day_points

    @property
    def visits(self) -> int:
        """How often an agency comes."""
        return sum(plan.visits for plan in self.plans)

    @property
    def breaches(self) -> int:
        """How often a required developmental limit gives way."""
        return sum(plan.breaches for plan in self.plans)

    @property
    def moves(self) -> int:
        """How many drills do not stay as they were."""
        return sum(plan.moves for plan in self.plans)

    @property
    def drills(self) -> int:
        """Number of drills."""
        return sum(len(plan.placements) for plan in self.plans)

    @property
    def tiers(self) -> tuple[int, int, int, int]:
        """What comes before the points: moves, drills, breaches and visits."""
        return self.moves, self.drills, self.breaches, self.visits


#: For each campus, the (scenario, day) pairs of its drills.
Days = tuple[frozenset[tuple[int, int]], ...]


@dataclass(frozen=True)
class DaysOnlyPlan:
    """The best days with periods left open: (scenario, day) pairs by campus, their tiers, and the bound."""

    days: Days
    moves: int
    drills: int
    breaches: int
    visits: int
    bound: int

    def is_matched_by(self, plans: tuple[CampusPlan, ...]) -> bool:
        """Whether these plans need no more of anything before the points, so that the bound holds for them too."""
        mine = self.moves, self.drills, self.breaches, self.visits
        return SolveOutcome("", plans).tiers == mine


def full_cost_key(*plans: CampusPlan) -> tuple[int, int, int, int, int]:
    """What plans are compared by: moves, drills, breaches of required limits, visits, then points."""
    return (
        sum(plan.moves for plan in plans),
        sum(len(plan.placements) for plan in plans),
        sum(plan.breaches for plan in plans),
        sum(plan.visits for plan in plans),
        sum(plan.cost for plan in plans),
    )


def cost_key(*plans: CampusPlan) -> tuple[int, int, int]:
    """What plans with as many drills are compared by: moves, breaches of required limits, then points."""
    return (
        sum(plan.moves for plan in plans),
        sum(plan.breaches for plan in plans),
        sum(plan.cost for plan in plans),
    )


@dataclass(frozen=True)
class Solution:
    """The drills, and how good they provably are. ``bound`` holds for plans with as few drills and visits, and as
    few ``breaches`` of required developmental limits.

    ``tasks`` are the offers of dates that were chosen with the drills. The judge credits drills to the duties of
    ``shared_out``, among which a drill counts once. ``set_aside`` are ids of duties in doubt that are not planned
    for; ``warnings`` tell of them and of the breaches.
    """

    status: str
    drills: tuple[Drill, ...]
    cost: int
    bound: int
    ran_out_of_time: bool
    interrupted: bool = False
    breaches: int = 0
    tasks: tuple[Task, ...] = ()
    shared_out: frozenset[str] = frozenset()
    set_aside: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
