"""Grades that a law or a district's policy spares some drills in the first days of the year, at one campus."""

from __future__ import annotations

from pydantic import Field

from drillplanner.law.match import Match
from drillplanner.law.window import Window
from drillplanner.model import Frozen


class SparedGrades(Frozen):
    """Grades of a campus that need not take part in some drills on some dates. A plan leaves them out of these.

    The campus still owes the drill: whether a drill without them counts is for the duty's own ``match`` to say.
    """

    mandate_id: str
    grades: tuple[str, ...] = Field(min_length=1, description="Grades that the campus teaches, in school order.")
    match: Match = Field(description="The drills that they are spared.")
    dates: Window = Field(description="The dates on which they are spared.")
    cite: str
