"""Which of several layers of law binds: a mandate that is met whenever others are met is looser than they."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from drillplanner.law.duties.mandate import Duty
from drillplanner.law.match import Match


def met_through(duties: Iterable[Duty], replaceable: frozenset[str] = frozenset()) -> dict[str, tuple[str, ...]]:
    """For each looser mandate of one campus, the ids of mandates that alone suffice to meet all its duties.

    A mandate suffices where, for each duty of the looser one, its own minimums in windows inside that duty's
    window, over drills that all count for it, add up to as many. Its windows do not overlap, so nothing is added
    twice. One that can be met without such drills never suffices: by real emergencies, by an excuse, or by drills
    that stand in for others (``replaceable`` are the ids of mandates of which they do). Nor is a mandate looser
    whose drills are shared out with others in its time: a drill that meets the stricter one may be used up.
    Of two that ask the same, the one from the farther authority stands and the other is called looser.
    """
    duties = tuple(duties)
    minimums: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.demand is not None and duty.missing_fact is None:
            minimums[duty.mandate.mandate_id].append(duty)
    order = {mandate_id: position for position, mandate_id in enumerate(minimums)}
    looser: dict[str, list[str]] = defaultdict(list)
    for mandate_id, owed in minimums.items():
        for other_id, others in minimums.items():
            if mandate_id == other_id or other_id in replaceable or not _suffices(others, owed):
                continue
            if any(_takes_from(duty, owed) for duty in duties):
                continue
            if order[mandate_id] < order[other_id] and _suffices(owed, others):
                continue
            looser[mandate_id].append(other_id)
    return {mandate_id: tuple(stricter) for mandate_id, stricter in looser.items()}


def _suffices(stricter: list[Duty], owed: list[Duty]) -> bool:
    if not stricter[0].mandate.requirement.substitutes <= owed[0].mandate.requirement.substitutes:
        return False
    return all(_meet(stricter, duty) for duty in owed)


def _meet(stricter: list[Duty], duty: Duty) -> bool:
    """Check whether the drills that the stricter duties ask for inside the duty's window are enough for it."""
    wanted = duty.demand
    if wanted is None or not wanted.is_enough:
        return False
    demands = [other.demand for other in stricter if other.demand and _is_inside(other, duty)]
    return sum(demand.number for demand in demands if is_narrower(demand.match, wanted.match)) >= wanted.number


def _takes_from(duty: Duty, owed: list[Duty]) -> bool:
    """Whether drills that are left for ``owed`` may be used up by this duty; one in doubt comes last."""
    one, other = owed[0].mandate, duty.mandate
    if one.mandate_id not in other.separate_from and other.mandate_id not in one.separate_from:
        return False
    return duty.doubt is None and any(
        duty.window.first <= mine.window.last and mine.window.first <= duty.window.last for mine in owed
    )


def _is_inside(other: Duty, duty: Duty) -> bool:
    # A drill of the campus need not be one for each of its units: a cohort is absent, a building left out.
    return (
        duty.window.first <= other.window.first
        and other.window.last <= duty.window.last
        and _unit(other) == _unit(duty)
    )


def _unit(duty: Duty) -> str | None:
    return None if duty.unit is None else duty.unit.unit_id


def is_narrower(narrow: Match, wide: Match) -> bool:
    """Whether every drill that ``narrow`` selects is selected by ``wide`` too."""
    own: Mapping[str, object] = dict(narrow)
    for name, allowed in wide:
        if allowed is None:
            continue
        value = own[name]
        if value is None:
            return False
        if isinstance(allowed, tuple) and isinstance(value, tuple):
            # A drill may have several tags or subjects, so a list of them is narrower only if it is a part.
            if not set(value) <= set(allowed):
                return False
        elif value != allowed:
            return False
    return True
