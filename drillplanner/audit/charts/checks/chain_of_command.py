"""Checks of the chain of command: one head, one supervisor each, one tree, unity, span, unified command."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import ChartedPosition, OutsideAgency, PositionState
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import organization_table
from drillplanner.incident_command.positions.catalog import OrganizationLevel, Section

#: Below this many reports a layer is asked about; a layer without any report is not a layer.
FEW_REPORTS = 3


def one_command(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-01: one incident commander or one unified command of different agencies, never both, never more."""
    ids = tuple(one.id for one in case.command)
    unified = tuple(one for one in case.command if case.is_unified(one))
    if not ids:
        yield CheckFault("Nobody commands: neither an incident commander nor unified command is opened.")
    elif unified and len(unified) < len(ids):
        yield CheckFault("There are an incident commander and a unified command.", ids)
    elif len(ids) > 1:
        yield CheckFault(f"{len(ids)} positions command: {', '.join(ids)}.", ids)
    for one in unified:
        agencies = [member.agency for member in one.members]
        if len(agencies) < 2:
            yield CheckFault(f"Unified command has {len(agencies)} of the two members that it needs.", (one.id,))
        if twice := sorted({agency for agency in agencies if agencies.count(agency) > 1}):
            yield CheckFault(f"Unified command has several members of one agency: {', '.join(twice)}.", (one.id,))
    for one in case.command:
        if not case.is_unified(one) and len(one.people) > 1:
            yield CheckFault(f"{len(one.people)} people are incident commander at once.", (one.id, *one.people))


