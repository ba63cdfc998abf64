"""A scenario with the changes that a row of a schedule makes to it.

A table may name a scenario and then change it: not announce it, bring students to an exercise for adults, or
hold it with grades for which it was not written. The judgment counts what happens, so the row overrides the
scenario's file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drillplanner.model import Drill, GradeBand, OnSite, Scenario, bands_of

#: Fields of a scenario that a row can override.
_FIELDS_OF_A_ROW = ("drill_type", "format", "audience", "announced", "route")


def as_scheduled(scenario: Scenario, drill: Drill, students_in_session: bool | None = None) -> Scenario:
    """Return the scenario with the fields that the row gives.

    Between the first and the last bell of a school day (``students_in_session``), students are on site, whatever
    the scenario assumes.
    """
    given: dict[str, Any] = {
        name: value for name in _FIELDS_OF_A_ROW if (value := getattr(drill, name)) is not None
    }
    if drill.minutes is not None and drill.minutes > 0:
        given["minutes"] = drill.minutes
    changed = {name: value for name, value in given.items() if value != getattr(scenario, name)}
    facts: dict[str, Any] = {}
    if students_in_session and scenario.facts.students_on_site in (None, OnSite.NONE):
        facts["students_on_site"] = OnSite.FEW
    if students_in_session and scenario.facts.school_hours is False:
        facts["school_hours"] = True
    if facts:
        changed["facts"] = scenario.facts.model_copy(update=facts)
    return scenario.model_copy(update=changed) if changed else scenario


def participating_bands(drill: Drill, campus_bands: Sequence[GradeBand]) -> tuple[GradeBand, ...]:
    """Return the bands that take part: those of the row's grades, or all of the campus if it gives none."""
    return bands_of(drill.grades) if drill.grades else tuple(campus_bands)
