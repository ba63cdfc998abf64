"""Illinois: the fire department picks one of four October dates, and every choice leaves the year lawful."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.audit.schedule import judge_schedule
from drillplanner.model import DutyStatus, Schedule, Task
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.plan_files import write_plan
from tests.worked.district import Outcome, district, planned, statuses


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return planned(district(tmp_path_factory.mktemp("illinois"), "IL", ("burnet-hill", "heritage")))


def offers(year: Outcome) -> list[Task]:
    return [task for task in year.plan.tasks if task.kind == "offer"]


def test_four_dates_in_two_or_more_weeks_are_offered_by_15_september(year: Outcome) -> None:
    assert {task.campus_id for task in offers(year)} == {"burnet-hill", "heritage"}
    for task in offers(year):
        assert len(set(task.dates)) == 4
        assert {on.month for on in task.dates} == {10}
        assert len({on - timedelta(on.weekday()) for on in task.dates}) >= 2
        assert task.due.isoformat() == "2025-09-15"


def test_whichever_date_is_picked_no_duty_is_broken(year: Outcome) -> None:
    prepared = year.prepared
    for task in offers(year):
        (offered,) = [
            drill
            for drill in year.plan.drills
            if drill.campus_id == task.campus_id and drill.date in task.dates and "fire" in (drill.agencies or ())
        ]
        for on in task.dates:
            drills = tuple(
                drill.model_copy(update={"date": on}) if drill == offered else drill for drill in year.plan.drills
            )
            report = judge_schedule(
                Schedule(source="picked", drills=drills),
                prepared.workspace,
                prepared.duties,
                prepared.screenings,
                None,
                prepared.stand_ins,
            )
            assert not report.violated, on


def test_a_drill_on_an_offered_date_breaks_the_offer(year: Outcome) -> None:
    task = offers(year)[0]
    other = next(
        drill
        for drill in year.plan.drills
        if drill.campus_id == task.campus_id and "fire" not in (drill.agencies or ())
    )
    drill_dates = {drill.date for drill in year.plan.drills if drill.campus_id == task.campus_id}
    free = next(on for on in task.dates if on not in drill_dates)
    drills = tuple(
        drill.model_copy(update={"date": free}) if drill == other else drill for drill in year.plan.drills
    )
    prepared = year.prepared
    report = judge_schedule(
        Schedule(source="moved", drills=drills),
        prepared.workspace,
        prepared.duties,
        prepared.screenings,
        year.plan.tasks,
        prepared.stand_ins,
    )
    assert DutyStatus.VIOLATED in statuses(report, "IL-02")
    # Once the offered drill was held, the other dates are free again.
    held = tuple(
        drill.model_copy(update={"held": True}) if drill.date in task.dates and drill.date != free else drill
        for drill in drills
    )
    report = judge_schedule(
        Schedule(source="held", drills=held),
        prepared.workspace,
        prepared.duties,
        prepared.screenings,
        year.plan.tasks,
        prepared.stand_ins,
    )
    assert DutyStatus.VIOLATED not in statuses(report, "IL-02")


def test_an_update_reports_an_offer_whose_drill_was_held_on_another_day(tmp_path: Path) -> None:
    folder = district(tmp_path, "IL")
    year = planned(folder)
    write_plan(folder, year.plan, year.prepared.workspace)
    (task,) = offers(year)
    (offered,) = (drill for drill in year.plan.drills if drill.drill_id == task.drill_id)
    days = year.prepared.workspace.calendar.dates_at(offered.campus_id)
    other = next(on for on in days if on > max(task.dates))
    (folder / "records").mkdir(exist_ok=True)
    (folder / "records" / "drill_log.csv").write_text(
        "drill_id,campus_id,drill_type,date,status,recorded_by\n"
        f"{offered.drill_id},{offered.campus_id},{offered.drill_type},{other},held,office\n"
    )
    plan = api.replan(folder, api.ReplanRequest(as_of=date(2025, 12, 1)), SolverSettings())
    assert plan.repair is not None
    assert task.task_id in plan.repair.lost
