"""What the words of a ``.bell`` file mean: tags of periods and kinds of days, by ``bell_wording.yaml``."""

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
    def sought(self) -> Phrases:
        return Phrases(self.phrases)


class _DayWords(Frozen):
    kind: DayKind
    phrases: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def sought(self) -> Phrases:
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
    """What a period is for; ``is_sure`` is False where the words leave it open."""

    tags: tuple[PeriodTag, ...]
    is_sure: bool


@cache
def _table() -> _BellWordingTable:
    return parse_as(_BellWordingTable, read_document(Path(__file__).with_name(_FILE), _FILE))


def ends_the_day(words: str) -> bool:
    """Whether the words say that school is out."""
    return bool(_table().end_words.spans_in(comparable(words)))


def period_meaning(words: str) -> PeriodMeaning:
    """What a period is for by its words, the braces around a class included.

    Words that nothing is known of are a lesson, and not sure.
    """
    read = comparable(words.replace("{", " ").replace("}", " "))
    found = [period for period in _table().periods if period.sought.spans_in(read)]
    if winning := next((one for one in found if one.wins), None):
        return PeriodMeaning((winning.tag,), True)
    names_class = "{" in words
    told = [one.tag for one in found]
    if names_class:
        told.append(PeriodTag.INSTRUCTION)
    sure_tags = {one.tag for one in found if one.sure}
    is_sure = names_class or bool(sure_tags)
    kept = [tag for tag in told if not sure_tags or tag in sure_tags or names_class]
    return PeriodMeaning(tuple(dict.fromkeys(kept)) or (PeriodTag.INSTRUCTION,), is_sure)


def day_kind(schedule_id: str, title: str) -> DayKind | None:
    """The kind of day that a schedule's name or title tells; None where they tell none, or two."""
    found = {
        day.kind for text in (schedule_id, title) for day in _table().days if day.sought.spans_in(comparable(text))
    }
    return found.pop() if len(found) == 1 else None
