"""The check of each kind of requirement on tiny schedules that are data (``cases/*.yaml``).

Each case is a requirement, a short year, drills, and what the check says of each window. These cases are about
the kinds themselves: what is not known, what is just enough, and the words people read. The mandates of the states
have cases of their own in ``tests/law/packs/cases``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from drillplanner.law import CampusSchedule, Credit, MatchContext, Requirement, Setting, Window
from drillplanner.law.kinds import AnyRequirement
from drillplanner.law.kinds.permissions_and_tasks.permission import Permission, Sparing
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.requirement import Judgment
from drillplanner.model import (
    Agency,
    DayKind,
    DevelopmentalFinding,
    Drill,
    DutyStatus,
    Event,
    Evidence,
    FiledDrill,
    Screening,
    Severity,
    Task,
)
from tests import fast_yaml
from tests.builders import calendar, campus, workspace

CASES = Path(__file__).parent / "cases"
REQUIREMENTS: TypeAdapter[Requirement] = TypeAdapter(AnyRequirement)
AGENCIES = [
    Agency.model_validate({"agency_id": "city-police", "name": "City Police (invented)", "kind": "police"}),
    Agency.model_validate({"agency_id": "fire-house", "name": "Fire House (invented)", "kind": "fire"}),
]


def cases(part: str) -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in fast_yaml.load(path.read_text(encoding="utf-8"))[part]
    ]


@pytest.mark.parametrize("case", cases("checks"))
def test_the_check_says_what_the_case_expects(case: dict[str, Any]) -> None:
    assert judged(case) == case["expect"]


@pytest.mark.parametrize("case", cases("phrases"))
def test_a_requirement_says_of_itself_what_the_case_expects(case: dict[str, Any]) -> None:
    requirement = REQUIREMENTS.validate_python(case["requirement"])
    assert described(requirement) == case["expect"]


@pytest.mark.parametrize("case", cases("refused"))
def test_a_requirement_that_makes_no_sense_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        REQUIREMENTS.validate_python(case["requirement"])
    assert [error["msg"] for error in caught.value.errors()] == [f"Value error, {case['says']}"]


def judged(case: dict[str, Any]) -> dict[str, Any]:
    """Return what the check says of each window, by the window's key."""
    requirement = REQUIREMENTS.validate_python(case["requirement"])
    schedule = schedule_of(case)
    found = {}
    for window in requirement.windows(schedule.setting):
        judgment = requirement.check(window, schedule)
        said = {"status": str(judgment.status), "drills": list(judgment.drills), "reason": judgment.reason}
        found[window.key] = said if judgment.missing_fact is None else said | {"missing": judgment.missing_fact}
    return found


def described(requirement: Requirement) -> dict[str, Any]:
    """Return what a requirement says of itself beyond its check."""
    demand, unlimited, limits = requirement.minimum, requirement.without_limits, requirement.limits_alone
    return {
        "minimum": None if demand is None else [demand.number, demand.is_enough, list(demand.match.types)],
        "mended": requirement.can_be_mended,
        "dates": requirement.looks_at_dates,
        "days": requirement.counts_school_days,
        "substitutes": sorted(requirement.substitutes),
        "waits": requirement.waits_for,
        "unlimited": None if unlimited is None else changes(requirement, unlimited),
        "limits": None if limits is None else changes(requirement, limits),
        "looser": [
            {change.words: changes(requirement, change.requirement)}
            for change in requirement.looser("NJ-1", "its sentence")
        ],
    }


def changes(before: Requirement, after: Requirement) -> dict[str, Any]:
    """Return the fields that differ; all fields if it is of another kind."""
    was, now = (one.model_dump(mode="json", exclude_none=True) for one in (before, after))
    if before.kind != after.kind:
        return now
    return {name: now.get(name) for name in sorted({*was, *now}) if was.get(name) != now.get(name)}


def schedule_of(case: dict[str, Any]) -> CampusSchedule:
    first, last = case["year"]
    year = calendar(first, last, {on: DayKind(kind) for on, kind in case.get("days", {}).items()})
    place = workspace([campus("a")], year, agencies=AGENCIES)
    events = tuple(Event.model_validate({"last": event["first"], **event}) for event in case.get("events", []))
    credited = case.get("credited")
    tasks = case.get("tasks", [])
    return CampusSchedule(
        setting=Setting(place.campuses[0], place.calendar, place.district, events),
        drills=tuple(drill_of(row, number) for number, row in enumerate(case.get("drills", []), start=1)),
        match_context=MatchContext(
            agency_kinds={agency.agency_id: agency.kind for agency in place.district.agencies},
            subjects=case.get("subjects", {}),
        ),
        screenings={name: screening(name, findings) for name, findings in case.get("screenings", {}).items()},
        tasks=None if tasks is None else tuple(task_of(row, number) for number, row in enumerate(tasks)),
        last_bells=dict.fromkeys(year.dates_at("a"), 15 * 60),
        filed=tuple(FiledDrill.model_validate({"campus_id": "a", **row}) for row in case.get("filed", [])),
        credited=None
        if credited is None
        else Credit(frozenset(credited["sure"]), frozenset(credited["possible"])),
    )


