"""A scenario as one group of people meets it: what a condition is asked of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from drillplanner.appropriateness.conditions.condition import ScriptPart
from drillplanner.appropriateness.conditions.facts import PLACED, SCENARIO_FIELDS
from drillplanner.appropriateness.profiles.limits import measure
from drillplanner.appropriateness.profiles.profile import Profile, profile_of
from drillplanner.model import ENGLISH, Audience, DrillFacts, GradeBand, PlacedFacts, Scenario

#: Neither a letter nor a space, and no YAML file can hold it.
SENTENCE_SEPARATOR = "\0"


@dataclass(frozen=True)
class Subject:
    """A scenario seen by one grade band; ``band`` is None for an exercise of adults alone.

    Of the profile that is given, it has what holds for drills of the scenario's type.
    ``placed`` is what is known of the day, where a drill of the scenario is judged and not the scenario.
    """

    scenario: Scenario
    band: GradeBand | None
    facts: DrillFacts
    profile: Profile = field(default_factory=profile_of)
    placed: PlacedFacts | None = None
    cache: dict[tuple[str, str], Any] = field(init=False, default_factory=dict, compare=False, repr=False)
    """What was read of it before: many rules ask for the same facts and terms, and nothing of it changes."""

    def __post_init__(self) -> None:
        """Narrow the profile to what the state says of such drills."""
        object.__setattr__(self, "profile", self.profile.for_drill_type(self.scenario.drill_type))

    def value_of(self, fact: str) -> Any:  # noqa: ANN401 (each fact has a type of its own)
        """The value, or None where nobody says it."""
        first, *rest = fact.split(".")
        if first == PLACED:
            value: Any = self.placed
        else:
            value = getattr(self.scenario if first in SCENARIO_FIELDS else self.facts, first)
        for step in rest:
            value = None if value is None else getattr(value, step)
        return value

    def cached_value_of(self, fact: str) -> Any:  # noqa: ANN401 (as above)
        """Like :meth:`value_of`, looked up once."""
        key = "value", fact
        if key not in self.cache:
            self.cache[key] = self.value_of(fact)
        return self.cache[key]

    def path_of(self, fact: str) -> str:
        """Where in the file the value stands, or would stand."""
        first = fact.split(".", maxsplit=1)[0]
        if first in SCENARIO_FIELDS or first == PLACED:
            return fact
        return f"band_facts.{self.band}.{fact}" if self._is_own(fact) else f"facts.{fact}"

    def _is_own(self, fact: str) -> bool:
        own: Any = self.scenario.band_facts.get(self.band) if self.band else None
        for step in fact.split("."):
            if own is None or step not in own.model_fields_set:
                return False
            own = getattr(own, step)
        return True

    def measure(self, name: str) -> int | None:
        """The limit or switch of that name, for this band under this profile."""
        return measure(name, self.band, self.profile)

    def script_path(self, part: ScriptPart, language: str = ENGLISH) -> str:
        """Where in the file that part of the band's script stands, or would stand."""
        scripts = "scripts" if language == ENGLISH else f"translations.{language}.scripts"
        return f"{scripts}.{self.band}.{part}" if self.band else scripts

    def has_script(self, language: str) -> bool:
        """Whether the band has a script in that language."""
        return self.scenario.script_in(language, self.band) is not None

    def sentences(self, part: ScriptPart, language: str = ENGLISH) -> Iterator[tuple[str, str]]:
        """Place and text of each sentence in that part of the band's script."""
        script = self.scenario.script_in(language, self.band)
        if script is None:
            return
        place = self.script_path(part, language)
        if part == "close":
            yield place, script.close
            return
        for index, sentence in enumerate(getattr(script, part, ())):
            yield f"{place}[{index}]", sentence

    def text(self, part: ScriptPart, language: str = ENGLISH) -> str:
        """That part of the band's script with a mark between sentences that no word or phrase matches."""
        key = f"text in {language}", part
        if key not in self.cache:
            self.cache[key] = SENTENCE_SEPARATOR.join(text for _, text in self.sentences(part, language))
        found: str = self.cache[key]
        return found


def subjects_of(
    scenario: Scenario, profile: Profile | None = None, placed: PlacedFacts | None = None
) -> tuple[Subject, ...]:
    """One subject a grade band, youngest first; a single one where adults practise alone."""
    profile = profile or profile_of()
    if scenario.audience is Audience.STAFF:
        return (Subject(scenario, None, scenario.facts, profile, placed),)
    return tuple(
        Subject(scenario, band, scenario.facts_for(band), profile, placed)
        for band in GradeBand
        if band in scenario.bands
    )
