"""Numbers that a condition may name: limits by grade band (``limits.yaml``), and numbers of a state's profile."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from drillplanner.appropriateness.profiles.profile import NUMBERS, Profile
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import DrillType, Frozen, GradeBand

Unit = Literal["minutes", "hours", "calendar_days", "school_days", "drills", "level", "words", "school_grade"]

#: The name of the highest advised number of drills about violence: see ``violence_drills_most``.
VIOLENCE_DRILLS_MOST = "violence_drills_most"

_LIMITS = Path(__file__).parent / "limits.yaml"


class NumericLimit(Frozen):
    """A number for everyone or by grade band, and its source."""

    is_: int | None = Field(default=None, alias="is", description="For all bands and for adults.")
    by_band: dict[GradeBand, int] = Field(default_factory=dict)
    unit: Unit
    rule: str = Field(description="The developmental rule that it belongs to.")
    why: str = Field(description="Where it comes from; most are defaults of ours.")

    def of(self, band: GradeBand | None) -> int | None:
        """Return the number for a band; None for adults if only bands have one."""
        return self.by_band.get(band, self.is_) if band is not None else self.is_


@lru_cache(maxsize=1)
def load_limits() -> dict[str, NumericLimit]:
    """Return the limits that come with the program, by name."""
    return parse_as(dict[str, NumericLimit], read_document(_LIMITS, _LIMITS.name))


def measure_names() -> tuple[str, ...]:
    """Return the names that a condition may use in place of a number."""
    return tuple(sorted((*load_limits(), *NUMBERS, VIOLENCE_DRILLS_MOST)))


def measure(name: str, band: GradeBand | None, profile: Profile) -> int | None:
    """Return the number with this name for a band under a profile; None if there is no such bound."""
    if name == VIOLENCE_DRILLS_MOST:
        return violence_drills_most(profile)
    limit = load_limits().get(name)
    return profile.number(name) if limit is None else limit.of(band)


def violence_drills_most(profile: Profile) -> int:
    """Return the highest advised number of drills about violence in a year: the legal minimum and some more."""
    counts: dict[str, int] = profile.value("counts")
    legal_minimum = sum(counts.get(kind, 0) for kind in (DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT))
    limits = load_limits()
    if legal_minimum:
        return legal_minimum + (limits["above_legal_minimum_most"].is_ or 0)
    return limits["without_legal_minimum_most"].is_ or 0
