"""Days of a plan with several drills at one campus: whether they follow drillplanner's own rules for such days.

The rules are no law, so a schedule made by anyone may break them. The solver states them as rows of its model
(``solve/model/crowded_days.py``); the two share no code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import combinations

from drillplanner.audit.schedule.goals import lost_lessons
from drillplanner.model import (
    MINUTES_APART,
    MOST_DRILLS_A_DAY,
    QUIET_FORMATS,
    QUIET_TYPES,
    Audience,
    CrowdedDay,
    Drill,
)


def broken_day_rules(
    drills: Iterable[Drill],
    crowded: Iterable[CrowdedDay],
    usual: int,
    past: Collection[str] = (),
) -> tuple[str, ...]:
    """Return in sentences what the plan's days with several drills break.

    ``crowded`` are the days of which the plan says that they hold more than the ``usual`` number. Days with a
    drill whose id is in ``past`` are facts, and not checked.
    """
    by_day: dict[tuple[str, date], list[Drill]] = defaultdict(list)
    for drill in drills:
        by_day[drill.campus_id, drill.date].append(drill)
    announced = {(day.campus_id, day.date): set(day.drills) for day in crowded}
    found: list[str] = []
    for key, of_day in sorted(by_day.items()):
        if len(of_day) > 1 and not any(drill.drill_id in past for drill in of_day):
            in_order = sorted(of_day, key=lambda drill: (drill.start is not None, drill.start, drill.drill_id))
            found += _broken_rules(in_order)
            if len(of_day) > usual and announced.get(key) != {drill.drill_id for drill in of_day}:
                ids = ", ".join(drill.drill_id for drill in in_order)
                found.append(f"the plan does not say that {key[0]} holds {ids} on {key[1]}")
    return tuple(found)


def _broken_rules(in_order: list[Drill]) -> Iterator[str]:
    loud = [drill for drill in in_order if interrupts_school_day(drill)]
    if len(loud) > MOST_DRILLS_A_DAY:
        yield f"more than {MOST_DRILLS_A_DAY} drills interrupt {loud[0].date} at {loud[0].campus_id}"
    if len(loud) > 1 and loud[0].announced is False:
        yield f"{loud[0].drill_id} is the first of several drills on {loud[0].date} and not announced"
    with_students = [drill for drill in in_order if drill.audience is not Audience.STAFF]
    for first, second in combinations(with_students, 2):
        if first.overlaps(second, MINUTES_APART):
            yield f"{first.drill_id} and {second.drill_id} are less than {MINUTES_APART} minutes apart"
    for first, second in combinations(in_order, 2):
        if _lessons(first) & _lessons(second):
            yield f"{first.drill_id} and {second.drill_id} take one lesson of a class"


def interrupts_school_day(drill: Drill) -> bool:
    """Check whether the drill is more than a talk and involves students; a schedule that does not say: yes."""
    if drill.audience is Audience.STAFF or drill.drill_type in QUIET_TYPES:
        return False
    return drill.format not in QUIET_FORMATS


def _lessons(drill: Drill) -> set[object]:
    return {lesson for _, lesson in lost_lessons([drill])}
