"""Fast evaluation of conditions without evidence.

A finding needs the evidence that ``evaluate.evaluate_condition`` collects. Most rules are not broken and yield no
finding, so a part of a rule is first tested here, and evaluated with evidence only if it holds or cannot be told.
Each condition is compiled to a function once, facts are tested before scripts are searched, and evaluation stops
when the answer can no longer change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias, assert_never

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
)
from drillplanner.appropriateness.conditions.evaluate import (
    FactCondition,
    OtherCondition,
    addresses_subject,
    fact_meets,
    field_meets,
    missing_description_field,
    offending_passages,
    says_call,
    script_pattern,
)
from drillplanner.appropriateness.conditions.named_conditions import load_named_conditions
from drillplanner.appropriateness.conditions.subject import Subject

#: Searches of text, and conditions that may hold one.
_SLOW = (ScriptHas, SaysCall, LineHas, SentencesHarder, ReadingHarder, AllOf, AnyOf, Negation)
#: A condition as a function: True, False, or None for "cannot tell".
CompiledCondition: TypeAlias = Callable[[Subject], bool | None]


def compile_condition(condition: Condition) -> CompiledCondition:
    """Return the condition as a function of a subject, with the ``truth`` that ``evaluate_condition`` gives."""
    match condition:
        case AllOf(all=inner):
            return _all([compile_condition(part) for part in _fastest_first(inner)])
        case AnyOf(any=inner):
            return _any([compile_condition(part) for part in _fastest_first(inner)])
        case Negation(not_=negated):
            return _negated(compile_condition(negated))
        case _:
            return _compile_atom(condition)


def _compile_atom(condition: FactCondition | OtherCondition) -> CompiledCondition:
    """Compile a condition that tests the scenario itself."""
    match condition:
        case FactIs() | FactAtLeast() | FactAbove() | FactContains():
            return _fact(condition)
        case BandIs() | LanguageIs() | SwitchIs():
            return lambda subject: addresses_subject(condition, subject)
        case ScriptHas() | SaysCall():
            return _script(condition)
        case LineHas() | SentencesHarder() | ReadingHarder():
            return lambda subject: any(True for _ in offending_passages(condition, subject))
        case TermHolds(term=term):
            return _term(term)
        case FactHasItem():
            return _items(condition)
    assert_never(condition)


def _fastest_first(conditions: Sequence[Condition]) -> list[Condition]:
    """Return the conditions with searches of long texts last; the order does not change *and* and *or*."""
    return sorted(conditions, key=lambda condition: isinstance(condition, _SLOW))


def _fact(condition: FactCondition) -> CompiledCondition:
    def evaluate(subject: Subject) -> bool | None:
        value = subject.cached_value_of(condition.fact)
        return None if value is None else fact_meets(condition, value, subject)

    return evaluate


def _all(parts: list[CompiledCondition]) -> CompiledCondition:
    return lambda subject: all_hold(part(subject) for part in parts)


def _any(parts: list[CompiledCondition]) -> CompiledCondition:
    return lambda subject: any_holds(part(subject) for part in parts)


def _negated(part: CompiledCondition) -> CompiledCondition:
    def evaluate(subject: Subject) -> bool | None:
        answer = part(subject)
        return None if answer is None else not answer

    return evaluate


def all_hold(answers: Iterable[bool | None]) -> bool | None:
    """Combine answers by three-valued *and*, up to the first False."""
    result: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def any_holds(answers: Iterable[bool | None]) -> bool | None:
    """Combine answers by three-valued *or*, up to the first True."""
    result: bool | None = False
    for answer in answers:
        if answer:
            return True
        if answer is None:
            result = None
    return result


@lru_cache(maxsize=256)
def _compiled_named_condition(term: str) -> CompiledCondition:
    return compile_condition(load_named_conditions()[term].when)


def _term(term: str) -> CompiledCondition:
    key = "holds", term

    def evaluate(subject: Subject) -> bool | None:
        if key not in subject.cache:
            subject.cache[key] = _compiled_named_condition(term)(subject)
        answer: bool | None = subject.cache[key]
        return answer

    return evaluate


def _items(condition: FactHasItem) -> CompiledCondition:
    def field_holds(item: object, field: str, wanted: Values | ItemNumber, subject: Subject) -> bool | None:
        value = getattr(item, field)
        if value is None or missing_description_field(condition.fact, item, field, wanted) is not None:
            return None
        return field_meets(value, wanted, subject)

    def evaluate(subject: Subject) -> bool | None:
        items = subject.cached_value_of(condition.fact)
        if items is None:
            return None
        return any_holds(
            all_hold(field_holds(item, field, wanted, subject) for field, wanted in condition.any_item.items())
            for item in items
        )

    return evaluate


def _script(condition: ScriptHas | SaysCall) -> CompiledCondition:
    if isinstance(condition, SaysCall):
        return lambda subject: says_call(condition, subject)

    def evaluate(subject: Subject) -> bool | None:
        pattern = script_pattern(condition.has_any_of)
        return any(pattern.search(subject.text(part, condition.language)) for part in condition.script)

    return evaluate
