"""Which positions a drill opens, who answers to whom, and what is done by the next level up.

The order of work is that of ICS: open what the drill needs, let the nearest opened supervisor do the rest
(modular organisation), and put in a layer where one supervisor would have more than seven reports.
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
    Position,
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
#: Why a post is opened that the drill did not ask for.
_OF_OUR_OWN = (ActivationReason.SPAN, ActivationReason.TEAMS, ActivationReason.AGENCY)


@dataclass(frozen=True)
class ActivatedPositions:
    """The posts of one drill before anybody is named.

    ``closed`` are those that the drill asks for and that a want of people closed again; ``barred`` are all that
    is not put in as a layer again, what is too much for the size included. ``simulated`` are played by the
    simulation cell, ``waiting`` are usually on call. The work of ``usual`` posts is worth naming under whoever
    does it.
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
    waiting: tuple[PositionId, ...] = ()
    barred: frozenset[PositionId] = frozenset()


def activate_positions(
    drill_type: DrillType,
    named: tuple[PositionId, ...] | None,
    catalogue: PositionCatalog,
    *,
    agency_attends: bool = False,
    students_attend: bool = True,
    off_site: bool = False,
    shape: BandShape | None = None,
) -> ActivatedPositions:
    """Open the posts of a drill.

    ``named`` are the positions of its scenario; None opens what the catalogue opens for that kind of drill.
    The incident commander is always opened. Class supervision is, where students attend, because every teacher
    has it anyway; a liaison officer where an outside agency attends; chiefs and branches where a supervisor
    would have more than seven direct reports. Those say so in ``Opening.opened``. What a post cannot do without
    is opened with it. ``shape`` closes what is too much for so few adults.
    """
    tier = catalogue.tier_of(drill_type, off_site=off_site)
    usual = frozenset(
        position.id
        for position in catalogue.positions
        if _is_usual(position, drill_type, off_site=off_site, waiting=False)
    )
    opened: dict[PositionId, ActivationReason] = {COMMANDER: ActivationReason.COMMAND}
    if named is None:
        opened |= {one: ActivationReason.DRILL_TYPE for one in catalogue.in_form_order(usual) if one != COMMANDER}
        _put_in_place_of_simpler(opened, catalogue, shape)
    else:
        opened |= {position_id: ActivationReason.SCENARIO for position_id in named if position_id != COMMANDER}
    # Neither shared command nor a visitor is a post of the school's own.
    unified = opened.pop(UNIFIED_COMMAND, None) is not None
    for position in catalogue.positions:
        if position.filled_by is FilledBy.AGENCIES:
            opened.pop(position.id, None)
        elif position.opened_if_agency_attends and agency_attends and not unified:
            opened.setdefault(position.id, ActivationReason.AGENCY)
        elif position.filled_by is FilledBy.EVERY_TEACHER and drill_type in position.opened_at_start:
            if students_attend:
                opened.setdefault(position.id, ActivationReason.CLASSES)
            else:
                opened.pop(position.id, None)
    _bring(opened, catalogue)
    simulated = tuple(
        position.id
        for position in catalogue.positions
        if drill_type in position.simulated and position.id not in opened
    )
    too_much = _close_for_size(opened, catalogue, shape)
    waiting = tuple(
        position.id
        for position in catalogue.positions
        if _is_usual(position, drill_type, off_site=off_site, waiting=True)
        and position.filled_by is FilledBy.STAFF
    )
    made = ActivatedPositions(
        tier=tier,
        opened=opened,
        supervisor={},
        on_call={},
        absorbed={},
        unified=unified,
        simulated=simulated,
        usual=usual,
        waiting=waiting,
        barred=frozenset(too_much),
    )
    return with_layers_and_supervisors(made, opened, catalogue)


def with_layers_and_supervisors(
    opening: ActivatedPositions, opened: dict[PositionId, ActivationReason], catalogue: PositionCatalog
) -> ActivatedPositions:
    """The opening with these posts: layers put in, supervisors found, the work of all others handed up."""
    opened = dict(opened)
    add_layers(opened, catalogue, opening.barred)
    opened = {position_id: opened[position_id] for position_id in top_down(opened, catalogue)}
    closed = tuple(one for one in opening.closed if one not in opened)
    on_call = {
        one: supervisor_of(one, opened, catalogue) or COMMANDER
        for one in opening.waiting
        if one not in opened and one not in closed
    }
    return replace(
        opening,
        opened=opened,
        closed=closed,
        supervisor={position_id: supervisor_of(position_id, opened, catalogue) for position_id in opened},
        on_call=on_call,
        absorbed=_absorbed(opening, opened, on_call, closed, catalogue),
    )


