"""Whom a campus that is short may ask: nobody whose own campus drills then, or may do so."""

from __future__ import annotations

from datetime import date

import pytest

from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.incident_command.remedies.neighbors import Neighbors
from drillplanner.model import DrillType
from tests.builders import drill
from tests.incident_command.people import person

DAY = date(2025, 10, 7)
COMMAND = load_catalog().by_id["CMD-IC"]


@pytest.mark.parametrize(
    ("start", "end", "asked"),
    [
        ("09:10", "09:30", False),
        ("09:49", "10:00", False),  # half an hour of way
        ("09:50", "10:00", True),
        ("08:00", "08:30", True),
        ("08:00", "08:31", False),
        ("13:00", None, False),
        (None, None, False),
    ],
)
def test_nobody_is_asked_whose_own_campus_may_drill_at_that_hour(
    start: str | None, end: str | None, asked: bool
) -> None:
    short = drill("oak", DrillType.LOCKDOWN, DAY, start="09:00", end="09:20")
    own = drill("elm", DrillType.LOCKDOWN, DAY, start=start, end=end)
    neighbors = Neighbors([person("p1", "Principal", campus_id="elm")], ("elm", "oak"), (short, own))
    found = neighbors.best_candidate(COMMAND, short)
    assert (found is not None) is asked
