"""What a plan says where more schools hold a kind of drill on one day than 'schools_a_day' allows."""

from __future__ import annotations

from datetime import date

from drillplanner.audit.schedule import AuditReport
from drillplanner.model import DrillType, SchoolLevel
from drillplanner.model.district.schools_a_day import BusyDate
from drillplanner.workflow.accept.accept import exceeded_limit_sentences


def busy(day: int, level: SchoolLevel) -> BusyDate:
    return BusyDate(
        date=date(2022, 7, day), level=level, drill_type=DrillType.FIRE_EVACUATION, campuses=("a", "b"), most=1
    )


def report(*dates: BusyDate) -> AuditReport:
    return AuditReport(schedule="a plan", verdicts=(), entries=(), busy_dates=dates)


def test_dates_are_counted_once_for_all_levels() -> None:
    dates = (busy(28, SchoolLevel.HIGH), busy(29, SchoolLevel.HIGH), busy(29, SchoolLevel.MIDDLE))
    (sentence,) = exceeded_limit_sentences(report(*dates), is_update=False)
    assert sentence.startswith("'schools_a_day' is lifted on 2 dates, since ")
    assert exceeded_limit_sentences(report(), is_update=False) == ()
