"""The status of the planned example: on track before the year, as the judge says after it, and in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.audit.schedule import judge_schedule
from drillplanner.files.errors import InputError
from drillplanner.model import Drill, DutyState, DutyStatus, Plan, Schedule, StatusReport
from drillplanner.workflow.status.report import status_of_plan
from tests.workflow.status.histories import histories, record_of

CAMPUS = "burnet-hill"
AFTER_THE_YEAR = date(2026, 7, 15)


@pytest.fixture(scope="module")
def prepared(planned_example: Path) -> api.Prepared:
    return api.prepare(planned_example)


@pytest.fixture(scope="module")
def plan(planned_example: Path) -> Plan:
    return api.read_plan(planned_example)


def drills_at(plan: Plan, campus_id: str = CAMPUS) -> list[Drill]:
    return sorted((drill for drill in plan.drills if drill.campus_id == campus_id), key=lambda drill: drill.date)


def state_of(report: StatusReport, duty: str) -> DutyState:
    return next(line.state for line in report.lines if line.duty == duty)


def test_before_the_year_everything_is_on_track_or_due(prepared: api.Prepared, plan: Plan) -> None:
    report = status_of_plan(prepared, plan, date(2025, 8, 1))
    assert {line.state for line in report.lines} == {DutyState.ON_TRACK, DutyState.DUE}
    assert report.exit_code == 0
    assert not report.unrecorded


def test_a_year_that_is_held_as_planned_is_met_at_its_end(prepared: api.Prepared, plan: Plan) -> None:
    held = replace(prepared, records=tuple(map(record_of, plan.drills)))
    report = status_of_plan(held, plan, AFTER_THE_YEAR)
    assert {line.state for line in report.lines} == {DutyState.MET}
    # On a day in between nothing is short either, and what is held later does not count yet.
    report = status_of_plan(held, plan, date(2025, 12, 3))
    assert not report.of_state(DutyState.AT_RISK, DutyState.LATE, DutyState.UNRECORDED)
    assert report.of_state(DutyState.DUE, DutyState.MET, DutyState.ON_TRACK) == report.lines
    assert report.notes[0].endswith("that drills were held after December 3, 2025. They do not count yet.")


def test_a_drill_without_a_record_has_two_school_days_of_grace(prepared: api.Prepared, plan: Plan) -> None:
    drill = next(
        drill for drill in drills_at(plan) if drill.drill_type == "fire_evacuation" and drill.date.month == 10
    )
    others = tuple(record_of(other) for other in plan.drills if other.drill_id != drill.drill_id)
    log = replace(prepared, records=others)
    duty = next(duty for duty in drill.credits if duty.startswith("NJ-01/"))
    days = [on for on in prepared.workspace.calendar.dates_at(CAMPUS) if on > drill.date]
    for position, state in ((0, DutyState.DUE), (1, DutyState.DUE), (2, DutyState.UNRECORDED)):
        report = status_of_plan(log, plan, days[position], CAMPUS)
        assert state_of(report, duty) is state
        assert [open_drill.drill_id for open_drill in report.unrecorded] == [drill.drill_id]
    line = next(line for line in report.lines if line.duty == duty)
    assert line.drills == (drill.drill_id,)
    assert f"record DIR --drill {drill.drill_id} --held" in line.to_do
    # It was not held: the month can still be mended up to its last school day, and then it is late.
    missed = replace(prepared, records=(*others, record_of(drill, held=False)))
    report = status_of_plan(missed, plan, days[2], CAMPUS)
    line = next(line for line in report.lines if line.duty == duty)
    assert (line.state, line.until) == (DutyState.AT_RISK, max(on for on in days if on.month == 10))
    assert line.to_do.startswith("Hold a fire drill by October 31, 2025.")
    report = status_of_plan(missed, plan, date(2025, 11, 3), CAMPUS)
    assert state_of(report, duty) is DutyState.LATE
    assert report.exit_code == 1


def test_at_the_end_of_the_year_the_status_is_what_the_judge_says_of_the_log(
    prepared: api.Prepared, plan: Plan
) -> None:
    for history in histories(prepared, plan, CAMPUS, 12, silence=0.0):
        # The rest of the year is held as planned.
        rest = tuple(record_of(drill) for drill in drills_at(plan) if drill.date >= history.as_of)
        log = replace(history.prepared, records=(*history.prepared.records, *rest))
        held = {record.drill_id for record in log.records if record.held}
        drills = tuple(
            drill.model_copy(update={"held": True}) for drill in drills_at(plan) if drill.drill_id in held
        )
        judged = judge_schedule(
            Schedule(source="log", drills=drills),
            prepared.workspace,
            prepared.duties,
            prepared.screenings,
            None,
            prepared.stand_ins,
            spared=prepared.spared,
        )
        expected = {verdict.duty: verdict.status for verdict in judged.verdicts if verdict.campus_id == CAMPUS}
        found = {line.duty: line.state for line in status_of_plan(log, plan, AFTER_THE_YEAR, CAMPUS).lines}
        assert found == {
            duty: {
                DutyStatus.MET: DutyState.MET,
                DutyStatus.VIOLATED: DutyState.LATE,
                DutyStatus.CANNOT_TELL: DutyState.CANNOT_TELL,
            }[status]
            for duty, status in expected.items()
        }


def test_grace_ends_although_no_school_day_follows(prepared: api.Prepared, plan: Plan) -> None:
    last = drills_at(plan)[-1]
    log = replace(prepared, records=tuple(record_of(drill) for drill in plan.drills if drill is not last))
    year_ends = prepared.workspace.calendar.last_day
    assert status_of_plan(log, plan, AFTER_THE_YEAR, CAMPUS).unrecorded[0].in_grace is False
    assert not status_of_plan(log, plan, year_ends - timedelta(300), CAMPUS).unrecorded


def test_an_unknown_school_is_named_with_what_is_allowed(prepared: api.Prepared, plan: Plan) -> None:
    with pytest.raises(InputError, match="there is no such school"):
        status_of_plan(prepared, plan, AFTER_THE_YEAR, "Hogwarts")
    report = status_of_plan(prepared, plan, date(2025, 8, 1), "Burnet Hill")
    assert report.campus == CAMPUS
    assert {line.campus_id for line in report.lines} == {CAMPUS}
