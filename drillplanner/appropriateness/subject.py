"""A scenario as one group of people meets it: what a condition is asked of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drillplanner.appropriateness.conditions import Part
from drillplanner.appropriateness.vocabulary import SCENARIO_FIELDS
from drillplanner.model import Audience, DrillFacts, GradeBand, Scenario


@dataclass(frozen=True)
class Subject:
    """A scenario seen by one grade band; ``band`` is None for an exercise of adults alone."""

    scenario: Scenario
    band: GradeBand | None
    facts: DrillFacts

    def value_of(self, fact: str) -> Any:  # noqa: ANN401 (each fact has a type of its own)
        """The value, or None where the scenario does not say."""
        return getattr(self.scenario if fact in SCENARIO_FIELDS else self.facts, fact)

    def path_of(self, fact: str) -> str:
        """Where in the file the value stands, or would stand."""
        if fact in SCENARIO_FIELDS:
            return fact
        own = self.scenario.band_facts.get(self.band) if self.band else None
        if own is not None and fact in own.model_fields_set:
            return f"band_facts.{self.band}.{fact}"
        return f"facts.{fact}"

    def script_path(self, part: Part) -> str:
        """Where in the file that part of the band's script stands, or would stand."""
        return f"scripts.{self.band}.{part}" if self.band else "scripts"

    def sentences(self, part: Part) -> Iterator[tuple[str, str]]:
        """Place and text of each sentence in that part of the band's script."""
        script = self.scenario.scripts.get(self.band) if self.band else None
        if script is None:
            return
        place = self.script_path(part)
        if part == "close":
            yield place, script.close
            return
        for index, sentence in enumerate(getattr(script, part)):
            yield f"{place}[{index}]", sentence


def subjects_of(scenario: Scenario) -> tuple[Subject, ...]:
    """One subject a grade band, youngest first; a single one where adults practise alone."""
    if scenario.audience is Audience.STAFF:
        return (Subject(scenario, None, scenario.facts),)
    return tuple(Subject(scenario, band, scenario.facts_for(band)) for band in GradeBand if band in scenario.bands)
