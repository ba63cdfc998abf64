"""The judge: anyone's schedule held against the duties by plain counting. Shares no code with the solver."""

from drillplanner.audit.development import DevelopmentalReport, judge_development
from drillplanner.audit.judge import judge
from drillplanner.audit.quality import recount, recount_required
from drillplanner.audit.report import AuditReport

__all__ = ["AuditReport", "DevelopmentalReport", "judge", "judge_development", "recount", "recount_required"]
