"""Which drills a requirement speaks of, as data, and the plain reading of it over finished drills.

The answer has three values: a drill matches, does not match, or cannot be told because the schedule is
silent on something that the match asks.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from drillplanner.model import AgencyKind, Audience, Drill, DrillFormat, DrillType, Frozen, Route


class Match(Frozen):
    """A set of drills. Every condition given must hold; one left out asks nothing."""

    types: tuple[DrillType, ...] = Field(min_length=1, description="Drill types that count.")
    formats: tuple[DrillFormat, ...] | None = Field(default=None, description="Formats that count.")
    audiences: tuple[Audience, ...] | None = Field(default=None, description="Audiences that count.")
    routes: tuple[Route, ...] | None = Field(default=None, description="Routes that count.")
    agency: AgencyKind | None = Field(default=None, description="An agency of this kind is present.")

    def selects(self, drill: Drill, agency_kinds: Mapping[str, AgencyKind]) -> bool | None:
        """True, False, or None where the schedule does not say. ``agency_kinds`` maps agency ids to kinds."""
        if drill.drill_type not in self.types:
            return False
        answers = [
            _among(drill.format, self.formats),
            _among(drill.audience, self.audiences),
            _among(drill.route, self.routes),
            self._agency_present(drill, agency_kinds),
        ]
        if False in answers:
            return False
        return None if None in answers else True

    def _agency_present(self, drill: Drill, agency_kinds: Mapping[str, AgencyKind]) -> bool | None:
        if self.agency is None:
            return True
        if drill.agencies is None:
            return None
        return any(agency_kinds.get(name, name) == self.agency for name in drill.agencies)

    def silent_on(self, drill: Drill) -> str:
        """What the schedule would have to say for the match to be decided; empty if nothing."""
        asked = {
            "format": self.formats is not None and drill.format is None,
            "audience": self.audiences is not None and drill.audience is None,
            "route": self.routes is not None and drill.route is None,
            "agencies": self.agency is not None and drill.agencies is None,
        }
        return ", ".join(name for name, unknown in asked.items() if unknown)


def _among(value: object, allowed: tuple[object, ...] | None) -> bool | None:
    if allowed is None:
        return True
    return None if value is None else value in allowed
