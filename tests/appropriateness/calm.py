"""An invented scenario without findings, changes to it, and days and years made from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from drillplanner.appropriateness import DevelopmentalRule, judge_drill, judge_scenario, judge_year, profile_of
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Drill, GradeBand, PlacedFacts, Scenario, Screening

HERE = Path(__file__).parent
DATA: dict[str, Any] = read_document(HERE / "calm.yaml").data
DAY: dict[str, Any] = read_document(HERE / "calm_day.yaml").data
#: Weekdays of a made-up school year.
SCHOOL_DAYS = tuple(
    day for day in (date(2026, 9, 1) + timedelta(days=number) for number in range(290)) if day.weekday() < 5
)

#: What the scenarios of a made-up year change in the calm one.
YEAR: dict[str, dict[str, Any]] = {
    "lockdown": {},
    "fire": {"scenario": {"drill_type": "fire_evacuation"}, "facts": {"hazard_theme": "fire", "ladder_level": 3}},
    "lesson": {"scenario": {"drill_type": "lockdown", "format": "lesson"}, "facts": {"ladder_level": 1}},
    "options": {"scenario": {"drill_type": "active_assailant", "bands": ["9-12"]}, "facts": {"ladder_level": 6}},
    "tabletop": {
        "scenario": {"drill_type": "tabletop", "format": "tabletop", "audience": "staff"},
        "facts": {"ladder_level": 0},
    },
    "functional": {
        "scenario": {"drill_type": "functional", "audience": "staff"},
        "facts": {"ladder_level": 8, "students_on_site": "none"},
    },
}


def merged(common: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping with changes in depth; null forgets."""
    both = dict(common)
    for key, value in changes.items():
        held = both.get(key)
        deep = isinstance(held, Mapping) and isinstance(value, Mapping)
        both[key] = merged(held, value) if deep else value  # type: ignore[arg-type]
    return both


def changed(case: Mapping[str, Any], name: str = "calm") -> Scenario:
    """The calm scenario with the changes of ``case`` (keys scenario, facts, band_facts, scripts); null forgets."""
    top: dict[str, Any] = {**DATA, **case.get("scenario", {})}
    bands = top["bands"]
    scripts = case.get("scripts", {})
    return Scenario.model_validate(
        {
            **top,
            "scenario_id": name,
            "facts": merged(DATA["facts"], case.get("facts", {})),
            "band_facts": case.get("band_facts", {}),
            "scripts": {band: {**DATA["scripts"][band], **scripts.get(band, {})} for band in bands},
        }
    )


def judged(case: Mapping[str, Any], rules: tuple[DevelopmentalRule, ...] | None) -> Screening:
    """A case's judgement: of a year (``year``), of a day (``placed``) or of a scenario."""
    profile = profile_of(case.get("state"))
    if "year" in case:
        drills, scenarios = year_of(case["year"])
        bands = tuple(GradeBand)
        return judge_year(drills, scenarios, bands, profile, school_days=SCHOOL_DAYS, rules=rules)
    if "placed" in case:
        placed = PlacedFacts.model_validate(merged(DAY, case["placed"]))
        return judge_drill("a-drill", changed(case), placed, rules, profile)
    return judge_scenario(changed(case), rules, profile)


def year_of(entries: list[dict[str, Any]]) -> tuple[tuple[Drill, ...], dict[str, Scenario]]:
    """Drills and scenarios of a made-up year; an entry has a scenario of YEAR, with own facts, or a type."""
    drills: list[Drill] = []
    scenarios: dict[str, Scenario] = {}
    for number, entry in enumerate(entries, 1):
        common = YEAR.get(entry.get("scenario", ""), {})
        scenario_id = f"{entry['scenario']}-{number}" if "scenario" in entry else None
        drill_type = entry.get("type")
        if scenario_id is not None:
            case = {**common, "facts": {**common.get("facts", {}), **entry.get("facts", {})}}
            scenarios[scenario_id] = changed(case, scenario_id)
            drill_type = scenarios[scenario_id].drill_type
        drills.append(
            Drill.model_validate(
                {
                    "drill_id": f"drill-{number}",
                    "campus_id": "calm",
                    "drill_type": drill_type,
                    "scenario_id": scenario_id,
                    "date": entry["date"],
                    "start": entry.get("start"),
                    "end": entry.get("end"),
                }
            )
        )
    return tuple(drills), scenarios


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of one file."""
    return parse_as(list[dict[str, Any]], read_document(path))