def close_posts(
    opening: ActivatedPositions, ids: Collection[PositionId], catalogue: PositionCatalog
) -> ActivatedPositions:
    """The opening without these posts: the next level up does their work. Layers are put in as they are needed."""
    opened: dict[PositionId, ActivationReason] = {
        one: reason
        for one, reason in opening.opened.items()
        if one not in ids and reason is not ActivationReason.SPAN
    }
    gone = [one for one in ids if opening.opened[one] not in _OF_OUR_OWN]
    return with_layers_and_supervisors(
        replace(
            opening,
            closed=catalogue.in_form_order({*opening.closed, *gone}),
            barred=opening.barred.union(ids),
        ),
        opened,
        catalogue,
    )


def reopen_post(
    opening: ActivatedPositions, position_id: PositionId, reason: ActivationReason, catalogue: PositionCatalog
) -> ActivatedPositions:
    """The opening with a closed post opened again."""
    return with_layers_and_supervisors(
        replace(opening, barred=opening.barred - {position_id}),
        {**opening.opened, position_id: reason},
        catalogue,
    )


def _is_usual(position: Position, drill_type: DrillType, *, off_site: bool, waiting: bool) -> bool:
    """Whether the catalogue opens it for that drill, at the start or (``waiting``) on call."""
    types = position.on_call if waiting else position.opened_at_start
    return drill_type in types or (off_site and position.off_site == ("on_call" if waiting else "at_start"))


def _put_in_place_of_simpler(
    opened: dict[PositionId, ActivationReason], catalogue: PositionCatalog, shape: BandShape | None
) -> None:
    """Of a post and the simpler one that it replaces, leave the one that fits the size."""
    for position in catalogue.positions:
        if position.replaces is None or position.id not in opened or position.replaces not in opened:
            continue
        too_much = shape is None or position.id in shape.closes
        opened.pop(position.id if too_much else position.replaces)


def _bring(opened: dict[PositionId, ActivationReason], catalogue: PositionCatalog) -> None:
    waiting = list(opened)
    while waiting:
        one = waiting.pop(0)
        for brought in catalogue.by_id[one].brings:
            if brought not in opened:
                opened[brought] = (
                    opened[one] if opened[one] is not ActivationReason.COMMAND else ActivationReason.SCENARIO
                )
                waiting.append(brought)


def _close_for_size(
    opened: dict[PositionId, ActivationReason], catalogue: PositionCatalog, shape: BandShape | None
) -> tuple[PositionId, ...]:
    """Close what is too much for so few adults; open the operations chief where there are teams and people."""
    if shape is None:
        return ()
    closed = [one for one in catalogue.in_form_order(set(opened)) if one in shape.closes]
    for one in closed:
        position = catalogue.by_id[one]
        opened.pop(one)
        for brought in position.brings if position.replaces else ():
            opened.pop(brought, None)
        if position.replaces is not None:
            opened.setdefault(position.replaces, ActivationReason.SPAN)
            _bring(opened, catalogue)
    teams = [
        report
        for report in direct_reports(COMMANDER, opened, catalogue)
        if catalogue.by_id[report].section is Section.OPERATIONS
    ]
    if shape.chief_from is not None and len(teams) >= shape.chief_from and CHIEF_OF_OPERATIONS not in opened:
        opened[CHIEF_OF_OPERATIONS] = ActivationReason.TEAMS
    return tuple(closed)


def _absorbed(
    opening: ActivatedPositions,
    opened: dict[PositionId, ActivationReason],
    on_call: dict[PositionId, PositionId],
    closed: tuple[PositionId, ...],
    catalogue: PositionCatalog,
) -> dict[PositionId, tuple[PositionId, ...]]:
    """Work of posts not charted that is worth naming under whoever does it.

    Named are the command and section functions, what this kind of drill usually opens, and what was closed.
    """
    absorbed: dict[PositionId, list[PositionId]] = {}
    for position in catalogue.positions:
        named = position.named_when_absorbed is not None and position.named_when_absorbed <= opening.tier
        worth = named or position.id in closed or (position.id in opening.usual and position.replaces is None)
        charted = position.id in opened or position.id in on_call or position.id in opening.simulated
        if charted or position.filled_by is not FilledBy.STAFF or not worth:
            continue
        supervisor = supervisor_of(position.id, opened, catalogue) or COMMANDER
        absorbed.setdefault(supervisor, []).append(position.id)
    return {supervisor: tuple(done) for supervisor, done in absorbed.items()}
