"""Checks between the forms of a packet, and between forms and chart: identity, people, teams, who signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import ChartedPosition, FormPacket, PacketForm
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import forms_table, organization_table
from drillplanner.incident_command.positions.catalog import OrganizationLevel, Section, Tier

#: Titles of blocks by which a form bears an identity.
_IDENTITY = (
    ("Incident Name", "incident_name"),
    ("Incident Number", "incident_number"),
    ("Operational Period", "period"),
)
Pairs = frozenset[tuple[str, str]]


def packet_of(case: ChartCase) -> FormPacket:
    """The packet; the rules of forms are asked only where there is one."""
    return case.record.packet or FormPacket(forms=())


def same_identity(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-01: name, number and period are the same on all forms that bear them; so are safety plan and teams."""
    packet = packet_of(case)
    for title, field in _IDENTITY:
        bearing = [form for form in packet.forms if title in forms_table().blocks.get(form.number, {}).values()]
        said = [(form, getattr(form, field)) for form in bearing]
        values = Counter(value for _, value in said if value is not None)
        if len(values) > 1:
            usual = max(values, key=lambda value: (values[value], value))
            others = tuple(dict.fromkeys(form.number for form, value in said if value not in (None, usual)))
            yield CheckFault(f"{title} differs: '{usual}' on most forms, another on {', '.join(others)}.", others)
        if unsaid := tuple(dict.fromkeys(form.number for form, value in said if value is None)):
            yield MissingFact(f"the {title.lower()} printed on them", unsaid)
    plans = {
        form.number: form.site_safety_plan for number in ("202", "208") for form in packet.forms_numbered(number)
    }
    if len(plans) == 2 and None not in plans.values() and len(set(plans.values())) == 2:
        yield CheckFault("ICS 202 and ICS 208 differ on whether a site safety plan is required.", ("202", "208"))
    teams = {form.team for form in packet.forms_numbered("204") if form.team}
    areas = {hazard.area for form in packet.forms_numbered("215A") for hazard in form.hazards or () if hazard.area}
    named = {team for form in packet.forms_numbered("215") for team in form.teams or ()}
    for number, those in (("215A", areas), ("215", named)):
        if teams and (strange := sorted(those - teams)):
            yield CheckFault(f"ICS {number} names teams without an ICS 204: {', '.join(strange)}.", (number,))


def ticked_forms(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-02: what is ticked on 202 is there, and the other way round."""
    packet = packet_of(case)
    tickable = set(forms_table().tickable)
    for form in packet.forms_numbered("202"):
        if form.ticked is None:
            yield MissingFact("which forms are ticked in block 6", ("202",))
            continue
        ticked = set(form.ticked) & tickable
        there = packet.numbers & tickable
        if absent := sorted(ticked - there):
            yield CheckFault(
                f"ICS 202 ticks forms that are not in the packet: {', '.join(absent)}.", ("202", *absent)
            )
        if unticked := sorted(there - ticked):
            yield CheckFault(
                f"ICS 202 does not tick forms of the packet: {', '.join(unticked)}.", ("202", *unticked)
            )


def same_organization(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-03: 201, 203, 207 and the chart name the same people in charge. 201 ends with the groups."""
    packet = packet_of(case)
    said: dict[str, Pairs] = {}
    for number in ("203", "207", "201"):
        for form in packet.forms_numbered(number):
            if form.organisation is None:
                yield MissingFact("who stands on it in which position", (number,))
            else:
                said[f"ICS {number}"] = _in_charge(
                    case, [(entry.position, entry.person) for entry in form.organisation]
                )
    if case.record.positions is not None:
        said["the chart"] = _in_charge(case, [(one.id, who) for one in case.opened for who in case.holders(one)])
    main = next(iter(said), None)
    for name, pairs in said.items():
        short = "ICS 201" in (name, main)
        ours, theirs = (_on_201(case, one) if short else one for one in (pairs, said[main or name]))
        if differing := sorted(ours ^ theirs):
            told = "; ".join(f"{position} {case.name(person)}" for position, person in differing)
            yield CheckFault(f"{name} and {main} name different people: {told}.", (name, main or ""))


def _in_charge(case: ChartCase, entries: Iterable[tuple[str, str]]) -> Pairs:
    """Who leads each position: the first named, in unified command each member; without crews and agencies."""
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
    """FRM-04: each opened operations team has one 204, whose supervisor stands on 203."""
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
            many = "no ICS 204" if not teams[team.id] else f"{teams[team.id]} ICS 204"
            yield CheckFault(f"{case.title(team)} has {many}.", (team.id,))
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
    """FRM-05: who is on 203 is on 205A; it is marked where it holds private numbers."""
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
    """FRM-06: a line for each who must sign, with the person who holds or does that position."""
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
                    may = {*roles} if number not in table.all_sign else {role}
                    may |= {signer.id, signer.is_role} if signer else set()
                    fitting = [line for line in lines if line.position in may]
                    title = case.title(signer) if signer else role
                    if not fitting:
                        yield CheckFault(f"ICS {number} has no line in block {block} for {title}.", (number,))
                    elif signer and signer.people:
                        named = [one.person for one in fitting if one.person is not None]
                        right = _signers(case, may)
                        if wrong := [person for person in named if person not in right]:
                            yield CheckFault(
                                f"ICS {number}, block {block}, names {case.name(wrong[0])}, who is not {title}.",
                                (number, wrong[0]),
                            )


def _signers(case: ChartCase, positions: set[str]) -> set[str]:
    """People who hold one of the positions, opened or on call."""
    return {
        person
        for one in case.by_id.values()
        if one.id in positions or one.is_role in positions
        for person in case.holders(one)
    }


def activity_logs(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-12: a 214 for each supervisor; in small drills one for whoever writes."""
    logs = packet_of(case).forms_numbered("214")
    if any(form.team is None for form in logs):
        yield MissingFact("whose log each ICS 214 is", ("214",))
        return
    kept = {form.team for form in logs}
    if case.tier is Tier.L1:
        scribe = case.position_doing("PLN-DOC")
        if scribe is not None and not kept & {scribe.id, scribe.is_role}:
            yield CheckFault(f"{case.title(scribe)} has no ICS 214.", (scribe.id,))
        return
    teams = organization_table().team_levels
    for one in case.opened:
        leads = (
            case.level(one) in (OrganizationLevel.COMMAND, OrganizationLevel.CHIEF, OrganizationLevel.DIRECTOR)
            or one in case.top_teams()
        )
        leads = leads or (case.level(one) in teams and bool(case.reports(one)))
        ours = not case.is_held_by_agency(one) and case.section(one) in (Section.COMMAND, *Section)
        if leads and ours and one.id not in kept:
            yield CheckFault(f"{case.title(one)} has no ICS 214.", (one.id,))


def check_in_list(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-13: a 211 where outsiders or borrowed staff take part."""
    if packet_of(case).forms_numbered("211"):
        return
    agencies = case.record.agencies
    borrowed = [person.id for person in case.record.people if person.borrowed or person.agency]
    attending = [agency.id for agency in agencies or () if agency.attends]
    if case.occasion.visitors or attending or borrowed:
        who = [*attending, *borrowed] or ["visitors"]
        yield CheckFault(
            f"There is no ICS 211, and people from elsewhere take part: {', '.join(who)}.", tuple(who)
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
