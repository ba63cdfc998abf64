"""What is checked of a condition when it is read: its facts exist, and its values are words of theirs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TypeAlias

from drillplanner.appropriateness.conditions import facts as vocabulary
from drillplanner.appropriateness.profiles.limits import measure_names

Value: TypeAlias = bool | int | str
#: A number, or the name of a limit or of a switch that is one.
Bound: TypeAlias = int | str

_WAY_TO_ASK = {"items": "any_item", "words": "contains", "names": "contains"}


def operator_for(shape: vocabulary.FactType) -> str:
    """The word with which a fact of that shape is asked."""
    return _WAY_TO_ASK.get(shape.kind, "is")


def type_of_fact(fact: str) -> vocabulary.FactType:
    """The shape of a fact. Raises ValueError where there is none of that name."""
    check_name(fact, vocabulary.known_facts(), f"no fact is called '{fact}'")
    return vocabulary.known_facts()[fact]


def check_name(name: str, known: Iterable[str], complaint: str) -> None:
    """Raises ValueError with what is allowed where the name is not known."""
    names = sorted(known)
    if name not in names:
        raise ValueError(f"{complaint}; allowed: {', '.join(names)}{spelling_suggestion(name, names)}")


def check_number(name: str, shape: vocabulary.FactType, bound: Bound) -> None:
    """Raises ValueError where the fact is no number, or the bound is a name that no limit has."""
    if shape.kind != "number":
        raise ValueError(f"'{name}' is not a number; ask it with 'is'")
    if isinstance(bound, str):
        check_name(bound, measure_names(), f"no limit is called '{bound}'")


def check_values(name: str, shape: vocabulary.FactType, values: tuple[Value, ...]) -> None:
    """Raises ValueError where a value is not one that the fact may take."""
    for value in values:
        if shape.kind == "yes_or_no" and not isinstance(value, bool):
            raise ValueError(f"'{name}' is true or false, not '{value}'")
        if shape.kind == "number" and (isinstance(value, bool) or not isinstance(value, int)):
            raise ValueError(f"'{name}' is a whole number, not '{value}'")
        if shape.allowed_values and value not in shape.allowed_values:
            raise ValueError(
                f"'{value}' is no word of '{name}'; allowed: {', '.join(shape.allowed_values)}"
                f"{spelling_suggestion(str(value), shape.allowed_values)}"
            )


def spelling_suggestion(found: str, known: Iterable[str]) -> str:
    """A closing question for a message, with the nearest known word; empty where none is near."""
    near = difflib.get_close_matches(found, sorted(known), n=1)
    return f". Maybe you meant '{near[0]}'." if near else ""
