"""Developmental rules as data, and the gate that holds a scenario, a drill or a year against them."""

from drillplanner.appropriateness.judgment.campus_year import judge_year
from drillplanner.appropriateness.judgment.scenario_and_drill import judge_drill, judge_scenario
from drillplanner.appropriateness.profiles.profile import Profile, profile_of
from drillplanner.appropriateness.rules.rule import DevelopmentalRule, load_rules, read_rules
from drillplanner.appropriateness.year_limits.campus_limits import limits_at
from drillplanner.appropriateness.year_limits.moments import coverages_at
from drillplanner.appropriateness.year_limits.seasons import seasons_at

__all__ = [
    "DevelopmentalRule",
    "Profile",
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
