"""Developmental rules as data, and the gate that holds a scenario, a drill or a year against them."""

from drillplanner.appropriateness.judge import judge_drill, judge_scenario
from drillplanner.appropriateness.judge_year import judge_year
from drillplanner.appropriateness.moments import coverages_at
from drillplanner.appropriateness.profiles import Profile, profile_of
from drillplanner.appropriateness.rules import Rule, load_rules, read_rules
from drillplanner.appropriateness.seasons import seasons_at
from drillplanner.appropriateness.year_limits import limits_at

__all__ = [
    "Profile",
    "Rule",
    "coverages_at",
    "judge_drill",
    "judge_scenario",
    "judge_year",
    "limits_at",
    "load_rules",
    "profile_of",
    "read_rules",
    "seasons_at",
]
