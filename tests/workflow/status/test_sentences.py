"""Sentences of the status name agencies as people do."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from drillplanner import api
from drillplanner.audit.schedule import judge_schedule
from drillplanner.model import Drill, DrillType, Schedule
from drillplanner.workflow.status.last_day import Mend
from drillplanner.workflow.status.sentences import DutyWords


def test_agencies_are_named_and_not_by_their_ids(planned_example: Path) -> None:
    prepared = api.prepare(planned_example)
    duty = next(duty for duty in prepared.duties if duty.mandate.mandate_id == "NJ-01")
    nothing = Schedule(source="nothing", drills=())
    (verdict,) = judge_schedule(nothing, prepared.workspace, (duty,), {}, None, {}).verdicts
    agencies = prepared.workspace.district.agencies[:2]
    drill = Drill(
        drill_id="tried",
        campus_id=duty.campus_id,
        drill_type=DrillType.FIRE_EVACUATION,
        date=date(2025, 10, 31),
        agencies=tuple(agency.agency_id for agency in agencies),
    )
    words = DutyWords(duty, verdict, {agency.agency_id: agency.name for agency in agencies})
    first, second = (agency.name for agency in agencies)
    hold = f"Hold a fire drill, with {first} and {second} present, by October 31, 2025."
    assert words.at_risk(Mend((drill,)), None).to_do.startswith(hold)
    later = drill.model_copy(update={"date": drill.date + timedelta(3)})
    several = words.at_risk(Mend((drill, later)), None).to_do
    assert several.startswith(f"Hold 2 fire drills, with {first} and {second} present, the first by October 31")
