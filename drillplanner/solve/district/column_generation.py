"""Campuses share the agencies' visits by prices: a date that too many want gets dearer until enough give it up.

This is column generation (Dantzig and Wolfe, *Decomposition principle for linear programs*, Operations Research 8,
1960), with prices smoothed as by Wentges (*Weighted Dantzig-Wolfe decomposition for linear mixed-integer
programming*, International Transactions in Operational Research 4, 1997). Each round, every kind of campus bids at
the same prices, each apart from the others; among all bids so far the best choice in shares gives new prices.

Most rounds are small: a kind may only move the drills to which an agency comes, and leaves the others where its
earlier bids had them. That takes a twentieth of the time and mostly finds as good a bid. When small rounds bring
nothing more, all is open for one round. What all campuses then would pay together, less what the visits that there
are would bring in, is at any prices a bound on what any plan costs: a plan pays the same prices for no more visits
than there are. Visits beyond a level day cost points (``agency_days.py``) and bring in as much less.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from drillplanner.progress import Progress
from drillplanner.solve.district.capacity import Capacity
from drillplanner.solve.district.parallel import map_in_order
from drillplanner.solve.district.pricing import (
    BREACH,
    PARTS_OF_A_POINT,
    Column,
    PricedColumn,
    Prices,
    PricingProblem,
    initial_column,
)
from drillplanner.solve.district.restricted_master import RelaxedMaster, solve_relaxed
from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.campus_classes import CampusClass
from drillplanner.solve.problem.plans import Effort

#: Rounds end when the cost in shares is this near to the bound, as a part of the cost.
NEAR_ENOUGH = 0.001
#: The most rounds in which all is open, and the most small ones.
MOST_OPEN_ROUNDS, MOST_SMALL_ROUNDS = 12, 120
#: School days by which a small round moves a drill to which no agency comes.
SMALL_ROUND_STEPS = 3
#: Small rounds end when one makes the choice cheaper by no more than this part, while visits are lacking.
HARDLY_CHEAPER = 0.004
#: Points at which a visit beyond what the agencies can do is priced at first, and by how much that is raised when
#: no bid keeps within what they can do.
FIRST_CEILING, RAISE = 15.0, 4.0
#: A kind with more campuses than fit on one date needs several dates. It makes so many bids at once, at most.
MOST_COLUMNS_AT_ONCE = 16
#: Points that dates cost besides which a bid should leave to the others of its kind.
SPREAD_PRICE = 3
#: How much of the best prices so far is kept in the next ones while the agencies are asked for too much.
SMOOTHING = 0.3
#: Visits beyond what the agencies can make, up to which it is noise of floating point.
_HARDLY = 1e-6


class ColumnGeneration:
    """The bids so far, the prices, and the best bound, in parts of a point."""

    def __init__(
        self, kinds: Sequence[CampusClass], capacity: Capacity, effort: Effort, workers: int, progress: Progress
    ) -> None:
        self.kinds = kinds
        self.capacity = capacity
        self.effort = effort
        self.workers = workers
        self.progress = progress
        self.columns: list[list[Column]] = [[initial_column(kind)] for kind in kinds]
        self.ceiling = FIRST_CEILING
        self.may_give_way = False
        self._best_bound: int | None = None
        self._best_prices: Prices = {}
        self._small_rounds = 0
        self._too_many_at_first = self._relaxed_master().excess
        #: How many campuses fit on one date, by the agency that is scarcest there.
        self._on_a_date = max(1, min((limit.free for limit in capacity.values()), default=1))

    @property
    def bound(self) -> int | None:
        """The best bound, in points. Costs are whole, so it is rounded up."""
        return None if self._best_bound is None else -(-self._best_bound // PARTS_OF_A_POINT)

    def run(self) -> None:
        """Small rounds until they bring nothing more, then one in which all is open, until that is near enough.

        When time is over, the bids that came so far are what there is.
        """
        for _ in range(MOST_OPEN_ROUNDS):
            shares = self._small_rounds_until_settled()
            if self.effort.is_over:
                return
            prices = self._prices(shares, 0.0)
            came = self._open_round(prices)
            shares = self._relaxed_master()
            lacking = shares.excess > _HARDLY
            if not lacking and self._is_near(shares):
                return
            if not came and not (lacking and self._raise_price_limit()):
                return

    def _small_rounds_until_settled(self) -> RelaxedMaster:
        """Rounds of small bids for as long as they make the choice in shares notably cheaper."""
        shares = self._relaxed_master()
        kept = 0.0
        while self._small_rounds < MOST_SMALL_ROUNDS and not self.effort.is_over:
            self._small_rounds += 1
            came = self._small_round(self._prices(shares, kept), shares.excess > _HARDLY)
            before, shares = shares, self._relaxed_master()
            self._report_progress(shares)
            if not came and kept == 0.0:
                return shares
            little = NEAR_ENOUGH if shares.excess <= _HARDLY else HARDLY_CHEAPER
            if before.cost - shares.cost <= little * shares.cost:
                return shares
            kept = SMOOTHING if came and shares.excess > _HARDLY else 0.0
        return shares

    def _report_progress(self, shares: RelaxedMaster) -> None:
        """How many of the visits that were too many at first have found another date."""
        too_many = max(1, math.ceil(self._too_many_at_first))
        self.progress("Sharing visits by prices", too_many - min(too_many, math.ceil(shares.excess)), too_many)

    def _relaxed_master(self) -> RelaxedMaster:
        return solve_relaxed(self.kinds, self.columns, self.capacity, self.ceiling)

    def _is_near(self, shares: RelaxedMaster) -> bool:
        return self._best_bound is not None and (
            shares.cost - self._best_bound / PARTS_OF_A_POINT <= max(0.5, NEAR_ENOUGH * shares.cost)
        )

    def _raise_price_limit(self) -> bool:
        """Allow higher prices; then let required limits give way. False when nothing is left to try."""
        if self.ceiling < BREACH / 2:
            self.ceiling *= RAISE
            return True
        if self.may_give_way:
            return False
        self.may_give_way = True
        self.ceiling = RAISE * BREACH
        return True

    def _open_round(self, prices: Prices) -> bool:
        """All kinds bid, with all days open. Returns whether a bid came that was not known."""
        answers = self._price_all([_PricingRequest(kind, (prices,), None) for kind in self.kinds])
        known = [answer.bound for (answer,) in answers if answer is not None]
        if len(known) == len(answers):
            paid = sum(kind.campuses * bound for kind, bound in zip(self.kinds, known, strict=True))
            bound = paid - sum(
                self.capacity[visit].revenue(price, PARTS_OF_A_POINT) for visit, price in prices.items()
            )
            if self._best_bound is None or bound > self._best_bound:
                self._best_bound, self._best_prices = bound, prices
        return self._add_columns(answers)

    def _small_round(self, prices: Prices, spread: bool) -> bool:
        """All kinds bid, each among few days. Returns whether a bid came that was not known."""
        apart = self._diversified_prices(prices) if spread else ((),) * len(self.kinds)
        asked = [
            _PricingRequest(kind, (prices, *others), self._neighborhood(place))
            for place, (kind, others) in enumerate(zip(self.kinds, apart, strict=True))
        ]
        return self._add_columns(self._price_all(asked))

    def _price_all(self, asked: Sequence[_PricingRequest]) -> list[list[PricedColumn | None]]:
        """For each kind that is asked its bid at each of the prices."""

        def answer(ask: _PricingRequest) -> list[PricedColumn | None]:
            bidder = PricingProblem(ask.kind, self.may_give_way, ask.among)
            return [bidder.best(prices, self.effort) for prices in ask.prices]

        return map_in_order(answer, asked, self.workers)

    def _add_columns(self, answers: Sequence[Sequence[PricedColumn | None]]) -> bool:
        came = False
        for bids, some in zip(self.columns, answers, strict=True):
            for answer in some:
                if answer is not None and answer.column not in bids:
                    bids.append(answer.column)
                    came = True
        return came

    def _neighborhood(self, place: int) -> frozenset[tuple[int, int]]:
        """Pairs of scenario and day near the kind's bids, and all days of scenarios that an agency attended."""
        problem = self.kinds[place].problem
        known = frozenset(
            (scenario, day)
            for scenario, there in {pair for bid in self.columns[place] for pair in bid.days}
            for day in problem.possible_days[scenario]
            if abs(day - there) <= SMALL_ROUND_STEPS
        )
        visited = {
            scenario
            for bid in self.columns[place]
            for scenario, day in bid.days
            if any(visit in self.capacity and visit[1] == problem.days[day].date for visit in bid.visits)
        }
        return known | {(scenario, day) for scenario in visited for day in problem.possible_days[scenario]}

    def _diversified_prices(self, prices: Prices) -> list[tuple[Prices, ...]]:
        """Further prices for kinds with many campuses: in each, other dates are spared what the rest cost more."""
        crowded = self.ceiling * PARTS_OF_A_POINT / 2
        ranks = _rank_among_dates(self.capacity, {visit for visit, price in prices.items() if price > crowded})
        found: list[tuple[Prices, ...]] = []
        for kind in self.kinds:
            parts = min(MOST_COLUMNS_AT_ONCE, -(-kind.campuses // self._on_a_date))
            found.append(
                tuple(
                    {
                        visit: prices.get(visit, 0)
                        + (0 if (rank + self._small_rounds) % parts == part else SPREAD_PRICE * PARTS_OF_A_POINT)
                        for visit, rank in ranks.items()
                    }
                    for part in range(parts if parts > 1 else 0)
                )
            )
        return found

    def _prices(self, shares: RelaxedMaster, kept: float) -> Prices:
        """Those of the choice in shares, smoothed by those of the best bound; free visits are left out."""
        mixed = {
            visit: round(
                (1 - kept) * PARTS_OF_A_POINT * shares.prices.get(visit, 0.0)
                + kept * self._best_prices.get(visit, 0)
            )
            for visit in sorted({*shares.prices, *self._best_prices})
        }
        return {visit: price for visit, price in mixed.items() if price}


@dataclass(frozen=True)
class _PricingRequest:
    """A question to a kind: its best bid at each of these prices, among these (scenario, day) pairs."""

    kind: CampusClass
    prices: tuple[Prices, ...]
    among: frozenset[tuple[int, int]] | None


def _rank_among_dates(capacity: Capacity, crowded: Collection[Visit]) -> Mapping[Visit, int]:
    """Where each date comes among those of its agency, the crowded ones apart."""
    ranks: dict[Visit, int] = {}
    seen: Counter[tuple[str, bool]] = Counter()
    for visit in sorted(capacity):
        group = visit[0], visit in crowded
        ranks[visit] = seen[group]
        seen[group] += 1
    return ranks
