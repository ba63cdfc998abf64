"""The school of a drill that a report names by its id: the plan knows it, or the log does.

On its own because notices and attachments are both about such a drill.
"""

from __future__ import annotations

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import maybe_meant
from drillplanner.workflow.recording.checked_against import CheckedAgainst


def campus_of_drill(drill_id: str, against: CheckedAgainst) -> str:
    """Return the id of the school. Raises InputError: neither the plan nor the log has such a drill."""
    plan = against.planned(has_date=True)
    drill = None if plan is None else plan.with_id(drill_id)
    if drill is not None:
        return drill.campus_id
    entries = against.log.of_drill(drill_id).entries
    if entries:
        return entries[-1].campus_id
    known = () if plan is None else tuple(plan.campus_of)
    raise InputError(
        Problem(
            "--drill",
            None,
            "neither the plan nor the log has such a drill",
            drill_id,
            "an id of plan/schedule.csv",
            maybe_meant(drill_id, known),
        )
    )
