"""The topics of drill law, and which of them a requirement concerns.

A topic is recognized by the drills that a requirement asks for, or by the kind of chore, never by its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drillplanner.law.kinds.permissions_and_tasks.task import Chore, ChoreKind
from drillplanner.law.requirement import Demand, Requirement
from drillplanner.model import Audience, Campus, DrillType


class Topic(StrEnum):
    """What a state's law may ask of a school. The values are a published interface (``mandates --coverage``)."""

    FIRE = "fire"
    LOCKDOWN = "lockdown"
    WEATHER = "weather"
    BUS = "bus"
    CARDIAC = "cardiac"
    NOTICE = "notice"
    RECORD = "record"
    STAFF_TRAINING = "staff_training"

    @property
    def word(self) -> str:
        """The topic as the head of a column: 'staff'."""
        return "staff" if self is Topic.STAFF_TRAINING else self.value

    @property
    def phrase(self) -> str:
        """The topic inside a sentence: 'bus evacuation drills'."""
        return _SCOPES[self].phrase

    @property
    def drill_types(self) -> frozenset[DrillType]:
        """The drills that are of this topic."""
        return _SCOPES[self].types

    def matters_at(self, campus: Campus, defaults: Mapping[str, bool]) -> bool:
        """Check whether the topic matters for a campus, as far as its facts are known: buses for bus drills.

        ``defaults`` are the values assumed for facts that campuses.csv does not give; other facts may be so.
        """
        facts = _SCOPES[self].only_if_any
        return not facts or any(campus.facts.get(fact, defaults.get(fact)) is not False for fact in facts)


class Reach(StrEnum):
    """How a requirement concerns a topic."""

    ASKS = "asks"
    """It asks for drills, or chores, of this topic alone."""
    AMONG_OTHERS = "among_others"
    """Its drills may be of this topic, or of others that it counts as well."""
    LESSON = "lesson"
    """It asks for a lesson on the topic, and for no drill."""


@dataclass(frozen=True)
class _Scope:
    """The words for a topic, and what belongs to it.

    ``beside`` are types that laws count under one word with the topic's own ("lockdown drills, including
    evacuations"), so that such a law still asks for the topic.
    """

    phrase: str
    types: frozenset[DrillType] = frozenset()
    beside: frozenset[DrillType] = frozenset()
    may_be_one_of_several: bool = False
    chores: frozenset[ChoreKind] = frozenset()
    subjects: frozenset[str] = frozenset()
    only_if_any: frozenset[str] = frozenset()
    """Facts of a school, one of which must be so, or unknown, for the topic to matter there."""


_SCOPES: Mapping[Topic, _Scope] = {
    Topic.FIRE: _Scope(
        phrase="fire drills",
        types=frozenset({DrillType.FIRE_EVACUATION}),
        beside=frozenset({DrillType.EVACUATION_OTHER}),
        may_be_one_of_several=True,
        subjects=frozenset({"fire_safety"}),
    ),
    Topic.LOCKDOWN: _Scope(
        phrase="lockdown drills",
        types=frozenset({DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT, DrillType.SECURE, DrillType.HOLD}),
        beside=frozenset(
            {
                DrillType.SHELTER_HAZMAT,
                DrillType.REVERSE_EVACUATION,
                DrillType.EVACUATION_OTHER,
                DrillType.BOMB_THREAT,
            }
        ),
        may_be_one_of_several=True,
        subjects=frozenset({"lockdown"}),
    ),
    Topic.WEATHER: _Scope(
        phrase="severe weather and earthquake drills",
        types=frozenset({DrillType.SEVERE_WEATHER, DrillType.EARTHQUAKE, DrillType.TSUNAMI}),
        beside=frozenset({DrillType.SHELTER_HAZMAT}),
        may_be_one_of_several=True,
        subjects=frozenset({"severe_weather"}),
    ),
    Topic.BUS: _Scope(
        phrase="bus evacuation drills",
        types=frozenset({DrillType.BUS_EVACUATION}),
        subjects=frozenset({"bus_safety"}),
        only_if_any=frozenset({"buses"}),
    ),
    Topic.CARDIAC: _Scope(
        phrase="cardiac emergency drills",
        types=frozenset({DrillType.CARDIAC}),
        subjects=frozenset({"cardiac", "first_aid"}),
        only_if_any=frozenset({"has_aed", "athletics"}),
    ),
    Topic.NOTICE: _Scope(
        phrase="notices to families and agencies",
        chores=frozenset({"notify", "notify_after", "invite"}),
    ),
    Topic.RECORD: _Scope(
        phrase="records and reports of drills",
        chores=frozenset({"record", "keep", "post", "file", "report", "certify"}),
    ),
    Topic.STAFF_TRAINING: _Scope(
        phrase="training and exercises of staff",
        types=frozenset({DrillType.TABLETOP, DrillType.FUNCTIONAL, DrillType.FULL_SCALE}),
        chores=frozenset({"train"}),
    ),
}


def topics_of(requirement: Requirement, demand: Demand | None) -> dict[Topic, Reach]:
    """Return the topics that a requirement concerns in one of its windows, and how.

    ``demand`` is the number of drills that it asks for in the window (``Requirement.asks``). A requirement that
    says only how drills are held, such as a time of day, concerns none.
    """
    if isinstance(requirement, Chore):
        chores = ((topic, scope) for topic, scope in _SCOPES.items() if requirement.chore in scope.chores)
        return {topic: Reach.ASKS for topic, _ in chores}
    if demand is None:
        return {}
    reach = {topic: _reach(demand, scope) for topic, scope in _SCOPES.items()}
    found = {topic: how for topic, how in reach.items() if how is not None}
    return found | ({Topic.STAFF_TRAINING: Reach.ASKS} if _is_lesson_for_staff(demand) else {})


def _reach(demand: Demand, scope: _Scope) -> Reach | None:
    types = frozenset(demand.match.types)
    if types == {DrillType.INSTRUCTION}:
        return Reach.LESSON if scope.subjects & set(demand.match.subjects or ()) else None
    if not types & scope.types:
        return None
    if types <= scope.types | scope.beside:
        return Reach.ASKS
    return Reach.AMONG_OTHERS if scope.may_be_one_of_several else None


def _is_lesson_for_staff(demand: Demand) -> bool:
    audiences = set(demand.match.audiences or ())
    return (
        set(demand.match.types) == {DrillType.INSTRUCTION}
        and Audience.STAFF in audiences
        and Audience.STUDENTS not in audiences
    )
