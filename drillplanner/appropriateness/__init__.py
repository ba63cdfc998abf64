"""Developmental rules as data, and the judgment of scenarios, drills, and years by them."""

from drillplanner.appropriateness.judgment.campus_year import judge_year as judge_year
from drillplanner.appropriateness.judgment.scenario_and_drill import (
    judge_drill as judge_drill,
    judge_scenario as judge_scenario,
    judge_scenario_once as judge_scenario_once,
)
from drillplanner.appropriateness.profiles.profile import Profile as Profile, profile_of as profile_of
from drillplanner.appropriateness.rules.rule import (
    DevelopmentalRule as DevelopmentalRule,
    load_rules as load_rules,
    read_rules as read_rules,
)
from drillplanner.appropriateness.year_limits.campus_limits import limits_at as limits_at
from drillplanner.appropriateness.year_limits.campus_limits import limits_by_bands as limits_by_bands
from drillplanner.appropriateness.year_limits.moments import coverages_at as coverages_at
from drillplanner.appropriateness.year_limits.seasons import seasons_at as seasons_at
