"""The facts that a rule may ask about, read off the models, and the words that each of them may take.

A fact is named by its path: ``contact``, ``access.plans_confirmed``, ``placed.exam_near``. What stands in a
list is asked field by field: ``sensory`` with ``kind``.
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
from drillplanner.model import DrillFacts, Frozen, GradeBand, PlacedFacts, Scenario

#: What a rule may ask of a scenario besides its facts.
SCENARIO_FIELDS = ("drill_type", "format", "audience", "minutes", "announced", "positions", "subjects", "route")

#: The first step of the path of a fact that only a dated plan or the school knows.
PLACED = "placed"

#: A word that says nothing by itself, and the field of the same item that must then speak.
DESCRIPTION_FIELDS = {("sensory.kind", "other"): "source"}

#: Grade bands as they are written.
BANDS = tuple(band.value for band in GradeBand)

FactKind = Literal["yes_or_no", "number", "word", "words", "names", "items", "text", "group", "day"]


@dataclass(frozen=True)
class FactType:
    """What a fact is: its kind, the words it may take, and the model of the things in its list."""

    kind: FactKind
    allowed_values: tuple[str, ...] = ()
    model: type[BaseModel] | None = None


@lru_cache(maxsize=1)
def known_facts() -> dict[str, FactType]:
    """Every fact that a condition may name, with its shape, in the order of the names."""
    scenario = ((name, _shape(Scenario.model_fields[name].annotation)) for name in SCENARIO_FIELDS)
    every = dict((*scenario, *_facts_of(DrillFacts, ""), *_facts_of(PlacedFacts, f"{PLACED}.")))
    return {name: every[name] for name in sorted(every) if every[name].kind not in {"day", "text"}}


@lru_cache(maxsize=256)
def fields_of_items(fact: str) -> dict[str, FactType]:
    """The fields of the things in a fact that is a list of things; empty for any other."""
    model = known_facts()[fact].model
    return dict(_facts_of(model, "")) if model is not None else {}


def _facts_of(model: type[BaseModel], before: str) -> Iterator[tuple[str, FactType]]:
    for name, field in model.model_fields.items():
        shape = _shape(field.annotation)
        if shape.kind == "group" and shape.model is not None:
            yield from _facts_of(shape.model, f"{before}{name}.")
        else:
            yield before + name, shape


def _shape(annotation: Any) -> FactType:  # noqa: ANN401 (a type of any kind)
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        # "int | Literal[...] | None" counts as what stands first.
        return _shape(next(part for part in get_args(annotation) if part is not type(None)))
    if origin is tuple:
        return _list_shape(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return FactType("group", model=annotation)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return FactType("word", _words(annotation))
    kinds: dict[Any, FactKind] = {bool: "yes_or_no", int: "number", str: "text"}
    return FactType(kinds.get(annotation, "day"))


def _list_shape(inner: Any) -> FactType:  # noqa: ANN401
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return FactType("items", model=inner)
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return FactType("words", _words(inner))
    return FactType("names")


def _words(annotation: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in annotation)


_FACTS = Path(__file__).parent / "placed_facts.yaml"


class PlacedFactSentences(Frozen):
    """A fact as the end of "It is not known ...", and what to do; empty where the program itself sees to it."""

    unknown: str
    answer: str = ""


@lru_cache(maxsize=1)
def load_placed_fact_sentences() -> dict[str, PlacedFactSentences]:
    """The words of each fact by its name."""
    return parse_as(dict[str, PlacedFactSentences], read_document(_FACTS, _FACTS.name))


def unknown_fact_sentences(path: str) -> PlacedFactSentences | None:
    """The words for a fact by its path; None for one of a scenario.

    What stands in a list, as in ``placed.notices[0].hours_before``, is told by the list.
    """
    first, _, rest = path.partition(".")
    return load_placed_fact_sentences()[re.split(r"[.\[]", rest, maxsplit=1)[0]] if first == PLACED else None
