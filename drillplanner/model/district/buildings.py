"""Campuses in one building: which drills go through all of it, and who else is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from drillplanner.model.vocabulary import DrillType

if TYPE_CHECKING:
    from drillplanner.model.district.district import Campus

#: Drills that an alarm or an announcement carries through a whole building, unless the district says otherwise.
#: The list is a choice of ours. All of them answer to something that stops at no school's door: fire, somebody
#: dangerous inside or outside, bad air, storm, shaking ground, a wave. A hold clears the halls of one school; ways
#: home, buses, first aid and exercises of adults have no alarm.
WHOLE_BUILDING = (
    DrillType.FIRE_EVACUATION,
    DrillType.EVACUATION_OTHER,
    DrillType.LOCKDOWN,
    DrillType.ACTIVE_ASSAILANT,
    DrillType.SECURE,
    DrillType.SHELTER_HAZMAT,
    DrillType.SEVERE_WEATHER,
    DrillType.EARTHQUAKE,
    DrillType.TSUNAMI,
    DrillType.BOMB_THREAT,
)


def neighbours_of(campus: Campus, campuses: Sequence[Campus]) -> tuple[Campus, ...]:
    """The other campuses in its building; none where it stands alone."""
    if campus.building is None:
        return ()
    return tuple(one for one in campuses if one.building == campus.building and one.campus_id != campus.campus_id)


def shared_buildings(campuses: Sequence[Campus]) -> dict[str, tuple[Campus, ...]]:
    """The buildings with more than one campus, in the order of their first one."""
    found: dict[str, tuple[Campus, ...]] = {}
    for campus in campuses:
        if campus.building is not None:
            found[campus.building] = (*found.get(campus.building, ()), campus)
    return {building: some for building, some in found.items() if len(some) > 1}
