"""Whether a condition holds, and nothing else: quick, for the many that do not.

A finding needs what was seen and where, which :func:`truth.read_condition` gathers. Most rules are not broken, and
of those nothing is told; so a part of a rule is first asked here, and read with its evidence only where it holds
or cannot be told. A condition is made into a function once, facts are looked at before scripts are searched, and
what can no longer change the answer is not looked at.
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
    Negation,
    ScriptHas,
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
    script_pattern,
)
from drillplanner.appropriateness.conditions.named_conditions import load_named_conditions
from drillplanner.appropriateness.conditions.subject import Subject

#: A condition as a function: True, False, or None for "cannot tell".
CompiledCondition: TypeAlias = Callable[[Subject], bool | None]


def compile_condition(condition: Condition) -> CompiledCondition:
    """The condition as a function of a subject; it gives the ``truth`` that ``read_condition`` gives."""
    match condition:
        case AllOf(all=inner):
            return _all([compile_condition(one) for one in _quick_first(inner)])
        case AnyOf(any=inner):
            return _any([compile_condition(one) for one in _quick_first(inner)])
        case Negation(not_=inner_one):
            return _negated(compile_condition(inner_one))
        case _:
            return _compile_atom(condition)


def _compile_atom(condition: FactCondition | OtherCondition) -> CompiledCondition:
    """A condition that looks at the scenario itself."""
    match condition:
        case FactIs() | FactAtLeast() | FactAbove() | FactContains():
            return _fact(condition)
        case BandIs() | LanguageIs() | SwitchIs():
            return lambda subject: addresses_subject(condition, subject)
        case ScriptHas():
            return _script(condition)
        case TermHolds(term=term):
            return _term(term)
        case FactHasItem():
            return _items(condition)
    assert_never(condition)


def _quick_first(conditions: Sequence[Condition]) -> list[Condition]:
    """The same in an order in which long texts are searched last: *and* and *or* do not mind the order."""
    return sorted(conditions, key=lambda one: isinstance(one, ScriptHas | AllOf | AnyOf | Negation))


def _fact(condition: FactCondition) -> CompiledCondition:
    def look(subject: Subject) -> bool | None:
        value = subject.cached_value_of(condition.fact)
        return None if value is None else fact_meets(condition, value, subject)

    return look


def _all(parts: list[CompiledCondition]) -> CompiledCondition:
    return lambda subject: all_hold(part(subject) for part in parts)


def _any(parts: list[CompiledCondition]) -> CompiledCondition:
    return lambda subject: any_holds(part(subject) for part in parts)


def _negated(part: CompiledCondition) -> CompiledCondition:
    def look(subject: Subject) -> bool | None:
        answer = part(subject)
        return None if answer is None else not answer

    return look


def all_hold(answers: Iterable[bool | None]) -> bool | None:
    """*And*, in three values; the answers are asked for until one is False."""
    found: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            found = None
    return found


def any_holds(answers: Iterable[bool | None]) -> bool | None:
    """*Or*, in three values; the answers are asked for until one is True."""
    found: bool | None = False
    for answer in answers:
        if answer:
            return True
        if answer is None:
            found = None
    return found


@lru_cache(maxsize=256)
def _expand_named_conditions(term: str) -> CompiledCondition:
    return compile_condition(load_named_conditions()[term].when)


def _term(term: str) -> CompiledCondition:
    key = "holds", term

    def look(subject: Subject) -> bool | None:
        if key not in subject.cache:
            subject.cache[key] = _expand_named_conditions(term)(subject)
        answer: bool | None = subject.cache[key]
        return answer

    return look


def _items(condition: FactHasItem) -> CompiledCondition:
    def field_holds(item: object, field: str, wanted: Values | ItemNumber, subject: Subject) -> bool | None:
        value = getattr(item, field)
        if value is None or missing_description_field(condition.fact, item, field, wanted) is not None:
            return None
        return field_meets(value, wanted, subject)

    def look(subject: Subject) -> bool | None:
        items = subject.cached_value_of(condition.fact)
        if items is None:
            return None
        return any_holds(
            all_hold(field_holds(item, field, wanted, subject) for field, wanted in condition.any_item.items())
            for item in items
        )

    return look


def _script(condition: ScriptHas) -> CompiledCondition:
    def look(subject: Subject) -> bool | None:
        pattern = script_pattern(condition.has_any_of)
        return any(pattern.search(subject.text(part, condition.language)) for part in condition.script)

    return look
