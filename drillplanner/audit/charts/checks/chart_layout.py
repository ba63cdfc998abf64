"""Check what is drawn and opened: titles, boxes, order, medical teams, support positions."""

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
    for position in case.opened:
        level, title = case.level(position), case.title(position).strip()
        if level is None:
            yield MissingFact(f"the level of '{title}'", (position.id,))
            continue
        endings = table.title_endings.get(level, ())
        beginnings = table.title_beginnings.get(level, ())
        is_fitting = any(title.lower().endswith(word.lower()) for word in endings) or any(
            title.lower().startswith(word.lower()) for word in beginnings
        )
        if (endings or beginnings) and not is_fitting:
            words_text = " or ".join(f"'{word}'" for word in (*endings, *beginnings))
            yield CheckFault(
                f"'{title}' is a title of level {level.replace('_', ' ')}: it has the word {words_text}.",
                (position.id,),
            )


def one_box_each(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-11: exactly one box for each opened position, and no other boxes."""
    opened = Counter(position.id for position in case.positions if position.opened)
    for position_id, times in opened.items():
        if times > 1:
            yield CheckFault(f"{position_id} stands on the chart {times} times.", (position_id,))
    singles = organization_table().single_levels
    roles = Counter(
        position.role_id
        for position in case.opened
        if case.level(position) in singles and case.catalog_entry(position) is not None
    )
    for role, times in roles.items():
        if times > 1 and not (role == "OPS-OSC" and case.unified_command is not None):  # ICS-16 reports that
            ids = tuple(position.id for position in case.with_role(role))
            yield CheckFault(f"The position {role} is opened {times} times: {', '.join(ids)}.", ids)
    for position in case.by_id.values():
        if position.opened and position.drawn is False:
            yield CheckFault(f"{case.title(position)} is opened and has no box.", (position.id,))
        if position.drawn and position.state in (PositionState.ON_CALL, PositionState.ABSORBED):
            yield CheckFault(
                f"{case.title(position)} is {position.state.replace('_', ' ')} and has a box.", (position.id,)
            )


def order_of_sections(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-19: sections follow the order of ICS 207."""
    listed = [
        section
        for section in dict.fromkeys(case.section(position) for position in case.opened)
        if section is not None and section in ORDER
    ]
    if listed != sorted(listed, key=ORDER.index):
        yield CheckFault(f"Sections are listed as {', '.join(section.value for section in listed)}.")


def medical_in_operations(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-20: teams that treat casualties are under Operations."""
    medical = organization_table().medical
    for position in case.opened:
        logistics = Section.LOGISTICS in {
            case.section(position),
            *(case.section(ancestor) for ancestor in case.supervisors_above(position)),
        }
        if not logistics:
            continue
        if position.treats_casualties or (position.role_id in medical and position.treats_casualties is None):
            yield CheckFault(
                f"{case.title(position)} treats casualties and stands under Logistics.", (position.id,)
            )
        elif position.treats_casualties is None and "medical" in case.title(position).lower():
            yield MissingFact(f"whether {case.title(position)} treats casualties", (position.id,))


def access_needs(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-25: a lead for access and functional needs, if there are any."""
    if case.with_role("OPS-AFN"):
        return
    if case.occasion.access_needs is None:
        yield MissingFact("whether anybody has an access or functional need on record")
    elif case.occasion.access_needs:
        yield CheckFault("Access or functional needs are on record, and nobody leads their support.")


def emotional_support(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-26: emotional support, opened or on call."""
    available = [
        position
        for position in case.charted_role("OPS-CIT")
        if position.state in (PositionState.OPENED, PositionState.ON_CALL)
    ]
    if case.occasion.drill_type in organization_table().support_wanted and not available:
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
