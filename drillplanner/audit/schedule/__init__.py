"""The independent check of any schedule against duties, district choices, and well-being rules.

It counts on the finished schedule and shares no code with the solver, so that it can catch the solver's mistakes.
"""

from drillplanner.audit.schedule.developmental_rules import DevelopmentalReport, judge_development
from drillplanner.audit.schedule.goals import recount, recount_breaches
from drillplanner.audit.schedule.judge import judge_schedule
from drillplanner.audit.schedule.own_rules.drill_numbers import count_by_source
from drillplanner.audit.schedule.own_rules.practice import judge_practice
from drillplanner.audit.schedule.report import AuditReport

__all__ = [
    "AuditReport",
    "DevelopmentalReport",
    "count_by_source",
    "judge_development",
    "judge_practice",
    "judge_schedule",
    "recount",
    "recount_breaches",
]
