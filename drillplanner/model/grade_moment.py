"""What it is at one moment for grades of a campus that have bells of their own."""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import PeriodTag


class GradeMoment(Frozen):
    """What it is at one moment for grades that have bells of their own."""

    grades: tuple[str, ...] = Field(min_length=1)
    period: str | None = Field(description="Their period; None where they have none, so that they are not there.")
    tags: tuple[PeriodTag, ...] = ()

    @property
    def in_class(self) -> bool:
        """Whether they have a lesson."""
        return PeriodTag.INSTRUCTION in self.tags
