"""What a district has settled about lines of its scenarios: words for response actions, and cleared lines."""

from __future__ import annotations

import re

from pydantic import Field

from drillplanner.files.iso_date import IsoDate
from drillplanner.model.base import Frozen
from drillplanner.model.scenarios.response_actions import Vocabulary

_NUMBERS = re.compile(r"\[\d+\]")


def key_of(place: str) -> str:
    """Return the key under which a line is written, without its number in a list."""
    return _NUMBERS.sub("", place)


class ClearedLine(Frozen):
    """A line that the reader asked about, and that a person read in its place and cleared.

    It holds for these words at this place alone: a line that is changed, or moved to another age, is asked about
    again.
    """

    scenario: str = Field(min_length=1, description="The scenario's id: the name of its file without the ending.")
    where: str = Field(min_length=1, description="The key of the line in the scenario, such as scripts.6-8.say.")
    line: str = Field(min_length=1, description="The line as `check` quotes it.")
    who: str = Field(min_length=1, description="The role of the person who cleared it: school psychologist.")
    date: IsoDate = Field(description="The day on which the person cleared it.")
    why: str = Field(default="", description="The person's reason, in a sentence.")

    def covers(self, scenario_id: str, place: str, passage: str) -> bool:
        """Check whether this is the line; which number it has in its list does not matter."""
        return (
            self.scenario == scenario_id
            and key_of(self.where) == key_of(place)
            and self.line.split() == passage.split()
        )


class LineAnswers(Frozen):
    """What a district says about the lines of its scenarios; by default nothing."""

    vocabulary: Vocabulary = Vocabulary()
    cleared: tuple[ClearedLine, ...] = ()

    def clearing(self, scenario_id: str, place: str, passage: str) -> ClearedLine | None:
        """Return what clears a line in doubt; None if no person did."""
        return next((line for line in self.cleared if line.covers(scenario_id, place, passage)), None)


NO_ANSWERS = LineAnswers()
