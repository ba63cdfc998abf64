"""What is held of each topic of a state's law: read in the law, known from others, not read, or not looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from drillplanner.law.coverage.registry import Missing, Registry, TopicEntry
from drillplanner.law.coverage.topics import Reach, Topic, topics_of
from drillplanner.law.duties.mandate import Mandate
from drillplanner.law.packs.fire_code import DrillTable
from drillplanner.law.packs.looser_mandates import plain_setting
from drillplanner.law.packs.pack import Pack, known_facts
from drillplanner.model import Confidence, Frozen


class Standing(StrEnum):
    """How a topic is known. The values are a published interface (``mandates --coverage``)."""

    READ_IN_LAW = "read_in_law"
    KNOWN_FROM_SUMMARY = "known_from_summary"
    KNOWN_FROM_OTHERS = "known_from_others"
    PRESUMED = "presumed"
    LOCAL = "local"
    TEXT_NOT_READ = "text_not_read"
    NOT_PLANNED = "not_planned"
    NOT_IN_FORCE = "not_in_force"
    NONE_FOUND = "none_found"
    NOT_LOOKED_FOR = "not_looked_for"

    @property
    def phrase(self) -> str:
        """The standing in words."""
        return _PHRASES[self]

    @property
    def word(self) -> str:
        """The standing as one short word for a table."""
        return _WORDS[self]


_PHRASES: Mapping[Standing, str] = {
    Standing.READ_IN_LAW: "read in the law",
    Standing.KNOWN_FROM_SUMMARY: "known from a state's summary",
    Standing.KNOWN_FROM_OTHERS: "known from others",
    Standing.PRESUMED: "presumed from a model fire code; the state's changes to it were not read",
    Standing.LOCAL: "set by your city or county, so ask there",
    Standing.TEXT_NOT_READ: "text not read",
    Standing.NOT_PLANNED: "read, but no plan can show it",
    Standing.NOT_IN_FORCE: "only law that has ended or starts later",
    Standing.NONE_FOUND: "looked for, none found",
    Standing.NOT_LOOKED_FOR: "not looked for",
}

_WORDS: Mapping[Standing, str] = {
    Standing.READ_IN_LAW: "law",
    Standing.KNOWN_FROM_SUMMARY: "state",
    Standing.KNOWN_FROM_OTHERS: "others",
    Standing.PRESUMED: "presumed",
    Standing.LOCAL: "local",
    Standing.TEXT_NOT_READ: "unread",
    Standing.NOT_PLANNED: "no plan",
    Standing.NOT_IN_FORCE: "not now",
    Standing.NONE_FOUND: "none",
    Standing.NOT_LOOKED_FOR: "-",
}

_BY_CONFIDENCE: Mapping[Confidence, Standing] = {
    Confidence.LEGAL_TEXT: Standing.READ_IN_LAW,
    Confidence.OFFICIAL_SUMMARY: Standing.KNOWN_FROM_SUMMARY,
    Confidence.SECONDARY: Standing.KNOWN_FROM_OTHERS,
    Confidence.DISTRICT_POLICY: Standing.KNOWN_FROM_OTHERS,
}


def standing_of(confidence: Confidence) -> Standing:
    """Return how a requirement of this confidence is known."""
    return _BY_CONFIDENCE[confidence]


_BY_MISSING: Mapping[Missing, Standing] = {
    Missing.TEXT_NOT_READ: Standing.TEXT_NOT_READ,
    Missing.NONE_FOUND: Standing.NONE_FOUND,
    Missing.NOT_PLANNED: Standing.NOT_PLANNED,
}

#: Facts of which no default is assumed, and that are true of few schools.
_OF_FEW_SCHOOLS = frozenset({"child_care", "summer_program"})


class Part(StrEnum):
    """Why a topic is covered only in part."""

    AMONG_OTHERS = "among_others"
    LESSON = "lesson"
    SOME_SCHOOLS = "some_schools"

    @property
    def phrase(self) -> str:
        """The reason in words."""
        return _PARTS[self]


_PARTS: Mapping[Part, str] = {
    Part.AMONG_OTHERS: "only as one of several kinds of drill that count",
    Part.LESSON: "only as a lesson",
    Part.SOME_SCHOOLS: "only for some schools",
}


class TopicCoverage(Frozen):
    """One topic of one state's law: how it is known, by which requirements, and what is missing."""

    topic: Topic
    standing: Standing
    part: Part | None = Field(
        default=None, description="Why it is covered only in part; None: as far as known, whole."
    )
    more_may_be_owed: bool = Field(
        default=False, description="The pack holds requirements, and a text that may ask for more was not read."
    )
    mandates: tuple[str, ...] = Field(
        default=(), description="Ids of the requirements in force on the day of the review that ask for it."
    )
    not_in_force: tuple[str, ...] = Field(
        default=(),
        description="Ids of those that had ended by that day, or start later. They decide nothing.",
    )
    read: date | None = Field(default=None, description="When a text on it was last read, or it was looked for.")
    see: tuple[str, ...] = Field(default=(), description="Ids of open questions and requirements that say more.")
    note: str = ""

    @property
    def is_held(self) -> bool:
        """Whether the pack asks for anything of this topic."""
        return bool(self.mandates)

    @property
    def cell(self) -> str:
        """The standing for a table: 'law', 'law*' in part, 'law?' where more may be owed."""
        return f"{self.standing.word}{'*' if self.part else ''}{'?' if self.more_may_be_owed else ''}"


