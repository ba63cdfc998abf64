"""Records of what happened: the drill log, the improvement ledger, and the plan as it was carried out."""

from drillplanner.records.as_happened import AsHappened, as_happened, at_time, with_recorded_causes
from drillplanner.records.causes import CAUSES, Cause, cause_of, causes_in, without_causes
from drillplanner.records.drill_log import (
    LOG_FILE,
    DrillLog,
    EntryStatus,
    LogEntry,
    LogFile,
    entry_problems,
    locked_log,
    read_log_file,
)
from drillplanner.records.improvement_ledger import LEDGER_FILE, read_ledger
from drillplanner.records.unlisted_campuses import UnlistedEntry, unlisted_campus_sentences

__all__ = [
    "CAUSES",
    "LEDGER_FILE",
    "LOG_FILE",
    "AsHappened",
    "Cause",
    "DrillLog",
    "EntryStatus",
    "LogEntry",
    "LogFile",
    "UnlistedEntry",
    "as_happened",
    "at_time",
    "cause_of",
    "causes_in",
    "entry_problems",
    "locked_log",
    "read_ledger",
    "read_log_file",
    "unlisted_campus_sentences",
    "with_recorded_causes",
    "without_causes",
]
