"""Inputs and results of a solve as frozen values: effort, options, placements, campus plans, outcomes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from drillplanner.model import CrowdedDay, Drill, Task
from drillplanner.progress import Interruption
from drillplanner.solve.search_budget import LAST_STEP, MOST_AT_ONCE, SearchBudget

#: Deterministic seconds for each of the short last steps; most need a hundredth of it.
SHORT_STEP = 4.0


@dataclass(frozen=True)
class Effort:
    """How hard to search: CP-SAT's deterministic seconds for each solve and for all of them, and the seed.

    ``budget`` is what all solves with this effort may take together. ``deadline`` (of ``time.monotonic``) comes
    from a user's time limit, ``interruption`` from Ctrl-C. Without these two the clock has no influence, and the
    same input gives the same plan.
    """

    deterministic_seconds: float
    seed: int
    deadline: float | None = None
    interruption: Interruption = field(default_factory=Interruption, compare=False)
    budget: SearchBudget = field(default_factory=SearchBudget, compare=False)

    @property
    def seconds_left(self) -> float | None:
        """Seconds of clock time left; None without a limit."""
        if self.interruption.is_requested:
            return 0.0
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    @property
    def is_out_of_time(self) -> bool:
        """Whether the user's time limit was reached or the user interrupted."""
        return self.seconds_left == 0.0

    @property
    def is_over(self) -> bool:
        """Whether time ran out, the user interrupted, or the budget is spent: then no new search is begun."""
        return self.is_out_of_time or self.budget.is_spent

    def seconds_for(self, part: float, is_last: bool = True) -> float:
        """Return the deterministic seconds of a search that gets this part of a solve.

        A search before the last never takes more than ``MOST_AT_ONCE`` of what the budget has left.
        """
        left = self.budget.seconds_left * (1.0 if is_last else MOST_AT_ONCE)
        return min(part * self.deterministic_seconds, max(LAST_STEP, left))

    def scaled(self, factor: float) -> Effort:
        """Return the effort with its deterministic seconds for each solve multiplied by ``factor``."""
        return replace(self, deterministic_seconds=factor * self.deterministic_seconds)

    def part(self, share: float) -> Effort:
        """Return the effort for a step that may take this share of what is left of the budget."""
        return replace(self, budget=self.budget.part(share))

    def apart(self, number: int) -> tuple[Effort, ...]:
        """Return efforts for this many searches in parallel, each with its own budget."""
        return tuple(replace(self, budget=budget) for budget in self.budget.apart(number))

    def with_share_of_time(self, part: float) -> Effort:
        """Return the effort with a part of the time that is left, so that later steps have the rest."""
        left = self.seconds_left
        return self if left is None else replace(self, deadline=time.monotonic() + part * left)

    @property
    def without_deadline(self) -> Effort:
        """The effort without limits of clock time, for short last steps that turn results into a plan."""
        return Effort(SHORT_STEP, self.seed)


@dataclass(frozen=True)
class ModelOptions:
    """Which parts a model has besides the duties.

    ``periods``: drills have a period; otherwise only days are chosen, which is faster and gives a bound.
    ``careful``: a plan must be sure to hold on each date that is offered; see ``requirements/offer.py``.
    ``offering``: dates must be offered where a duty requires it.
    ``alone``: one campus has the agencies to itself; the fastest search then is slow where campuses share them.
    """

    periods: bool
    careful: bool = True
    offering: bool = True
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
    """The dates of one offer: the index of the duty in the problem, and the indices of the days."""

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
    """What breaches of required developmental limits, and those of good practice, weigh (``YearLimit.weight``)."""
    moves: int = 0
    """The number of drills of the previous plan that do not stay as they were."""
    missing: int = 0
    """The drills that good practice may add and that the plan does not hold."""

    @property
    def size(self) -> int:
        """The number of drills, with those that good practice may add whether or not they are held."""
        return len(self.placements) + self.missing

    @property
    def visits(self) -> int:
        """The number of visits."""
        return sum(len(placement.resource_ids) for placement in self.placements)


