"""A few simulated years of records: the status is what the oracle says, and an oracle that is lied to says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from benchmarks import small_budget
from benchmarks.simulated_status import life
from benchmarks.simulated_status.district import PlannedDistrict, planned_district
from benchmarks.simulated_status.life import History
from benchmarks.simulated_status.log_book import Entry, records_of
from benchmarks.simulated_status.oracle import told_year
from drillplanner.api import Prepared
from drillplanner.model import DrillType, DutyState, Plan, StatusLine, StatusReport
from drillplanner.records.as_happened import as_happened
from drillplanner.workflow.status.report import status_of_plan


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlannedDistrict]:
    """Illinois with one school: seven drills, an offer to an agency, and facts that are not known."""
    small_budget.use(2.0)
    yield planned_district("IL", 1, tmp_path_factory.mktemp("years"))
    small_budget.use(small_budget.USUAL)


@pytest.mark.parametrize("seed", [3, 23])
def test_the_status_of_a_random_year_is_what_the_oracle_says(district: PlannedDistrict, seed: int) -> None:
    result = History(district, seed, 0.03).live()
    assert result.disagreements == []
    assert result.checked["days x duties"] > 50
    assert sum(result.happened.values()) > 5


def test_a_drill_of_no_plan_and_no_scenario_is_read_alike_by_program_and_oracle(district: PlannedDistrict) -> None:
    prepared, plan, day = district.prepared, district.plan, district.school_days[40]
    types = {drill.drill_type for drill in plan.drills if drill.date == day}
    fire = DrillType.FIRE_EVACUATION
    assert fire not in types
    entry = Entry("entry", "held", "no-plan-has-it", district.campus_ids[0], fire, day)
    records = records_of([entry], district.campus_ids)
    by_program = as_happened(plan.drills, records, prepared.workspace).held
    assert told_year(prepared, plan, [entry], day).held == by_program
    assert by_program[0].audience is not None and by_program[0].scenario_id is None


def wrongly(line: StatusLine) -> StatusLine:
    """Return a line with a last day a week too late, or one that is late although a day is left."""
    if line.state is DutyState.AT_RISK and line.until is not None and line.needs == 1:
        if line.duty.count("a") % 2:
            return line.model_copy(update={"state": DutyState.LATE, "until": None})
        return line.model_copy(update={"until": line.until + timedelta(7)})
    return line


def test_a_wrong_status_is_found(district: PlannedDistrict, monkeypatch: pytest.MonkeyPatch) -> None:
    def of_plan(prepared: Prepared, plan: Plan, as_of: date) -> StatusReport:
        report = status_of_plan(prepared, plan, as_of)
        return report.model_copy(update={"lines": tuple(map(wrongly, report.lines))})

    monkeypatch.setattr(life, "status_of_plan", of_plan)
    # Whether a year has a duty at risk on a day that is looked at is chance: of six seeds, three had.
    seeds = (21, 5, 3, 2, 8, 13)
    kinds = (kind for seed in seeds for kind in History(district, seed, 0.03).live().checked)
    assert any(
        kind in {"DISAGREEMENT: late and lawful", "DISAGREEMENT: no drill on DAY mends it"} for kind in kinds
    )
