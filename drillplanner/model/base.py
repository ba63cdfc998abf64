"""The base class of every model: immutable, and strict about unknown fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value, equal to another with the same fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some fields replaced, without the cached properties of the original."""
        copied = super().model_copy(update=update, deep=deep)
        for name in _cached_properties(type(self)):
            copied.__dict__.pop(name, None)
        return copied


@cache
def _cached_properties(model: type[Frozen]) -> tuple[str, ...]:
    """Return the names of the cached properties of a model; looking them up takes longer than the copy."""
    return tuple(
        name
        for class_ in model.__mro__
        for name, attribute in vars(class_).items()
        if isinstance(attribute, cached_property)
    )
