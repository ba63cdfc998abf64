"""A district's choices for its letters to families: ``letters:`` in ``district.yaml``.

On its own because calendars have choices of their own, and letters none of theirs.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from drillplanner.model.base import Frozen


class LetterDigest(StrEnum):
    """Which drills share one letter."""

    NONE = "none"
    MONTHLY = "monthly"


class LetterChoices(Frozen):
    """How letters to families are put together. The law overrides the choice."""

    digest: LetterDigest = Field(
        default=LetterDigest.NONE,
        description="monthly: one letter tells of the drills of a month, where that is early enough and not too "
        "early for each; none: a letter for each drill.",
    )
