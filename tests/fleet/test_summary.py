"""The summary of a fleet: what is missing comes first, and a task on a list is no drill that is scheduled."""

from __future__ import annotations

from datetime import date

from drillplanner.fleet.result import FleetWork
from drillplanner.fleet.summary import summary_of
from tests.fleet.report.stored_fleet import ASH, ELM, OAK, count, entry


def test_what_is_missing_comes_before_the_totals() -> None:
    with_task = OAK.model_copy(update={"mandates": (*OAK.mandates, count("TX-03", 3))})
    entries = [entry(result) for result in (ASH, with_task, ELM)]
    found = summary_of(FleetWork.PLAN, entries, 4, ("notes",), date(2026, 12, 1))
    lines = list(found.lines)
    assert lines[:3] == [
        "No plan of these files: 1 of 4 districts (no lawful plan exists: 1).",
        "Not worked on yet: 1 of 4 districts. Run the command again.",
        "Not counted, since they have no district.yaml: 1 folder (notes).",
    ]
    assert "1 requirement is not met, in 1 district." in lines
    # Drills alone are scheduled: 24 + 5 of 30 in Ash, 8 + 2 of 10 in Oak.
    scheduled = lines.index("Of 40 requirements that drillplanner checks there, 39 are scheduled.")
    assert lines[scheduled + 1] == "On the task lists, to be done by people: 3."
    assert lines.index("1 requirement is not met, in 1 district.") < scheduled
    assert found.exit_code == 1
