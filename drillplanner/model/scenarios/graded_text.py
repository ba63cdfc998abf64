"""Texts of a scenario that concern only some grades, and their selection for readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field, model_validator

from drillplanner.model.base import Frozen
from drillplanner.model.grades import GradeBand, bands_of, format_grades


class GradedText(Frozen):
    """A text of a list, such as an objective; in a file, plain text if it is for all grade bands."""

    bands: Annotated[tuple[GradeBand, ...], Field(min_length=1)] | None = Field(
        default=None, description="The grade bands that it concerns; None for all of the scenario's."
    )
    say: str

    @model_validator(mode="before")
    @classmethod
    def _plain_text_is_for_all(cls, value: Any) -> Any:  # noqa: ANN401 (raw input from a file)
        return value if isinstance(value, Mapping | cls) else {"say": value}


def concerned_grades(bands: Sequence[GradeBand] | None, readers: Iterable[str]) -> tuple[str, ...]:
    """Return those of the readers' grades that are in the bands; all of them if ``bands`` is None."""
    return tuple(grade for grade in readers if bands is None or set(bands_of((grade,))) & set(bands))


def texts_for(texts: Iterable[GradedText], readers: Sequence[str]) -> tuple[str, ...]:
    """Return the texts that concern readers of these grades, as in ``text_for_readers``."""
    shown = (text_for_readers(text.say, text.bands, readers) for text in texts)
    return tuple(text for text in shown if text is not None)


def text_for_readers(say: str, bands: Sequence[GradeBand] | None, readers: Sequence[str]) -> str | None:
    """Return a text for readers of these grades; None if it concerns none of them.

    A text that concerns only some of the readers' grades begins with those grades.
    """
    grades = concerned_grades(bands, readers)
    if not grades:
        return None
    if len(grades) == len(readers):
        return say
    return f"({'Grade' if len(grades) == 1 else 'Grades'} {format_grades(grades)}) {say}"


def require_texts_for_bands(
    what: str, texts: Iterable[GradedText], bands: Sequence[GradeBand], needed: bool
) -> None:
    """Raise ValueError for a text of a band outside ``bands`` or, if ``needed``, for a band without a text."""
    texts = tuple(texts)
    if strange := [band.value for text in texts for band in text.bands or () if band not in bands]:
        raise ValueError(f"'{what}' speaks of {', '.join(strange)}, but 'bands' does not name it")
    bare = [band.value for band in bands if not any(text.bands is None or band in text.bands for text in texts)]
    if needed and bare:
        raise ValueError(f"'{what}' has nothing for {', '.join(bare)}, which 'bands' names")