@dataclass(frozen=True)
class SolveOutcome:
    """The result of a solve.

    ``status`` is optimal, feasible, infeasible, unoffered (no dates to offer were found), or unknown. ``bound`` is
    a lower bound on the cost; no lawful plan moves fewer drills than ``fewest_moves``. ``agency_day_points`` are
    the points that the plans add to agency days; negative if they join single visits. ``fewest_drills`` is set
    if the search ended before the tiers before points were proven: no lawful plan has fewer drills than that, and
    ``bound`` is then only about plans with the same tiers.
    """

    status: str
    plans: tuple[CampusPlan, ...] = ()
    bound: int = 0
    fewest_moves: int = 0
    agency_day_points: int = 0
    fewest_drills: int | None = None

    @property
    def has_proven_tiers(self) -> bool:
        """Whether no plan has fewer moves, drills, breaches, or visits, in this order."""
        return self.fewest_drills is None

    @property
    def cost(self) -> int:
        """Points of all soft goals."""
        return sum(plan.cost for plan in self.plans) + self.agency_day_points

    @property
    def visits(self) -> int:
        """The number of visits."""
        return sum(plan.visits for plan in self.plans)

    @property
    def breaches(self) -> int:
        """What breaches of required developmental limits, and those of good practice, weigh."""
        return sum(plan.breaches for plan in self.plans)

    @property
    def moves(self) -> int:
        """The number of drills that do not stay as they were."""
        return sum(plan.moves for plan in self.plans)

    @property
    def drills(self) -> int:
        """Number of drills."""
        return sum(len(plan.placements) for plan in self.plans)

    @property
    def size(self) -> int:
        """Number of drills, with those that good practice may add whether or not they are held."""
        return sum(plan.size for plan in self.plans)

    @property
    def tiers(self) -> tuple[int, int, int, int]:
        """The tiers that come before points: moves, size, breaches, and visits."""
        return self.moves, self.size, self.breaches, self.visits


#: For each campus, the (scenario, day) pairs of its drills.
Days = tuple[frozenset[tuple[int, int]], ...]


@dataclass(frozen=True)
class DaysOnlyPlan:
    """The best days without periods: (scenario, day) pairs by campus, their tiers, and the bound.

    ``fewest_drills`` is set if the tiers are not proven: no plan is smaller.
    """

    days: Days
    moves: int
    size: int
    breaches: int
    visits: int
    bound: int
    fewest_drills: int | None = None

    @property
    def size_needed(self) -> int:
        """The size that any plan has at least."""
        return self.size if self.fewest_drills is None else self.fewest_drills

    @property
    def tiers(self) -> tuple[int, int, int, int]:
        """The tiers that come before points: moves, size, breaches, and visits."""
        return self.moves, self.size, self.breaches, self.visits

    def is_matched_by(self, plans: tuple[CampusPlan, ...]) -> bool:
        """Check whether these plans have the same tiers, so that the bound holds for them too."""
        return SolveOutcome("", plans).tiers == self.tiers


def full_cost_key(*plans: CampusPlan) -> tuple[int, int, int, int, int]:
    """Return what plans are compared by: moves, size, breaches, visits, points."""
    return (
        sum(plan.moves for plan in plans),
        sum(plan.size for plan in plans),
        sum(plan.breaches for plan in plans),
        sum(plan.visits for plan in plans),
        sum(plan.cost for plan in plans),
    )


def drills_and_visits(*plans: CampusPlan) -> tuple[int, int, int]:
    """Return the number of moves, of drills, and of visits of these plans."""
    moves, size, _, visits, _ = full_cost_key(*plans)
    return moves, size, visits


def cost_key(*plans: CampusPlan) -> tuple[int, int, int]:
    """Return what plans with equally many drills are compared by: moves, breaches, points."""
    return (
        sum(plan.moves for plan in plans),
        sum(plan.breaches for plan in plans),
        sum(plan.cost for plan in plans),
    )


@dataclass(frozen=True)
class Solution:
    """The drills, and a proven bound on their cost.

    ``bound`` holds for plans with as few drills and visits, and with ``breaches`` (of required developmental
    limits and of good practice) that weigh as little. ``missing`` are drills that good practice may add.
    ``tasks`` are the offers of dates that were chosen with the drills. ``shared_out`` are ids of duties among
    which a drill counts once; the judge credits drills to these. ``set_aside`` are ids of uncertain duties that
    are not planned for; ``warnings`` describe them and the breaches. ``crowded_days`` hold more drills than usual.
    ``fewest_drills`` is set if fewer drills than these are not ruled out: no plan has fewer than that. Where
    ``practice_left_out``, the search knew nothing of good practice, and ``breaches`` are of required limits alone.
    """

    status: str
    drills: tuple[Drill, ...]
    cost: int
    bound: int
    ran_out_of_time: bool = False
    interrupted: bool = False
    breaches: int = 0
    missing: int = 0
    tasks: tuple[Task, ...] = ()
    shared_out: frozenset[str] = frozenset()
    set_aside: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    crowded_days: tuple[CrowdedDay, ...] = ()
    fewest_drills: int | None = None
    practice_left_out: bool = False

    @property
    def size(self) -> int:
        """The number of drills, with those that good practice may add whether or not they are held."""
        return len(self.drills) + self.missing
