"""The meaning of words in ``.bell`` files: tags of periods and kinds of days, from ``bell_wording.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from drillplanner.files.phrases import Phrases, comparable
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import DayKind, Frozen, PeriodTag

_FILE = "bell_wording.yaml"


class _PeriodWords(Frozen):
    tag: PeriodTag
    phrases: tuple[str, ...] = Field(min_length=1)
    wins: bool = False
    sure: bool = True

    @cached_property
    def compiled_phrases(self) -> Phrases:
        return Phrases(self.phrases)


class _DayWords(Frozen):
    kind: DayKind
    phrases: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def compiled_phrases(self) -> Phrases:
        return Phrases(self.phrases)


class _BellWordingTable(Frozen):
    """The table of ``bell_wording.yaml``."""

    ends: tuple[str, ...]
    periods: tuple[_PeriodWords, ...]
    days: tuple[_DayWords, ...]

    @cached_property
    def end_words(self) -> Phrases:
        return Phrases(self.ends)


@dataclass(frozen=True)
class PeriodMeaning:
    """The use of a period; ``is_sure`` is False if its words leave that open."""

    tags: tuple[PeriodTag, ...]
    is_sure: bool


@cache
def _table() -> _BellWordingTable:
    return parse_as(_BellWordingTable, read_document(Path(__file__).with_name(_FILE), _FILE))


def ends_the_day(words: str) -> bool:
    """Check whether the words say that school is out."""
    return bool(_table().end_words.spans_in(comparable(words)))


def period_meaning(words: str) -> PeriodMeaning:
    """Return the use of a period by its words, including the braces around a class.

    Unknown words mean a lesson, but not surely.
    """
    read = comparable(words.replace("{", " ").replace("}", " "))
    matching = [period for period in _table().periods if period.compiled_phrases.spans_in(read)]
    if winning := next((period for period in matching if period.wins), None):
        return PeriodMeaning((winning.tag,), True)
    names_class = "{" in words
    tags = [period.tag for period in matching]
    if names_class:
        tags.append(PeriodTag.INSTRUCTION)
    sure_tags = {period.tag for period in matching if period.sure}
    is_sure = names_class or bool(sure_tags)
    certain = [tag for tag in tags if not sure_tags or tag in sure_tags or names_class]
    return PeriodMeaning(tuple(dict.fromkeys(certain)) or (PeriodTag.INSTRUCTION,), is_sure)


def day_kind(schedule_id: str, title: str) -> DayKind | None:
    """Return the kind of day that a schedule's name or title states; None if they state none or two."""
    kinds = {
        day.kind
        for text in (schedule_id, title)
        for day in _table().days
        if day.compiled_phrases.spans_in(comparable(text))
    }
    return kinds.pop() if len(kinds) == 1 else None
