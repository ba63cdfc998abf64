"""A campus at which more than one drill a day may be held, to see whether one a day is what stands in the way."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.solve.problem.campus_problem import CampusProblem


def with_copies(problem: CampusProblem, number: int) -> CampusProblem:
    """The problem with each scenario so many times, since each can be held but once on a day."""
    size = len(problem.scenarios)
    # Each copy is placed and visited for itself.
    groups = tuple(
        replace(group, scenarios=tuple(one + size * copy for one in group.scenarios))
        for copy in range(number)
        for group in problem.groups
    )
    return replace(
        problem,
        scenarios=problem.scenarios * number,
        members=problem.members * number,
        possible_days=problem.possible_days * number,
        open_days=problem.open_days * number,
        groups=groups,
        heard=frozenset(one + size * copy for copy in range(number) for one in problem.heard),
    )
