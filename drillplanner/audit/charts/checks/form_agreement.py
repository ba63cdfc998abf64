"""Check forms against each other and against the chart: identity, people, teams, signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import ChartedPosition, FormPacket, PacketForm
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import forms_table, organization_table
from drillplanner.incident_command.positions.catalog import OrganizationLevel, Section, Tier

#: Titles of the blocks that identify the incident, with their fields.
_IDENTITY = (
    ("Incident Name", "incident_name"),
    ("Incident Number", "incident_number"),
    ("Operational Period", "period"),
)
Pairs = frozenset[tuple[str, str]]


def packet_of(case: ChartCase) -> FormPacket:
    """Return the packet, or an empty one."""
    return case.record.packet or FormPacket(forms=())


def same_identity(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-01: forms agree on name, number, and period, on the safety plan, and on the teams."""
    packet = packet_of(case)
    for title, field in _IDENTITY:
        bearing = [form for form in packet.forms if title in forms_table().blocks.get(form.number, {}).values()]
        printed = [(form, getattr(form, field)) for form in bearing]
        values = Counter(value for _, value in printed if value is not None)
        if len(values) > 1:
            most_common = max(values, key=lambda value: (values[value], value))
            differing = tuple(
                dict.fromkeys(form.number for form, value in printed if value not in (None, most_common))
            )
            yield CheckFault(
                f"{title} differs: '{most_common}' on most forms, another on {', '.join(differing)}.", differing
            )
        if unstated := tuple(dict.fromkeys(form.number for form, value in printed if value is None)):
            yield MissingFact(f"the {title.lower()} printed on them", unstated)
    plans = {
        form.number: form.site_safety_plan for number in ("202", "208") for form in packet.forms_numbered(number)
    }
    if len(plans) == 2 and None not in plans.values() and len(set(plans.values())) == 2:
        yield CheckFault("ICS 202 and ICS 208 differ on whether a site safety plan is required.", ("202", "208"))
    teams = {form.team for form in packet.forms_numbered("204") if form.team}
    areas = {hazard.area for form in packet.forms_numbered("215A") for hazard in form.hazards or () if hazard.area}
    needing_teams = {team for form in packet.forms_numbered("215") for team in form.teams or ()}
    for number, team_ids in (("215A", areas), ("215", needing_teams)):
        if teams and (unknown := sorted(team_ids - teams)):
            yield CheckFault(f"ICS {number} names teams without an ICS 204: {', '.join(unknown)}.", (number,))


