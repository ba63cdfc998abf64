"""The ladders of changes for each member of a conflict, from small to large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from drillplanner.law import Duty
from drillplanner.model import (
    District,
    Event,
    FiledDrill,
    ForbiddenDays,
    Pin,
    Relaxation,
    SameDay,
    Workspace,
    each_date,
)
from drillplanner.solve.explain.candidates.calendar import with_full_days
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.candidates.duties import is_district_rule
from drillplanner.solve.explain.candidates.facts import (
    SharedBuilding,
    without_building,
    without_filed,
    without_forbidden,
    without_pin,
    without_same_day,
)
from drillplanner.solve.explain.relaxation_options.agencies import agency_options
from drillplanner.solve.explain.relaxation_options.district_numbers import number_options
from drillplanner.solve.explain.relaxation_options.district_rules import rule_options
from drillplanner.solve.explain.relaxation_options.option import (
    RelaxationLadder,
    RelaxationOption,
    relaxation_option,
)

__all__ = ["RelaxationLadder", "RelaxationOption", "relaxation_ladders"]

#: The most days to try one by one.
_DAYS_TRIED = 5
#: The number of nearest school days to try for a pin.
_NEAR = 8


def relaxation_ladders(candidates: Sequence[ConflictCandidate], case: ConflictCase) -> Iterator[RelaxationLadder]:
    """Yield the ladders of all members. The law and drills that were held have none."""
    dates = _school_dates(case)
    windows = [candidate.duty.window for candidate in candidates if candidate.duty is not None]

    def concerns(on: date) -> bool:
        return not windows or any(window.covers(on) for window in windows)

    for candidate in _own_rules_once(candidates):
        kind, subject = candidate.member.kind, candidate.subject
        if isinstance(subject, Pin):
            yield from _pin(subject, dates, case)
        elif isinstance(subject, ForbiddenDays):
            yield from _forbidden(subject, [on for on in dates if subject.first <= on <= subject.last])
        elif isinstance(subject, SameDay):
            yield from _same_day(subject)
        elif isinstance(subject, SharedBuilding):
            yield from _building(subject, case)
        elif isinstance(subject, FiledDrill):
            yield _filed(subject)
        elif isinstance(subject, Event):
            yield _event(subject, [on for on in dates if subject.first <= on <= subject.last and concerns(on)])
        elif isinstance(subject, Duty):
            yield from rule_options(subject, dates)
        elif kind == "calendar":
            yield _calendar(candidate)
        elif kind == "agency":
            yield from agency_options(candidate, case, concerns)
        elif kind in _AS_A_WHOLE:
            rank, words = _AS_A_WHOLE[kind]
            yield RelaxationLadder(rank, (RelaxationOption(_relaxation(kind, words), candidate.without),))
    yield from number_options([candidate.duty for candidate in candidates if candidate.duty is not None], case)


def _own_rules_once(candidates: Sequence[ConflictCandidate]) -> Iterator[ConflictCandidate]:
    """Yield the candidates with one duty of each rule of the district's own: a change to it is one for all."""
    seen: set[str] = set()
    for candidate in candidates:
        duty = candidate.duty
        if duty is not None and is_district_rule(duty):
            if duty.mandate.mandate_id in seen:
                continue
            seen.add(duty.mandate.mandate_id)
        yield candidate


#: Kinds of members that can only be removed as a whole, with the rank and the words.
_AS_A_WHOLE = {
    "scenarios": (60, "Add a scenario to scenarios/ that can be used for it"),
    "site": (40, "Find another site for one of the campuses, or one that takes more drills at once"),
    "bells": (
        61,
        "Give these days bell times, in bells/, into which the drill fits: long enough, and with the tag that it "
        "needs (a bus drill: arrival or dismissal)",
    ),
    "day_rules": (90, "Plan this day by hand: nearer together, or more drills than drillplanner plans on one day"),
}


def _relaxation(kind: str, words: str) -> Relaxation:
    return Relaxation(kind=kind, words=words)


def _school_dates(case: ConflictCase) -> list[date]:
    calendar = case.workspace.calendar
    return sorted({on for campus_id in case.campus_ids for on in calendar.dates_at(campus_id)})


def _pin(pin: Pin, dates: Sequence[date], case: ConflictCase) -> Iterator[RelaxationLadder]:
    # A day without another pin leaves the most room.
    pins = case.workspace.district.pins
    taken = {other.date for other in pins if None in {other.campus, pin.campus} or other.campus == pin.campus}
    free = (on for on in dates if on not in taken)
    nearest = sorted(free, key=lambda on: (abs((on - pin.date).days), on))
    steps = [
        relaxation_option(
            "pin",
            f"Move the pin: the {pin.drill_phrase} at {pin.campus_phrase} to {on} (now {pin.date})",
            lambda case, on=on: case.in_district(lambda district: _with_pin_on(district, pin, on)),  # type: ignore[misc]
        )
        for on in nearest[:_NEAR]
    ]
    yield RelaxationLadder(11, tuple(steps))
    dropped = relaxation_option(
        "pin",
        f"Drop the pin: {pin.phrase}",
        lambda case: case.in_district(lambda district: without_pin(district, pin)),
    )
    yield RelaxationLadder(15, (dropped,))


def _with_pin_on(district: District, pin: Pin, on: date) -> District:
    """Return the district with the pin moved to another date."""
    pins = tuple(other.model_copy(update={"date": on}) if other == pin else other for other in district.pins)
    return district.model_copy(update={"pins": pins})


