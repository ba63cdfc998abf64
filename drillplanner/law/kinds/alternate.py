"""``alternate``: drills of two sets take turns, so that no two of one set follow each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby, pairwise, permutations, product
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import Drill, DutyStatus


class Alternate(PeriodicRequirement):
    """In each period, a drill of ``other`` is between any two drills of ``match``, and vice versa."""

    kind: Literal["alternate"]
    what: str = Field(description="Drills of the first set in words, plural.")
    other_what: str = Field(description="Drills of the second set in words, plural.")
    match: Match
    other: Match

    @model_validator(mode="after")
    def _are_apart(self) -> Alternate:
        if shared := set(self.match.types) & set(self.other.types):
            raise ValueError(f"a drill cannot be of both sets: {', '.join(sorted(shared))}")
        return self

    def sentence(self, window: Window) -> str:
        """Return 'fire drills and lockdowns in turn in the school year'."""
        return f"{self.what} and {self.other_what} in turn in {window.label}"

    @property
    def minimum(self) -> None:
        """None: it orders the drills that are held, and asks for none."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Compare each drill of either set with the next one; on one day their start times give the order.

        Drills of one day whose start is not known may be in any order.
        """
        first_set, first_unsure = schedule.sure_and_possible(self.match, window)
        second_set, second_unsure = schedule.sure_and_possible(self.other, window)
        first_ids = {drill.drill_id for drill in first_set}
        in_order = sorted([*first_set, *second_set], key=_time_order)
        drill_ids = tuple(drill.drill_id for drill in in_order)
        if first_unsure or second_unsure:
            match, drill = (self.match, first_unsure[0]) if first_unsure else (self.other, second_unsure[0])
            missing = schedule.missing_information(match, drill)
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", missing)
        can_hold, can_fail = _possible_turns(in_order, first_ids)
        if can_hold and can_fail:
            (unknown, *_) = _without_order(in_order)
            missing = f"start of {unknown.drill_id}"
            return Judgment(DutyStatus.CANNOT_TELL, drill_ids, f"{self.sentence(window)} required", missing)
        for drill, following in pairwise(in_order):
            if (drill.drill_id in first_ids) == (following.drill_id in first_ids):
                reason = f"{self.sentence(window)} required; {following.drill_id} follows {drill.drill_id}"
                return Judgment(DutyStatus.VIOLATED, drill_ids, reason)
        return Judgment(DutyStatus.MET, drill_ids, f"{self.sentence(window)}: so for all {len(in_order)}")


#: Drills of one day for which every order is tried.
_MOST_ORDERED = 6


def _time_order(drill: Drill) -> tuple[object, ...]:
    return drill.date, drill.start is not None, drill.start or drill.date, drill.drill_id


def _without_order(drills: Iterable[Drill]) -> list[Drill]:
    """Return the drills whose start is not known, on days with several drills of the two sets."""
    number = Counter(drill.date for drill in drills)
    return [drill for drill in drills if drill.start is None and number[drill.date] > 1]


def _possible_turns(in_order: Sequence[Drill], first_ids: Collection[str]) -> tuple[bool, bool]:
    """Return whether the sets take turns in some order that start times allow, and whether not in some order."""
    last_sets: set[bool | None] = {None}
    can_fail = False
    for _, of_day in groupby(in_order, key=lambda drill: drill.date):
        orders = _possible_orders(list(of_day), first_ids)
        following: set[bool | None] = set()
        for last, order in product(last_sets, orders):
            if any(one == other for one, other in pairwise((last, *order))):
                can_fail = True
            else:
                following.add(order[-1])
        last_sets = following
    return bool(last_sets), can_fail


def _possible_orders(of_day: Sequence[Drill], first_ids: Collection[str]) -> set[tuple[bool, ...]]:
    """Return the orders in which drills of the first set (True) and of the second may have been held on one day.

    Those with a start are given in its order. Too many for all orders stand for themselves: no campus holds more
    than a handful on a day.
    """
    sets = [drill.drill_id in first_ids for drill in of_day]
    if all(drill.start is not None for drill in of_day) or len(of_day) > _MOST_ORDERED:
        return {tuple(sets)}
    timed = [place for place, drill in enumerate(of_day) if drill.start is not None]
    return {
        tuple(sets[place] for place in places)
        for places in permutations(range(len(of_day)))
        if [place for place in places if place in timed] == timed
    }