def coverage_of(pack: Pack, state: str, registry: Registry) -> tuple[TopicCoverage, ...]:
    """Return what is held of each topic, in the order of the topics, for the schools of a state.

    A topic is known as well as the best known requirement that asks every school for it on the day of the pack's
    review. What is asked only as one of several kinds of drill, as a lesson, or of some schools covers it in part.
    """
    asked = _asked(pack)
    entries = registry.topics_of(state)
    covered = (_covered(topic, asked[topic], entries.get(topic), pack) for topic in Topic)
    return tuple(_with_fire_code(topic, pack) if topic.topic is Topic.FIRE else topic for topic in covered)


def _asked(pack: Pack) -> dict[Topic, list[tuple[Mandate, Part | None]]]:
    """Return, for each topic, the requirements that ask for it at a school of all grades, and in which part."""
    setting = plain_setting(pack.reviewed.year)
    asked: dict[Topic, list[tuple[Mandate, Part | None]]] = {topic: [] for topic in Topic}
    for mandate in pack.mandates:
        found: dict[Topic, Reach] = {}
        for window in mandate.requirement.windows(setting):
            found |= topics_of(mandate.requirement, mandate.requirement.asks(window))
        for topic, reach in found.items():
            part = Part.SOME_SCHOOLS if _is_for_few_schools(mandate) else _PART_OF_REACH[reach]
            asked[topic].append((mandate, part))
    return asked


_PART_OF_REACH: Mapping[Reach, Part | None] = {
    Reach.ASKS: None,
    Reach.AMONG_OTHERS: Part.AMONG_OTHERS,
    Reach.LESSON: Part.LESSON,
}


def _is_for_few_schools(mandate: Mandate) -> bool:
    """Check whether it applies only where a fact is true that is assumed to be false, or that few schools have."""
    facts = known_facts()
    return any(
        required and (fact in _OF_FEW_SCHOOLS or (fact in facts and facts[fact].default is False))
        for fact, required in mandate.applies_if.items()
    )


def _covered(
    topic: Topic, asked: list[tuple[Mandate, Part | None]], entry: TopicEntry | None, pack: Pack
) -> TopicCoverage:
    today = pack.reviewed
    now = [(mandate, part) for mandate, part in asked if mandate.effective.covers(today, today)]
    others = tuple(mandate.mandate_id for mandate, _ in asked if not mandate.effective.covers(today, today))
    whole = [mandate for mandate, part in now if part is None]
    held = whole or [mandate for mandate, _ in now]
    if not held:
        standing = Standing.NOT_IN_FORCE if others else Standing.NOT_LOOKED_FOR
        missing = TopicCoverage(topic=topic, standing=standing, not_in_force=others)
        if entry is None:
            return missing
        found = {"standing": _BY_MISSING[entry.missing], "read": entry.read, "see": entry.see, "note": entry.note}
        return missing.model_copy(update=found)
    best = min((_BY_CONFIDENCE[mandate.confidence] for mandate in held), key=list(Standing).index)
    parts = [part for _, part in now if part is not None]
    return TopicCoverage(
        topic=topic,
        standing=best,
        part=None if whole else min(parts, key=list(Part).index),
        more_may_be_owed=entry is not None and entry.missing is Missing.TEXT_NOT_READ,
        mandates=tuple(mandate.mandate_id for mandate, _ in now),
        not_in_force=others,
        read=max(_days_read(held, pack)),
        see=() if entry is None else entry.see,
        note="" if entry is None else entry.note,
    )


def _with_fire_code(fire: TopicCoverage, pack: Pack) -> TopicCoverage:
    """Return the topic of fire drills with what the state's fire code adds to the pack's own requirements."""
    record = pack.fire_code
    if record is None:
        return fire
    of_code: Mapping[DrillTable, Standing] = {
        DrillTable.UNAMENDED: _BY_CONFIDENCE[record.confidence],
        DrillTable.UNREAD: Standing.PRESUMED,
        DrillTable.REPLACED: Standing.TEXT_NOT_READ,
        DrillTable.LOCAL: Standing.LOCAL,
    }
    is_unread = record.drill_table in {DrillTable.REPLACED, DrillTable.UNREAD}
    code = f"Fire code: {record.name} ({record.citation})."
    note = f"{fire.note} {code} {record.note}".strip()
    if fire.is_held and (fire.part is None or record.drill_table is DrillTable.REPLACED):
        return fire.model_copy(update={"note": note, "more_may_be_owed": fire.more_may_be_owed or is_unread})
    standing = of_code.get(record.drill_table, fire.standing)
    if standing is fire.standing:
        return fire.model_copy(update={"note": note})
    read = max((pack.sources[source].read for source in record.sources), default=fire.read)
    return fire.model_copy(update={"note": note, "standing": standing, "part": None, "read": read})


def _days_read(mandates: Iterable[Mandate], pack: Pack) -> Iterator[date]:
    for mandate in mandates:
        yield from (pack.sources[source].read for source in mandate.sources)
