"""What it is at one moment for grades of a campus that have bells of their own."""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import PeriodTag


class TouchedPeriod(Frozen):
    """A period of some grades that a drill touches."""

    name: str
    tags: tuple[PeriodTag, ...]

    @property
    def in_class(self) -> bool:
        """Whether it is a lesson."""
        return PeriodTag.INSTRUCTION in self.tags


class GradeMoment(Frozen):
    """What it is at one moment for grades that have bells of their own.

    A drill may run over a bell: ``period`` then names all periods that it touches, and ``tags`` are those of all.
    """

    grades: tuple[str, ...] = Field(min_length=1)
    period: str | None = Field(description="Their period; None where they have none, so that they are not there.")
    tags: tuple[PeriodTag, ...] = ()
    touched: tuple[TouchedPeriod, ...] = Field(
        default=(),
        exclude_if=lambda value: not value,
        description="Each of the periods that a drill touches which runs over a bell; not given where it is one.",
    )

    @property
    def periods(self) -> tuple[TouchedPeriod, ...]:
        """The periods that the moment touches, in order; nothing where the grades have none."""
        if self.touched or self.period is None:
            return self.touched
        return (TouchedPeriod(name=self.period, tags=self.tags),)

    @property
    def in_class(self) -> bool:
        """Whether they have a lesson."""
        return PeriodTag.INSTRUCTION in self.tags
