"""The solver's reading of each kind of requirement, one file a kind, named as in ``mandates/kinds/``.

An encoder says two things: which scenarios a duty admits at all, and which linear constraints it puts on those
that are left. It shares the mandate's data with the plain check, and no code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drillplanner.mandates import Duty
from drillplanner.solve.encoders.count import CountEncoder
from drillplanner.solve.encoders.cover import CoverEncoder
from drillplanner.solve.encoders.encoder import Choice, Encoder
from drillplanner.solve.encoders.every import EveryEncoder
from drillplanner.solve.encoders.form import FormEncoder
from drillplanner.solve.encoders.length import LengthEncoder
from drillplanner.solve.encoders.permission import PermissionEncoder
from drillplanner.solve.encoders.task import ChoreEncoder

if TYPE_CHECKING:
    from drillplanner.solve.variables import CampusVariables

#: By the ``kind`` of a requirement. Any: each encoder takes its own kind, and the key says which.
ENCODERS: dict[str, Encoder[Any]] = {
    "count": CountEncoder(),
    "cover": CoverEncoder(),
    "every": EveryEncoder(),
    "form": FormEncoder(),
    "length": LengthEncoder(),
    "permission": PermissionEncoder(),
    "task": ChoreEncoder(),
}


def admits(duty: Duty, choice: Choice) -> bool:
    """Whether the duty allows the scenario to be used at its campus."""
    requirement = duty.mandate.requirement
    return ENCODERS[requirement.kind].admits(requirement, duty, choice)


def constrain(duty: Duty, variables: CampusVariables) -> None:
    """Add the duty's constraints to the variables' model."""
    requirement = duty.mandate.requirement
    ENCODERS[requirement.kind].constrain(requirement, duty, variables)


__all__ = ["ENCODERS", "Choice", "admits", "constrain"]
