"""How command is shared with the outside agencies of a drill, or handed over to them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from drillplanner.incident_command.activation.activated_positions import COMMANDER, ActivatedPositions
from drillplanner.incident_command.assignment.leaders import Leaders
from drillplanner.incident_command.chart.role_chart import AgencySeat, ResponderPlan
from drillplanner.incident_command.positions.catalog import PositionId
from drillplanner.incident_command.positions.responders import usual_handling
from drillplanner.model import Agency, AgencyKind, CommandHandling, Drill, Scenario

LIAISON: PositionId = "CMD-LNO"
STAGING: PositionId = "OPS-STG"
#: Agencies with the authority to share or take command of an incident.
_AUTHORITIES = (AgencyKind.POLICE, AgencyKind.FIRE, AgencyKind.EMERGENCY_MEDICAL, AgencyKind.EMERGENCY_MANAGEMENT)
#: What papers call an agency of which the district lists only the kind.
_NAMES = {
    AgencyKind.POLICE: "Police",
    AgencyKind.FIRE: "Fire department",
    AgencyKind.EMERGENCY_MEDICAL: "Emergency medical services",
    AgencyKind.EMERGENCY_MANAGEMENT: "Emergency management",
    AgencyKind.DISTRICT_SAFETY: "District safety coordinator",
}


def attending_agencies(
    drill: Drill, agencies: tuple[Agency, ...], scenario: Scenario | None = None
) -> Mapping[str, Agency]:
    """Return the agencies of a drill by id: those that attend, then those that the scenario's words bring.

    A drill may name an agency or only a kind of agency; a kind that the district does not list has no name.
    """
    names = set(drill.agencies or ())
    found = {agency.agency_id: agency for agency in agencies if agency.agency_id in names}
    kinds = names - found.keys() - {agency.kind.value for agency in found.values()}
    brought = () if scenario is None or scenario.responders is None else scenario.responders.agencies
    there = {agency.kind for agency in found.values()}
    for kind in AgencyKind:
        if kind.value in kinds or (kind in brought and kind not in there):
            agency = next(
                (agency for agency in agencies if agency.kind is kind),
                Agency(agency_id=kind.value, name=_NAMES[kind], kind=kind),
            )
            found[agency.agency_id] = agency
    return found


def responders_on_chart(
    drill: Drill,
    scenario: Scenario | None,
    agencies: Mapping[str, Agency],
    activated: ActivatedPositions,
    people: Leaders,
) -> tuple[tuple[AgencySeat, ...], ResponderPlan | None]:
    """Return the agencies' places on the chart, and what becomes of command; None if no agency comes.

    The scenario's own words decide: unified command among its positions, else its key ``responders``, else what
    is usual for the kind of drill. Only agencies with authority over an incident share or take command.
    """
    if not agencies:
        return (), None
    usual = usual_handling()[drill.drill_type]
    said = None if scenario is None else scenario.responders
    command = said.command if said is not None else usual.command
    minute = said.briefing_minute if said is not None else usual.briefing_minute
    if activated.unified:
        command = CommandHandling.UNIFIED
    authorities = [agency for agency in agencies.values() if agency.kind in _AUTHORITIES]
    if not authorities:
        command = CommandHandling.SCHOOL
    lead = None
    if command is CommandHandling.TRANSFERRED:
        lead = next((agency for agency in authorities if agency.kind is usual.lead), authorities[0])
    seats = tuple(
        AgencySeat(
            agency_id=agency.agency_id,
            name=agency.name,
            kind=agency.kind,
            reports_to=_contact(activated, agency, command),
            in_command=command is CommandHandling.UNIFIED and agency in authorities,
            takes_command=agency is lead,
            attends=_attends(agency, drill),
        )
        for agency in agencies.values()
    )
    liaison = LIAISON if people.get(LIAISON) else COMMANDER
    plan = ResponderPlan(
        command=command,
        lead_agency=lead.name if lead is not None else "",
        liaison=liaison,
        staging_manager=STAGING if people.get(STAGING) else liaison,
        briefing_minute=minute,
        briefing_at=None if drill.start is None else _minutes_after(drill.start, minute),
    )
    return seats, plan


def _attends(agency: Agency, drill: Drill) -> bool:
    return agency.agency_id in (drill.agencies or ()) or agency.kind.value in (drill.agencies or ())


def _contact(activated: ActivatedPositions, agency: Agency, command: CommandHandling) -> PositionId:
    shares_command = command is CommandHandling.UNIFIED and agency.kind in _AUTHORITIES
    return LIAISON if LIAISON in activated.opened and not shares_command else COMMANDER


def _minutes_after(start: datetime.time, minutes: int) -> datetime.time:
    """Return the time of day some minutes later, at the latest the last minute of the day."""
    total = min(start.hour * 60 + start.minute + minutes, 24 * 60 - 1)
    return datetime.time(total // 60, total % 60)
