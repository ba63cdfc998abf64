"""What an agency reads: its own visits at all campuses, and nothing about other agencies, exit routes, or law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drillplanner.model import Agency, Drill
from drillplanner.publish.calendars.events.staff import (
    EventSettings,
    closing_lines,
    exercise_lines,
    short_kinds,
    time_words,
    timed_event,
)
from drillplanner.publish.calendars.icalendar_format.titles import entry_title
from drillplanner.publish.calendars.revisions.revision import EventContent
from drillplanner.publish.core import dates
from drillplanner.publish.core.drill_details import DrillDetails

VISIT_CATEGORY = "visit"
FOR_AGENCY = "For {} only. Do not pass on the day or the hour of a drill."
#: The same sentence for the head of a calendar.
FOR_THE_AGENCY = FOR_AGENCY.format("the agency that its title names")


def visits_of(drills: Sequence[Drill], agencies: Sequence[Agency]) -> Mapping[str, list[Drill]]:
    """Return the drills that each agency attends, by its id: listed agencies first, then others that drills name.

    A drill may name an agency by its id, or by its kind, which means every agency of that kind.
    """
    visits: dict[str, list[Drill]] = {agency.agency_id: [] for agency in agencies}
    of_kind: dict[str, list[str]] = {}
    for agency in agencies:
        of_kind.setdefault(agency.kind.value, []).append(agency.agency_id)
    others: dict[str, list[Drill]] = {}
    for drill in drills:
        for name in dict.fromkeys(drill.agencies or ()):
            if name in visits:
                visits[name].append(drill)
            elif name in of_kind:
                for agency_id in of_kind[name]:
                    visits[agency_id].append(drill)
            else:
                others.setdefault(name, []).append(drill)
    return visits | {name: others[name] for name in sorted(others)}


def visit_event(details: DrillDetails, agency_id: str, agency_name: str, settings: EventSettings) -> EventContent:
    """Return one visit. Its id is the agency's own, because other agencies read other words about the drill."""
    drill, campus = details.drill, details.campus_name
    title = details.kind
    head = f"{title} at {campus}, {dates.long_date(drill.date)}{time_words(drill)}. This is a drill."
    closing = closing_lines(FOR_AGENCY.format(agency_name), details.imprint)
    text = "\n".join([head, "", *exercise_lines(details), "", *closing])
    key = f"agencies/{agency_id}/{drill.drill_id}"
    return timed_event(
        details, key, entry_title(short_kinds(title), campus), text, (VISIT_CATEGORY, drill.campus_id), settings
    )