def one_supervisor(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-02: exactly one line of command upwards, to an opened position."""
    for one in case.opened:
        title = case.title(one)
        if case.level(one) is OrganizationLevel.COMMAND:
            if one.reports_to:
                yield CheckFault(f"{title} commands and reports to {', '.join(one.reports_to)}.", (one.id,))
        elif len(one.reports_to) != 1:
            many = "no supervisor" if not one.reports_to else f"several supervisors: {', '.join(one.reports_to)}"
            yield CheckFault(f"{title} has {many}.", (one.id,))
        elif case.supervisor(one) is None:
            yield CheckFault(
                f"{title} reports to {one.reports_to[0]}, {_supervisor_fault(case, one.reports_to[0])}.", (one.id,)
            )


def _supervisor_fault(case: ChartCase, position_id: str) -> str:
    found = case.by_id.get(position_id)
    if found is None:
        return "which is not on the chart"
    if found.state is PositionState.ABSORBED:
        return "which is absorbed by nobody who is opened"
    return f"which is {found.state.replace('_', ' ')} and not opened"


def one_tree(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-03: from each position the first lines lead up to command."""
    circles: set[frozenset[str]] = set()
    for one in case.opened:
        if case.level(one) is OrganizationLevel.COMMAND:
            continue
        chain = case.chain(one)
        if chain and case.level(chain[-1]) is OrganizationLevel.COMMAND:
            continue
        ring = _circle(case, one)
        if ring:
            if frozenset(ring) not in circles:
                circles.add(frozenset(ring))
                yield CheckFault(f"The chain of command is a circle: {' -> '.join([*ring, ring[0]])}.", ring)
        elif chain:
            yield CheckFault(
                f"The line from {case.title(one)} ends at {case.title(chain[-1])}, not at command.", (one.id,)
            )
        elif not one.reports_to and case.reports(one):
            yield CheckFault(f"{case.title(one)} is a second head beside command.", (one.id,))


def _circle(case: ChartCase, start: ChartedPosition) -> tuple[str, ...]:
    """The circle into which the line from a position runs, from its smallest id on; empty if there is none."""
    path: list[str] = []
    current: ChartedPosition | None = start
    while current is not None:
        if current.id in path:
            ring = path[path.index(current.id) :]
            first = ring.index(min(ring))
            return tuple(ring[first:] + ring[:first])
        path.append(current.id)
        current = case.supervisor(current)
    return ()


def unity_of_command(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-04: all posts of one person answer to the same supervisor, posts under the own ones left out."""
    for person_id, positions in case.held_by_person.items():
        above: dict[str, list[str]] = {}
        together = [
            position
            for position in positions
            if any(case.overlaps_in_time(position, other) for other in positions if other != position)
        ]
        for one in together:
            supervisor = next((up for up in case.chain(one) if person_id not in up.people), None)
            above.setdefault("nobody" if supervisor is None else supervisor.id, []).append(one.id)
        if len(above) > 1:
            told = "; ".join(f"as {', '.join(ids)} to {supervisor}" for supervisor, ids in above.items())
            ids = tuple(one.id for one in together)
            yield CheckFault(f"{case.name(person_id)} has several supervisors at once: {told}.", (person_id, *ids))


def span_of_control(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-07: at most seven direct reports; a chief or director with one or two is asked about."""
    settings = case.record.settings
    for one in case.opened:
        reports = len(case.counted_reports(one))
        title = case.title(one)
        if reports > settings.most_reports:
            hard = ChartSeverity.ERROR if settings.span_limit_is_hard else ChartSeverity.WARNING
            yield CheckFault(
                f"{title} has {reports} direct reports; up to {settings.most_reports} are advised, 5 are best.",
                (one.id,),
                hard,
            )
        known = case.catalog_entry(one)
        few = min(FEW_REPORTS, known.fewest_reports) if known else FEW_REPORTS
        if case.level(one) in (OrganizationLevel.CHIEF, OrganizationLevel.DIRECTOR) and 0 < reports < few:
            yield CheckFault(
                f"{title} has {'one direct report' if reports == 1 else f'{reports} direct reports'}: is this "
                "layer needed, or can its supervisor do it?",
                (one.id,),
                ChartSeverity.INFORMATION,
            )


def classes_do_not_count(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-08: the number of reports that the chart states holds no classes."""
    for one in case.opened:
        if one.stated_reports is None:
            continue
        counted = len(case.counted_reports(one))
        if one.stated_reports > counted:
            yield CheckFault(
                f"{case.title(one)} is said to have {one.stated_reports} direct reports; without classes there "
                f"are {counted}.",
                (one.id,),
            )


def layers_of_operations(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-09: an operations chief from three teams on, branches beyond seven."""
    teams = case.top_teams()
    ids = tuple(team.id for team in teams)
    levels = {case.level(one) for one in case.opened if case.section(one) is Section.OPERATIONS}
    if len(teams) >= 3 and OrganizationLevel.CHIEF not in levels:
        yield CheckFault(f"{len(teams)} operations teams are opened without an Operations Section Chief.", ids)
    if len(teams) > 7 and OrganizationLevel.DIRECTOR not in levels:
        yield CheckFault(f"{len(teams)} operations teams are opened without branches.", ids)


def unified_command(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-16: one operations chief, one set of objectives, one 202 under unified command."""
    if case.unified is None:
        return
    chiefs = [
        position
        for position in case.positions
        if position.opened
        and case.level(position) is OrganizationLevel.CHIEF
        and case.section(position) is Section.OPERATIONS
    ]
    if len(chiefs) > 1:
        yield CheckFault(
            f"Unified command has {len(chiefs)} operations chiefs.", tuple(chief.id for chief in chiefs)
        )
    if not chiefs:
        yield CheckFault(
            "Unified command has no operations chief: say who leads operations for all.",
            (case.unified.id,),
            ChartSeverity.WARNING,
        )
    sets = case.occasion.objective_sets
    if sets is None:
        yield MissingFact("how many sets of objectives unified command works to", (case.unified.id,))
    elif sets != 1:
        yield CheckFault(f"Unified command works to {sets} sets of objectives.", (case.unified.id,))
    if case.record.packet is not None and len(case.record.packet.forms_numbered("202")) > 1:
        yield CheckFault("The packet holds several ICS 202 for one unified command.", ("202",))


def liaison(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-17: an agency with authority is met by unified command or a Liaison Officer."""
    if case.unified is not None or case.with_role("CMD-LNO"):
        return
    if case.record.agencies is None:
        yield MissingFact("which outside agencies take part")
        return
    for agency in case.record.agencies:
        if not agency.attends:
            continue
        authority = has_authority(agency)
        if authority is None:
            yield MissingFact(
                f"whether {agency.name or agency.id} has authority over such an incident", (agency.id,)
            )
        elif authority:
            yield CheckFault(
                f"{agency.name or agency.id} takes part without unified command and without a Liaison Officer.",
                (agency.id,),
            )


def has_authority(agency: OutsideAgency) -> bool | None:
    """Whether an agency has authority over an incident: as said, else by its kind; None: neither tells."""
    if agency.has_authority is not None or agency.kind is None:
        return agency.has_authority
    return agency.kind in organization_table().authorities


def district_beside_command(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-18: what coordinates stands beside the tree."""
    for one in case.opened:
        known = case.catalog_entry(one)
        if known is not None and known.beside == "coordination":
            below = f" and {len(case.reports(one))} positions report to it" if case.reports(one) else ""
            yield CheckFault(f"{case.title(one)} stands in the chain of command{below}.", (one.id,))


CHECKS = {
    "ICS-01": one_command,
    "ICS-02": one_supervisor,
    "ICS-03": one_tree,
    "ICS-04": unity_of_command,
    "ICS-07": span_of_control,
    "ICS-08": classes_do_not_count,
    "ICS-09": layers_of_operations,
    "ICS-16": unified_command,
    "ICS-17": liaison,
    "ICS-18": district_beside_command,
}
