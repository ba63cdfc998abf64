"""Which positions a drill opens, who answers to whom, and what is done by the next level up.

The order of work is that of ICS: open what the drill needs, let the nearest opened supervisor do the rest
(modular organisation), and put in a layer where one supervisor would have more than seven reports.
"""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.incident_command.chart import Reason
from drillplanner.incident_command.positions import Catalogue, FilledBy, Level, Position, PositionId, Tier
from drillplanner.model import DrillType

COMMANDER: PositionId = "CMD-IC"
UNIFIED_COMMAND: PositionId = "CMD-UC"

#: Direct reports beyond which another layer is put in. NIMS 2017 calls one to five the best ratio and leaves it a
#: guideline; earlier editions gave three to seven. That a wider span opens a layer is a design choice of ours.
MOST_REPORTS = 7


@dataclass(frozen=True)
class Opening:
    """The posts of one drill before anybody is named."""

    tier: Tier
    opened: dict[PositionId, Reason]
    supervisor: dict[PositionId, PositionId | None]
    on_call: dict[PositionId, PositionId]
    absorbed: dict[PositionId, tuple[PositionId, ...]]
    unified: bool


def open_positions(
    drill_type: DrillType,
    named: tuple[PositionId, ...] | None,
    catalogue: Catalogue,
    *,
    agency_attends: bool = False,
    students_attend: bool = True,
) -> Opening:
    """Open the posts of a drill.

    ``named`` are the positions of its scenario; None opens what the catalogue opens for that kind of drill.
    The incident commander is always opened. Class supervision is, where students attend, because every teacher
    has it anyway; a liaison officer where an outside agency attends; chiefs and branches where a supervisor
    would have more than seven direct reports. Those say so in ``Opening.opened``.
    """
    opened: dict[PositionId, Reason] = {COMMANDER: Reason.COMMAND}
    if named is None:
        usual = (one.id for one in catalogue.positions if drill_type in one.opened_at_start)
        opened |= {position_id: Reason.DRILL_TYPE for position_id in usual if position_id != COMMANDER}
    else:
        opened |= {position_id: Reason.SCENARIO for position_id in named if position_id != COMMANDER}
    # Neither shared command nor a visitor is a post of the school's own.
    unified = opened.pop(UNIFIED_COMMAND, None) is not None
    for position in catalogue.positions:
        if position.filled_by is FilledBy.AGENCIES:
            opened.pop(position.id, None)
        elif position.opened_if_agency_attends and agency_attends and not unified:
            opened.setdefault(position.id, Reason.AGENCY)
        elif position.filled_by is FilledBy.EVERY_TEACHER and drill_type in position.opened_at_start:
            if students_attend:
                opened.setdefault(position.id, Reason.CLASSES)
            else:
                opened.pop(position.id, None)
    _add_layers(opened, catalogue)
    opened = {position_id: opened[position_id] for position_id in _top_down(opened, catalogue)}
    on_call = _on_call(drill_type, opened, catalogue)
    return Opening(
        tier=catalogue.tiers[drill_type],
        opened=opened,
        supervisor={position_id: supervisor_of(position_id, opened, catalogue) for position_id in opened},
        on_call=on_call,
        absorbed=_absorbed(drill_type, {**opened, **on_call}, opened, catalogue),
        unified=unified,
    )


def supervisor_of(
    position_id: PositionId, opened: dict[PositionId, Reason], catalogue: Catalogue
) -> PositionId | None:
    """The nearest opened post above; None for the incident commander alone."""
    above = _above(catalogue.by_id[position_id], opened, catalogue)
    while above is not None and above not in opened:
        above = _above(catalogue.by_id[above], opened, catalogue)
    return above if above is not None or position_id == COMMANDER else COMMANDER


def _above(position: Position, opened: dict[PositionId, Reason], catalogue: Catalogue) -> PositionId | None:
    # A branch stands between its section's chief and the groups; what hangs below an opened group stays there.
    if position.branch is not None and position.branch in opened:
        beside = catalogue.by_id[position.branch].reports_to == position.reports_to
        if beside or position.reports_to not in opened:
            return position.branch
    return position.reports_to


def counts_in_span(position: Position) -> bool:
    """Whether a post counts among its supervisor's reports: deputies help, teachers with classes are exempt."""
    return position.level is not Level.DEPUTY and position.filled_by is not FilledBy.EVERY_TEACHER


