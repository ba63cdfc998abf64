"""The solver's reading of each kind of requirement, one file a kind, named as in ``mandates/kinds/``.

An encoder says what a duty leaves of a scenario's openings, and which linear constraints it puts on what is left.
It shares the mandate's data with the plain check, and no code.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from drillplanner.law import Duty, Match
from drillplanner.model import Scenario
from drillplanner.solve.problem.openings import CampusYearFacts, Openings
from drillplanner.solve.requirements.alternate import AlternateEncoder
from drillplanner.solve.requirements.count import CountEncoder
from drillplanner.solve.requirements.cover import CoverEncoder
from drillplanner.solve.requirements.encoder import ChoreEncoder, Encoder, PermissionEncoder, StandInEncoder
from drillplanner.solve.requirements.every import EveryEncoder
from drillplanner.solve.requirements.filed import FiledEncoder
from drillplanner.solve.requirements.form import FormEncoder
from drillplanner.solve.requirements.length import LengthEncoder
from drillplanner.solve.requirements.minutes import MinutesEncoder
from drillplanner.solve.requirements.offer import OfferEncoder
from drillplanner.solve.requirements.order import OrderEncoder
from drillplanner.solve.requirements.share import ShareEncoder
from drillplanner.solve.requirements.spacing import SpacingEncoder
from drillplanner.solve.requirements.vary import VaryEncoder

if TYPE_CHECKING:
    from drillplanner.solve.model.variables import CampusVariables

#: By the ``kind`` of a requirement. Any: each encoder takes its own kind, and the key says which.
ENCODERS: dict[str, Encoder[Any]] = {
    "alternate": AlternateEncoder(),
    "count": CountEncoder(),
    "cover": CoverEncoder(),
    "every": EveryEncoder(),
    "filed": FiledEncoder(),
    "form": FormEncoder(),
    "length": LengthEncoder(),
    "minutes": MinutesEncoder(),
    "offer": OfferEncoder(),
    "order": OrderEncoder(),
    "permission": PermissionEncoder(),
    "share": ShareEncoder(),
    "spacing": SpacingEncoder(),
    "stand_in": StandInEncoder(),
    "task": ChoreEncoder(),
    "vary": VaryEncoder(),
}


def _encoder_of(duty: Duty) -> tuple[Encoder[Any], Any]:
    requirement = duty.mandate.requirement
    return ENCODERS[requirement.kind], requirement


def distinguishing_matches(duties: Iterable[Duty]) -> tuple[Match, ...]:
    """The sets of drills that duties speak of, each once: drills in the same of them are alike to the law."""
    return _unique(
        encoder.distinguishing_matches(requirement, duty)
        for duty in duties
        for encoder, requirement in [_encoder_of(duty)]
    )


def demanded_matches(duties: Iterable[Duty]) -> tuple[Match, ...]:
    """The sets of which duties can ask for a drill more, each once."""
    return _unique(
        encoder.demanded_matches(requirement, duty)
        for duty in duties
        for encoder, requirement in [_encoder_of(duty)]
    )


def attended_matches(duties: Iterable[Duty]) -> tuple[Match, ...]:
    """The sets in which duties can want an agency to come, each once."""
    return _unique(
        encoder.attended_matches(requirement, duty)
        for duty in duties
        for encoder, requirement in [_encoder_of(duty)]
    )


def timed_matches(duties: Iterable[Duty]) -> tuple[Match, ...]:
    """The sets for whose drills duties ask in which period they are, each once."""
    return _unique(
        encoder.timed_matches(requirement, duty) for duty in duties for encoder, requirement in [_encoder_of(duty)]
    )


def _unique(found: Iterable[tuple[Match, ...]]) -> tuple[Match, ...]:
    return tuple(dict.fromkeys(match for some in found for match in some))


def narrow(duty: Duty, scenario: Scenario, openings: Openings, ground: CampusYearFacts) -> Openings:
    """What the duty leaves of a scenario's openings."""
    encoder, requirement = _encoder_of(duty)
    return encoder.narrow(requirement, duty, scenario, openings, ground)


def constrain(duty: Duty, variables: CampusVariables) -> None:
    """Add the duty's constraints to the variables' model."""
    encoder, requirement = _encoder_of(duty)
    encoder.constrain(requirement, duty, variables)


__all__ = [
    "ENCODERS",
    "attended_matches",
    "constrain",
    "demanded_matches",
    "distinguishing_matches",
    "narrow",
    "timed_matches",
]
