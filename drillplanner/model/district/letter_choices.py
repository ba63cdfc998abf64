"""A district's choices for its letters to families: ``letters:`` in ``district.yaml``.

On its own because calendars have choices of their own, and letters none of theirs.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import DrillType


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
    opt_out: tuple[DrillType, ...] = Field(
        default=(),
        description="Kinds of drill from which the district lets families keep a child. Some states leave that to "
        "the district; where the law gives families the right, it need not be said here.",
    )
