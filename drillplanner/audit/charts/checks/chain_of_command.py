"""Check the chain of command: one head, one supervisor each, one tree, unity, span, unified command."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import ChartedPosition, OutsideAgency, PositionState
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import organization_table
from drillplanner.incident_command.positions.catalog import OrganizationLevel, Section

#: With fewer reports than this, ask whether the layer is needed. Without any, it is not a layer.
FEW_REPORTS = 3


def one_command(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-01: one incident commander, or one unified command of different agencies; never both or several."""
    ids = tuple(position.id for position in case.command_positions)
    unified = tuple(position for position in case.command_positions if case.is_unified(position))
    if not ids:
        yield CheckFault("Nobody commands: neither an incident commander nor unified command is opened.")
    elif unified and len(unified) < len(ids):
        yield CheckFault("There are an incident commander and a unified command.", ids)
    elif len(ids) > 1:
        yield CheckFault(f"{len(ids)} positions command: {', '.join(ids)}.", ids)
    for position in unified:
        agencies = [member.agency for member in position.members]
        if len(agencies) < 2:
            yield CheckFault(
                f"Unified command has {len(agencies)} of the two members that it needs.", (position.id,)
            )
        if repeated := sorted({agency for agency in agencies if agencies.count(agency) > 1}):
            yield CheckFault(
                f"Unified command has several members of one agency: {', '.join(repeated)}.", (position.id,)
            )
    for position in case.command_positions:
        if not case.is_unified(position) and len(position.people) > 1:
            yield CheckFault(
                f"{len(position.people)} people are incident commander at once.", (position.id, *position.people)
            )


