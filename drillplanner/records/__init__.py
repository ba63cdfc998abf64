"""What happened: the drill log of a workspace, and a plan read in its light."""

from drillplanner.records.as_happened import AsHappened, as_happened, with_recorded_causes
from drillplanner.records.drill_log import LOG_FILE, Status, append, read_log

__all__ = ["LOG_FILE", "AsHappened", "Status", "append", "as_happened", "read_log", "with_recorded_causes"]
