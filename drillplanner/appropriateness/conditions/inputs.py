"""What a condition asks for, told without a scenario: its switches, limits and facts, terms opened."""

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
    Negation,
    ScriptHas,
    SwitchIs,
    TermHolds,
)
from drillplanner.appropriateness.conditions.named_conditions import load_named_conditions


def switches_in(condition: Condition) -> tuple[str, ...]:
    """The switches that it asks of the state's profile."""
    return _once(leave.switch for leave in _leaves(condition) if isinstance(leave, SwitchIs))


def measures_in(condition: Condition) -> tuple[str, ...]:
    """The limits and numeric switches that it names."""
    return _once(bound for leave in _leaves(condition) for bound in _bounds(leave) if isinstance(bound, str))


def depends_on_script(condition: Condition) -> bool:
    """Whether the words of a script, or the languages that it is written in, decide it."""
    return any(isinstance(leave, ScriptHas | LanguageIs) for leave in _leaves(condition))


def depends_on_band(condition: Condition) -> bool:
    """Whether two bands that meet the same facts of a scenario can get different answers."""
    return (
        bool(measures_in(condition))
        or depends_on_script(condition)
        or any(isinstance(leave, BandIs) for leave in _leaves(condition))
    )


def _leaves(condition: Condition) -> Iterator[object]:
    match condition:
        case AnyOf(any=inner) | AllOf(all=inner):
            for one in inner:
                yield from _leaves(one)
        case Negation(not_=one):
            yield from _leaves(one)
        case TermHolds(term=term):
            yield from _leaves(load_named_conditions()[term].when)
        case _:
            yield condition


def _bounds(leaf: object) -> Iterator[int | str]:
    match leaf:
        case FactAtLeast(at_least=bound) | FactAbove(above=bound):
            yield bound
        case FactHasItem(any_item=fields):
            for wanted in fields.values():
                if isinstance(wanted, ItemNumber):
                    yield wanted.bound


def _once(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
