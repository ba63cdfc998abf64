"""Developmental rules as data, and the gate that holds a scenario against them."""

from drillplanner.appropriateness.judge import judge_scenario
from drillplanner.appropriateness.rules import Rule, load_rules, read_rules

__all__ = ["Rule", "judge_scenario", "load_rules", "read_rules"]
