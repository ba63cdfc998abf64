"""The facts that a rule may test, derived from the models, and the values that each of them may have.

A fact is named by its path: ``contact``, ``access.plans_confirmed``, ``placed.exam_near``. The items of a list are
tested field by field: ``sensory`` with ``kind``.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import DrillFacts, Frozen, PlacedFacts, Scenario

#: Fields of a scenario that a rule may test in addition to its facts.
SCENARIO_FIELDS = (
    "drill_type", "format", "audience", "minutes", "announced", "positions", "subjects", "route", "moments",
)  # fmt: skip
#: Facts that are computed from others: the minutes that hiding and the talk take beyond the planned ones.
COMPUTED = ("minutes_short",)

#: The first step in the path of a fact that depends on the date of the drill or on the school.
PLACED = "placed"

#: A value that says nothing by itself, and the field of the same item that must then describe it.
DESCRIPTION_FIELDS = {("sensory.kind", "other"): "source"}

FactKind = Literal["yes_or_no", "number", "word", "words", "names", "items", "text", "group", "day"]


@dataclass(frozen=True)
class FactType:
    """The type of a fact: its kind, the values it may have, and the model of its list items."""

    kind: FactKind
    allowed_values: tuple[str, ...] = ()
    model: type[BaseModel] | None = None


@lru_cache(maxsize=1)
def known_facts() -> dict[str, FactType]:
    """Return every fact that a condition may name with its type, in alphabetical order."""
    scenario = ((name, _type_of(Scenario.model_fields[name].annotation)) for name in SCENARIO_FIELDS)
    computed = ((name, FactType("number")) for name in COMPUTED)
    facts = dict((*scenario, *computed, *_facts_of(DrillFacts, ""), *_facts_of(PlacedFacts, f"{PLACED}.")))
    return {name: facts[name] for name in sorted(facts) if facts[name].kind not in {"day", "text"}}


@lru_cache(maxsize=256)
def fields_of_items(fact: str) -> dict[str, FactType]:
    """Return the fields of the items of a fact that is a list of items; empty for any other fact."""
    model = known_facts()[fact].model
    return dict(_facts_of(model, "")) if model is not None else {}


def _facts_of(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, FactType]]:
    for name, field in model.model_fields.items():
        fact_type = _type_of(field.annotation)
        if fact_type.kind == "group" and fact_type.model is not None:
            yield from _facts_of(fact_type.model, f"{prefix}{name}.")
        else:
            yield prefix + name, fact_type


def _type_of(annotation: Any) -> FactType:  # noqa: ANN401 (a type of any kind)
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        # "int | Literal[...] | None" counts as its first member.
        return _type_of(next(part for part in get_args(annotation) if part is not type(None)))
    if origin is tuple:
        return _list_type_of(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return FactType("group", model=annotation)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return FactType("word", _words(annotation))
    kinds: dict[Any, FactKind] = {bool: "yes_or_no", int: "number", str: "text"}
    return FactType(kinds.get(annotation, "day"))


def _list_type_of(inner: Any) -> FactType:  # noqa: ANN401
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return FactType("items", model=inner)
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return FactType("words", _words(inner))
    return FactType("names")


def _words(annotation: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in annotation)


_FACTS = Path(__file__).parent / "placed_facts.yaml"


class PlacedFactSentences(Frozen):
    """A fact as the end of "It is not known ...", and what to do; empty if the program provides it."""

    unknown: str
    answer: str = ""


@lru_cache(maxsize=1)
def load_placed_fact_sentences() -> dict[str, PlacedFactSentences]:
    """Return the sentences for each fact of a dated drill, by its name."""
    return parse_as(dict[str, PlacedFactSentences], read_document(_FACTS, _FACTS.name))


def unknown_fact_sentences(path: str) -> PlacedFactSentences | None:
    """Return the sentences for a fact of a dated drill by its path; None for a fact of a scenario.

    A field of a list item, such as ``placed.notices[0].hours_before``, has the sentences of its list.
    """
    first, _, rest = path.partition(".")
    return load_placed_fact_sentences()[re.split(r"[.\[]", rest, maxsplit=1)[0]] if first == PLACED else None
