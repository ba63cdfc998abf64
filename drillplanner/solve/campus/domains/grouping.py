"""Scenarios that one set of variables places in periods: those between which no hour of a day can tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

from drillplanner.law import Match
from drillplanner.model import Audience, Coverage, Scenario
from drillplanner.solve.problem.campus_problem import Row, lost_stretches, selects
from drillplanner.solve.problem.slots import PeriodGroup, Slot


def grouped(
    fitting: list[tuple[Scenario, Row]],
    by_hour: tuple[Match, ...],
    sorts: tuple[tuple[Slot, ...], ...],
    coverages: tuple[Coverage, ...],
    heard: frozenset[str] = frozenset(),
) -> tuple[PeriodGroup, ...]:
    """Scenarios with the same slots, those for staff alone apart, on whom a goal looks.

    Apart too where a duty or a goal asks for the period of some of them, or for the length. Of those that are
    ``heard`` in all of a building, given by id, each type is apart.
    """
    found: dict[Hashable, list[int]] = defaultdict(list)
    shares = {row: _shares(row, sorts) for _, row in fitting}
    for index, (scenario, row) in enumerate(fitting):
        answers = tuple(selects(match, scenario) for match in by_hour)
        minutes = scenario.minutes if any(answer is not False for answer in answers) else None
        covers = tuple(scenario.scenario_id in one.scenarios for one in coverages)
        lost = tuple(lost_stretches(scenario, share) for share in shares[row])
        through = scenario.drill_type if scenario.scenario_id in heard else None
        found[row, answers, minutes, covers, lost, through, scenario.audience is Audience.STAFF].append(index)
    groups = []
    for some in found.values():
        row = fitting[some[0]][1]
        place = {sort: number for number, sort in enumerate(dict.fromkeys(row))}
        own = tuple(sorts[sort] for sort in place)
        groups.append(PeriodGroup(tuple(some), own, tuple(place[sort] for sort in row)))
    return tuple(groups)


def _shares(row: Row, sorts: tuple[tuple[Slot, ...], ...]) -> tuple[tuple[int, int], ...]:
    """The shares of grades in class from which a drill can choose on one day; none where there is no choice."""
    of_days = [{slot.share_in_class for slot in sorts[sort]} for sort in set(row)]
    return tuple(sorted(set().union(*(some for some in of_days if len(some) > 1))))
