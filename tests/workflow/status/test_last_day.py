"""The last day is right: each day judged outright, one by one, with every drill that could be held on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.law.window import Setting
from drillplanner.model import Drill, DutyState, DutyStatus, Plan, Schedule, clock_of, minutes_of
from drillplanner.records.as_happened import at_time
from drillplanner.workflow.status.drills_as_of import drills_as_of
from drillplanner.workflow.status.report import status_of_plan
from tests.workflow.status.histories import History, histories

CAMPUSES = ("burnet-hill", "heritage")


@pytest.fixture(scope="module")
def prepared(planned_example: Path) -> api.Prepared:
    return api.prepare(planned_example)


@pytest.fixture(scope="module")
def plan(planned_example: Path) -> Plan:
    return api.read_plan(planned_example)


def judged(prepared: api.Prepared, campus_id: str, drills: tuple[Drill, ...], as_of: date) -> AuditReport:
    """The judge's report on one campus with these drills."""
    return judge_schedule(
        Schedule(source="tried", drills=drills),
        prepared.workspace.model_copy(update={"campuses": (prepared.workspace.campus_by_id[campus_id],)}),
        tuple(
            duty
            for duty in prepared.duties
            if duty.campus_id == campus_id and not isinstance(duty.mandate.requirement, Chore)
        ),
        prepared.screenings,
        (),
        prepared.stand_ins,
        settled_before=as_of,
        spared=prepared.spared,
    )


def every_drill_on(prepared: api.Prepared, campus_id: str, on: date) -> Iterator[Drill]:
    """Every scenario of the district at every 45 minutes of the day, alone and with each agency."""
    workspace = prepared.workspace
    campus, day = workspace.campus_by_id[campus_id], workspace.calendar.day(on)
    assert day is not None
    periods = workspace.periods(campus, day)
    first, last = minutes_of(periods[0].start), minutes_of(periods[-1].end)
    seen = set()
    for scenario in workspace.scenarios:
        form = (scenario.drill_type, scenario.format, scenario.audience, scenario.route, scenario.announced)
        if form in seen or not set(campus.bands) <= set(scenario.bands):
            continue
        seen.add(form)
        for agencies in ((), *((agency.agency_id,) for agency in workspace.district.agencies)):
            for start in range(first, last - scenario.minutes, 45):
                drill = Drill(
                    drill_id="x",
                    campus_id=campus_id,
                    drill_type=scenario.drill_type,
                    date=on,
                    scenario_id=scenario.scenario_id,
                    format=scenario.format,
                    audience=scenario.audience,
                    route=scenario.route,
                    announced=scenario.announced,
                    agencies=agencies,
                )
                yield at_time(drill, on, clock_of(start), scenario.minutes, workspace)


def is_notified_in_time(prepared: api.Prepared, drill: Drill, as_of: date) -> bool:
    """Check whether what law requires before the drill can still be done."""
    workspace = prepared.workspace
    setting = Setting(
        workspace.campus_by_id[drill.campus_id], workspace.calendar, workspace.district, workspace.events
    )
    for duty in prepared.duties:
        chore = duty.mandate.requirement
        if duty.campus_id != drill.campus_id or not isinstance(chore, Chore) or chore.by_drill is None:
            continue
        if chore.by_drill.before is None or not duty.binds_firmly or chore.match is None:
            continue
        if drill.drill_type in chore.match.types and chore.by_drill.dates(drill.date, setting)[1] < as_of:
            return False
    return True


def mends(prepared: api.Prepared, history: History, standing: tuple[Drill, ...], duty: str, on: date) -> bool:
    """Check outright whether any drill on the day makes the judge call the duty met, and breaks nothing."""
    campus_id = standing[0].campus_id if standing else CAMPUSES[0]
    before = judged(prepared, campus_id, standing, history.as_of)
    was = {verdict.duty: verdict.status for verdict in before.verdicts}
    wrong = {(entry.problem, entry.message) for entry in before.entries}
    for drill in every_drill_on(prepared, campus_id, on):
        if not is_notified_in_time(prepared, drill, history.as_of):
            continue
        after = judged(prepared, campus_id, (*standing, drill), history.as_of)
        statuses = {verdict.duty: verdict.status for verdict in after.verdicts}
        if statuses[duty] is not DutyStatus.MET:
            continue
        breaks = any(
            status is DutyStatus.VIOLATED and was[other] is not DutyStatus.VIOLATED
            for other, status in statuses.items()
            if other != duty
        )
        if not breaks and {(entry.problem, entry.message) for entry in after.entries} <= wrong:
            return True
    return False


@pytest.mark.parametrize("campus_id", CAMPUSES)
def test_a_drill_on_that_day_mends_it_and_none_on_a_later_day(
    prepared: api.Prepared, plan: Plan, campus_id: str
) -> None:
    dates = prepared.workspace.calendar.dates_at(campus_id)
    looked_at = 0
    for history in histories(prepared, plan, campus_id, 5):
        report = status_of_plan(history.prepared, plan, history.as_of, campus_id)
        drills = drills_as_of(history.prepared, plan, history.as_of)
        standing = tuple(drill for drill in drills.standing if drill.campus_id == campus_id)
        one_each = {line.mandate: line for line in report.of_state(DutyState.AT_RISK) if line.needs == 1}
        for line in one_each.values():
            assert line.until is not None and not line.needs_replan
            looked_at += 1
            window = next(duty.window for duty in prepared.duties if duty.duty_id == line.duty)
            later = [on for on in dates if line.until < on <= window.last]
            assert mends(prepared, history, standing, line.duty, line.until), (history.as_of, line)
            for on in later[:2]:
                assert not mends(prepared, history, standing, line.duty, on), (history.as_of, on, line)
    assert looked_at >= 3


def test_nothing_lawful_is_called_late(prepared: api.Prepared, plan: Plan) -> None:
    campus_id = CAMPUSES[0]
    dates = prepared.workspace.calendar.dates_at(campus_id)
    looked_at = 0
    for history in histories(prepared, plan, campus_id, 12):
        report = status_of_plan(history.prepared, plan, history.as_of, campus_id)
        drills = drills_as_of(history.prepared, plan, history.as_of)
        standing = tuple(drill for drill in drills.standing if drill.campus_id == campus_id)
        for line in {line.mandate: line for line in report.of_state(DutyState.LATE)}.values():
            window = next(duty.window for duty in prepared.duties if duty.duty_id == line.duty)
            days = [on for on in dates if on >= history.as_of and window.covers(on)]
            looked_at += 1
            for on in days[:3]:
                assert not mends(prepared, history, standing, line.duty, on), (history.as_of, on, line)
    assert looked_at > 10
