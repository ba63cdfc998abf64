"""Random histories of the planned example: what was held, missed, or never recorded, up to a day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.api import Prepared
from drillplanner.model import Drill, DrillRecord, Plan


def record_of(drill: Drill, *, held: bool = True, on: date | None = None) -> DrillRecord:
    """Return an entry of the log about a planned drill, with every field that a state may ask for left out."""
    return DrillRecord(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        drill_type=drill.drill_type,
        date=on or drill.date,
        held=held,
        start=drill.start,
        minutes=drill.minutes,
        recorded_by="office",
    )


@dataclass(frozen=True)
class History:
    """The district with a log, on a day."""

    prepared: Prepared
    as_of: date


def histories(
    prepared: Prepared, plan: Plan, campus_id: str, number: int, silence: float = 0.1
) -> Iterator[History]:
    """Yield random years of one campus: a part of the drills missed, a part never recorded, the rest held."""
    dates = prepared.workspace.calendar.dates_at(campus_id)
    own = [drill for drill in plan.drills if drill.campus_id == campus_id]
    for seed in range(number):
        chance = random.Random(seed)  # noqa: S311 (test data)
        as_of = chance.choice(dates)
        part_missed = chance.choice((0.0, 0.1, 0.4))
        records = []
        for drill in own:
            if drill.date >= as_of:
                continue
            fate = chance.random()
            if fate >= silence:
                records.append(record_of(drill, held=fate >= silence + part_missed))
        yield History(replace(prepared, records=tuple(records)), as_of)
