"""The facts that a rule may ask about, and the words that each of them may take.

A scenario file may hold any word in these fields; a word that is not listed here is one that the rules
cannot judge, so it gives "cannot tell" and never a silent pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, get_args

from drillplanner.model import DrillFacts, GradeBand, Prop, RolePlayer, Scenario, SensoryElement

#: What a rule may ask of a scenario besides its facts.
SCENARIO_FIELDS = ("drill_type", "format", "audience", "minutes", "announced", "positions")

#: The shape of the things in each fact that is a list.
ITEMS: Mapping[str, type[SensoryElement] | type[Prop] | type[RolePlayer]] = {
    "sensory": SensoryElement,
    "props": Prop,
    "role_players": RolePlayer,
}

#: The words of the fields that the model leaves open, as ``fact`` or ``fact.field of an item``.
WORDS: Mapping[str, tuple[str, ...]] = {
    "hazard_theme": (
        "none",
        "fire",
        "weather",
        "earthquake",
        "hazmat",
        "medical",
        "armed_assailant",
        "other_violence",
    ),
    "students_on_site": ("none", "few", "majority", "all"),
    "sensory.kind": (
        "gunfire_sound",
        "blank_round",
        "starter_pistol",
        "explosion",
        "flash_bang",
        "screaming",
        "shouting",
        "banging",
        "smoke_fog",
        "darkness",
        "strobe",
        "alarm_tone",
        "siren",
        "other",
    ),
    "props.stands_for": ("weapon", "injury", "restraint", "barrier", "sign", "training_aid", "none"),
    "role_players.role": ("assailant", "victim", "hostage", "parent", "responder", "other"),
    "role_players.played_by": ("student", "staff", "officer", "vendor"),
}

#: Words that say nothing by themselves, and the field of the same item that must then speak.
TOLD_ELSEWHERE: Mapping[tuple[str, str], str] = {("sensory.kind", "other"): "source"}


def known_facts() -> tuple[str, ...]:
    """Names that a condition's ``fact`` may have, in order."""
    return tuple(sorted((*DrillFacts.model_fields, *SCENARIO_FIELDS)))


def words_of(name: str) -> tuple[str, ...]:
    """The words that ``fact`` or ``fact.field`` may take; empty where it is a number or free text."""
    if name in WORDS:
        return WORDS[name]
    return next((tuple(member.value for member in part) for part in _parts(name) if _is_words(part)), ())


def is_yes_or_no(name: str) -> bool:
    """Whether the fact is true or false."""
    return bool in _parts(name)


def is_number(name: str) -> bool:
    """Whether the fact is a whole number."""
    return int in _parts(name)


def _parts(name: str) -> tuple[Any, ...]:
    """The alternatives of the field's type: ``bool | None`` gives bool and None."""
    fact, _, inner = name.partition(".")
    shape = ITEMS[fact] if inner else DrillFacts if fact in DrillFacts.model_fields else Scenario
    annotation = shape.model_fields[inner or fact].annotation
    return get_args(annotation) or (annotation,)


def _is_words(part: object) -> bool:
    return isinstance(part, type) and issubclass(part, StrEnum)


#: Grade bands as they are written.
BANDS = tuple(band.value for band in GradeBand)
