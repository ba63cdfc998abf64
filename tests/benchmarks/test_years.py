"""A few random years end planned and judged; the second solver refuses what cannot be, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.years.random_year import random_year
from benchmarks.years.run import GOOD, endings, table
from benchmarks.years.second_solver import confirm
from drillplanner import api
from drillplanner.files.errors import InfeasibleError
from drillplanner.model import Conflict
from drillplanner.solve import search_budget
from drillplanner.solve.solver import SolverSettings

#: The years of the sample: some with one school, some with two, one that is refused.
SAMPLE = range(1, 6)


def test_random_years_end_planned_or_refused_with_a_confirmed_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_budget, "FOR_A_DISTRICT", 4.0)
    found = list(endings(18, SAMPLE, ("TX", "WY", "VA", "PA", "GA")))
    assert [ending.ending for ending in found if ending.ending not in GOOD] == []
    assert sum(ending.ending == "planned" for ending in found) >= 3
    assert "| planned |" in table(found)


def test_a_year_follows_from_its_seed_and_number_alone() -> None:
    assert random_year(18, 7) == random_year(18, 7)
    assert random_year(18, 7).files != random_year(19, 7).files
    assert {random_year(18, number).state for number in range(51)} >= {"NJ", "TX", "DC", "AK"}


@pytest.fixture
def refused(tmp_path: Path) -> tuple[Conflict, api.Prepared]:
    """A pinned bus evacuation at a school that has no buses."""
    year = random_year(18, 0, ("TX",))
    year.files["campuses.csv"] = "campus_id,name,grades,bell_schedule,buses\nschool-1,School 1,K-5,regular,no\n"
    district = year.files["district.yaml"].split("\nagencies:")[0].split("\npins:")[0].split("\nsites:")[0]
    day = date(2026, 10, 6)
    year.files = {name: text for name, text in year.files.items() if name in KEPT}
    year.files["district.yaml"] = (
        f"{district}\npins: [{{campus: school-1, drill_type: bus_evacuation, date: {day}}}]\n"
    )
    prepared = api.prepare(year.write(tmp_path))
    with pytest.raises(InfeasibleError) as error:
        api.plan(prepared, SolverSettings(workers=1))
    (conflict,) = error.value.conflicts
    assert isinstance(conflict, Conflict)
    return conflict, prepared


#: Files that do not name schools.
KEPT = ("district.yaml", "campuses.csv", "calendar.ics", "bells/regular.yaml")


def test_the_second_solver_confirms_a_conflict(refused: tuple[Conflict, api.Prepared]) -> None:
    conflict, prepared = refused
    assert [member.kind for member in conflict.members] == ["pin"]
    assert confirm(conflict, prepared).is_confirmed


def test_the_second_solver_does_not_confirm_what_can_be_met(refused: tuple[Conflict, api.Prepared]) -> None:
    conflict, prepared = refused
    duty = next(duty for duty in prepared.duties if duty.mandate.requirement.kind == "count")
    member = conflict.members[0].model_copy(update={"kind": "duty", "duties": (duty.duty_id,)})
    answer = confirm(conflict.model_copy(update={"members": (member,)}), prepared)
    assert not answer.is_confirmed
    assert duty.duty_id in answer.words
