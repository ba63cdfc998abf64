"""Who may be asked for a campus that is short of people: no one whose own campus drills, or may drill, then."""

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
    ("start", "end", "is_asked"),
    [
        ("09:10", "09:30", False),
        ("09:49", "10:00", False),  # half an hour of travel
        ("09:50", "10:00", True),
        ("08:00", "08:30", True),
        ("08:00", "08:31", False),
        ("13:00", None, False),
        (None, None, False),
    ],
)
def test_no_one_is_asked_whose_own_campus_may_drill_then(
    start: str | None, end: str | None, is_asked: bool
) -> None:
    our_drill = drill("oak", DrillType.LOCKDOWN, DAY, start="09:00", end="09:20")
    neighbor_drill = drill("elm", DrillType.LOCKDOWN, DAY, start=start, end=end)
    neighbors = Neighbors(
        [person("p1", "Principal", campus_id="elm")], ("elm", "oak"), (our_drill, neighbor_drill)
    )
    candidate = neighbors.best_candidate(COMMAND, our_drill)
    assert (candidate is not None) is is_asked
