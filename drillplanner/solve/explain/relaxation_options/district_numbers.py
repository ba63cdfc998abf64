"""Changes to numbers in ``district.yaml``: from when a month counts, and how many drills a day are usual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drillplanner.files.counting import counted
from drillplanner.law import Duty
from drillplanner.law.timing.periods import Per
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.model import MOST_DRILLS_A_DAY
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.relaxation_options.option import (
    RelaxationLadder,
    RelaxationOption,
    relaxation_option,
)

#: The largest ``month_counts_from``.
_MOST_COUNTS_FROM = 10


def number_options(duties: Sequence[Duty], case: ConflictCase) -> Iterator[RelaxationLadder]:
    """Yield the ladders of these numbers, if they bear on the duties or on campuses that share visits."""
    lengths = sorted({days for duty in duties if (days := _days_of_month(duty, case)) is not None})
    steps = tuple(_counts_from(days + 1) for days in lengths if days < _MOST_COUNTS_FROM)
    if steps:
        yield RelaxationLadder(42, steps)
    usual = case.workspace.district.drills_a_day
    if case.is_shared and usual < MOST_DRILLS_A_DAY:
        numbers = range(usual + 1, MOST_DRILLS_A_DAY + 1)
        yield RelaxationLadder(43, tuple(_drills_a_day(number) for number in numbers))


def _counts_from(number: int) -> RelaxationOption:
    words = (
        f"Let a month count only from {counted(number, 'school day')} on (month_counts_from: {number} in "
        "district.yaml). Most laws do not say so: ask the state first"
    )

    def apply(case: ConflictCase) -> ConflictCase:
        days = ((duty, _days_of_month(duty, case)) for duty in case.duties)
        return case.without_duties(tuple(duty for duty, held in days if held is not None and held < number))

    return relaxation_option("month_counts_from", words, apply)


def _drills_a_day(number: int) -> RelaxationOption:
    words = f"Let schools hold {number} drills on any day (drills_a_day: {number} in district.yaml)"
    return relaxation_option(
        "drills_a_day",
        words,
        lambda case: case.in_district(lambda district: district.model_copy(update={"drills_a_day": number})),
    )


def _days_of_month(duty: Duty, case: ConflictCase) -> int | None:
    """Return the school days of the duty's month; None if it is not monthly, or the law says when one counts."""
    requirement, window = duty.mandate.requirement, duty.window
    if (
        not isinstance(requirement, PeriodicRequirement)
        or requirement.per is not Per.MONTH_IN_SESSION
        or requirement.month_counts_from is not None
    ):
        return None
    dates = case.workspace.calendar.dates_at(duty.campus_id)
    return sum((on.year, on.month) == (window.first.year, window.first.month) for on in dates)
