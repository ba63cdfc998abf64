"""A request to record a drill, in exact fields or in words.

On its own because ``record`` acts on it and ``resolve`` makes words exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from drillplanner.model import DrillType
from drillplanner.records import Cause
from drillplanner.workflow.in_words.drill_in_words import DrillInWords

FieldName = Callable[[str], str]


@dataclass(frozen=True)
class RecordRequest:
    """What someone reports about a drill: one of the plan, by its id, or another one, by campus, type, and date.

    ``date`` None is the planned day. ``correct`` takes back what the log says about the drill so far. ``words``
    say any of it as people do, and the drill is then found in the plan; a sentence may also say if it was held.
    ``fields`` are what a state asks for beyond the rest, as written, by any name of the field (``weather``).
    """

    held: bool | None
    recorded_by: str
    drill_id: str | None = None
    campus_id: str | None = None
    drill_type: DrillType | None = None
    scenario_id: str | None = None
    date: date | None = None
    start: time | None = None
    minutes: int | None = None
    cause: Cause | None = None
    note: str = ""
    correct: bool = False
    words: DrillInWords | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
