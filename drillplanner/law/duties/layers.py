"""Looser mandates, which are always met when a stricter mandate (often of another layer) is met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from drillplanner.law.duties.mandate import Duty
from drillplanner.law.match import Match


def met_through(duties: Iterable[Duty], replaceable: frozenset[str] = frozenset()) -> dict[str, tuple[str, ...]]:
    """Return, for each looser mandate of one campus, the ids of mandates each of which covers all its duties.

    A mandate covers another if, for each duty of the other, its minimums in windows inside that duty's window, on
    drills that all count for the duty, add up to at least the duty's number. Its windows do not overlap, so no
    drill is added twice. Some mandates are left out:

    - A mandate that can be met without such drills covers nothing: by real emergencies, by an excuse, or by drills
      that stand in for others (``replaceable`` lists the ids of mandates that stand-ins may meet).
    - A mandate in vague words covers only others in vague words: no one can say that it binds. One that is only
      presumed to bind covers only others that are.
    - A mandate is not looser if a third one is separate from it at the same time, since that one may use up the
      drill that meets the stricter mandate.
    - Of two equal mandates, only that of the nearer authority is called looser.
    """
    duties = tuple(duties)
    minimums: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        if duty.demand is not None and duty.missing_fact is None:
            minimums[duty.mandate.mandate_id].append(duty)
    order = {mandate_id: position for position, mandate_id in enumerate(minimums)}
    looser: dict[str, list[str]] = defaultdict(list)
    for mandate_id, of_mandate in minimums.items():
        for other_id, of_other in minimums.items():
            if mandate_id == other_id or other_id in replaceable or _is_weaker(of_other, of_mandate):
                continue
            if not _covers_all(of_other, of_mandate):
                continue
            if any(_may_use_up_drills(duty, of_mandate) for duty in duties):
                continue
            if (
                order[mandate_id] < order[other_id]
                and not _is_weaker(of_mandate, of_other)
                and _covers_all(of_mandate, of_other)
            ):
                continue
            looser[mandate_id].append(other_id)
    return {mandate_id: tuple(stricter) for mandate_id, stricter in looser.items()}


def _is_weaker(of_mandate: list[Duty], of_other: list[Duty]) -> bool:
    """Check whether it is less certain that one mandate binds than that the other does."""
    return _certainty(of_mandate[0]) < _certainty(of_other[0])


def _certainty(duty: Duty) -> int:
    if duty.presumed:
        return 0
    return 2 if duty.binds_firmly else 1


def _covers_all(stricter: list[Duty], looser: list[Duty]) -> bool:
    """Check whether the duties of one mandate cover all duties of another."""
    if not stricter[0].mandate.requirement.substitutes <= looser[0].mandate.requirement.substitutes:
        return False
    return all(_cover(stricter, duty) for duty in looser)


def _cover(stricter: list[Duty], duty: Duty) -> bool:
    """Check whether the drills that the stricter duties ask for inside the duty's window are enough for it."""
    demand = duty.demand
    if demand is None or not demand.is_enough:
        return False
    inside = [other.demand for other in stricter if other.demand and _is_inside(other, duty)]
    return sum(other.number for other in inside if is_narrower(other.match, demand.match)) >= demand.number


def _may_use_up_drills(duty: Duty, of_mandate: list[Duty]) -> bool:
    """Check whether a duty may use up drills of a mandate that is separate from it.

    A duty that may not apply gets drills last, so it uses up none.
    """
    mandate, other = of_mandate[0].mandate, duty.mandate
    if mandate.mandate_id not in other.separate_from and other.mandate_id not in mandate.separate_from:
        return False
    return duty.binds_firmly and any(
        duty.window.first <= mandate_duty.window.last and mandate_duty.window.first <= duty.window.last
        for mandate_duty in of_mandate
    )


def _is_inside(other: Duty, duty: Duty) -> bool:
    # A drill of the campus may miss some of its units: a cohort is absent, or a building takes no part.
    return (
        duty.window.first <= other.window.first
        and other.window.last <= duty.window.last
        and _unit_id(other) == _unit_id(duty)
    )


def _unit_id(duty: Duty) -> str | None:
    return None if duty.unit is None else duty.unit.unit_id


def is_narrower(narrow: Match, wide: Match) -> bool:
    """Check whether ``wide`` selects every drill that ``narrow`` selects."""
    conditions: Mapping[str, object] = dict(narrow)
    for name, allowed in wide:
        if allowed is None:
            continue
        value = conditions[name]
        if value is None:
            return False
        if isinstance(allowed, tuple) and isinstance(value, tuple):
            # A drill may have several tags or subjects, so a list is narrower only if it is a subset.
            if not set(value) <= set(allowed):
                return False
        elif value != allowed:
            return False
    return True
