"""Records of what happened: the drill log, the improvement ledger, and the plan as it was carried out.

Here are the names of the drill log, which a short command needs; the rest is imported from its module.
"""

from drillplanner.records.causes import CAUSES, Cause, cause_of, causes_in, without_causes
from drillplanner.records.drill_log import (
    LOG_FILE,
    DrillLog,
    EntryStatus,
    LogEntry,
    locked_log,
)

__all__ = [
    "CAUSES",
    "LOG_FILE",
    "Cause",
    "DrillLog",
    "EntryStatus",
    "LogEntry",
    "cause_of",
    "causes_in",
    "locked_log",
    "without_causes",
]
