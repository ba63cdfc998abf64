"""Where the command post stands and where people go in a drill, as the school wrote it down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from drillplanner.model import AwayPlace, DrillType, ReunificationPlace, Route, SchoolSite, ShutOffs
from drillplanner.publish.core.drill_details import DrillDetails


@dataclass(frozen=True)
class NamedPlace:
    """A place and its label; ``place`` is empty if nobody wrote it down, ``other`` serves if it cannot be used."""

    label: str
    place: str = ""
    other: str = ""


def _command_post(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Command post", site.command_post, site.second_command_post)


def _assembly(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Assembly", site.assembly, site.second_assembly)


def _storm_shelter(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Storm shelter", site.storm_shelter)


def _bad_air_shelter(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Shelter from bad air", site.bad_air_shelter)


def _relocation(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Relocation", away_text(site.relocation))


def _reunification(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Reunification", away_text(site.reunification))


def _families_enter(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Families come in at", site.reunification.families_enter)


def _students_wait(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Students wait in", site.reunification.students_wait)


def _students_leave(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Students are handed over at", site.reunification.students_leave)


def _ambulance_door(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Ambulance is met at", site.ambulance_door)


def _staging(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Staging area", site.staging)


def _first_aid(site: SchoolSite) -> NamedPlace:
    return NamedPlace("First aid", some_of(site.first_aid))


def _rescue_medicine(site: SchoolSite) -> NamedPlace:
    return NamedPlace("Rescue medicine", site.rescue_medicine)


def _aeds(site: SchoolSite) -> NamedPlace:
    return NamedPlace("AED", some_of(site.aeds))


_RELEASE = (_reunification, _families_enter, _students_wait, _students_leave)
#: Where people go in drills of each type. In the others they stay in their rooms, in a bus, or at a table.
_PLACES: dict[DrillType, tuple[Callable[[SchoolSite], NamedPlace], ...]] = {
    DrillType.FIRE_EVACUATION: (_assembly,),
    DrillType.EVACUATION_OTHER: (_assembly,),
    DrillType.BOMB_THREAT: (_assembly,),
    DrillType.EARTHQUAKE: (_assembly,),
    DrillType.TSUNAMI: (_relocation,),
    DrillType.SEVERE_WEATHER: (_storm_shelter,),
    DrillType.SHELTER_HAZMAT: (_bad_air_shelter,),
    DrillType.CARDIAC: (_aeds, _ambulance_door),
    DrillType.REUNIFICATION: _RELEASE,
    DrillType.FULL_SCALE: (_assembly, *_RELEASE),
}


def places_of(details: DrillDetails) -> tuple[NamedPlace, ...]:
    """Return the command post, then where people go in this drill; a place that nobody wrote down is empty."""
    places = _PLACES.get(details.drill.drill_type, ())
    if details.drill.route is Route.OFF_SITE and _relocation not in places:
        places = (*places, _relocation)
    return tuple(place(details.site) for place in (_command_post, *places))


def _two_gates(place: ReunificationPlace) -> str:
    gates = (("request", place.families_enter), ("release", place.students_leave))
    return "; ".join(f"{gate}: {where}" for gate, where in gates if where)


#: Teams of a reunification, and where they stand, by position.
_TEAM_PLACES: dict[str, Callable[[SchoolSite], str]] = {
    **dict.fromkeys(("REU-CIL", "REU-GRT", "REU-CHK", "OPS-RQG"), lambda site: site.reunification.families_enter),
    **dict.fromkeys(("REU-SAL", "REU-ASM", "REU-ACC"), lambda site: site.reunification.students_wait),
    **dict.fromkeys(("REU-RAL", "REU-RUN", "OPS-RLG"), lambda site: site.reunification.students_leave),
    "OPS-SRL": lambda site: _two_gates(site.reunification),
    "REU-BD": lambda site: away_text(site.reunification),
    "OPS-STG": lambda site: site.staging,
    "OPS-MED": lambda site: "".join(site.first_aid[:1]),
}


def team_place(position_id: str, details: DrillDetails) -> str:
    """Return where a team stands, as far as the school wrote it down; empty otherwise.

    The leader of the assembly or shelter area is where people go in this drill.
    """
    if position_id == "OPS-STC":
        return next((place.place for place in places_of(details)[1:] if place.place), "")
    place = _TEAM_PLACES.get(position_id)
    return "" if place is None else place(details.site)


#: The most places of one kind that a form has room for.
MOST_PLACES = 3


def some_of(places: Sequence[str]) -> str:
    """Return the first places in one line; how many more there are is said."""
    more = len(places) - MOST_PLACES
    return "; ".join(places[:MOST_PLACES]) + (f" (and {more} more)" if more > 0 else "")


def help_places(site: SchoolSite) -> tuple[NamedPlace, ...]:
    """Return where help is in a real emergency: only what the school wrote down."""
    found = (_aeds(site), _first_aid(site), _rescue_medicine(site), _ambulance_door(site))
    return tuple(place for place in found if place.place)


def places_at_a_glance(site: SchoolSite) -> tuple[NamedPlace, ...]:
    """Return the places that everybody needs; one that nobody wrote down is empty."""
    return _command_post(site), _assembly(site), _relocation(site)


def all_places(site: SchoolSite) -> tuple[NamedPlace, ...]:
    """Return every place of a school, in the order of a list; one that nobody wrote down is empty.

    Of AEDs and first aid all places are named, not the first ones alone.
    """
    return (
        _command_post(site),
        _assembly(site),
        _storm_shelter(site),
        _bad_air_shelter(site),
        _relocation(site),
        *(place(site) for place in _RELEASE),
        _staging(site),
        replace(_aeds(site), place="; ".join(site.aeds)),
        replace(_first_aid(site), place="; ".join(site.first_aid)),
        _rescue_medicine(site),
        _ambulance_door(site),
    )


#: The utilities as papers name them.
SHUT_OFFS = {
    "gas": "gas",
    "electricity": "electricity",
    "water": "water",
    "ventilation": "ventilation",
    "fire_alarm_panel": "fire alarm panel",
    "sprinklers": "sprinklers",
}


def shut_off_places(shut_offs: ShutOffs) -> tuple[tuple[str, str], ...]:
    """Return each utility and where it is shut off; those that nobody wrote down are left out."""
    places = shut_offs.model_dump()
    return tuple((name, places[key]) for key, name in SHUT_OFFS.items() if places[key])


def shut_offs_text(shut_offs: ShutOffs) -> str:
    """Return where each utility is shut off, in one line; empty if nobody wrote it down."""
    return "; ".join(f"{name}: {place}" for name, place in shut_off_places(shut_offs))


def away_text(away: AwayPlace | ReunificationPlace) -> str:
    """Return a place off the grounds in one line: ``Town gym, 4 Main Street (on foot)``."""
    where = ", ".join(part for part in (away.place, away.address) if part)
    return f"{where} ({away.how})" if where and away.how else where
