"""Every text of a scenario that people say, do, hear, read, or prepare, as single lines with their place.

Rules, ``drillplanner screen``, and tests read a scenario through this one list. A new field of the format is one
line in ``_FIELDS``; a test compares the list with all texts of the bundled files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from drillplanner.model.grades import GradeBand
from drillplanner.model.scenarios.graded_text import GradedText
from drillplanner.model.scenarios.scenario import ENGLISH, Scenario
from drillplanner.model.vocabulary import Audience


class LineAudience(StrEnum):
    """The people whom a line is for."""

    CHILDREN = "children"  # they hear it, see it, or do it
    FAMILIES = "families"
    STAFF = "staff"


class Purpose(StrEnum):
    """What a line is for: the key under which it is written in the file."""

    TITLE = "title"
    OBJECTIVES = "objectives"
    ANNOUNCED_TO = "announced_to"
    DAY_BEFORE = "day_before"
    ANNOUNCEMENTS = "announcements"
    SAY = "say"
    DO = "do"
    WAITING = "waiting"
    CLOSE = "close"
    AFTERWARDS = "afterwards"
    DEBRIEF = "debrief"
    ACCOMMODATIONS = "accommodations"
    FOR_FAMILIES = "for_families"
    EXERCISE = "exercise"
    EFFECTS = "effects"


@dataclass(frozen=True)
class ScenarioLine:
    """One text of a scenario: its path in the file, its words, and for whom it is.

    ``bands`` are the grade bands that it concerns; empty for all of the scenario's.
    """

    path: tuple[str | int, ...]
    text: str
    purpose: Purpose
    audience: LineAudience
    bands: tuple[GradeBand, ...] = ()
    language: str = ENGLISH

    @cached_property
    def place(self) -> str:
        """The path as people read it: ``scripts.PK-K.say[1]``."""
        place = ""
        for step in self.path:
            place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
        return place

    def concerns(self, band: GradeBand | None) -> bool:
        """Check whether the line concerns a grade band; with None, adults who practice alone."""
        return band is None or not self.bands or band in self.bands


#: A text with more letters or sentences than this is read sentence by sentence, so that none can hide.
_LONG, _FEW = 200, 2
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(<]*[A-Z0-9])")
_Path = tuple[str | int, ...]
_CHILDREN, _FAMILIES, _STAFF = LineAudience
#: Where texts are in a file, for whom they are, and what for. A star stands for each key or entry.
_FIELDS: tuple[tuple[str, LineAudience, Purpose], ...] = (
    ("title", _STAFF, Purpose.TITLE),
    ("objectives.*", _STAFF, Purpose.OBJECTIVES),
    ("announced_to.*", _STAFF, Purpose.ANNOUNCED_TO),
    ("announcements.begin.*", _CHILDREN, Purpose.ANNOUNCEMENTS),
    ("announcements.stop.*", _CHILDREN, Purpose.ANNOUNCEMENTS),
    ("announcements.end.*", _CHILDREN, Purpose.ANNOUNCEMENTS),
    ("announcements.before_end", _STAFF, Purpose.ANNOUNCEMENTS),
    ("scripts.*.day_before.*", _CHILDREN, Purpose.DAY_BEFORE),
    ("scripts.*.say.*", _CHILDREN, Purpose.SAY),
    ("scripts.*.do.*", _CHILDREN, Purpose.DO),
    ("scripts.*.waiting.*", _CHILDREN, Purpose.WAITING),
    ("scripts.*.close", _CHILDREN, Purpose.CLOSE),
    ("scripts.*.afterwards.*", _CHILDREN, Purpose.AFTERWARDS),
    ("staff_script.say.*", _STAFF, Purpose.SAY),
    ("staff_script.do.*", _STAFF, Purpose.DO),
    ("staff_script.close", _STAFF, Purpose.CLOSE),
    ("instead.*.title", _STAFF, Purpose.TITLE),
    ("instead.*.where", _STAFF, Purpose.ACCOMMODATIONS),
    ("instead.*.say.*", _CHILDREN, Purpose.SAY),
    ("instead.*.do.*", _CHILDREN, Purpose.DO),
    ("instead.*.close", _CHILDREN, Purpose.CLOSE),
    ("instead.*.for_families", _FAMILIES, Purpose.FOR_FAMILIES),
    ("debrief.*", _STAFF, Purpose.DEBRIEF),
    ("accommodations.*", _STAFF, Purpose.ACCOMMODATIONS),
    ("for_families", _FAMILIES, Purpose.FOR_FAMILIES),
    ("for_families_by_grade.*.say", _FAMILIES, Purpose.FOR_FAMILIES),
    ("exercise.hazard", _STAFF, Purpose.EXERCISE),
    ("exercise.summary", _STAFF, Purpose.EXERCISE),
    ("exercise.evaluation.*.targets.*.text", _STAFF, Purpose.EXERCISE),
    ("exercise.evaluation.*.targets.*.tasks.*.text", _STAFF, Purpose.EXERCISE),
    ("exercise.modules.*.title", _STAFF, Purpose.EXERCISE),
    ("exercise.modules.*.situation", _STAFF, Purpose.EXERCISE),
    ("exercise.modules.*.questions.*.ask", _STAFF, Purpose.EXERCISE),
    ("exercise.modules.*.questions.*.expected.*", _STAFF, Purpose.EXERCISE),
    ("exercise.events.*.text", _STAFF, Purpose.EXERCISE),
    ("exercise.events.*.sender", _STAFF, Purpose.EXERCISE),
    ("exercise.events.*.expected", _STAFF, Purpose.EXERCISE),
    ("exercise.events.*.instructions", _STAFF, Purpose.EXERCISE),
    ("exercise.events.*.trigger", _STAFF, Purpose.EXERCISE),
    ("exercise.stop_words", _STAFF, Purpose.EXERCISE),
    ("exercise.real_emergency_words", _STAFF, Purpose.EXERCISE),
    ("exercise.traffic_words", _STAFF, Purpose.EXERCISE),
    ("exercise.assumptions.*", _STAFF, Purpose.EXERCISE),
    ("exercise.artificialities.*", _STAFF, Purpose.EXERCISE),
    ("exercise.logistics.*", _STAFF, Purpose.EXERCISE),
    ("facts.sensory.*.source", _STAFF, Purpose.EFFECTS),
    ("facts.props.*.item", _STAFF, Purpose.EFFECTS),
    ("facts.media.*.title", _STAFF, Purpose.EFFECTS),
    ("band_facts.*.sensory.*.source", _STAFF, Purpose.EFFECTS),
    ("band_facts.*.props.*.item", _STAFF, Purpose.EFFECTS),
    ("band_facts.*.media.*.title", _STAFF, Purpose.EFFECTS),
)
#: The texts that a translation has, under its language.
_TRANSLATED = tuple(
    field
    for field in _FIELDS
    if field[0].split(".")[0]
    in {
        "title",
        "announcements",
        "scripts",
        "instead",
        "for_families",
        "for_families_by_grade",
        "debrief",
    }
)


def scenario_lines(scenario: Scenario) -> Iterator[ScenarioLine]:
    """Yield every line of a scenario: the English ones field by field, then those of each translation."""
    yield from _lines_of(scenario, _FIELDS, (), ENGLISH)
    for language, translation in scenario.translations.items():
        yield from _lines_of(translation, _TRANSLATED, ("translations", language), language)


def lines_of_a_kind(scenario: Scenario) -> dict[tuple[Purpose, str], tuple[ScenarioLine, ...]]:
    """Return the lines by purpose and language."""
    lines: dict[tuple[Purpose, str], list[ScenarioLine]] = {}
    for line in scenario_lines(scenario):
        lines.setdefault((line.purpose, line.language), []).append(line)
    return {kind: tuple(found) for kind, found in lines.items()}


def _lines_of(
    source: object, fields: tuple[tuple[str, LineAudience, Purpose], ...], prefix: _Path, language: str
) -> Iterator[ScenarioLine]:
    for pattern, audience, purpose in fields:
        for path, text, bands in _texts_at(source, tuple(pattern.split(".")), prefix, ()):
            yield ScenarioLine(path, text, purpose, audience, bands, language)


def _texts_at(
    value: Any,  # noqa: ANN401 (any part of a scenario)
    steps: tuple[str, ...],
    path: _Path,
    bands: tuple[GradeBand, ...],
) -> Iterator[tuple[_Path, str, tuple[GradeBand, ...]]]:
    """Yield path, text, and grade bands of each text below ``value`` that the steps lead to."""
    if not steps:
        text, bands = (value.say, value.bands or bands) if isinstance(value, GradedText) else (value, bands)
        if isinstance(text, str) and text.strip():
            yield path, text, bands
        return
    step, rest = steps[0], steps[1:]
    if step != "*":
        inner = getattr(value, step, None)
        if inner is not None:
            yield from _texts_at(inner, rest, (*path, step), bands)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts_at(inner, rest, (*path, str(key)), (key,) if isinstance(key, GradeBand) else bands)
    else:
        for index, inner in enumerate(value):
            yield from _texts_at(inner, rest, (*path, index), getattr(inner, "bands", None) or bands)


def is_near_students(scenario: Scenario) -> bool:
    """Check whether students take part or are on site; also if the file does not say where they are."""
    return scenario.audience is not Audience.STAFF or scenario.facts.students_on_site != "none"


# Every rule on lines reads each text anew; the bundled scenarios have some 6,700 texts in all languages.
@lru_cache(maxsize=16_384)
def passages_of(text: str) -> tuple[str, ...]:
    """Return a line as it is read: whole if it has one or two short sentences, otherwise sentence by sentence."""
    flat = " ".join(text.split())
    sentences = tuple(part for part in _SENTENCE_END.split(flat) if part.strip())
    return (flat,) if len(flat) <= _LONG and len(sentences) <= _FEW else sentences
