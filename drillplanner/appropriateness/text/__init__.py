"""Screening of free-text descriptions of drills by a lexicon of phrases and a small trained network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drillplanner.appropriateness.text.input.descriptions import (
    Context,
    Description,
    description_of_text,
    descriptions_in,
)

if TYPE_CHECKING:
    from drillplanner.appropriateness.text.screening import screen_description, screen_descriptions

__all__ = [
    "Context",
    "Description",
    "description_of_text",
    "descriptions_in",
    "screen_description",
    "screen_descriptions",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (as Python asks it of a module)
    """Return the screening itself, which loads dictionaries, only when it is used."""
    if name in {"screen_description", "screen_descriptions"}:
        from drillplanner.appropriateness.text import screening

        return getattr(screening, name)
    raise AttributeError(name)
