"""Who answers to whom among the opened posts, and the layers that are put in where one has too many."""

from __future__ import annotations

from drillplanner.incident_command.chart.role_chart import ActivationReason
from drillplanner.incident_command.positions.catalog import (
    FilledBy,
    OrganizationLevel,
    Position,
    PositionCatalog,
    PositionId,
)

COMMANDER: PositionId = "CMD-IC"

#: Direct reports beyond which another layer is put in. NIMS 2017 calls one to five the best ratio and leaves it a
#: guideline; earlier editions gave three to seven. That a wider span opens a layer is a design choice of ours.
MOST_REPORTS = 7


def supervisor_of(
    position_id: PositionId, opened: dict[PositionId, ActivationReason], catalogue: PositionCatalog
) -> PositionId | None:
    """The nearest opened post above; None for the incident commander alone."""
    above = _above(catalogue.by_id[position_id], opened, catalogue)
    while above is not None and above not in opened:
        above = _above(catalogue.by_id[above], opened, catalogue)
    return above if above is not None or position_id == COMMANDER else COMMANDER


def _above(
    position: Position, opened: dict[PositionId, ActivationReason], catalogue: PositionCatalog
) -> PositionId | None:
    # A branch stands between its section's chief and the groups; what hangs below an opened group stays there.
    if position.branch is not None and position.branch in opened:
        beside = catalogue.by_id[position.branch].reports_to == position.reports_to
        if beside or position.reports_to not in opened:
            return position.branch
    return position.reports_to


def counts_in_span(position: Position) -> bool:
    """Whether a post counts among its supervisor's reports: deputies help, teachers with classes are exempt."""
    return position.level is not OrganizationLevel.DEPUTY and position.filled_by is not FilledBy.EVERY_TEACHER


def direct_reports(
    supervisor: PositionId, opened: dict[PositionId, ActivationReason], catalogue: PositionCatalog
) -> tuple[PositionId, ...]:
    """The opened posts that count in a supervisor's span of control, in the order of the forms."""
    return catalogue.in_form_order(
        {
            position_id
            for position_id in opened
            if counts_in_span(catalogue.by_id[position_id])
            and supervisor_of(position_id, opened, catalogue) == supervisor
        }
    )


def add_layers(
    opened: dict[PositionId, ActivationReason],
    catalogue: PositionCatalog,
    barred: frozenset[PositionId] = frozenset(),
) -> None:
    """Open chiefs, then branches, until nobody has more than seven direct reports; none of ``barred``."""
    while (crowded := _crowded(opened, catalogue)) is not None:
        supervisor, reports = crowded
        out = {*opened, *barred}
        added = _fullest_section(supervisor, reports, out, catalogue) or _branches(reports, out, catalogue)
        if not added:  # a span wider than seven then stands on the chart for everybody to see
            return
        opened |= dict.fromkeys(added, ActivationReason.SPAN)


def _crowded(
    opened: dict[PositionId, ActivationReason], catalogue: PositionCatalog
) -> tuple[PositionId, tuple[PositionId, ...]] | None:
    for supervisor in catalogue.in_form_order(set(opened)):
        reports = direct_reports(supervisor, opened, catalogue)
        if len(reports) > MOST_REPORTS:
            return supervisor, reports
    return None


def _fullest_section(
    supervisor: PositionId, reports: tuple[PositionId, ...], out: set[PositionId], catalogue: PositionCatalog
) -> tuple[PositionId, ...]:
    """The section chief who would take most of these reports off their supervisor, if at least two."""
    sections = [catalogue.by_id[report].section for report in reports]
    chiefs = [
        position
        for position in catalogue.positions
        if position.level is OrganizationLevel.CHIEF
        and position.id not in out
        and position.reports_to == supervisor
    ]
    fullest = max(chiefs, key=lambda chief: sections.count(chief.section), default=None)
    return (fullest.id,) if fullest is not None and sections.count(fullest.section) >= 2 else ()


def _branches(
    reports: tuple[PositionId, ...], out: set[PositionId], catalogue: PositionCatalog
) -> tuple[PositionId, ...]:
    """The branches, else the supervisors of the full chart, that would take at least two of these reports each."""
    positions = [catalogue.by_id[report] for report in reports]
    for homes in ([position.branch for position in positions], [position.reports_to for position in positions]):
        missing = [home for home in homes if home is not None and home not in out]
        if added := catalogue.in_form_order({home for home in missing if missing.count(home) >= 2}):
            return added
    return ()


def top_down(opened: dict[PositionId, ActivationReason], catalogue: PositionCatalog) -> list[PositionId]:
    """The opened posts, each supervisor before those who report to it, sections in the order of the forms."""
    below: dict[PositionId | None, list[PositionId]] = {}
    for position_id in catalogue.in_form_order(set(opened)):
        below.setdefault(supervisor_of(position_id, opened, catalogue), []).append(position_id)
    ordered: list[PositionId] = []
    waiting = [COMMANDER]
    while waiting:
        position_id = waiting.pop()
        ordered.append(position_id)
        waiting += reversed(below.get(position_id, []))
    return ordered
