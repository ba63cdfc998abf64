"""How far a schedule keeps good practice: what was asked at each campus, and what is not kept.

On its own because recording a drill needs no plan, and so none of these models.
"""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen


class BrokenPractice(Frozen):
    """A practice that a campus's year does not keep."""

    practice: str = Field(description="Its id: GP-20.")
    campus_id: str
    text: str = Field(description="What it asks for, in words.")
    breaches: int = Field(ge=1, description="How often: drills missing, drills on such days, runs of days.")


class PracticeOutcome(Frozen):
    """Good practice over a schedule. It is not law: a schedule that keeps none of it breaks nothing.

    Each practice counts once for each campus at which it applies.
    """

    kept: int = 0
    of: int = 0
    broken: tuple[BrokenPractice, ...] = ()
