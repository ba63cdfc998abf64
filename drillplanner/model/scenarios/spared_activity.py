"""What children have who are spared a drill: a talk or a visit on the same day, with adults they know."""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.grades import GradeBand

_Bands = tuple[GradeBand, ...]


class TranslatedActivity(Frozen):
    """What children hear and families read of it in another language."""

    bands: _Bands = Field(min_length=1, description="As in the English entry.")
    title: str
    say: tuple[str, ...] = Field(min_length=1)
    close: str
    for_families: str


class SparedActivity(Frozen):
    """A talk, a story, or a visit with the lights on, in place of the drill.

    It is held on the day of the drill: in the children's own room while others practice, or at any time of the day
    where only the staff practice.
    """

    bands: _Bands = Field(min_length=1, description="The grade bands that have it.")
    title: str = Field(min_length=1, description="For staff and families: 'A visit to our quiet spot'.")
    minutes: int = Field(ge=1, le=30)
    where: str = Field(min_length=1, description="Where the children are while others practice, and with whom.")
    say: tuple[str, ...] = Field(min_length=1, description="Sentences that an adult says, in order.")
    do: tuple[str, ...] = Field(min_length=1, description="Steps that children and adults take, in order.")
    close: str = Field(description="The closing words.")
    for_families: str = Field(min_length=1, description="What families of these children read.")