def _building(subject: SharedBuilding, case: ConflictCase) -> Iterator[RelaxationLadder]:
    """Yield ladders that let campuses hold one type of drill separately, then all types."""
    ordered = case.workspace.district.whole_building
    steps = [
        relaxation_option(
            "building",
            f"Let each hold its {drill_type.phrase}s for itself (take {drill_type.value} out of 'whole_building')",
            lambda case, left=left: case.in_district(  # type: ignore[misc]
                lambda district: district.model_copy(update={"whole_building": left})
            ),
        )
        for drill_type in ordered
        for left in [tuple(other for other in ordered if other is not drill_type)]
    ]
    yield RelaxationLadder(13, tuple(steps))
    parted = relaxation_option(
        "building",
        f"Plan {subject.names} apart: leave their 'building' empty in campuses.csv",
        lambda case: case.in_workspace(lambda workspace: without_building(workspace, subject.campus_ids)),
    )
    yield RelaxationLadder(16, (parted,))


def _same_day(order: SameDay) -> Iterator[RelaxationLadder]:
    """Yield ladders that allow any day of the year for the order, then drop the order."""

    def widened(district: District) -> District:
        wider = order.model_copy(update={"from_": None, "to": None})
        return district.model_copy(
            update={"same_day": tuple(wider if other == order else other for other in district.same_day)}
        )

    if order.days_phrase:
        words = f"Allow any day of the year for {order.phrase}"
        yield RelaxationLadder(12, (relaxation_option("same_day", words, lambda case: case.in_district(widened)),))
    dropped = relaxation_option(
        "same_day",
        f"Drop the order: {order.phrase}",
        lambda case: case.in_district(lambda district: without_same_day(district, order)),
    )
    yield RelaxationLadder(15, (dropped,))


def _forbidden(days: ForbiddenDays, dates: Sequence[date]) -> Iterator[RelaxationLadder]:
    reason = f" ({days.reason})" if days.reason else ""
    if len(dates) > 1:
        steps = [
            relaxation_option(
                "forbidden",
                f"Allow drills on {' and '.join(map(str, freed))}, now forbidden{reason}",
                lambda case, freed=freed: case.in_district(  # type: ignore[misc]
                    lambda district: _with_days_allowed(district, days, freed)
                ),
            )
            for freed in [*((on,) for on in _spread_dates(dates)), *pairwise(_spread_dates(dates))]
        ]
        yield RelaxationLadder(10, tuple(steps))
    whole = relaxation_option(
        "forbidden",
        f"Allow what is forbidden: {days.phrase}",
        lambda case: case.in_district(lambda district: without_forbidden(district, days)),
    )
    yield RelaxationLadder(10 if len(dates) < 2 else 16, (whole,))


def _spread_dates(dates: Sequence[date]) -> list[date]:
    """Return some of the dates: the first, the last, and others evenly between them."""
    if len(dates) <= _DAYS_TRIED:
        return list(dates)
    return [dates[place * (len(dates) - 1) // (_DAYS_TRIED - 1)] for place in range(_DAYS_TRIED)]


def _with_days_allowed(district: District, days: ForbiddenDays, free: Sequence[date]) -> District:
    parts = [
        part for other in district.forbidden for part in (_split_at(other, free) if other == days else [other])
    ]
    return district.model_copy(update={"forbidden": tuple(parts)})


def _split_at(days: ForbiddenDays, free: Sequence[date]) -> list[ForbiddenDays]:
    """Return the blocked days without these dates."""
    dates = [on for on in each_date(days.first, days.last) if on not in free]
    return [days.model_copy(update={"date": on, "from_": None, "to": None}) for on in dates]


def _filed(filed: FiledDrill) -> RelaxationLadder:
    words = f"Agree with the authority on another day for the filed {filed.drill_type.phrase} of {filed.on}"
    return RelaxationLadder(
        50, (relaxation_option("filed", words, lambda case: case.in_workspace(lambda w: without_filed(w, filed))),)
    )


def _event(event: Event, dates: Sequence[date]) -> RelaxationLadder:
    steps = [
        relaxation_option(
            "event",
            f"Keep {on} free of the {event.kind.phrase}",
            lambda case, on=on: case.in_workspace(lambda workspace: _with_free_day(workspace, event, on)),  # type: ignore[misc]
        )
        for on in _spread_dates(dates)
    ]
    return RelaxationLadder(45, tuple(steps))


def _with_free_day(workspace: Workspace, event: Event, free: date) -> Workspace:
    """Return the workspace with the event on all its days except one."""
    other_dates = [on for on in each_date(event.first, event.last) if on != free]
    parts = [event.model_copy(update={"first": on, "last": on}) for on in other_dates]
    events = tuple(part for other in workspace.events for part in (parts if other == event else [other]))
    return workspace.model_copy(update={"events": events})


def _calendar(candidate: ConflictCandidate) -> RelaxationLadder:
    dates = candidate.subject if isinstance(candidate.subject, tuple) else ()
    closed = candidate.member.words.startswith("no school")
    words = "Hold school on {} (now no school)" if closed else "Make {} an ordinary full day"
    steps = [
        relaxation_option(
            "calendar",
            words.format(on),
            lambda case, on=on: case.in_workspace(lambda workspace: with_full_days(workspace, [on])),  # type: ignore[misc]
        )
        for on in _spread_dates(dates)
    ]
    return RelaxationLadder(41 if closed else 40, tuple(steps), most=1)
