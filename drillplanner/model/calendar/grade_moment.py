"""What grades with bells of their own have at one moment of the day."""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import PeriodTag


class TouchedPeriod(Frozen):
    """A period of some grades that overlaps a drill."""

    name: str
    tags: tuple[PeriodTag, ...]

    @property
    def in_class(self) -> bool:
        """Whether the period is a lesson."""
        return PeriodTag.INSTRUCTION in self.tags


class GradeMoment(Frozen):
    """What grades with bells of their own have at one moment of the day.

    A drill may run across a bell: ``period`` then names all periods that it touches, and ``tags`` combine theirs.
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
        """The periods that the moment touches, in order; empty if the grades have none."""
        if self.touched or self.period is None:
            return self.touched
        return (TouchedPeriod(name=self.period, tags=self.tags),)

    @property
    def in_class(self) -> bool:
        """Whether the grades have a lesson."""
        return PeriodTag.INSTRUCTION in self.tags
