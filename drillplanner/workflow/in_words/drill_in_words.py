"""What someone says about a drill, by field, as the words stand.

On its own because the reader of sentences fills it, and the resolver reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DrillInWords:
    """Words about a drill; an empty field was not said.

    ``sentence`` says any of the others at once ("Lake Avenue, fire, 10/7, 11:30 am"). ``instead_of`` is the day
    for which the drill was planned. ``said_on`` is the day from which "yesterday" counts. ``is_extra`` says that
    the drill is in no plan.
    """

    sentence: str = ""
    school: str = ""
    kind: str = ""
    day: str = ""
    start: str = ""
    cause: str = ""
    instead_of: str = ""
    said_on: date | None = None
    is_extra: bool = False


@dataclass(frozen=True)
class SpokenDrill:
    """The fields of a sentence. ``held`` is None if it does not say; ``others`` are pieces that name no field."""

    words: DrillInWords
    held: bool | None = None
    minutes: int | None = None
    others: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What names no field."""
        return "; ".join(self.others)
