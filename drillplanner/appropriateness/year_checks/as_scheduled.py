"""A scenario as one row of a schedule holds it: what the row says of the drill wins over the scenario's file.

A table may name a scenario and then do something else with it: not announce it, bring students to an exercise of
adults, hold it with grades for which it was not written. What counts is what happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drillplanner.model import Drill, GradeBand, OnSite, Scenario, bands_of

#: What a row can say in the scenario's place.
_SAID_BY_A_ROW = ("drill_type", "format", "audience", "announced", "route")


def as_scheduled(scenario: Scenario, drill: Drill, students_in_session: bool | None = None) -> Scenario:
    """The scenario with what the row says of it.

    Between the bells of a school day (``students_in_session``) students are on site, whatever the scenario
    presupposes.
    """
    said: dict[str, Any] = {name: value for name in _SAID_BY_A_ROW if (value := getattr(drill, name)) is not None}
    if drill.minutes is not None and drill.minutes > 0:
        said["minutes"] = drill.minutes
    changed = {name: value for name, value in said.items() if value != getattr(scenario, name)}
    facts: dict[str, Any] = {}
    if students_in_session and scenario.facts.students_on_site in (None, OnSite.NONE):
        facts["students_on_site"] = OnSite.FEW
    if students_in_session and scenario.facts.school_hours is False:
        facts["school_hours"] = True
    if facts:
        changed["facts"] = scenario.facts.model_copy(update=facts)
    return scenario.model_copy(update=changed) if changed else scenario


def participating_bands(drill: Drill, campus_bands: Sequence[GradeBand]) -> tuple[GradeBand, ...]:
    """The bands that take part: those of the row's grades; where it gives none, all of the campus."""
    return bands_of(drill.grades) if drill.grades else tuple(campus_bands)
