"""Checks of a chart beside the other charts of its day: nobody is named for two campuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from drillplanner.audit.charts.case.chart_case import Case
from drillplanner.audit.charts.case.same_day_posts import named_in
from drillplanner.audit.charts.record import Elsewhere, Occasion
from drillplanner.audit.charts.rules.chart_rules import Severity
from drillplanner.audit.charts.rules.findings import Fault, Unknown


def one_campus_at_a_time(case: Case) -> Iterator[Fault | Unknown]:
    """DEP-07: nobody has posts at two campuses at once; hours that nobody said count as the same."""
    named = named_in(case.record)
    here = case.occasion
    for other in case.record.elsewhere or ():
        if other.person not in named or other.campus == here.campus:
            continue
        chart = f" ({other.chart})" if other.chart else ""
        who = f"{case.name(other.person)} is named here and at {other.campus}{chart}"
        subjects = (other.person, other.campus)
        if here.start is None or here.end is None or other.start is None or other.end is None:
            yield Fault(f"{who} on the same day, and it is not said that the hours lie apart.", subjects)
        elif max(here.start, other.start) < min(here.end, other.end):
            yield Fault(f"{who} at the same time ({_hours(here)}, {_hours(other)}).", subjects)
        else:
            yield Fault(
                f"{who} on the same day ({_hours(here)}, {_hours(other)}), and how long the way is is not known.",
                subjects,
                Severity.WARNING,
            )


def _hours(one: Occasion | Elsewhere) -> str:
    return f"{_clock(one.start)} to {_clock(one.end)}"


def _clock(at: time | None) -> str:
    return "?" if at is None else f"{at:%H:%M}"


CHECKS = {"DEP-07": one_campus_at_a_time}
