"""Check what one person may combine: merges, exclusions, absorbed work, safety, custody, pairs, classes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.checks.qualified_people import idle_people
from drillplanner.audit.charts.record import ChartedPosition, CustodyStep, PositionState
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import KnownPosition, known_positions, organization_table
from drillplanner.incident_command.positions.catalog import OrganizationLevel, Section, Tier
from drillplanner.model import DrillType

#: The most functions of one position.
MOST_FUNCTIONS = 7
#: Sites with fewer than 25 adults without a class: posts may stay vacant there although nobody is idle.
_SMALL_BANDS = ("XS", "S", "M")


def _pairs(case: ChartCase) -> Iterator[tuple[str, ChartedPosition, ChartedPosition]]:
    """Yield each person with each pair of positions that they hold at the same time."""
    for person_id, positions in case.held_by_person.items():
        for first, second in combinations(positions, 2):
            if case.overlaps_in_time(first, second):
                yield person_id, first, second


def permitted_merges(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-05: two positions at once only if they may be combined. ICS-04 reports different supervisors."""
    for person_id, first, second in _pairs(case):
        if not case.may_merge(first, second):
            yield CheckFault(
                f"{case.name(person_id)} is {case.title(first)} and {case.title(second)} at the same time.",
                (person_id, first.id, second.id),
            )


