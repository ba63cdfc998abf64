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
from typing import Any, TypeAlias, assert_never

from drillplanner.appropriateness.conditions import facts as vocabulary
from drillplanner.appropriateness.conditions.checks import Bound
from drillplanner.appropriateness.conditions.condition import (
    AllOf,
    AnyOf,
    BandIs,
    Condition,
    FactAbove,
    FactAtLeast,
    FactContains,
    FactHasItem,
    FactIs,
    ItemNumber,
    LanguageIs,
    Negation,
    ScriptHas,
    SwitchIs,
    TermHolds,
    Values,
    as_tuple,
)
from drillplanner.appropriateness.conditions.named_conditions import load_named_conditions
from drillplanner.appropriateness.conditions.subject import Subject
from drillplanner.model import AS_THE_STATE_ASKS, Evidence

#: The conditions that look at the scenario itself, not at other conditions.
FactCondition: TypeAlias = FactIs | FactAtLeast | FactAbove | FactContains
OtherCondition: TypeAlias = BandIs | ScriptHas | LanguageIs | SwitchIs | TermHolds | FactHasItem


@dataclass(frozen=True)
class UnknownFact:
    """A place where nothing stands that a rule needs."""

    path: str


@dataclass(frozen=True)
class ConditionResult:
    """A condition's answer: ``truth`` (None: cannot tell), what was seen, and what was looked for in vain."""

    truth: bool | None
    evidence: tuple[Evidence, ...] = ()
    unknown: tuple[UnknownFact, ...] = ()


def evaluate_condition(condition: Condition, subject: Subject) -> ConditionResult:
    """The condition's answer for that subject."""
    # Asked so often that the order matters: facts first.
    if isinstance(condition, FactIs | FactAtLeast | FactAbove | FactContains):
        return _fact(condition, subject)
    if isinstance(condition, AllOf):
        return all_of([evaluate_condition(one, subject) for one in condition.all])
    if isinstance(condition, AnyOf):
        return any_of([evaluate_condition(one, subject) for one in condition.any])
    if isinstance(condition, Negation):
        return negated(evaluate_condition(condition.not_, subject))
    return _look(condition, subject)


def _look(condition: OtherCondition, subject: Subject) -> ConditionResult:
    match condition:
        case BandIs() | LanguageIs() | SwitchIs():
            return ConditionResult(addresses_subject(condition, subject))
        case ScriptHas():
            return _script(condition, subject)
        case TermHolds(term=term):
            return _term(term, subject)
        case FactHasItem():
            return _items(condition, subject)
    assert_never(condition)


def _term(term: str, subject: Subject) -> ConditionResult:
    key = "term", term
    if key not in subject.cache:
        # A term says when a rule speaks; the evidence is what the rule itself then looks at.
        subject.cache[key] = replace(evaluate_condition(load_named_conditions()[term].when, subject), evidence=())
    found: ConditionResult = subject.cache[key]
    return found


def addresses_subject(condition: BandIs | LanguageIs | SwitchIs, subject: Subject) -> bool:
    """Whether the rule speaks to this band, language or state; that is never unknown and never evidence."""
    match condition:
        case BandIs(band=bands):
            return subject.band in bands
        case LanguageIs(language=language):
            return subject.has_script(language)
        case SwitchIs(switch=switch, is_=wanted):
            return subject.profile.value(switch) in as_tuple(wanted)


def any_of(outcomes: Iterable[ConditionResult]) -> ConditionResult:
    """*Or*: the evidence of all that hold; of all where none does."""
    every = tuple(outcomes)
    if held := [one for one in every if one.truth]:
        return ConditionResult(True, _evidence(held))
    if open_ones := [one for one in every if one.truth is None]:
        return ConditionResult(None, unknown=_unknown(open_ones))
    return ConditionResult(False, _evidence(every))


def all_of(outcomes: Iterable[ConditionResult]) -> ConditionResult:
    """*And*: the evidence of the first that shows any."""
    every = tuple(outcomes)
    if failed := [one for one in every if one.truth is False]:
        return ConditionResult(False, _evidence(failed))
    if open_ones := [one for one in every if one.truth is None]:
        return ConditionResult(None, unknown=_unknown(open_ones))
    return ConditionResult(True, next((one.evidence for one in every if one.evidence), ()))


def negated(outcome: ConditionResult) -> ConditionResult:
    """*Not*: what was seen stays the evidence."""
    return outcome if outcome.truth is None else replace(outcome, truth=not outcome.truth)


def _evidence(outcomes: Iterable[ConditionResult]) -> tuple[Evidence, ...]:
    return tuple(evidence for outcome in outcomes for evidence in outcome.evidence)


def _unknown(outcomes: Iterable[ConditionResult]) -> tuple[UnknownFact, ...]:
    return tuple(dict.fromkeys(unknown for outcome in outcomes for unknown in outcome.unknown))


