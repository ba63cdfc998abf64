"""The inputs of a condition: switches, limits, scripts, and bands, including those of named conditions."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.appropriateness.conditions.condition import (
    AllOf,
    AnyOf,
    BandIs,
    Condition,
    FactAbove,
    FactAtLeast,
    FactHasItem,
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
)
from drillplanner.appropriateness.conditions.named_conditions import load_named_conditions


def switches_in(condition: Condition) -> tuple[str, ...]:
    """Return the switches of the state's profile that the condition tests."""
    return _once(leaf.switch for leaf in leafs_of(condition) if isinstance(leaf, SwitchIs))


def measures_in(condition: Condition) -> tuple[str, ...]:
    """Return the limits and numeric switches that the condition names."""
    return _once(bound for leaf in leafs_of(condition) for bound in _bounds(leaf) if isinstance(bound, str))


def depends_on_script(condition: Condition) -> bool:
    """Check whether the condition depends on the words or the languages of a script."""
    return any(
        isinstance(leaf, ScriptHas | SaysCall | LineHas | SentencesHarder | ReadingHarder | LanguageIs)
        for leaf in leafs_of(condition)
    )


def depends_on_band(condition: Condition) -> bool:
    """Check whether two bands with the same facts of a scenario can get different answers."""
    return (
        bool(measures_in(condition))
        or depends_on_script(condition)
        or any(isinstance(leaf, BandIs) for leaf in leafs_of(condition))
    )


def leafs_of(condition: Condition) -> Iterator[object]:
    """Yield the conditions that combine no others, also those of named conditions."""
    match condition:
        case AnyOf(any=inner) | AllOf(all=inner):
            for part in inner:
                yield from leafs_of(part)
        case Negation(not_=negated):
            yield from leafs_of(negated)
        case TermHolds(term=term):
            yield from leafs_of(load_named_conditions()[term].when)
        case _:
            yield condition


def _bounds(leaf: object) -> Iterator[int | str]:
    match leaf:
        case FactAtLeast(at_least=bound) | FactAbove(above=bound):
            yield bound
        case SentencesHarder(sentence_words_above=bound) | ReadingHarder(reading_grade_above=bound):
            yield bound
        case FactHasItem(any_item=fields):
            for wanted in fields.values():
                if isinstance(wanted, ItemNumber):
                    yield wanted.bound


def _once(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
