"""A case too large to solve as one: campuses that are alike stand for each other, and visits are counted."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.model import AgencyKind
from drillplanner.solve.explain.candidates.case import Case
from drillplanner.solve.explain.conflicts.visit_shortage import Shortage, demands_of, room_on_days, shortage_of


@dataclass(frozen=True)
class CountedCase(Case):
    """Each campus stands for so many of ``numbers``; possible is what counting visits of the kind allows."""

    kind: AgencyKind = AgencyKind.POLICE
    numbers: tuple[int, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Counting is about nothing else."""
        return True

    def shortage(self) -> Shortage | None:
        """Where visits are short."""
        problems = self.problems()
        demands = [
            demand
            for problem, number in zip(problems, self.numbers, strict=True)
            for demand in demands_of(problem, self.kind, number)
        ]
        return shortage_of(demands, room_on_days(problems, self.workspace.district, self.kind))

    def is_possible(self, presolve: bool = True) -> bool | None:
        """Whether visits suffice; the solver has no part in it."""
        return self.shortage() is None
