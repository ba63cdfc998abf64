"""Campuses that are alike in all but name, so that work is done once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.solve.problem.agency_days import Visit
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.problem.plans import CampusPlan


@dataclass(frozen=True)
class CampusClass:
    """Campuses that are alike: their places in the district, the first of them, and its best plan alone."""

    indices: tuple[int, ...]
    problem: CampusProblem
    alone: CampusPlan

    @property
    def campuses(self) -> int:
        """How many there are."""
        return len(self.indices)


def campus_classes(problems: Sequence[CampusProblem], alone: Sequence[CampusPlan]) -> tuple[CampusClass, ...]:
    """The kinds of campus of a district, in the order of the first of each."""
    alike: dict[SymmetryKey, list[int]] = defaultdict(list)
    for place, problem in enumerate(problems):
        alike[problem.symmetry_key].append(place)
    return tuple(CampusClass(tuple(places), problems[places[0]], alone[places[0]]) for places in alike.values())


def visits_of(problem: CampusProblem, plan: CampusPlan) -> tuple[Visit, ...]:
    """The visits of a campus's plan, in order of date."""
    return tuple(
        (resource_id, problem.days[placement.day].date)
        for placement in plan.placements
        for resource_id in placement.resource_ids
    )
