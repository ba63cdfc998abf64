"""The encoders: how the solver reads each kind of requirement, one file a kind, named as in ``law/kinds/``.

An encoder narrows a scenario's openings to what a duty allows, and adds linear constraints on the rest. It shares
the mandate's data with the plain check in ``law/kinds/``, and no code. The modules are found by the folder: a new
kind needs no other entry.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from drillplanner.law import Duty, Match
from drillplanner.law.kinds import KINDS
from drillplanner.law.requirement import Demand
from drillplanner.model import Drill, Event, Scenario
from drillplanner.solve.problem.openings import CampusYearFacts, Openings
from drillplanner.solve.requirements.encoder import AttendedDrills, Encoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables


def _encoders_in_folder() -> Iterator[tuple[str, Encoder[Any]]]:
    """Yield the encoder of each module that has the name of a kind."""
    for module in pkgutil.iter_modules(__path__):
        if module.name in KINDS:
            name = f"{__name__}.{module.name}"
            for value in vars(import_module(name)).values():
                if isinstance(value, type) and issubclass(value, Encoder) and value.__module__ == name:
                    yield module.name, value()


#: The encoders by kind. ``Any`` because each encoder takes its own kind of requirement, which the key names.
ENCODERS: Mapping[str, Encoder[Any]] = {
    # The base encoder, which does nothing, serves kinds that constrain no drills.
    **{name: Encoder[Any]() for name, kind in KINDS.items() if not kind.constrains_drills},
    **dict(_encoders_in_folder()),
}


def _encoder_of(duty: Duty) -> tuple[Encoder[Any], Any]:
    requirement = duty.mandate.requirement
    return ENCODERS[requirement.kind], requirement


def distinguishing_matches(duties: Iterable[Duty]) -> tuple[Match, ...]:
    """Return the sets of drills that the duties are about. Drills in the same sets are alike to the law."""
    return _unique(
        encoder.distinguishing_matches(requirement, duty)
        for duty in duties
        for encoder, requirement in [_encoder_of(duty)]
    )


def demanded_matches(duties: Iterable[Duty]) -> tuple[Match, ...]:
    """Return the sets from which the duties can require another drill, each once."""
    return _unique(
        encoder.demanded_matches(requirement, duty)
        for duty in duties
        for encoder, requirement in [_encoder_of(duty)]
    )


def attended_matches(duties: Iterable[Duty]) -> tuple[Match, ...]:
    """Return the sets in which the duties can require an agency to be present, each once."""
    return _unique(
        encoder.attended_matches(requirement, duty)
        for duty in duties
        for encoder, requirement in [_encoder_of(duty)]
    )


def attended_drills(duty: Duty) -> AttendedDrills | None:
    """Return the drills at which the duty asks for an agency if they are held; None if it does not."""
    encoder, requirement = _encoder_of(duty)
    return encoder.attended_drills(requirement)


def timed_matches(duties: Iterable[Duty]) -> tuple[Match, ...]:
    """Return the sets for which the duties depend on the bell period, each once."""
    return _unique(
        encoder.timed_matches(requirement, duty) for duty in duties for encoder, requirement in [_encoder_of(duty)]
    )


def still_owed(duty: Duty, events: tuple[Event, ...]) -> int:
    """Return how many drills the duty asks for after ``events`` of its campus; 0 if it asks for no number."""
    encoder, requirement = _encoder_of(duty)
    return encoder.still_owed(requirement, duty, events)


def credited_match(duty: Duty, events: tuple[Event, ...]) -> Match | None:
    """Return the drills that count for the duty; None if it counts none, or if an event lifts it."""
    encoder, requirement = _encoder_of(duty)
    return encoder.credited_match(requirement, duty, events)


def is_met_by(duty: Duty, credited: Sequence[Drill], events: tuple[Event, ...]) -> bool:
    """Check whether these drills, all credited to the duty, are as many as it asks for, or as long."""
    encoder, requirement = _encoder_of(duty)
    return encoder.is_met_by(requirement, duty, credited, events)


def demanded_visits(duty: Duty, events: tuple[Event, ...]) -> Demand | None:
    """Return the drills with an agency present that the duty surely asks for; None if there are none."""
    encoder, requirement = _encoder_of(duty)
    return encoder.demanded_visits(requirement, duty, events)


def _unique(match_sets: Iterable[tuple[Match, ...]]) -> tuple[Match, ...]:
    return tuple(dict.fromkeys(match for matches in match_sets for match in matches))


def narrow(duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts) -> Openings:
    """Return the part of a scenario's openings that the duty allows."""
    encoder, requirement = _encoder_of(duty)
    return encoder.narrow(requirement, duty, scenario, openings, ground)


def constrain(duty: Duty, variables: CampusVariables) -> None:
    """Add the duty's constraints to the variables' model."""
    encoder, requirement = _encoder_of(duty)
    encoder.constrain(requirement, duty, variables)


__all__ = [
    "ENCODERS",
    "attended_drills",
    "attended_matches",
    "constrain",
    "credited_match",
    "demanded_matches",
    "demanded_visits",
    "distinguishing_matches",
    "is_met_by",
    "narrow",
    "still_owed",
    "timed_matches",
]
