"""Every mandate of every pack, by the cases that stand beside it as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from drillplanner.audit import judge
from drillplanner.mandates import Duty, LawBook, bundled_states, derive_duties, load_state_pack
from drillplanner.mandates.kinds import Chore
from drillplanner.model import (
    DevelopmentalFinding,
    Drill,
    DrillType,
    DutyStatus,
    Evidence,
    Schedule,
    Screening,
    Severity,
    Task,
    clock_of,
)
from tests.builders import calendar, campus, drill, workspace

CASES = Path(__file__).parent / "cases"
GUNFIRE = DevelopmentalFinding(
    rule="DA-101",
    severity=Severity.PROHIBITED,
    status="violation",
    evidence=Evidence(field="sensory"),
    message="imitation gunfire",
    sources=("invented for tests",),
)
SCREENINGS = {
    "lockdown": Screening(id="lockdown", verdict="ok", findings=()),
    "with-gunfire": Screening(id="with-gunfire", verdict="violation", findings=(GUNFIRE,)),
}


def all_cases() -> list[Any]:
    return [
        pytest.param(state, case, id=f"{case['mandate']}: {case['name']}")
        for state in bundled_states()
        for case in yaml.safe_load((CASES / f"us-{state.lower()}.yaml").read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("state", "case"), all_cases())
def test_case(state: str, case: dict[str, Any]) -> None:
    law = LawBook(packs=(load_state_pack(state),))
    facts = {"more_than_one_room": True, "fire_escapes": False, "buses": True} | case.get("facts", {})
    known = campus("a").model_copy(
        update={"facts": {name: value for name, value in facts.items() if value is not None}}
    )
    first, last = case["year"]
    place = workspace(
        [known], calendar(first, last, staff=case.get("first_staff_day")), state=state, **case.get("district", {})
    )
    duties = tuple(duty for duty in derive_duties(law, place) if duty.mandate.mandate_id == case["mandate"])
    drills = tuple(make_drill(row, number) for number, row in enumerate(case["drills"], start=1))
    report = judge(
        Schedule(source="case", drills=drills), place, duties, SCREENINGS, make_tasks(case, duties, drills)
    )

    found = {verdict.duty.rsplit("/", 1)[1]: str(verdict.status) for verdict in report.verdicts}
    assert found == case["expect"], [verdict.reason for verdict in report.verdicts]
    for verdict in report.verdicts:
        assert (verdict.missing_fact is not None) == (verdict.status is DutyStatus.CANNOT_TELL)


def make_drill(row: dict[str, Any], number: int) -> Drill:
    minutes = row.get("minutes", 10)
    given = {
        "format": row.get("format", "physical"),
        "audience": row.get("audience", "everyone"),
        "agencies": row.get("agencies", []),
        "route": row.get("route"),
        "scenario_id": row.get("scenario", "lockdown"),
        "start": None if minutes is None else clock_of(9 * 60),
        "end": None if minutes is None else clock_of(9 * 60 + minutes),
    }
    return drill("a", DrillType(row["type"]), row["date"], number, **given)


def make_tasks(case: dict[str, Any], duties: tuple[Duty, ...], drills: tuple[Drill, ...]) -> tuple[Task, ...]:
    tasks = []
    for number, row in enumerate(case.get("tasks", [])):
        chore = duties[0].mandate.requirement
        assert isinstance(chore, Chore)
        tasks.append(
            Task(
                task_id=str(number),
                mandate_id=case["mandate"],
                campus_id="a",
                drill_id=None if row["drill"] is None else drills[row["drill"] - 1].drill_id,
                kind=chore.chore,
                who=chore.who,
                text=chore.text,
                due=row["due"],
                due_words=chore.due_words,
            )
        )
    return tuple(tasks)


@pytest.mark.parametrize("state", bundled_states())
def test_every_mandate_has_a_lawful_and_an_unlawful_case(state: str) -> None:
    cases = yaml.safe_load((CASES / f"us-{state.lower()}.yaml").read_text(encoding="utf-8"))
    seen: dict[str, set[str]] = {}
    for case in cases:
        seen.setdefault(case["mandate"], set()).update(case["expect"].values())
    for mandate in load_state_pack(state).mandates:
        wanted = set() if mandate.requirement.kind == "permission" else {"met", "violated"}
        assert wanted <= seen.get(mandate.mandate_id, set()), f"{mandate.mandate_id} lacks a case"
        assert mandate.mandate_id in seen


def test_dates_in_cases_are_dates() -> None:
    # The cases are read by plain YAML, where an unquoted date is a date: the runner relies on it.
    assert yaml.safe_load("2025-09-02") == date(2025, 9, 2)
