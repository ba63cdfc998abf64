"""The number of drills of a school's year, by who asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from drillplanner.model.base import Frozen


class DrillSource(StrEnum):
    """Who asks for a drill. A drill that several ask for counts for the first of them in this order."""

    STATUTE = "statute"
    RULE = "rule"
    AGENCY = "agency"
    LOCAL_AUTHORITY = "local_authority"
    BUS = "bus"
    """Bus drills are told apart, whoever asks for them: they are held where the buses are."""
    FIRE_CODE = "fire_code"
    PRESUMED = "presumed"
    DISTRICT = "district"
    PRACTICE = "practice"
    NOBODY = "nobody"

    @property
    def phrase(self) -> str:
        """The source after a number: 'by statute', as in '12 by statute'."""
        return _PHRASES[self]


_PHRASES: Mapping[DrillSource, str] = {
    DrillSource.STATUTE: "by statute",
    DrillSource.RULE: "by state rule",
    DrillSource.AGENCY: "by a state agency",
    DrillSource.LOCAL_AUTHORITY: "by your local authority",
    DrillSource.FIRE_CODE: "by the fire code",
    DrillSource.PRESUMED: "by a fire code that may not bind",
    DrillSource.DISTRICT: "by your own rules",
    DrillSource.PRACTICE: "by good practice",
    DrillSource.NOBODY: "beyond what is asked",
    DrillSource.BUS: "on the bus",
}


class DrillNumbers(Frozen):
    """The drills of one school, lessons and tabletops included, counted by who asks for them."""

    campus_id: str
    drills: int = Field(description="All of them.")
    by_source: dict[DrillSource, int] = Field(
        description="How many count for whom, each drill once: a drill that several ask for counts for the first "
        "of statute, rule, agency, local authority, fire code, own rules, and good practice. Bus drills are apart."
    )
