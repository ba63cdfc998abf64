"""What a drill does not contain, by the facts of its scenario, so that families can be told.

Each statement is made only if the scenario's facts say so for every grade that takes part, and only of the types
of drill at which somebody could expect it: a letter about a fire drill has no word about weapons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drillplanner.model import Drill, DrillFacts, DrillType, Scenario, bands_of
from drillplanner.model.scenarios.fact_vocabulary import SensoryKind, StandsFor

_FIRE = (DrillType.FIRE_EVACUATION, DrillType.EVACUATION_OTHER, DrillType.SHELTER_HAZMAT)
_VIOLENCE = (DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT)
_EFFECTS_OF_WEAPONS = {
    SensoryKind.GUNFIRE_SOUND,
    SensoryKind.BLANK_ROUND,
    SensoryKind.STARTER_PISTOL,
    SensoryKind.EXPLOSION,
    SensoryKind.FLASH_BANG,
}


class LeftOut(StrEnum):
    """Something that a drill does not contain."""

    ACTING = "acting"
    WEAPONS = "weapons"
    HIDING = "hiding"
    SMOKE = "smoke"
    OBJECTS = "objects"
    PRETENSE = "pretense"


def _no_effects(facts: DrillFacts, kinds: Iterable[SensoryKind]) -> bool:
    """Check whether the facts say which effects there are, and none of these kinds is among them."""
    return facts.sensory is not None and not {element.kind for element in facts.sensory} & set(kinds)


def _no_props(facts: DrillFacts, meanings: Iterable[StandsFor]) -> bool:
    return facts.props is not None and not {prop.stands_for for prop in facts.props} & set(meanings)


@dataclass(frozen=True)
class _Statement:
    """The types of drill at which it is said, None for all, and what the facts must say."""

    types: tuple[DrillType, ...] | None
    holds: Callable[[DrillFacts], bool]


_STATEMENTS = {
    LeftOut.ACTING: _Statement(
        None,
        lambda facts: (
            facts.simulation is False and facts.role_players == () and _no_props(facts, (StandsFor.INJURY,))
        ),
    ),
    LeftOut.WEAPONS: _Statement(
        _VIOLENCE,
        lambda facts: _no_effects(facts, _EFFECTS_OF_WEAPONS) and _no_props(facts, (StandsFor.WEAPON,)),
    ),
    LeftOut.HIDING: _Statement(_VIOLENCE, lambda facts: facts.hidden_minutes == 0),
    LeftOut.SMOKE: _Statement(_FIRE, lambda facts: _no_effects(facts, (SensoryKind.SMOKE_FOG,))),
    LeftOut.OBJECTS: _Statement((DrillType.BOMB_THREAT,), lambda facts: facts.props == ()),
    LeftOut.PRETENSE: _Statement(None, lambda facts: facts.deception is False),
}


def left_out(drill: Drill, scenario: Scenario | None, grades: Sequence[str]) -> tuple[LeftOut, ...]:
    """Return what the drill does not contain, for anyone of these grades; nothing where the facts do not say."""
    if scenario is None:
        return ()
    of_bands = [scenario.facts_for(band) for band in bands_of(tuple(grades))] or [scenario.facts]
    return tuple(
        name
        for name, statement in _STATEMENTS.items()
        if (statement.types is None or drill.drill_type in statement.types)
        and all(statement.holds(facts) for facts in of_bands)
    )