def exclusion_classes(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-06: the catalog's exclusion classes and barred positions; no exercise staff on the chart."""
    for person_id, first, second in _pairs(case):
        entries = case.catalog_entry(first), case.catalog_entry(second)
        if entries[0] is None or entries[1] is None:
            continue
        reasons = sorted({*_bars(entries[0], entries[1]), *_bars(entries[1], entries[0])})
        if reasons:
            yield CheckFault(
                f"{case.name(person_id)} combines {case.title(first)} and {case.title(second)}, which "
                f"{', '.join(reasons)} keeps apart.",
                (person_id, first.id, second.id),
            )
    for position in case.opened:
        entry = case.catalog_entry(position)
        if entry is not None and entry.beside == "exercise":
            yield CheckFault(
                f"{case.title(position)} runs the exercise and stands on the incident's chart (X5).",
                (position.id,),
            )


def _bars(position: KnownPosition, other: KnownPosition) -> set[str]:
    """Return what in a position's entry bars the other: an exclusion class, or the other itself."""
    barred = set(position.must_not_combine) & {other.id, *other.exclusion}
    return {f"the rule for {position.id}" if barred_id == other.id else barred_id for barred_id in barred}


def absorbed_work(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-12: not too many reports and absorbed functions; a section whose teams report counts by its teams."""
    for position in case.opened:
        reports = case.counted_reports(position)
        absorbed = [
            other
            for other in case.by_id.values()
            if other.state is PositionState.ABSORBED
            and case.position_for(other.id) is position
            and not any(_natively_under(report, other) for report in reports)
        ]
        if absorbed and len(reports) + len(absorbed) > MOST_FUNCTIONS:
            yield CheckFault(
                f"{case.title(position)} has {len(reports)} direct reports and does {len(absorbed)} "
                f"further functions: {', '.join(case.title(other) for other in absorbed)}.",
                (position.id,),
            )


def _natively_under(report: ChartedPosition, other: ChartedPosition) -> bool:
    """Return whether the report belongs under the other position by the catalog."""
    known = known_positions()
    ancestor = known.get(report.role_id)
    seen: set[str] = set()
    while ancestor is not None and ancestor.reports_to is not None and ancestor.id not in seen:
        seen.add(ancestor.id)
        if ancestor.reports_to == other.role_id:
            return True
        ancestor = known.get(ancestor.reports_to)
    return False


def independent_safety(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-13: a separate safety officer; an error in large drills with movement, else a warning.

    A warning too at a very small site where every adult without a class has a post: the commander keeps safety.
    """
    if case.occasion.who_would or case.tier is Tier.L1:
        return
    fault = _safety_fault(case)
    if fault is None:
        return
    message, subjects = fault
    if case.occasion.drill_type is DrillType.FUNCTIONAL and case.occasion.people_move is None:
        yield MissingFact("whether people really move in this functional exercise", subjects)
    elif case.tier is Tier.L3 and case.occasion.people_move is not False and not _has_nobody_left(case, "XS"):
        yield CheckFault(message, subjects, ChartSeverity.ERROR)
    else:
        yield CheckFault(message, subjects, ChartSeverity.WARNING)


def _has_nobody_left(case: ChartCase, *bands: str) -> bool:
    """Check whether the site is as small as these bands and has no idle adult for a vacant post."""
    return case.band in bands and not any(True for _ in idle_people(case))


def _safety_fault(case: ChartCase) -> tuple[str, tuple[str, ...]] | None:
    officers = case.with_role("CMD-SO")
    if not officers:
        return "No Safety Officer is opened.", ()
    busy_positions = {
        person_id: position
        for position in case.opened
        if case.level(position) is OrganizationLevel.COMMAND or position.role_id == "OPS-OSC"
        for person_id in case.holders(position)
    }
    for officer in officers:
        if not officer.people and not case.is_held_by_agency(officer):
            return "Nobody is named as Safety Officer.", (officer.id,)
        for person_id in officer.people:
            if (other := busy_positions.get(person_id)) is not None and case.overlaps_in_time(officer, other):
                message = f"{case.name(person_id)} is Safety Officer and {case.title(other)}."
                return message, (person_id, officer.id, other.id)
    return None


def few_positions_each(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-14: at most two positions a person, three in small drills."""
    most_positions = 3 if case.tier is Tier.L1 else 2
    for person_id, positions in case.held_by_person.items():
        at_once = max(sum(case.overlaps_in_time(position, other) for other in positions) for position in positions)
        if at_once > most_positions:
            yield CheckFault(
                f"{case.name(person_id)} holds {at_once} positions; "
                f"at most {most_positions} in a drill of this size.",
                (person_id, *(position.id for position in positions)),
            )


def separate_chiefs(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-15: in a large drill, the operations chief is not another chief too."""
    if case.tier is not Tier.L3:
        return
    for person_id, first, second in _pairs(case):
        sections = {case.section(first), case.section(second)}
        both_chiefs = (
            case.level(first) is OrganizationLevel.CHIEF and case.level(second) is OrganizationLevel.CHIEF
        )
        if both_chiefs and Section.OPERATIONS in sections and len(sections) == 2:
            yield CheckFault(
                f"{case.name(person_id)} is {case.title(first)} and {case.title(second)}.",
                (person_id, first.id, second.id),
            )


def custody_chain(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-21: different people verify, hand over, and keep the tally."""
    steps = organization_table().custody_steps
    doing: dict[CustodyStep, list[ChartedPosition]] = {}
    for position in case.opened:
        step = position.custody_step or steps.get(position.role_id)
        if step is not None:
            doing.setdefault(step, []).append(position)
    for first, second in combinations(sorted(doing), 2):
        for position in doing[first]:
            for other in doing[second]:
                for person_id in position.people if position.id != other.id else ():
                    if person_id in other.people and case.overlaps_in_time(position, other):
                        yield CheckFault(
                            f"{case.name(person_id)} is {case.title(position)} and {case.title(other)}: two "
                            "people must see each release.",
                            (person_id, position.id, other.id),
                        )
    releases = case.with_role("OPS-SRL", "REU-BD")
    for step_needed, place in ((CustodyStep.VERIFIES, "request gate"), (CustodyStep.HANDS_OVER, "release gate")):
        if releases and step_needed not in doing:
            yield MissingFact(f"who stands at the {place}", tuple(release.id for release in releases))


def people_in_pairs(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-22: two people in each search team, and at each line post of a reunification.

    A warning where a small site has nobody left for a search team: it is vacant, and nobody searches alone.
    """
    table = organization_table()
    for position in case.opened:
        if case.is_held_by_agency(position) or len(set(position.people)) >= 2:
            continue
        number = len(set(position.people))
        if position.role_id in table.search_teams:
            is_left_vacant = number == 0 and _has_nobody_left(case, *_SMALL_BANDS)
            yield CheckFault(
                f"{case.title(position)} ({position.id}) has {number} of at least two members.",
                (position.id,),
                ChartSeverity.WARNING if is_left_vacant else ChartSeverity.ERROR,
            )
        elif position.role_id in table.line_posts and case.band != "XS":
            message = f"{case.title(position)} has {number} of at least two people."
            if case.band is None:
                yield MissingFact("how many adults without a class are on site", (position.id,))
            else:
                yield CheckFault(
                    message, (position.id,), ChartSeverity.WARNING if case.band == "S" else ChartSeverity.ERROR
                )
    leads = case.with_role(*table.search_leads)
    if (
        leads
        and not case.with_role(*table.search_teams)
        and all(len(search_lead.people) < 3 for search_lead in leads)
    ):
        yield MissingFact("who is in the search teams", tuple(search_lead.id for search_lead in leads))


def teachers_keep_their_class(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-23: a person with a class holds no other post, unless a named adult takes the class."""
    unknown: list[str] = []
    for person_id, positions in case.held_by_person.items():
        posts = tuple(position for position in positions if position.role_id != "OPS-TCH")
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
