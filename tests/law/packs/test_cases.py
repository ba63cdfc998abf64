"""Every mandate of every pack, checked on cases that are data (``cases/*.yaml``)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drillplanner.audit.schedule import judge_schedule
from drillplanner.law import (
    Duty,
    LawBook,
    Pack,
    bundled_fire_codes,
    bundled_states,
    derive_duties,
    load_fire_code,
    load_state_pack,
    spared_grades_at,
    stand_ins_at,
)
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.law.packs.pack import known_subjects
from drillplanner.model import (
    DayKind,
    DevelopmentalFinding,
    Drill,
    DrillType,
    DutyStatus,
    Event,
    Evidence,
    FiledDrill,
    Schedule,
    Screening,
    Severity,
    Task,
    Term,
    Unit,
    Workspace,
    clock_of,
    parse_grades,
)
from tests import fast_yaml
from tests.builders import calendar, campus, drill, scenario, workspace

CASES = Path(__file__).parent / "cases"
GUNFIRE = DevelopmentalFinding(
    rule="DA-101",
    severity=Severity.PROHIBITED,
    status="violation",
    evidence=Evidence(field="sensory"),
    message="imitation gunfire",
    sources=("invented for tests",),
)
TOO_MUCH_FOR_THE_AGE = GUNFIRE.model_copy(
    update={"rule": "DA-305", "severity": Severity.REQUIRED, "message": "above the level of the grade"}
)
PELLETS = GUNFIRE.model_copy(update={"rule": "DA-105", "message": "pellets are fired"})
SCREENINGS = {
    "lockdown": Screening(id="lockdown", verdict="ok", findings=()),
    "with-gunfire": Screening(id="with-gunfire", verdict="violation", findings=(GUNFIRE,)),
    "with-pellets": Screening(id="with-pellets", verdict="violation", findings=(PELLETS,)),
    "too-much-for-the-age": Screening(
        id="too-much-for-the-age", verdict="violation", findings=(TOO_MUCH_FOR_THE_AGE,)
    ),
}


def case_files() -> list[str]:
    """Return the names of the case files: us-nj, code-ifc."""
    return [f"us-{state.lower()}" for state in bundled_states()] + [
        f"code-{code.lower()}" for code in bundled_fire_codes()
    ]


def read_cases(name: str) -> list[dict[str, Any]]:
    return list(fast_yaml.load((CASES / f"{name}.yaml").read_text(encoding="utf-8")))


def pack_of(name: str) -> Pack:
    origin, short = name.split("-")
    return load_state_pack(short) if origin == "us" else load_fire_code(short)


def all_cases() -> list[Any]:
    return [
        pytest.param(name, case, id=f"{case['mandate']}: {case['name']}")
        for name in case_files()
        for case in read_cases(name)
    ]


@pytest.mark.parametrize(("name", "case"), all_cases())
def test_each_duty_gets_the_expected_status(name: str, case: dict[str, Any]) -> None:
    law = LawBook(packs=(pack_of(name),))
    place = make_workspace(case)
    mandate_ids = {case["mandate"], *case.get("beside", [])}
    duties = tuple(duty for duty in derive_duties(law, place) if duty.mandate.mandate_id in mandate_ids)
    drills = tuple(make_drill(row, number) for number, row in enumerate(case["drills"], start=1))
    stand_ins = {"a": stand_ins_at(law, place, place.campuses[0])}
    tasks = make_tasks(case, duties, drills)
    spared = {"a": spared_grades_at(law, place, place.campuses[0])}
    report = judge_schedule(
        Schedule(source="case", drills=drills), place, duties, SCREENINGS, tasks, stand_ins, spared=spared
    )

    verdicts = [verdict for verdict in report.verdicts if verdict.mandate == case["mandate"]]
    statuses = {verdict.duty.split("/", 2)[2]: str(verdict.status) for verdict in verdicts}
    assert statuses == case["expect"], [verdict.reason for verdict in verdicts]
    if "left_out" in case:
        left_out = [entry.drill_id for entry in report.entries if entry.problem == "grades_left_out"]
        assert left_out == [drills[number - 1].drill_id for number in case["left_out"]]
    for verdict in report.verdicts:
        assert (verdict.missing_fact is not None) == (verdict.status is DutyStatus.CANNOT_TELL)


def make_workspace(case: dict[str, Any]) -> Workspace:
    facts = {"more_than_one_room": True, "fire_escapes": False, "buses": True} | case.get("facts", {})
    school = campus("a", parse_grades(case.get("grades", "K-2"))).model_copy(
        update={
            "facts": {name: value for name, value in facts.items() if value is not None},
            "enrollment": case.get("enrollment"),
            "units": tuple(Unit(campus_id="a", **unit) for unit in case.get("units", [])),
        }
    )
    first, last = case["year"]
    kinds = {on: DayKind(kind) for on, kind in case.get("days", {}).items()}
    terms = tuple(
        Term(kind=kind, number=number, first=ends[0], last=ends[1])
        for kind, spans in case.get("terms", {}).items()
        for number, ends in enumerate(spans, start=1)
    )
    year = calendar(first, last, kinds, staff=case.get("first_staff_day"))
    summer = case.get("summer")
    year = year.model_copy(update={"terms": terms, "summer": tuple(summer) if summer else None})
    place = workspace([school], year, **case.get("district", {}))
    events = ({"last": event["first"], **event, "campus_ids": None} for event in case.get("events", []))
    return place.model_copy(
        update={
            "events": tuple(Event.model_validate(event) for event in events),
            "filed": tuple(FiledDrill.model_validate({"campus_id": "a", **row}) for row in case.get("filed", [])),
            "scenarios": tuple(
                scenario(scenario_id_of(subject), DrillType.INSTRUCTION).model_copy(
                    update={"subjects": (subject,)}
                )
                for subject in known_subjects()
            ),
        }
    )


def scenario_id_of(subject: str) -> str:
    """Return the id of the scenario about a subject."""
    return f"on-{subject.replace('_', '-')}"


def make_drill(row: dict[str, Any], number: int) -> Drill:
    start = row.get("start", "09:00")
    minutes = row.get("minutes", 10)
    begins = int(start[:2]) * 60 + int(start[3:])
    subject = row.get("subject")
    given = {
        "format": row.get("format", "physical"),
        "audience": row.get("audience", "everyone"),
        "agencies": row.get("agencies", []),
        "route": row.get("route"),
        "period": row.get("period", "Period 1"),
        "period_tags": row.get("tags", ["instruction"]),
        "announced": row.get("announced", True),
        "units": row.get("units"),
        "held": row.get("held"),
        "grades": parse_grades(row["grades"]) if "grades" in row else None,
        "scenario_id": row.get("scenario", scenario_id_of(subject) if subject else "lockdown"),
        "start": None if minutes is None else clock_of(begins),
        "end": None if minutes is None else clock_of(begins + minutes),
    }
    return drill("a", DrillType(row["type"]), row["date"], number, **given)


def make_tasks(
    case: dict[str, Any], duties: tuple[Duty, ...], drills: tuple[Drill, ...]
) -> tuple[Task, ...] | None:
    """Return the case's tasks: those of the mandate, or an offer of dates. ``tasks: null`` is a bare table."""
    if case.get("tasks", []) is None:
        return None
    requirement = next((duty.mandate.requirement for duty in duties), None)
    tasks = []
    for number, row in enumerate(case.get("tasks", [])):
        if isinstance(requirement, Chore):
            fields = {"kind": requirement.chore, "text": requirement.text, "due": row["due"]}
        else:
            dates = tuple(row["dates"])
            fields = {"kind": "offer", "text": "Offer these dates.", "due": row["due"], "dates": dates}
        drill_number = row.get("drill")
        tasks.append(
            Task.model_validate(
                {
                    "task_id": str(number),
                    "mandate_id": case["mandate"],
                    "campus_id": "a",
                    "drill_id": None if drill_number is None else drills[drill_number - 1].drill_id,
                    "who": "somebody",
                    "due_words": "in time",
                    **fields,
                }
            )
        )
    return tuple(tasks)


@pytest.mark.parametrize("name", case_files())
def test_every_mandate_has_a_lawful_and_an_unlawful_case(name: str) -> None:
    covered: dict[str, set[str]] = {}
    for case in read_cases(name):
        covered.setdefault(case["mandate"], set()).update(case["expect"].values())
    for mandate in pack_of(name).mandates:
        # A permission gives no duty. Missing a requirement in vague words may not break the law.
        unlawful = "cannot_tell" if mandate.vague else "violated"
        binds = mandate.requirement.kind not in {"permission", "stand_in"}
        needed = {"met", unlawful} if binds else set()
        assert needed <= covered.get(mandate.mandate_id, set()), f"{mandate.mandate_id} lacks a case"


def test_dates_in_cases_are_dates() -> None:
    # The cases are read with plain YAML, and the tests rely on unquoted dates becoming dates.
    assert fast_yaml.load("2025-09-02") == date(2025, 9, 2)
