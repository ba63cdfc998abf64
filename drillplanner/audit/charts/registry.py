"""The check of each rule, gathered from the families of checks; two checks for one rule are a mistake of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from drillplanner.audit.charts.case.chart_case import Case
from drillplanner.audit.charts.checks import chain_of_command as command
from drillplanner.audit.charts.checks import chart_layout as drawing
from drillplanner.audit.charts.checks import combined_positions as combining
from drillplanner.audit.charts.checks import (
    depth,
    exercise_design,
    exercise_events,
    exercise_people,
    exercise_results,
    form_contents,
    other_charts,
    plan_steps,
    training,
)
from drillplanner.audit.charts.checks import exercise_program as programme
from drillplanner.audit.charts.checks import form_agreement as forms_together
from drillplanner.audit.charts.rules.findings import Fault, Unknown

Check = Callable[[Case], Iterator[Fault | Unknown]]

_FAMILIES: tuple[Mapping[str, Check], ...] = (
    command.CHECKS,
    combining.CHECKS,
    drawing.CHECKS,
    plan_steps.CHECKS,
    depth.CHECKS,
    other_charts.CHECKS,
    training.CHECKS,
    forms_together.CHECKS,
    form_contents.CHECKS,
    exercise_design.CHECKS,
    exercise_events.CHECKS,
    exercise_people.CHECKS,
    exercise_results.CHECKS,
    programme.CHECKS,
)


@cache
def checks() -> dict[str, Check]:
    """The check of each rule by the rule's id. A rule that two families claim is a mistake of ours."""
    found: dict[str, Check] = {}
    for family in _FAMILIES:
        if both := found.keys() & family.keys():
            raise AssertionError(f"two checks for one rule: {', '.join(sorted(both))}")
        found |= family
    return found
