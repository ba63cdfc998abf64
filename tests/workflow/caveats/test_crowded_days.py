"""Days with several drills, and short months: named with the district's choice, until district.yaml says it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.audit.schedule import AuditReport
from drillplanner.model import CaveatKind, Repair
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.caveats.crowded_days import short_months, short_months_of_plan
from tests.command_line import run
from tests.intake.small_workspace import CALENDAR, CAMPUSES, DISTRICT, STAFF, write_workspace

EARLY = CALENDAR.replace("20250902", "20250828", 1).replace("20250903", "20250829", 1)


def test_a_month_of_two_days_is_named_with_what_it_owes(tmp_path: Path) -> None:
    (caveat,) = short_months(api.prepare(write_workspace(tmp_path, {"calendar.ics": EARLY})))
    assert caveat.text.startswith("August 2025 has 2 school days at every school and owes monthly drills (NJ-01")
    assert "month_counts_from=1 (or =3 " in caveat.answer


def test_a_plan_goes_on_naming_the_month_and_says_what_it_holds_then(tmp_path: Path) -> None:
    # Once planned, the month with every school's drill on the first day of school was no longer named.
    place = write_workspace(tmp_path, {"calendar.ics": EARLY})
    plan = api.plan(api.prepare(place), SolverSettings())
    assert not plan.crowded_days
    (caveat,) = [caveat for caveat in plan.before_you_rely if caveat.kind is CaveatKind.CROWDED]
    held = sum(drill.date.month == 8 for drill in plan.drills)
    assert held
    assert f"The plan holds {held} drills then." in caveat.text
    assert "month_counts_from=1 (or =3 " in caveat.answer
    later = plan.model_copy(
        update={"repair": Repair(as_of=date(2025, 9, 1), moved=0, moved_at_least=0, changes=())}
    )
    report = AuditReport(schedule="the plan", verdicts=(), entries=())
    assert list(short_months_of_plan(api.prepare(place), later, report)) == [], "the month is past"


def test_a_month_of_a_week_is_not(tmp_path: Path) -> None:
    assert list(short_months(api.prepare(write_workspace(tmp_path)))) == []


def test_a_district_that_has_decided_is_not_asked_again(tmp_path: Path) -> None:
    changes = {"calendar.ics": EARLY, "district.yaml": f"{DISTRICT}month_counts_from: 1\n"}
    assert list(short_months(api.prepare(write_workspace(tmp_path, changes)))) == []


def test_a_plan_names_the_crowded_day_its_reasons_and_the_choice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one_day = CALENDAR.replace("20250902", "20250829", 1).replace("20250903", "20250830", 1)
    # One school is enough: to show that a crowded day cannot be spared takes long for each.
    school, staff = ("".join(table.splitlines(keepends=True)[:2]) for table in (CAMPUSES, STAFF))
    files = {"calendar.ics": one_day, "campuses.csv": school, "staff.csv": staff}
    place = write_workspace(tmp_path, files)
    ran = run(capsys, "plan", "--all", place)
    plan = api.read_plan(place)
    assert {day.date.isoformat() for day in plan.crowded_days} == {"2025-08-29"}
    said = [caveat for caveat in plan.before_you_rely if caveat.kind is CaveatKind.CROWDED]
    assert said
    assert all("No other day is left for at least 1 fire drill in August 2025 (NJ-01)" in one.text for one in said)
    assert all("month_counts_from=2" in one.answer for one in said)
    assert all(one.text in ran.out for one in said)
