"""Checks of a condition when it is read: its facts exist, and its values are allowed for them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TypeAlias

from drillplanner.appropriateness.conditions import facts as vocabulary
from drillplanner.appropriateness.profiles.limits import measure_names

Value: TypeAlias = bool | int | str
#: A number, or the name of a limit or of a numeric switch.
Bound: TypeAlias = int | str

_OPERATORS = {"items": "any_item", "words": "contains", "names": "contains"}


def operator_for(fact_type: vocabulary.FactType) -> str:
    """Return the operator with which a condition tests a fact of this type."""
    return _OPERATORS.get(fact_type.kind, "is")


def type_of_fact(fact: str) -> vocabulary.FactType:
    """Return the type of a fact. Raises ValueError if no fact has this name."""
    check_name(fact, vocabulary.known_facts(), f"no fact is called '{fact}'")
    return vocabulary.known_facts()[fact]


def check_name(name: str, known: Iterable[str], complaint: str) -> None:
    """Raise ValueError with the allowed names if the name is unknown."""
    names = sorted(known)
    if name not in names:
        raise ValueError(f"{complaint}; allowed: {', '.join(names)}{spelling_suggestion(name, names)}")


def check_number(name: str, fact_type: vocabulary.FactType, bound: Bound) -> None:
    """Raise ValueError if the fact is not a number, or the bound is a name that no limit has."""
    if fact_type.kind != "number":
        raise ValueError(f"'{name}' is not a number; ask it with 'is'")
    if isinstance(bound, str):
        check_name(bound, measure_names(), f"no limit is called '{bound}'")


def check_values(name: str, fact_type: vocabulary.FactType, values: tuple[Value, ...]) -> None:
    """Raise ValueError for a value that the fact cannot have."""
    for value in values:
        if fact_type.kind == "yes_or_no" and not isinstance(value, bool):
            raise ValueError(f"'{name}' is true or false, not '{value}'")
        if fact_type.kind == "number" and (isinstance(value, bool) or not isinstance(value, int)):
            raise ValueError(f"'{name}' is a whole number, not '{value}'")
        if fact_type.allowed_values and value not in fact_type.allowed_values:
            raise ValueError(
                f"'{value}' is no word of '{name}'; allowed: {', '.join(fact_type.allowed_values)}"
                f"{spelling_suggestion(str(value), fact_type.allowed_values)}"
            )


def spelling_suggestion(written: str, known: Iterable[str]) -> str:
    """Return a sentence that suggests the nearest known word; empty if none is near."""
    near = difflib.get_close_matches(written, sorted(known), n=1)
    return f". Maybe you meant '{near[0]}'." if near else ""
