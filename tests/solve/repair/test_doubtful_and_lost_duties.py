"""An update moves no drill for a duty in doubt, and a duty that is lost keeps the drills that it has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from drillplanner.law import LawBook
from drillplanner.model import Drill
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.tiny_districts import FRONT, LOCKDOWN, LUNCH_BELLS, count, judged, law, match, planned
from tests.solve.brute_force.tiny_repairs import before_of, closed, repaired

VAGUE = {"vague": "at reasonable intervals", "reading": "As we read it."}
AT_RECESS = {"kind": "every", "what": "d", "match": match("lockdown"), "has": {"moments": ["recess"]}}
PLACE = days(6, scenarios=(FRONT, LOCKDOWN), agencies=(), bells=LUNCH_BELLS)
BOTH = law(count("fire_evacuation"), count("lockdown"))


def kept_of(was: tuple[Drill, ...], now: tuple[Drill, ...]) -> set[str]:
    """The ids of the drills that are where they were."""
    return {drill.drill_id for drill in was} & {
        drill.drill_id
        for drill in now
        for before in was
        if (before.date, before.start) == (drill.date, drill.start)
    }


def with_doubt(requirement: dict[str, Any]) -> LawBook:
    """A law that asks for a fire drill, and in doubt for something else."""
    return law(count("fire_evacuation"), requirement, mandates={2: VAGUE})


def test_a_drill_that_could_stay_does_not_make_way_for_a_rule_in_doubt() -> None:
    # The rule would let no lockdown drill be held: no bell rings for recess.
    drills = planned(PLACE, BOTH).drills
    found = repaired(PLACE, with_doubt(AT_RECESS), before_of(PLACE, drills, MONDAY))
    assert (found.moved, found.moved_at_least) == (0, 0)
    assert kept_of(drills, found.solution.drills) == {drill.drill_id for drill in drills}
    assert found.solution.set_aside == ("T-2/c0/year",)


def test_a_duty_in_doubt_for_which_no_drill_moves_is_planned_for() -> None:
    drills = planned(PLACE, BOTH).drills
    lockdown = next(drill for drill in drills if drill.drill_type == "lockdown")
    after = closed(PLACE, lockdown.date)
    found = repaired(after, with_doubt(count("lockdown")), before_of(after, drills, MONDAY))
    assert found.moved == 1
    assert found.solution.set_aside == ()
    assert sorted(drill.drill_type for drill in found.solution.drills) == ["fire_evacuation", "lockdown"]


@pytest.mark.parametrize("separate", [{2: {"separate_from": ["T-1"]}}, {1: {"separate_from": ["T-2"]}}])
def test_drills_of_a_duty_that_is_lost_count_for_no_later_one(separate: dict[int, dict[str, Any]]) -> None:
    # Two drills are owed in the first two days, of which one was held, and two more in the year.
    within = {"first": 2, "unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
    book = law(
        count("fire_evacuation", minimum=2, within=within), count("fire_evacuation", minimum=2), mandates=separate
    )
    drills = planned(PLACE, book).drills
    held = tuple(drill for drill in drills if drill.date != MONDAY)
    assert len(held) == len(drills) - 1
    after = closed(PLACE, drills[-1].date)
    found = repaired(after, book, before_of(after, held, MONDAY + timedelta(2)))
    assert found.dropped_duties == ("T-1/c0/first-2",)
    (violated,) = judged(after, book, found.solution.drills).violated
    assert violated.mandate == "T-1"
    assert len(found.solution.drills) == 3