def direct_reports(
    supervisor: PositionId, opened: dict[PositionId, Reason], catalogue: Catalogue
) -> tuple[PositionId, ...]:
    """The opened posts that count in a supervisor's span of control, in the order of the forms."""
    return catalogue.sort(
        {
            position_id
            for position_id in opened
            if counts_in_span(catalogue.by_id[position_id])
            and supervisor_of(position_id, opened, catalogue) == supervisor
        }
    )


def _add_layers(opened: dict[PositionId, Reason], catalogue: Catalogue) -> None:
    """Open chiefs, then branches, until nobody has more than seven direct reports."""
    while (crowded := _crowded(opened, catalogue)) is not None:
        supervisor, reports = crowded
        added = _fullest_section(supervisor, reports, opened, catalogue) or _branches(reports, opened, catalogue)
        if not added:  # a span wider than seven then stands on the chart for everybody to see
            return
        opened |= dict.fromkeys(added, Reason.SPAN)


def _crowded(
    opened: dict[PositionId, Reason], catalogue: Catalogue
) -> tuple[PositionId, tuple[PositionId, ...]] | None:
    for supervisor in catalogue.sort(set(opened)):
        reports = direct_reports(supervisor, opened, catalogue)
        if len(reports) > MOST_REPORTS:
            return supervisor, reports
    return None


def _fullest_section(
    supervisor: PositionId, reports: tuple[PositionId, ...], opened: dict[PositionId, Reason], catalogue: Catalogue
) -> tuple[PositionId, ...]:
    """The section chief who would take most of these reports off their supervisor, if at least two."""
    sections = [catalogue.by_id[one].section for one in reports]
    chiefs = [
        one
        for one in catalogue.positions
        if one.level is Level.CHIEF and one.id not in opened and one.reports_to == supervisor
    ]
    fullest = max(chiefs, key=lambda chief: sections.count(chief.section), default=None)
    return (fullest.id,) if fullest is not None and sections.count(fullest.section) >= 2 else ()


def _branches(
    reports: tuple[PositionId, ...], opened: dict[PositionId, Reason], catalogue: Catalogue
) -> tuple[PositionId, ...]:
    """The branches that would take at least two of these reports each."""
    homes = [
        branch for one in reports if (branch := catalogue.by_id[one].branch) is not None and branch not in opened
    ]
    return catalogue.sort({branch for branch in homes if homes.count(branch) >= 2})


def _top_down(opened: dict[PositionId, Reason], catalogue: Catalogue) -> list[PositionId]:
    below: dict[PositionId | None, list[PositionId]] = {}
    for position_id in catalogue.sort(set(opened)):
        below.setdefault(supervisor_of(position_id, opened, catalogue), []).append(position_id)
    ordered: list[PositionId] = []
    waiting = [COMMANDER]
    while waiting:
        position_id = waiting.pop()
        ordered.append(position_id)
        waiting += reversed(below.get(position_id, []))
    return ordered


def _on_call(
    drill_type: DrillType, opened: dict[PositionId, Reason], catalogue: Catalogue
) -> dict[PositionId, PositionId]:
    waiting = (
        one
        for one in catalogue.positions
        if drill_type in one.on_call and one.id not in opened and one.filled_by is FilledBy.STAFF
    )
    return {one.id: supervisor_of(one.id, opened, catalogue) or COMMANDER for one in waiting}


def _absorbed(
    drill_type: DrillType,
    charted: dict[PositionId, object],
    opened: dict[PositionId, Reason],
    catalogue: Catalogue,
) -> dict[PositionId, tuple[PositionId, ...]]:
    """Work of posts not charted that is worth naming under whoever does it.

    Named are the command and section functions, and what this kind of drill usually opens.
    """
    tier = catalogue.tiers[drill_type]
    absorbed: dict[PositionId, list[PositionId]] = {}
    for position in catalogue.positions:
        named = position.named_when_absorbed is not None and position.named_when_absorbed <= tier
        usual = drill_type in position.opened_at_start
        if position.id in charted or position.filled_by is not FilledBy.STAFF or not (named or usual):
            continue
        supervisor = supervisor_of(position.id, opened, catalogue) or COMMANDER
        absorbed.setdefault(supervisor, []).append(position.id)
    return {supervisor: tuple(done) for supervisor, done in absorbed.items()}
