"""How much a phase of the search may still take, in CP-SAT's deterministic seconds, so that every search ends.

Deterministic time counts the work that is done and not the clock, so the same files give the same plan on any
machine. On the machines that we measured, one such second takes about two seconds of clock time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Deterministic seconds for a district of up to ``CAMPUSES`` campuses, and for each campus more: most campuses of
#: larger districts are solved in parallel.
FOR_A_DISTRICT, FOR_ONE_MORE, CAMPUSES = 60.0, 1.0, 12
#: Deterministic seconds for finding out why there is no plan, after or without a search for one.
TO_EXPLAIN = 20.0
#: What a search may take when its budget is spent: enough to turn days that were found into a plan.
LAST_STEP = 0.05

#: The part of what is left that one search of a solve may take, so that other settings have their turn.
MOST_AT_ONCE = 0.6


@dataclass
class SearchBudget:
    """Deterministic seconds left for a phase; each search takes from them what it used.

    One thread at a time uses a budget. Searches that run in parallel have one each (``apart``), and the phase is
    charged when all of them are done, so that what is left does not depend on which of them ended first.
    """

    seconds_left: float = math.inf
    used: float = 0.0
    whole: SearchBudget | None = None

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return self.seconds_left <= 0.0

    def take(self, seconds: float) -> None:
        """Take these seconds, also from the budget that this one is a part of."""
        self.seconds_left -= seconds
        self.used += seconds
        if self.whole is not None:
            self.whole.take(seconds)

    def part(self, share: float) -> SearchBudget:
        """Return a budget for a step: this share of what is left. What the step does not use stays here."""
        return SearchBudget(share * max(0.0, self.seconds_left), whole=self)

    def apart(self, number: int) -> tuple[SearchBudget, ...]:
        """Return equal budgets for this many searches in parallel. Charge what they used with ``take_all``."""
        return tuple(SearchBudget(max(0.0, self.seconds_left) / max(1, number)) for _ in range(number))

    def take_all(self, budgets: tuple[SearchBudget, ...]) -> None:
        """Take what searches in parallel used."""
        self.take(sum(budget.used for budget in budgets))


def district_budget(campuses: int) -> SearchBudget:
    """Return the budget of a plan for a district with this many campuses."""
    return SearchBudget(FOR_A_DISTRICT + FOR_ONE_MORE * max(0, campuses - CAMPUSES))
