"""Checks of who may do what together: merges, exclusions, absorbed work, the safety officer, custody, pairs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import ChartedPosition, CustodyStep, PositionState
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import KnownPosition, known_positions, organization_table
from drillplanner.incident_command.positions.catalog import OrganizationLevel, Section, Tier
from drillplanner.model import DrillType

#: Functions beyond which one position does too much.
MOST_FUNCTIONS = 7


def _pairs(case: ChartCase) -> Iterator[tuple[str, ChartedPosition, ChartedPosition]]:
    """Each person with each two positions that they hold at the same time."""
    for person_id, positions in case.held_by_person.items():
        for first, second in combinations(positions, 2):
            if case.overlaps_in_time(first, second):
                yield person_id, first, second


def permitted_merges(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-05: two positions at once only where they may be combined. Different supervisors are told by ICS-04."""
    for person_id, first, second in _pairs(case):
        if not case.may_merge(first, second):
            yield CheckFault(
                f"{case.name(person_id)} is {case.title(first)} and {case.title(second)} at the same time.",
                (person_id, first.id, second.id),
            )


def exclusion_classes(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-06: the exclusion classes and barred posts of the catalogue; exercise staff outside the chart."""
    for person_id, first, second in _pairs(case):
        known = case.catalog_entry(first), case.catalog_entry(second)
        if known[0] is None or known[1] is None:
            continue
        reasons = sorted({*_bars(known[0], known[1]), *_bars(known[1], known[0])})
        if reasons:
            yield CheckFault(
                f"{case.name(person_id)} combines {case.title(first)} and {case.title(second)}, which "
                f"{', '.join(reasons)} keeps apart.",
                (person_id, first.id, second.id),
            )
    for one in case.opened:
        held = case.catalog_entry(one)
        if held is not None and held.beside == "exercise":
            yield CheckFault(
                f"{case.title(one)} runs the exercise and stands on the incident's chart (X5).", (one.id,)
            )


def _bars(position: KnownPosition, other: KnownPosition) -> set[str]:
    """What in a position's record bars the other: an exclusion class, or the other itself."""
    barred = set(position.must_not_combine) & {other.id, *other.exclusion}
    return {f"the rule for {position.id}" if one == other.id else one for one in barred}


def absorbed_work(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-12: reports and absorbed functions together; a section whose teams already report counts by them."""
    for one in case.opened:
        reports = case.counted_reports(one)
        absorbed = [
            other
            for other in case.by_id.values()
            if other.state is PositionState.ABSORBED
            and case.position_for(other.id) is one
            and not any(_natively_under(report, other) for report in reports)
        ]
        if absorbed and len(reports) + len(absorbed) > MOST_FUNCTIONS:
            yield CheckFault(
                f"{case.title(one)} has {len(reports)} direct reports and does {len(absorbed)} further functions: "
                f"{', '.join(case.title(other) for other in absorbed)}.",
                (one.id,),
            )


def _natively_under(report: ChartedPosition, other: ChartedPosition) -> bool:
    """Whether by the catalogue the report belongs under the other position."""
    known = known_positions()
    above = known.get(report.is_role)
    seen: set[str] = set()
    while above is not None and above.reports_to is not None and above.id not in seen:
        seen.add(above.id)
        if above.reports_to == other.is_role:
            return True
        above = known.get(above.reports_to)
    return False


def independent_safety(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-13: a safety officer of its own, an error in large drills and where people move, else a warning."""
    if case.occasion.who_would or case.tier is Tier.L1:
        return
    found = _safety_lacks(case)
    if found is None:
        return
    message, subjects = found
    if case.occasion.drill_type is DrillType.FUNCTIONAL and case.occasion.people_move is None:
        yield MissingFact("whether people really move in this functional exercise", subjects)
    elif case.tier is Tier.L3 and case.occasion.people_move is not False:
        yield CheckFault(message, subjects, ChartSeverity.ERROR)
    else:
        yield CheckFault(message, subjects, ChartSeverity.WARNING)


def _safety_lacks(case: ChartCase) -> tuple[str, tuple[str, ...]] | None:
    officers = case.with_role("CMD-SO")
    if not officers:
        return "No Safety Officer is opened.", ()
    busy = {
        person_id: one
        for one in case.opened
        if case.level(one) is OrganizationLevel.COMMAND or one.is_role == "OPS-OSC"
        for person_id in case.holders(one)
    }
    for officer in officers:
        if not officer.people and not case.is_held_by_agency(officer):
            return "Nobody is named as Safety Officer.", (officer.id,)
        for person_id in officer.people:
            if (other := busy.get(person_id)) is not None and case.overlaps_in_time(officer, other):
                message = f"{case.name(person_id)} is Safety Officer and {case.title(other)}."
                return message, (person_id, officer.id, other.id)
    return None


def few_positions_each(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-14: at most two positions a person, three in small drills."""
    most = 3 if case.tier is Tier.L1 else 2
    for person_id, positions in case.held_by_person.items():
        at_once = max(sum(case.overlaps_in_time(position, other) for other in positions) for position in positions)
        if at_once > most:
            yield CheckFault(
                f"{case.name(person_id)} holds {at_once} positions; at most {most} in a drill of this size.",
                (person_id, *(position.id for position in positions)),
            )


def separate_chiefs(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-15: in a large drill the operations chief is no other chief."""
    if case.tier is not Tier.L3:
        return
    for person_id, first, second in _pairs(case):
        sections = {case.section(first), case.section(second)}
        both = case.level(first) is OrganizationLevel.CHIEF and case.level(second) is OrganizationLevel.CHIEF
        if both and Section.OPERATIONS in sections and len(sections) == 2:
            yield CheckFault(
                f"{case.name(person_id)} is {case.title(first)} and {case.title(second)}.",
                (person_id, first.id, second.id),
            )


def custody_chain(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-21: verifying, handing over and keeping the tally are different people's work."""
    steps = organization_table().custody_steps
    doing: dict[CustodyStep, list[ChartedPosition]] = {}
    for one in case.opened:
        step = one.custody_step or steps.get(one.is_role)
        if step is not None:
            doing.setdefault(step, []).append(one)
    for first, second in combinations(sorted(doing), 2):
        for one in doing[first]:
            for other in doing[second]:
                for person_id in one.people if one.id != other.id else ():
                    if person_id in other.people and case.overlaps_in_time(one, other):
                        yield CheckFault(
                            f"{case.name(person_id)} is {case.title(one)} and {case.title(other)}: two "
                            "people must see each release.",
                            (person_id, one.id, other.id),
                        )
    releases = case.with_role("OPS-SRL", "REU-BD")
    for needed, words in ((CustodyStep.VERIFIES, "request gate"), (CustodyStep.HANDS_OVER, "release gate")):
        if releases and needed not in doing:
            yield MissingFact(f"who stands at the {words}", tuple(release.id for release in releases))


def people_in_pairs(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-22: two in each search team, and at each line post of a reunification."""
    table = organization_table()
    for one in case.opened:
        if case.is_held_by_agency(one) or len(set(one.people)) >= 2:
            continue
        number = len(set(one.people))
        if one.is_role in table.search_teams:
            yield CheckFault(f"{case.title(one)} ({one.id}) has {number} of at least two members.", (one.id,))
        elif one.is_role in table.line_posts and case.band != "XS":
            message = f"{case.title(one)} has {number} of at least two people."
            if case.band is None:
                yield MissingFact("how many adults without a class are on site", (one.id,))
            else:
                yield CheckFault(
                    message, (one.id,), ChartSeverity.WARNING if case.band == "S" else ChartSeverity.ERROR
                )
    leads = case.with_role(*table.search_leads)
    if leads and not case.with_role(*table.search_teams) and all(len(lead.people) < 3 for lead in leads):
        yield MissingFact("who is in the search teams", tuple(lead.id for lead in leads))


def teachers_keep_their_class(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-23: who has a class holds no other post, unless a named adult takes the class."""
    unknown: list[str] = []
    for person_id, positions in case.held_by_person.items():
        posts = tuple(position for position in positions if position.is_role != "OPS-TCH")
        person = case.person(person_id)
        if not posts or person.agency is not None:
            continue
        if person.holds_class is None:
            unknown.append(person_id)
        elif person.holds_class and person.class_covered_by in (None, "", person_id, person.name):
            titles = ", ".join(case.title(post) for post in posts)
            yield CheckFault(
                f"{case.name(person_id)} has a class at that hour and is {titles}; nobody is named who takes it.",
                (person_id, *(post.id for post in posts)),
            )
    if unknown:
        yield MissingFact("whether they have a class at that hour", tuple(unknown))


CHECKS = {
    "ICS-05": permitted_merges,
    "ICS-06": exclusion_classes,
    "ICS-12": absorbed_work,
    "ICS-13": independent_safety,
    "ICS-14": few_positions_each,
    "ICS-15": separate_chiefs,
    "ICS-21": custody_chain,
    "ICS-22": people_in_pairs,
    "ICS-23": teachers_keep_their_class,
}