def ticked_forms(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-02: the forms ticked on ICS 202 are those in the packet."""
    packet = packet_of(case)
    tickable = set(forms_table().tickable)
    for form in packet.forms_numbered("202"):
        if form.ticked is None:
            yield MissingFact("which forms are ticked in block 6", ("202",))
            continue
        ticked = set(form.ticked) & tickable
        present = packet.numbers & tickable
        if missing := sorted(ticked - present):
            yield CheckFault(
                f"ICS 202 ticks forms that are not in the packet: {', '.join(missing)}.", ("202", *missing)
            )
        if unticked := sorted(present - ticked):
            yield CheckFault(
                f"ICS 202 does not tick forms of the packet: {', '.join(unticked)}.", ("202", *unticked)
            )


def same_organization(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-03: ICS 201, 203, 207, and the chart name the same leaders. ICS 201 ends with the groups."""
    packet = packet_of(case)
    pairs_by_source: dict[str, Pairs] = {}
    for number in ("203", "207", "201"):
        for form in packet.forms_numbered(number):
            if form.organisation is None:
                yield MissingFact("who stands on it in which position", (number,))
            else:
                pairs_by_source[f"ICS {number}"] = _in_charge(
                    case, [(entry.position, entry.person) for entry in form.organisation]
                )
    if case.record.positions is not None:
        pairs_by_source["the chart"] = _in_charge(
            case, [(position.id, person) for position in case.opened for person in case.holders(position)]
        )
    main = next(iter(pairs_by_source), None)
    for name, pairs in pairs_by_source.items():
        is_short = "ICS 201" in (name, main)
        left, right = (
            _on_201(case, pairs_of_form) if is_short else pairs_of_form
            for pairs_of_form in (pairs, pairs_by_source[main or name])
        )
        if differing := sorted(left ^ right):
            details = "; ".join(f"{position} {case.name(person)}" for position, person in differing)
            yield CheckFault(f"{name} and {main} name different people: {details}.", (name, main or ""))


def _in_charge(case: ChartCase, entries: Iterable[tuple[str, str]]) -> Pairs:
    """Return who leads each position: the first named, or each member of unified command; no crews or agencies."""
    leads: dict[str, list[str]] = {}
    for position_id, person in entries:
        position = case.by_id.get(position_id) or ChartedPosition(id=position_id)
        crew = case.level(position) in (
            OrganizationLevel.SINGLE_RESOURCE,
            OrganizationLevel.REPRESENTATIVE,
        ) or case.is_held_by_teachers(position)
        if not crew and (case.level(position) is OrganizationLevel.COMMAND or position_id not in leads):
            leads.setdefault(position_id, []).append(person)
    return frozenset((position_id, person) for position_id, people in leads.items() for person in people)


def _on_201(case: ChartCase, pairs: Pairs) -> Pairs:
    levels = forms_table().levels_on_201
    return frozenset(
        pair for pair in pairs if case.level(case.by_id.get(pair[0]) or ChartedPosition(id=pair[0])) in levels
    )


def assignment_lists(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-04: each opened operations team has one ICS 204, whose supervisor is on ICS 203."""
    packet = packet_of(case)
    lists = packet.forms_numbered("204")
    if case.tier is Tier.L1 and not lists:
        return
    if any(form.team is None for form in lists):
        yield MissingFact("whose team each ICS 204 is", ("204",))
        return
    teams = Counter(str(form.team) for form in lists)
    for team in case.top_teams():
        if teams[team.id] != 1:
            count_text = "no ICS 204" if not teams[team.id] else f"{teams[team.id]} ICS 204"
            yield CheckFault(f"{case.title(team)} has {count_text}.", (team.id,))
    on_203 = [form.organisation for form in packet.forms_numbered("203")]
    for form in lists:
        if form.supervisors is None or None in on_203:
            yield MissingFact("the supervisors in block 4, and those on ICS 203", ("204", str(form.team)))
            continue
        listed = {(entry.position, entry.person) for entries in on_203 for entry in entries or ()}
        for entry in form.supervisors:
            if on_203 and (entry.position, entry.person) not in listed:
                yield CheckFault(
                    f"The ICS 204 of {form.team} names {case.name(entry.person)} as {entry.position}, and ICS 203 "
                    "does not.",
                    (str(form.team), entry.person),
                )


def communications_list(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-05: everyone on ICS 203 is on ICS 205A, which is marked if it holds private numbers."""
    packet = packet_of(case)
    lists = packet.forms_numbered("205A")
    if not lists:
        return
    if any(form.organisation is None for form in (*packet.forms_numbered("203"), *lists)):
        yield MissingFact("who stands on ICS 203 and ICS 205A", ("203", "205A"))
    else:
        missing = _people(packet.forms_numbered("203")) - _people(lists)
        for person_id in sorted(missing):
            yield CheckFault(f"{case.name(person_id)} is on ICS 203 and not on ICS 205A.", (person_id, "205A"))
    for form in lists:
        if form.private_numbers is None:
            yield MissingFact("whether it holds private numbers", ("205A",))
        elif form.private_numbers and form.marked_sensitive is None:
            yield MissingFact("whether it is marked as sensitive", ("205A",))
        elif form.private_numbers and not form.marked_sensitive:
            yield CheckFault("ICS 205A holds private numbers and is not marked as sensitive.", ("205A",))


def _people(forms: Iterable[PacketForm]) -> set[str]:
    return {entry.person for form in forms for entry in form.organisation or ()}


def signature_lines(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-06: a line for each required signature, with a person who holds or does that position."""
    table = forms_table()
    for number, blocks in table.signatures.items():
        for form in packet_of(case).forms_numbered(number):
            if form.signatures is None:
                yield MissingFact("the lines for signatures", (number,))
                continue
            for block, roles in blocks.items():
                lines = [signature for signature in form.signatures if signature.block == block]
                for role in roles if number in table.all_sign else roles[:1]:
                    signer = case.position_doing(role)
                    may_sign = {*roles} if number not in table.all_sign else {role}
                    may_sign |= {signer.id, signer.role_id} if signer else set()
                    fitting = [line for line in lines if line.position in may_sign]
                    title = case.title(signer) if signer else role
                    if not fitting:
                        yield CheckFault(f"ICS {number} has no line in block {block} for {title}.", (number,))
                    elif signer and signer.people:
                        printed_people = [line.person for line in fitting if line.person is not None]
                        signers = _signers(case, may_sign)
                        if others := [person for person in printed_people if person not in signers]:
                            yield CheckFault(
                                f"ICS {number}, block {block}, names {case.name(others[0])}, who is not {title}.",
                                (number, others[0]),
                            )


def _signers(case: ChartCase, positions: set[str]) -> set[str]:
    """Return the people who hold one of the positions, opened or on call."""
    return {
        person
        for position in case.by_id.values()
        if position.id in positions or position.role_id in positions
        for person in case.holders(position)
    }


def activity_logs(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-12: an ICS 214 for each supervisor; in small drills one for the scribe."""
    logs = packet_of(case).forms_numbered("214")
    if any(form.team is None for form in logs):
        yield MissingFact("whose log each ICS 214 is", ("214",))
        return
    teams_with_log = {form.team for form in logs}
    if case.tier is Tier.L1:
        scribe = case.position_doing("PLN-DOC")
        if scribe is not None and not teams_with_log & {scribe.id, scribe.role_id}:
            yield CheckFault(f"{case.title(scribe)} has no ICS 214.", (scribe.id,))
        return
    team_levels = organization_table().team_levels
    for position in case.opened:
        leads = (
            case.level(position)
            in (OrganizationLevel.COMMAND, OrganizationLevel.CHIEF, OrganizationLevel.DIRECTOR)
            or position in case.top_teams()
        )
        leads = leads or (case.level(position) in team_levels and bool(case.reports(position)))
        is_ours = not case.is_held_by_agency(position) and case.section(position) in (Section.COMMAND, *Section)
        if leads and is_ours and position.id not in teams_with_log:
            yield CheckFault(f"{case.title(position)} has no ICS 214.", (position.id,))


def check_in_list(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-13: an ICS 211 if outsiders or borrowed staff take part."""
    if packet_of(case).forms_numbered("211"):
        return
    agencies = case.record.agencies
    borrowed = [person.id for person in case.record.people if person.borrowed or person.agency]
    attending = [agency.id for agency in agencies or () if agency.attends]
    if case.occasion.visitors or attending or borrowed:
        outsiders = [*attending, *borrowed] or ["visitors"]
        yield CheckFault(
            f"There is no ICS 211, and people from elsewhere take part: {', '.join(outsiders)}.", tuple(outsiders)
        )
        return
    if agencies is None or case.occasion.visitors is None:
        yield MissingFact("whether visitors or outside agencies take part")


CHECKS = {
    "FRM-01": same_identity,
    "FRM-02": ticked_forms,
    "FRM-03": same_organization,
    "FRM-04": assignment_lists,
    "FRM-05": communications_list,
    "FRM-06": signature_lines,
    "FRM-12": activity_logs,
    "FRM-13": check_in_list,
}
