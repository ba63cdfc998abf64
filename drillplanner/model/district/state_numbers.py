"""Numbers by which the state knows a district and its schools, for the state's papers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from drillplanner.model.base import Frozen

StateNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]*$", max_length=20)]


class StateNumbers(Frozen):
    """The ``state_numbers:`` section of district.yaml; a number that is missing stays blank on papers."""

    district: StateNumber = Field(default="", description="The district's: AUN in Pennsylvania, with its zeros.")
    schools: dict[str, StateNumber] = Field(
        default_factory=dict, description="Each school's, by its campus_id, with its zeros."
    )
    reason_codes: bool = Field(
        default=True,
        description="Pennsylvania: whether CATEGORY 04 has the codes 01, 02, and 03; no: the reason stands in the "
        "comment alone.",
    )
