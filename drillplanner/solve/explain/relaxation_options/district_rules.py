"""Changes to a district's own rules, by a number or a kind of day, and to the date of a training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from drillplanner.law import Duty
from drillplanner.law.requirement import LooserRequirement
from drillplanner.model import EventKind
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.candidates.duties import is_district_rule
from drillplanner.solve.explain.relaxation_options.option import (
    RelaxationLadder,
    RelaxationOption,
    relaxation_option,
)

#: The most dates to try one by one.
_DATES = 15
_DISTRICT_FILE = "district.yaml"


def rule_options(duty: Duty, dates: Sequence[date]) -> Iterator[RelaxationLadder]:
    """Yield the ladders of a duty: of the district's own rule, or the date of the event that a law waits for."""
    requirement = duty.mandate.requirement
    if requirement.waits_for is not None:
        yield RelaxationLadder(44, tuple(_event_earlier(duty, requirement.waits_for, dates)))
    if not is_district_rule(duty):
        return
    mandate = duty.mandate.mandate_id
    # A rule that is made of district.yaml is changed there.
    where = f" ({duty.cite})" if duty.url == _DISTRICT_FILE else ""
    changes = requirement.looser(f"the district's own rule {mandate}{where}", duty.sentence)
    if steps := tuple(_with_requirement(duty, change) for change in changes):
        yield RelaxationLadder(30, steps)
    words = f"Set the district's own rule {mandate}{where} aside: {duty.sentence}"
    yield RelaxationLadder(35, (relaxation_option("rule", words, lambda case: _without_mandate(case, mandate)),))


def _without_mandate(case: ConflictCase, mandate: str) -> ConflictCase:
    return case.without_duties(tuple(duty for duty in case.duties if duty.mandate.mandate_id == mandate))


def _event_earlier(duty: Duty, event: EventKind, dates: Sequence[date]) -> Iterator[RelaxationOption]:
    window = duty.window
    earlier = [on for on in dates if window.first <= on < window.last]
    for on in reversed(earlier[-_DATES:]):
        words = f"Have the {event.phrase} over by {on} (now {window.last}; events.csv)"
        moved = duty.model_copy(update={"window": window.model_copy(update={"last": on})})
        yield relaxation_option("event", words, lambda case, moved=moved: case.with_duty(moved))  # type: ignore[misc]


def _with_requirement(duty: Duty, change: LooserRequirement) -> RelaxationOption:
    """Return the option to put a looser requirement in place of the duty's, in every window of the mandate."""
    was = duty.mandate
    mandate = was.model_copy(update={"requirement": change.requirement})

    def apply(case: ConflictCase) -> ConflictCase:
        for stated in case.duties:
            if (stated.mandate.mandate_id, stated.mandate.requirement) == (was.mandate_id, was.requirement):
                case = case.with_duty(stated.model_copy(update={"mandate": mandate}))
        return case

    return relaxation_option("rule", change.words, apply)