def one_supervisor(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-02: exactly one line of command upward, to an opened position."""
    for position in case.opened:
        title = case.title(position)
        if case.level(position) is OrganizationLevel.COMMAND:
            if position.reports_to:
                yield CheckFault(
                    f"{title} commands and reports to {', '.join(position.reports_to)}.", (position.id,)
                )
        elif len(position.reports_to) != 1:
            fault = (
                "no supervisor"
                if not position.reports_to
                else f"several supervisors: {', '.join(position.reports_to)}"
            )
            yield CheckFault(f"{title} has {fault}.", (position.id,))
        elif case.supervisor(position) is None:
            yield CheckFault(
                f"{title} reports to {position.reports_to[0]}, {_supervisor_fault(case, position.reports_to[0])}.",
                (position.id,),
            )


def _supervisor_fault(case: ChartCase, position_id: str) -> str:
    position = case.by_id.get(position_id)
    if position is None:
        return "which is not on the chart"
    if position.state is PositionState.ABSORBED:
        return "which is absorbed by nobody who is opened"
    return f"which is {position.state.replace('_', ' ')} and not opened"


def one_tree(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-03: from each position, the lines lead up to command."""
    reported: set[frozenset[str]] = set()
    for position in case.opened:
        if case.level(position) is OrganizationLevel.COMMAND:
            continue
        chain = case.supervisors_above(position)
        if chain and case.level(chain[-1]) is OrganizationLevel.COMMAND:
            continue
        cycle = _cycle_from(case, position)
        if cycle:
            if frozenset(cycle) not in reported:
                reported.add(frozenset(cycle))
                yield CheckFault(f"The chain of command is a circle: {' -> '.join([*cycle, cycle[0]])}.", cycle)
        elif chain:
            yield CheckFault(
                f"The line from {case.title(position)} ends at {case.title(chain[-1])}, not at command.",
                (position.id,),
            )
        elif not position.reports_to and case.reports(position):
            yield CheckFault(f"{case.title(position)} is a second head beside command.", (position.id,))


def _cycle_from(case: ChartCase, start: ChartedPosition) -> tuple[str, ...]:
    """Return the cycle into which the line from a position runs, starting at its smallest id; empty if none."""
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
    """ICS-04: all posts of one person have the same supervisor, ignoring supervisors who are that person."""
    for person_id, positions in case.held_by_person.items():
        posts_by_supervisor: dict[str, list[str]] = {}
        simultaneous = [
            position
            for position in positions
            if any(case.overlaps_in_time(position, other) for other in positions if other != position)
        ]
        for position in simultaneous:
            supervisor = next(
                (ancestor for ancestor in case.supervisors_above(position) if person_id not in ancestor.people),
                None,
            )
            posts_by_supervisor.setdefault("nobody" if supervisor is None else supervisor.id, []).append(
                position.id
            )
        if len(posts_by_supervisor) > 1:
            details = "; ".join(
                f"as {', '.join(ids)} to {supervisor}" for supervisor, ids in posts_by_supervisor.items()
            )
            ids = tuple(position.id for position in simultaneous)
            yield CheckFault(
                f"{case.name(person_id)} has several supervisors at once: {details}.", (person_id, *ids)
            )


def span_of_control(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-07: at most seven direct reports; a chief or director with one or two gets a question."""
    settings = case.record.settings
    wing_leaders = organization_table().wing_leaders
    for position in case.opened:
        # Leaders of wings stand in one box, and each of them reports.
        reports = sum(
            len(report.people) if report.role_id in wing_leaders else 1
            for report in case.counted_reports(position)
        )
        title = case.title(position)
        if reports > settings.most_reports:
            severity = ChartSeverity.ERROR if settings.span_limit_is_hard else ChartSeverity.WARNING
            yield CheckFault(
                f"{title} has {reports} direct reports; up to {settings.most_reports} are advised, 5 are best.",
                (position.id,),
                severity,
            )
        known = case.catalog_entry(position)
        fewest = min(FEW_REPORTS, known.fewest_reports) if known else FEW_REPORTS
        if case.level(position) in (OrganizationLevel.CHIEF, OrganizationLevel.DIRECTOR) and 0 < reports < fewest:
            yield CheckFault(
                f"{title} has {'one direct report' if reports == 1 else f'{reports} direct reports'}: is this "
                "layer needed, or can its supervisor do it?",
                (position.id,),
                ChartSeverity.INFORMATION,
            )


def classes_do_not_count(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-08: the number of reports stated on the chart does not count classes."""
    for position in case.opened:
        if position.stated_reports is None:
            continue
        counted = len(case.counted_reports(position))
        if position.stated_reports > counted:
            yield CheckFault(
                f"{case.title(position)} is said to have {position.stated_reports} direct reports; "
                f"without classes there are {counted}.",
                (position.id,),
            )


def layers_of_operations(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-09: an operations chief from three teams on, branches from eight on."""
    teams = case.top_teams()
    ids = tuple(team.id for team in teams)
    levels = {case.level(position) for position in case.opened if case.section(position) is Section.OPERATIONS}
    if len(teams) >= 3 and OrganizationLevel.CHIEF not in levels:
        yield CheckFault(f"{len(teams)} operations teams are opened without an Operations Section Chief.", ids)
    if len(teams) > 7 and OrganizationLevel.DIRECTOR not in levels:
        yield CheckFault(f"{len(teams)} operations teams are opened without branches.", ids)


def unified_command(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-16: one operations chief, one set of objectives, one 202 under unified command."""
    if case.unified_command is None:
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
            (case.unified_command.id,),
            ChartSeverity.WARNING,
        )
    sets = case.occasion.objective_sets
    if sets is None:
        yield MissingFact("how many sets of objectives unified command works to", (case.unified_command.id,))
    elif sets != 1:
        yield CheckFault(f"Unified command works to {sets} sets of objectives.", (case.unified_command.id,))
    if case.record.packet is not None and len(case.record.packet.forms_numbered("202")) > 1:
        yield CheckFault("The packet holds several ICS 202 for one unified command.", ("202",))


def liaison(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-17: an agency with authority has a seat in unified command or a Liaison Officer to meet it."""
    if case.unified_command is not None or case.with_role("CMD-LNO"):
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
    """Return whether an agency has authority over an incident: as stated, else by its kind; None if unknown."""
    if agency.has_authority is not None or agency.kind is None:
        return agency.has_authority
    return agency.kind in organization_table().authorities


def district_beside_command(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-18: coordinating positions are outside the chain of command."""
    for position in case.opened:
        known = case.catalog_entry(position)
        if known is not None and known.beside == "coordination":
            reports_text = (
                f" and {len(case.reports(position))} positions report to it" if case.reports(position) else ""
            )
            yield CheckFault(
                f"{case.title(position)} stands in the chain of command{reports_text}.", (position.id,)
            )


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
