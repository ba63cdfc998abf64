"""Hazards of the drill itself and what is done about them: by drill type, and by the scenario's own facts."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.model import DrillFacts
from drillplanner.model.scenarios.fact_parts import SensoryElement
from drillplanner.publish.forms.context import DrillContext
from drillplanner.publish.forms.texts import DrillHazard, load_hazards


@dataclass(frozen=True)
class HazardRow:
    """Where, what, and what is done about it. None is ever without a mitigation."""

    area: str
    hazard: str
    mitigation: str


def hazard_rows(context: DrillContext) -> tuple[HazardRow, ...]:
    """The hazards of this drill, in the order of the catalogue; of a talk at a table those met everywhere."""
    elements = _sensory(context)
    facts = [one.facts for one in (context.scenario,) if one is not None]
    return tuple(
        HazardRow(hazard.area, _hazard_sentence(hazard, elements), hazard.mitigation)
        for hazard in load_hazards()
        if _applies(hazard, context, elements, facts)
    )


def _applies(
    hazard: DrillHazard, context: DrillContext, elements: tuple[SensoryElement, ...], facts: list[DrillFacts]
) -> bool:
    if hazard.everywhere:
        return True
    if context.chart.who_would:
        return False
    drill = context.drill
    return (
        drill.drill_type in hazard.drill_types
        or drill.route in hazard.routes
        or any(element.kind in hazard.sensory for element in elements)
        or (hazard.outdoors and any(fact.outdoors is True for fact in facts))
    )


def _hazard_sentence(hazard: DrillHazard, elements: tuple[SensoryElement, ...]) -> str:
    """The hazard, with what the scenario says of its source."""
    sources = dict.fromkeys(
        element.source for element in elements if element.kind in hazard.sensory and element.source
    )
    return f"{hazard.hazard} ({'; '.join(sources)})" if sources else hazard.hazard


def _sensory(context: DrillContext) -> tuple[SensoryElement, ...]:
    """What the people of this drill hear and see, as the scenario's facts tell it for the bands that take part."""
    scenario = context.scenario
    if scenario is None:
        return ()
    as_met = [scenario.facts_for(band) for band in context.bands] or [scenario.facts]
    return tuple(dict.fromkeys(element for facts in as_met for element in facts.sensory or ()))
