"""Texts of a scenario that concern some grades: how a file says so, and which of them readers are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field, model_validator

from drillplanner.model.base import Frozen
from drillplanner.model.grades import GradeBand, bands_of, format_grades


class GradedText(Frozen):
    """One text of a list, such as an objective; a file gives it as plain text where it is for all."""

    bands: Annotated[tuple[GradeBand, ...], Field(min_length=1)] | None = Field(
        default=None, description="The grade bands that it concerns; None for all of the scenario's."
    )
    say: str

    @model_validator(mode="before")
    @classmethod
    def _plain_text_is_for_all(cls, value: Any) -> Any:  # noqa: ANN401 (whatever stands in the file)
        return value if isinstance(value, Mapping | cls) else {"say": value}


def concerned_grades(bands: Sequence[GradeBand] | None, readers: Iterable[str]) -> tuple[str, ...]:
    """Of the readers' grades, those in the bands (None: in any)."""
    return tuple(grade for grade in readers if bands is None or set(bands_of((grade,))) & set(bands))


def texts_for(texts: Iterable[GradedText], readers: Sequence[str]) -> tuple[str, ...]:
    """The texts that concern readers of these grades; before one that concerns only some of them stands which."""
    return tuple(said for text in texts if (said := text_for_readers(text.say, text.bands, readers)) is not None)


def text_for_readers(say: str, bands: Sequence[GradeBand] | None, readers: Sequence[str]) -> str | None:
    """One text for readers of these grades; None where it concerns none of them."""
    meant = concerned_grades(bands, readers)
    if not meant:
        return None
    if len(meant) == len(readers):
        return say
    return f"({'Grade' if len(meant) == 1 else 'Grades'} {format_grades(meant)}) {say}"


def require_texts_for_bands(
    what: str, texts: Iterable[GradedText], bands: Sequence[GradeBand], needed: bool
) -> None:
    """Raise ValueError for a text of a band that the scenario is not for, or, if needed, a band without a text."""
    texts = tuple(texts)
    if strange := [band.value for text in texts for band in text.bands or () if band not in bands]:
        raise ValueError(f"'{what}' speaks of {', '.join(strange)}, but 'bands' does not name it")
    bare = [band.value for band in bands if not any(text.bands is None or band in text.bands for text in texts)]
    if needed and bare:
        raise ValueError(f"'{what}' has nothing for {', '.join(bare)}, which 'bands' names")
