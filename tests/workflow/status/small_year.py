"""Two invented schools in September and October 2025, their plan, and invented law: judged at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

from drillplanner.api import Prepared
from drillplanner.law import Duty, LawBook, Mandate, setting_of
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.model import Drill, DrillRecord, DrillType, Plan, Provenance, StatusReport, Task, Workspace
from drillplanner.workflow.status.campus_trial import CampusTrial, drills_sharing_by_date
from drillplanner.workflow.status.report import status_of_plan
from tests.builders import all_ok, calendar, campus, drill, workspace

#: Tuesday, September 2, to Friday, October 31.
PLACE = workspace([campus("oak"), campus("elm")], calendar(date(2025, 9, 2), date(2025, 10, 31)))
FIRE, LOCKDOWN = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN


def duties(name: str, campus_id: str = "oak", place: Workspace = PLACE, **more: object) -> tuple[Duty, ...]:
    """Return the duties of an invented mandate at a school: a fire drill a month unless ``more`` differs."""
    usual = {
        "kind": "count",
        "what": "fire drill",
        "match": {"types": ["fire_evacuation"]},
        "min": 1,
        "per": "month_in_session",
    }
    requirement = {} if "kind" in more else usual
    of_mandate = {key: more.pop(key) for key in ("vague", "reading") if key in more}
    mandate = Mandate.model_validate(
        {
            "mandate_id": name,
            "title": f"Invented duty {name}",
            "text": "Invented.",
            "layer": "statute",
            "sources": ["invented"],
            "confidence": "legal_text",
            "requirement": requirement | more,
        }
        | of_mandate
    )
    setting = setting_of(place.campus_by_id[campus_id], place)
    return tuple(
        Duty(
            duty_id=f"{name}/{campus_id}/{window.key}",
            mandate=mandate,
            campus_id=campus_id,
            window=window,
            cite="Invented Code 1",
            url="https://example.org/law",
        )
        for window in mandate.requirement.windows(setting)
    )


def planned(drill_type: DrillType, day: date, number: int = 1, campus_id: str = "oak", **more: object) -> Drill:
    """Return a drill of the plan at 9:05 for ten minutes, unless ``more`` says otherwise."""
    at = {"start": time(9, 5), "end": time(9, 15), "format": "physical", "audience": "everyone"}
    return drill(campus_id, drill_type, day, number, **(at | {"announced": True} | more))


def entry(of: Drill, *, held: bool = True, on: date | None = None, **more: object) -> DrillRecord:
    """Return what the office recorded of a drill."""
    return DrillRecord.model_validate(
        {
            "drill_id": of.drill_id,
            "campus_id": of.campus_id,
            "drill_type": of.drill_type,
            "date": on or of.date,
            "held": held,
            "start": of.start,
            "minutes": 10,
            "recorded_by": "office",
        }
        | more
    )


def prepared(of_law: Iterable[Duty], records: Iterable[DrillRecord] = (), place: Workspace = PLACE) -> Prepared:
    """Return the district with this law and this log."""
    return Prepared(
        folder=Path(),
        workspace=place,
        law=LawBook(packs=()),
        duties=tuple(of_law),
        screenings=all_ok(place.scenarios),
        stand_ins={},
        limits={},
        spared={},
        records=tuple(records),
    )


def plan_of(drills: Iterable[Drill], tasks: Iterable[Task] = ()) -> Plan:
    """Return a plan of these drills."""
    return Plan(
        district="Test District (invented)",
        state="NJ",
        year="2025-26",
        status="optimal",
        objective=0,
        bound=0,
        gap=0.0,
        costs=(),
        drills=tuple(drills),
        tasks=tuple(tasks),
        provenance=Provenance(
            program="drillplanner 0",
            solver="none",
            seed=0,
            inputs="0" * 64,
            packs={},
            planned_on=date(2025, 8, 1),
        ),
    )


def status_on(
    as_of: date,
    of_law: Iterable[Duty],
    drills: Iterable[Drill] = (),
    records: Iterable[DrillRecord] = (),
    campus_id: str | None = "oak",
    place: Workspace = PLACE,
) -> StatusReport:
    """Return the status of a plan on a day."""
    return status_of_plan(prepared(of_law, records, place), plan_of(drills), as_of, campus_id)


def trial_on(
    as_of: date,
    of_law: Iterable[Duty],
    drills: Iterable[Drill] = (),
    *,
    chores: Iterable[Duty] = (),
    elsewhere: Iterable[Drill] = (),
    stand_ins: Iterable[StandIn] = (),
    place: Workspace = PLACE,
) -> CampusTrial:
    """Return Oak with these drills, its duties that drills can meet, and its chores."""
    year = replace(prepared((*of_law, *chores), place=place), stand_ins={"oak": tuple(stand_ins)})
    return CampusTrial(
        year,
        place.campus_by_id["oak"],
        tuple(of_law),
        tuple(chores),
        tuple(drills),
        (),
        as_of,
        drills_sharing_by_date(elsewhere),
    )
