"""Checks of what is drawn and opened: titles, boxes, order, where medical stands, support posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import PositionState
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import organization_table
from drillplanner.incident_command.positions.catalog import Section

#: The order of the sections on ICS 207.
ORDER = (Section.OPERATIONS, Section.PLANNING, Section.LOGISTICS, Section.FINANCE)


def titles_by_level(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-10: the word of the level ends the title, or begins it for a deputy."""
    table = organization_table()
    for one in case.opened:
        level, title = case.level(one), case.title(one).strip()
        if level is None:
            yield MissingFact(f"the level of '{title}'", (one.id,))
            continue
        endings = table.title_endings.get(level, ())
        beginnings = table.title_beginnings.get(level, ())
        fits = any(title.lower().endswith(word.lower()) for word in endings) or any(
            title.lower().startswith(word.lower()) for word in beginnings
        )
        if (endings or beginnings) and not fits:
            words = " or ".join(f"'{word}'" for word in (*endings, *beginnings))
            yield CheckFault(
                f"'{title}' is a title of level {level.replace('_', ' ')}: it has the word {words}.", (one.id,)
            )


def one_box_each(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-11: a box for each opened position, one, and for no other."""
    opened = Counter(position.id for position in case.positions if position.opened)
    for position_id, times in opened.items():
        if times > 1:
            yield CheckFault(f"{position_id} stands on the chart {times} times.", (position_id,))
    singles = organization_table().single_levels
    roles = Counter(
        one.is_role for one in case.opened if case.level(one) in singles and case.catalog_entry(one) is not None
    )
    for role, times in roles.items():
        if times > 1 and not (role == "OPS-OSC" and case.unified is not None):  # ICS-16 tells that
            ids = tuple(one.id for one in case.with_role(role))
            yield CheckFault(f"The position {role} is opened {times} times: {', '.join(ids)}.", ids)
    for one in case.by_id.values():
        if one.opened and one.drawn is False:
            yield CheckFault(f"{case.title(one)} is opened and has no box.", (one.id,))
        if one.drawn and one.state in (PositionState.ON_CALL, PositionState.ABSORBED):
            yield CheckFault(f"{case.title(one)} is {one.state.replace('_', ' ')} and has a box.", (one.id,))


def order_of_sections(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-19: sections stand in the order of ICS 207."""
    listed = [
        section
        for section in dict.fromkeys(case.section(one) for one in case.opened)
        if section is not None and section in ORDER
    ]
    if listed != sorted(listed, key=ORDER.index):
        yield CheckFault(f"Sections are listed as {', '.join(section.value for section in listed)}.")


def medical_in_operations(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-20: who treats casualties stands under Operations."""
    medical = organization_table().medical
    for one in case.opened:
        logistics = Section.LOGISTICS in {case.section(one), *(case.section(up) for up in case.chain(one))}
        if not logistics:
            continue
        if one.treats_casualties or (one.is_role in medical and one.treats_casualties is None):
            yield CheckFault(f"{case.title(one)} treats casualties and stands under Logistics.", (one.id,))
        elif one.treats_casualties is None and "medical" in case.title(one).lower():
            yield MissingFact(f"whether {case.title(one)} treats casualties", (one.id,))


def access_needs(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-25: a lead for access and functional needs where there are any."""
    if case.with_role("OPS-AFN"):
        return
    if case.occasion.access_needs is None:
        yield MissingFact("whether anybody has an access or functional need on record")
    elif case.occasion.access_needs:
        yield CheckFault("Access or functional needs are on record, and nobody leads their support.")


def emotional_support(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-26: emotional support, opened or on call."""
    there = [
        one for one in case.charted_role("OPS-CIT") if one.state in (PositionState.OPENED, PositionState.ON_CALL)
    ]
    if case.occasion.drill_type in organization_table().support_wanted and not there:
        yield CheckFault(
            f"Nobody is opened or on call for emotional support in a {case.occasion.drill_type.phrase}."
        )


CHECKS = {
    "ICS-10": titles_by_level,
    "ICS-11": one_box_each,
    "ICS-19": order_of_sections,
    "ICS-20": medical_in_operations,
    "ICS-25": access_needs,
    "ICS-26": emotional_support,
}
