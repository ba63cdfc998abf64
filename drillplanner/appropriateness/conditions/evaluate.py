"""Evaluation of a condition in three values (yes, no, cannot tell), with its evidence.

*And*, *or*, and *not* follow Kleene's logic: "cannot tell" remains only if the unknown fact could still change the
answer. So a rule about smoke in an assailant drill is settled for a drill without smoke, even if the hazard of the
drill is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias, assert_never

from drillplanner.appropriateness.conditions import facts as vocabulary
from drillplanner.appropriateness.conditions.call_words import call_words
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
    LineHas,
    Negation,
    ReadingHarder,
    SaysCall,
    ScriptHas,
    SentencesHarder,
    SwitchIs,
    TermHolds,
    Values,
    as_tuple,
)
from drillplanner.appropriateness.conditions.named_conditions import load_named_conditions
from drillplanner.appropriateness.conditions.reading_level import reading_grade, sentences_in, words_in
from drillplanner.appropriateness.conditions.subject import Subject
from drillplanner.model import AS_THE_STATE_ASKS, ENGLISH, Evidence
from drillplanner.model.scenarios.lines import passages_of

#: The conditions that test the scenario itself rather than combine other conditions.
FactCondition: TypeAlias = FactIs | FactAtLeast | FactAbove | FactContains
TextCondition: TypeAlias = ScriptHas | SaysCall | LineHas | SentencesHarder | ReadingHarder
OtherCondition: TypeAlias = BandIs | TextCondition | LanguageIs | SwitchIs | TermHolds | FactHasItem


@dataclass(frozen=True)
class UnknownFact:
    """The path of a missing fact that a rule needs."""

    path: str


@dataclass(frozen=True)
class ConditionResult:
    """The answer of a condition: ``truth`` (None: cannot tell), the evidence, and the missing facts."""

    truth: bool | None
    evidence: tuple[Evidence, ...] = ()
    unknown: tuple[UnknownFact, ...] = ()


def evaluate_condition(condition: Condition, subject: Subject) -> ConditionResult:
    """Evaluate a condition for a subject."""
    # Called so often that the order matters: facts first.
    if isinstance(condition, FactIs | FactAtLeast | FactAbove | FactContains):
        return _fact(condition, subject)
    if isinstance(condition, AllOf):
        return all_of([evaluate_condition(part, subject) for part in condition.all])
    if isinstance(condition, AnyOf):
        return any_of([evaluate_condition(part, subject) for part in condition.any])
    if isinstance(condition, Negation):
        return negated(evaluate_condition(condition.not_, subject))
    return _other(condition, subject)


def _other(condition: OtherCondition, subject: Subject) -> ConditionResult:
    match condition:
        case BandIs() | LanguageIs() | SwitchIs():
            return ConditionResult(addresses_subject(condition, subject))
        case ScriptHas():
            return _script(condition, subject)
        case SaysCall():
            path = subject.script_path(condition.script[0], condition.language)
            return ConditionResult(says_call(condition, subject), (Evidence(field=path),))
        case LineHas() | SentencesHarder() | ReadingHarder():
            return _passages(condition, subject)
        case TermHolds(term=term):
            return _term(term, subject)
        case FactHasItem():
            return _items(condition, subject)
    assert_never(condition)


def _term(term: str, subject: Subject) -> ConditionResult:
    key = "term", term
    if key not in subject.cache:
        # A named condition says when a rule applies; the evidence comes from the rule's own conditions.
        subject.cache[key] = replace(evaluate_condition(load_named_conditions()[term].when, subject), evidence=())
    result: ConditionResult = subject.cache[key]
    return result


def addresses_subject(condition: BandIs | LanguageIs | SwitchIs, subject: Subject) -> bool:
    """Check whether the condition fits this band, language, or state; never unknown, and never evidence."""
    match condition:
        case BandIs(band=bands):
            return subject.band in bands
        case LanguageIs(language=language):
            return subject.has_script(language)
        case SwitchIs(switch=switch, is_=wanted):
            return subject.profile.value(switch) in as_tuple(wanted)


def any_of(results: Iterable[ConditionResult]) -> ConditionResult:
    """Combine results by *or*, with the evidence of all that hold, or of all if none does."""
    all_results = tuple(results)
    if true := [result for result in all_results if result.truth]:
        return ConditionResult(True, _evidence(true))
    if undecided := [result for result in all_results if result.truth is None]:
        return ConditionResult(None, unknown=_unknown(undecided))
    return ConditionResult(False, _evidence(all_results))


def all_of(results: Iterable[ConditionResult]) -> ConditionResult:
    """Combine results by *and*, with the evidence of the first that has any."""
    all_results = tuple(results)
    if false := [result for result in all_results if result.truth is False]:
        return ConditionResult(False, _evidence(false))
    if undecided := [result for result in all_results if result.truth is None]:
        return ConditionResult(None, unknown=_unknown(undecided))
    return ConditionResult(True, next((result.evidence for result in all_results if result.evidence), ()))


def negated(result: ConditionResult) -> ConditionResult:
    """Return the negated result, with the same evidence."""
    return result if result.truth is None else replace(result, truth=not result.truth)


def _evidence(results: Iterable[ConditionResult]) -> tuple[Evidence, ...]:
    return tuple(evidence for result in results for evidence in result.evidence)


def _unknown(results: Iterable[ConditionResult]) -> tuple[UnknownFact, ...]:
    return tuple(dict.fromkeys(unknown for result in results for unknown in result.unknown))


def _fact(condition: FactCondition, subject: Subject) -> ConditionResult:
    value, lookup = _value_of(condition.fact, subject)
    return lookup if value is None else ConditionResult(fact_meets(condition, value, subject), lookup.evidence)


def fact_meets(condition: FactCondition, value: Any, subject: Subject) -> bool:  # noqa: ANN401 (facts have types of their own)
    """Check whether a known value meets the condition."""
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
    """Return the value of a fact with its evidence, or None with the missing fact."""
    key = "fact", fact
    if key not in subject.cache:
        path, value = subject.path_of(fact), subject.cached_value_of(fact)
        lookup = (
            ConditionResult(None, unknown=(UnknownFact(path),))
            if value is None
            else ConditionResult(True, (Evidence(field=path, text=_shown(value)),))
        )
        subject.cache[key] = value, lookup
    cached: tuple[Any, ConditionResult] = subject.cache[key]
    return cached


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
    result = any_of(
        all_of(
            _field(condition.fact, item, field, wanted, f"{path}[{index}]", subject)
            for field, wanted in condition.any_item.items()
        )
        for index, item in enumerate(items)
    )
    # If a rule asks for an item that the list lacks, the list as a whole is the evidence.
    return ConditionResult(False, (Evidence(field=path),)) if result.truth is False else result


def _field(
    fact: str, item: object, field: str, wanted: Values | ItemNumber, place: str, subject: Subject
) -> ConditionResult:
    value = getattr(item, field)
    if value is None:
        return ConditionResult(None, unknown=(UnknownFact(f"{place}.{field}"),))
    description = missing_description_field(fact, item, field, wanted)
    if description is not None:
        return ConditionResult(None, unknown=(UnknownFact(f"{place}.{description}"),))
    seen = (Evidence(field=f"{place}.{field}", text=_shown(value)),)
    return ConditionResult(field_meets(value, wanted, subject), seen)


def field_meets(value: Any, wanted: Values | ItemNumber, subject: Subject) -> bool:  # noqa: ANN401 (as above)
    """Check whether a field of a list item has the wanted value."""
    if isinstance(wanted, ItemNumber):
        if wanted.at_least is not None:
            return _reaches(value, wanted.at_least, subject)
        exceeds = _exceeds(value, wanted.bound, subject)
        return exceeds if wanted.at_most is None else not exceeds
    if isinstance(value, tuple):
        return any(option in value for option in as_tuple(wanted))
    return value in as_tuple(wanted)


def missing_description_field(fact: str, item: object, field: str, wanted: Values | ItemNumber) -> str | None:
    """Return the field that must describe a value such as "other" if it is empty; None if nothing is missing."""
    value = getattr(item, field)
    if isinstance(wanted, ItemNumber) or isinstance(value, tuple) or value in as_tuple(wanted):
        return None
    description = vocabulary.DESCRIPTION_FIELDS.get((f"{fact}.{field}", value))
    return description if description is not None and not getattr(item, description).strip() else None


def _script(condition: ScriptHas, subject: Subject) -> ConditionResult:
    pattern = script_pattern(condition.has_any_of)
    matches = tuple(
        Evidence(field=place, text=match[0], start=match.start(), end=match.end())
        for part in condition.script
        for place, text in subject.sentences(part, condition.language)
        for match in pattern.finditer(text)
    )
    if matches:
        return ConditionResult(True, matches)
    return ConditionResult(
        False, tuple(Evidence(field=subject.script_path(part, condition.language)) for part in condition.script)
    )


def _passages(condition: LineHas | SentencesHarder | ReadingHarder, subject: Subject) -> ConditionResult:
    found = tuple(Evidence(field=place, text=text) for place, text in offending_passages(condition, subject))
    if found:
        return ConditionResult(True, found)
    # A line that is missing could be in any of the parts; one place is enough to show.
    language = condition.language if isinstance(condition, LineHas) else ENGLISH
    return ConditionResult(False, (Evidence(field=subject.script_path(condition.script[0], language)),))


def says_call(condition: SaysCall, subject: Subject) -> bool:
    """Check whether the lines say a word that the speaker calls out; also if the speaker calls nothing out."""
    # The speaker may speak English to children who hear the script in another language.
    words = tuple(
        word
        for language in dict.fromkeys((condition.language, ENGLISH))
        for word in call_words(subject.begin_announcements(language))
    )
    texts = (subject.text(part, condition.language) for part in condition.script)
    return not words or any(script_pattern(words).search(text) for text in texts)


def offending_passages(
    condition: LineHas | SentencesHarder | ReadingHarder, subject: Subject
) -> Iterator[tuple[str, str]]:
    """Yield the place and the words of each passage that meets the condition."""
    language = condition.language if isinstance(condition, LineHas) else ENGLISH
    lines = [line for part in condition.script for line in subject.sentences(part, language)]
    match condition:
        case LineHas(has_each_of=groups, has_none_of=cleared):
            needed = [script_pattern(group) for group in groups]
            clearing = script_pattern(cleared) if cleared else None
            for place, text in lines:
                for passage in passages_of(text):
                    if all(pattern.search(passage) for pattern in needed) and not (
                        clearing and clearing.search(passage)
                    ):
                        yield place, passage
        case SentencesHarder(sentence_words_above=bound):
            for place, text in lines:
                for sentence in sentences_in(text):
                    if _exceeds(len(words_in(sentence)), bound, subject):
                        yield place, sentence
        case ReadingHarder(reading_grade_above=bound):
            grade = reading_grade([text for _, text in lines])
            if grade is not None and _exceeds(grade, bound, subject):
                yield subject.script_path(condition.script[0]), f"reading grade {grade}"


@lru_cache(maxsize=256)
def script_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of the phrases as whole words; a gap may be spaces, a line break, or a hyphen."""
    phrases = (r"[\s\-–]+".join(map(re.escape, re.split(r"[\s\-–]+", phrase))) for phrase in words)
    # Longer phrases first, so that "bad guys" is not reported as "bad guy".
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)", re.IGNORECASE)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
