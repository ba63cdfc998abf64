"""Reading a condition over a scenario, in three values: it holds, it does not, or the file does not tell.

The tables for *and*, *or* and *not* are Kleene's: "cannot tell" stays only where the unknown fact could
still change the answer. So a rule about smoke in an assailant drill is settled for a drill without smoke
even where its hazard is not given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias, assert_never

from drillplanner.appropriateness import vocabulary
from drillplanner.appropriateness.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Condition,
    FactAtLeast,
    FactContains,
    FactHasItem,
    FactIs,
    Negation,
    ScriptHas,
    Value,
    as_tuple,
)
from drillplanner.appropriateness.subject import Subject
from drillplanner.model import Evidence

#: The conditions that look at the scenario itself, not at other conditions.
Look: TypeAlias = BandIs | ScriptHas | FactHasItem | FactIs | FactAtLeast | FactContains


@dataclass(frozen=True)
class Unknown:
    """A place where the scenario does not tell: nothing stands there, or a word that the rules do not know."""

    path: str
    found: str | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A condition's answer: ``truth`` (None: cannot tell), what was seen, and what was looked for in vain."""

    truth: bool | None
    evidence: tuple[Evidence, ...] = ()
    unknown: tuple[Unknown, ...] = ()


def read_condition(condition: Condition, subject: Subject) -> Outcome:
    """The condition's answer for that subject."""
    match condition:
        case AnyOf(any=inner):
            return any_of(read_condition(one, subject) for one in inner)
        case AllOf(all=inner):
            return all_of(read_condition(one, subject) for one in inner)
        case Negation(not_=inner):
            return negated(read_condition(inner, subject))
        case _:
            return _look(condition, subject)


def _look(condition: Look, subject: Subject) -> Outcome:
    match condition:
        case BandIs(band=bands):
            return Outcome(subject.band in bands)
        case ScriptHas():
            return _script(condition, subject)
        case FactHasItem():
            return _items(condition, subject)
        case _:
            return _fact(condition, subject)


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """*Or*: the evidence of all that hold; of all where none does."""
    every = tuple(outcomes)
    if held := [one for one in every if one.truth]:
        return Outcome(True, _evidence(held))
    if open_ones := [one for one in every if one.truth is None]:
        return Outcome(None, unknown=_unknown(open_ones))
    return Outcome(False, _evidence(every))


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """*And*: the evidence of the first that shows any."""
    every = tuple(outcomes)
    if failed := [one for one in every if one.truth is False]:
        return Outcome(False, _evidence(failed))
    if open_ones := [one for one in every if one.truth is None]:
        return Outcome(None, unknown=_unknown(open_ones))
    return Outcome(True, next((one.evidence for one in every if one.evidence), ()))


def negated(outcome: Outcome) -> Outcome:
    """*Not*: what was seen stays the evidence."""
    return outcome if outcome.truth is None else replace(outcome, truth=not outcome.truth)


def _evidence(outcomes: Iterable[Outcome]) -> tuple[Evidence, ...]:
    return tuple(evidence for outcome in outcomes for evidence in outcome.evidence)


def _unknown(outcomes: Iterable[Outcome]) -> tuple[Unknown, ...]:
    return tuple(dict.fromkeys(unknown for outcome in outcomes for unknown in outcome.unknown))


def _fact(condition: FactIs | FactAtLeast | FactContains, subject: Subject) -> Outcome:
    path, value = subject.path_of(condition.fact), subject.value_of(condition.fact)
    if value is None:
        return Outcome(None, unknown=(Unknown(path),))
    seen = Evidence(field=path, text=_shown(value))
    match condition:
        case FactIs(is_=wanted):
            words = vocabulary.WORDS.get(condition.fact, ())
            if words and value not in words:
                return Outcome(None, unknown=(Unknown(path, str(value), words),))
            return Outcome(value in as_tuple(wanted), (seen,))
        case FactAtLeast(at_least=least):
            return Outcome(value >= least, (seen,))
        case FactContains(contains=name):
            return Outcome(name in value, (seen,))
    assert_never(condition)


def _items(condition: FactHasItem, subject: Subject) -> Outcome:
    path, items = subject.path_of(condition.fact), subject.value_of(condition.fact)
    if items is None:
        return Outcome(None, unknown=(Unknown(path),))
    return any_of(
        all_of(
            _field(condition.fact, item, field, as_tuple(wanted), f"{path}[{index}]")
            for field, wanted in condition.any_item.items()
        )
        for index, item in enumerate(items)
    )


def _field(fact: str, item: object, field: str, wanted: tuple[Value, ...], place: str) -> Outcome:
    name, value = f"{fact}.{field}", getattr(item, field)
    words = vocabulary.WORDS.get(name, ())
    if words and value not in words:
        return Outcome(None, unknown=(Unknown(f"{place}.{field}", str(value), words),))
    speaker = vocabulary.TOLD_ELSEWHERE.get((name, value))
    if speaker is not None and value not in wanted and not getattr(item, speaker).strip():
        return Outcome(None, unknown=(Unknown(f"{place}.{speaker}"),))
    return Outcome(value in wanted, (Evidence(field=f"{place}.{field}", text=_shown(value)),))


def _script(condition: ScriptHas, subject: Subject) -> Outcome:
    pattern = _pattern(condition.has_any_of)
    found = tuple(
        Evidence(field=place, text=match[0], start=match.start(), end=match.end())
        for part in condition.script
        for place, text in subject.sentences(part)
        for match in pattern.finditer(text)
    )
    if found:
        return Outcome(True, found)
    return Outcome(False, tuple(Evidence(field=subject.script_path(part)) for part in condition.script))


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words or phrases as whole words; a gap may be spaces, a line's end or a hyphen."""
    phrases = (r"[\s\-–]+".join(map(re.escape, re.split(r"[\s\-–]+", phrase))) for phrase in words)
    # Longer phrases first, so that "bad guys" is not reported as "bad guy".
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)", re.IGNORECASE)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
