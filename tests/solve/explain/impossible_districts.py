"""The districts of ``impossible.yaml`` as workspaces and laws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from drillplanner.law import LawBook
from drillplanner.model import (
    Agency,
    DayKind,
    DrillType,
    Event,
    FiledDrill,
    ForbiddenDays,
    Pin,
    Workspace,
)
from tests.builders import scenario
from tests.solve.brute_force.tiny_districts import BELLS, BUS, FIRE, LOCKDOWN, law, tiny

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "impossible.yaml").read_text("utf-8"))
KINDS = ("testing", "early_release", "closed")
EARTHQUAKE = scenario("earthquake", DrillType.EARTHQUAKE)


def district_of(case: Mapping[str, Any]) -> Workspace:
    """Return the case's workspace."""
    first, last = span(case["days"])
    kinds = {on: DayKind(kind) for kind in KINDS for entry in case.get(kind, ()) for on in each(entry)}
    more = (EARTHQUAKE,) if case.get("earthquake_scenario") else ()
    place = tiny(
        first,
        last,
        kinds,
        campuses=case.get("campuses", 1),
        agencies=tuple(agency(entry) for entry in case.get("agencies", [{}])),
        scenarios=(FIRE, LOCKDOWN, BUS, *more),
        events=tuple(Event.model_validate(entry) for entry in case.get("events", ())),
        filed=tuple(FiledDrill.model_validate(entry) for entry in case.get("filed", ())),
    )
    district = place.district.model_copy(
        update={
            "pins": tuple(Pin.model_validate(entry) for entry in case.get("pins", ())),
            "forbidden": tuple(ForbiddenDays.model_validate(entry) for entry in case.get("forbidden", ())),
        }
    )
    return place.model_copy(update={"district": district, "bells": {"regular": bells(case)}})


def bells(case: Mapping[str, Any]) -> Any:
    """Return two lessons, with the changes that the case makes."""
    days = dict(BELLS.days)
    if case.get("arrival_on_short_days"):
        days[DayKind.EARLY_RELEASE] = days[DayKind.FULL]
    return BELLS.model_copy(update={"days": days})


def agency(limits: Mapping[str, Any]) -> Agency:
    """Return the police with one visit a day and no other limits, with the changes that the case makes."""
    return Agency.model_validate({"agency_id": "police", "name": "Police (invented)", "kind": "police", **limits})


def book_of(case: Mapping[str, Any]) -> LawBook:
    """Return the case's law; ``drop`` numbers laws to leave out, ``min`` gives other minimums by number."""
    requirements, mandates = [], {}
    for number, entry in enumerate(case["law"], start=1):
        requirement = dict(entry)
        if "layer" in requirement:
            mandates[number] = {"layer": requirement.pop("layer")}
        if case.get("min", [0])[0] == number:
            requirement["min"] = case["min"][1]
        requirements.append(requirement)
    return law(*requirements, mandates=mandates)


def dropped(case: Mapping[str, Any]) -> set[str]:
    """Return the ids of the mandates that the case leaves out."""
    return {f"T-{number}" for number in case.get("drop", ())}


def span(text: Any) -> tuple[date, date]:
    """Return the first and last date of 'FIRST/LAST', or of one day."""
    first, _, last = str(text).partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def each(text: Any) -> Iterator[date]:
    """Return each date of a span."""
    on, last = span(text)
    while on <= last:
        yield on
        on += timedelta(1)
