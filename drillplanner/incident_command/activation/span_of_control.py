"""Supervisors, direct reports, and the layers that keep a span of control at seven."""

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

#: More direct reports than this open another layer. NIMS 2017 gives one to five as a guideline; earlier editions
#: gave three to seven. Opening a layer for a wider span is our design choice.
MOST_REPORTS = 7
#: More teams or leaders than this below a section chief open branches (our choice, after the five of NIMS).
MOST_TEAMS = 5


def supervisor_of(
    position_id: PositionId, opened: dict[PositionId, ActivationReason], catalog: PositionCatalog
) -> PositionId | None:
    """Return the nearest opened post above; None only for the incident commander."""
    supervisor_id = _next_up(catalog.by_id[position_id], opened, catalog)
    while supervisor_id is not None and supervisor_id not in opened:
        supervisor_id = _next_up(catalog.by_id[supervisor_id], opened, catalog)
    return supervisor_id if supervisor_id is not None or position_id == COMMANDER else COMMANDER


def _next_up(
    position: Position, opened: dict[PositionId, ActivationReason], catalog: PositionCatalog
) -> PositionId | None:
    # A branch is between its section's chief and the groups; posts below an opened group stay there.
    if position.branch is not None and position.branch in opened:
        same_level = catalog.by_id[position.branch].reports_to == position.reports_to
        if same_level or position.reports_to not in opened:
            return position.branch
    return position.reports_to


def counts_in_span(position: Position) -> bool:
    """Return whether a post counts as a report. Deputies and teachers with classes do not."""
    return position.level is not OrganizationLevel.DEPUTY and position.filled_by is not FilledBy.EVERY_TEACHER


def direct_reports(
    supervisor: PositionId, opened: dict[PositionId, ActivationReason], catalog: PositionCatalog
) -> tuple[PositionId, ...]:
    """Return the opened posts that count in a supervisor's span of control, in the order of the forms."""
    return catalog.in_form_order(
        {
            position_id
            for position_id in opened
            if counts_in_span(catalog.by_id[position_id])
            and supervisor_of(position_id, opened, catalog) == supervisor
        }
    )


def add_layers(
    opened: dict[PositionId, ActivationReason],
    catalog: PositionCatalog,
    barred: frozenset[PositionId] = frozenset(),
) -> None:
    """Open chiefs, then branches, until no one has more than seven direct reports; never open ``barred`` posts."""
    while (crowded := _crowded(opened, catalog)) is not None:
        supervisor, reports = crowded
        unavailable = {*opened, *barred}
        added = _fullest_section(supervisor, reports, unavailable, catalog) or _branches(
            reports, unavailable, catalog
        )
        if not added:  # the chart then shows a span wider than seven
            return
        opened |= dict.fromkeys(added, ActivationReason.SPAN)


def _crowded(
    opened: dict[PositionId, ActivationReason], catalog: PositionCatalog
) -> tuple[PositionId, tuple[PositionId, ...]] | None:
    for supervisor in catalog.in_form_order(set(opened)):
        reports = direct_reports(supervisor, opened, catalog)
        if len(reports) > most_reports(catalog.by_id[supervisor]):
            return supervisor, reports
    return None


def most_reports(position: Position) -> int:
    """Return how many direct reports a post may have before another layer is opened below it."""
    return MOST_TEAMS if position.level is OrganizationLevel.CHIEF else MOST_REPORTS


def _fullest_section(
    supervisor: PositionId, reports: tuple[PositionId, ...], unavailable: set[PositionId], catalog: PositionCatalog
) -> tuple[PositionId, ...]:
    """Return the section chief who would take the most of these reports, if at least two."""
    sections = [catalog.by_id[report].section for report in reports]
    chiefs = [
        position
        for position in catalog.positions
        if position.level is OrganizationLevel.CHIEF
        and position.id not in unavailable
        and position.reports_to == supervisor
    ]
    fullest = max(chiefs, key=lambda chief: sections.count(chief.section), default=None)
    return (fullest.id,) if fullest is not None and sections.count(fullest.section) >= 2 else ()


def _branches(
    reports: tuple[PositionId, ...], unavailable: set[PositionId], catalog: PositionCatalog
) -> tuple[PositionId, ...]:
    """Return the branches, else the usual supervisors, that would each take at least two of these reports."""
    positions = [catalog.by_id[report] for report in reports]
    for homes in ([position.branch for position in positions], [position.reports_to for position in positions]):
        missing = [home for home in homes if home is not None and home not in unavailable]
        if added := catalog.in_form_order({home for home in missing if missing.count(home) >= 2}):
            return added
    return ()


def top_down(opened: dict[PositionId, ActivationReason], catalog: PositionCatalog) -> list[PositionId]:
    """Return the opened posts, each supervisor before its reports, sections in the order of the forms."""
    reports_of: dict[PositionId | None, list[PositionId]] = {}
    for position_id in catalog.in_form_order(set(opened)):
        reports_of.setdefault(supervisor_of(position_id, opened, catalog), []).append(position_id)
    ordered: list[PositionId] = []
    stack = [COMMANDER]
    while stack:
        position_id = stack.pop()
        ordered.append(position_id)
        stack += reversed(reports_of.get(position_id, []))
    return ordered
