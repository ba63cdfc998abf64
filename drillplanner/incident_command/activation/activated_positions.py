"""The positions that a drill opens, before anyone is named.

The order of work is that of ICS: open what the drill needs, let the nearest opened supervisor do the rest
(modular organization), and add a layer where a supervisor would have more than seven reports.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from drillplanner.incident_command.activation.span_of_control import (
    COMMANDER,
    MOST_REPORTS,
    add_layers,
    direct_reports,
    supervisor_of,
    top_down,
)
from drillplanner.incident_command.chart.role_chart import ActivationReason
from drillplanner.incident_command.positions.catalog import (
    BandShape,
    FilledBy,
    PositionCatalog,
    PositionId,
    Section,
    Tier,
)
from drillplanner.model import DrillType

__all__ = [
    "COMMANDER",
    "MOST_REPORTS",
    "ActivatedPositions",
    "activate_positions",
    "close_posts",
    "direct_reports",
    "reopen_post",
    "supervisor_of",
    "with_layers_and_supervisors",
]

UNIFIED_COMMAND: PositionId = "CMD-UC"
CHIEF_OF_OPERATIONS: PositionId = "OPS-OSC"
#: Reasons of posts that drillplanner opens although the drill does not ask for them.
_OPENED_BY_US = (
    ActivationReason.SPAN,
    ActivationReason.TEAMS,
    ActivationReason.RELIEF,
    ActivationReason.AGENCY,
)


@dataclass(frozen=True)
class ActivatedPositions:
    """The posts of one drill before anyone is named.

    ``closed`` are posts that the drill asks for but that are closed for lack of people. ``barred`` are all posts
    that must not come back as a layer, including those too large for the site. The simulation cell plays
    ``simulated``. ``usually_on_call`` are on call for this type of drill. The work of ``usual`` posts is named
    under the post that does it.
    """

    tier: Tier
    opened: dict[PositionId, ActivationReason]
    supervisor: dict[PositionId, PositionId | None]
    on_call: dict[PositionId, PositionId]
    absorbed: dict[PositionId, tuple[PositionId, ...]]
    unified: bool
    closed: tuple[PositionId, ...] = ()
    simulated: tuple[PositionId, ...] = ()
    usual: frozenset[PositionId] = frozenset()
    usually_on_call: tuple[PositionId, ...] = ()
    barred: frozenset[PositionId] = frozenset()


def activate_positions(
    drill_type: DrillType,
    scenario_positions: tuple[PositionId, ...] | None,
    catalog: PositionCatalog,
    *,
    agency_attends: bool = False,
    students_attend: bool = True,
    off_site: bool = False,
    shape: BandShape | None = None,
) -> ActivatedPositions:
    """Open the posts of a drill.

    ``scenario_positions`` are the positions that its scenario opens; None opens what the catalog opens for that
    type of drill. The incident commander is always opened. Class supervision is opened if students attend,
    because every teacher has it anyway; a liaison officer, and in large drills a staging area manager, if an
    outside agency attends; chiefs and branches if a supervisor would have too many direct reports. ``opened``
    gives the reason of each. A post brings the posts that it cannot do without. ``shape`` closes what is too
    large for the number of adults.
    """
    usual = _usual_positions(drill_type, catalog, off_site=off_site, on_call=False)
    opened = _requested(scenario_positions, usual, catalog, shape)
    # Unified command and outside agencies are not posts of the school.
    unified = opened.pop(UNIFIED_COMMAND, None) is not None
    _adjust_to_attendance(
        opened,
        drill_type,
        catalog.tier_of(drill_type, off_site=off_site),
        catalog,
        needs_liaison=agency_attends,
        students_attend=students_attend,
    )
    _open_companions(opened, catalog)
    simulated = tuple(
        position.id
        for position in catalog.positions
        if drill_type in position.simulated and position.id not in opened
    )
    too_large = _close_for_size(opened, catalog, shape)
    usually_on_call = tuple(
        position_id
        for position_id in _usual_positions(drill_type, catalog, off_site=off_site, on_call=True)
        if catalog.by_id[position_id].filled_by is FilledBy.STAFF
    )
    activated = ActivatedPositions(
        tier=catalog.tier_of(drill_type, off_site=off_site),
        opened=opened,
        supervisor={},
        on_call={},
        absorbed={},
        unified=unified,
        simulated=simulated,
        usual=frozenset(usual),
        usually_on_call=usually_on_call,
        barred=frozenset(too_large),
    )
    return with_layers_and_supervisors(activated, opened, catalog)


def with_layers_and_supervisors(
    activated: ActivatedPositions, opened: dict[PositionId, ActivationReason], catalog: PositionCatalog
) -> ActivatedPositions:
    """Return the activation with these posts opened: layers, supervisors, on-call posts, and absorbed work."""
    opened = dict(opened)
    add_layers(opened, catalog, activated.barred)
    opened = {position_id: opened[position_id] for position_id in top_down(opened, catalog)}
    closed = tuple(position_id for position_id in activated.closed if position_id not in opened)
    on_call = {
        position_id: supervisor_of(position_id, opened, catalog) or COMMANDER
        for position_id in activated.usually_on_call
        if position_id not in opened and position_id not in closed
    }
    return replace(
        activated,
        opened=opened,
        closed=closed,
        supervisor={position_id: supervisor_of(position_id, opened, catalog) for position_id in opened},
        on_call=on_call,
        absorbed=_absorbed(activated, opened, on_call, closed, catalog),
    )


def close_posts(
    activated: ActivatedPositions, ids: Collection[PositionId], catalog: PositionCatalog
) -> ActivatedPositions:
    """Return the activation without these posts. The next level up does their work; layers are added if needed."""
    opened: dict[PositionId, ActivationReason] = {
        position_id: reason
        for position_id, reason in activated.opened.items()
        if position_id not in ids and reason is not ActivationReason.SPAN
    }
    closed_now = [position_id for position_id in ids if activated.opened[position_id] not in _OPENED_BY_US]
    return with_layers_and_supervisors(
        replace(
            activated,
            closed=catalog.in_form_order({*activated.closed, *closed_now}),
            barred=activated.barred.union(ids),
        ),
        opened,
        catalog,
    )


def reopen_post(
    activated: ActivatedPositions, position_id: PositionId, reason: ActivationReason, catalog: PositionCatalog
) -> ActivatedPositions:
    """Return the activation with a closed post opened again."""
    return with_layers_and_supervisors(
        replace(activated, barred=activated.barred - {position_id}),
        {**activated.opened, position_id: reason},
        catalog,
    )


def _usual_positions(
    drill_type: DrillType, catalog: PositionCatalog, *, off_site: bool, on_call: bool
) -> tuple[PositionId, ...]:
    """Return the positions that the catalog opens for that drill, at the start or (``on_call``) on call."""
    when = "on_call" if on_call else "at_start"
    return tuple(
        position.id
        for position in catalog.positions
        if drill_type in (position.on_call if on_call else position.opened_at_start)
        or (off_site and position.off_site == when)
    )


def _requested(
    scenario_positions: tuple[PositionId, ...] | None,
    usual: tuple[PositionId, ...],
    catalog: PositionCatalog,
    shape: BandShape | None,
) -> dict[PositionId, ActivationReason]:
    """Return command, and the posts of the scenario, or without a scenario the usual ones."""
    opened: dict[PositionId, ActivationReason] = {COMMANDER: ActivationReason.COMMAND}
    if scenario_positions is None:
        opened |= {position_id: ActivationReason.DRILL_TYPE for position_id in usual if position_id != COMMANDER}
        _choose_simpler_or_full(opened, catalog, shape)
    else:
        opened |= {
            position_id: ActivationReason.SCENARIO
            for position_id in scenario_positions
            if position_id != COMMANDER
        }
    return opened


def _adjust_to_attendance(
    opened: dict[PositionId, ActivationReason],
    drill_type: DrillType,
    tier: Tier,
    catalog: PositionCatalog,
    *,
    needs_liaison: bool,
    students_attend: bool,
) -> None:
    """Open the posts that agencies and classes bring, and close the posts of agencies and of absent classes."""
    for position in catalog.positions:
        if position.filled_by is FilledBy.AGENCIES:
            opened.pop(position.id, None)
        elif position.opened_if_agency_attends and needs_liaison and position.min_tier <= max(tier, Tier.L2):
            opened.setdefault(position.id, ActivationReason.AGENCY)
        elif position.filled_by is FilledBy.EVERY_TEACHER and drill_type in position.opened_at_start:
            if students_attend:
                opened.setdefault(position.id, ActivationReason.CLASSES)
            else:
                opened.pop(position.id, None)


def _choose_simpler_or_full(
    opened: dict[PositionId, ActivationReason], catalog: PositionCatalog, shape: BandShape | None
) -> None:
    """Keep either a post or the simpler one that it replaces, whichever fits the size."""
    for position in catalog.positions:
        if position.replaces is None or position.id not in opened or position.replaces not in opened:
            continue
        too_much = shape is None or position.id in shape.closes
        opened.pop(position.id if too_much else position.replaces)


def _open_companions(opened: dict[PositionId, ActivationReason], catalog: PositionCatalog) -> None:
    """Open the posts that the opened ones cannot do without, and their companions in turn."""
    queue = list(opened)
    while queue:
        position_id = queue.pop(0)
        for added_id in catalog.by_id[position_id].brings:
            if added_id not in opened:
                opened[added_id] = (
                    opened[position_id]
                    if opened[position_id] is not ActivationReason.COMMAND
                    else ActivationReason.SCENARIO
                )
                queue.append(added_id)


def _close_for_size(
    opened: dict[PositionId, ActivationReason], catalog: PositionCatalog, shape: BandShape | None
) -> tuple[PositionId, ...]:
    """Close what is too large for the site; open the operations chief if there are enough teams and people."""
    if shape is None:
        return ()
    closed = [position_id for position_id in catalog.in_form_order(set(opened)) if position_id in shape.closes]
    for position_id in closed:
        position = catalog.by_id[position_id]
        opened.pop(position_id)
        for added_id in position.brings if position.replaces else ():
            opened.pop(added_id, None)
        if position.replaces is not None:
            opened.setdefault(position.replaces, ActivationReason.SPAN)
            _open_companions(opened, catalog)
    teams = [
        report
        for report in direct_reports(COMMANDER, opened, catalog)
        if catalog.by_id[report].section is Section.OPERATIONS
    ]
    if shape.chief_from is not None and len(teams) >= shape.chief_from and CHIEF_OF_OPERATIONS not in opened:
        opened[CHIEF_OF_OPERATIONS] = ActivationReason.TEAMS
    return tuple(closed)


def _absorbed(
    activated: ActivatedPositions,
    opened: dict[PositionId, ActivationReason],
    on_call: dict[PositionId, PositionId],
    closed: tuple[PositionId, ...],
    catalog: PositionCatalog,
) -> dict[PositionId, tuple[PositionId, ...]]:
    """Return, by supervisor, the work of uncharted posts that the chart names under that supervisor.

    The chart names command and section functions, what this type of drill usually opens, and what was closed.
    """
    absorbed: dict[PositionId, list[PositionId]] = {}
    for position in catalog.positions:
        is_named = position.named_when_absorbed is not None and position.named_when_absorbed <= activated.tier
        is_worth_naming = (
            is_named or position.id in closed or (position.id in activated.usual and position.replaces is None)
        )
        is_charted = position.id in opened or position.id in on_call or position.id in activated.simulated
        if is_charted or position.filled_by is not FilledBy.STAFF or not is_worth_naming:
            continue
        supervisor = supervisor_of(position.id, opened, catalog) or COMMANDER
        absorbed.setdefault(supervisor, []).append(position.id)
    return {supervisor: tuple(position_ids) for supervisor, position_ids in absorbed.items()}