def drill_of(row: dict[str, Any], number: int) -> Drill:
    """Return a drill of a row; the id is its place in the list unless the row gives one."""
    return Drill.model_validate(
        {"drill_id": str(number), "campus_id": "a", "drill_type": row["type"]}
        | {name: value for name, value in row.items() if name != "type"}
    )


def task_of(row: dict[str, Any], number: int) -> Task:
    given = {"task_id": str(number), "mandate_id": "T-1", "campus_id": "a", "who": "them", "due_words": "in time"}
    return Task.model_validate({**given, "drill_id": None, "text": "Do it.", **row})


def screening(scenario_id: str, findings: dict[str, str]) -> Screening:
    """Return a screening with the status of each rule that is not kept."""
    return Screening(
        id=scenario_id,
        verdict="violation",
        findings=tuple(
            DevelopmentalFinding(
                rule=rule,
                severity=Severity.PROHIBITED,
                status=status,
                evidence=Evidence(field="sensory"),
                message=f"about {rule}",
                sources=("invented for tests",),
            )
            for rule, status in findings.items()
        ),
    )


def test_a_permission_and_a_stand_in_ask_for_nothing_and_say_what_they_allow() -> None:
    schedule = schedule_of({"year": [date(2025, 10, 1), date(2025, 11, 28)]})
    year = Window(first=date(2025, 10, 1), last=date(2025, 11, 28), label="the school year", key="year")
    days = {"first": 10, "unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
    sparing = {"grades": "PK-K", "match": {"types": ["lockdown"]}, "within": days}
    permission = Permission.model_validate({"kind": "permission", "allows": "a day off", "spares": sparing})
    stand_in = StandIn.model_validate(
        {
            "kind": "stand_in",
            "what": "lockdown",
            "match": {"types": ["lockdown"]},
            "instead_of": "PA-01",
            "up_to": 2,
            "per": "month_in_session",
        }
    )
    for allowed, sentence in (
        (permission, "nothing; it is allowed: a day off"),
        (stand_in, "nothing; up to 2 lockdowns may count for PA-01 in the school year"),
        (
            stand_in.model_copy(update={"up_to": None}),
            "nothing; any number of lockdowns may count for PA-01 in the school year",
        ),
    ):
        assert allowed.windows(schedule.setting) == ()
        assert allowed.minimum is None
        assert allowed.check(year, schedule) == Judgment(DutyStatus.MET, (), sentence)
    assert [window.key for window in stand_in.allowances(schedule.setting)] == ["2025-10", "2025-11"]
    spared = permission.spared_dates(schedule.setting)
    assert spared is not None
    assert (spared.first, spared.last) == (date(2025, 10, 1), date(2025, 10, 14))
    assert permission.model_copy(update={"spares": None}).spared_dates(schedule.setting) is None
    nowhere = replace(schedule.setting, calendar=schedule.calendar.model_copy(update={"days": ()}))
    assert permission.spared_dates(nowhere) is None


def test_a_sparing_names_grades() -> None:
    with pytest.raises(ValidationError, match="grades"):
        Sparing.model_validate({"grades": "Z", "match": {"types": ["lockdown"]}, "within": None})


def test_events_that_count_or_excuse_lower_what_a_count_still_asks_for() -> None:
    asked = REQUIREMENTS.validate_python(
        {
            "kind": "count",
            "what": "fire drill",
            "match": {"types": ["fire_evacuation"]},
            "min": 2,
            "real_events_count": True,
            "excused_by": ["severe_weather"],
        }
    )
    year = [date(2025, 10, 1), date(2025, 10, 31)]
    fire = {"kind": "real_emergency", "first": date(2025, 10, 2), "drill_type": "fire_evacuation"}
    storm = {"kind": "severe_weather", "first": date(2025, 10, 2)}
    for events, number in (([], 2), ([fire], 1), ([fire] * 3, 0), ([storm], 0)):
        schedule = schedule_of({"year": year, "events": events})
        (window,) = asked.windows(schedule.setting)
        assert asked.still_asks(window, schedule) == number
