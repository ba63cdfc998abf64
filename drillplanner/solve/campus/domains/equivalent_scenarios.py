"""Merge scenarios that no duty, goal, or bell distinguishes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from drillplanner.law import Match
from drillplanner.model import Audience, DevelopmentalLimits, DrillType, Scenario
from drillplanner.solve.problem.campus_problem import (
    DayChoice,
    SlotRow,
    goal_key,
    lost_stretches,
    needs_counselor,
)
from drillplanner.solve.problem.resources import Resource
from drillplanner.solve.problem.slots import PeriodGroup, Slot


def equivalent_scenarios(
    candidates: list[Scenario],
    rows: list[SlotRow],
    mentioned: tuple[Match, ...],
    limited: tuple[frozenset[str], ...],
    alone: frozenset[int],
) -> list[tuple[int, ...]]:
    """Return sets of candidates, by index, that no duty, limit, or bell distinguishes.

    Candidates that fit nowhere are left out; each of ``alone`` is a set by itself.
    """
    found: dict[Hashable, list[int]] = defaultdict(list)
    for index, (scenario, row) in enumerate(zip(candidates, rows, strict=True)):
        if any(row):
            answers = tuple(match.selects_scenario(scenario) for match in mentioned)
            limits = tuple(scenario.scenario_id in ids for ids in limited)
            unmergeable = index if index in alone else None
            found[scenario.minutes, goal_key(scenario), answers, limits, row, unmergeable].append(index)
    return [tuple(indices) for indices in found.values()]


def counselor_sets(candidates: Iterable[Scenario], days: tuple[DayChoice, ...]) -> Iterator[frozenset[str]]:
    """Yield the scenarios after which a counselor should be available, if none is there on some day."""
    if any(day.is_without_counselor for day in days):
        yield frozenset(candidate.scenario_id for candidate in candidates if needs_counselor(candidate))


def resource_sets(candidates: Iterable[Scenario], resources: Iterable[Resource]) -> Iterator[frozenset[str]]:
    """Yield for each resource the scenarios that need it, if any do."""
    for resource in resources:
        needing = frozenset(candidate.scenario_id for candidate in candidates if resource.is_needed_by(candidate))
        if needing:
            yield needing


def building_sets(candidates: Iterable[Scenario], audible: frozenset[str]) -> Iterator[frozenset[str]]:
    """Return the scenarios of each type that other campuses of the building would hear."""
    by_type: dict[DrillType, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.scenario_id in audible:
            by_type[candidate.drill_type].add(candidate.scenario_id)
    return (frozenset(ids) for ids in by_type.values())


def period_groups(
    fitting: list[tuple[Scenario, SlotRow]],
    by_hour: tuple[Match, ...],
    slot_lists: tuple[tuple[Slot, ...], ...],
    limits: DevelopmentalLimits,
    audible: frozenset[str] = frozenset(),
    apart: frozenset[int] = frozenset(),
) -> tuple[PeriodGroup, ...]:
    """Group scenarios with the same slots.

    Scenarios for staff only are separate, since a goal looks at them, and so are scenarios that a duty or goal
    distinguishes by period or length. Each type that the whole building hears (ids in ``audible``) is separate,
    and so is each of ``apart``, by index: those that were held beside another on one day, perhaps at one time.
    """
    found: dict[Hashable, list[int]] = defaultdict(list)
    shares = {row: _shares(row, slot_lists) for _, row in fitting}
    for index, (scenario, row) in enumerate(fitting):
        answers = tuple(match.selects_scenario(scenario) for match in by_hour)
        timed = tuple(scenario.scenario_id in limit.scenarios for limit in (*limits.coverages, *limits.times))
        until_bell = any(
            scenario.scenario_id in limit.scenarios and limit.span.minutes_from_bells is not None
            for limit in limits.times
        )
        minutes = scenario.minutes if until_bell or any(answer is not False for answer in answers) else None
        lost = tuple(lost_stretches(scenario, share) for share in shares[row])
        through = scenario.drill_type if scenario.scenario_id in audible else None
        is_for_staff = scenario.audience is Audience.STAFF
        alone = index if index in apart else None
        found[row, answers, minutes, timed, lost, through, is_for_staff, alone].append(index)
    groups = []
    for indices in found.values():
        row = fitting[indices[0]][1]
        place = {number: place for place, number in enumerate(dict.fromkeys(row))}
        used_slot_lists = tuple(slot_lists[number] for number in place)
        groups.append(PeriodGroup(tuple(indices), used_slot_lists, tuple(place[number] for number in row)))
    return tuple(groups)


def _shares(row: SlotRow, slot_lists: tuple[tuple[Slot, ...], ...]) -> tuple[tuple[int, int], ...]:
    """Return the shares of grades in class between which a drill can choose on one day; empty without choice."""
    of_days = [{slot.share_in_class for slot in slot_lists[number]} for number in set(row)]
    return tuple(sorted(set().union(*(shares for shares in of_days if len(shares) > 1))))
