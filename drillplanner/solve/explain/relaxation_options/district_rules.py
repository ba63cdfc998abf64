"""How a rule of the district's own could give way, by a number or a kind of day; and a training, by its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from drillplanner.law import Duty
from drillplanner.law.kinds import Count, Every, Minutes, Order, Spacing
from drillplanner.model import DayKind, Frozen
from drillplanner.solve.explain.candidates.calendar import NOT_FULL
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.candidates.duties import is_district_rule
from drillplanner.solve.explain.relaxation_options.option import (
    RelaxationLadder,
    RelaxationOption,
    relaxation_option,
)

#: So many dates are tried one by one.
_DATES = 15


def rule_options(duty: Duty, dates: Sequence[date]) -> Iterator[RelaxationLadder]:
    """The ladders of a duty: of a rule of the district's own; a law has none but the date of its event."""
    if isinstance(duty.mandate.requirement, Order):
        yield RelaxationLadder(44, tuple(_event_earlier(duty, dates)))
    if not is_district_rule(duty):
        return
    mandate = duty.mandate.mandate_id
    if (steps := tuple(_loosened(duty))) != ():
        yield RelaxationLadder(30, steps)
    words = f"Set the district's own rule {mandate} aside: {duty.sentence}"
    yield RelaxationLadder(35, (relaxation_option("rule", words, lambda case: _without_mandate(case, mandate)),))


def _without_mandate(case: ConflictCase, mandate: str) -> ConflictCase:
    return case.without_duties(tuple(duty for duty in case.duties if duty.mandate.mandate_id == mandate))


def _event_earlier(duty: Duty, dates: Sequence[date]) -> Iterator[RelaxationOption]:
    requirement = duty.mandate.requirement
    if not isinstance(requirement, Order):
        return
    window = duty.window
    earlier = [on for on in dates if window.first <= on < window.last]
    for on in reversed(earlier[-_DATES:]):
        what = requirement.after_event.phrase
        words = f"Have the {what} over by {on} (now {window.last}; events.csv)"
        moved = duty.model_copy(update={"window": window.model_copy(update={"last": on})})
        yield relaxation_option("event", words, lambda case, moved=moved: case.with_duty(moved))  # type: ignore[misc]


def _loosened(duty: Duty) -> Iterator[RelaxationOption]:
    requirement, mandate = duty.mandate.requirement, duty.mandate.mandate_id
    own = f"the district's own rule {mandate}"
    if isinstance(requirement, Every) and requirement.has.not_on_days:
        yield from _allowed_days(duty, requirement, own)
    if isinstance(requirement, Count):
        for number in range((requirement.min or 1) - 1, 0, -1):
            words = f"Ask for {number} instead of {requirement.min} in {own}: {duty.sentence}"
            yield _with_requirement(duty, words, requirement.model_copy(update={"min": number}))
        for number in range(0 if requirement.max is None else requirement.max + 1, (requirement.max or -1) + 4):
            words = f"Allow {number} instead of {requirement.max} in {own}: {duty.sentence}"
            yield _with_requirement(duty, words, requirement.model_copy(update={"max": number}))
    if isinstance(requirement, Spacing) and requirement.apart is not None:
        apart = requirement.apart
        for days in range(apart.days - 1, 0, -max(1, apart.days // 10)):
            words = f"Ask for {days} instead of {apart.phrase} between two drills in {own}: {duty.sentence}"
            nearer = apart.model_copy(update={"days": days})
            yield _with_requirement(duty, words, requirement.model_copy(update={"apart": nearer}))
    if isinstance(requirement, Spacing) and requirement.at_least_every is not None:
        every = requirement.at_least_every
        for days in range(every.days + 1, every.days + 11):
            words = f"Ask for a drill every {days} instead of {every.phrase} in {own}: {duty.sentence}"
            rarer = every.model_copy(update={"days": days})
            yield _with_requirement(duty, words, requirement.model_copy(update={"at_least_every": rarer}))
    if isinstance(requirement, Minutes):
        for minutes in range(requirement.min_minutes - 5, 0, -5):
            words = f"Ask for {minutes} instead of {requirement.min_minutes} minutes in {own}: {duty.sentence}"
            yield _with_requirement(duty, words, requirement.model_copy(update={"min_minutes": minutes}))


def _allowed_days(duty: Duty, requirement: Every, own: str) -> Iterator[RelaxationOption]:
    shut = requirement.has.not_on_days or ()
    for kind in shut:
        left = tuple(one for one in shut if one is not kind) or None
        has = requirement.has.model_copy(update={"not_on_days": left})
        words = f"Allow {requirement.what}s on {_day_words(kind)}, which {own} closes"
        yield _with_requirement(duty, words, requirement.model_copy(update={"has": has}))


def _day_words(kind: DayKind) -> str:
    return NOT_FULL.get(kind, f"{kind.replace('_', ' ')} days")


def _with_requirement(duty: Duty, words: str, requirement: Frozen) -> RelaxationOption:
    """The rule with another requirement, in every window of the same mandate."""
    was = duty.mandate
    mandate = was.model_copy(update={"requirement": requirement})

    def apply(case: ConflictCase) -> ConflictCase:
        for stated in case.duties:
            if (stated.mandate.mandate_id, stated.mandate.requirement) == (was.mandate_id, was.requirement):
                case = case.with_duty(stated.model_copy(update={"mandate": mandate}))
        return case

    return relaxation_option("rule", words, apply)
