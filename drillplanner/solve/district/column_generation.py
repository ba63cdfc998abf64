"""Column generation: campus classes share visits by prices that rise on dates that too many want.

This is column generation (Dantzig and Wolfe, *Decomposition principle for linear programs*, Operations Research 8,
1960), with prices smoothed as by Wentges (*Weighted Dantzig-Wolfe decomposition for linear mixed-integer
programming*, International Transactions in Operational Research 4, 1997). Each round, every campus class finds its
best column at the same prices, independently of the others. The relaxed master over all columns then gives new
prices.

Most rounds are small: a class may only move drills with a visit, and leaves the others near the days of its
earlier columns. A small round takes a twentieth of the time and mostly finds an equally good column. When small
rounds find nothing more, one round opens all days. At any prices, the sum that all campuses pay then, less the
revenue of all possible visits, is a bound on the cost of any plan, because a plan pays the same prices for no more
than the possible visits. Visits beyond a level day cost points (``agency_days.py``), which lowers their revenue.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from drillplanner.model import PracticeRank
from drillplanner.progress import Progress
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.district.capacity import Capacity
from drillplanner.solve.district.narrow_hours import NarrowHours
from drillplanner.solve.district.parallel import search_in_order
from drillplanner.solve.district.pricing import (
    BREACH,
    PARTS_OF_A_POINT,
    PRACTICE_BREACHES,
    Column,
    GivesWay,
    PricedColumn,
    Prices,
    PricingProblem,
    initial_column,
    pairs_near,
)
from drillplanner.solve.district.restricted_master import RelaxedMaster, solve_relaxed
from drillplanner.solve.problem.agency_days import CROWDED, Visit
from drillplanner.solve.problem.plans import Effort

#: Rounds end when the relaxed cost is this near to the bound, as a part of the cost.
NEAR_ENOUGH = 0.001
#: The most rounds with all days open, and the most small ones.
MOST_OPEN_ROUNDS, MOST_SMALL_ROUNDS = 12, 120
#: The same for open rounds where good practice gives way. Each then takes three times as long.
MOST_OPEN_ROUNDS_WITH_BREACHES = 2
#: School days by which a small round may move a drill without a visit: at first; and once small rounds find
#: nothing more, or with many campuses once a round with all days open did.
SMALL_ROUND_STEPS, WIDER_STEPS = 3, 12
#: With up to this many campuses, the first price limit is ``RAISE`` times as high: few schools of a level often
#: have to move far. Measured with 9, 18, 60, and 663 campuses.
FEW_CAMPUSES = 100
#: While visits exceed capacity, small rounds end when one lowers the cost by no more than this part: the second
#: number where good practice can still give way.
HARDLY_CHEAPER, HARDLY_CHEAPER_WITH_PRACTICE = 0.004, 0.02
#: The first price limit in points for a visit beyond capacity, and the factor by which it rises when no columns
#: keep within capacity.
FIRST_CEILING, RAISE = 15.0, 4.0
#: The price limit from which on a visit in excess is worth a breach of good practice about dates, and some points.
WORTH_A_BREACH = PRACTICE_BREACHES[PracticeRank.DATES] + RAISE * FIRST_CEILING
#: The most columns per round for a class with more campuses than fit on one date, which needs several dates.
MOST_COLUMNS_AT_ONCE = 16
#: Extra points on dates that a column should leave to the other columns of its class.
SPREAD_PRICE = 3
#: Good practice gives way at once if a round with all days open leaves more than this part of the first excess.
#: Less may find room within a few small rounds.
FAR_TOO_MANY = 0.02
#: The smallest classes, which together have at most this part of the campuses, are priced in one small round of
#: this many: their visits hardly move the prices, and each takes as long to price as a large one. Rounds with all
#: days open price all classes, so that bounds are not touched.
RARE = 0.05
ROUNDS_FOR_RARE = 3
#: The weight of the best prices so far in the next ones while visits exceed capacity.
SMOOTHING = 0.3
#: Excess visits up to this number are floating-point noise.
_HARDLY = 1e-6


class ColumnGeneration:
    """The columns so far, the prices, and the best bound."""

    def __init__(
        self,
        classes: Sequence[CampusClass],
        capacity: Capacity,
        hours: NarrowHours,
        bound_alone: int,
        effort: Effort,
        workers: int,
        progress: Progress,
    ) -> None:
        self.classes = classes
        #: What has a price: all visits on a date, and those that must be within narrow hours.
        self.capacity = {**capacity, **hours.limits}
        self._on_dates = capacity
        self._hours = hours
        self.effort = effort
        self.workers = workers
        self.progress = progress
        self.columns: list[list[Column]] = [[initial_column(campus_class, hours)] for campus_class in classes]
        self._rare = _rare_classes(classes)
        self._is_few = sum(campus_class.campuses for campus_class in classes) <= FEW_CAMPUSES
        self.ceiling = FIRST_CEILING * (RAISE if self._is_few else 1)
        self.gives_way = GivesWay.NOTHING
        self._has_practice = any(campus_class.has_practice for campus_class in classes)
        #: Without prices, what the campuses need alone is a bound.
        self._best_bound = PARTS_OF_A_POINT * bound_alone
        self._best_prices: Prices = {}
        self._small_rounds = 0
        self._open_rounds_with_breaches = 0
        self._steps = SMALL_ROUND_STEPS
        self._too_many_at_first = self._relaxed_master().excess
        #: The number of campuses that fit on one date, by the scarcest resource.
        self._on_a_date = max(1, min((limit.free for limit in capacity.values()), default=1))

    @property
    def bound(self) -> int:
        """The best bound in points. Costs are integers, so it is rounded up."""
        return -(-self._best_bound // PARTS_OF_A_POINT)

    def run(self) -> None:
        """Run small rounds until they find nothing more, then one with all days open, until near the bound.

        When time is over, the columns so far remain.
        """
        has_opened = False
        for _ in range(MOST_OPEN_ROUNDS):
            master = self._small_rounds_until_settled()
            if self._is_few and self._steps < WIDER_STEPS and not self._is_near(master):
                self._steps = WIDER_STEPS
                master = self._small_rounds_until_settled()
            if self._can_practice_give_way:
                if has_opened and master.excess > _HARDLY:
                    self._let_give_way(GivesWay.PRACTICE, WORTH_A_BREACH)
                    master = self._small_rounds_until_settled()
            elif master.excess > _HARDLY and self.ceiling < CROWDED:
                # A limit of schools may be worth more than the first price.
                self._raise_price_limit()
                master = self._small_rounds_until_settled()
            if self.effort.is_over or self._is_near(master):
                return
            is_new = self._open_round(self._prices(master, 0.0))
            master = self._relaxed_master()
            is_short = master.excess > _HARDLY
            if self._is_near(master):
                return
            if not is_new and not (is_short and self._raise_price_limit()):
                return
            has_opened = True
            if self._can_practice_give_way and master.excess > FAR_TOO_MANY * self._too_many_at_first:
                self._let_give_way(GivesWay.PRACTICE, WORTH_A_BREACH)
            elif self.gives_way is GivesWay.PRACTICE:
                self._open_rounds_with_breaches += 1
                if self._open_rounds_with_breaches == MOST_OPEN_ROUNDS_WITH_BREACHES:
                    self._small_rounds_until_settled()
                    return
            else:
                self._steps = WIDER_STEPS

    @property
    def _can_practice_give_way(self) -> bool:
        return self._has_practice and self.gives_way is GivesWay.NOTHING

    def _small_rounds_until_settled(self) -> RelaxedMaster:
        """Run small rounds while they lower the relaxed cost notably, and return the relaxed master."""
        master = self._relaxed_master()
        smoothing = 0.0
        while self._small_rounds < MOST_SMALL_ROUNDS and not self.effort.is_over:
            self._small_rounds += 1
            is_new = self._small_round(self._prices(master, smoothing), master.excess > _HARDLY)
            before, master = master, self._relaxed_master()
            self._report_progress(master)
            if not is_new and smoothing == 0.0:
                return master
            threshold = HARDLY_CHEAPER_WITH_PRACTICE if self._can_practice_give_way else HARDLY_CHEAPER
            if master.excess <= _HARDLY:
                # Where practice gives way, a round with all days open costs as much as five small ones.
                threshold = NEAR_ENOUGH if self.gives_way is GivesWay.NOTHING else 0.0
            if before.cost - master.cost <= threshold * master.cost:
                return master
            smoothing = SMOOTHING if is_new and master.excess > _HARDLY else 0.0
        return master

    def _report_progress(self, master: RelaxedMaster) -> None:
        """Report how many of the visits in excess at first have found another date."""
        too_many = max(1, math.ceil(self._too_many_at_first))
        self.progress("Sharing visits by prices", too_many - min(too_many, math.ceil(master.excess)), too_many)

    def _relaxed_master(self) -> RelaxedMaster:
        return solve_relaxed(self.classes, self.columns, self.capacity, self.ceiling)

    def _is_near(self, master: RelaxedMaster) -> bool:
        """Check whether the bound says that the columns so far are good enough, and no visit is in excess."""
        gap = master.cost - self._best_bound / PARTS_OF_A_POINT
        points = master.cost - master.breach_points
        return master.excess <= _HARDLY and gap <= max(0.5, NEAR_ENOUGH * points)

    def _raise_price_limit(self) -> bool:
        """Allow higher prices, then breaches of any limit. Return False if nothing is left to try."""
        if self.ceiling < BREACH / 2 and self.gives_way is not GivesWay.EVERYTHING:
            self.ceiling *= RAISE
            return True
        if self.ceiling >= RAISE * BREACH:
            return False
        self._let_give_way(GivesWay.EVERYTHING, RAISE * BREACH)
        return True

    def _let_give_way(self, gives_way: GivesWay, ceiling: float) -> None:
        """Price these breaches from now on. What was proven before is about years without them."""
        self.gives_way = gives_way
        self.ceiling = ceiling
        self._steps = WIDER_STEPS
        self._best_bound = 0

    def _open_round(self, prices: Prices) -> bool:
        """Price all classes with all days open. Return whether a new column was found."""
        answers = self._price_all(
            [
                _PricingRequest(campus_class, prices, (), None, tuple(columns))
                for campus_class, columns in zip(self.classes, self.columns, strict=True)
            ]
        )
        known = [answer.bound for (answer,) in answers if answer is not None]
        if len(known) == len(answers):
            payments = sum(
                campus_class.campuses * bound for campus_class, bound in zip(self.classes, known, strict=True)
            )
            bound = payments - sum(
                self.capacity[visit].revenue(price, PARTS_OF_A_POINT) for visit, price in prices.items()
            )
            if bound > self._best_bound:
                self._best_bound, self._best_prices = bound, prices
        return self._add_columns(range(len(self.classes)), answers)

    def _small_round(self, prices: Prices, spread: bool) -> bool:
        """Price the classes, each among few days. Return whether a new column was found."""
        spread_prices = self._diversified_prices(prices) if spread else ((),) * len(self.classes)
        left_out = self._rare if (self._small_rounds - 1) % ROUNDS_FOR_RARE else frozenset[int]()
        places = [place for place in range(len(self.classes)) if place not in left_out]
        requests = [
            _PricingRequest(
                self.classes[place],
                prices,
                spread_prices[place],
                pairs_near(self.classes[place], self.columns[place], self._on_dates, self._steps),
            )
            for place in places
        ]
        return self._add_columns(places, self._price_all(requests))

    def _price_all(self, requests: Sequence[_PricingRequest]) -> list[list[PricedColumn | None]]:
        """Return for each request the best column at its prices, and one at each of the others.

        The others are mostly wanted for another date of a visit. With good practice, whose models take long, the
        rest of the year is then only searched near the best column; by the law alone, that would cost some points.
        """

        def answer(request: _PricingRequest, effort: Effort) -> list[PricedColumn | None]:
            campus_class = request.campus_class
            pricing = PricingProblem(campus_class, self.gives_way, request.among, hours=self._hours)
            best = pricing.best(request.prices, effort, request.known)
            if best is not None and request.others and self._has_practice:
                among = pairs_near(campus_class, [best.column], self._on_dates, self._steps)
                pricing = PricingProblem(campus_class, self.gives_way, among, hours=self._hours)
            return [best, *(pricing.best(prices, effort) for prices in request.others)]

        # The longest come first, so that no worker is left alone with one of them in the end.
        order = sorted(range(len(requests)), key=lambda place: -len(requests[place].others))
        answers = search_in_order(answer, [requests[place] for place in order], self.effort, self.workers)
        return [found for _, found in sorted(zip(order, answers, strict=True), key=lambda placed: placed[0])]

    def _add_columns(self, places: Sequence[int], answers: Sequence[Sequence[PricedColumn | None]]) -> bool:
        """Add the answers for the classes at these places. Return whether one of them is a new column."""
        is_new = False
        for place, class_answers in zip(places, answers, strict=True):
            for answer in class_answers:
                if answer is not None and answer.column not in self.columns[place]:
                    self.columns[place].append(answer.column)
                    is_new = True
        return is_new

    def _diversified_prices(self, prices: Prices) -> list[tuple[Prices, ...]]:
        """Return further prices for large classes: each set raises all dates except a different part."""
        crowded = self.ceiling * PARTS_OF_A_POINT / 2
        ranks = _rank_among_dates(self._on_dates, {visit for visit, price in prices.items() if price > crowded})
        spread: list[tuple[Prices, ...]] = []
        for campus_class in self.classes:
            parts = min(MOST_COLUMNS_AT_ONCE, -(-campus_class.campuses // self._on_a_date))
            spread.append(
                tuple(
                    {
                        visit: prices.get(visit, 0)
                        + (0 if (rank + self._small_rounds) % parts == part else SPREAD_PRICE * PARTS_OF_A_POINT)
                        for visit, rank in ranks.items()
                    }
                    for part in range(parts if parts > 1 else 0)
                )
            )
        return spread

    def _prices(self, master: RelaxedMaster, smoothing: float) -> Prices:
        """Return the master's prices, smoothed by those of the best bound, without free visits."""
        mixed = {
            visit: round(
                (1 - smoothing) * PARTS_OF_A_POINT * master.prices.get(visit, 0.0)
                + smoothing * self._best_prices.get(visit, 0)
            )
            for visit in sorted({*master.prices, *self._best_prices})
        }
        return {visit: price for visit, price in mixed.items() if price}


@dataclass(frozen=True)
class _PricingRequest:
    """A request for a class's best column at these prices, among these (scenario, day) pairs, and at others."""

    campus_class: CampusClass
    prices: Prices
    others: tuple[Prices, ...]
    among: frozenset[tuple[int, int]] | None
    known: tuple[Column, ...] = ()


def _rare_classes(classes: Sequence[CampusClass]) -> frozenset[int]:
    """Return the places of the smallest classes that together have few of the campuses."""
    most = RARE * sum(campus_class.campuses for campus_class in classes)
    rare: set[int] = set()
    for place in sorted(range(len(classes)), key=lambda place: classes[place].campuses):
        most -= classes[place].campuses
        if most < 0:
            break
        rare.add(place)
    return frozenset(rare)


def _rank_among_dates(capacity: Capacity, crowded: Collection[Visit]) -> Mapping[Visit, int]:
    """Return each date's rank among those of its resource, crowded dates ranked separately."""
    ranks: dict[Visit, int] = {}
    seen: Counter[tuple[str, bool]] = Counter()
    for visit in sorted(capacity):
        group = visit[0], visit in crowded
        ranks[visit] = seen[group]
        seen[group] += 1
    return ranks
