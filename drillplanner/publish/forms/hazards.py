"""The hazards of the drill itself with their mitigations, by drill type and by the scenario's facts."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.model.scenarios.fact_parts import SensoryElement
from drillplanner.publish.forms.context import DrillContext
from drillplanner.publish.forms.texts import DrillHazard, load_hazards


@dataclass(frozen=True)
class HazardRow:
    """A hazard with its area and its mitigation, which is never empty."""

    area: str
    hazard: str
    mitigation: str


def hazard_rows(context: DrillContext) -> tuple[HazardRow, ...]:
    """Return the hazards of this drill in the order of the list; for a tabletop, only those of every drill."""
    elements, call = _sensory_elements(context), context.activity.call
    return tuple(
        HazardRow(hazard.area, call(_hazard_sentence(hazard, elements)), call(hazard.mitigation))
        for hazard in load_hazards()
        if _applies(hazard, context, elements)
    )


def _applies(hazard: DrillHazard, context: DrillContext, elements: tuple[SensoryElement, ...]) -> bool:
    if hazard.everywhere:
        return True
    if context.chart.who_would:
        return False
    drill, scenario = context.drill, context.scenario
    return (
        drill.drill_type in hazard.drill_types
        or drill.route in hazard.routes
        or any(element.kind in hazard.sensory for element in elements)
        or (hazard.outdoors and scenario is not None and scenario.facts.outdoors is True)
    )


def _hazard_sentence(hazard: DrillHazard, elements: tuple[SensoryElement, ...]) -> str:
    """Return the hazard, with its source if the scenario names one."""
    sources = dict.fromkeys(
        element.source for element in elements if element.kind in hazard.sensory and element.source
    )
    return f"{hazard.hazard} ({'; '.join(sources)})" if sources else hazard.hazard


def _sensory_elements(context: DrillContext) -> tuple[SensoryElement, ...]:
    """Return what people hear and see, from the scenario's facts for the grade bands that take part."""
    scenario = context.scenario
    if scenario is None:
        return ()
    band_facts = [scenario.facts_for(band) for band in context.bands] or [scenario.facts]
    return tuple(dict.fromkeys(element for facts in band_facts for element in facts.sensory or ()))
