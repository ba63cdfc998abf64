"""What a rule file may say: a small set of declared conditions.

Why declared conditions and no expression language: a district's psychologist can write and read one without
Python, a rule file can never run code, and each condition can say on its own which fact it needs, where it
looked and what it saw. That makes the answer three-valued (yes, no, cannot tell) and every finding points
at its evidence. The set is as small as the rules need; a new kind of condition is one class here and one
reading in ``truth.py``.

::

    {fact: simulation, is: true}                          the fact has that value
    {fact: hazard_theme, is: [fire, weather]}             ... or one of these
    {fact: ladder_level, at_least: 8}                     a number, that or more
    {fact: positions, contains: OPS-CIT}                  a list of names holds that one
    {fact: props, any_item: {stands_for: weapon}}         one thing in the list is like this
    {band: [PK-K, 1-2]}                                   the children are of these grade bands
    {script: [say, do, close], has_any_of: [gun, die]}    the band's script says one of these words
    {any: [...]}  {all: [...]}  {not: ...}                one of them, all of them, not that
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from drillplanner.appropriateness import vocabulary
from drillplanner.model import Frozen, GradeBand

Value: TypeAlias = bool | int | str
Values: TypeAlias = Value | tuple[Value, ...]
Part: TypeAlias = Literal["say", "do", "close"]


def as_tuple(values: Values) -> tuple[Value, ...]:
    """One value or several, as several."""
    return values if isinstance(values, tuple) else (values,)


class FactIs(Frozen):
    """The fact has the value, or one of the values."""

    fact: str
    is_: Values = Field(alias="is")

    @model_validator(mode="after")
    def _checks(self) -> FactIs:
        _check_fact(self.fact)
        if self.fact in vocabulary.ITEMS or self.fact == "positions":
            raise ValueError(f"'{self.fact}' is a list; ask it with 'any_item' or 'contains'")
        _check_values(self.fact, as_tuple(self.is_))
        return self


class FactAtLeast(Frozen):
    """The fact is a number not below this one."""

    fact: str
    at_least: int

    @model_validator(mode="after")
    def _checks(self) -> FactAtLeast:
        _check_fact(self.fact)
        if not vocabulary.is_number(self.fact):
            raise ValueError(f"'{self.fact}' is not a number; ask it with 'is'")
        return self


class FactContains(Frozen):
    """The list of names holds this one."""

    fact: Literal["positions"]
    contains: str


class FactHasItem(Frozen):
    """One thing in the list has each of these fields with that value, or one of the values."""

    fact: str
    any_item: dict[str, Values] = Field(min_length=1)

    @model_validator(mode="after")
    def _checks(self) -> FactHasItem:
        shape = vocabulary.ITEMS.get(self.fact)
        if shape is None:
            raise ValueError(
                f"'{self.fact}' is not a list of things; allowed: {', '.join(sorted(vocabulary.ITEMS))}"
            )
        for field, values in self.any_item.items():
            _check_name(field, shape.model_fields, f"'{self.fact}' has no field '{field}'")
            _check_values(f"{self.fact}.{field}", as_tuple(values))
        return self


class BandIs(Frozen):
    """The children are of one of these grade bands."""

    band: tuple[GradeBand, ...] = Field(min_length=1)


class ScriptHas(Frozen):
    """The band's script says one of these words or phrases: whole words, upper and lower case alike."""

    script: tuple[Part, ...] = Field(min_length=1)
    has_any_of: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _checks(self) -> ScriptHas:
        if any(not any(sign.isalnum() for sign in words) for words in self.has_any_of):
            raise ValueError("a word in 'has_any_of' has no letter")
        return self


class AnyOf(Frozen):
    """At least one of them holds."""

    any: tuple[Condition, ...] = Field(min_length=1)


class AllOf(Frozen):
    """All of them hold; the first that points at something is shown as the evidence."""

    all: tuple[Condition, ...] = Field(min_length=1)


class Negation(Frozen):
    """It does not hold."""

    not_: Condition = Field(alias="not")


_KEYS: tuple[tuple[str, type[Frozen]], ...] = (
    ("any", AnyOf),
    ("all", AllOf),
    ("not", Negation),
    ("is", FactIs),
    ("at_least", FactAtLeast),
    ("contains", FactContains),
    ("any_item", FactHasItem),
    ("band", BandIs),
    ("has_any_of", ScriptHas),
)


def _kind_of(value: object) -> str | None:
    if isinstance(value, dict):
        return next((key for key, _ in _KEYS if key in value), None)
    return next((key for key, shape in _KEYS if isinstance(value, shape)), None)


Condition = Annotated[
    Annotated[AnyOf, Tag("any")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[Negation, Tag("not")]
    | Annotated[FactIs, Tag("is")]
    | Annotated[FactAtLeast, Tag("at_least")]
    | Annotated[FactContains, Tag("contains")]
    | Annotated[FactHasItem, Tag("any_item")]
    | Annotated[BandIs, Tag("band")]
    | Annotated[ScriptHas, Tag("has_any_of")],
    Discriminator(
        _kind_of,
        custom_error_type="condition",
        custom_error_message=(
            "this is not a condition; allowed: 'any', 'all', 'not', 'band', 'fact' with 'is', 'at_least', "
            "'contains' or 'any_item', or 'script' with 'has_any_of'"
        ),
    ),
]

for _shape in (AnyOf, AllOf, Negation):
    _shape.model_rebuild()


def _check_fact(fact: str) -> None:
    _check_name(fact, vocabulary.known_facts(), f"no fact is called '{fact}'")


def _check_name(name: str, known: Iterable[str], complaint: str) -> None:
    names = sorted(known)
    if name not in names:
        raise ValueError(f"{complaint}; allowed: {', '.join(names)}{maybe(name, names)}")


def _check_values(name: str, values: tuple[Value, ...]) -> None:
    words = vocabulary.words_of(name)
    for value in values:
        if vocabulary.is_yes_or_no(name) and not isinstance(value, bool):
            raise ValueError(f"'{name}' is true or false, not '{value}'")
        if vocabulary.is_number(name) and (isinstance(value, bool) or not isinstance(value, int)):
            raise ValueError(f"'{name}' is a whole number, not '{value}'")
        if words and value not in words:
            raise ValueError(
                f"'{value}' is no word of '{name}'; allowed: {', '.join(words)}{maybe(str(value), words)}"
            )


def maybe(found: str, known: Iterable[str]) -> str:
    """A closing question for a message, with the nearest known word; empty where none is near."""
    near = difflib.get_close_matches(found, sorted(known), n=1)
    return f". Maybe you meant '{near[0]}'." if near else ""
