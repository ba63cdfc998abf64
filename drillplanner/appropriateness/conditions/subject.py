"""A scenario as one grade band experiences it, for which conditions are evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from drillplanner.appropriateness.conditions.facts import COMPUTED, PLACED, SCENARIO_FIELDS
from drillplanner.appropriateness.profiles.limits import measure
from drillplanner.appropriateness.profiles.profile import Profile, profile_of
from drillplanner.model import (
    ENGLISH,
    Audience,
    DrillFacts,
    GradeBand,
    PlacedFacts,
    Scenario,
)
from drillplanner.model.scenarios.lines import Purpose, ScenarioLine, lines_of_a_kind

#: Neither a letter nor a space, and no YAML file can contain it.
SENTENCE_SEPARATOR = "\0"


#: Minutes to begin a drill and to end it.
_BEGIN_AND_END = 2
#: The parts of a script, which stand under a grade band in the file.
_SCRIPT_PARTS = frozenset(
    {Purpose.DAY_BEFORE, Purpose.SAY, Purpose.DO, Purpose.WAITING, Purpose.CLOSE, Purpose.AFTERWARDS}
)


@dataclass(frozen=True)
class LinesByPurpose:
    """The lines of a scenario by purpose and language, collected when they are first needed."""

    scenario: Scenario

    @cached_property
    def _lines(self) -> Mapping[tuple[Purpose, str], tuple[ScenarioLine, ...]]:
        return lines_of_a_kind(self.scenario)

    def of_purpose(self, purpose: Purpose, language: str) -> tuple[ScenarioLine, ...]:
        """Return the lines of a purpose in a language, in the order of the file."""
        return self._lines.get((purpose, language), ())


@dataclass(frozen=True)
class Subject:
    """A scenario as one grade band experiences it; ``band`` is None for an exercise of adults alone.

    The profile is narrowed to drills of the scenario's type. ``placed`` holds the facts of the date if a drill on
    its day is judged, and is None if the scenario itself is judged.
    """

    scenario: Scenario
    band: GradeBand | None
    facts: DrillFacts
    profile: Profile = field(default_factory=profile_of)
    placed: PlacedFacts | None = None
    lines: LinesByPurpose = field(default=None, compare=False, repr=False)  # type: ignore[assignment]
    cache: dict[tuple[str, str], Any] = field(init=False, default_factory=dict, compare=False, repr=False)
    """Values and answers already looked up: many rules need the same facts and terms."""

    def __post_init__(self) -> None:
        """Narrow the profile to drills of the scenario's type, and find the lines of the scenario."""
        object.__setattr__(self, "profile", self.profile.for_drill_type(self.scenario.drill_type))
        if self.lines is None:
            object.__setattr__(self, "lines", LinesByPurpose(self.scenario))

    def value_of(self, fact: str) -> Any:  # noqa: ANN401 (each fact has a type of its own)
        """Return the value of a fact; None if it is unknown."""
        if fact in COMPUTED:
            return self._minutes_short()
        first, *rest = fact.split(".")
        if first == PLACED:
            value: Any = self.placed
        else:
            value = getattr(self.scenario if first in SCENARIO_FIELDS else self.facts, first)
        for step in rest:
            value = None if value is None else getattr(value, step)
        return value

    def _minutes_short(self) -> int | None:
        """Return how many minutes hiding and the talk afterwards take beyond those that are planned."""
        hidden = self.value_of("hidden_minutes")
        talk = self.value_of("mental_health.debrief_minutes")
        return None if hidden is None or talk is None else hidden + talk + _BEGIN_AND_END - self.scenario.minutes

    def cached_value_of(self, fact: str) -> Any:  # noqa: ANN401 (as above)
        """Return the value of a fact as :meth:`value_of` does, looked up only once."""
        key = "value", fact
        if key not in self.cache:
            self.cache[key] = self.value_of(fact)
        return self.cache[key]

    def path_of(self, fact: str) -> str:
        """Return the path of the fact in the scenario file, whether or not it is given."""
        if fact in COMPUTED:
            parts = ("hidden_minutes", "mental_health.debrief_minutes")
            missing = next((part for part in parts if self.value_of(part) is None), None)
            return fact if missing is None else self.path_of(missing)
        first = fact.split(".", maxsplit=1)[0]
        if first in SCENARIO_FIELDS or first == PLACED:
            return fact
        return f"band_facts.{self.band}.{fact}" if self._is_band_fact(fact) else f"facts.{fact}"

    def _is_band_fact(self, fact: str) -> bool:
        group: Any = self.scenario.band_facts.get(self.band) if self.band else None
        for step in fact.split("."):
            if group is None or step not in group.model_fields_set:
                return False
            group = getattr(group, step)
        return True

    def measure(self, name: str) -> int | None:
        """Return the limit or numeric switch of this name, for this band and profile."""
        return measure(name, self.band, self.profile)

    def script_path(self, part: Purpose, language: str = ENGLISH) -> str:
        """Return the path of a part of the band's script in the scenario file, whether or not it is given."""
        if part not in _SCRIPT_PARTS:
            return part.value
        scripts = "scripts" if language == ENGLISH else f"translations.{language}.scripts"
        return f"{scripts}.{self.band}.{part}" if self.band else scripts

    def has_script(self, language: str) -> bool:
        """Check whether the band has a script in a language."""
        return self.scenario.script_in(language, self.band) is not None

    def sentences(self, part: Purpose, language: str = ENGLISH) -> tuple[tuple[str, str], ...]:
        """Return the place and the text of each line of a purpose that concerns the band.

        What the band has when it is spared the drill is read aloud as well.
        """
        key = f"sentences in {language}", part.value
        if key not in self.cache:
            lines = self.lines.of_purpose(part, language)
            self.cache[key] = tuple((line.place, line.text) for line in lines if line.concerns(self.band))
        found: tuple[tuple[str, str], ...] = self.cache[key]
        return found

    def begin_announcements(self, language: str = ENGLISH) -> Iterator[str]:
        """Yield what the speaker says when the drill begins."""
        return (
            line.text for line in self.lines.of_purpose(Purpose.ANNOUNCEMENTS, language) if "begin" in line.path
        )

    def text(self, part: Purpose, language: str = ENGLISH) -> str:
        """Return the lines of a purpose, joined by a mark that no word or phrase matches."""
        key = f"text in {language}", part.value
        if key not in self.cache:
            self.cache[key] = SENTENCE_SEPARATOR.join(text for _, text in self.sentences(part, language))
        text: str = self.cache[key]
        return text


def subjects_of(
    scenario: Scenario, profile: Profile | None = None, placed: PlacedFacts | None = None
) -> tuple[Subject, ...]:
    """Return one subject for each grade band, youngest first; a single one if adults practice alone."""
    profile = profile or profile_of()
    if scenario.audience is Audience.STAFF:
        return (Subject(scenario, None, scenario.facts, profile, placed),)
    lines = LinesByPurpose(scenario)
    return tuple(
        Subject(scenario, band, scenario.facts_for(band), profile, placed, lines)
        for band in GradeBand
        if band in scenario.bands
    )
