"""Days on which a campus holds more drills than usual, and which activities count against a day.

On its own because recording a drill needs no plan, and so none of these models.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import DrillFormat, DrillType

#: The most drills that drillplanner holds on one day at one campus. Our choice: more would fill the day.
MOST_DRILLS_A_DAY: Final = 4
#: Minutes from the end of one drill to the start of the next on the same day. Our choice: a class settles down,
#: staff debrief, and the alarm can be reset.
MINUTES_APART: Final = 60
#: Formats in which people sit and talk. A lesson or a tabletop does not interrupt the school day as a drill does:
#: no alarm sounds, and no one leaves the room. So it may share its day with a drill.
QUIET_FORMATS: Final = frozenset({DrillFormat.LESSON, DrillFormat.TABLETOP})
#: Types that are talk by nature, in whatever format a schedule lists them.
QUIET_TYPES: Final = frozenset({DrillType.INSTRUCTION, DrillType.TABLETOP})


class CrowdedDay(Frozen):
    """A day on which a campus holds more than it usually would, because the law leaves no other way."""

    campus_id: str
    date: date
    drills: tuple[str, ...] = Field(description="Ids of the day's drills, in order of time.")
    duties: tuple[str, ...] = Field(
        default=(),
        description="Ids of the duties that leave no other way: without any one of them, a plan needs fewer "
        "drills on that day.",
    )
    text: str = Field(default="", description="The day, its drills, and the reason, in words.")
