"""The judge: anyone's schedule held against the duties by plain counting. Shares no code with the solver."""

from drillplanner.audit.schedule.developmental_rules import DevelopmentalReport, judge_development
from drillplanner.audit.schedule.goals import recount, recount_required
from drillplanner.audit.schedule.judge import judge_schedule
from drillplanner.audit.schedule.report import AuditReport

__all__ = [
    "AuditReport",
    "DevelopmentalReport",
    "judge_development",
    "judge_schedule",
    "recount",
    "recount_required",
]