def _fact(condition: FactCondition, subject: Subject) -> ConditionResult:
    value, told = _value_of(condition.fact, subject)
    return told if value is None else ConditionResult(fact_meets(condition, value, subject), told.evidence)


def fact_meets(condition: FactCondition, value: Any, subject: Subject) -> bool:  # noqa: ANN401 (facts have types of their own)
    """Whether a value that somebody gives is as the condition asks."""
    match condition:
        case FactIs(is_=wanted):
            return value in as_tuple(wanted)
        case FactAtLeast(at_least=bound):
            return _reaches(value, bound, subject)
        case FactAbove(above=bound):
            return _exceeds(value, bound, subject)
        case FactContains(contains=names):
            return any(name in value for name in as_tuple(names))
    assert_never(condition)


def _value_of(fact: str, subject: Subject) -> tuple[Any, ConditionResult]:
    """The value, and that it was seen; or None, and that it was looked for in vain."""
    key = "fact", fact
    if key not in subject.cache:
        path, value = subject.path_of(fact), subject.cached_value_of(fact)
        told = (
            ConditionResult(None, unknown=(UnknownFact(path),))
            if value is None
            else ConditionResult(True, (Evidence(field=path, text=_shown(value)),))
        )
        subject.cache[key] = value, told
    found: tuple[Any, ConditionResult] = subject.cache[key]
    return found


def _reaches(value: object, bound: Bound, subject: Subject) -> bool:
    least = bound if isinstance(bound, int) else subject.measure(bound)
    return least is None or value == AS_THE_STATE_ASKS or (isinstance(value, int) and value >= least)


def _exceeds(value: object, bound: Bound, subject: Subject) -> bool:
    most = bound if isinstance(bound, int) else subject.measure(bound)
    return most is not None and isinstance(value, int) and value > most


def _items(condition: FactHasItem, subject: Subject) -> ConditionResult:
    path, items = subject.path_of(condition.fact), subject.value_of(condition.fact)
    if items is None:
        return ConditionResult(None, unknown=(UnknownFact(path),))
    outcome = any_of(
        all_of(
            _field(condition.fact, item, field, wanted, f"{path}[{index}]", subject)
            for field, wanted in condition.any_item.items()
        )
        for index, item in enumerate(items)
    )
    # Where a rule asks for a thing that is not there, the list as a whole is the evidence.
    return ConditionResult(False, (Evidence(field=path),)) if outcome.truth is False else outcome


def _field(
    fact: str, item: object, field: str, wanted: Values | ItemNumber, place: str, subject: Subject
) -> ConditionResult:
    value = getattr(item, field)
    if value is None:
        return ConditionResult(None, unknown=(UnknownFact(f"{place}.{field}"),))
    speaker = missing_description_field(fact, item, field, wanted)
    if speaker is not None:
        return ConditionResult(None, unknown=(UnknownFact(f"{place}.{speaker}"),))
    seen = (Evidence(field=f"{place}.{field}", text=_shown(value)),)
    return ConditionResult(field_meets(value, wanted, subject), seen)


def field_meets(value: Any, wanted: Values | ItemNumber, subject: Subject) -> bool:  # noqa: ANN401 (as above)
    """Whether a value that a thing in a list has is as wanted."""
    if isinstance(wanted, ItemNumber):
        if wanted.at_least is not None:
            return _reaches(value, wanted.at_least, subject)
        exceeds = _exceeds(value, wanted.bound, subject)
        return exceeds if wanted.at_most is None else not exceeds
    if isinstance(value, tuple):
        return any(one in value for one in as_tuple(wanted))
    return value in as_tuple(wanted)


def missing_description_field(fact: str, item: object, field: str, wanted: Values | ItemNumber) -> str | None:
    """The field in whose words the value stands, where these words are missing; None where nothing is missing."""
    value = getattr(item, field)
    if isinstance(wanted, ItemNumber) or isinstance(value, tuple) or value in as_tuple(wanted):
        return None
    speaker = vocabulary.DESCRIPTION_FIELDS.get((f"{fact}.{field}", value))
    return speaker if speaker is not None and not getattr(item, speaker).strip() else None


def _script(condition: ScriptHas, subject: Subject) -> ConditionResult:
    pattern = script_pattern(condition.has_any_of)
    found = tuple(
        Evidence(field=place, text=match[0], start=match.start(), end=match.end())
        for part in condition.script
        for place, text in subject.sentences(part, condition.language)
        for match in pattern.finditer(text)
    )
    if found:
        return ConditionResult(True, found)
    return ConditionResult(
        False, tuple(Evidence(field=subject.script_path(part, condition.language)) for part in condition.script)
    )


@lru_cache(maxsize=256)
def script_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words or phrases as whole words; a gap may be spaces, a line's end or a hyphen."""
    phrases = (r"[\s\-–]+".join(map(re.escape, re.split(r"[\s\-–]+", phrase))) for phrase in words)
    # Longer phrases first, so that "bad guys" is not reported as "bad guy".
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)", re.IGNORECASE)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
