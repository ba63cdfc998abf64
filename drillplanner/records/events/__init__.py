"""What happened, as events: who said what of which drill, chained so that nothing is changed unseen."""

from drillplanner.records.events.canonical_json import canonical_json
from drillplanner.records.events.chain import (
    NO_HASH,
    ChainBreak,
    ChainedEvent,
    ChainHead,
    chained,
    chained_from_json,
    first_break,
)
from drillplanner.records.events.event import LoggedEvent, LoggedKind, new_event_id
from drillplanner.records.events.folding import DrillStanding, StandingState, fold

__all__ = [
    "NO_HASH",
    "ChainBreak",
    "ChainHead",
    "ChainedEvent",
    "DrillStanding",
    "LoggedEvent",
    "LoggedKind",
    "StandingState",
    "canonical_json",
    "chained",
    "chained_from_json",
    "first_break",
    "fold",
    "new_event_id",
]
