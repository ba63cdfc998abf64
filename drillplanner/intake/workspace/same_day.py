"""``same_day`` of ``district.yaml``, held against campuses, scenarios, calendar, bells and the other orders.

The shape of an order is checked with the rest of the file; what is found here needs the other files as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.files.errors import Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.yaml_document import Document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.model import SameDay, Workspace
from drillplanner.model.district.common_days import campuses_of, days_in_common, days_to_choose


def problems_of_same_day(document: Document, workspace: Workspace) -> Iterator[Problem]:
    """Everything that is wrong with the drills of one day in a workspace that is otherwise whole."""
    for number, order in enumerate(workspace.district.same_day):
        path = ("same_day", number)
        unknown = [
            *_unknown_campuses(document, path, order, workspace),
            *_unknown_scenario(document, path, order, workspace),
        ]
        yield from unknown or _of_days(document, path, order, workspace)


def _unknown_campuses(
    document: Document, path: KeyPath, order: SameDay, workspace: Workspace
) -> Iterator[Problem]:
    ids = [campus.campus_id for campus in workspace.campuses]
    for place, one in enumerate(order.campuses):
        where = (*path, "campuses", place)
        if one not in ids:
            yield document.problem(where, "there is no such campus", one, listed(ids), maybe_meant(one, ids))
        elif one in order.campuses[:place]:
            yield document.problem(where, "this campus is named twice", one, "each campus once")


def _unknown_scenario(
    document: Document, path: KeyPath, order: SameDay, workspace: Workspace
) -> Iterator[Problem]:
    if order.scenario is not None and order.scenario not in workspace.scenario_by_id:
        known = sorted(workspace.scenario_by_id)
        yield document.problem(
            (*path, "scenario"),
            "there is no such scenario",
            order.scenario,
            listed(known),
            maybe_meant(order.scenario, known),
        )


def _of_days(document: Document, path: KeyPath, order: SameDay, workspace: Workspace) -> Iterator[Problem]:
    """Where fewer than two campuses are meant, or no day is left from which one could be chosen."""
    calendar, concerned = workspace.calendar, campuses_of(order, workspace)
    if len(concerned) < 2:
        names = concerned[0].campus_id
        message = f"only '{names}' would hold it, and one day for one campus says nothing"
        maybe = "Maybe write a pin, which gives the drill a date."
        yield document.problem(path, message, None, "two campuses or more, or none named for all", maybe)
        return
    common = days_in_common(order, workspace)
    if not common:
        message = f"on no day{order.when} all of its campuses have school ({order.where})"
        allowed = f"'from' and 'to' within {calendar.first_day} to {calendar.last_day}, or other campuses"
        yield document.problem(path, message, None, allowed)
        return
    if not days_to_choose(order, workspace):
        at = f", or has nothing on at {order.start:%H:%M}" if order.start else ""
        at = f", or has no period '{order.period}'" if order.period else at
        days = f"{common[0]}" if len(common) == 1 else f"{len(common)} days from {common[0]} to {common[-1]}"
        message = (
            f"no day is left to choose from: of the days on which all of its campuses have school ({days}), each "
            f"is forbidden to the drill, or pinned for another one{at} at one of them"
        )
        yield document.problem(path, message, None, "a day that is free at all of its campuses")
